"""Fine-tune the reader on answers and on copies of them that lack parts; average several readers from one start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor, nn

from scripts.star import network, variation
from scripts.star.corpus import KINDS, LABELS, PARTS, Answer


@dataclass(frozen=True)
class Recipe:
    """How a reader is trained."""

    epochs: int = 3
    rate: float = 6e-5
    head_rate: float = 2e-3
    size: int = 16
    smoothing: float = 0.1
    ablations: int = 2
    thinnings: int = 1
    crops: int = 1
    talk: float = 0.0
    """Share of the stories that are shown amid general talk."""
    presence: float = 0.6
    story: float = 0.4
    kind: float = 0.15
    bad: float = 0.15


class Tokens:
    """WordPiece ids of a sentence, without [CLS] and [SEP]."""

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.ids = lru_cache(maxsize=500_000)(self._ids)

    def _ids(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)


def train(answers: Sequence[Answer], start: Path, tokens: Tokens, recipe: Recipe, seed: int) -> network.Reader:
    """One reader, from the weights in the folder `start`."""
    torch.manual_seed(0)  # the same heads at the beginning, or an average of several readers would mean nothing
    reader = network.start(start)
    reader.words.weight.requires_grad_(False)
    torch.manual_seed(seed + 1)
    random = Random(seed)
    trained = [(name, one) for name, one in reader.named_parameters() if one.requires_grad]
    encoder = [one for name, one in trained if name.startswith(network.ENCODER)]
    heads = [one for name, one in trained if not name.startswith(network.ENCODER)]
    groups = [{"params": encoder, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = recipe.epochs * (len(_epoch(answers, recipe, Random(0))) // recipe.size + 2) + 10
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [recipe.rate, recipe.head_rate], total_steps=steps, pct_start=0.1
    )
    reader.train()
    for _ in range(recipe.epochs):
        for copies in _batches(_epoch(answers, recipe, random), recipe.size, random):
            loss = _loss(reader, copies, tokens, recipe)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            if schedule.last_epoch < steps - 1:
                schedule.step()
    return reader.eval()


def averaged(readers: Sequence[network.Reader]) -> network.Reader:
    """One reader whose every weight is the mean of theirs: it reads strangers better than any of them (model soups:
    Wortsman et al. 2022, arXiv 2203.05482)."""
    states = [reader.state_dict() for reader in readers]
    mean = network.Reader()
    mean.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return mean.eval()


def _batches(copies: list[Copy], size: int, random: Random) -> list[list[Copy]]:
    """Answers of like length together, in random order."""
    random.shuffle(copies)
    ordered = sorted(copies, key=lambda copy: sum(len(line.text) for line in copy.answer.lines) + random.random() * 200)
    batches = [ordered[at : at + size] for at in range(0, len(ordered), size)]
    random.shuffle(batches)
    return batches


@dataclass(frozen=True)
class Copy:
    """An answer as it is shown in training; `whole` where its parts and its story may be judged."""

    answer: Answer
    whole: bool
    story_known: bool


def _epoch(answers: Iterable[Answer], recipe: Recipe, random: Random) -> list[Copy]:
    answers = list(answers)
    others = [answer for answer in answers if not answer.is_story]

    def shown(answer: Answer) -> Answer:
        amid = recipe.talk and answer.is_story and answer.lines and random.random() < recipe.talk
        told = variation.amid_talk(answer, random.choice(others), random) if amid else answer
        return variation.spoken(told, random)

    copies = []
    for answer in answers:
        copies.append(Copy(shown(answer), True, True))
        if not answer.is_story:
            copies.append(Copy(shown(answer), True, True))
            if len(answer.lines) > 3 and random.random() < 0.5:
                copies.append(Copy(shown(_part_of(answer, random)), True, True))
            continue
        for _ in range(recipe.ablations):
            fewer = variation.ablated(answer, random)
            if fewer.lines:
                lost = len(answer.present - fewer.present)
                copies.append(Copy(shown(fewer), True, lost < 2 and "A" in fewer.present))
        copies += [Copy(shown(variation.thinned(answer, random)), True, True) for _ in range(recipe.thinnings)]
        crops = [variation.cropped(answer, random) for _ in range(recipe.crops)]
        copies += [Copy(variation.spoken(one, random), False, False) for one in crops]
    return [copy for copy in copies if copy.answer.lines]


def _part_of(answer: Answer, random: Random) -> Answer:
    first = random.randrange(len(answer.lines) - 2)
    return replace(answer, lines=answer.lines[first:])


def _loss(reader: network.Reader, copies: Sequence[Copy], tokens: Tokens, recipe: Recipe) -> Tensor:
    batch = network.batch([[tokens.ids(line.text) for line in copy.answer.lines] for copy in copies])
    with torch.autocast("cpu", torch.bfloat16):
        said = {name: one.float() for name, one in reader(batch.ids, batch.sentence).items()}
    width = said["labels"].shape[1]
    wanted = torch.zeros(len(copies), width, len(LABELS))
    for row, copy in enumerate(copies):
        for place, line in enumerate(copy.answer.lines[:width]):
            for part, words in line.words.items():
                wanted[row, place, LABELS.index(part)] = words / sum(line.words.values())
    real = wanted.sum(-1) > 0
    loss = nn.functional.cross_entropy(said["labels"][real], wanted[real], label_smoothing=recipe.smoothing)

    stories = [row for row, copy in enumerate(copies) if copy.whole and copy.answer.is_story]
    if stories:
        present, sure = [], []
        for row in stories:
            answer = copies[row].answer
            present.append([float(part in answer.present) for part in PARTS])
            sure.append([float(part not in answer.implied) for part in PARTS])
        each = nn.functional.binary_cross_entropy_with_logits(
            said["presence"][stories], _softened(torch.tensor(present)), reduction="none"
        )
        weight = torch.tensor(sure)
        loss += recipe.presence * (each * weight).sum() / weight.sum()
    ended = [row for row in stories if "R" in copies[row].answer.present]
    if ended:
        bad = torch.tensor([float("bad-outcome" in copies[row].answer.tags) for row in ended])
        loss += recipe.bad * nn.functional.binary_cross_entropy_with_logits(said["bad"][ended], _softened(bad))
    known = [row for row, copy in enumerate(copies) if copy.whole and copy.story_known]
    if known:
        story = torch.tensor([float(copies[row].answer.is_story) for row in known])
        kind = torch.tensor([KINDS.index(copies[row].answer.kind) for row in known])
        loss += recipe.story * nn.functional.binary_cross_entropy_with_logits(said["story"][known], _softened(story))
        loss += recipe.kind * nn.functional.cross_entropy(said["kind"][known], kind, label_smoothing=0.1)
    return loss


def _softened(wanted: Tensor) -> Tensor:
    """Targets of .05 and .95: nobody is ever quite sure."""
    return wanted * 0.9 + 0.05


Scores = dict[str, Any]
"""What a reader says of an answer: "labels" (sentences, 6), "presence" (4), "story", "kind" (7), "bad", all logits."""


@torch.no_grad()
def scores(reader: network.Reader, answers: Sequence[Answer], tokens: Tokens) -> list[Scores]:
    """What the reader says of each answer, beside its "name" and "pen"."""
    found = []
    for answer in answers:
        batch = network.batch([[tokens.ids(line.text) for line in answer.lines]])
        said = {name: one[0].numpy().tolist() for name, one in reader(batch.ids, batch.sentence).items()}
        said["labels"] += [said["labels"][-1]] * (len(answer.lines) - len(said["labels"]))
        found.append({"name": answer.name, "pen": answer.pen, **said})
    return found
