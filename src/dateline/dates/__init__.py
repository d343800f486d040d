"""Times in news text: an own grammar, kept as data, that turns words into calendar days."""

from dateline.dates.find import find_times
from dateline.dates.mention import (
    Kind,
    Precision,
    Reading,
    Shift,
    TimeMention,
    date_prec_of,
    edtf_of,
    precision_of,
)
from dateline.dates.resolve import resolve

__all__ = [
    "Kind",
    "Precision",
    "Reading",
    "Shift",
    "TimeMention",
    "date_prec_of",
    "edtf_of",
    "find_times",
    "precision_of",
    "resolve",
]
