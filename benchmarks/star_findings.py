"""How well findings about whole stories are read: two stories, a result that comes first, a bad outcome, the own part.

    python -m benchmarks.star findings        on pens that nobody trained on and no threshold was chosen by

What is true is what the corpus says: its tags, and for the result that comes first its lines. An Action without the
speaker is one of an answer with the tag we, passive or own-part-unclear whose Action lines hold no I, me or my; those
that hold one are left out. Read as the program reads, which joins the lines and cuts its own sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from benchmarks.figures import table
from scripts.star.corpus import Answer
from voice_interview.model import Finding, Reading

NOT_OWN = frozenset({"we", "passive", "own-part-unclear"})
_I = re.compile(r"\b(?:i|i'm|i'd|i've|me|my|myself)\b", re.IGNORECASE)

COLUMNS = ["finding", "is there", "said yes", "unclear", "said no", "is not there", "said yes", "unclear", "said no"]


def result_first(answer: Answer) -> bool:
    return next((line.label for line in answer.lines if line.label in "STAR"), "") == "R"


def own_part(answer: Answer) -> bool | None:
    """Whether the Action has the speaker in it; None where the corpus does not say."""
    action = " ".join(line.text for line in answer.lines if line.label == "A")
    if not action:
        return None
    if not answer.tags & NOT_OWN:
        return True
    return None if _I.search(action) else False


TRUTHS: dict[str, Callable[[Answer], bool | None]] = {
    "two_stories": lambda answer: "two-stories" in answer.tags,
    "result_first": result_first,
    "bad_outcome": lambda answer: "bad-outcome" in answer.tags,
    "own_part": own_part,
}


def show(answers: list[Answer], read: Callable[[Answer], Reading]) -> str:
    """A table of what was found in these stories, and what became of the results that come first or are bad ones."""
    told = [(answer, read(answer)) for answer in answers]
    rows = [_row(name, truth, told) for name, truth in TRUTHS.items()]
    return "\n".join([table(COLUMNS, rows), "", *_results(told)])


def _row(name: str, truth: Callable[[Answer], bool | None], told: list[tuple[Answer, Reading]]) -> list[str]:
    said = Counter((truth(answer), _said(reading.findings.get(name))) for answer, reading in told)
    cells = [name]
    for there in (True, False):
        cells += [str(sum(said[there, one] for one in ("yes", "unclear", "no", "-")))]
        cells += [str(said[there, "yes"]), str(said[there, "unclear"] + said[there, "-"]), str(said[there, "no"])]
    return cells


def _said(found: Finding | None) -> str:
    return found.present if found is not None else "-"


def _results(told: list[tuple[Answer, Reading]]) -> Iterator[str]:
    for name in ("result_first", "bad_outcome"):
        some = [reading for answer, reading in told if TRUTHS[name](answer) and "R" in answer.present]
        missing = sum(reading.parts["result"].present == "no" for reading in some)
        yield f"{name}: the result is called missing in {missing} of {len(some)}"
