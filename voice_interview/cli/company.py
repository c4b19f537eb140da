"""`--company FILE`: a mission statement or a job advertisement that the answer is held against."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voice_interview.errors import CompanyError
from voice_interview.files import in_unicode, read_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from voice_interview.model import Company

MOST_BYTES = 1 << 20
"""Bytes that are read at most: a text is a hundredth of it, anything more is none."""


def company_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--company",
        "company_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Mission statement or job advertisement as text: which of it the answer touches, and what it recites.",
    )(command)


def load(path: Path | None) -> Company | None:
    """The company's statements in a text file; None where none was named. Raises CompanyError for what is no text."""
    if path is None:
        return None
    from voice_interview.meaning import company

    cure = "Save it as plain text (UTF-8), or copy the words into a .txt file."
    try:
        text = read_whole(path, MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise CompanyError(
            f"{path.name} cannot be read: {error.strerror}.",
            "Give a mission statement or a job advertisement as plain text.",
        ) from None
    except UnicodeDecodeError:
        raise CompanyError(f"{path.name} is no plain text.", cure) from None
    if "\0" in text:
        raise CompanyError(f"{path.name} is no plain text.", cure)
    return company.read(in_unicode(path.name), text)
