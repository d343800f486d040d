"""Which of a report's places is the event's? The rules, the place's standing and the tagger have a say.

Each place is judged twice by logistic sums over its signs (``where_signs.py``): alone, and among the others,
where one of them or none is the event's. The tagger's chance is added to both with a fixed weight, as on the
reports that it was trained on it is surer than elsewhere. The mean of both log-odds decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.coding.draft import Draft
from dateline.coding.weights import held as log_odds
from dateline.coding.weights import load, mean_chances
from dateline.coding.where_rules import load_rules
from dateline.coding.where_signs import Ruled, Story, candidates, of_nobody
from dateline.places.mention import PlaceMention

WEIGHTS = "place_weights.csv"  # two numbers a sign: of a place alone, among the others
GOOD = 0.4  # the chance from which a place is taken: where not all are right, F1 is best below a half
LEAST = 0.05  # else the likeliest is taken from this one on; not where none is inherited
UNSHARED = 0.2  # ... of deals and talks in a report of several stories
JOINED = 0.2  # and one that the rules give with it from this one on
TAGGER = 0.5  # what one step of the tagger's log-odds counts
DOUBT = 3.0  # the log-odds below even from which its chance speaks for a place


def load_weights() -> Mapping[str, tuple[float, ...]]:
    """Read the two weights of each sign.

    Raises:
        DataError: a line that is no sign and two numbers, or no bias.
    """
    return load(WEIGHTS, 2)


def choose(
    draft: Draft, story: Story, ruled: Ruled, tagger: Mapping[int, float]
) -> tuple[tuple[PlaceMention, float], ...]:
    """The places of an event, each with its chance (0..1), the likeliest first.

    Args:
        draft: the event.
        story: the places of the report.
        ruled: what the rules say.
        tagger: the chances that a word, by its number, names the event's place.
    """
    found = candidates(draft, story, ruled)
    if not found:
        return ()
    extra = [_of_tagger(m, tagger) for m, _ in found]
    cores = [m.found.core for m, _ in found]
    nobody = of_nobody(draft, story, ruled)
    told = mean_chances(
        [s for _, s in found], nobody, load_weights(), lambda a, b: cores[a] == cores[b], extra
    )
    ranked = sorted(zip((m for m, _ in found), told, strict=True), key=lambda pair: -pair[1])
    least = (
        LEAST
        if inherits(draft, one_story=story.one)
        else UNSHARED
        if inherits(draft, one_story=True)
        else GOOD
    )
    good = [pair for pair in ranked if pair[1] >= GOOD] or [p for p in ranked[:1] if p[1] >= least]
    if any(m in ruled.places for m, _ in good):  # "in Tartus and Latakia": the rules gave them together
        good += [p for p in ranked if p not in good and p[0] in ruled.places and p[1] >= JOINED]
    return tuple(_once(good))


def inherits(draft: Draft, *, one_story: bool) -> bool:
    """Say whether an event without a place of its own has that of the story around it."""
    rules, kind = load_rules(), draft.trigger.event_type
    return kind not in rules.stated and (one_story or kind not in rules.settled)


def _of_tagger(mention: PlaceMention, tagger: Mapping[int, float]) -> float:
    chance = max((tagger.get(i, 0.0) for i in range(mention.first, mention.last)), default=0.0)
    return TAGGER * (log_odds(chance) + DOUBT) if chance else 0.0


def _once(ranked: Sequence[tuple[PlaceMention, float]]) -> list[tuple[PlaceMention, float]]:
    """Each place by its likeliest mention."""
    kept: dict[str, tuple[PlaceMention, float]] = {}
    for mention, chance in ranked:
        kept.setdefault(mention.found.core, (mention, chance))
    return list(kept.values())
