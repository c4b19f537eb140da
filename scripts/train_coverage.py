"""Make the weights by which answers are judged for qualities: `voice_interview/meaning/weights/coverage.npz`.

    make coverage-model

For each quality a ridge regression over the vectors of the sentences in `qualities.toml`: 1 for those near to it, 0
for all others. The sentences apart from it, and the plain ones, weigh more than those of other qualities, which may
well show this one too. The three constants were chosen on the half "choose" of tests/quality_sentences.tsv
(docs/coverage.md).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voice_interview.meaning import minilm, qualities, sealed

if TYPE_CHECKING:
    from voice_interview.meaning.minilm import Vectors

SHRINK = 100.0
"""Ridge penalty on the weights; on the bias a hundredth of it."""

OWN, NEITHER = 30.0, 2.0
"""Weight of a sentence of the quality itself, and of one that shows none, beside 1 for those of other qualities."""


def train(table: qualities.Table) -> tuple[Vectors, Vectors]:
    """Weights `(qualities, SIZE)` and biases, in the order of the table."""
    model = minilm.load()
    rows = list(table.quality.values())
    near = [(sentence, place) for place, row in enumerate(rows) for sentence in row.near]
    none = [*(sentence for row in rows for sentence in row.apart), *table.plain]
    vectors = model.vectors([*(sentence for sentence, _ in near), *none]).astype(np.float64)
    owners = np.array([place for _, place in near] + [-1] * len(none))
    wide = np.hstack([vectors, np.ones((len(vectors), 1))])
    penalty = np.diag([SHRINK] * vectors.shape[1] + [SHRINK / 100])
    solved = []
    for place in range(len(rows)):
        weigh = np.where(owners == place, OWN, np.where(owners < 0, NEITHER, 1.0))
        target = np.where(owners == place, 1.0, 0.0)
        solved.append(np.linalg.solve(wide.T @ (wide * weigh[:, None]) + penalty, wide.T @ (weigh * target)))
    found = np.array(solved)
    return found[:, :-1].astype(np.float32), found[:, -1].astype(np.float32)


def write(to: Path = qualities.WEIGHTS) -> None:
    table = qualities.table()
    weights, bias = train(table)
    names = np.array(list(table.quality))
    np.savez(to, qualities=names, weights=weights, bias=bias, made_of=np.array(qualities.fingerprint(table)))
    sealed.seal()
    print(f"{to}: {len(names)} qualities, {to.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    write()
