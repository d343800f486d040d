"""Incidents as text, JSON lines and CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import IO

from dateline.export.flat import defused
from dateline.incidents.records import FusedToll, Incident, Link

COLUMNS = (
    *(
        "id",
        "event_type",
        "status",
        "start",
        "end",
        "time_precision",
        "place",
        "lat",
        "lon",
        "place_precision",
    ),
    *("country", "admin1", "actors", "targets", "killed_low", "killed_best", "killed_high"),
    *("injured_low", "injured_best", "injured_high", "reports", "independent", "first_report", "last_report"),
    *("denied_by", "fulfils", "weakest_link", "events"),
)
_JOIN = "; "


def write(found: Iterable[Incident], out: IO[str], shape: str) -> None:
    """Write incidents.

    Args:
        found: the incidents.
        out: where to.
        shape: ``"text"`` (a line an incident), ``"json"`` (JSON lines) or ``"csv"``.
    """
    if shape == "csv":
        table = csv.writer(out, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows([_safe(cell) for cell in _cells(incident)] for incident in found)
        return
    for incident in found:
        out.write((incident.model_dump_json() if shape == "json" else line(incident)) + "\n")


def line(incident: Incident) -> str:
    """One line on an incident: id, title, status, reports, killed."""
    told = f"{incident.reports} reports, {incident.independent} independent"
    killed = f"killed {_range(incident.killed)}" if incident.killed != (None, None, None) else ""
    return "\t".join(filter(None, (incident.id, incident.title, str(incident.status), told, killed)))


def card(incident: Incident) -> str:
    """An incident in full: what is fused, each source's figures, and the events."""
    out = [f"{incident.id}  {incident.title}  [{incident.status}]"]
    out.append(f"  told by {incident.reports} reports, {incident.independent} of them independent")
    out.append(f"  first {incident.first_report}, last {incident.last_report}")
    for name, values in (("actors", incident.actors), ("targets", incident.targets)):
        out += [f"  {name}: {_JOIN.join(values)}"] if values else []
    out += [f"  denied by {_JOIN.join(incident.denied_by)}"] if incident.denied_by else []
    out += [f"  carries out {incident.fulfils}"] if incident.fulfils else []
    out += [f"  carried out by {id_}" for id_ in incident.fulfilled_by]
    for toll in incident.tolls:
        out += _toll_lines(toll)
    out.append("  events:")
    for member in incident.members:
        copy = f", copy of {member.copy_of}" if member.copy_of else ""
        outlet = f" ({member.outlet})" if member.outlet else ""
        told = f"{member.published} {member.report_id}{outlet}{copy}"
        out.append(f"    {member.event_id}  {told}: {member.event_type}, {member.status}: {member.trigger!r}")
    return "\n".join(out)


def waterfall(incident: Incident, links: Sequence[Link]) -> str:
    """Links as a prior and signed weights that add up to log-odds, with the chance that they stand for."""
    out = [f"{incident.id}  {incident.title}"]
    if not links:
        return "\n".join([*out, "  one event: nothing to hold together"])
    words = {m.event_id: f"{m.report_id} {m.trigger!r}" for m in incident.members}
    for link in links:
        out.append(f"\n  {words[link.one]}\n  {words[link.other]}")
        out += [f"    {link.decided}"] if link.decided else []
        out.append(f"    {link.prior:+6.2f}  prior")
        out += [
            f"    {w.value:+6.2f}  {w.name}: {w.level.replace('_', ' ')}"
            + (f"  ({w.detail})" if w.detail else "")
            for w in sorted(link.weights, key=lambda w: -abs(w.value))
        ]
        out.append(f"    {link.odds:+6.2f}  log-odds: chance {link.chance:.2f}")
    last = links[-1]
    out.append(f"\n  weakest link: {words[last.one]} - {words[last.other]} ({last.odds:+.2f})")
    return "\n".join(out)


def _toll_lines(toll: FusedToll) -> list[str]:
    out = [f"  {toll.kind}, {toll.side}: {_range((toll.low, toll.best, toll.high))}"]
    for figure in toll.figures:
        said = _range((figure.low, figure.best, figure.high))
        marks = "  <- best" if figure.event_id == toll.basis else "  (copy)" if figure.copied else ""
        who = figure.outlet or figure.report_id
        out.append(f"    {figure.published} {who}: {said} ({figure.text!r}){marks}")
    return out


def _range(values: tuple[int | None, int | None, int | None]) -> str:
    low, best, high = ("?" if v is None else str(v) for v in values)
    return best if low == best == high else f"{best} ({low} to {high})"


def _safe(cell: object) -> object:
    return defused(cell) if isinstance(cell, str) else cell


def _cells(incident: Incident) -> list[object]:
    time, place = incident.time, incident.place.place if incident.place else None
    cells: list[object] = [incident.id, incident.event_type, str(incident.status)]
    cells += [time.start, time.end, time.precision] if time else [None] * 3
    cells += (
        [place.name, place.lat, place.lon, place.precision, place.country, place.admin1]
        if place
        else [None] * 6
    )
    cells += [_JOIN.join(incident.actors), _JOIN.join(incident.targets), *incident.killed, *incident.injured]
    cells += [incident.reports, incident.independent, incident.first_report, incident.last_report]
    cells += [_JOIN.join(incident.denied_by), incident.fulfils, incident.weakest]
    return [*cells, _JOIN.join(member.event_id for member in incident.members)]
