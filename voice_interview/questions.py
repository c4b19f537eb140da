"""Question packs: TOML files that a coach can write -> tuple[Question, ...].

A pack is one file; its name without `.toml` is the name of the pack. `check` finds every mistake in a file,
`load_packs` refuses a pack that has one: a question that silently vanished would be worse than an error.
"""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec

from voice_interview import toml_lines
from voice_interview.errors import QuestionError
from voice_interview.model import Kind, Question
from voice_interview.toml_lines import Document, Mistake

__all__ = [
    "KINDS",
    "QUALITIES",
    "Mistake",
    "check",
    "find",
    "load_packs",
    "own",
    "read_pack",
    "shipped_folder",
    "user_folders",
]

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

FIRST_PACK = "customer-service"
_HEADER = ("title", "description", "language", "question")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_Finding = tuple[str, str, str, str]  # key, problem, fix, the text to look for among the lines of the value


def shipped_folder() -> Path:
    """The packs that come with the program: `_packs` in an installed package, `questions/` beside an editable one."""
    package = Path(__file__).resolve().parent
    folders = (package / "_packs", package.parent / "questions")
    for folder in folders:
        if (folder / f"{FIRST_PACK}.toml").is_file():
            return folder
    raise QuestionError(f"The question packs are missing from {folders[0]}.", "Install voice-interview again.")


def user_folders(option: Path | None, environ: Mapping[str, str], config: Path) -> tuple[Path, ...]:
    """Folders of the user's own packs: `option`, else VOICE_INTERVIEW_QUESTIONS (several with the system's path
    separator), else `config` where it holds a pack. They add to the shipped packs."""
    if option is not None:
        return (option,)
    named = tuple(Path(name) for name in environ.get("VOICE_INTERVIEW_QUESTIONS", "").split(os.pathsep) if name)
    return tuple(dict.fromkeys(named)) or ((config,) if config.is_dir() and _files(config) else ())


def load_packs(folders: Sequence[Path]) -> tuple[Question, ...]:
    """All questions, folder by folder, customer-service first and the other packs by name.

    Raises QuestionError for a folder without packs, a pack with a mistake, an id or a pack name that two files share.
    """
    questions: list[Question] = []
    taken: dict[str, Path] = {}
    packs: dict[str, Path] = {}
    for path in (path for folder in folders for path in _pack_files(folder)):
        found, mistakes = read_pack(path, taken)
        if mistakes:
            shown = " ".join(str(mistake) for mistake in mistakes[:2])
            count = "a mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
            raise QuestionError(f"{path} has {count}: {shown}", f'See all: voice-interview questions check "{path}"')
        if path.stem in packs:
            raise QuestionError(f"Two packs share a name: {packs[path.stem]} and {path}.", "Rename one of the files.")
        packs[path.stem] = path
        taken.update(dict.fromkeys((question.id for question in found), path))
        questions += found
    return tuple(questions)


