"""Sentences to the numbers that the sentence model reads: WordPiece, by the tokenizer it was trained with."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from voice_interview.meaning import sealed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

VOCABULARY = sealed.FOLDER / "tokenizer.json"

KEPT = 1024
"""Sentences whose ids are kept: most of an answer is read while it is still being spoken."""


def ids(sentences: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The ids of each sentence, without marks of its ends. Raises MeaningError where the
    vocabulary is missing or damaged."""
    return tuple(_ids(sentence) for sentence in sentences)


@lru_cache(maxsize=KEPT)
def _ids(sentence: str) -> tuple[int, ...]:
    return tuple(_tokenizer().encode(sentence, add_special_tokens=False).ids)


@cache
def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(sealed.whole(VOCABULARY)))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
