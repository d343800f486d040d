"""Where each event happened: which of the report's places is the event's (codebook, section 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from dateline.coding.draft import Draft
from dateline.coding.proposals import NOTHING, Proposals
from dateline.coding.where_choice import choose, inherits
from dateline.coding.where_near import Attached, attachments
from dateline.coding.where_referred import referred_place
from dateline.coding.where_rules import load_rules
from dateline.coding.where_signs import SIZES, Ruled, Story, contains, is_dateline, paragraph
from dateline.language.parse import Parsed
from dateline.places.mention import PlaceMention, locations
from dateline.places.words import load_words
from dateline.records import Place, Reason

# how well a place must be tied to the trigger: anywhere in the sentence, in its clause, in its own phrase
_COUNTRY = 5  # from here on in SIZES
_IN_OTHER = 1.0  # whatever its clause: of places that go together the inner one
_IN_SENTENCE = 3.5
_IN_CLAUSE = 4.0
_IN_PHRASE = 7.5
# a report tells one story where one place makes up this share of at least so many
_SHARE, _STORY = 0.5, 2
_CERTAIN = 0.999  # a place proposed with this chance is taken without weighing


def place_events(
    drafts: tuple[Draft, ...],
    mentions: tuple[PlaceMention, ...],
    parsed: Parsed,
    proposals: Proposals = NOTHING,
) -> tuple[Draft, ...]:
    """Give each draft the place or places where it happened.

    The rules name a place: that of the trigger's clause, else of its sentence, else what the sentence calls
    "the town", the place of the event before it in the paragraph, or the one that the report is about;
    statements have a place only in their own phrase, deals only in their clause. What the rules say, how each
    place stands to the trigger and the tagger's chances are then weighed (``where_choice.py``).

    Args:
        drafts: the events under way.
        mentions: the places that the report names.
        parsed: the report.
        proposals: what the tagger proposes.

    Returns:
        The drafts in the same order, each with ``places`` and a reason, or unchanged where it has none.
    """
    story = story_of(mentions, parsed)
    placed: list[Draft] = list(drafts)
    for k, ruled in ruled_places(drafts, story).items():
        certain = _proposed(drafts[k], locations(mentions), proposals, at_least=_CERTAIN)
        if certain:
            placed[k] = _with_places(drafts[k], certain, "place.tagger", parsed)
            continue
        tagger = {t.i: p for t, p in proposals.fillers.get((drafts[k].token.i, "place"), ())}
        ranked = dict(choose(drafts[k], story, ruled, tagger))
        chosen = _most_specific(_inner(sorted(ranked, key=lambda m: m.first), parsed))
        if chosen:
            rule = ruled.rule if chosen == ruled.places else "place.weighed"
            placed[k] = _with_places(drafts[k], chosen, rule, parsed, chances=ranked)
    return tuple(placed)


def ruled_places(drafts: tuple[Draft, ...], story: Story) -> dict[int, Ruled]:
    """What the rules say of each draft, by its number, in the order of the text."""
    out: dict[int, Ruled] = {}
    before: list[tuple[Draft, tuple[PlaceMention, ...]]] = []
    for k in sorted(range(len(drafts)), key=lambda k: drafts[k].token.i):
        draft, rule = drafts[k], "place.sentence"
        chosen = _from_sentence(draft, story.mentions, story.parsed)
        if not chosen:
            rule = ""
            if inherits(draft, one_story=story.one):
                rule, chosen = _inherited(draft, before, story.mentions, story.parsed)
        out[k] = Ruled(
            chosen, rule, frozenset(m.found.core for m in before[-1][1]) if before else frozenset()
        )
        if chosen:
            before.append((draft, chosen))
    return {k: _with_told(k, out, drafts) for k in out}


def _with_told(k: int, ruled: Mapping[int, Ruled], drafts: tuple[Draft, ...]) -> Ruled:
    """Add what the sentences of the other events say, where these are not the event's own sentence."""
    told, alike, same = Counter[str](), Counter[str](), Counter[str]()
    token, kind = drafts[k].token, drafts[k].trigger.event_type
    for n, other in ruled.items():
        if n == k or other.rule != "place.sentence" or drafts[n].token.sent == token.sent:
            continue
        cores = {m.found.core for m in other.places}
        told.update(cores)
        if drafts[n].trigger.event_type == kind:
            alike.update(cores)
        if drafts[n].token.lemma_.lower() == token.lemma_.lower():
            same.update(cores)
    return replace(ruled[k], told=told, alike=alike, same=same)


def story_of(mentions: tuple[PlaceMention, ...], parsed: Parsed) -> Story:
    """What the places of a report say together."""
    usable = tuple(m for m in mentions if not m.metonym)
    main = main_place(usable, parsed)
    named = Counter(m.found.core for m in usable)
    return Story(parsed, usable, named, main.found.core if main else None, tells_one_story(usable, parsed))


