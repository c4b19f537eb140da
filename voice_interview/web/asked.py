"""What the pages and the API are asked, and what is only said there: the values that are theirs alone."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import Depends, Query
from msgspec import Meta
from msgspec.structs import replace
from pydantic import StringConstraints

from voice_interview.comments import LONGEST_NAME
from voice_interview.listing import Limit, Row, Wanted
from voice_interview.model import LONGEST_COMMENT, SCORES, Kind, Question
from voice_interview.takes import TakeFile
from voice_interview.web.shelf import Shelf

DAY = "^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?$"

Figure = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}:-?[0-9]{1,9}(\.[0-9]{1,6})?$")]
"""A measure and a number."""


LONGEST_ANSWER, MOST_SENTENCES = 1_000_000, 1_000_000
"""Beyond what any recording has: eleven days, and as many sentences as seconds."""


class ListedTake(TakeFile, frozen=True, kw_only=True):
    """A take in the list: what its `take.json` says, its figures where it has a report, how many comments there are on
    it, and where the words that were searched for are said ("" where none were)."""

    has_report: bool
    figures: dict[str, float | None] = msgspec.field(default_factory=dict)
    comments: int = 0
    excerpt: str = ""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A rating by a criterion of the program's own rubric."""

    criterion: Annotated[str, Meta(max_length=60)]
    score: Annotated[int, Meta(ge=SCORES[0], le=SCORES[-1])]


class NewComment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A comment to be: on the moment `at` (seconds), or on the sentence of this number (from 0), or, without either, on
    the whole answer. It has a text, or a rating, or both."""

    author: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    text: Annotated[str, Meta(max_length=LONGEST_COMMENT)] = ""
    at: Annotated[float, Meta(ge=0, le=LONGEST_ANSWER)] | None = None
    sentence: Annotated[int, Meta(ge=0, le=MOST_SENTENCES)] | None = None
    rating: Score | None = None


def new_comment(body: bytes) -> NewComment:
    """The comment in a request. Raises msgspec.MsgspecError, UnicodeDecodeError."""
    try:
        return msgspec.convert(_JSON.decode(body), NewComment)
    except RecursionError:
        raise msgspec.ValidationError("It is nested too deeply") from None


def _number(written: str) -> float | int:
    """To JSON Schema 4.0 is an integer, to msgspec it is none."""
    number = float(written)
    return int(number) if number.is_integer() else number


_JSON = msgspec.json.Decoder(float_hook=_number)


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a packet: the ids of the takes that are new, those that were there already, and how many comments
    were new."""

    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    comments: int = 0


class Filters:
    """The question and the days that takes are wanted of, as they stand in the address."""

    def __init__(
        self,
        question: Annotated[str, Query(max_length=200, description="Only takes of the question of this id.")] = "",
        since: Annotated[str, Query(pattern=DAY, description="Only takes of this day (2026-03-01) and later.")] = "",
        until: Annotated[str, Query(pattern=DAY, description="Only takes of this day (2026-03-31) and before.")] = "",
    ) -> None:
        self.wanted = Wanted(question=question or None, since=since or None, until=until or None)


class Search:
    """What is wanted of the list, as it stands in the address."""

    def __init__(
        self,
        filters: Annotated[Filters, Depends()],
        kind: Annotated[Kind | Literal[""], Query(description="Only takes of this kind of question.")] = "",
        text: Annotated[str, Query(max_length=200, description='What was said: words, "a phrase", refund*.')] = "",
        over: Annotated[list[Figure], Query(description="Only with more: fillers:4.")] = (),  # type: ignore[assignment]
        under: Annotated[list[Figure], Query(description="Only with less: length:90.")] = (),  # type: ignore[assignment]
        sort: Annotated[str, Query(pattern="^[a-z_]{1,40}$", description="date, question, kind, a measure.")] = "date",
        reverse: Annotated[bool, Query(description="The other way round.")] = False,
    ) -> None:
        self.wanted = replace(
            filters.wanted,
            kind=kind or None,
            text=text.strip() or None,
            limits=(*_limits(over, 1), *_limits(under, -1)),
            order=sort,
            reverse=reverse,
        )


def _limits(written: list[str], sign: int) -> list[Limit]:
    return [Limit(name, float(limit), sign) for name, _, limit in (one.partition(":") for one in written)]


def practised(shelf: Shelf) -> list[Question]:
    """The questions that have been answered, each once."""
    found = {one.id: one for row in shelf.listed(Wanted()).rows if (one := row.file.question) is not None}
    return sorted(found.values(), key=lambda one: one.text)


def listed(row: Row, comments: int) -> ListedTake:
    """A row as it is told."""
    figures = {name: one.value for name, one in row.summary.measures.items()} if row.summary else {}
    told = {name: getattr(row.file, name) for name in TakeFile.__struct_fields__}
    return ListedTake(
        **told, has_report=row.summary is not None, figures=figures, comments=comments, excerpt=row.excerpt or ""
    )
