"""The command line: reads, calls, prints. Results go to stdout, all talk to stderr."""

from __future__ import annotations

import sys

import click

from voice_interview import __version__
from voice_interview.cli import settings
from voice_interview.cli.analyze import analyze
from voice_interview.cli.config import config_group, defaults
from voice_interview.cli.demo import demo
from voice_interview.cli.doctor import doctor
from voice_interview.cli.models import models_group
from voice_interview.cli.practice import practice
from voice_interview.cli.progress import progress
from voice_interview.cli.questions import questions_group
from voice_interview.cli.schema import schema
from voice_interview.cli.takes import takes
from voice_interview.errors import VoiceInterviewError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "VOICE_INTERVIEW"})
@click.version_option(__version__, prog_name="voice-interview")
@click.pass_context
def cli(context: click.Context) -> None:
    """Practise interview answers aloud, and see what was really said. Everything stays on this machine."""
    if context.invoked_subcommand != config_group.name:  # which mends what cannot be read
        context.default_map = defaults(cli, settings.current())


for command in (practice, demo, analyze, questions_group, takes, progress, models_group, config_group, schema, doctor):
    cli.add_command(command)


def main() -> None:
    """Run the command line; an expected failure is one line on stderr and exit code 1; a bug keeps its traceback."""
    try:
        sys.exit(cli(prog_name="voice-interview", standalone_mode=True))
    except VoiceInterviewError as error:
        click.echo(f"voice-interview: {error}", err=True)
        sys.exit(1)
