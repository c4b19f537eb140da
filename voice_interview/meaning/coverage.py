"""Which sentences of an answer come near, in meaning, to the qualities that a question looks for, and to a company's
own words. Only nearness is found here; what counts as touched is for the measures to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from voice_interview.errors import MeaningError
from voice_interview.meaning import minilm
from voice_interview.meaning.qualities import weights
from voice_interview.model import Company, Near, Question, Reading, Sentence, Statement, Transcript, Word
from voice_interview.text import is_hesitation

if TYPE_CHECKING:
    from voice_interview.meaning.minilm import MiniLM, Vectors

KEPT = 3
"""Sentences that are remembered for each thing asked for."""

LONG = 30
"""Words from which a sentence is looked at in windows: one vector for everything in a run-on is near to nothing."""

WINDOW, STEP = 18, 15
"""Words of a window, for the examples have 5 to 20; and at most from one to the next."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared as a whole: words `[first, last)` of one sentence, without hesitations."""

    sentence: int
    first: int
    last: int
    text: str


def ahead(transcript: Transcript) -> None:
    """Work out the vectors of what was said so far, while the next sentences are still being spoken; those that are
    there already cost nothing. The last sentence may be whole: what is pending is guessed at pauses."""
    pieces = cut(transcript.words, transcript.sentences)
    with suppress(MeaningError):
        minilm.load().vectors([piece.text for piece in pieces])


def held_against(
    reading: Reading, transcript: Transcript, question: Question | None, company: Company | None
) -> Reading:
    """The reading with what its answer touches. Meaning is compared only where something is asked for, in English, and
    where the model can be loaded; elsewhere `touches` is None and the company's text comes without `near`."""
    company = company and _uncompared(company)  # what was near before belongs to another transcript
    reading = replace(reading, company=company)
    qualities = question.looks_for if question else ()
    if not (qualities or company) or not _is_english(transcript) or not transcript.sentences:
        return reading
    pieces = cut(transcript.words, transcript.sentences)
    try:
        model, known = minilm.load(), weights().bias
        said = model.vectors([piece.text for piece in pieces])
        stated = tuple(_against(model, said, pieces, one) for one in company.statements) if company else ()
    except MeaningError:
        return reading
    touches = {quality: _nearest(scores(said, quality), pieces) for quality in qualities if quality in known}
    company = company and replace(company, statements=stated)
    return replace(reading, touches=touches, company=company)


def warm(company: Company | None) -> None:
    """Load the model and work out the vectors of a company's statements, so that no report waits for them; does nothing
    where the model is missing."""
    stated = [one.text for one in company.statements if not one.quality] if company else []
    with suppress(MeaningError):
        minilm.load().vectors(["The first sentence takes longer.", *stated])


def cut(words: Sequence[Word], sentences: Sequence[Sentence]) -> tuple[Piece, ...]:
    """Every sentence as a piece; a long one in windows that overlap, spread evenly from its first word to its last."""
    found = []
    for number, sentence in enumerate(sentences):
        spans = [(sentence.first, sentence.last)]
        left = sentence.last - sentence.first - WINDOW
        if left + WINDOW > LONG:
            steps = -(-left // STEP)
            starts = [sentence.first + round(left * step / steps) for step in range(steps + 1)]
            spans = [(start, start + WINDOW) for start in starts]
        for first, last in spans:
            text = " ".join(word.text for word in words[first:last] if not is_hesitation(word.text))
            if text:
                found.append(Piece(sentence=number, first=first, last=last, text=text))
    return tuple(found)


def scores(said: Vectors, quality: str) -> Vectors:
    """How much each sentence shows a quality: 1 as its own examples do, 0 as those of others."""
    known = weights()
    found: Vectors = said @ known.slopes[quality] + known.bias[quality]
    return found.clip(-1.0, 1.0)


def _uncompared(company: Company) -> Company:
    return replace(company, statements=tuple(replace(one, near=None) for one in company.statements))


def _against(model: MiniLM, said: Vectors, pieces: Sequence[Piece], statement: Statement) -> Statement:
    """A value that names a quality is compared with what shows that quality: one word alone means too little."""
    if statement.quality:
        return replace(statement, near=_nearest(scores(said, statement.quality), pieces))
    return replace(statement, near=_nearest(said @ model.vectors([statement.text])[0], pieces))


def _nearest(scores: Vectors, pieces: Sequence[Piece]) -> tuple[Near, ...]:
    """The sentences with the highest scores, the highest first, each by its best piece."""
    best: dict[int, Near] = {}
    for piece, score in zip(pieces, scores, strict=True):
        near = Near(sentence=piece.sentence, first=piece.first, last=piece.last, similarity=round(float(score), 3))
        if piece.sentence not in best or near.similarity > best[piece.sentence].similarity:
            best[piece.sentence] = near
    return tuple(sorted(best.values(), key=lambda near: (-near.similarity, near.sentence))[:KEPT])


def _is_english(transcript: Transcript) -> bool:
    return re.split(r"[-_]", transcript.language.lower())[0] in ("en", "english")
