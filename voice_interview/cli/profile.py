"""`--profile`: what is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from voice_interview.model import Profile

if TYPE_CHECKING:
    from collections.abc import Callable


def profile_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--profile",
        envvar="VOICE_INTERVIEW_PROFILE",
        type=click.Choice(get_args(Profile)),
        help="With disfluency-aware, for people who stutter, fillers, pace and pauses are not judged."
        "  [default: the take's own, else standard]",
    )(command)
