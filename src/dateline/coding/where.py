"""Where each event happened: which of the report's places is the event's (codebook, section 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.coding.proposals import NOTHING, Proposals
from dateline.coding.where_near import Attached, attachments
from dateline.coding.where_referred import referred_place
from dateline.coding.where_rules import load_rules
from dateline.language.parse import Parsed
from dateline.places.mention import PlaceMention, locations
from dateline.places.words import load_words
from dateline.records import Place, Reason

_SPECIFIC = ("exact", "near", None, "admin2", "admin1", "country", "larger")
# how well a place must be tied to the trigger: anywhere in the sentence, in its clause, in its own phrase
_COUNTRY = 5  # from here on in _SPECIFIC
_IN_OTHER = 1.0  # whatever its clause: of places that go together the inner one
_IN_SENTENCE = 3.5
_IN_CLAUSE = 4.0
_IN_PHRASE = 7.5
# a report tells one story where one place makes up this share of at least so many
_SHARE, _STORY = 0.5, 2
# from which chance the tagger's place overrules that of the sentence, and is taken where it names none
_LIKELY, _POSSIBLE = 0.7, 0.3


def place_events(
    drafts: tuple[Draft, ...],
    mentions: tuple[PlaceMention, ...],
    parsed: Parsed,
    proposals: Proposals = NOTHING,
) -> tuple[Draft, ...]:
    """Give each draft the place or places where it happened.

    A place is taken from the trigger's clause, else from its sentence, else from what the sentence calls
    "the town", the event before it in the paragraph, or the place that the report is about. Statements have a
    place only in their own phrase, deals only in their clause.

    Args:
        drafts: the events under way.
        mentions: the places that the report names.
        parsed: the report.
        proposals: what the tagger proposes: taken where it is sure, and where the sentence names no place.

    Returns:
        The drafts in the same order, each with ``places`` and a reason, or unchanged where it has none.
    """
    usable = tuple(m for m in mentions if not m.metonym)
    one_story = tells_one_story(usable, parsed)
    near = [_from_sentence(draft, usable, parsed) for draft in drafts]
    order = sorted(range(len(drafts)), key=lambda k: drafts[k].token.i)
    placed: list[Draft] = list(drafts)
    before: list[tuple[Draft, tuple[PlaceMention, ...]]] = []
    for k in order:
        draft, rule = drafts[k], "place.sentence"
        chosen = near[k]
        proposed = _proposed(draft, locations(mentions), proposals, at_least=_LIKELY if chosen else _POSSIBLE)
        if proposed:
            rule, chosen = "place.tagger", proposed
        if not chosen and _inherits(draft, one_story=one_story):
            rule, chosen = _inherited(draft, before, usable, parsed)
        if chosen:
            before.append((draft, chosen))
            placed[k] = _with_places(draft, chosen, rule, parsed)
    return tuple(placed)


def _proposed(
    draft: Draft, mentions: tuple[PlaceMention, ...], proposals: Proposals, *, at_least: float
) -> tuple[PlaceMention, ...]:
    heads = {t.i for t in proposals.of(draft.token, "place", at_least=at_least)}
    return _most_specific(tuple(m for m in mentions if heads.intersection(range(m.first, m.last))))


def _inherits(draft: Draft, *, one_story: bool = False) -> bool:
    """Say whether an event without a place of its own has that of the story around it."""
    rules = load_rules()
    kind = draft.trigger.event_type
    return kind not in rules.stated and (one_story or kind not in rules.settled)


def tells_one_story(mentions: tuple[PlaceMention, ...], parsed: Parsed) -> bool:
    """Say whether a report tells of one place: one town or district is named in most of what it names.

    A round-up of several stories has no place that all its deals and talks share.
    """
    story = (m for m in mentions if not _is_dateline(m, parsed))
    named = [m.found.core for m in story if _SPECIFIC.index(m.size) < _COUNTRY]
    return len(named) >= _STORY and Counter(named).most_common(1)[0][1] >= _SHARE * len(named)


def _with_places(draft: Draft, chosen: tuple[PlaceMention, ...], rule: str, parsed: Parsed) -> Draft:
    reasons = [Reason(field="places", rule=rule, detail=_detail(m), start=m.start, end=m.end) for m in chosen]
    return draft.because(*reasons, places=tuple(as_place(m, parsed.report.text) for m in chosen))


def _detail(mention: PlaceMention) -> str:
    return f"{mention.name}: {'; '.join(mention.reasons)}"


def as_place(mention: PlaceMention, text: str) -> Place:
    """Make the record of a mention in a text; coordinates only with their precision."""
    found = mention.candidate
    located = found is not None and mention.precision is not None
    return Place(
        text=text[mention.start : mention.end],
        start=mention.start,
        end=mention.end,
        name=mention.name,
        kind=mention.kind,
        geonames_id=found.geonames_id if found else None,
        lat=found.lat if found and located else None,
        lon=found.lon if found and located else None,
        country=mention.country,
        admin1=found.admin1 if found else None,
        admin2=found.admin2 if found else None,
        precision=mention.precision,
        where_prec=mention.where_prec,
    )


def _from_sentence(
    draft: Draft, mentions: tuple[PlaceMention, ...], parsed: Parsed
) -> tuple[PlaceMention, ...]:
    rules, kind = load_rules(), draft.trigger.event_type
    sent = draft.token.sent
    inside = tuple(m for m in mentions if sent.start <= m.first < sent.end and not _is_dateline(m, parsed))
    ties = attachments(draft.token, inside, parsed.doc, rules=rules, event_type=kind)
    least = _IN_PHRASE if kind in rules.stated else _IN_CLAUSE if kind in rules.settled else _IN_SENTENCE
    good = [t for t in ties if t.score >= least]
    if not good:
        return ()
    best = _innermost(max(good, key=lambda t: (t.score, -t.mention.first)), ties, parsed)
    group = [t for t in good if t.group == best.group and (t is best or not t.beside)]
    chosen = _most_specific(tuple(t.mention for t in sorted(group, key=lambda t: t.mention.first)))
    if kind not in rules.left_from:
        return chosen
    return chosen + tuple(t.mention for t in good if t.reached and t.mention not in chosen)


def _innermost(best: Attached, ties: Sequence[Attached], parsed: Parsed) -> Attached:
    """Go from a place to the one that the sentence says lies in or near it: "Tadef, near Al Bab"."""
    for tie in ties:
        if tie.mention.last <= best.mention.first and tie.score >= _IN_OTHER:
            between = parsed.doc[tie.mention.last : best.mention.first].text.strip(" ,").lower()
            if between in load_words().between_places and not tie.mention.found.described:
                return tie
    return best


def _most_specific(mentions: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """Drop each place that another of the same group lies in, and repeats of a name."""
    kept: list[PlaceMention] = []
    for mention in mentions:
        if any(k.name == mention.name or _contains(mention, k) for k in kept):
            continue
        kept = [k for k in kept if not _contains(k, mention)]
        kept.append(mention)
    return tuple(kept)


def _contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    if outer.candidate is None or inner.candidate is None or outer.country != inner.country:
        return False
    if outer.unlisted:
        return False
    if inner.unlisted and outer.candidate.place_id == inner.candidate.place_id:
        return True  # located by the place that holds it
    if _SPECIFIC.index(outer.size) <= _SPECIFIC.index(inner.size):
        return False
    return outer.precision in ("country", "larger") or outer.candidate.admin1 == inner.candidate.admin1


def _is_dateline(mention: PlaceMention, parsed: Parsed) -> bool:
    line = parsed.report.dateline_place
    return line is not None and line.start <= mention.start < line.end


def _inherited(
    draft: Draft,
    before: list[tuple[Draft, tuple[PlaceMention, ...]]],
    mentions: tuple[PlaceMention, ...],
    parsed: Parsed,
) -> tuple[str, tuple[PlaceMention, ...]]:
    story = tuple(m for m in mentions if not _is_dateline(m, parsed))
    referred = referred_place(draft.token, story)
    if referred is not None:
        return "place.referred", (referred,)
    paragraph = _paragraph(draft.token, parsed)
    main = main_place(mentions, parsed)
    events = [(e, places) for e, places in before if _inherits(e)]
    if events and _paragraph(events[-1][0].token, parsed) == paragraph:
        return "place.event_before", events[-1][1]
    told = [m for m in mentions if m.first < draft.token.i and not _is_dateline(m, parsed)]
    told = [m for m in told if _SPECIFIC.index(m.size) < _COUNTRY]
    here = [m for m in told if _paragraph(parsed.doc[m.first], parsed) == paragraph]
    if here:
        return "place.paragraph", (here[-1],)
    return ("place.report", (main,)) if main else ("", ())


def _paragraph(token: Token, parsed: Parsed) -> int:
    return parsed.report.text.count("\n\n", 0, token.idx)


def main_place(mentions: tuple[PlaceMention, ...], parsed: Parsed) -> PlaceMention | None:
    """Say which place a report is about: named most often, early and not as the reporter's own.

    Returns:
        The first mention of that place, or ``None`` where the report names none.
    """
    story = [m for m in mentions if not _is_dateline(m, parsed)] or list(mentions)
    if not story:
        return None
    weights: Counter[str] = Counter()
    for mention in story:
        weights[mention.found.core] += 3 - _SPECIFIC.index(mention.size) // 2
    first = {m.found.core: m for m in reversed(story)}
    return max(first.values(), key=lambda m: (weights[m.found.core], -m.start))
