"""`analyze`: recordings made elsewhere, texts, and takes once more."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from voice_interview.cli.company import company_option
from voice_interview.cli.company import load as load_company
from voice_interview.cli.completion import files_or_takes, question_ids
from voice_interview.cli.places import engine_options, recordings_folder, recordings_option
from voice_interview.cli.profile import profile_option
from voice_interview.cli.questions import load, questions_option
from voice_interview.cli.star_shares import star_shares_option
from voice_interview.cli.tidying import bring_back
from voice_interview.cli.wiring import Against, Ear, identity, judge, of_text, own_fillers, show
from voice_interview.errors import VoiceInterviewError, plain
from voice_interview.files import in_unicode
from voice_interview.model import Failure, Fault, Kind, Profile, Question, Recording, Report, StarShares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from voice_interview.analysis import Identified
    from voice_interview.cli.several import Job
    from voice_interview.earlier import Earlier
    from voice_interview.listening import Listened

UNASKED = "unasked"
"""Id of the question that stands for a mere `--kind`."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE...", shell_complete=files_or_takes)
@click.option("--transcript", "as_text", is_flag=True, help="The files are texts: .txt, .vtt, .srt or our own JSON.")
@click.option("--again", is_flag=True, help="The arguments are ids of takes: analyse them once more.")
@click.option(
    "--question", "question_id", metavar="ID", shell_complete=question_ids, help="The question that was answered."
)
@click.option("--kind", type=click.Choice(get_args(Kind)), help="The kind of question, where there is none to name.")
@company_option
@click.option("--keep", is_flag=True, help="Keep each recording as a take.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in the order of the files.")
@star_shares_option
@profile_option
@engine_options
@recordings_option
@questions_option
def analyze(
    sources: tuple[str, ...],
    as_text: bool,
    again: bool,
    question_id: str | None,
    kind: Kind | None,
    company_file: Path | None,
    keep: bool,
    as_json: bool,
    star_shares: StarShares | None,
    profile: Profile | None,
    engine: str,
    model: str,
    recordings: Path | None,
    questions_dir: Path | None,
) -> None:
    """Analyse recordings and print their reports.

    Reads wav, flac, mp3, m4a, ogg, opus, webm and mp4. Leaves nothing on disk unless told to --keep.
    """
    if as_text + again + keep > 1:
        raise click.UsageError("Choose one of --transcript, --again and --keep.")
    if question_id and kind:
        raise click.UsageError("Give --question or --kind, not both: a question has its own kind.")
    from voice_interview.cli.several import AT_MOST, Several
    from voice_interview.earlier import Earlier
    from voice_interview.processors import cores
    from voice_interview.takes import Takes

    own_fillers()  # a broken list is told before the first recording is listened to
    question = named_question(question_id, kind, questions_dir)
    against = Against(question, load_company(company_file), star_shares or StarShares(), profile)
    if as_text:
        sys.exit(_each(sources, (partial(of_text, Path(source), against) for source in sources), as_json))
    takes = Takes(recordings_folder(recordings))
    if again:
        bring_back(takes)
    earlier = Earlier(takes)
    of_takes = _again if again else _keep
    prepare = partial(of_takes, earlier=earlier) if again or keep else _file
    ear = Ear(engine, model, at_most=min(len(sources), AT_MOST, cores()))
    with Several(sources, partial(prepare, against=against), ear) as several:
        sys.exit(_each(sources, several.results(), as_json))


def _each(sources: tuple[str, ...], results: Iterable[Callable[[], Report]], as_json: bool) -> int:
    """Show one after the other; a file that fails does not stop the rest. Returns the exit code."""
    import msgspec

    failed = unfit = False
    for number, (source, result) in enumerate(zip(sources, results, strict=True)):
        printed: Any
        try:
            report = result()
            printed, unfit = report, unfit or bool(report.recording.faults)
        except VoiceInterviewError as error:
            failed = True
            printed = Failure(
                path=in_unicode(source), error=Fault(code=error.code, message=error.message, fix=error.fix)
            )
            if plain(Path(source).name) not in error.message:
                error = VoiceInterviewError(f"{source}: {error.message}", error.fix)
            click.echo(f"voice-interview: {error}", err=True)
        if as_json:
            click.echo(msgspec.json.encode(printed))
        elif isinstance(printed, Report):
            if number:
                click.echo()
            show(printed)
    return 1 if failed else 3 if unfit else 0


def named_question(question_id: str | None, kind: Kind | None, folder: Path | None) -> Question | None:
    if question_id:
        from voice_interview.questions import find

        return find(load(folder), question_id)
    return Question(id=UNASKED, text=f"(A {kind} question.)", kind=kind, pack="own") if kind else None


def _file(path: Path, against: Against) -> Job:
    """A recording made elsewhere, of which nothing is kept."""
    from voice_interview import analysis
    from voice_interview.audio import decode
    from voice_interview.cli.several import Job

    recording = Recording(
        path=in_unicode(str(path)), sample_rate=decode.sample_rate(path)
    )  # refused before a model is loaded

    def report(listened: Listened, heard_by: Identified) -> Report:
        answer = analysis.hear(listened, recording, against.question, against.company)
        return analysis.report(answer, identity(path.name), against.made_by(heard_by))

    return Job(path, (), report)


def _again(wanted: Path, earlier: Earlier, against: Against) -> Job:
    """A take, measured as a person corrected it."""
    from voice_interview.cli.several import Job

    take = earlier.takes.find(wanted.name)
    take.corrections()  # a damaged file is told before the minutes that listening takes

    def report(listened: Listened, heard_by: Identified) -> Report:
        return earlier.beside(judge(take, listened, heard_by, against))

    return Job(take.answer, take.load().recording.starts, report)


def _keep(path: Path, earlier: Earlier, against: Against) -> Job:
    """A recording made elsewhere, kept as a take."""
    from datetime import datetime

    from voice_interview.audio import decode, replay
    from voice_interview.cli.several import Job

    rate = decode.sample_rate(path)  # a file that cannot be read makes no take
    take = earlier.takes.new(against.question, datetime.now().astimezone())
    try:
        seconds = replay.copy(path, take.answer)
    except BaseException:
        take.delete()
        raise
    take.record(
        Recording(path=take.answer.name, seconds=seconds, sample_rate=rate, device=f"file {in_unicode(path.name)}")
    )

    def report(listened: Listened, heard_by: Identified) -> Report:
        told = judge(take, listened, heard_by, against)
        click.echo(f"Kept as {take.id} in {take.folder.parent}.", err=True)
        return earlier.beside(told)

    return Job(take.answer, (), report)
