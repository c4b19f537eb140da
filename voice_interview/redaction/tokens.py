"""Spoken or written words as the rules look at them: without the punctuation around them, and what it tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from voice_interview.redaction.words import BETWEEN_NUMBERS, NUMBER_WORDS, TITLES
from voice_interview.text import key

_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\S+@\S+\.\S+|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|edu|gov|co\.uk|uk|eu)"
)
_ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_INITIAL = re.compile(r"^[^\W\d_]\.$")
_AROUND = "\"'“”‘’«»()[]{}<>¿¡.,;:!?…—–-*/\\|"


class Token(NamedTuple):
    """`bare` is the word alone; `opens` where a sentence or something quoted begins, so that a capital tells little;
    `closes` where punctuation after it ends a name."""

    bare: str
    opens: bool
    closes: bool

    @property
    def small(self) -> str:
        return self.bare.casefold()

    @property
    def is_capital(self) -> bool:
        """Whether it has a capital letter, at its start or inside (eBay)."""
        return any(letter.isupper() for letter in self.bare)

    @property
    def is_number(self) -> bool:
        if re.match(r"[^\w]?\d", self.bare) and not _ADDRESS.fullmatch(self.bare):
            return True
        parts = [key(part) for part in self.bare.split("-")]
        return parts[0] in NUMBER_WORDS and all(part in NUMBER_WORDS or part == "one" for part in parts)

    @property
    def joins_numbers(self) -> bool:
        return self.small in BETWEEN_NUMBERS

    @property
    def is_address(self) -> bool:
        return _ADDRESS.fullmatch(self.bare) is not None


def tokens(words: Sequence[str], firsts: Iterable[int] = ()) -> list[Token]:
    """One for each word; `firsts` are the places where sentences are known to begin."""
    known = {0, *firsts}
    made: list[Token] = []
    opens = True
    for place, word in enumerate(words):
        quoted = word[:1] in '"“‘«('
        begins = place in known or opens or quoted
        bare = _bare(word)
        made.append(Token(bare, begins, _closes(word)))
        opens = _ends_sentence(word, bare) or (begins and not bare)
    return made


def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFC", word).strip(_AROUND)
    return _POSSESSIVE.sub("", plain)


def _ends_sentence(word: str, bare: str) -> bool:
    return _ENDS.search(word) is not None and bare.casefold() not in TITLES and _INITIAL.match(word) is None


def _closes(word: str) -> bool:
    return word[-1:] in ",;" or _ends_sentence(word, _bare(word))
