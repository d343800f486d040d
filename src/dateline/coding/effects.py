"""With what effect: what each event did to people, and which event a toll belongs to (codebook, 4)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.coding.headcount import DATA, Counts, Group, count_people, quantities_by_token
from dateline.coding.tolls import Kind, Toll, find_tolls, nominal_groups, object_groups, subject_groups
from dateline.errors import DataError
from dateline.language.parse import Parsed
from dateline.records import Effect, Reason

_SENTENCES_BACK = 2  # how far back a toll may look for its act
_JOINT = 6  # characters of ", and " between two groups of one toll


@dataclass(frozen=True, slots=True)
class EffectRules:
    """The tables of ``effects.toml`` that say which act has which effect.

    ``of_one`` are the types that count one person, whoever it is; ``numbers`` the nouns that tell a number.
    """

    implied: dict[str, Kind]
    attaches: dict[str, frozenset[str]]
    reluctant: frozenset[str]
    leavers: frozenset[str]
    of_one: frozenset[str]
    numbers: frozenset[str]


@cache
def load(path: Path = DATA) -> EffectRules:
    """Read the rules.

    Raises:
        DataError: an act that counts people is given two kinds.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    types = [t for row in raw["implied"] for t in row["types"]]
    twice = sorted({t for t in types if types.count(t) > 1})
    if twice:
        raise DataError([f"{path}:1: [[implied]] names {t} twice" for t in twice])
    return EffectRules(
        implied={t: row["kind"] for row in raw["implied"] for t in row["types"]},
        attaches={kind: frozenset(types) for kind, types in raw["attaches"].items() if kind != "reluctant"},
        reluctant=frozenset(raw["attaches"]["reluctant"]),
        leavers=frozenset(raw["leavers"]["lemmas"]),
        of_one=frozenset(raw["of_one"]["types"]),
        numbers=frozenset(raw["numbers"]["lemmas"]),
    )


def read_effects(drafts: tuple[Draft, ...], parsed: Parsed) -> tuple[Draft, ...]:
    """Fill ``effects`` of each draft.

    Args:
        drafts: the events of one report, in any order.
        parsed: the report with its parse.

    Returns:
        The drafts in the same order, with effects and the reasons for them.
    """
    counts = quantities_by_token(parsed.doc)
    found: list[list[tuple[Effect, Reason]]] = [_implied(draft, counts, parsed) for draft in drafts]
    for toll in find_tolls(parsed.doc, counts):
        k = _cause(toll, drafts, parsed)
        if k is not None and not _asked_for(toll, parsed):
            found[k].append(effect_of(toll.kind, toll.group, toll.token, toll.rule, parsed.text))
    return tuple(_filled(draft, effects) for draft, effects in zip(drafts, found, strict=True))


def _asked_for(toll: Toll, parsed: Parsed) -> bool:
    """Whether a group without a number is only what a number is told of: "the number of people killed"."""
    span = parsed.doc.char_span(toll.group.start, toll.group.end, alignment_mode="expand")
    if toll.group.low is not None or toll.group.best is not None or span is None:
        return False
    lead = span.root.head
    return lead.dep_ == "prep" and lead.lower_ == "of" and lead.head.lemma_.lower() in load().numbers


def _filled(draft: Draft, found: Sequence[tuple[Effect, Reason]]) -> Draft:
    effects = merge_effects(e for e, _ in found)
    kept = {(e.kind, e.start) for e in effects}
    return draft.because(*(r for e, r in found if (e.kind, e.start) in kept), effects=effects)


def effect_of(kind: Kind, group: Group, token: Token, rule: str, text: str) -> tuple[Effect, Reason]:
    """Make the record of an effect and the reason for it.

    Args:
        kind: what befell the people.
        group: the people with their number.
        token: the word that says so.
        rule: name of the rule that read it.
        text: the text of the report.
    """
    words = text[group.start : group.end]
    effect = Effect(
        text=words,
        start=group.start,
        end=group.end,
        kind=kind,
        low=group.low,
        best=group.best,
        high=group.high,
        who=group.who,
        unit=group.unit,
        civilian=group.civilian,
    )
    reason = Reason(
        field="effects",
        rule=f"effects: {rule}",
        detail=f"{kind}: {words}",
        start=token.idx,
        end=token.idx + len(token),
    )
    return effect, reason


