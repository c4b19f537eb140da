"""Question packs: TOML files that a coach can write -> tuple[Question, ...].

A pack is one file; its name without `.toml` is the name of the pack. `check` finds every mistake in a file,
`load_packs` refuses a pack that has one: a question that silently vanished would be worse than an error.
"""

from __future__ import annotations

import difflib
import os
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from voice_interview import toml_lines
from voice_interview.errors import QuestionError
from voice_interview.model import Kind, Question
from voice_interview.pack_rules import KINDS, QUALITIES, find_mistakes, slug, text_faults
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

FIRST_PACK = "customer-service"


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
    if mistakes := find_mistakes(document, path, taken or {}):
        return (), mistakes
    return tuple(_question(table, path.stem) for table in document.tables["question"]), ()


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
        r"\bwould you\b(?! (like|want|prefer|describe|say you))|^(imagine|suppose|what if|say you|say that)\b",
        ("How would you handle a queue out of the door?", "Imagine the system is down. What happens next?"),
        ("Would you like to work here?", "How would you describe your own skills?", "How did you handle a queue?"),
    ),
    (
        "motivation",
        r"^why (do|did|are|would|should) (you|we|i)\b|\b(draws|attracts|motivates|interests|excites|drives) you\b",
        ("Why do you want this job?", "What draws you to us?", "Why should we hire you?"),
        ("Why does service matter to a business?",),
    ),
    (
        "self-description",
        r"\b(about|describe) yourself\b|\b(two|three|four|five|ten) words\b"
        r"|\byour (greatest |biggest |main |own )?(strengths?|weakness(es)?|skills)\b",
        ("Tell me about yourself.", "Describe yourself in three words.", "What is your greatest weakness?"),
        ("What does good service mean?", "How do you choose your words with an angry customer?"),
    ),
    (
        "behavioural",
        r"\b(a|one|the last|any) (recent )?(time|occasion|moment|situation|example)\b|\b(have|did|had) you\b"
        r"|\btell me how you \w+ed\b",
        ("Tell me about a time you were late.", "Have you ever missed a target?", "How did you handle a queue?"),
        ("What does time mean to you?", "How do you manage your time?", "What should one have in mind?"),
    ),
)
"""How a question asks: kind, pattern (searched in lower case, first match wins), what it fits, what it does not.

Of the 121 shipped questions 77 are told rightly, 41 are left for philosophies and 3 are taken for a wrong kind; they
were at hand when the patterns were written, so other wordings will fare worse.
"""


def own(text: str, kind: Kind | None) -> Question:
    """A question of the user's own. Without a kind it is told from the wording (`ASKED`), else taken for a philosophy:
    a view and an example. The id is `own-` and its first words, with a checksum where they do not tell the whole.
    Raises QuestionError for empty or overlong text."""
    text = " ".join(text.split())
    for problem, fix in text_faults(text):
        raise QuestionError(f"The question cannot be asked. {problem}", fix)
    words = slug(text)
    short = words[:40].rstrip("-")
    whole = short == words and bool(short) and text.isascii()
    id_ = "-".join(("own", *([short] if short else []), *([] if whole else [f"{zlib.crc32(text.encode()):08x}"])))
    guess: Kind = next((k for k, pattern, _, _ in ASKED if re.search(pattern, text.lower())), "philosophy")
    return Question(id=id_, text=text, kind=kind or guess, pack="own")


def _pack_files(folder: Path) -> list[Path]:
    try:
        if files := _files(folder):
            return files
        problem = f"The folder {folder} holds no question pack."
    except NotADirectoryError:
        problem = f"{folder} is no folder."
    except FileNotFoundError:
        problem = f"There is no folder {folder} to take questions from."
    except OSError as error:
        problem = f"The folder {folder} cannot be read: {error.strerror}."
    raise QuestionError(problem, "Name a folder that holds packs, one .toml file each.")


def _files(folder: Path) -> list[Path]:
    files = [path for path in folder.iterdir() if path.suffix.lower() == ".toml" and not path.name.startswith(".")]
    return sorted(files, key=lambda path: (path.stem != FIRST_PACK, path.name))


def _question(table: dict[str, Any], pack: str) -> Question:
    """The table as a value; text that runs over several lines becomes one line."""

    def tidy(value: Any) -> Any:
        return " ".join(value.split()) if isinstance(value, str) else value

    tidied = {key: [tidy(v) for v in value] if isinstance(value, list) else tidy(value) for key, value in table.items()}
    return msgspec.convert({**tidied, "pack": pack}, Question)
