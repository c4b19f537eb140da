"""How well STAR is read: labels, missing parts, story or none, beside three baselines.

    python -m benchmarks.star test                       the test part of the project's corpus: pens nobody trained on
    python -m benchmarks.star ANSWERS.jsonl [--nonstories FILE.jsonl]
    python -m benchmarks.star findings                   two stories, result first, bad outcome, own part
    make bench-star SET=test

A line of ANSWERS: {"id", "question", "segments": [{"label": "S", "text": ...}]}; of the other: {"id", "question",
"text"}. The baselines: place alone (the first 22 % of the words are Situation, and so on, as in 149 answers labelled by
their writers), the cue words of `meaning/by_cues.py`, and a bag of words (naive Bayes, trained on the same corpus).
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import star_findings
from benchmarks.figures import table
from scripts.star import corpus
from voice_interview import text
from voice_interview.meaning import by_cues, by_model, network
from voice_interview.model import PARTS, Reading, Transcript, Word

NAMES = dict(zip("STARLO", ("situation", "task", "action", "result", "learning", "other"), strict=True))
SHARES = (0.22, 0.40, 0.75)
"""Where Task, Action and Result begin, by the median shares of those answers."""


class Told(NamedTuple):
    """A sentence as its writer labelled it: a letter of STARLO."""

    label: str
    text: str


class Read(NamedTuple):
    """What a reader says: a label for each word, the parts it calls missing, and whether there is a story."""

    labels: tuple[str, ...]
    missing: frozenset[str]
    story: bool | None


Answer = tuple[Told, ...]
Reader = Callable[[Sequence[str]], Read]
"""Takes the sentences that were told, which it may join and cut again."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("set", help='"test", "train", "findings", or a file of answers')
    parser.add_argument("--nonstories", type=Path)
    asked = parser.parse_args()
    if asked.set == "findings":
        for part in ("test", "shape/test"):
            print(f"{part}\n{star_findings.show([one for one in corpus.read(part) if one.is_story], _meant)}\n")
        return
    stories, others = _set(asked.set)
    if asked.nonstories:
        others = [_sentences(row["text"]) for row in _rows(asked.nonstories)]
    readers: dict[str, Reader] = {
        "place alone": by_place,
        "cue words": _whole(by_cues.read),
        "bag of words": _bag(corpus.read("train")),
        "voice-interview": _whole(lambda transcript: by_model.read(transcript, network.network())),
    }
    print(f"{len(stories)} stories ({sum(map(_complete, stories))} complete), {len(others)} non-stories")
    print(table(COLUMNS, [[name, *score(reader, stories, others)] for name, reader in readers.items()]))


COLUMNS = ["reader", "accuracy", "macro-F1", "with a part removed"]
COLUMNS += [f"{part} noticed / falsely missing" for part in "STAR"]
COLUMNS += ["stories taken for stories", "non-stories taken for stories"]


