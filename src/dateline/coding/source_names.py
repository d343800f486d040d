"""What a source is called, and of what kind it is (codebook, sections 2 and 4)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from dateline.coding.claim_words import ClaimWords, load

_KEPT = ("compound", "amod", "nmod", "nummod")


def named_sources(head: Token) -> Iterator[tuple[str, int, int]]:
    """Name the sources of one noun phrase, each conjunct for itself.

    "residents, military and opposition sources" are three: the noun is shared by the adjectives before it.

    Args:
        head: head of the phrase that speaks.

    Returns:
        Name, first and last character (half-open) of each; nothing for phrases that name nobody.
    """
    words = load()
    for token in _conjuncts(head):
        if token.lower_ in words.empty or (token.pos_ == "PRON" and token.lower_ not in words.pronouns):
            continue
        shared = [
            c
            for c in token.lefts
            if c.dep_ in ("amod", "compound", "nmod") and any(g.dep_ == "conj" for g in c.children)
        ]
        if shared:
            yield from _shared(token, shared[0])
            continue
        name = source_name(token, words)
        if name:
            yield name, *phrase(token)


def _conjuncts(head: Token) -> Iterator[Token]:
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"):
            yield from _conjuncts(child)


def _shared(noun: Token, first: Token) -> Iterator[tuple[str, int, int]]:
    """``military and opposition sources``: one source for each adjective."""
    for part in _all_conjuncts(first):
        name = part.text if part.tag_ == "NNS" else f"{part.text} {noun.text}"
        end = noun.idx + len(noun) if part.i + 1 == noun.i else part.idx + len(part)
        yield name, part.idx, end


def _all_conjuncts(first: Token) -> Iterator[Token]:
    yield first
    for child in first.children:
        if child.dep_ == "conj":
            yield from _all_conjuncts(child)


def phrase(token: Token) -> tuple[int, int]:
    """First and last character of a name with its article and what stands before it."""
    lefts = [c.left_edge.i for c in token.lefts if c.dep_ in ("det", "poss", *_KEPT)]
    last = token
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "at", "in") and child.i == last.i + 1:
            named = next(
                (c for c in child.children if c.dep_ == "pobj" and c.pos_ in ("PROPN", "NOUN")), None
            )
            last = named if named is not None else last
    end = token.doc[_whole(token.doc, last.i)]
    return token.doc[min(lefts, default=token.i)].idx, end.idx + len(end)


def source_name(token: Token, words: ClaimWords) -> str | None:
    """The codebook's name of one source.

    A spokesman gives the name of his organisation, a capital that of its state; articles are dropped.
    """
    seat = words.seats.get(token.text)
    if seat and not list(token.lefts):
        return seat
    body = _body(token, words)
    if body is not None:
        return words.seats.get(body.text, _plain(body))
    return _plain(token)


def _body(token: Token, words: ClaimWords) -> Token | None:
    """The organisation that a spokesman speaks for; ``None`` for anybody else."""
    title = token if token.lemma_.lower() in words.speakers else None
    if title is None:
        near = [c for c in token.children if c.dep_ in ("compound", "appos", "nmod")]
        title = next((c for c in near if c.lemma_.lower() in words.speakers), None)
        if title is None:
            return None
        if title.dep_ != "appos":
            lefts = [c for c in token.lefts if c.dep_ in ("compound", "poss", "nmod") and c.i < title.i]
            return next((c for c in reversed(lefts) if c.pos_ in ("PROPN", "NOUN")), None) or _owner(title)
    return _owner(title)


def _owner(title: Token) -> Token | None:
    """Whose words a title's are; titles other than a spokesman's count only with a name."""
    owner = _owned_by(title)
    spokes = title.lemma_.lower().startswith("spokes")
    return owner if owner is not None and (spokes or owner.pos_ == "PROPN") else None


def _owned_by(title: Token) -> Token | None:
    """Whom a title belongs to: "the army's spokesman", "army spokesman", "spokesman for the army"."""
    for child in title.lefts:
        if child.dep_ == "poss" and child.pos_ in ("PROPN", "NOUN"):
            return child
    for child in title.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "at"):
            return next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in ("PROPN", "NOUN")), None)
    lefts = [c for c in title.lefts if c.dep_ in ("compound", "nmod") and c.pos_ in ("PROPN", "NOUN")]
    return lefts[-1] if lefts else None


def _plain(token: Token) -> str | None:
    """The phrase without article, quantity and what follows it, but with a name after "of"."""
    skip = {"det", "nummod", "predet", "quantmod"}
    kept = [c for c in token.lefts if c.dep_ in _KEPT and c.dep_ not in skip and not _is_base(c)]
    owner = [c for c in token.lefts if c.dep_ == "poss" and c.pos_ != "PRON"]
    first = min((c.left_edge.i for c in [*kept, *owner]), default=token.i)
    while first < token.i and (token.doc[first].dep_ in skip or not token.doc[first].is_alpha):
        first += 1
    last = token.i
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == token.i + 1:
            named = next((c for c in child.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
            last = named.i if named is not None else last
        elif (
            child.dep_ == "prep"
            and child.lower_ == "for"
            and token.ent_type_ == "ORG"
            and child.ent_type_ == "ORG"
        ):
            last = max((c.i for c in child.children if c.dep_ == "pobj"), default=last)
    return " ".join(token.doc[first : _whole(token.doc, last) + 1].text.split()) or None


def _whole(doc: Doc, last: int) -> int:
    """The last token of a word with hyphens: a name must not be cut after the "al" of "al-Hussein"."""
    while last + 2 < len(doc) and doc[last + 1].text == "-" and not doc[last].whitespace_:
        if doc[last + 1].whitespace_ or not doc[last + 2].is_alpha:
            break
        last += 2
    return last


def _is_base(token: Token) -> bool:
    """``Britain-based``: where a source sits is no part of its name."""
    return token.lower_ == "based" or token.lower_.endswith("-based")


def source_kind(name: str, words: ClaimWords) -> str:
    """Of what kind a source is, by the words of its name; ``"unknown"`` where they say nothing."""
    held = {w.lower().strip(".,'’") for w in name.split()} | {w.lower() for w in name.split()}
    held |= {w.removesuffix("s") for w in held} | {w.removesuffix("es") for w in held}
    if name in words.seats.values():
        return "government"
    return next((kind for kind, listed in words.kinds if held & listed), "unknown")
