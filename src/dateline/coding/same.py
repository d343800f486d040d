"""Do two words of one report tell the same event? What both say, how they stand, and the tagger have a say.

Two logistic sums judge each pair, one with the tagger's chance among its signs and one without; the mean of
both decides. Where the tagger was not asked, the second one decides alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping

from spacy.tokens import Token

from dateline.coding.draft import Draft
from dateline.coding.weights import Signs, held, load
from dateline.records import Party

WEIGHTS = "same_weights.csv"  # two numbers a sign: with the tagger's chance, and without it
NAMES = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC", "FAC"})
CONTENT = frozenset({"NOUN", "VERB", "ADJ"})

Pairs = Mapping[tuple[int, int], float]


def load_weights() -> Mapping[str, tuple[float, ...]]:
    """Read the two weights of each sign.

    Raises:
        DataError: a line that is no sign and two numbers, or no bias.
    """
    return load(WEIGHTS, 2)


def log_odds(a: Draft, b: Draft, same: Pairs) -> float:
    """How much speaks for two drafts being one event; above 0 they more likely are.

    Args:
        a: the draft that comes first in the text.
        b: the other one, of the same type.
        same: the tagger's chance (0..1) that two trigger words, by their numbers, report one event; empty
            where the tagger was not asked.
    """
    weights, signs = load_weights(), pair_signs(a, b)
    without = sum(weights[s][1] * v for s, v in signs.items() if s in weights)
    if not same:
        return without
    signs |= tagger_signs(same.get((a.token.i, b.token.i), 0.0))
    return (without + sum(weights[s][0] * v for s, v in signs.items() if s in weights)) / 2


def tagger_signs(chance: float) -> Signs:
    """What the tagger says of a pair; a chance of 0 is a pair that it did not look at."""
    return {"tagger": held(chance), "tagger none": float(chance == 0)}


def pair_signs(a: Draft, b: Draft) -> Signs:
    """What is seen of two drafts of one type, without the tagger.

    ``actors``, ``targets``, ``places`` and ``tolls`` share something, clash, or are left out by one of them;
    ``days`` meet or are; ``crossed``: the sides have changed places; ``near``: both stand in one sentence.
    """
    kind = a.trigger.event_type
    near = a.token.sent.start == b.token.sent.start
    told = {
        "actors": _names(a.actors, b.actors),
        "targets": _names(a.targets, b.targets),
        "places": _meet(own_places(a), own_places(b), _words_in_common),
        "days": "meet" if all(d.time and d.time.text for d in (a, b)) else "none",
        "tolls": _meet(_tolls(a), _tolls(b), lambda x, y: bool(x & y)),
    }
    out: list[str] = ["bias", f"type={kind}", f"type={kind} near={near:d}"]
    out += [sign for k, v in told.items() for sign in (f"{k}={v}", f"type={kind} {k}={v}")]
    out += [f"actors={told['actors']} targets={told['targets']}", f"crossed={crossed(a, b):d}"]
    out += _words(a.token, b.token)
    return dict.fromkeys(out, 1.0) | _distances(a.token, b.token) | ({} if near else _overlaps(a, b))


def own_places(draft: Draft) -> frozenset[str]:
    """Places that the draft's own sentence names; an inherited place keeps nothing apart."""
    sent = draft.token.sent
    return frozenset(p.name.lower() for p in draft.places if sent.start_char <= p.start < sent.end_char)


def crossed(a: Draft, b: Draft) -> bool:
    """True where who does it in the one undergoes it in the other."""
    return any(_names(x, y) == "share" for x, y in ((a.actors, b.targets), (a.targets, b.actors)))


def days_clash(a: Draft, b: Draft) -> bool:
    """True where both drafts name their own days and these do not meet."""
    if not (a.time and b.time and a.time.text and b.time.text):
        return False
    if not (a.time.start and a.time.end and b.time.start and b.time.end):
        return False
    return a.time.end < b.time.start or b.time.end < a.time.start


def _words(a: Token, b: Token) -> Iterator[str]:
    """Of the trigger words: what they are, whether the second takes up the first, how they hang together."""
    definite = b.pos_ == "NOUN" and any(c.lower_ in {"the", "this", "that"} for c in b.children)
    alike = a.lemma_ == b.lemma_
    yield from (f"pos={a.pos_} {b.pos_}", f"tag={b.tag_}", f"dep={b.dep_}")
    yield f"definite={definite:d} alike={alike:d}"
    yield f"near={a.sent.start == b.sent.start:d}"
    yield f"above={a.is_ancestor(b):d} below={b.is_ancestor(a):d}"
    if b in a.conjuncts:
        yield "coordinated"
    if any(c.lower_ in {"another", "second", "other", "further", "more"} for c in b.children):
        yield "another"


def _distances(a: Token, b: Token) -> Signs:
    """How far from the start of the report the first is, and from there the second, in sentences."""
    before, between = (
        sum(t.is_sent_start or False for t in part) for part in (a.doc[1 : a.i + 1], a.doc[a.i + 1 : b.i + 1])
    )
    return {"lead": float(before == 0), "before": math.log1p(before), "apart": math.log1p(between)}


def _overlaps(a: Draft, b: Draft) -> Signs:
    """Words that both sentences have besides the triggers: names, numbers and others."""
    out: Signs = {}
    tests: dict[str, Callable[[Token], bool]] = {
        "names": lambda t: t.pos_ == "PROPN" or t.ent_type_ in NAMES,
        "words": lambda t: t.pos_ in CONTENT and not t.is_stop,
        "numbers": lambda t: t.pos_ == "NUM" and t.ent_type_ in {"CARDINAL", "QUANTITY"},
    }
    for name, test in tests.items():
        sets = [
            {t.lemma_.lower() for t in d.token.sent if test(t)} - {d.token.lemma_.lower()} for d in (a, b)
        ]
        shared = len(sets[0] & sets[1])
        out |= {f"shared {name}": math.log1p(shared), f"no shared {name}": float(shared == 0)}
    return out


def _names(a: tuple[Party, ...], b: tuple[Party, ...]) -> str:
    """Whether two lists have a word of a name, or a known party, in common."""
    if not (a and b):
        return "none"
    words = [{w for p in side for w in p.name.lower().split()} for side in (a, b)]
    known = [{p.actor_id for p in side if p.actor_id} for side in (a, b)]
    return "share" if words[0] & words[1] or known[0] & known[1] else "clash"


def _meet(a: frozenset[object], b: frozenset[object], agree: Callable[..., bool]) -> str:
    return "none" if not (a and b) else "share" if agree(a, b) else "clash"


def _words_in_common(a: Iterable[str], b: Iterable[str]) -> bool:
    return bool({w for n in a for w in n.split()} & {w for n in b for w in n.split()})


def _tolls(draft: Draft) -> frozenset[object]:
    return frozenset((e.kind, e.best) for e in draft.effects if e.best)
