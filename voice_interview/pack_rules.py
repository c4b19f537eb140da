"""What a question pack may hold, and every way in which one can be wrong, with the right form beside it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice, starmap
from pathlib import Path
from typing import Any, get_args

from voice_interview.model import Kind, Question
from voice_interview.toml_lines import Document, Mistake

KINDS: tuple[Kind, ...] = get_args(Kind)

QUALITIES = {
    # What guides to customer service name as good service.
    "empathy": "empathy",
    "active-listening": "active listening",
    "clear-communication": "clear communication",
    "problem-solving": "problem solving",
    "patience": "patience",
    "positive-attitude": "a positive attitude",
    "professionalism": "professionalism",
    "respect-and-courtesy": "respect and courtesy",
    "personal-recognition": "personal recognition",
    "personalisation": "personalisation",
    "responsiveness": "responsiveness",
    "consistency": "consistency across channels",
    "product-knowledge": "quality and product knowledge",
    "anticipating-needs": "anticipating needs",
    "going-beyond": "going beyond what is expected",
    "keeping-informed": "keeping people informed",
    "acting-on-feedback": "feedback acted on",
    "continuous-improvement": "training and continuous improvement",
    "adaptability": "adaptability",
    "teamwork": "teamwork",
    "time-management": "time management",
    "follow-up": "follow-up",
    "accountability": "accountability",
    "relationship-building": "loyalty and relationship",
    "measuring-success": "measuring success",
    # What interviews for any job ask beyond these.
    "attention-to-detail": "attention to detail",
    "company-knowledge": "knowledge of this company",
    "genuine-interest": "genuine interest in the work",
    "initiative": "initiative",
    "integrity": "integrity",
    "leadership": "leadership",
    "persuasion": "persuasion and negotiation",
    "resilience": "resilience",
    "self-awareness": "self-awareness",
    "sound-judgement": "sound judgement",
}
"""Every id that `looks_for` may hold, with its readable name."""

THINK_SECONDS = (0, 300)
ANSWER_SECONDS = (5, 600)
"""Shortest and longest time a pack may set. One-way interviews give 1 to 5 minutes; twice that is surely a slip."""

LONGEST_TEXT = 500
"""Characters: some 40 s of speech at 12 to 13 characters a second; nobody keeps a longer question in mind."""

LONGEST_LIST = 20
"""Items: packs that come with the program have four at most; a file with thousands is no pack."""

MOST_MISTAKES = 100
MISSING = "Missing"
_HEADER = ("title", "description", "language", "question")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_Finding = tuple[str, str, str, str]  # key, problem, fix, the text to look for among the lines of the value


def find_mistakes(document: Document, path: Path, taken: Mapping[str, Path]) -> tuple[Mistake, ...]:
    """Every mistake in a pack (a hundred of them in a hopeless one), by line; `taken`: ids that other files use."""
    every = chain(document.mistakes, _check_header(document, path), _check_tables(document, taken))
    return tuple(sorted(islice(every, MOST_MISTAKES), key=lambda mistake: mistake.line))


def _check_tables(document: Document, taken: Mapping[str, Path]) -> Iterator[Mistake]:
    tables = document.tables.get("question", [])
    seen: dict[str, Path | int] = dict(taken)
    for n, table in enumerate(tables if isinstance(tables, list) else []):
        if not isinstance(table, dict):
            continue
        for key, problem, fix, item in _check_question(table, seen, document):
            if not problem.startswith(MISSING) or document.is_whole(n):
                yield Mistake(line=document.line(n, key, item), key=_plain(key), problem=problem, fix=fix)
        if isinstance(table.get("id"), str):
            seen.setdefault(table["id"], n)


def _check_header(document: Document, path: Path) -> Iterator[Mistake]:
    tables = document.tables

    def mistake(key: str, problem: str, fix: str) -> Mistake:
        return Mistake(line=document.line(-1, key), key=_plain(key), problem=problem, fix=fix)

    if not _KEBAB.fullmatch(path.stem):
        fix = f"Rename it to {slug(path.stem) or 'my-questions'}.toml."
        yield Mistake(
            line=1, problem="The file's name names the pack: small letters, digits and hyphens only.", fix=fix
        )
    for key in (key for key in tables if key not in _HEADER):
        yield mistake(key, "Unknown key at the top of a pack.", _suggest(key, _HEADER))
    for key in ("title", "description"):
        if key in tables or (key == "title" and document.is_whole(-1)):
            for problem, fix in text_faults(tables.get(key)):
                yield mistake(key, problem, fix)
    language = tables.get("language", "en")
    if not isinstance(language, str) or not re.fullmatch("[a-z]{2,3}", language):
        yield mistake("language", "This is no language code.", 'Write language = "en".')
    yield from starmap(mistake, _question_list_faults(document))


def _question_list_faults(document: Document) -> Iterator[tuple[str, str, str]]:
    questions = document.tables.get("question", [])
    if not isinstance(questions, list) or not all(isinstance(question, dict) for question in questions):
        yield "question", "A question is a table of its own.", "Write [[question]], with two brackets."
    elif not questions and not document.mistakes:
        yield "question", "The pack holds no question.", "Add one: [[question]], and below it id, text, kind."


def _check_question(table: dict[str, Any], seen: Mapping[str, Path | int], document: Document) -> Iterator[_Finding]:
    fields = Question.__struct_fields__
    known = tuple(field for field in fields if field != "pack")
    for key in (key for key in table if key not in known):
        yield key, "Unknown key in a question.", _suggest(key, known), ""
    for problem, fix in _id_faults(table.get("id"), seen, document):
        yield "id", problem, fix, ""
    for problem, fix in text_faults(table.get("text")):
        yield "text", problem, fix, ""
    if "kind" not in table:
        yield "kind", f"{MISSING}: a question says of what kind it is.", f"Write one of: {', '.join(KINDS)}.", ""
    elif table["kind"] not in KINDS:
        yield "kind", f"{_shown(table['kind'])} is no kind of question.", _suggest(table["kind"], KINDS), ""
    if "listens_for" in table:
        for problem, fix in text_faults(table["listens_for"]):
            yield "listens_for", problem, fix, ""
    yield from _check_seconds(table, "think_seconds", THINK_SECONDS)
    yield from _check_seconds(table, "answer_seconds", ANSWER_SECONDS)
    yield from _check_list(table, "looks_for", '["empathy", "patience"]')
    yield from _check_list(table, "follow_ups", '["What did you learn?"]')


def _check_seconds(table: dict[str, Any], key: str, limits: tuple[int, int]) -> Iterator[_Finding]:
    value = table.get(key, limits[1])
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield key, f"{_shown(value)} is no number of seconds.", f"Write it without quotes: {key} = 60.", ""
    elif not limits[0] <= value <= limits[1]:
        yield key, f"{_shown(value)} seconds are out of range.", f"Write {limits[0]} to {limits[1]}.", ""


def _check_list(table: dict[str, Any], key: str, form: str) -> Iterator[_Finding]:
    items = table.get(key, [])
    if not isinstance(items, list):
        yield key, f"{_shown(items)} is no list.", f"Write {key} = {form}.", ""
        return
    if len(items) > LONGEST_LIST:
        yield key, f"The list has {len(items)} items.", f"Keep the {LONGEST_LIST} that matter most, or fewer.", ""
        return
    for n, item in enumerate(items):
        needle = item if isinstance(item, str) else str(item)
        if key == "follow_ups":
            for problem, fix in text_faults(item):
                yield key, f"Item {n + 1}: {problem}", fix, needle
        elif item not in tuple(QUALITIES):  # an item may be unhashable
            yield key, f"{_shown(item)} is no quality.", _suggest(item, tuple(QUALITIES)), needle
        if item in items[:n]:
            yield key, f"{_shown(item)} stands there twice.", "Keep one.", needle


def _id_faults(id_: Any, seen: Mapping[str, Path | int], document: Document) -> Iterator[tuple[str, str]]:
    if id_ is None:
        yield f"{MISSING}: a question needs an id.", 'Write a short one: id = "angry-customer".'
    elif not isinstance(id_, str) or not _KEBAB.fullmatch(id_) or len(id_) > 60:
        better = slug(id_)[:60].strip("-") if isinstance(id_, str) else ""
        problem = f"{_shown(id_)} is no id: small letters, digits and hyphens, 60 at most."
        yield problem, f'Write id = "{better or "angry-customer"}".'
    elif id_.startswith("own-"):
        yield "Ids that begin with own- belong to questions asked with --ask.", "Choose another id."
    elif id_ in seen:
        other = seen[id_]
        where = f"on line {document.line(other, 'id')}" if isinstance(other, int) else f"in {other}"
        yield f"{_shown(id_)} is taken: another question {where} has it.", "Choose another id."


def text_faults(text: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with a text that will be spoken or shown, and the right form; nothing where it is fine."""
    form = 'Write text in double quotes: "What made the difference?".'
    if text is None:
        yield f"{MISSING}: this must be written.", form
    elif not isinstance(text, str):
        yield f"{_shown(text)} is no text.", form
    elif not text.strip():
        yield "The text is empty.", form
    elif len(text) > LONGEST_TEXT:
        yield f"The text has {len(text)} characters.", f"Say it in {LONGEST_TEXT} or fewer."
    elif any(unicodedata.category(sign) in ("Cc", "Cs") and not sign.isspace() for sign in text):
        yield "The text holds control characters.", "Type it again as plain text."


def _suggest(word: Any, choices: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(word)[:60].lower().replace(" ", "-"), choices, 1, 0.6)
    near = near or difflib.get_close_matches(str(word)[:60].lower().replace("-", "_"), choices, 1, 0.6)
    return f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(choices)}."


def _shown(value: Any) -> str:
    try:
        text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        text = "an endless number"
    return _plain(text)


def _plain(text: str) -> str:
    """Fit for a message: short, and without anything that a terminal would obey."""
    text = "".join(sign if sign.isprintable() else "?" for sign in text[:61])
    return text if len(text) <= 60 else f"{text[:56]} ..."


def slug(text: str) -> str:
    """The plain letters and digits of `text`, hyphens between the words; empty where it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
