"""Which sentences of an answer come near, in meaning, to the qualities that a question looks for, and to a company's
own words. Only nearness is found here; what counts as touched is for the measures to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from voice_interview.errors import MeaningError
from voice_interview.meaning import minilm
from voice_interview.meaning.qualities import table
from voice_interview.model import Company, Near, Question, Reading, Sentence, Statement, Transcript, Word
from voice_interview.text import is_hesitation

if TYPE_CHECKING:
    from voice_interview.meaning.minilm import MiniLM, Vectors

KEPT = 3
"""Sentences that are remembered for each thing asked for."""

LONG = 30
"""Words from which a sentence is looked at in windows too: one vector for everything in a run-on is near to nothing."""

WINDOW, STEP = 18, 9
"""Words of a window, and from one to the next: the examples have 5 to 20."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared as a whole: words `[first, last)` of one sentence, without hesitations."""

    sentence: int
    first: int
    last: int
    text: str


def held_against(
    reading: Reading, transcript: Transcript, question: Question | None, company: Company | None
) -> Reading:
    """The reading with what its answer touches. Meaning is compared only where something is asked for, in English, and
    where the sentence model can be loaded; elsewhere `touches` is None and the company's text comes without `near`."""
    company = company and _uncompared(company)  # what was near before belongs to another transcript
    reading = replace(reading, company=company)
    qualities = question.looks_for if question else ()
    if not (qualities or company) or not _is_english(transcript) or not transcript.sentences:
        return reading
    try:
        model = minilm.load()
    except MeaningError:
        return reading
    pieces = cut(transcript.words, transcript.sentences)
    said = model.vectors([piece.text for piece in pieces])
    touches = {quality: _nearest(said, pieces, examples(model, quality)) for quality in qualities if quality in table()}
    if company:
        company = replace(company, statements=tuple(_against(model, said, pieces, one) for one in company.statements))
    return replace(reading, touches=touches, company=company)


def warm(qualities: Sequence[str], company: Company | None) -> None:
    """Load the model and work out the vectors that will be compared with, so that no report waits for them; does
    nothing where nothing is asked for, or the model is missing."""
    if not qualities and not company:
        return
    try:
        model = minilm.load()
    except MeaningError:
        return
    model.vectors([one.text for one in company.statements] if company else [])
    named = [one.quality for one in company.statements if one.quality] if company else []
    for quality in (*qualities, *named):
        examples(model, quality)


def cut(words: Sequence[Word], sentences: Sequence[Sentence]) -> tuple[Piece, ...]:
    """Every sentence as a piece; a long one in windows as well."""
    found = []
    for number, sentence in enumerate(sentences):
        spans = [(sentence.first, sentence.last)]
        if sentence.last - sentence.first > LONG:
            starts = range(sentence.first, sentence.last - STEP, STEP)
            spans += [(start, min(start + WINDOW, sentence.last)) for start in starts]
        for first, last in spans:
            text = " ".join(word.text for word in words[first:last] if not is_hesitation(word.text))
            if text:
                found.append(Piece(sentence=number, first=first, last=last, text=text))
    return tuple(found)


def examples(model: MiniLM, quality: str) -> Vectors:
    """The vectors of the sentences that show a quality."""
    return model.vectors(table()[quality].near)


def _uncompared(company: Company) -> Company:
    return replace(company, statements=tuple(replace(one, near=None) for one in company.statements))


def _against(model: MiniLM, said: Vectors, pieces: Sequence[Piece], statement: Statement) -> Statement:
    """A value that names a quality is compared with what shows that quality: one word alone means too little."""
    wanted = examples(model, statement.quality) if statement.quality else model.vectors([statement.text])
    return replace(statement, near=_nearest(said, pieces, wanted))


def _nearest(said: Vectors, pieces: Sequence[Piece], wanted: Vectors) -> tuple[Near, ...]:
    """The sentences that come nearest to any of `wanted`, the nearest first, each by its best piece."""
    scores = (said @ wanted.T).max(axis=1)
    best: dict[int, Near] = {}
    for piece, score in zip(pieces, scores, strict=True):
        near = Near(sentence=piece.sentence, first=piece.first, last=piece.last, similarity=round(float(score), 3))
        if piece.sentence not in best or near.similarity > best[piece.sentence].similarity:
            best[piece.sentence] = near
    return tuple(sorted(best.values(), key=lambda near: (-near.similarity, near.sentence))[:KEPT])


def _is_english(transcript: Transcript) -> bool:
    return re.split(r"[-_]", transcript.language.lower())[0] in ("en", "english")
