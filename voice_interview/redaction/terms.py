"""What is taken out: terms, and where they were found."""

from __future__ import annotations

import unicodedata
from typing import Literal, NamedTuple

Kind = Literal["name", "employer", "place", "number", "address", "term"]
"""`address` is one of the net: a mail, a page; `term` is what the user named."""


class Term(NamedTuple):
    """Words as they are written where they were found, without the punctuation around them."""

    text: str
    kind: Kind

    @property
    def placeholder(self) -> str:
        """What stands in the place of each word."""
        return f"[{self.kind}]"


class Found(NamedTuple):
    """A term, and the first place where it is: `where` names a text that is no transcript ("" for a transcript)."""

    term: Term
    quote: str
    where: str = ""


def own(text: str) -> Term | None:
    """The term that a user named; None for one without a letter or a digit."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return Term(plain, "term") if any(letter.isalnum() for letter in plain) else None