def read_pack(path: Path, taken: Mapping[str, Path] | None = None) -> tuple[tuple[Question, ...], tuple[Mistake, ...]]:
    """The questions of one file, or its mistakes by line; `taken` says which ids other files use already. Never raises
    for what a file holds."""
    document = toml_lines.read(path, "question")
    if not isinstance(document, Document):
        return (), document
    mistakes = [*document.mistakes, *_check_header(document, path)]
    tables = document.tables.get("question", [])
    tables = [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []
    seen: dict[str, Path | int] = dict(taken or {})
    for n, table in enumerate(tables):
        for key, problem, fix, item in _check_question(table, seen, document):
            if not problem.startswith("Missing") or document.is_whole(n):
                mistakes.append(Mistake(line=document.line(n, key, item), key=key, problem=problem, fix=fix))
        if isinstance(table.get("id"), str):
            seen.setdefault(table["id"], n)
    if mistakes:
        return (), tuple(sorted(mistakes, key=lambda mistake: mistake.line))
    return tuple(_question(table, path.stem) for table in tables), ()


def check(path: Path, taken: Mapping[str, Path] | None = None) -> tuple[Mistake, ...]:
    """Every mistake in the pack `path`, by line; see `read_pack`."""
    return read_pack(path, taken)[1]


def find(questions: Sequence[Question], id_or_prefix: str) -> Question:
    """The question with this id, or the only one whose id begins so; QuestionError names the near ones."""
    wanted = id_or_prefix.strip().lower()
    for question in questions:
        if question.id == wanted:
            return question
    begun = [question for question in questions if wanted and question.id.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    ids = [question.id for question in begun or questions]
    near = ids[:5] if begun else difflib.get_close_matches(wanted, ids, 3, 0.5)
    near += [] if begun else [i for i in ids if wanted and wanted in i and i not in near][:3]
    if begun:
        raise QuestionError(f"{len(begun)} questions begin with {wanted!r}.", f"Name one: {', '.join(near)}.")
    fix = f"Did you mean {' or '.join(near)}?" if near else "See them all: voice-interview questions list"
    raise QuestionError(f"There is no question {id_or_prefix!r}.", fix)


ASKED: tuple[tuple[Kind, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "situational",
        r"\bwould you (do|handle|deal|respond|react|say|go about)\b|^(imagine|suppose|say|what if)\b",
        ("How would you handle a queue out of the door?", "Imagine the system is down. What happens next?"),
        ("Why would you like to work here?", "How did you handle a queue?"),
    ),
    (
        "behavioural",
        r"\b(a|one|the last|any) (recent )?(time|occasion|moment|situation|example)\b|^have you ever\b"
        r"|\b(did you|you (once|ever) (did|made|had))\b",
        ("Tell me about a time you were late.", "Have you ever missed a target?", "How did you handle a queue?"),
        ("What does time mean to you?", "How do you manage your time?"),
    ),
    (
        "self-description",
        r"\b(about|describe) yourself\b|\b\w+ words\b|\byour (greatest |biggest |main )?(strengths?|weakness(es)?)\b",
        ("Tell me about yourself.", "Describe yourself in three words.", "What is your greatest weakness?"),
        ("What does good service mean?", "How do you choose your words with an angry customer?"),
    ),
    (
        "motivation",
        r"^why (do|did|are|would|should) (you|we|i)\b|\b(draws|attracts|motivates|interests|excites) you\b",
        ("Why do you want this job?", "What draws you to us?", "Why should we hire you?"),
        ("Why does service matter to a business?",),
    ),
)
"""How a question asks: kind, pattern (searched in lower case, first match wins), what it fits, what it does not."""


def own(text: str, kind: Kind | None) -> Question:
    """A question of the user's own. Without a kind it is told from the wording (`ASKED`), else taken for a philosophy:
    a view and an example. The id is `own-` and its first words, with a checksum where they do not tell the whole.
    Raises QuestionError for empty or overlong text."""
    text = " ".join(text.split())
    for problem, fix in _text_faults(text):
        raise QuestionError(f"The question cannot be asked. {problem}", fix)
    slug = _slug(text)
    short = slug[:40].rstrip("-")
    whole = short == slug and bool(short) and text.isascii()
    id_ = "-".join(("own", *([short] if short else []), *([] if whole else [f"{zlib.crc32(text.encode()):08x}"])))
    guess: Kind = next((k for k, pattern, _, _ in ASKED if re.search(pattern, text.lower())), "philosophy")
    return Question(id=id_, text=text, kind=kind or guess, pack="own")


def _pack_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        problem = f"{folder} is a file." if folder.exists() else f"There is no folder {folder}."
        raise QuestionError(f"Questions: {problem}", "Name a folder that holds packs, one .toml file each.")
    if not (files := _files(folder)):
        raise QuestionError(f"The folder {folder} holds no question pack.", "Put a pack in it, one .toml file each.")
    return files


def _files(folder: Path) -> list[Path]:
    files = [path for path in folder.iterdir() if path.suffix.lower() == ".toml" and not path.name.startswith(".")]
    return sorted(files, key=lambda path: (path.stem != FIRST_PACK, path.name))


def _check_header(document: Document, path: Path) -> Iterator[Mistake]:
    tables = document.tables

    def mistake(key: str, problem: str, fix: str) -> Mistake:
        return Mistake(line=document.line(-1, key), key=key, problem=problem, fix=fix)

    if not _KEBAB.fullmatch(path.stem):
        fix = f"Rename it to {_slug(path.stem) or 'my-questions'}.toml."
        yield Mistake(
            line=1, problem="The file's name names the pack: small letters, digits and hyphens only.", fix=fix
        )
    for key in tables.keys() - set(_HEADER):
        yield mistake(key, "Unknown key at the top of a pack.", _suggest(key, _HEADER))
    for key in ("title", "description"):
        if key in tables or key == "title":
            for problem, fix in _text_faults(tables.get(key)):
                yield mistake(key, problem, fix)
    language = tables.get("language", "en")
    if not isinstance(language, str) or not re.fullmatch("[a-z]{2,3}", language):
        yield mistake("language", "This is no language code.", 'Write language = "en".')
    questions = tables.get("question", [])
    if not isinstance(questions, list) or not all(isinstance(question, dict) for question in questions):
        yield mistake("question", "A question is a table of its own.", "Write [[question]], with two brackets.")
    elif not questions and not document.mistakes:
        yield mistake("question", "The pack holds no question.", "Add one: [[question]], and below it id, text, kind.")


def _check_question(table: dict[str, Any], seen: Mapping[str, Path | int], document: Document) -> Iterator[_Finding]:
    fields = Question.__struct_fields__
    known = tuple(field for field in fields if field != "pack")
    for key in table.keys() - set(known):
        yield key, "Unknown key in a question.", _suggest(key, known), ""
    for problem, fix in _id_faults(table.get("id"), seen, document):
        yield "id", problem, fix, ""
    for problem, fix in _text_faults(table.get("text")):
        yield "text", problem, fix, ""
    if "kind" not in table:
        yield "kind", "Missing: a question says of what kind it is.", f"Write one of: {', '.join(KINDS)}.", ""
    elif table["kind"] not in KINDS:
        yield "kind", f"{_shown(table['kind'])} is no kind of question.", _suggest(table["kind"], KINDS), ""
    if "listens_for" in table:
        for problem, fix in _text_faults(table["listens_for"]):
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
    for n, item in enumerate(items):
        needle = item if isinstance(item, str) else str(item)
        if key == "follow_ups":
            for problem, fix in _text_faults(item):
                yield key, f"Item {n + 1}: {problem}", fix, needle
        elif item not in QUALITIES:
            yield key, f"{_shown(item)} is no quality.", _suggest(item, tuple(QUALITIES)), needle
        if item in items[:n]:
            yield key, f"{_shown(item)} stands there twice.", "Keep one.", needle


def _id_faults(id_: Any, seen: Mapping[str, Path | int], document: Document) -> Iterator[tuple[str, str]]:
    if id_ is None:
        yield "Missing: a question needs an id.", 'Write a short one: id = "angry-customer".'
    elif not isinstance(id_, str) or not _KEBAB.fullmatch(id_) or len(id_) > 60:
        better = _slug(id_)[:60].strip("-") if isinstance(id_, str) else ""
        problem = f"{_shown(id_)} is no id: small letters, digits and hyphens, 60 at most."
        yield problem, f'Write id = "{better or "angry-customer"}".'
    elif id_.startswith("own-"):
        yield "Ids that begin with own- belong to questions asked with --ask.", "Choose another id."
    elif id_ in seen:
        other = seen[id_]
        where = f"on line {document.line(other, 'id')}" if isinstance(other, int) else f"in {other}"
        yield f"{_shown(id_)} is taken: another question {where} has it.", "Choose another id."


def _text_faults(text: Any) -> Iterator[tuple[str, str]]:
    form = 'Write text in double quotes: "What made the difference?".'
    if text is None:
        yield "Missing: this must be written.", form
    elif not isinstance(text, str):
        yield f"{_shown(text)} is no text.", form
    elif not text.strip():
        yield "The text is empty.", form
    elif len(text) > LONGEST_TEXT:
        yield f"The text has {len(text)} characters.", f"Say it in {LONGEST_TEXT} or fewer."
    elif any(unicodedata.category(sign) in ("Cc", "Cs") and not sign.isspace() for sign in text):
        yield "The text holds control characters.", "Type it again as plain text."


def _question(table: dict[str, Any], pack: str) -> Question:
    """The table as a value; text that runs over several lines becomes one line."""

    def tidy(value: Any) -> Any:
        return " ".join(value.split()) if isinstance(value, str) else value

    tidied = {key: [tidy(v) for v in value] if isinstance(value, list) else tidy(value) for key, value in table.items()}
    return msgspec.convert({**tidied, "pack": pack}, Question)


def _suggest(word: Any, choices: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(word)[:60].lower().replace(" ", "-"), choices, 1, 0.6)
    near = near or difflib.get_close_matches(str(word)[:60].lower().replace("-", "_"), choices, 1, 0.6)
    return f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(choices)}."


def _shown(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= 60 else f"{text[:56]} ..."


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
