"""Gold events as the program's own records, places and parties resolved: what the merging measures share."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from dateline.actors.knowledge import Knowledge
from dateline.actors.resolve import resolve as resolve_actor
from dateline.actors.stage import report_countries
from dateline.codebook.load import Codebook, load
from dateline.incidents.acts import acts_of
from dateline.incidents.copies import find_copies
from dateline.incidents.kinds import load as load_kinds
from dateline.incidents.merge import merge
from dateline.incidents.weights import Weights
from dateline.language.parse import Parsed, load_parser, parse_many
from dateline.places.fold import fold
from dateline.places.index import PlaceIndex
from dateline.places.mention import PlaceMention
from dateline.places.paths import default_index_path
from dateline.places.recognise import find_places
from dateline.records import Coder, Effect, Event, Party, Place, Report, Source, Span, Status, When

HERE = Path(__file__).resolve().parent
GOLD = HERE.parents[1] / "shared/gold"
DERAA = HERE / "data/deraa_incidents.toml"
CODER = Coder(engine="gold", version="0", codebook="1.0")


@dataclass(frozen=True)
class Story:
    """A story: reports, their gold events, and which event belongs to which happening.

    ``truth`` maps an event id to a happening; ``fulfils`` holds pairs of happenings (happening, planned).
    """

    name: str
    reports: tuple[Report, ...]
    events: tuple[Event, ...]
    truth: dict[str, str]
    fulfils: frozenset[tuple[str, str]]
    copies: frozenset[frozenset[str]]


def stories() -> list[Story]:
    """The four stories of gold/incidents."""
    known = json.loads((GOLD / "incidents/atruth.json").read_text(encoding="utf-8"))
    copies = [frozenset(pair) for pair in known["copies"]]
    out = []
    for prefix in ("as1", "as2", "as3", "as4"):
        docs = _docs(GOLD / "incidents", f"{prefix}-*.json")
        reports, events, raw = _read(docs)
        truth = {e.id: r["incident"] for e, r in zip(events, raw, strict=True)}
        links = {(r["incident"], r["fulfils"]) for r in raw if r.get("fulfils")}
        pairs = frozenset(c for c in copies if any(x.startswith(prefix) for x in c))
        out.append(Story(prefix, reports, events, truth, frozenset(links), pairs))
    return out


def deraa() -> Story:
    """The nine reports on Deraa, with the groups of ``data/deraa_incidents.toml``."""
    reports, events, raw = _read(_docs(GOLD / "dev", "d0*.json"))
    names: dict[str, str] = {}
    seen: dict[str, int] = {}
    for event, entry in zip(events, raw, strict=True):
        name = f"{event.report_id[:3]} {event.event_type}: {entry['trigger']}"
        seen[name] = seen.get(name, 0) + 1
        names[f"{name} #{seen[name]}"] = event.id
        names.setdefault(name, event.id)
    key = tomllib.loads(DERAA.read_text(encoding="utf-8"))
    truth = {event.id: event.id for event in events}
    for group in key["incident"]:
        members = [names[m] for m in group["members"]]
        truth.update(dict.fromkeys(members, members[0]))
    links = {(truth[names[f["happening"]]], truth[names[f["planned"]]]) for f in key["fulfils"]}
    return Story("deraa", reports, events, truth, frozenset(links), frozenset())


def _docs(folder: Path, pattern: str) -> list[dict[str, Any]]:
    return [json.loads(f.read_text(encoding="utf-8")) for f in sorted(folder.glob(pattern))]


def _read(
    docs: Sequence[dict[str, Any]],
) -> tuple[tuple[Report, ...], tuple[Event, ...], list[dict[str, Any]]]:
    reports = tuple(
        Report(
            report_id=d["report_id"],
            published=date.fromisoformat(d["published"]),
            text=d["text"],
            outlet=d.get("outlet"),
        )
        for d in docs
    )
    resolver = _Resolver(PlaceIndex.open(default_index_path()), Knowledge.load(()), load())
    events, raw = [], []
    for doc, parsed in zip(docs, parse_many(reports, load_parser()), strict=True):
        context = resolver.context(parsed)
        mine = [resolver.event(e, k, parsed.report, context) for k, e in enumerate(doc["events"])]
        at = {event.trigger.text: event.id for event in reversed(mine)}
        for entry, event in zip(doc["events"], mine, strict=True):
            events.append(event.model_copy(update={"part_of": at.get(entry.get("part_of") or "")}))
            raw.append(entry)
    return reports, tuple(events), raw


@dataclass(frozen=True)
class _Resolver:
    index: PlaceIndex
    knowledge: Knowledge
    codebook: Codebook

    def context(self, parsed: Parsed) -> tuple[dict[str, PlaceMention], tuple[str, ...]]:
        places = find_places(parsed, self.index)
        return {fold(p.name): p for p in places}, report_countries(parsed, places, self.knowledge)

    def event(
        self,
        entry: dict[str, Any],
        k: int,
        report: Report,
        context: tuple[dict[str, PlaceMention], tuple[str, ...]],
    ) -> Event:
        kind = self.codebook.types[entry["event_type"]]
        start = max(0, report.text.find(entry["trigger"]))
        span = Span(text=entry["trigger"], start=start, end=start + len(entry["trigger"]))
        time = entry.get("time") or {}
        return Event(
            id=f"{report.report_id}-{k}",
            report_id=report.report_id,
            published=report.published,
            event_type=kind.name,
            family=kind.family,
            status=Status(entry["status"]),
            trigger=span,
            evidence=tuple(_span(report, text) for text in entry.get("also") or ()),
            actors=self.parties(entry["actors"], report, context[1]),
            targets=self.parties(entry["targets"], report, context[1]),
            places=tuple(self.place(_name(p), _text(p), report, *context) for p in entry["places"]),
            time=_when(time) if time.get("start") or time.get("end") else None,
            effects=tuple(_effect(e, report) for e in entry.get("effects") or ()),
            sources=tuple(_source(s, report) for s in entry.get("sources") or ()),
            confidence=1.0,
            coder=CODER,
        )

    def parties(self, given: Iterable[Any], report: Report, countries: tuple[str, ...]) -> tuple[Party, ...]:
        return tuple(self.party(_name(g), _text(g), report, countries) for g in given)

    def party(self, name: str, text: str, report: Report, countries: tuple[str, ...]) -> Party:
        span = _span(report, text)
        found = resolve_actor(
            name,
            knowledge=self.knowledge,
            published=report.published,
            countries=countries,
            text=report.text,
            at=span.start,
        )
        within = self.knowledge.above(found.actor_id, report.published) if found.actor_id else ()
        return Party(
            **span.model_dump(),
            name=name,
            actor_id=found.actor_id,
            within=within,
            kind=found.kind,
            country=found.country,
        )

    def place(
        self, name: str, text: str, report: Report, seen: dict[str, PlaceMention], countries: tuple[str, ...]
    ) -> Place:
        span = _span(report, text)
        mention = seen.get(fold(name)) or seen.get(fold(text))
        if mention is None or mention.candidate is None:
            return Place(**span.model_dump(), name=name, country=countries[0] if countries else None)
        return Place(**span.model_dump(), name=name, **_known(mention))


def _known(mention: PlaceMention) -> dict[str, Any]:
    best = mention.candidate
    return {
        "geonames_id": best.geonames_id,
        "lat": best.lat,
        "lon": best.lon,
        "country": best.country,
        "admin1": best.admin1,
        "admin2": best.admin2,
        "precision": mention.precision,
    }


def _name(given: Any) -> str:
    return given if isinstance(given, str) else given["name"]


def _text(given: Any) -> str:
    return given if isinstance(given, str) else given.get("text") or given["name"]


def _span(report: Report, text: str) -> Span:
    start = report.text.find(text)
    return (
        Span(text=text, start=start, end=start + len(text)) if start >= 0 else Span(text=text, start=0, end=0)
    )


def _when(time: dict[str, Any]) -> When:
    start = date.fromisoformat(time["start"]) if time.get("start") else None
    end = date.fromisoformat(time["end"]) if time.get("end") else None
    days = ((end or start) - (start or end)) / timedelta(days=1) if start or end else 0
    steps = ((0, "day"), (6, "days"), (7, "week"), (31, "month"), (183, "season"), (366, "year"))
    return When(start=start, end=end, precision=next((name for most, name in steps if days <= most), "more"))


def _effect(given: dict[str, Any], report: Report) -> Effect:
    span = _span(report, given.get("text") or given.get("who") or "")
    return Effect(
        **span.model_dump(),
        kind=given["kind"],
        low=given.get("low"),
        best=given.get("best"),
        high=given.get("high"),
        who=given.get("who"),
    )


def _source(given: Any, report: Report) -> Source:
    span = _span(report, _text(given))
    stance = given.get("stance", "asserts") if isinstance(given, dict) else "asserts"
    return Source(**span.model_dump(), name=_name(given), stance=stance)


@dataclass(frozen=True)
class Counts:
    """Right, given and true: what precision and recall are made of."""

    right: int
    given: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what is given that is right."""
        return self.right / max(1, self.given)

    @property
    def recall(self) -> float:
        """Share of what is true that is given."""
        return self.right / max(1, self.true)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / max(1, self.given + self.true)

    @classmethod
    def added(cls, counts: Iterable[Counts]) -> Counts:
        """Several counts as one."""
        parts = list(counts)
        return cls(sum(c.right for c in parts), sum(c.given for c in parts), sum(c.true for c in parts))

    def __str__(self) -> str:
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f} ({self.true} true)"


