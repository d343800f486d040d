"""How far two points of the globe lie apart."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Measure the great-circle distance of two points (haversine formula) in kilometres.

    Args:
        lat1: latitude of the first in degrees.
        lon1: longitude of the first in degrees.
        lat2: latitude of the second in degrees.
        lon2: longitude of the second in degrees.
    """
    a, b, c, d = map(radians, (lat1, lon1, lat2, lon2))
    squared = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(squared)))
