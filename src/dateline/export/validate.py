"""Is a file what its format demands? Checked apart from the writers, by ``schemas/`` and rules over rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.export.flat import COLUMNS
from dateline.export.plover import load_types
from dateline.export.schema import Schema, load_schemas
from dateline.records import Event

MOST = 100  # faults that are named


def check_file(path: Path, shape: str) -> tuple[str, ...]:
    """Check a file against its format.

    Args:
        path: the file.
        shape: name of the format.

    Returns:
        The faults, each with its line, a hundred at most; none where the file is right.
    """
    return tuple(islice(_CHECKS[shape](path), MOST))


def _check_table(path: Path, shape: str) -> Iterator[str]:
    schema = load_schemas()[shape]
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, delimiter=schema.delimiter)
        header = next(rows, [])
        if header != list(schema.columns):
            yield f"line 1: the header is not that of {shape} ({len(schema.columns)} columns)"
            return
        seen: set[tuple[str, ...]] = set()
        for number, cells in enumerate(rows, 2):
            if len(cells) != len(schema.columns):
                yield f"line {number}: {len(cells)} cells for {len(schema.columns)} columns"
                continue
            row = dict(zip(header, cells, strict=True))
            yield from _cell_faults(number, row, schema)
            across = _ACROSS[shape](row) if shape in _ACROSS else ()
            yield from (f"line {number}: {fault}" for fault in across)
            key = tuple(row[name] for name in schema.key)
            if key and key in seen:
                yield f"line {number}: {', '.join(key)} stands twice"
            seen.add(key)


def _cell_faults(number: int, row: Mapping[str, str], schema: Schema) -> Iterator[str]:
    for name, rule in schema.columns.items():
        fault = rule.fault(row[name])
        if fault:
            yield f"line {number}: {name}: {fault}"


def _across_acled(row: Mapping[str, str]) -> Iterator[str]:
    inters = sorted(i for i in (row["inter1"], row["inter2"]) if i)
    if row["interaction"] != "".join(inters).ljust(2, "0")[:2] * bool(inters):
        yield "interaction: does not follow from inter1 and inter2"
    if not row["event_date"].startswith(row["year"]):
        yield "year: is not that of event_date"
    if bool(row["actor1"]) != bool(row["inter1"]) or bool(row["actor2"]) != bool(row["inter2"]):
        yield "inter1, inter2: an actor without its code or a code without its actor"
    if row["actor2"] and not row["actor1"]:
        yield "actor2: there is no actor1"


def _across_ged(row: Mapping[str, str]) -> Iterator[str]:
    parts = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    if _sum(row, parts) != _sum(row, ("best",)):
        yield "best: is not the sum of the deaths of the sides"
    if not _sum(row, ("low",)) <= _sum(row, ("best",)) <= _sum(row, ("high",)):
        yield "low, best, high: are not in order"
    if row["gwnoa"] and row["gwnoa"] == row["gwnob"]:
        yield "gwnob: is the state of side A"
    if row["date_end"] < row["date_start"]:
        yield "date_end: is before date_start"
    if not row["date_start"].startswith(row["year"]):
        yield "year: is not that of date_start"
    if row["where_prec"] == "6" and row["latitude"]:
        yield "latitude: a country is no point"
    if bool(row["latitude"]) != bool(row["geom_wkt"]) or bool(row["latitude"]) != bool(row["priogrid_gid"]):
        yield "geom_wkt, priogrid_gid: do not go with latitude"


def _sum(row: Mapping[str, str], names: Iterable[str]) -> int:
    return sum(int(row[n]) for n in names if row[n].isdigit())


def _across_polecat(row: Mapping[str, str]) -> Iterator[str]:
    known = load_types().get(row["Event Type"])
    if known and row["Event Mode"] and row["Event Mode"] not in known.modes:
        yield "Event Mode: is none of the type's"
    if known and row["Quad Code"] != str(known.quad):
        yield "Quad Code: is not that of the type"


def _across_cameo(row: Mapping[str, str]) -> Iterator[str]:
    if not row["cameo_code"].startswith(row["cameo_root"]):
        yield "cameo_root: is not that of cameo_code"
    for side in ("source", "target"):
        if row[f"{side}_code"] != row[f"{side}_country"] + row[f"{side}_sector"]:
            yield f"{side}_code: is not country and sector"


_ACROSS: Mapping[str, Callable[[Mapping[str, str]], Iterable[str]]] = MappingProxyType(
    {"acled": _across_acled, "ged": _across_ged, "polecat": _across_polecat, "cameo": _across_cameo}
)


def _check_jsonl(path: Path) -> Iterator[str]:
    seen: set[str] = set()
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            try:
                event = Event.model_validate_json(line)
            except ValueError as error:
                yield f"line {number}: {str(error).splitlines()[0]}"
                continue
            if event.id in seen:
                yield f"line {number}: {event.id} stands twice"
            seen.add(event.id)


def _check_geojson(path: Path) -> Iterator[str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    if data.get("type") != "FeatureCollection":
        yield "type: is not FeatureCollection"
    for number, feature in enumerate(data.get("features", ()), 1):
        geometry = feature.get("geometry")
        if feature.get("type") != "Feature" or "properties" not in feature:
            yield f"feature {number}: no Feature with properties"
        if geometry is not None and not _is_point(geometry):
            yield f"feature {number}: geometry is no point on the earth"
        if geometry and not _is_drawn(geometry, feature["properties"].get("places", ())):
            yield f"feature {number}: no place that is exact enough for a point lies there"


def _is_drawn(geometry: Mapping[str, Any], places: Iterable[Mapping[str, Any]]) -> bool:
    """True where a spot, a surrounding or a district of the event lies at the point."""
    exact = [p for p in places if p.get("precision") in {"exact", "near", "admin2"}]
    return geometry.get("coordinates") in [[p.get("lon"), p.get("lat")] for p in exact]


def _is_point(geometry: Mapping[str, Any]) -> bool:
    at = geometry.get("coordinates")
    return (
        geometry.get("type") == "Point"
        and isinstance(at, list)
        and len(at) == 2
        and abs(at[0]) <= 180
        and abs(at[1]) <= 90
    )


def _check_plover(path: Path) -> Iterator[str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    types = load_schemas()["polecat"].columns["Event Type"].allowed
    for number, record in enumerate(data, 1):
        if not record.get("id") or not record.get("text"):
            yield f"record {number}: no id or no text"
        if len(record.get("event", ())) != 1 or record["event"][0] not in types:
            yield f"record {number}: event: is no PLOVER type"
        if record.get("quad_code") not in (1, 2, 3, 4):
            yield f"record {number}: quad_code: is not 1 to 4"
        for place in record.get("event_loc", ()):
            if (place["lat"] is None) != (place["lon"] is None):
                yield f"record {number}: event_loc: half a coordinate"


def _check_csv(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        header = next(rows, [])
        if header != [column.name for column in COLUMNS]:
            yield "line 1: the header is another one"
            return
        for number, cells in enumerate(rows, 2):
            if len(cells) != len(header):
                yield f"line {number}: {len(cells)} cells for {len(header)} columns"
            if any(cell.startswith(("=", "+", "@")) for cell in cells):
                yield f"line {number}: a cell that a spreadsheet would run"


def _check_parquet(path: Path) -> Iterator[str]:
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pq.read_table(path, columns=["id", "published", "confidence"])
    if table["id"].null_count or len(set(table["id"].to_pylist())) != len(table):
        yield "id: is empty or stands twice"
    if any(not 0 <= c <= 1 for c in table["confidence"].to_pylist()):
        yield "confidence: is not 0 to 1"


def _check_excel(path: Path) -> Iterator[str]:
    from openpyxl import load_workbook  # noqa: PLC0415

    sheet = load_workbook(path, read_only=True)["events"]
    for number, row in enumerate(sheet.iter_rows(), 1):
        if any(cell.data_type == "f" for cell in row):
            yield f"row {number}: a formula"


def _table_check(shape: str) -> Callable[[Path], Iterator[str]]:
    return lambda path: _check_table(path, shape)


_CHECKS: Mapping[str, Callable[[Path], Iterator[str]]] = MappingProxyType(
    {
        **{shape: _table_check(shape) for shape in ("acled", "ged", "polecat", "cameo")},
        "csv": _check_csv,
        "jsonl": _check_jsonl,
        "geojson": _check_geojson,
        "plover": _check_plover,
        "parquet": _check_parquet,
        "excel": _check_excel,
    }
)
