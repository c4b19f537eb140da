"""`voice-interview questions`: list, show and check question packs; and the option that other commands share."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from voice_interview import questions as packs
from voice_interview.cli import settings
from voice_interview.cli.completion import pack_names, quality_ids, question_ids
from voice_interview.cli.places import config_folder
from voice_interview.cli.plain import is_plain
from voice_interview.files import expanded
from voice_interview.questions import KINDS, QUALITIES

if TYPE_CHECKING:
    from voice_interview.model import Question
    from voice_interview.questions import Mistake

questions_option = click.option(
    "--questions",
    "questions_dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with packs of your own, beside the shipped ones. [default: VOICE_INTERVIEW_QUESTIONS, else the folder "
    "`questions` of your configuration]",
)
"""The option `--questions DIR`; the command receives it as `questions_dir: Path | None` and hands it to `load`."""


def load(questions_dir: Path | None) -> tuple[Question, ...]:
    """Every question of the shipped packs and the user's own; raises QuestionError."""
    return packs.load_packs((packs.shipped_folder(), *own_folders(questions_dir)))


def own_folders(questions_dir: Path | None) -> tuple[Path, ...]:
    """Where the user's own packs lie: the option, else the environment (several), else the settings, else the
    configuration folder."""
    chosen = settings.current()["questions"]
    if questions_dir is None and chosen.source in ("project", "user"):
        questions_dir = Path(str(chosen.value))
    named = expanded(questions_dir) if questions_dir is not None else None
    return packs.user_folders(named, os.environ, config_folder() / "questions")


@click.group("questions")
def questions_group() -> None:
    """See the questions there are, and check packs of your own."""


@questions_group.command("list")
@click.option("--pack", metavar="PACK", shell_complete=pack_names, help="Only this pack.")
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind of question.")
@click.option(
    "--quality",
    metavar="QUALITY",
    shell_complete=quality_ids,
    help="Only questions that look for this quality, such as empathy.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON array of questions.")
@questions_option
def list_(pack: str | None, kind: str | None, quality: str | None, as_json: bool, questions_dir: Path | None) -> None:
    """List the questions by pack. Piped, one line each: id, pack, kind, answer seconds, text, between tabs."""
    every = load(questions_dir)
    _known("--pack", pack, dict.fromkeys(question.pack for question in every))
    _known("--quality", quality, QUALITIES)
    chosen = [
        question
        for question in every
        if pack in (None, question.pack)
        and kind in (None, question.kind)
        and (quality is None or quality in question.looks_for)
    ]
    if as_json:
        _write_json(chosen)
    elif not chosen:
        click.echo("No question is all of that.", err=True)
    elif is_plain(sys.stdout):
        for question in chosen:
            click.echo(f"{question.id}, {question.pack}, {question.kind}: {question.text}")
    elif sys.stdout.isatty():
        _print_table(chosen)
    else:
        for question in chosen:
            seconds = f"{question.answer_seconds:g}"
            click.echo("\t".join((question.id, question.pack, question.kind, seconds, question.text)))


@questions_group.command()
@click.argument("question_id", shell_complete=question_ids)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@questions_option
def show(question_id: str, as_json: bool, questions_dir: Path | None) -> None:
    """Show one question whole. The beginning of its id is enough where no other begins so."""
    question = packs.find(load(questions_dir), question_id)
    if as_json:
        _write_json(question)
    else:
        click.echo(_shown(question))


@questions_group.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file: path, questions, mistakes.")
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Check packs, and name every mistake with its line. Exits 1 if there is one."""
    total = bad = 0
    for path, count, mistakes in _checked(files):
        total += len(mistakes)
        bad += bool(mistakes)
        if as_json:
            _write_json({"path": str(path), "questions": count, "mistakes": mistakes})
            continue
        for mistake in mistakes:
            key = f" {mistake.key}:" if mistake.key else ""
            click.echo(f"{path}:{mistake.line}:{key} {mistake.problem} {mistake.fix}")
        if not mistakes:
            click.echo(f"{path}: fine, {_counted(count, 'question')}.")
    if total:
        click.echo(f"voice-interview: {_counted(total, 'mistake')} in {_counted(bad, 'file')}.", err=True)
        context.exit(1)


def _checked(files: Sequence[Path]) -> Iterator[tuple[Path, int, tuple[Mistake, ...]]]:
    """Each file with its number of questions and its mistakes, against the shipped packs and the files before it."""
    asked = {file.resolve() for file in files}
    before = [file for file in sorted(packs.shipped_folder().glob("*.toml")) if file.resolve() not in asked]
    taken = {question.id: file for file in before for question in packs.read_pack(file)[0]}
    for path in files:
        found, mistakes = packs.read_pack(path, taken)
        same = next((file for file in before if file.stem == path.stem), None)
        if same and not mistakes:
            problem = f"Another pack has this name: {same}."
            mistakes = (packs.Mistake(line=1, problem=problem, fix="Rename one of the files."),)
        taken.update((question.id, path) for question in found)
        before.append(path)
        yield path, 0 if mistakes else len(found), mistakes


def _known(option: str, value: str | None, choices: Iterable[str]) -> None:
    if value is not None and value not in choices:
        raise click.BadParameter(f"{value!r} is not one of: {', '.join(choices)}.", param_hint=option)


def _write_json(value: Any) -> None:
    click.echo(msgspec.json.encode(value).decode())


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _print_table(chosen: list[Question]) -> None:
    """By pack: the id (people copy it, so it is kept in one piece), the kind under it, the text beside it."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    wide = min(max(len(question.id) for question in chosen), console.width // 2)
    for pack in dict.fromkeys(question.pack for question in chosen):
        mine = [question for question in chosen if question.pack == pack]
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(min_width=wide, overflow="fold")
        table.add_column(overflow="fold")
        for question in mine:
            name = Text.assemble((question.id, "cyan"), "\n", (question.kind, "dim"))
            table.add_row(name, Text(question.text))  # Text: what a pack holds is never taken for markup
        console.print(Text(f"{pack} ({len(mine)})", "bold"), table, "", sep="\n")


def _shown(question: Question) -> str:
    looks_for = ", ".join(QUALITIES[quality] for quality in question.looks_for)
    times = f"{question.think_seconds:g} s to think, {question.answer_seconds:g} s to answer"
    rows = [("Kind", question.kind), ("Pack", question.pack), ("Time", times), ("Looks for", looks_for)]
    rows += [("Listens for", question.listens_for)]
    rows += [("Follow-ups" if n == 0 else "", text) for n, text in enumerate(question.follow_ups)]
    if is_plain(sys.stdout):
        return "\n".join(
            [question.id, question.text, *(f"{name}: {text}" if name else text for name, text in rows if text)]
        )
    width = min(shutil.get_terminal_size().columns, 100)
    lines = [question.id, textwrap.fill(question.text, width), ""]
    for name, text in rows:
        if text:
            indent = f"{name:<13}"
            lines.append(textwrap.fill(text, width, initial_indent=indent, subsequent_indent=" " * len(indent)))
    return "\n".join(lines)
