"""The program's CTranslate2 weights as a ggml file, so that whisper.cpp can be measured on the same weights.

The layout, little endian: magic, eleven sizes, the mel filters, the vocabulary as bytes, then each tensor with its
number of dimensions, the length of its name, its type, its dimensions from the last to the first, its name and its
numbers. Matrices are stored in 16 bits, or in 8 with a scale to 32 numbers (q8_0), convolutions in 16, all else in 32.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from voice_interview.whisper import convert

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC = 0x67676D6C
FLOAT32, FLOAT16, Q8_0 = 0, 1, 8
MOSTLY_Q8_0 = 2007
"""The file's own type: seven, of the second version of the quantised forms."""
BLOCK = 32
TEXT_TOKENS = {51864: 50256, 51865: 50257}
"""Tokens of text by size of the whole vocabulary, English only and multilingual; whisper.cpp makes the others up."""


def write(weights: Path, target: Path, *, eight_bits: bool = False) -> Path:
    """Convert the folder `weights`; `target` is kept where it is there."""
    if target.exists():
        return target
    sizes, tensors, _ = convert.checkpoint(weights)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        _numbers(
            file, MAGIC, sizes["n_vocab"], *(sizes[f"n_audio_{name}"] for name in ("ctx", "state", "head", "layer"))
        )
        _numbers(file, *(sizes[f"n_text_{name}"] for name in ("ctx", "state", "head", "layer")), sizes["n_mels"])
        _numbers(file, MOSTLY_Q8_0 if eight_bits else FLOAT16)
        _filters(file, sizes["n_mels"])
        _vocabulary(file, weights, TEXT_TOKENS[sizes["n_vocab"]])
        for name, tensor in tensors.items():
            _tensor(file, name, tensor, eight_bits)
    part.rename(target)
    return target


def _numbers(file: BinaryIO, *numbers: int) -> None:
    file.write(struct.pack(f"<{len(numbers)}i", *numbers))


def _filters(file: BinaryIO, bands: int) -> None:
    import numpy as np
    from faster_whisper.feature_extractor import FeatureExtractor

    filters = np.asarray(FeatureExtractor(feature_size=bands).mel_filters, "<f4")
    _numbers(file, *filters.shape)
    file.write(filters.tobytes())


def _vocabulary(file: BinaryIO, weights: Path, size: int) -> None:
    """The bytes of every text token: vocabularies write each byte as a printable sign (GPT-2's table)."""
    table = json.loads((weights / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    tokens = sorted((number, token) for token, number in table.items() if number < size)
    if [number for number, _ in tokens] != list(range(size)):
        raise ValueError(f"{weights} does not hold the {size} tokens of text")
    as_byte = _signs()
    _numbers(file, size)
    for _, token in tokens:
        raw = bytes(as_byte[sign] for sign in token)
        _numbers(file, len(raw))
        file.write(raw)


def _signs() -> dict[str, int]:
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + at): byte for at, byte in enumerate(others)}


def _tensor(file: BinaryIO, name: str, tensor: NDArray[np.float32], eight_bits: bool) -> None:
    import numpy as np

    if name in ("encoder.conv1.bias", "encoder.conv2.bias"):
        tensor = tensor.reshape(-1, 1)
    if tensor.ndim < 2 or name.endswith(("positional_embedding", "conv1.bias", "conv2.bias")):
        kind, raw = FLOAT32, tensor.astype("<f4").tobytes()
    elif tensor.ndim == 2 and eight_bits:
        kind, raw = Q8_0, _eight_bits(tensor)
    else:
        kind, raw = FLOAT16, np.ascontiguousarray(tensor).astype("<f2").tobytes()
    spelt = name.encode()
    _numbers(file, tensor.ndim, len(spelt), kind, *reversed(tensor.shape))
    file.write(spelt + raw)


def _eight_bits(tensor: NDArray[np.float32]) -> bytes:
    """Each 32 numbers as their scale in 16 bits and 32 whole numbers of 8 bits."""
    import numpy as np

    blocks = np.ascontiguousarray(tensor, np.float32).reshape(-1, BLOCK)
    scale = np.abs(blocks).max(axis=1, keepdims=True) / 127
    whole = np.rint(np.divide(blocks, scale, out=np.zeros_like(blocks), where=scale > 0)).astype("i1")
    packed = np.empty(len(blocks), [("scale", "<f2"), ("numbers", "i1", BLOCK)])
    packed["scale"], packed["numbers"] = scale[:, 0], whole
    return packed.tobytes()
