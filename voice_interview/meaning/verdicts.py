"""From the scores of the sentence model to labels, parts and story: pure. Every threshold is measured on the corpus's
pens that the model had not seen; docs/star.md has the figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from voice_interview.meaning.scores import KINDS, LABELS, PARTS, Scores
from voice_interview.model import Label, Part, Presence, Story

SURE_LABEL = 0.40
"""Probability under which a sentence is called unclear. On unseen pens 39 of 14,693 have less, and of the 435 from
there to .60 half are right."""

OTHER = LABELS.index("other")
SURELY_OTHER = 0.7
"""Probability, by what the model says of a sentence alone, from which it belongs to no part wherever it stands: a view
after the Result, a word to the interviewer. On unseen pens 118 of 135 such sentences are found and 61 of others called
so, in place of 113 and 48; behind the Result 2 of 5 in place of none; macro-F1 over the parts is .910 both times."""

YES = 0.5
"""Probability from which a part is called present."""

NO = 0.25
"""Probability under which a part is called missing. On unseen pens 76, 80, 82 and 78 % of removed Situations, Tasks,
Actions and Results lie under it, and 0.8, 1.1, 0.1 and 0.5 % of those that are there. From .30 three in a hundred more
would be noticed, and 1.1, 1.6, 0.1 and 0.5 % falsely."""

STORY, NO_STORY = 0.75, 0.20
"""Probabilities from which a story is told (all but one of 2,300 stories of unseen pens, and 8 % of 594 non-stories,
many written to look like stories), and under which none is (no story, and 82 % of the non-stories)."""

MEAN_PLACE = (0.08, 0.29, 0.59, 0.90)
PLACE_SPREAD = 0.15
STRAY = 0.2
"""Where in an answer the parts stand: means of 149 answers labelled by their writers; the spread is that of parts that
follow each other with the shares of those answers (22, 18, 35, 23 %), and this share of sentences stands anywhere."""

PLACE_WEIGHT = 1.0
ORDER_WEIGHT = 1.0
PRESENCE_WEIGHT = 0.5
"""What place, order and the presence of its part add to the log probability of a label; never to that of a presence.
Macro-F1 on pens unseen by earlier readers (2,691 answers) was .932 without place and order, .919 with these; where
parts stand in order it rose from .951 to .964, and people keep to the order: place alone labels their answers at .74,
and the corpus's at .62."""


class Told(NamedTuple):
    """The label of one sentence and its probability."""

    label: Label
    probability: float


def labels(
    scores: Scores, sizes: Sequence[int], order: Sequence[Sequence[float]], *, placed: bool = True
) -> tuple[Told, ...]:
    """The likeliest label of each sentence (of `sizes` words), given all sentences: forward-backward over what the
    model says, the place in the answer, and `order`: log probabilities of one label (row) being followed by another.
    What surely belongs to no part stands outside the story, and place and order are those of the rest. The place tells
    nothing where they are no whole story (not `placed`)."""
    said = [_log_softmax(row) for row in scores.labels]
    outside = [math.exp(row[OTHER]) >= SURELY_OTHER for row in said]
    story = [at for at, out in enumerate(outside) if not out]
    within = iter(
        _marginals(_weighed(scores, story, sizes, said, placed), [[ORDER_WEIGHT * one for one in row] for row in order])
    )
    return tuple(
        Told(LABELS[OTHER], math.exp(row[OTHER])) if out else _told(next(within))
        for row, out in zip(said, outside, strict=True)
    )


def _weighed(
    scores: Scores, story: Sequence[int], sizes: Sequence[int], said: Sequence[Sequence[float]], placed: bool
) -> list[list[float]]:
    """What speaks for each label of the sentences in `story`, but for their order: log probabilities, not to scale."""
    presence = [math.log(sigmoid(one)) for one in scores.presence]
    known = [PRESENCE_WEIGHT * presence[at] if at < len(PARTS) else 0.0 for at in range(len(LABELS))]
    weighed = []
    for at, place in zip(story, places([sizes[at] for at in story]), strict=True):
        prior = [placed * PLACE_WEIGHT * one for one in _place(place)]
        weighed.append([sum(each) for each in zip(said[at], prior, known, strict=True)])
    return weighed


