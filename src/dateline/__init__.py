"""Dateline reads dated news reports on armed conflict and turns them into event data that can be checked.

import dateline

kit = dateline.Kit.load()
report = dateline.Report(report_id="r1", published="2021-09-01", text="Rebels shelled Deraa on Monday.")
for event in dateline.code(report, kit).events:
    print(event.event_type, event.time, event.trigger.text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.errors import DatelineError as DatelineError
    from dateline.ingest import read_reports as read
    from dateline.kit import Kit as Kit
    from dateline.pipeline import code_report as code
    from dateline.pipeline import code_reports as code_many
    from dateline.records import Coded as Coded
    from dateline.records import Event as Event
    from dateline.records import Report as Report

_WHERE = {
    "Coded": ("dateline.records", "Coded"),
    "DatelineError": ("dateline.errors", "DatelineError"),
    "Event": ("dateline.records", "Event"),
    "Kit": ("dateline.kit", "Kit"),
    "Report": ("dateline.records", "Report"),
    "code": ("dateline.pipeline", "code_report"),
    "code_many": ("dateline.pipeline", "code_reports"),
    "read": ("dateline.ingest", "read_reports"),
}

__all__ = ["Coded", "DatelineError", "Event", "Kit", "Report", "code", "code_many", "read"]


def __getattr__(name: str) -> Any:
    """Load the public names when they are first used, so that ``dateline --help`` starts at once."""
    if name == "__version__":
        from importlib import metadata  # noqa: PLC0415

        return metadata.version("dateline")
    if name not in _WHERE:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)
