"""Rubrics: what an answer is rated by, as TOML that a coach can write, with a behaviour for each score."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from voice_interview import profiles, toml_lines
from voice_interview.errors import RubricError
from voice_interview.model import SCORES, Criterion, Profile, Rating, Rubric
from voice_interview.pack_rules import slug, text_faults
from voice_interview.toml_lines import Document, Mistake

__all__ = ["Criterion", "Rubric", "by_profile", "load", "rate", "shipped", "shipped_file", "text_by_profile"]

NEEDED = (1, 3, 5)
"""Scores that every criterion describes; 2 and 4 may be left to lie between."""

MOST_CRITERIA = 20
"""Whoever rates by more than seven or so no longer tells them apart; a file with hundreds is no rubric."""

_HEADER = ("id", "title", "description", "criterion")
_CRITERION = ("id", "title", "asks", "source", "fluency", *(str(score) for score in SCORES))
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def rate(by: Rubric, criterion: str, score: int) -> Rating:
    """A rating by the criterion of this id, or the only one whose id begins so. Raises RubricError."""
    wanted = criterion.strip().lower()
    found = [one for one in by.criteria if one.id == wanted]
    found = found or [one for one in by.criteria if wanted and one.id.startswith(wanted)]
    ids = [one.id for one in by.criteria]
    if len(found) != 1:
        near = difflib.get_close_matches(wanted, ids, 1, 0.6)
        fix = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(ids)}."
        raise RubricError(f"The rubric “{by.title}” has no criterion {criterion!r}.", fix)
    if score not in SCORES:
        raise RubricError(f"{score} is no score.", f"Give {SCORES[0]} to {SCORES[-1]}: {found[0].id}=3.")
    one = found[0]
    anchor = one.anchors[SCORES.index(score)]
    return Rating(rubric=by.id, criterion=one.id, title=one.title, score=score, anchor=anchor)


def shipped_file() -> Path:
    """The rubric that comes with the program."""
    return Path(__file__).resolve().parent / "bundled" / "rubric.toml"


def shipped() -> Rubric:
    """The rubric that comes with the program."""
    return load(shipped_file())


def by_profile(rubric: Rubric, profile: Profile) -> Rubric:
    """The rubric by which an answer of this profile is rated."""
    if not profiles.LEFT_OUT[profile]:
        return rubric
    return replace(rubric, criteria=tuple(one for one in rubric.criteria if not one.fluency))


def text_by_profile(toml: str, profile: Profile) -> str:
    """The same of the text of a rubric without a mistake; its comments stay."""
    import tomlkit

    if not profiles.LEFT_OUT[profile]:
        return toml
    document = tomlkit.parse(toml)
    criteria: Any = document["criterion"]
    for place in reversed([place for place, one in enumerate(criteria) if one.get("fluency")]):
        del criteria[place]
    return tomlkit.dumps(document)


def load(path: Path) -> Rubric:
    """The rubric in a file. Raises RubricError that names the line of the first mistake, and how many more there
    are."""
    document = toml_lines.read(path, "criterion")
    if isinstance(document, Document):
        mistakes = sorted((*document.mistakes, *_mistakes(document)), key=_rank)
        if not mistakes:
            return _rubric(document.tables)
    else:
        mistakes = list(document)
    first, more = mistakes[0], len(mistakes) - 1
    where = f"line {first.line}{f', {first.key}' if first.key else ''}"
    others = f" ({more} more mistake{'s' if more > 1 else ''} in it.)" if more else ""
    raise RubricError(f"The rubric {path} is wrong on {where}: {first.problem}", first.fix + others)


def _rank(mistake: Mistake) -> tuple[bool, int]:
    """By line; what is missing comes last, for it may stand there under a wrong name."""
    return mistake.problem.startswith("Missing"), mistake.line


def _mistakes(document: Document) -> list[Mistake]:
    top = document.tables
    tables = top.get("criterion")
    found = [(-1, *one) for one in _header_faults(top)]
    if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
        fix = "Write [[criterion]] above each, with two brackets."
        found.append((-1, "criterion", "A rubric holds criteria, each a table of its own.", fix))
    elif len(tables) > MOST_CRITERIA:
        found.append((MOST_CRITERIA, "", f"There are {len(tables)} criteria.", f"Keep {MOST_CRITERIA}, or fewer."))
    else:
        found += [(place, *one) for place, table in enumerate(tables) for one in _criterion_faults(table)]
        ids = [str(table.get("id")) for table in tables]
        twice = [place for place, id_ in enumerate(ids) if id_ in ids[:place] and "id" in tables[place]]
        found += [(place, "id", "Another criterion above has this id.", "Choose another.") for place in twice]
    return [
        Mistake(line=document.line(table, key), key=key[:60], problem=problem, fix=fix)
        for table, key, problem, fix in found
        if document.is_whole(table) or not problem.startswith("Missing")
    ]


def _header_faults(top: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Key, problem and right form of each."""
    found = [(key, "Unknown key at the top of a rubric.", _suggest(key, _HEADER)) for key in top if key not in _HEADER]
    found += [("id", problem, fix) for problem, fix in _id_faults(top.get("id"))]
    for key in ("title", "description"):
        if key in top or key == "title":
            found += [(key, problem, fix) for problem, fix in text_faults(top.get(key))]
    return found


def _criterion_faults(table: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Key, problem and right form of each."""
    found = [(key, "Unknown key in a criterion.", _suggest(key, _CRITERION)) for key in table if key not in _CRITERION]
    found += [("id", problem, fix) for problem, fix in _id_faults(table.get("id"))]
    needed = ("title", "asks", *(str(score) for score in NEEDED))
    if not isinstance(table.get("fluency", False), bool):
        found.append(("fluency", "Whether it judges fillers or pace is true or false.", "Write fluency = true."))
    for key in (one for one in _CRITERION[1:] if one != "fluency"):
        if key in table or key in needed:
            found += [(key, problem, fix) for problem, fix in text_faults(table.get(key))]
    return found


def _id_faults(id_: Any) -> list[tuple[str, str]]:
    if id_ is None:
        return [("Missing: an id, by which ratings are known.", 'Write a short one: id = "result".')]
    if not isinstance(id_, str) or not _ID.fullmatch(id_) or len(id_) > 60:
        better = slug(id_)[:60].strip("-") if isinstance(id_, str) else ""
        return [("An id has small letters, digits and hyphens, 60 at most.", f'Write id = "{better or "result"}".')]
    return []


def _suggest(word: str, choices: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word[:60].lower(), choices, 1, 0.6)
    return f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(choices)}."


def _rubric(tables: dict[str, Any]) -> Rubric:
    """Of a file without a mistake; a text over several lines becomes one line."""

    def tidy(table: dict[str, Any], key: str) -> str:
        return " ".join(str(table.get(key, "")).split())

    return Rubric(
        id=tables["id"],
        title=tidy(tables, "title"),
        description=tidy(tables, "description"),
        criteria=tuple(
            Criterion(
                id=one["id"],
                title=tidy(one, "title"),
                asks=tidy(one, "asks"),
                source=tidy(one, "source"),
                fluency=one.get("fluency", False),
                anchors=(tidy(one, "1"), tidy(one, "2"), tidy(one, "3"), tidy(one, "4"), tidy(one, "5")),
            )
            for one in tables["criterion"]
        ),
    )
