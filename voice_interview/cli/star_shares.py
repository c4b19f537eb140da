"""`--star-shares`: what the time of a story is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

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