def _told(row: Sequence[float]) -> Told:
    best = max(range(len(LABELS)), key=row.__getitem__)
    return Told(LABELS[best] if row[best] >= SURE_LABEL else "unclear", row[best])


def alone(scores: Scores) -> tuple[dict[Label, float], ...]:
    """The probability of each label by what the model says of each sentence, before place and order weigh in."""
    return tuple(dict(zip(LABELS, _softmax(row), strict=True)) for row in scores.labels)


def parts(scores: Scores) -> dict[str, Part]:
    """Which parts are there. A Task that the rest implies is the commonest thing that a listener misses, so between
    present and missing it is implied; the other parts are unclear there."""
    found: dict[str, Part] = {}
    for at, name in enumerate(PARTS):
        probability = sigmoid(scores.presence[at])
        present: Presence = "unclear"
        if probability >= YES:
            present = "yes"
        elif probability < NO:
            present = "no"
        elif name == "task":
            present = "implied"
        found[name] = Part(present=present, confidence=round(1 - probability if present == "no" else probability, 2))
    return found


def story(scores: Scores) -> Story:
    """Whether a past event is told, and what the answer is instead."""
    probability = sigmoid(scores.story)
    if probability >= STORY:
        return Story(present=True, confidence=round(probability, 2), kind="story")
    others = scores.kind[1:]
    kind = KINDS[1 + max(range(len(others)), key=others.__getitem__)]
    if probability < NO_STORY:
        return Story(present=False, confidence=round(1 - probability, 2), kind=kind)
    return Story(present=None, confidence=round(max(probability, 1 - probability), 2))


def places(sizes: Sequence[int]) -> list[float]:
    """Where the middle of each sentence stands in the answer, 0 to 1, in words."""
    total, before, found = max(1, sum(sizes)), 0, []
    for size in sizes:
        found.append((before + size / 2) / total)
        before += size
    return found


def sigmoid(logit: float) -> float:
    """A probability that is never quite 0 or 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _place(place: float) -> list[float]:
    """The log density of each label at a place; even for what belongs to no part."""
    density = []
    for mean in MEAN_PLACE:
        normal = math.exp(-(((place - mean) / PLACE_SPREAD) ** 2) / 2) / (PLACE_SPREAD * math.sqrt(2 * math.pi))
        density.append(math.log((1 - STRAY) * normal + STRAY))
    return density + [0.0] * (len(LABELS) - len(density))


def _marginals(weighed: Sequence[Sequence[float]], steps: Sequence[Sequence[float]]) -> list[list[float]]:
    """Forward-backward: the probability of each label of each sentence."""
    import numpy as np

    if not weighed:
        return []
    add: Any = np.logaddexp
    rows, step = np.array(weighed, np.float64), np.array(steps, np.float64)
    ahead, behind = rows.copy(), np.zeros_like(rows)
    for at in range(1, len(rows)):
        ahead[at] += add.reduce(ahead[at - 1][:, np.newaxis] + step, axis=0)
    for at in range(len(rows) - 2, -1, -1):
        behind[at] = add.reduce(step + (rows[at + 1] + behind[at + 1]), axis=1)
    return [_softmax(row) for row in (ahead + behind).tolist()]


def _log_softmax(row: Sequence[float]) -> list[float]:
    total = _log_sum(row)
    return [one - total for one in row]


def _softmax(row: Sequence[float]) -> list[float]:
    return [math.exp(one) for one in _log_softmax(row)]


def _log_sum(row: Sequence[float]) -> float:
    top = max(row)
    return top + math.log(sum(math.exp(one - top) for one in row))
