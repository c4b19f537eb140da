"""`practice`: the interview."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from voice_interview.cli.company import company_option
from voice_interview.cli.company import load as load_company
from voice_interview.cli.completion import pack_names, plugins, question_ids, take_ids
from voice_interview.cli.places import engine_options, recordings_folder, recordings_option
from voice_interview.cli.profile import profile_option
from voice_interview.cli.questions import load, questions_option
from voice_interview.cli.retake import question_of, reminder
from voice_interview.cli.star_shares import star_shares_option
from voice_interview.cli.tidying import tidy
from voice_interview.errors import TakeError
from voice_interview.model import Kind, Profile, Question, Report, StarShares

if TYPE_CHECKING:
    from voice_interview.interview import Rules
    from voice_interview.takes import Takes

ONE_WAY_TAKES = 2
"""Takes that --one-way allows where --takes says nothing: platforms allow one to three."""

INTERRUPTED, UNFIT = 130, 3


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was asked for on the command line; names as there."""

    question_id: str | None
    ask: str | None
    retake: str | None
    pack: str | None
    kind: Kind | None
    count: int | None
    shuffle: bool
    seed: int | None
    think: float | None
    limit: float | None
    auto_stop: float | None
    one_way: bool
    takes: int | None
    follow_ups: int
    cues: bool
    mute: bool
    voice: str
    device: str | None
    as_json: bool
    company_file: Path | None
    star_shares: StarShares | None
    profile: Profile | None
    engine: str
    model: str
    recordings: Path | None
    questions_dir: Path | None

    def refuse(self) -> None:
        """Raise click.UsageError for what cannot be meant."""
        named = [one for one in (self.question_id, self.ask, self.retake) if one is not None]
        if len(named) > 1:
            raise click.UsageError("Give a question's ID, --ask or --retake, one of them.")
        if named and (self.pack or self.count or self.shuffle or (self.kind and self.ask is None)):
            raise click.UsageError("One question was named: --pack, --kind, --count and --shuffle choose among many.")
        if self.takes is not None and not self.one_way:
            raise click.UsageError("--takes belongs to --one-way; elsewhere you may answer as often as you like.")
        if self.seed is not None and not self.shuffle:
            raise click.UsageError("--seed belongs to --shuffle.")

    def refuse_without_a_key(self) -> None:
        """Raise click.UsageError where nothing could end an answer; after what was named has been found."""
        if self.auto_stop is None and not sys.stdin.isatty():
            raise click.UsageError("Without a terminal there is no key to end an answer: give --auto-stop SECONDS.")


SECONDS = click.FloatRange(min=0, max=7200)


@click.command()
@click.argument("question_id", required=False, metavar="[QUESTION_ID]", shell_complete=question_ids)
@click.option("--ask", metavar="TEXT", help="A question of your own.")
@click.option(
    "--retake",
    metavar="ID",
    shell_complete=take_ids,
    help="The question of this take once more, compared with it at the end (last: the newest).",
)
@click.option(
    "--pack", metavar="PACK", shell_complete=pack_names, help="Questions of this pack.  [default: customer-service]"
)
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Questions of this kind; with --ask, its kind.")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="How many questions, one after the other.")
@click.option("--shuffle", is_flag=True, help="In any order.  [default: the least practised first]")
@click.option("--seed", type=int, metavar="N", help="Makes --shuffle repeatable.")
@click.option("--think", type=SECONDS, metavar="SECONDS", help="Thinking time.  [default: the question's]")
@click.option(
    "--limit", type=click.FloatRange(1, 7200), metavar="SECONDS", help="Longest answer.  [default: the question's]"
)
@click.option(
    "--auto-stop", type=click.FloatRange(0.5, 600), metavar="SECONDS", help="End the answer after this much silence."
)
@click.option("--one-way", is_flag=True, help="As in a one-way video interview: no pause, a set number of takes.")
@click.option(
    "--takes",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"Takes in a one-way interview.  [default: {ONE_WAY_TAKES}]",
)
@click.option(
    "--follow-ups", type=click.IntRange(min=0), default=0, metavar="N", help="Ask up to N follow-ups.  [default: none]"
)
@click.option("--cues", is_flag=True, help="Soft sounds 30 s before the end and at the end: wear headphones.")
@click.option("--mute", is_flag=True, help="Print the question, do not speak it.")
@click.option(
    "--voice",
    metavar="NAME",
    envvar="VOICE_INTERVIEW_VOICE",
    default="hibari",
    show_default=True,
    shell_complete=plugins("voices"),
    help="Who speaks: hibari, or system for your computer's own.",
)
@click.option("--device", metavar="NAME|INDEX", help="Microphone; remembered for the next time.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each report, in place of text.")
@company_option
@star_shares_option
@profile_option
@engine_options
@recordings_option
@questions_option
def practice(**options: Any) -> None:
    """Hear a question, answer it aloud, and read what was really said.

    Without QUESTION_ID: the question of the pack that you have practised least.
    """
    asked = Options(**options)
    asked.refuse()
    from voice_interview.cli.signals import as_interrupts, tell_faults

    tell_faults()
    try:
        with as_interrupts():
            code = _practise(asked)
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


