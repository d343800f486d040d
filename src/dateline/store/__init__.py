"""The database of reports, events and decisions."""

from dateline.store.agreements import AgreementFilter
from dateline.store.database import ReportSummary, Store
from dateline.store.decisions import Decision, DecisionKind, Subject
from dateline.store.filters import EventFilter
from dateline.store.state import Review

__all__ = [
    "AgreementFilter",
    "Decision",
    "DecisionKind",
    "EventFilter",
    "ReportSummary",
    "Review",
    "Store",
    "Subject",
]
