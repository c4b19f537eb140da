"""A trained reader to the files that ship: the encoder as int8 ONNX, the heads and the order of labels as numpy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from scripts.star import network
from scripts.star.corpus import LABELS, Answer

HEADS = ("label.", "look.", "presence.", "strongest", "story.", "kind.", "bad.")


class _Vectors(nn.Module):
    """Token ids (1, tokens) and how much each token counts in each sentence (sentences, tokens) to sentence vectors."""

    def __init__(self, reader: network.Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, member: Tensor) -> Tensor:
        reader = self.reader
        states = reader.norm(reader.words(ids) + reader.places.weight[: ids.shape[1]] + reader.kinds.weight[0])
        for layer in reader.layers:
            states = _layer(cast(network.Layer, layer), states)
        vectors: Tensor = member @ states[0]
        return vectors


def _layer(layer: network.Layer, states: Tensor) -> Tensor:
    """`network.Layer` for one answer without padding, in operations that every runtime has."""
    width = network.HIDDEN // network.HEADS
    mixed = layer.mixed(states).reshape(-1, 3, network.HEADS, width).permute(1, 2, 0, 3)
    weights = (mixed[0] @ mixed[1].transpose(1, 2) / width**0.5).softmax(-1)
    heads = (weights @ mixed[2]).permute(1, 0, 2).reshape(1, -1, network.HIDDEN)
    states = layer.norm1(states + layer.out(heads))
    out: Tensor = layer.norm2(states + layer.linear2(nn.functional.gelu(layer.linear1(states))))
    return out


def encoder(reader: network.Reader, to: Path) -> None:
    """Write the encoder as int8 ONNX. Weights are unsigned: signed ones saturate on processors without VNNI."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    ids, member = torch.tensor([[network.CLS, 2023, network.SEP]]), torch.tensor([[0.0, 1.0, 0.0]])
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            _Vectors(reader.eval()),
            (ids, member),
            str(plain),
            input_names=["ids", "member"],
            output_names=["vectors"],
            dynamic_axes={"ids": {1: "tokens"}, "member": {0: "sentences", 1: "tokens"}, "vectors": {0: "sentences"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, to, weight_type=QuantType.QUInt8, per_channel=True)


def heads(reader: network.Reader, answers: Iterable[Answer], to: Path) -> None:
    """Write the heads, and how often one label follows another in the stories."""
    state = {name: one.numpy() for name, one in reader.state_dict().items() if name.startswith(HEADS)}
    np.savez(to, order=order(answers), **state)


def order(answers: Iterable[Answer]) -> np.ndarray:
    """Log probabilities of one label (row) being followed by another, each pair seen once more than it was."""
    seen = np.ones((len(LABELS), len(LABELS)))
    for answer in answers:
        labels = [LABELS.index(line.label) for line in answer.lines if answer.is_story]
        for one, other in pairwise(labels):
            seen[one, other] += 1
    logs: np.ndarray = np.log(seen / seen.sum(1, keepdims=True)).astype(np.float32)
    return logs
