"""MiniLM over a whole answer, a vector for each sentence, and small heads upon them.

The layers are those of BERT (post-norm, GELU), so that the weights of all-MiniLM-L6-v2 fit. Word embeddings stay as
they are: the corpus is too small to move 11 million of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from scripts.star.corpus import KINDS, LABELS, PARTS

HIDDEN, HEADS, INNER, LAYERS = 384, 12, 1536, 6
MOST_TOKENS = 500
CLS, SEP, PAD = 101, 102, 0
ENCODER = ("places.", "kinds.", "norm.", "layers.")
"""What the names of the encoder's own weights begin with, the word embeddings aside."""


class Layer(nn.Module):
    """One layer of BERT. Attention drops nothing out: on a processor that took a third of the time of training."""

    def __init__(self) -> None:
        super().__init__()
        self.mixed = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.linear1 = nn.Linear(HIDDEN, INNER)
        self.linear2 = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, states: Tensor, seen: Tensor) -> Tensor:
        """States (answers, tokens, HIDDEN); `seen` (answers, 1, 1, tokens) tells which tokens are no padding."""
        mixed = self.mixed(states).unflatten(-1, (3, HEADS, HIDDEN // HEADS)).permute(2, 0, 3, 1, 4)
        heads = nn.functional.scaled_dot_product_attention(mixed[0], mixed[1], mixed[2], attn_mask=seen)
        states = self.norm1(states + self.out(heads.transpose(1, 2).flatten(2)))
        return self.norm2(states + self.linear2(nn.functional.gelu(self.linear1(states))))  # type: ignore[no-any-return]


class Reader(nn.Module):
    """Token ids (answers, tokens) and which sentence each belongs to (answers, tokens; -1 none) to scores."""

    def __init__(self, vocabulary: int = 30522, positions: int = 512) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.places = nn.Embedding(positions, HIDDEN)
        self.kinds = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.drop = nn.Dropout(0.1)
        self.label = nn.Linear(HIDDEN, len(LABELS))
        self.look = nn.Linear(HIDDEN, len(PARTS) + 3)
        self.presence = nn.Linear(HIDDEN, len(PARTS))
        self.strongest = nn.Parameter(torch.full((len(PARTS),), 0.5))
        self.story = nn.Linear(HIDDEN, 1)
        self.kind = nn.Linear(HIDDEN, len(KINDS))
        self.bad = nn.Linear(HIDDEN, 1)

    def states(self, ids: Tensor) -> Tensor:
        """What each token means where it stands (answers, tokens, HIDDEN)."""
        states = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.kinds.weight[0])
        seen = (ids != PAD)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, seen)
        return states  # type: ignore[no-any-return]

    def vectors(self, ids: Tensor, sentence: Tensor) -> tuple[Tensor, Tensor]:
        """Mean states of each sentence (answers, sentences, HIDDEN), and which of them exist."""
        states = self.states(ids)
        numbers = torch.arange(int(sentence.max()) + 1)
        member = (sentence[:, None, :] == numbers[None, :, None]).float()
        count = member.sum(-1, keepdim=True)
        return (member @ states) / count.clamp(min=1), count[..., 0] > 0

    def forward(self, ids: Tensor, sentence: Tensor) -> dict[str, Tensor]:
        vectors, real = self.vectors(ids, sentence)
        return self.heads(vectors, real)

    def heads(self, vectors: Tensor, real: Tensor) -> dict[str, Tensor]:
        vectors = self.drop(vectors)
        labels = self.label(vectors)
        look = self.look(vectors).masked_fill(~real[..., None], -1e9).softmax(1)
        seen = look.transpose(1, 2) @ vectors
        seen_parts = seen[:, : len(PARTS)]
        strongest = labels[..., : len(PARTS)].masked_fill(~real[..., None], -1e9).amax(1)
        presence = (seen_parts * self.presence.weight).sum(-1) + self.presence.bias + self.strongest * strongest
        story = self.story(seen[:, len(PARTS)])[:, 0]
        kind, bad = self.kind(seen[:, len(PARTS) + 1]), self.bad(seen[:, len(PARTS) + 2])[:, 0]
        return {"labels": labels, "presence": presence, "story": story, "kind": kind, "bad": bad}


def start(folder: Path) -> Reader:
    """A reader whose encoder is all-MiniLM-L6-v2, from model.safetensors in `folder`."""
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    reader = Reader()
    state = reader.state_dict()
    for ours, theirs in _names().items():
        state[ours].copy_(torch.cat([weights[name].float() for name in theirs]))
    return reader


def _names() -> dict[str, tuple[str, ...]]:
    """Where each of our weights comes from."""
    names: dict[str, tuple[str, ...]] = {
        "words.weight": ("embeddings.word_embeddings.weight",),
        "places.weight": ("embeddings.position_embeddings.weight",),
        "kinds.weight": ("embeddings.token_type_embeddings.weight",),
        "norm.weight": ("embeddings.LayerNorm.weight",),
        "norm.bias": ("embeddings.LayerNorm.bias",),
    }
    for number in range(LAYERS):
        ours, theirs = f"layers.{number}.", f"encoder.layer.{number}."
        for what in ("weight", "bias"):
            attention = tuple(f"{theirs}attention.self.{one}.{what}" for one in ("query", "key", "value"))
            names[f"{ours}mixed.{what}"] = attention
            names[f"{ours}out.{what}"] = (f"{theirs}attention.output.dense.{what}",)
            names[f"{ours}norm1.{what}"] = (f"{theirs}attention.output.LayerNorm.{what}",)
            names[f"{ours}linear1.{what}"] = (f"{theirs}intermediate.dense.{what}",)
            names[f"{ours}linear2.{what}"] = (f"{theirs}output.dense.{what}",)
            names[f"{ours}norm2.{what}"] = (f"{theirs}output.LayerNorm.{what}",)
    return names


@dataclass(frozen=True)
class Batch:
    ids: Tensor
    sentence: Tensor


def batch(answers: Sequence[Sequence[Sequence[int]]]) -> Batch:
    """Token ids of answers of sentences, padded: [CLS] one [SEP] two [SEP]. What exceeds MOST_TOKENS is cut off."""
    rows, owners = [], []
    for sentences in answers:
        ids, owner = [CLS], [-1]
        for number, tokens in enumerate(sentences):
            room = MOST_TOKENS - len(ids) - 1
            kept = list(tokens[: max(1, room)])
            ids += [*kept, SEP]
            owner += [number] * len(kept) + [-1]
            if len(ids) >= MOST_TOKENS:
                break
        rows.append(ids)
        owners.append(owner)
    width = max(map(len, rows))
    padded = torch.tensor([row + [PAD] * (width - len(row)) for row in rows])
    return Batch(padded, torch.tensor([row + [-1] * (width - len(row)) for row in owners]))
