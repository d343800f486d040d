"""How sure is it that a word reports an event of a type? The lexicon and the tagger both vote.

The lexicon finds what the model has never seen; the model finds what no list holds, and rejects what only
looks like a trigger. A logistic sum joins them, so that confidence reads as a probability.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from dateline.codebook import TriggerRow
from dateline.errors import DataError

FILE = Path(__file__).parent / "data" / "votes.toml"
FEATURES = ("bias", "row", "row_score", "other_row", "model_type", "model_any", "no_row", "report")
SLOPES = ("near", "above", "below")
NAMES = (*FEATURES, *SLOPES)
EVEN = 0.5
EDGE = 1e-4
NEAR = 1.0  # log odds above even up to which the slope "near" applies
SUREST = 5
PLAIN = 0.65  # above this a report tells of conflict, and more certainty says nothing of a single word


class Engine(StrEnum):
    """Who finds events: the lexicon with syntax, the trained model, or both together."""

    RULES = "rules"
    MODEL = "model"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Votes:
    """What is known of one word and one type.

    ``row`` is the lexicon row that applies to the word, if any; ``model_type`` the tagger's probability that
    the word reports this type, ``model_any`` that it reports any event; ``report`` how sure the
    tagger is that the report tells of conflict at all (all three ``EVEN`` without a tagger).
    """

    event_type: str
    row: TriggerRow | None
    model_type: float = EVEN
    model_any: float = EVEN
    report: float = EVEN

    @property
    def for_it(self) -> bool:
        """True where the lexicon's row names this type."""
        return self.row is not None and self.row.event_type == self.event_type

    def features(self) -> dict[str, float]:
        """The numbers that the weights apply to."""
        score = self.row.score if self.row else EVEN
        return {
            "bias": 1.0,
            "row": float(self.for_it),
            "row_score": logit(score) if self.for_it else 0.0,
            "other_row": float(self.row is not None and not self.for_it),
            "model_type": logit(self.model_type),
            "model_any": logit(self.model_any),
            "no_row": float(self.row is None),
            "report": logit(min(self.report, PLAIN)),
        }


def conflict(best_types: Sequence[float], sentences: int) -> float:
    """How sure the tagger is that a report tells of conflict at all: the mean of its surest words.

    In a report on a football match single words look like attacks, but few of them and none for sure.

    Args:
        best_types: for each word, the chance (0..1) of the type that it most likely reports.
        sentences: how many the report has; of a long one the five surest words count, of a short one fewer.
    """
    number = min(max(1, round(sentences / 3)), SUREST)
    surest = sorted(best_types, reverse=True)[:number]
    return sum(surest) / max(1, len(surest))


def logit(p: float) -> float:
    """Log odds of a probability, kept away from the ends."""
    p = min(max(p, EDGE), 1 - EDGE)
    return math.log(p / (1 - p))


@lru_cache(maxsize=1)
def load() -> Mapping[Engine, Mapping[str, float]]:
    """Read the weights of each engine, one a feature, and the three slopes of its confidence.

    Raises:
        DataError: an engine or a weight is missing.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    faults = [f"votes.toml: [{e}] lacks {f!r}" for e in Engine for f in NAMES if f not in data.get(e, {})]
    if faults:
        raise DataError(faults)
    return MappingProxyType({e: MappingProxyType({f: float(data[e][f]) for f in NAMES}) for e in Engine})


def confidence(votes: Votes, weights: Mapping[str, float]) -> float:
    """The probability (0..1) that the word reports an event of the type.

    The sum decides; three slopes make it read as a probability. Above even, events turn out right less often
    than the sum says, since a word can be right and its event told already, most of all near even; below, far
    less often. Even stays even, so that the slopes move no event over the default bar.
    """
    total = sum(weights[name] * value for name, value in votes.features().items())
    steps = dict(zip(SLOPES, stretches(total), strict=True))
    return 1 / (1 + math.exp(-sum(weights[name] * step for name, step in steps.items())))


def stretches(total: float) -> tuple[float, float, float]:
    """A sum of votes (log odds) in the three parts that ``SLOPES`` apply to; they add up to the sum."""
    return min(max(total, 0.0), NEAR), max(total - NEAR, 0.0), min(total, 0.0)


def of_model(own: Mapping[str, Mapping[str, float]], engine: Engine) -> Mapping[str, float]:
    """The weights that a model brings for an engine, or the shipped ones where it brings none.

    Raises:
        DataError: the model's weights lack a name.
    """
    if engine not in own:
        return load()[engine]
    lacking = [name for name in NAMES if name not in own[engine]]
    if lacking:
        raise DataError(
            [f"labels.json: votes of [{engine}] lack {lacking}; run training/fit_votes.py --model FOLDER"]
        )
    return own[engine]
