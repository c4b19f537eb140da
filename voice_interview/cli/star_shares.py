"""`--star-shares`: what the time of a story is compared with, from the command line or the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from voice_interview.cli import settings
from voice_interview.cli.places import config_folder
from voice_interview.model import StarShares

if TYPE_CHECKING:
    from collections.abc import Callable


def star_shares_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--star-shares",
        envvar="VOICE_INTERVIEW_STAR_SHARES",
        type=shares_named,
        metavar="S/T/A/R|SCHEME",
        help="Advised shares of the time, as 15/10/60/15, or a scheme: star, car, soar, starl.  [default: 20/10/60/10]",
    )(command)


def shares_named(written: str) -> StarShares:
    """What a person wrote, as shares; a mistake is misuse."""
    from voice_interview.metrics.star_clock import parse

    try:
        return parse(written)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def chosen(option: StarShares | None) -> StarShares:
    """The shares of the command line, else those of the settings, else the default. Raises SettingsError for settings
    that cannot be read."""
    from voice_interview.metrics.star_clock import parse

    if option is not None:
        return option
    folder = config_folder()
    written = settings.load(folder).star_shares
    try:
        return StarShares() if written is None else parse(written)
    except ValueError as error:
        raise settings.SettingsError(
            f"star_shares in {folder / settings.NAME}: {error}", 'Write it as "20/10/60/10" or "car", or take it out.'
        ) from None
