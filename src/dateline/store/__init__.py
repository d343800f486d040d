"""The database of reports and events."""

from dateline.store.database import ReportSummary, Store
from dateline.store.filters import EventFilter

__all__ = ["EventFilter", "ReportSummary", "Store"]
