"""GeoJSON (RFC 7946): one feature an event, with a point only where the place is exact enough."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from dateline.figures import point
from dateline.records import Event


def write_geojson(events: Iterable[Event], stream: TextIO) -> int:
    """Write events as a feature collection, one feature a line, and return how many.

    The geometry is the first place that is a spot, a surrounding or a district (precision ``exact``,
    ``near``, ``admin2``), as longitude and latitude; it is null where there is none. The properties are the
    whole record.
    """
    count = 0
    stream.write('{"type": "FeatureCollection", "features": [')
    for event in events:
        stream.write(",\n" if count else "\n")
        stream.write(json.dumps(_feature(event), ensure_ascii=False))
        count += 1
    stream.write("\n]}\n")
    return count


def _feature(event: Event) -> dict[str, Any]:
    place = point(event)
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place else None,
        "properties": event.model_dump(mode="json", exclude={"id"}),
    }
