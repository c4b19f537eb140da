"""What the rules of findings give, and the weights that fit them best, on pens that the reader had not seen: the scores
of fold-*.jsonl (see `thresholds`), and the answers of shape/train, which no reader was trained on.

python -m scripts.star.findings fold-0 fold-1
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.figures import table  # noqa: E402
from benchmarks.star_findings import TRUTHS  # noqa: E402
from scripts.star import corpus  # noqa: E402
from voice_interview.meaning import by_cues, by_model, network, opening, outcome, several, verdicts, whose  # noqa: E402
from voice_interview.meaning.findings import Read  # noqa: E402
from voice_interview.meaning.scores import Scores  # noqa: E402
from voice_interview.meaning.speech import plain  # noqa: E402
from voice_interview.model import Finding, Sentence, Transcript, Word  # noqa: E402

CACHE = ROOT / "benchmarks" / ".cache" / "star"
RIDGE = 1.0
"""Penalty on the weights, none to speak of on the constant."""


class Told(NamedTuple):
    answer: corpus.Answer
    read: Read


def main() -> None:
    stories = [*_unseen(sys.argv[1:]), *_own()]
    print(table(["finding", "is there", "said", "answers"], _counts(stories)), "\n")
    rows = [("result_first", _openings(stories), opening.WEIGHTS), ("bad_outcome", _outcomes(stories), outcome.WEIGHTS)]
    for name, pairs, shipped in rows:
        values, there, pens = (np.array(column) for column in zip(*pairs, strict=True))
        best = fit(values, there).round(2).tolist()
        print(f"{name}: {len(there)} stories, {int(there.sum())} are; shipped {list(shipped)}, best {best}")
        print(table(["from", "are", "found", "of"], _by_pen(values, there, pens)), "\n")


def fit(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method."""
    weights = np.zeros(values.shape[1])
    penalty = RIDGE * np.eye(len(weights))
    penalty[0, 0] = RIDGE / 1000
    for _ in range(30):
        said = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (there - said) - penalty @ weights
        weights = weights + np.linalg.solve((values.T * (said * (1 - said))) @ values + penalty, slope)
    return weights


def _by_pen(values: np.ndarray, there: np.ndarray, pens: np.ndarray) -> list[list[str]]:
    """How many lie over a probability, each pen judged by weights fitted to the others, and how many of them are."""
    said = np.zeros(len(there))
    for pen in set(pens):
        said[pens == pen] = 1 / (1 + np.exp(-values[pens == pen] @ fit(values[pens != pen], there[pens != pen])))
    found = [(limit, said >= limit) for limit in (0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7)]
    total = int(there.sum())
    return [[f"{limit}", f"{int(there[over].sum())}", f"{int(over.sum())}", f"{total}"] for limit, over in found]


def _openings(stories: Sequence[Told]) -> list[tuple[tuple[float, ...], bool, str]]:
    found = [(one, opening.opening(one.read)) for one in stories]
    return [
        (opening.values(one.read, place), bool(TRUTHS["result_first"](one.answer)), one.answer.pen)
        for one, place in found
        if place is not None
    ]


def _outcomes(stories: Sequence[Told]) -> list[tuple[tuple[float, ...], bool, str]]:
    found = [(one, outcome.outcome_words(one.read)) for one in stories]
    return [
        (outcome.values(one.read, words), bool(TRUTHS["bad_outcome"](one.answer)), one.answer.pen)
        for one, words in found
        if words is not None
    ]


def _counts(stories: Sequence[Told]) -> list[list[str]]:
    rules = {
        "two_stories": several.two_stories,
        "result_first": opening.result_first,
        "bad_outcome": outcome.bad_outcome,
        "own_part": whose.own_part,
    }
    said: Counter[tuple[str, bool | None, str]] = Counter()
    for one in stories:
        for name, rule in rules.items():
            said[name, TRUTHS[name](one.answer), _said(rule(one.read))] += 1
    return [[name, str(there), what, str(count)] for (name, there, what), count in sorted(said.items(), key=str)]


def _said(found: Finding | None) -> str:
    """The verdict, with how sure it is to a tenth."""
    return f"{found.present} {found.confidence or 0:.1f}" if found is not None else "-"


def _unseen(names: Sequence[str]) -> list[Told]:
    answers = {answer.name: answer for answer in corpus.read("train") if answer.is_story}
    order = network.network().order
    rows = [json.loads(line) for name in names for line in (CACHE / f"{name}.jsonl").open(encoding="utf-8")]
    return [
        _told(answers[row["name"]], Scores(**{key: row[key] for key in Scores.__struct_fields__}), order)
        for row in rows
        if row["name"] in answers and not row["removed"]
    ]


def _own() -> list[Told]:
    reader = network.network()
    stories = [answer for answer in corpus.read("shape/train") if answer.is_story]
    return [_told(one, reader.scores([line.text for line in one.lines]), reader.order) for one in stories]


def _told(answer: corpus.Answer, scores: Scores, order: Sequence[Sequence[float]]) -> Told:
    """Read line by line, with the labels that all of it gives."""
    words = [tuple(Word(text=word) for word in line.text.split()) for line in answer.lines]
    ends = np.cumsum([len(one) for one in words]).tolist()
    sentences = tuple(
        Sentence(text=line.text, first=end - len(one), last=end)
        for line, one, end in zip(answer.lines, words, ends, strict=True)
    )
    transcript = Transcript(
        language="en", engine="text", model="none", text="", words=sum(words, ()), sentences=sentences
    )
    read = Read(
        said=tuple(plain(line.text) for line in answer.lines),
        alone=verdicts.alone(scores),
        cues=by_cues.cue_words(transcript),
        bad=scores.bad,
    )
    told = by_model.labels(scores, [len(one) for one in words], order, by_model.course(read))
    return Told(answer, by_model.labelled(read, told))


if __name__ == "__main__":
    main()
