"""In which tense is an event told?"""

from __future__ import annotations

from types import MappingProxyType

from spacy.tokens import Token

_VERBS = ("VERB", "AUX")
_AUXILIARIES = (
    ("perfect", frozenset(("have", "has", "'ve"))),
    ("pluperfect", frozenset(("had",))),
    ("present", frozenset(("is", "are", "'re", "am"))),
    ("past", frozenset(("was", "were", "did"))),
)
_FORMS = MappingProxyType(
    {"VBD": "past", "VBZ": "present", "VBP": "present", "VBG": "ing", "VBN": "participle"}
)


def tense(token: Token) -> str:
    """Say in which tense an event is told.

    Args:
        token: its word.

    Returns:
        ``past``, ``perfect`` and the like; of a noun that of the verb above it with ``noun:`` before it.
    """
    if _is_verb(token):
        return _of_verb(token)
    above = next((a for a in token.ancestors if _is_verb(a)), None)
    return "noun" if above is None else f"noun:{_of_verb(above)}"


def _is_verb(token: Token) -> bool:
    return token.pos_ in _VERBS or token.tag_.startswith("VB")


def _of_verb(verb: Token) -> str:
    auxiliaries = [t for t in verb.children if t.dep_ in ("aux", "auxpass")]
    words = {t.lower_ for t in auxiliaries}
    if not words and verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ and _is_verb(verb.head):
        return _of_verb(verb.head)
    if any(t.tag_ == "MD" for t in auxiliaries):
        return "modal"
    named = next((name for name, told in _AUXILIARIES if words & told), None)
    return named or ("to" if "to" in words else _FORMS.get(verb.tag_, "bare"))