def _proposed(
    draft: Draft, mentions: tuple[PlaceMention, ...], proposals: Proposals, *, at_least: float
) -> tuple[PlaceMention, ...]:
    heads = {t.i for t in proposals.of(draft.token, "place", at_least=at_least)}
    return _most_specific(tuple(m for m in mentions if heads.intersection(range(m.first, m.last))))


def tells_one_story(mentions: tuple[PlaceMention, ...], parsed: Parsed) -> bool:
    """Say whether a report tells of one place: one town or district is named in most of what it names.

    A round-up of several stories has no place that all its deals and talks share.
    """
    story = (m for m in mentions if not is_dateline(m, parsed))
    named = [m.found.core for m in story if SIZES.index(m.size) < _COUNTRY]
    return len(named) >= _STORY and Counter(named).most_common(1)[0][1] >= _SHARE * len(named)


def _with_places(
    draft: Draft,
    chosen: tuple[PlaceMention, ...],
    rule: str,
    parsed: Parsed,
    *,
    chances: Mapping[PlaceMention, float] = MappingProxyType({}),
) -> Draft:
    reasons = [
        Reason(field="places", rule=rule, detail=_detail(m, chances), start=m.start, end=m.end)
        for m in chosen
    ]
    return draft.because(*reasons, places=tuple(as_place(m, parsed.report.text) for m in chosen))


def _detail(mention: PlaceMention, chances: Mapping[PlaceMention, float]) -> str:
    weighed = (f"the event's place with a chance of {chances[mention]:.0%}",) if mention in chances else ()
    return f"{mention.name}: {'; '.join((*mention.reasons, *weighed))}"


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
    inside = tuple(m for m in mentions if sent.start <= m.first < sent.end and not is_dateline(m, parsed))
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


def _inner(chosen: Sequence[PlaceMention], parsed: Parsed) -> tuple[PlaceMention, ...]:
    """Leave out what only says where the place before it lies: "the Tadamon quarter of Damascus"."""
    pairs = zip([None, *chosen], chosen, strict=False)
    return tuple(m for before, m in pairs if before is None or not _says_where(before, m, parsed))


def _says_where(inner: PlaceMention, outer: PlaceMention, parsed: Parsed) -> bool:
    between = parsed.doc[inner.last : outer.first].text.strip(" ,").lower()
    return between in load_words().between_places and not inner.found.described


def _innermost(best: Attached, ties: Sequence[Attached], parsed: Parsed) -> Attached:
    """Go from a place to the one that the sentence says lies in or near it: "Tadef, near Al Bab"."""
    for tie in ties:
        before = tie.mention.last <= best.mention.first and tie.score >= _IN_OTHER
        if before and _says_where(tie.mention, best.mention, parsed):
            return tie
    return best


def _most_specific(mentions: tuple[PlaceMention, ...]) -> tuple[PlaceMention, ...]:
    """Drop each place that another of the same group lies in, and repeats of a name."""
    kept: list[PlaceMention] = []
    for mention in mentions:
        if any(k.name == mention.name or contains(mention, k) for k in kept):
            continue
        kept = [k for k in kept if not contains(k, mention)]
        kept.append(mention)
    return tuple(kept)


def _inherited(
    draft: Draft,
    before: list[tuple[Draft, tuple[PlaceMention, ...]]],
    mentions: tuple[PlaceMention, ...],
    parsed: Parsed,
) -> tuple[str, tuple[PlaceMention, ...]]:
    story = tuple(m for m in mentions if not is_dateline(m, parsed))
    referred = referred_place(draft.token, story)
    if referred is not None:
        return "place.referred", (referred,)
    own = paragraph(draft.token, parsed)
    main = main_place(mentions, parsed)
    events = [(e, places) for e, places in before if inherits(e, one_story=False)]
    if events and paragraph(events[-1][0].token, parsed) == own:
        return "place.event_before", events[-1][1]
    told = [m for m in mentions if m.first < draft.token.i and not is_dateline(m, parsed)]
    told = [m for m in told if SIZES.index(m.size) < _COUNTRY]
    here = [m for m in told if paragraph(parsed.doc[m.first], parsed) == own]
    if here:
        return "place.paragraph", (here[-1],)
    return ("place.report", (main,)) if main else ("", ())


def main_place(mentions: tuple[PlaceMention, ...], parsed: Parsed) -> PlaceMention | None:
    """Say which place a report is about: named most often, early and not as the reporter's own.

    Returns:
        The first mention of that place, or ``None`` where the report names none.
    """
    story = [m for m in mentions if not is_dateline(m, parsed)] or list(mentions)
    if not story:
        return None
    weights: Counter[str] = Counter()
    for mention in story:
        weights[mention.found.core] += 3 - SIZES.index(mention.size) // 2
    first = {m.found.core: m for m in reversed(story)}
    return max(first.values(), key=lambda m: (weights[m.found.core], -m.start))
