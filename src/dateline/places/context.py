"""Which countries a report is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dateline.language.parse import Parsed
from dateline.places.countries import capital_codes, country_names, demonym_codes
from dateline.places.fold import fold

_MOST = 4
_LEAST_SHARE = 0.12


def country_weights(parsed: Parsed) -> Counter[str]:
    """Weigh the countries that the words of a report speak of.

    A country name counts 2, a demonym 1.5, a capital 1 (it may stand for a government far away).

    Args:
        parsed: the report.

    Returns:
        Country code to weight.
    """
    weights: Counter[str] = Counter()
    tables = ((country_names(), 2.0), (demonym_codes(), 1.5), (capital_codes(), 1.0))
    for name in _capitalised(parsed):
        key = fold(name)
        for table, weight in tables:
            if key in table:
                weights[table[key]] += weight  # type: ignore[assignment]
                break
    return weights


def leading_countries(weights: Counter[str]) -> tuple[str, ...]:
    """Keep the countries with a share that matters, at most four, heaviest first."""
    total = sum(weights.values())
    return tuple(c for c, w in weights.most_common(_MOST) if w >= _LEAST_SHARE * total)


def _capitalised(parsed: Parsed) -> Iterable[str]:
    """Yield the runs of capitalised words of a text, and each entity that is a place or a people."""
    ents = [e for e in parsed.doc.ents if e.label_ in ("GPE", "NORP", "LOC")]
    inside = {i for e in ents for i in range(e.start, e.end)}
    for ent in ents:
        text = ent.text.removeprefix("the ").removesuffix("'s").removesuffix("’s")
        yield text
    for token in parsed.doc:
        if token.i not in inside and token.text[:1].isupper():
            yield token.text
