"""The codebook as data: event types, trigger lexicon, word classes, crosswalk."""

from dateline.codebook.load import Codebook, EventType, TriggerRow, load

__all__ = ["Codebook", "EventType", "TriggerRow", "load"]
