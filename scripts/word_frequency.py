"""Counts in how many sentences of our own coded reports each stem stands, for merging: frequency.csv.

    python scripts/word_frequency.py

Needs ../shared/gold/train/open beside the repository.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from dateline.incidents.common import FREQUENCIES
from dateline.incidents.words import stems

OPEN = Path(__file__).resolve().parents[2] / "shared/gold/train/open"
HEAD = """\
# In how many of 10,000 sentences each stem stands; stems in fewer than four sentences are left out.
# Source: counted over our own coded reports by scripts/word_frequency.py. Licence: CC BY 4.0.
stem,per_10000
"""

texts = [json.loads(file.read_text(encoding="utf-8"))["text"] for file in sorted(OPEN.glob("*.json"))]
sentences = [s for text in texts for s in re.split(r"(?<=[.!?])\s|\n", text) if s.strip()]
counts = Counter(stem for s in sentences for stem in stems(s))
rows = [
    f"{stem},{max(1, round(10_000 * n / len(sentences)))}\n"
    for stem, n in counts.most_common()
    if n > 3 and stem.isascii() and stem.isalpha()
]
FREQUENCIES.write_text(HEAD + "".join(rows), encoding="utf-8")
print(f"{len(rows)} stems of {len(sentences)} sentences")
