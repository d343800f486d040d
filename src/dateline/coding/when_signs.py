"""What speaks for or against a time being that of an event: signs, each with a fitted weight."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dateline.codebook import load as load_codebook
from dateline.coding.draft import Draft
from dateline.coding.when_near import path_cost
from dateline.coding.when_options import Option
from dateline.coding.when_scene import Days, Placed, Scene
from dateline.coding.when_tense import tense

_COSTS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
_AGES = (-30, -7, -1, 0, 1, 2, 4, 7, 14, 31, 92, 366)  # days from the end of a time to the report
_LENGTHS = (1, 2, 3, 7, 31, 92, 366)
_GAPS = (0, 1, 2, 4, 8)  # sentences
_WORDS = (1, 3, 6, 10, 20)
_TOLD = (0.05, 0.2, 0.5, 0.8)  # the tagger's chances
_CLAUSES = frozenset(("conj", "xcomp", "advcl", "ccomp", "relcl", "acl", "pcomp", "parataxis"))


@dataclass(frozen=True, slots=True)
class Seen:
    """What all options of one event have in common.

    ``ruled`` are the days that the rules give, ``rule`` the rule; ``tense`` that of the event's word,
    ``family`` that of its type; ``costs`` how far each time of its sentence is, by its word, and ``tagger``
    the tagger's chance (0..1) that it is the event's; ``others`` signs of each event before it, by its word.
    """

    draft: Draft
    scene: Scene
    ruled: Days | None
    rule: str
    tense: str
    family: str
    costs: Mapping[int, float]
    tagger: Mapping[int, float]
    others: Mapping[int, tuple[str, ...]]


def seen(
    draft: Draft, ruled: Draft, scene: Scene, found: Sequence[Option], tagger: Mapping[int, float]
) -> Seen:
    """Read once what the signs of every option of an event need.

    Args:
        draft: the event.
        ruled: the same with the time that the rules give.
        scene: the report.
        found: its options.
        tagger: the chances that a word, by its number, names the event's time.
    """
    named = {o.placed.token.i: o.placed for o in found if o.source == "told" and o.placed}
    when, verb = ruled.time, tense(draft.token)
    events = {o.other.token.i: o.other for o in found if o.other}
    return Seen(
        draft=draft,
        scene=scene,
        ruled=(when.start, when.end) if when and when.start and when.end else None,
        rule=ruled.reasons[-1].rule,
        tense=verb,
        family=load_codebook().types[draft.trigger.event_type].family,
        costs={i: path_cost(draft.token, p.token, scene) for i, p in named.items()},
        tagger={i: _chance(p, scene, tagger) for i, p in named.items()},
        others={i: tuple(_of_event(other, draft, verb, scene)) for i, other in events.items()},
    )


def _chance(placed: Placed, scene: Scene, tagger: Mapping[int, float]) -> float:
    mention, doc = placed.mention, scene.parsed.doc
    return max((c for i, c in tagger.items() if mention.start <= doc[i].idx < mention.end), default=0.0)


def signs(option: Option, known: Seen) -> list[str]:
    """The signs of one option, each a short text that the weights are listed by."""
    how, verb, family = f"{option.source}:{option.reading}", known.tense, known.family
    out = [how, f"{how} tense={verb}", f"{how} family={family}", f"{how} rule={known.rule}"]
    out += _of_rules(option, how, known)
    if option.source == "told":
        assert option.placed is not None  # noqa: S101 - such an option names a time
        out += _of_words(how, option.placed, known)
    else:
        best = max(known.tagger.values(), default=0.0)
        out.append(f"{how} tagger={bisect_left(_TOLD, best)}")
    if option.days is not None and option.source != "report":
        out += _of_days(option, option.days, how, known)
    if option.source == "said" and option.placed is not None:
        gaps = _of_gap(option.placed.token, known.draft.token, verb, known.scene)
        out += [f"{how} {sign}" for sign in (*gaps, f"kind={option.placed.mention.kind.value}")]
    if option.other is not None:
        out += [f"{how} {sign}" for sign in known.others[option.other.token.i]]
    return out


def _of_rules(option: Option, how: str, known: Seen) -> list[str]:
    same, rule, status = option.days == known.ruled, known.rule, known.draft.status.value
    ruled = "ruled" if same else "unruled"
    kind = known.draft.trigger.event_type
    return [
        ruled,
        f"{ruled} {how}",
        f"{ruled} rule={rule}",
        f"{ruled} rule={rule} {status}",
        f"{ruled} rule={rule} tense={known.tense}",
        f"{ruled} type={kind}",
    ]


def _of_days(option: Option, days: Days, how: str, known: Seen) -> list[str]:
    age = f"age={_step((known.scene.published - days[1]).days, _AGES)}"
    length = f"length={_step((days[1] - days[0]).days + 1, _LENGTHS)}"
    source = option.source
    return [
        f"{how} {age}",
        f"{source} {age} tense={known.tense}",
        f"{source} {age} {known.draft.status.value}",
        f"{source} {age} family={known.family}",
        f"{how} {length}",
        f"{source} {length} family={known.family}",
    ]


def _of_words(how: str, placed: Placed, known: Seen) -> Iterator[str]:
    """Signs of a time of the sentence: how near it is, of what kind, what stands between."""
    mention, word, token = placed.mention, placed.token, known.draft.token
    chance, cost = known.tagger[word.i], known.costs[word.i]
    told = bisect_left(_TOLD, chance)
    yield f"tagger={told}"
    yield f"tagger={told} best={0 < chance == max(known.tagger.values()):d}"
    kind, event_type = f"{how} kind={mention.kind.value}", known.draft.trigger.event_type
    yield from (
        kind,
        f"{kind} tense={known.tense}",
        f"{kind} type={event_type}",
        f"{how} named={mention.rule}",
    )
    yield from (f"{how} type={event_type}", f"{how} {known.draft.status.value} tense={known.tense}")
    others = sorted(known.costs.values())
    rank, near = min(bisect_left(others, cost), 3), _step(cost, _COSTS)
    yield from (f"{how} cost={near}", f"cost={near} rank={rank}", f"rank={rank} of={min(len(others), 4)}")
    yield f"margin={_step(cost - others[0], _COSTS) if rank else '0'}"
    side = "after" if word.i > token.i else "before"
    yield from (f"{side}={_step(abs(word.i - token.i), _WORDS)}", f"{side} cost={near}")
    yield f"{how} between={_between(token, word, known.scene)} {side}"
    yield f"link={word.dep_}:{word.head.pos_}"
    yield from (f"passes={step}" for step in _passed(token, word))


def _of_event(other: Draft, draft: Draft, verb: str, scene: Scene) -> Iterator[str]:
    """Signs of a time that comes from another event: how far it is, and what the two are."""
    told = "told" if other.time is not None and other.time.text else "untold"
    same = "same" if draft.trigger.event_type == other.trigger.event_type else "other"
    for gap in _of_gap(other.token, draft.token, verb, scene):
        yield from (gap, f"{told} {gap}")
    yield from (f"{same} {told}", f"{told} tense={verb}", f"status={other.status.value}>{draft.status.value}")
    yield f"tense={tense(other.token)}>{verb}"
    at = scene.parsed.sent_index
    if at[other.token.i] == at[draft.token.i]:
        yield f"{told} cost={_step(path_cost(draft.token, other.token, scene), _COSTS)}"


def _of_gap(word: Token, token: Token, verb: str, scene: Scene) -> tuple[str, str]:
    """How far before an event's word another stands, and whether in its paragraph."""
    parsed = scene.parsed
    gap = _step(parsed.sent_index[token.i] - parsed.sent_index[word.i], _GAPS)
    apart = "\n" in parsed.text[word.idx : token.idx]
    return f"gap={gap} apart={apart:d}", f"gap={gap} apart={apart:d} tense={verb}"


def _step(value: float, steps: tuple[float, ...]) -> str:
    """The first step that is not passed, as text."""
    at = bisect_left(steps, value)
    return f"{steps[at]:g}" if at < len(steps) else "more"


def _passed(token: Token, word: Token) -> set[str]:
    """The clauses that the way from an event to a time leaves (``up``) and enters (``down``)."""
    above = {token.i, *(a.i for a in token.ancestors)}
    out, at = set(), word
    while at.i not in above and at.head.i != at.i:
        out.add(f"{at.dep_} down")
        at = at.head
    top, at = at.i, token
    while at.i not in (top, at.head.i):
        out.add(f"{at.dep_} up")
        at = at.head
    return {step for step in out if step.split()[0] in _CLAUSES}


def _between(token: Token, word: Token, scene: Scene) -> int:
    """How many words of other events stand between, three at most."""
    low, high = sorted((token.i, word.i))
    return min(sum(i in scene.triggers for i in range(low + 1, high)), 3)