def merge_effects(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Leave one effect for one toll: the same kind and group told twice is one.

    Of two numbers for the same kind of people the larger stands, and the other widens its range; a toll
    without a number gives way to one with a number. Soldiers and civilians stay apart.

    Args:
        effects: the effects told for one event, in the order of the text.

    Returns:
        The effects that are left, in the same order.
    """
    kept: list[Effect] = []
    for effect in effects:
        k = next((k for k, other in enumerate(kept) if _same_toll(other, effect)), None)
        if k is None:
            kept.append(effect)
        else:
            kept[k] = _joined(kept[k], effect)
    known = {e.kind for e in kept}
    missing = {(e.start, e.end) for e in kept if e.kind == "missing"}
    return tuple(
        e
        for e in kept
        if not (e.kind == "casualties" and known & {"killed", "injured"})
        and not (e.kind == "captured" and (e.start, e.end) in missing)
    )


def _same_toll(a: Effect, b: Effect) -> bool:
    """Whether two effects can be counts of the same people."""
    if a.kind != b.kind:
        return False
    if 0 < b.start - a.end <= _JOINT:  # "29 children and newborns": the number counts both
        return a.best is not None and b.best is None
    if a.best is None or b.best is None or a.best == b.best:
        return True
    return not (a.civilian is not None and b.civilian is not None and a.civilian != b.civilian)


def _joined(a: Effect, b: Effect) -> Effect:
    """One effect from two counts of the same people."""
    if a.best is None or b.best is None:
        return a if b.best is None else b
    return a if a.best >= b.best else b


def _implied(draft: Draft, counts: Counts, parsed: Parsed) -> list[tuple[Effect, Reason]]:
    """The people that an act of moving, holding or freeing counts by its own words."""
    rules = load()
    kind = rules.implied.get(draft.trigger.event_type)
    if kind is None:
        return []
    groups = _own_people(draft.token, kind, counts, rules)
    if not any(g.counted for g in groups):
        groups = _near_people(draft.token, counts) or groups
    good = [
        g
        for g in groups
        if g.token.dep_ != "poss"
        and (
            g.counted
            or (g.best is not None and (draft.trigger.event_type in rules.of_one or g.civilian is not None))
        )
    ]
    rule = f"{draft.trigger.event_type} counts its people"
    return [effect_of(kind, g, draft.token, rule, parsed.text) for g in good]


def _own_people(token: Token, kind: Kind, counts: Counts, rules: EffectRules) -> tuple[Group, ...]:
    """The people of a trigger: its object or subject, or what its noun counts."""
    if token.pos_ in ("NOUN", "PROPN"):
        return nominal_groups(token, counts)
    objects = tuple(
        g for c in token.children if c.dep_ in ("dobj", "nsubjpass") for g in count_people(c, counts)
    )
    if kind == "displaced" and token.lemma_.lower() in rules.leavers:
        return tuple(g for g in objects if g.counted) or subject_groups(token, counts)
    return (
        objects
        or object_groups(token, counts)
        or (subject_groups(token, counts) if kind != "captured" else ())
    )


def _near_people(token: Token, counts: Counts) -> tuple[Group, ...]:
    """Where the trigger's own arguments count nobody: the counted subject or object of its clause."""
    deps = ("nsubj", "nsubjpass", "dobj")
    for verb in _clauses(token):
        found = [g for c in verb.children if c.dep_ in deps for g in count_people(c, counts)]
        good = tuple(g for g in found if g.counted and g.best is not None)[:1]
        if good or any(c.dep_ in deps for c in verb.children):
            return good
    return ()


def _clauses(token: Token) -> Iterator[Token]:
    """The verb of a word, and those above it as long as they share its subject ("are known to be held")."""
    verb = next((t for t in [token, *token.ancestors] if t.pos_ in ("VERB", "AUX")), None)
    while verb is not None:
        yield verb
        shared = verb.dep_ in ("xcomp", "conj") and verb.head.pos_ in ("VERB", "AUX", "ADJ")
        verb = verb.head if shared else None


def _cause(toll: Toll, drafts: Sequence[Draft], parsed: Parsed) -> int | None:
    """The number of the draft that a toll belongs to.

    Its own word first, then the act of the same sentence that is nearest in the tree, then the nearest act
    of the sentences before.
    """
    fitting = [
        k for k, d in enumerate(drafts) if d.trigger.event_type in load().attaches.get(toll.kind, frozenset())
    ]
    own = [k for k in fitting if _covers(drafts[k], toll)]
    if own:
        return own[0]
    eager = [k for k in fitting if drafts[k].trigger.event_type not in load().reluctant]
    sent = parsed.sent_index[toll.token.i]
    for group in (eager, fitting):
        here = [k for k in group if parsed.sent_index[drafts[k].token.i] == sent]
        if here:
            return min(
                here,
                key=lambda k: (_path(toll.token, drafts[k].token), abs(drafts[k].token.i - toll.token.i)),
            )
    before = [k for k in eager if 0 < sent - parsed.sent_index[drafts[k].token.i] <= _SENTENCES_BACK]
    return max(before, key=lambda k: drafts[k].token.i, default=None)


def _covers(draft: Draft, toll: Toll) -> bool:
    span = draft.trigger.span
    return draft.token.i == toll.token.i or span.start <= toll.token.idx < span.end


def _path(a: Token, b: Token) -> int:
    """How many steps lie between two words in the tree of a sentence."""
    up = {t.i: n for n, t in enumerate([a, *a.ancestors])}
    return next((n + up[t.i] for n, t in enumerate([b, *b.ancestors]) if t.i in up), 99)
