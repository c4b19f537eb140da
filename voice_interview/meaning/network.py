"""The sentence model: MiniLM, fine-tuned on whole answers (docs/star.md), run by onnxruntime; its heads are numpy.

Sentences go in, scores come out; what they mean is for `verdicts` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from voice_interview.meaning import sealed, tokens, windows
from voice_interview.meaning.scores import Scores
from voice_interview.meaning.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

ENCODER, HEADS = sealed.FOLDER / "star.onnx", sealed.FOLDER / "star.npz"
KEPT = 32
"""Windows that are kept: those of a long answer are read while it is still being spoken, ten minutes have six."""

BEGIN, END = 101, 102
"""Tokens that stand at the beginning of an answer and after each sentence."""


class Network:
    """Raises MeaningError where one of its files is missing or damaged, or there is no room for it."""

    def __init__(self, encoder: Path = ENCODER, heads: Path = HEADS) -> None:
        for file in (encoder, heads, tokens.VOCABULARY):
            sealed.whole(file)
        import numpy as np

        self._session = Session(encoder)
        with np.load(heads, allow_pickle=False) as kept:
            self._heads = {name: kept[name].astype(np.float32) for name in kept.files}
        self._read = lru_cache(maxsize=KEPT)(self._run)
        self._lock = Lock()
        self.order: tuple[tuple[float, ...], ...] = tuple(map(tuple, self._heads["order"].tolist()))

    def scores(self, sentences: Sequence[str]) -> Scores:
        """The scores of an answer of at least one sentence. Raises MeaningError."""
        vectors = self._vectors(sentences)
        head = self._heads
        labels = vectors @ head["label.weight"].T + head["label.bias"]
        seen = _softmax(vectors @ head["look.weight"].T + head["look.bias"]).T @ vectors
        parts = len(head["strongest"])
        presence = (seen[:parts] * head["presence.weight"]).sum(1) + head["presence.bias"]
        presence = presence + head["strongest"] * labels[:, :parts].max(0)
        story = seen[parts] @ head["story.weight"][0] + head["story.bias"][0]
        kind = head["kind.weight"] @ seen[parts + 1] + head["kind.bias"]
        bad = seen[parts + 2] @ head["bad.weight"][0] + head["bad.bias"][0]
        return Scores(
            labels=tuple(tuple(row) for row in labels.tolist()),
            presence=tuple(presence.tolist()),
            story=float(story),
            kind=tuple(kind.tolist()),
            bad=float(bad),
        )

    def _vectors(self, sentences: Sequence[str]) -> Vectors:
        """The mean state of each sentence (sentences, 384), each from the window where it stands best."""
        import numpy as np

        ids = [one[: windows.MOST_TOKENS] or (END,) for one in tokens.ids(sentences)]
        runs = windows.windows([len(one) + 1 for one in ids])
        read = [self._window(tuple(ids[first:last])) for first, last in runs]
        chosen = [(windows.best(runs, number), number) for number in range(len(ids))]
        vectors: Vectors = np.stack([read[run][number - runs[run][0]] for run, number in chosen])
        return vectors

    def _window(self, ids: tuple[tuple[int, ...], ...]) -> Vectors:
        """One window; what another thread is reading already is waited for, not read twice."""
        with self._lock:
            return self._read(ids)

    def _run(self, ids: Sequence[Sequence[int]]) -> Vectors:
        import numpy as np

        flat, member = [BEGIN], np.zeros((len(ids), 1 + sum(len(one) + 1 for one in ids)), np.float32)
        for number, one in enumerate(ids):
            member[number, len(flat) : len(flat) + len(one)] = 1 / len(one)
            flat += [*one, END]
        fed: dict[str, Any] = {"ids": np.array([flat], np.int64), "member": member}
        vectors: Vectors = self._session.run(fed)
        return vectors


@cache
def network() -> Network:
    """The shipped model, loaded once."""
    return Network()


def _softmax(rows: Vectors) -> Vectors:
    """Over the sentences, for each column."""
    import numpy as np

    raised: Vectors = np.exp(rows - rows.max(0))
    raised /= raised.sum(0)
    return raised