def score(reader: Reader, stories: Sequence[Answer], others: Sequence[Sequence[str]]) -> list[str]:
    """One row of the table, as text."""
    whole = [reader([told.text for told in answer]) for answer in stories]
    complete = [(answer, said) for answer, said in zip(stories, whole, strict=True) if _complete(answer)]
    noticed, pairs = [], []
    for part in "STAR":
        cut = [tuple(told for told in answer if told.label != part) for answer, _ in complete]
        read = [reader([told.text for told in answer]) for answer in cut]
        found, false = (sum(NAMES[part] in one.missing for one in some) for some in (read, [s for _, s in complete]))
        noticed.append(f"{found / len(complete):.2f} / {false / len(complete):.2f}" if complete else "-")
        pairs += [pair for answer, said in zip(cut, read, strict=True) for pair in _pairs(answer, said)]
    told = [pair for answer, said in zip(stories, whole, strict=True) for pair in _pairs(answer, said)]
    kept = sum(said.story is True for said in whole)
    taken = sum(reader(sentences).story is True for sentences in others)
    accuracy = sum(one == other for one, other in told) / len(told)
    cells = [f"{accuracy:.3f}", f"{macro_f1(told):.3f}", f"{macro_f1(pairs):.3f}" if pairs else "-", *noticed]
    return [*cells, f"{kept}/{len(stories)}", f"{taken}/{len(others)}"]


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 over Situation, Task, Action and Result of pairs of what is true and what was said."""
    found = []
    for part in PARTS:
        both = sum(one == other == part for one, other in pairs)
        either = sum(one == part for one, _ in pairs) + sum(other == part for _, other in pairs)
        found.append(2 * both / either if either else 0.0)
    return sum(found) / len(found)


def _pairs(answer: Answer, said: Read) -> list[tuple[str, str]]:
    """The label of every sentence, and the one that most of its words were given. Learning counts as Result, as its
    writers label it; sentences of no part are left out."""
    found, at = [], 0
    for told in answer:
        size = len(told.text.split())
        votes = Counter(said.labels[at : at + size])
        at += size
        best = votes.most_common(1)[0][0]
        if told.label != "O":
            found.append((_as_result(NAMES[told.label]), _as_result(best)))
    return found


def _as_result(label: str) -> str:
    return "result" if label == "learning" else label


def _complete(answer: Answer) -> bool:
    return {told.label for told in answer} >= set("STAR")


# -- sets -------------------------------------------------------------------------------------------------------------


def _set(name: str) -> tuple[list[Answer], list[list[str]]]:
    if name in ("test", "train"):
        answers = corpus.read(name)
        stories = [tuple(Told(line.label, line.text) for line in one.lines) for one in answers if one.is_story]
        return stories, [[line.text for line in one.lines] for one in answers if not one.is_story]
    return [_answer(row) for row in _rows(Path(name))], []


def _answer(row: dict[str, Any]) -> Answer:
    return tuple(Told(part["label"], line) for part in row["segments"] for line in _sentences(part["text"]))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _sentences(told: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?])\s+", told) if one.strip()]


# -- readers ----------------------------------------------------------------------------------------------------------


def _transcript(sentences: Sequence[str]) -> Transcript:
    words = tuple(Word(text=word) for sentence in sentences for word in sentence.split())
    return Transcript(
        language="en",
        engine="text",
        model="none",
        text=text.join(words),
        words=words,
        sentences=text.sentences(words),
    )


def _meant(answer: corpus.Answer) -> Reading:
    return by_model.read(_transcript([line.text for line in answer.lines]), network.network())


def _whole(read: Callable[[Transcript], Reading]) -> Reader:
    """A reader of transcripts, which cuts the sentences itself."""

    def reader(sentences: Sequence[str]) -> Read:
        transcript = _transcript(sentences)
        said = read(transcript)
        labels = [
            one.label
            for sentence, one in zip(transcript.sentences, said.labels, strict=True)
            for _ in range(sentence.first, sentence.last)
        ]
        missing = frozenset(name for name, part in said.parts.items() if part.present == "no")
        return Read(tuple(labels), missing, said.story.present)

    return reader


def by_place(sentences: Sequence[str]) -> Read:
    """Labels by the place in the answer alone; everything is there, and all is a story."""
    sizes = [len(sentence.split()) for sentence in sentences]
    labels, before = [], 0
    for size in sizes:
        place = (before + size / 2) / sum(sizes)
        labels += [PARTS[sum(place >= share for share in SHARES)]] * size
        before += size
    return Read(tuple(labels), frozenset(), True)


def _bag(answers: Sequence[corpus.Answer]) -> Reader:
    """Naive Bayes over words and pairs of words; a part that no sentence has is called missing."""
    lines = _Bayes([(NAMES[line.label], line.text) for one in answers if one.is_story for line in one.lines])
    whole = _Bayes([(str(one.is_story), " ".join(line.text for line in one.lines)) for one in answers])

    def reader(sentences: Sequence[str]) -> Read:
        found = [lines.best(sentence) for sentence in sentences]
        labels = [label for label, line in zip(found, sentences, strict=True) for _ in line.split()]
        return Read(tuple(labels), frozenset(PARTS) - set(found), whole.best(" ".join(sentences)) == "True")

    return reader


class _Bayes:
    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        self._rows = Counter(label for label, _ in rows)
        self._seen = {label: Counter[str]() for label in self._rows}
        for label, line in rows:
            self._seen[label].update(_grams(line))
        self._known = len({gram for seen in self._seen.values() for gram in seen})

    def best(self, line: str) -> str:
        grams = _grams(line)

        def fit(label: str) -> float:
            seen = self._seen[label]
            total = seen.total() + self._known
            return math.log(self._rows[label]) + sum(math.log((seen[gram] + 1) / total) for gram in grams)

        return max(self._rows, key=fit)


def _grams(line: str) -> list[str]:
    words = [key for word in line.split() if (key := text.key(word))]
    return words + [f"{one} {other}" for one, other in pairwise(words)]


if __name__ == "__main__":
    main()
