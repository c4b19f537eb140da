"""The command line: reads, calls, prints. Results go to stdout, all talk to stderr."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from voice_interview.errors import VoiceInterviewError

COMMANDS: dict[str, tuple[str, str]] = {
    "practice": ("practice:practice", "Hear a question, answer it aloud, and read what was really said."),
    "demo": ("demo:demo", "Go through an interview without a microphone."),
    "analyze": ("analyze:analyze", "Analyse recordings and print their reports."),
    "questions": ("questions:questions_group", "See the questions there are, and check packs of your own."),
    "takes": ("takes:takes", "See, play, correct, recover and delete your takes."),
    "progress": (
        "progress:progress",
        "Show how your figures change over weeks, your bests, and each question's first take and latest.",
    ),
    "share": (
        "share:share",
        "Put takes into one file for a coach: a page of each to read and hear, its figures, a rubric, the comments.",
    ),
    "comments": ("comments:comments", "Comment on takes, rate them, and exchange comments with others."),
    "cohort": ("cohort:cohort_group", "Analyse the recordings of many candidates, and see all of them in one table."),
    "serve": ("serve:serve", "Open your takes as pages: list, search, listen, compare, comment."),
    "models": (
        "models:models_group",
        "The Whisper models on this machine: list them, verify their checksums, fetch another one.",
    ),
    "config": (
        "config:config_group",
        "See and change what holds for every call: options before environment before project before user.",
    ),
    "schema": ("schema:schema", "Print the JSON Schema of a report."),
    "doctor": (
        "doctor:doctor",
        "Check everything that an interview needs, and say what to do where something is wrong.",
    ),
}
"""Where each command is, and its help in one sentence: only the one that is called is imported, which is most of the
time that `--help` took."""


class Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module, _, name = COMMANDS[cmd_name][0].partition(":")
            from voice_interview.cli.examples import add_help
            from voice_interview.cli.plain import with_plain

            self.commands[cmd_name] = with_plain(getattr(import_module(f"{__name__}.{module}"), name))
            add_help(self.commands[cmd_name], cmd_name)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does, but Ctrl-C ends every command with 130, also in a question of click's own."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort) as error:
            if isinstance(error, click.Abort) and not isinstance(error.__context__, KeyboardInterrupt):
                raise
            click.echo("Interrupted.", err=True)
            raise click.exceptions.Exit(130) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, with the sentences above, each of them whole."""
        listed = [click.Command(name, short_help=said) for name, (_, said) in COMMANDS.items()]
        click.Group(commands=listed).format_commands(ctx, formatter)


def _show_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from voice_interview.cli import version

        version.show(context)


@click.group(
    cls=Commands,
    epilog="\b\nBegin with:  voice-interview demo\nExamples:    voice-interview COMMAND --help",
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "VOICE_INTERVIEW"},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the versions of the program, of the engine and of the weights, and exit.",
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Practise interview answers aloud, and see what was really said. Everything stays on this machine."""
    called = context.invoked_subcommand
    command = cli.get_command(context, called) if called else None
    if called and command and called != "config":  # which mends what cannot be read
        from voice_interview.cli import settings
        from voice_interview.cli.config import defaults

        context.default_map = defaults({called: command}, settings.current())


def main() -> None:
    """Run the command line; an expected failure is one line on stderr and exit code 1; a bug keeps its traceback."""
    from voice_interview.cli.output import take_any_text

    take_any_text(sys.stdout, sys.stderr)
    try:
        sys.exit(cli(prog_name="voice-interview", standalone_mode=True))
    except VoiceInterviewError as error:
        click.echo(f"voice-interview: {error}", err=True)
        sys.exit(1)
