"""Files to reports: one module a format; ``read_reports`` is the way in."""

from dateline.ingest.build import Rejected
from dateline.ingest.read import read_reports

__all__ = ["Rejected", "read_reports"]