def _practise(asked: Options) -> int:
    from voice_interview.cli import keys, stage
    from voice_interview.cli.beside import beside
    from voice_interview.interview import Session
    from voice_interview.takes import Takes

    company = load_company(asked.company_file)
    takes = Takes(recordings_folder(asked.recordings), profile=asked.profile or "standard")
    tidy(takes)
    screen = stage.screen(asked.as_json)
    if asked.retake is None:
        questions = _questions(asked, takes)
    else:
        again = takes.find(asked.retake)
        question, before = question_of(again)
        company = company or again.company()
        questions = (question,)
        takes = Takes(takes.root, retake_of=again.id, profile=asked.profile or again.load().profile)
        for line in reminder(again.id, before):
            screen.say(line)
    asked.refuse_without_a_key()
    device = stage.microphone(asked.device, screen)
    wishes = stage.Wishes(
        voice=asked.voice,
        mute=asked.mute,
        cues=asked.cues,
        engine=asked.engine,
        model=asked.model,
        star_shares=asked.star_shares or StarShares(),
        profile=takes.profile,
        company=company,
        looks_for=tuple(dict.fromkeys(quality for question in questions for quality in question.looks_for)),
    )
    with keys.reading() as reader, beside() as work:
        set_up = stage.set_up(wishes, (takes, device), (screen, reader), work)
        summary = Session(set_up, _rules(asked)).run(questions, asked.count)
    if len(summary.reports) > 1 and not asked.as_json:
        _sum_up(summary.reports)
    return INTERRUPTED if summary.interrupted else UNFIT if summary.unfit else 0


def _questions(asked: Options, takes: Takes) -> tuple[Question, ...]:
    from voice_interview import questions as packs
    from voice_interview.interview import plan

    if asked.ask is not None:
        return (packs.own(asked.ask, asked.kind),)
    every = load(asked.questions_dir)
    if asked.question_id is not None:
        return (packs.find(every, asked.question_id),)
    chance = random.Random(asked.seed) if asked.shuffle else None
    return plan.order(plan.choose(every, asked.pack, asked.kind), _practised(takes), chance)


def _practised(takes: Takes) -> tuple[str, ...]:
    """The question of every take; a damaged take counts for none."""
    found = []
    for take in takes.all():
        try:
            file = take.load()
        except TakeError:
            continue
        found += [file.question.id] if file.question else []
    return tuple(found)


def _rules(asked: Options) -> Rules:
    from voice_interview.interview import Rules

    return Rules(
        think=asked.think,
        limit=asked.limit,
        auto_stop=asked.auto_stop,
        takes=(asked.takes or ONE_WAY_TAKES) if asked.one_way else None,
        follow_ups=asked.follow_ups,
        may_pause=not asked.one_way,
        interactive=sys.stdin.isatty(),
    )


def _sum_up(reports: tuple[Report, ...]) -> None:
    from voice_interview.cli.wiring import show_as
    from voice_interview.reports.summary import summary

    click.echo()
    show_as(summary, reports, least=80)