@dataclass(frozen=True)
class Figures:
    """What merging does on one story: pairs of events, links to plans, groups of copies."""

    pairs: Counts
    fulfils: Counts
    copies: Counts

    def __str__(self) -> str:
        return f"pairs {self.pairs}; fulfils {self.fulfils}; copies {self.copies.right} of {self.copies.true}"


def original(story: Story) -> dict[str, str]:
    """Copies to originals, as the program finds them."""
    return {copy: group.original for group in find_copies(story.reports) for copy in group.copies}


def measure(story: Story, weights: Weights | None = None, events: Sequence[Event] | None = None) -> Figures:
    """Merge a story and compare with its truth.

    Args:
        story: the story.
        weights: other weights than the package's.
        events: events of the program's own coding instead of the gold's. Those that are no key of ``truth``
            are merged with the rest and not counted.
    """
    used = story.events if events is None else events
    acts = acts_of(used, kinds=load_kinds(), texts={r.report_id: r.text for r in story.reports})
    copies = original(story)
    merged = merge(acts, original=copies, weights=weights)
    mine = _pairs([[e for e in g.events if e in story.truth] for g in merged.groups])
    by_truth: dict[str, list[str]] = {}
    for event in used:
        if event.id in story.truth:
            by_truth.setdefault(story.truth[event.id], []).append(event.id)
    true = _pairs(by_truth.values())
    known = story.truth
    links = {(known[a], known[b]) for a, b in merged.fulfils if a in known and b in known}
    groups = {frozenset((c, o)) for c, o in copies.items()}
    return Figures(
        pairs=Counts(len(mine & true), len(mine), len(true)),
        fulfils=Counts(len(links & story.fulfils), len(links), len(story.fulfils)),
        copies=Counts(len(groups & story.copies), len(groups), len(story.copies)),
    )


def _pairs(groups: Iterable[Sequence[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}
