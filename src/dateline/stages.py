"""How far a deal is. Apart from the records, so that the commands start without these."""

from __future__ import annotations

from typing import Literal, get_args

DealStage = Literal["proposed", "pending", "accepted", "in_force", "rejected", "broken", "reported"]
"""The stages of a deal; ``dateline.records.Agreement`` says what each means."""

DEAL_STAGES: tuple[DealStage, ...] = get_args(DealStage)
"""All of them, the first steps first."""
