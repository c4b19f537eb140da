"""Reads the tensors of a CTranslate2 Whisper file and names them as openai-whisper does: the same weights, two engines.

The file holds no code: a version, a name, a revision, then each tensor with its name, shape, type and bytes (little
endian), then aliases. q, k and v of self-attention are stacked in one matrix, k and v of attention to the sound in
another; the stacked bias holds zeros for k, which has none.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from voice_interview.errors import WeightsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Tensors = dict[str, NDArray[np.float32]]

TYPES = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2"}
"""CTranslate2's number of a type, as numpy writes it; others (bfloat16, int4) are not used for Whisper's stored
weights."""

_ENDS = {
    "ffn/layer_norm/": "mlp_ln.",
    "ffn/linear_0/": "mlp.0.",
    "ffn/linear_1/": "mlp.2.",
    "self_attention/layer_norm/": "attn_ln.",
    "self_attention/linear_1/": "attn.out.",
    "attention/layer_norm/": "cross_attn_ln.",
    "attention/linear_0/": "cross_attn.query.",
    "attention/linear_2/": "cross_attn.out.",
}
_STACKED = {
    "self_attention/linear_0/": ("attn.query.", "attn.key.", "attn.value."),
    "attention/linear_1/": ("cross_attn.key.", "cross_attn.value."),
}
_WHOLE = {
    "encoder/conv1/": "encoder.conv1.",
    "encoder/conv2/": "encoder.conv2.",
    "encoder/layer_norm/": "encoder.ln_post.",
    "decoder/layer_norm/": "decoder.ln.",
    "encoder/position_encodings/encodings": "encoder.positional_embedding",
    "decoder/position_encodings/encodings": "decoder.positional_embedding",
    "decoder/embeddings/weight": "decoder.token_embedding.weight",
}
_KINDS = {"gamma": "weight", "beta": "bias", "weight": "weight", "bias": "bias"}


def tensors(path: Path) -> Tensors:
    """Every tensor of a CTranslate2 `model.bin` by its name; WeightsError where the file is not what it should be."""
    try:
        with path.open("rb") as file:
            return dict(_read(file))
    except (OSError, struct.error, ValueError, KeyError, UnicodeDecodeError) as error:
        raise WeightsError(
            f"{path} is not a CTranslate2 Whisper model with plain weights ({error}).",
            "Convert it without quantization, or use --engine faster-whisper.",
        ) from error


def checkpoint(folder: Path) -> tuple[dict[str, int], Tensors, list[list[int]]]:
    """What openai-whisper needs: its dimensions, its state by name, and the (layer, head) pairs that time words."""
    found = tensors(folder / "model.bin")
    heads = int(found.pop("encoder/num_heads")), int(found.pop("decoder/num_heads"))
    state: Tensors = {}
    for name, tensor in found.items():
        state |= _renamed(name, tensor)
    sizes = {
        "n_mels": state["encoder.conv1.weight"].shape[1],
        "n_audio_ctx": state["encoder.positional_embedding"].shape[0],
        "n_audio_state": state["encoder.conv1.weight"].shape[0],
        "n_audio_head": heads[0],
        "n_audio_layer": _layers(state, "encoder"),
        "n_vocab": state["decoder.token_embedding.weight"].shape[0],
        "n_text_ctx": state["decoder.positional_embedding"].shape[0],
        "n_text_state": state["decoder.token_embedding.weight"].shape[1],
        "n_text_head": heads[1],
        "n_text_layer": _layers(state, "decoder"),
    }
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return sizes, state, config.get("alignment_heads") or []


def _read(file: BinaryIO) -> Any:
    import numpy as np

    version = _number(file, "<I")
    if version < 4:
        raise ValueError(f"version {version} of the format")
    if _text(file) != "WhisperSpec":
        raise ValueError("not a Whisper model")
    _number(file, "<I")  # revision of the layout
    for _ in range(_number(file, "<I")):
        name = _text(file)
        shape = [_number(file, "<I") for _ in range(_number(file, "<B"))]
        kind, size = TYPES[_number(file, "<B")], _number(file, "<I")
        raw = file.read(size)
        yield name, np.frombuffer(raw, kind).reshape(shape).astype(np.float32)


def _number(file: BinaryIO, form: str) -> int:
    return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])


def _text(file: BinaryIO) -> str:
    return file.read(_number(file, "<H")).rstrip(b"\0").decode("utf-8")


def _renamed(name: str, tensor: NDArray[np.float32]) -> Tensors:
    """The tensor under openai-whisper's name, unstacked; nothing for settings such as `decoder/pre_norm`."""
    import numpy as np

    if name in _WHOLE:
        return {_WHOLE[name]: tensor}
    stem, _, kind = name.rpartition("/")
    stem += "/"
    if kind not in _KINDS:
        return {}
    if stem in _WHOLE:
        return {_WHOLE[stem] + _KINDS[kind]: tensor}
    half, layer, end = stem.split("/", 2)
    block = f"{half}.blocks.{layer.removeprefix('layer_')}."
    if end in _ENDS:
        return {block + _ENDS[end] + _KINDS[kind]: tensor}
    parts = _STACKED[end]
    split = dict(zip(parts, np.split(tensor, len(parts)), strict=True))
    return {block + part + kind: piece for part, piece in split.items() if not (kind == "bias" and ".key." in part)}


def _layers(state: Tensors, half: str) -> int:
    return 1 + max(int(name.split(".")[2]) for name in state if name.startswith(f"{half}.blocks."))
