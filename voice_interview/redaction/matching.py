"""Terms as one pattern, by which they are recognised in any text and replaced.

Each word of a term goes, wherever it stands, so that a quote that is cut in the middle of a name gives nothing away:
all but the small ones between ("of"). Where an answer has an ordinary word of a name in small letters too ("Will",
"will"), only the one with a capital is the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

from voice_interview.redaction.terms import Term
from voice_interview.redaction.words import JOINERS, NAMES_AND_WORDS, is_grammar
from voice_interview.text import key

_QUOTED = re.compile(r"“[^”]*”")


class Match(NamedTuple):
    start: int
    end: int
    term: int


class Remover:
    """Takes `terms` out of texts; `small` are the ordinary words (`text.key`) that the answers hold without a
    capital."""

    def __init__(self, terms: Iterable[Term], small: Collection[str] = ()) -> None:
        self.terms = tuple(terms)
        self._small = small
        forms = [(form, place) for place, term in enumerate(self.terms) for form in self._forms(term)]
        self._all = _Pattern(forms)
        self._words = _Pattern([form for form in forms if self.terms[form[1]].kind != "number"])

    def matches(self, text: str) -> list[Match]:
        """Where the terms stand in a text, in order."""
        return self._all.matches(text)

    def clean(self, text: str) -> str:
        """The text without the terms: for each word that goes, one placeholder."""
        return self._replaced(text, self._all)

    def clean_ours(self, text: str) -> str:
        """The same for a text of this program's own: numbers go only where it quotes, its figures stay."""
        quoted = _QUOTED.sub(lambda found: self.clean(found[0]), text)
        return self._replaced(quoted, self._words)

    def clean_id(self, text: str) -> str:
        """The same for an id that may be the name of a folder."""
        return self._replaced(text, self._words, "redacted")

    def _replaced(self, text: str, pattern: _Pattern, instead: str | None = None) -> str:
        plain = unicodedata.normalize("NFC", text)
        found = pattern.matches(plain)
        if not found:
            return text
        pieces, at = [], 0
        for match in found:
            holder = instead or self.terms[match.term].placeholder
            pieces += [plain[at : match.start], _each_word(plain[match.start : match.end], holder)]
            at = match.end
        return "".join([*pieces, plain[at:]])

    def _forms(self, term: Term) -> list[str]:
        """Patterns for a term, and for each telling word of it alone."""
        words = term.text.split()
        whole = r"\W{1,3}".join(_escaped(word) for word in words)
        if term.kind in ("number", "address", "term"):
            return [rf"(?i:{whole})"]
        alone = [word for word in words if len(words) > 1 and _tells(word)]
        return [rf"(?i:{whole})" if len(words) > 1 else self._cased(words[0]), *map(self._cased, alone)]

    def _cased(self, word: str) -> str:
        """Any spelling of one word, but for small letters where the answers hold it in small letters too."""
        if key(word) not in self._small or word.islower():
            return rf"(?i:{_escaped(word)})"
        return rf"(?:{re.escape(word[:1].upper() + word[1:])}|{re.escape(word.upper())})"


class _Pattern:
    """Alternatives, the longest first, each of which knows its term."""

    def __init__(self, forms: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(dict.fromkeys(forms), key=lambda one: -len(one[0]))
        self._places = [place for _, place in ordered]
        parts = "|".join(f"({form})" for form, _ in ordered)
        # A "_" parts words in ids; after a name an ending of possession goes with it.
        ends = r"(?:['’]s)?(?![^\W_])"
        self._found = re.compile(rf"(?<![^\W_])(?:{parts}){ends}") if ordered else None

    def matches(self, text: str) -> list[Match]:
        if self._found is None:
            return []
        return [
            Match(found.start(), found.end(), self._places[(found.lastindex or 1) - 1])
            for found in self._found.finditer(text)
        ]


def _each_word(text: str, holder: str) -> str:
    return re.sub(r"\S+", lambda _: holder, text)


def _escaped(word: str) -> str:
    """A pattern for a word; with the forms of which a small or a capital letter is several (ß, İ)."""
    forms = dict.fromkeys(unicodedata.normalize("NFC", form) for form in (word, word.lower(), word.upper()))
    either = "|".join(re.sub("['’]", "['’]", re.escape(form)) for form in forms)
    return f"(?:{either})"


def _tells(word: str) -> bool:
    known = key(word) in NAMES_AND_WORDS or not is_grammar(word)
    return len(key(word)) > 1 and word.casefold() not in JOINERS and known
