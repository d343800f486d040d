"""What is seen of a place that may be an event's: how it stands to the trigger and to the other places.

None of the signs names a place; ``where_choice.py`` has a weight for each that is not rare.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.coding.signs import Above, climb, path, verb_above
from dateline.coding.weights import Signs
from dateline.coding.where_near import Attached, attachments, outermost
from dateline.coding.where_rules import load_rules
from dateline.language.parse import Parsed
from dateline.places.mention import PlaceMention

SIZES = ("exact", "near", None, "admin2", "admin1", "country", "larger")  # the most specific first
LEAD = 60  # words in which a report says what it is about
FAR = 4  # sentences; what is farther is far
LATER = 5  # words by which a place that is named later stands back
SCORES = (-2, 10)  # what the tie of a place to the trigger is held inside
FULL = 8.0  # the tie of a place in the trigger's own phrase


@dataclass(frozen=True, slots=True)
class Story:
    """The places of a report: those that may be an event's, how often each is named, the one it is about."""

    parsed: Parsed
    mentions: tuple[PlaceMention, ...]
    named: Counter[str]
    main: str | None
    one: bool


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules say of one event: its places, by which rule, and the places of the event before it.

    ``told`` counts how many other events their own sentences put at a place, ``alike`` how many of these are
    of the event's type, ``same`` how many have its word.
    """

    places: tuple[PlaceMention, ...]
    rule: str
    before: frozenset[str]
    told: Counter[str] = field(default_factory=Counter)
    alike: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Event:
    """One event while its places are looked at: its sentence's mentions with how well each is tied to it."""

    draft: Draft
    ties: dict[int, Attached]
    best: float
    above: Above

    @property
    def token(self) -> Token:
        return self.draft.token

    @property
    def kind(self) -> str:
        return self.draft.trigger.event_type


def candidates(draft: Draft, story: Story, ruled: Ruled) -> list[tuple[PlaceMention, Signs]]:
    """The places that may be an event's, with what is seen of each.

    These are all of its sentence and, of every other place, the mention nearest to the trigger.
    """
    sent = draft.token.sent
    inside = tuple(m for m in story.mentions if sent.start <= m.first < sent.end)
    rules, kind = load_rules(), draft.trigger.event_type
    ties = attachments(draft.token, inside, story.parsed.doc, rules=rules, event_type=kind)
    event = _Event(
        draft,
        {t.mention.first: t for t in ties},
        max((t.score for t in ties), default=0.0),
        climb(draft.token),
    )
    outside: dict[str, PlaceMention] = {}
    for mention in story.mentions:
        if mention not in inside:
            nearest = outside.setdefault(mention.found.core, mention)
            if _distance(mention, draft.token) < _distance(nearest, draft.token):
                outside[mention.found.core] = mention
    return [(m, _signs(m, event, story, ruled)) for m in (*inside, *outside.values())]


def of_nobody(draft: Draft, story: Story, ruled: Ruled) -> Signs:
    """What speaks for an event without a place."""
    sent, kind = draft.token.sent, f"type={draft.trigger.event_type}"
    inside = any(sent.start <= m.first < sent.end for m in story.mentions)
    told = (f"inside={inside:d}", f"ruled={bool(ruled.places):d}", f"one={story.one:d}")
    signs = (
        "nobody",
        f"nobody {kind}",
        *(f"nobody {t}" for t in told),
        *(f"nobody {kind} {t}" for t in told),
    )
    return dict.fromkeys((*signs, f"nobody rule={ruled.rule}", f"nobody status={draft.status.value}"), 1.0)


def contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Say whether one place lies in another, as the gazetteer has it."""
    if outer.candidate is None or inner.candidate is None or outer.country != inner.country:
        return False
    if outer.unlisted:
        return False
    if inner.unlisted and outer.candidate.place_id == inner.candidate.place_id:
        return True  # located by the place that holds it
    if SIZES.index(outer.size) <= SIZES.index(inner.size):
        return False
    return outer.precision in ("country", "larger") or outer.candidate.admin1 == inner.candidate.admin1


def is_dateline(mention: PlaceMention, parsed: Parsed) -> bool:
    """Say whether a mention is the place where the report was written."""
    line = parsed.report.dateline_place
    return line is not None and line.start <= mention.start < line.end


def paragraph(token: Token, parsed: Parsed) -> int:
    """The number of the paragraph that a word stands in."""
    return parsed.report.text.count("\n\n", 0, token.idx)


def _distance(mention: PlaceMention, token: Token) -> int:
    return abs(mention.first - token.i) + (LATER if mention.first > token.i else 0)


def _signs(mention: PlaceMention, event: _Event, story: Story, ruled: Ruled) -> Signs:
    near = mention.first in event.ties
    where, core = "near" if near else "far", mention.found.core
    out = ["bias", *_own(mention, event, where), *_of_rules(mention, event, ruled, where)]
    out += _near(mention, event, story) if near else _far(mention, event, story)
    out.append(f"main={core == story.main:d} {where}")
    out += _of_others(core, event, ruled, where)
    out.append(f"dateline={is_dateline(mention, story.parsed):d}")
    out.append(f"early={mention.first < LEAD:d}")
    out += _among(mention, event, where)
    often = story.named[core]
    numbers = {"share": often / story.named.total(), "count": math.log(often)}
    if near:
        tie = event.ties[mention.first].score
        numbers |= {"tie": tie / FULL, "lead": (tie - event.best) / FULL}
        numbers |= {"apart": math.log1p(abs(mention.first - event.token.i))}
    return dict.fromkeys(out, 1.0) | numbers | {f"{where} {k}": v for k, v in numbers.items()}


def _own(mention: PlaceMention, event: _Event, where: str) -> Iterator[str]:
    kind = f"type={event.kind}"
    yield from (where, f"{kind} {where}", f"size={mention.size}", f"{where} size={mention.size}")
    yield from (f"{kind} size={mention.size}", f"kind={mention.kind}")
    if mention.unlisted:
        yield "unlisted"
    for role, parties in (("actor", event.draft.actors), ("target", event.draft.targets)):
        if any(p.start <= mention.start < p.end for p in parties):
            yield from (f"in {role}", f"in {role} {kind}")


def _of_rules(mention: PlaceMention, event: _Event, ruled: Ruled, where: str) -> Iterator[str]:
    cores: Collection[str] = {m.found.core for m in ruled.places}
    mine = "this" if mention in ruled.places else "core" if mention.found.core in cores else "other"
    yield f"ruled={mine}"
    told = (f"rule={ruled.rule}", f"type={event.kind}", where, f"size={mention.size}")
    yield from (f"ruled={mine} {sign}" for sign in told)
    if mention.found.core in ruled.before:
        yield f"before {where}"


def _of_others(core: str, event: _Event, ruled: Ruled, where: str) -> Iterator[str]:
    """What the other events of the report say of a place."""
    told, alike, same = (c[core] > 0 for c in (ruled.told, ruled.alike, ruled.same))
    most = max(ruled.told.values(), default=0)
    yield f"told={min(3, ruled.told[core])} {where}"
    yield f"alike={alike:d} {where}"
    yield f"alike={alike:d} inside={bool(event.ties):d} {where}"
    yield f"same={same:d} {where}"
    if told and ruled.told[core] == most:
        yield f"most told {where}"
    if alike and len(ruled.alike) == 1:
        yield f"only alike {where}"


def _near(mention: PlaceMention, event: _Event, story: Story) -> Iterator[str]:
    trigger, tie = event.token, event.ties[mention.first]
    lead = outermost(story.parsed.doc, mention)
    yield from (
        f"prep={_preposition(lead)}",
        f"type={event.kind} prep={_preposition(lead)}",
        f"dep={lead.dep_}",
    )
    yield from (
        f"after={mention.first > trigger.i:d}",
        f"beside={tie.beside:d}",
        f"best={tie.score == event.best:d}",
    )
    yield f"tie={min(SCORES[1], max(SCORES[0], round(tie.score)))}"
    found = path(event.above, lead)
    if found:
        up, down = ("^".join(found[0]), ".".join(found[1]))
        yield from (f"path={up}|{down}", f"path={up}|{down} trigger={trigger.pos_}", f"up={up}")
        yield from (f"down={'.'.join(found[1][-2:])}", f"steps={len(found[0])}|{len(found[1])}")
    verb = verb_above(lead)
    yield "above=trigger" if verb.i == trigger.i else f"above={verb.lemma_.lower()}"
    low, high = sorted((mention.first, trigger.i))
    yield f"between={min(2, sum(low < first < high for first in event.ties))}"


def _preposition(lead: Token) -> str:
    if lead.dep_ == "pobj":
        return lead.head.lower_
    before = lead.nbor(-1) if lead.i else lead
    return before.lower_ if before.pos_ == "ADP" else ""


def _far(mention: PlaceMention, event: _Event, story: Story) -> Iterator[str]:
    doc, sent_of = story.parsed.doc, story.parsed.sent_index
    sentences = abs(sent_of[mention.first] - sent_of[event.token.i])
    apart = f"{'+' if mention.first > event.token.i else '-'}{min(FAR, sentences)}"
    yield from (
        f"apart={apart}",
        f"apart={apart} inside={bool(event.ties):d}",
        f"inside={bool(event.ties):d}",
    )
    same = paragraph(doc[mention.first], story.parsed) == paragraph(event.token, story.parsed)
    yield f"paragraph={same:d}"
    yield f"one={story.one:d} type={event.kind}"


def _among(mention: PlaceMention, event: _Event, where: str) -> Iterator[str]:
    others: Sequence[PlaceMention] = [t.mention for first, t in event.ties.items() if first != mention.first]
    if any(contains(mention, other) for other in others):
        yield f"holds {where}"
    if any(contains(other, mention) for other in others):
        yield f"held {where}"
