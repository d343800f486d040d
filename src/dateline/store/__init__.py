"""The database of reports, events and decisions."""

from dateline.store.agreements import AgreementFilter
from dateline.store.database import Store
from dateline.store.decisions import Decision, DecisionKind, Subject
from dateline.store.facets import Count, Facet, Survey
from dateline.store.filters import EventFilter
from dateline.store.page import Listed, Page, Sort
from dateline.store.points import Point
from dateline.store.recode import Change, ChangeKind
from dateline.store.report_list import ReportSummary
from dateline.store.state import Review, Stage, stage

__all__ = [
    "AgreementFilter",
    "Change",
    "ChangeKind",
    "Count",
    "Decision",
    "DecisionKind",
    "EventFilter",
    "Facet",
    "Listed",
    "Page",
    "Point",
    "ReportSummary",
    "Review",
    "Sort",
    "Stage",
    "Store",
    "Subject",
    "Survey",
    "stage",
]
