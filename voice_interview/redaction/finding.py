"""Which words of an answer name somebody or something, by their capitals, the words around them, and digits.

Whisper writes names with capitals; what opens a sentence has one too, and is a name only where it is no ordinary word.
All of it is a proposal for a person to approve, so a doubt is proposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from voice_interview.model import Transcript
from voice_interview.redaction import kinds
from voice_interview.redaction.terms import Found, Kind, Term
from voice_interview.redaction.tokens import Token, tokens
from voice_interview.redaction.words import (
    BEFORE_A_MONTH,
    JOINERS,
    MONTHS_AND_NAMES,
    NAMES_AND_WORDS,
    NEVER,
    SPEECH,
    TITLES,
    is_grammar,
    is_ordinary,
)
from voice_interview.text import is_hesitation

LONGEST_NAME = 8
"""Words: longer runs of capitals are a title or a shout, and are cut."""

AROUND = 4
"""Words on each side of a find that are quoted."""


class _Find(NamedTuple):
    first: int
    last: int
    kind: Kind


def find(transcripts: Iterable[Transcript], texts: Iterable[tuple[str, str]] = ()) -> tuple[Found, ...]:
    """What is proposed to be taken out of these transcripts and of other texts, each given with what it is ("question",
    "comment"), in order of first mention. What a longer term has in it is not listed again."""
    kinds_of: dict[str, Counter[Kind]] = {}
    first: dict[str, Found] = {}
    for where, words, firsts in _sources(transcripts, texts):
        made = tokens(words, firsts)
        for one in _finds(made, numbers=where != "question"):
            text = " ".join(token.bare for token in made[one.first : one.last])
            kinds_of.setdefault(text.casefold(), Counter())[one.kind] += 1
            first.setdefault(text.casefold(), Found(Term(text, one.kind), quote(words, one.first, one.last), where))
    named = {name: found._replace(term=Term(found.term.text, _kind(kinds_of[name]))) for name, found in first.items()}
    return tuple(found for name, found in named.items() if not _is_part(name, found.term, named))


def quote(words: Sequence[str], first: int, last: int) -> str:
    """Words `[first, last)` with a few around them."""
    a, b = max(0, first - AROUND), min(len(words), last + AROUND)
    return f"{'… ' if a else ''}{' '.join(words[a:b])}{' …' if b < len(words) else ''}"


def _sources(
    transcripts: Iterable[Transcript], texts: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, list[str], list[int]]]:
    for transcript in transcripts:
        yield "", [word.text for word in transcript.words], [one.first for one in transcript.sentences]
    for where, text in texts:
        yield where, text.split(), []


def _kind(counted: Counter[Kind]) -> Kind:
    return counted.most_common(1)[0][0]


def _is_part(name: str, term: Term, named: dict[str, Found]) -> bool:
    """Whether a longer find has this one in it: it is taken out with that."""
    if term.kind == "number":
        return False
    others = (found.term for other, found in named.items() if other != name and found.term.kind != "number")
    return any(name in other.text.casefold().split() for other in others)


def _finds(made: Sequence[Token], numbers: bool) -> Iterator[_Find]:
    at = 0
    while at < len(made):
        last = at + 1
        if made[at].is_address:
            yield _Find(at, last, "address")
        elif (ends := _number(made, at)) > at:
            last = ends
            if numbers:
                yield _Find(at, last, "number")
        elif _names(made, at):
            last = _end(made, at)
            yield _Find(at, last, kinds.kind(made, at, last))
        at = last


def _number(made: Sequence[Token], at: int) -> int:
    """Where the number that begins here ends; `at` where none does. "One" begins one only before another."""
    follows = at + 1 < len(made) and made[at + 1].is_number and not made[at].closes
    if not made[at].is_number and not (made[at].small == "one" and follows):
        return at
    last = at + 1
    while last < len(made) and not made[last - 1].closes:
        joined = made[last].joins_numbers and last + 1 < len(made) and made[last + 1].is_number
        if not made[last].is_number and not joined:
            break
        last += 2 if joined else 1
    return last


def _names(made: Sequence[Token], at: int) -> bool:
    """Whether a name begins here."""
    token = made[at]
    if not token.bare or is_hesitation(token.bare) or {token.small, token.small.removesuffix("s")} & NEVER:
        return False
    if kinds.is_announced(made, at) and not is_ordinary(token.bare):
        return True
    following = made[at + 1] if at + 1 < len(made) and not token.closes else None
    if not token.is_capital or (len(token.bare) < 2 and not (following and following.is_capital)):
        return False
    before = made[at - 1].small if at else ""
    if before in TITLES:
        return True
    if token.opens:
        return not is_ordinary(token.bare) or _opens_with_name(token, following)
    if token.small in MONTHS_AND_NAMES:
        return before not in BEFORE_A_MONTH and not (following and following.is_number)
    return before in ("at", "joined") or token.small in NAMES_AND_WORDS or not is_grammar(token.bare)


def _opens_with_name(token: Token, following: Token | None) -> bool:
    """Whether an ordinary word that opens a sentence is a name there: "Hope said", "Hope Miller", "Best
    Buy gave"."""
    if following is None or (is_grammar(token.bare) and token.small not in NAMES_AND_WORDS):
        return False
    if token.small in NAMES_AND_WORDS and following.small in SPEECH:
        return True
    surname = token.small in NAMES_AND_WORDS or is_ordinary(following.bare)
    return following.is_capital and following.small not in NEVER and surname


def _end(made: Sequence[Token], at: int) -> int:
    """Where the name that begins here ends: capitals that follow at once, and small words between two of them."""
    last = at + 1
    while last < len(made) and last - at < LONGEST_NAME and not made[last - 1].closes:
        if _goes_on(made[last]):
            last += 1
        elif made[last].small in JOINERS and last + 1 < len(made) and _goes_on(made[last + 1]):
            last += 2
        elif kinds.is_announced(made, at) and last - at == 1 and not made[at].is_capital and _is_rare(made[last]):
            last += 1  # a surname, where nothing has capitals
        else:
            break
    return last


def _goes_on(token: Token) -> bool:
    return token.is_capital and not token.opens and token.small not in NEVER and not is_hesitation(token.bare)


def _is_rare(token: Token) -> bool:
    return bool(token.bare) and not is_ordinary(token.bare)
