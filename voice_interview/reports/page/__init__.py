"""One take as one page: an HTML file to read and to listen to, with the sound inside, that asks for nothing from
anywhere.

Its Content-Security-Policy allows the one style sheet and the one script that stand in it, by their hashes, and sound
that stands in it; no request, no other script, no style of an element's own. Every text passes through `content.clean`
and is escaped where it is put in, whoever wrote it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

from voice_interview.model import Report
from voice_interview.reports import alike, clock, content, corrected, plan, retake, shapes, spoken, touched
from voice_interview.reports.page import chart, figures, said

if TYPE_CHECKING:
    from jinja2 import Environment


class Page:
    """The format `html`."""

    def __call__(self, report: Report) -> str:
        """The page without sound: for reading."""
        return _render(report, b"")

    def with_sound(self, report: Report, mp3: bytes) -> str:
        """The page with the recording, as MP3, in it."""
        return _render(report, mp3)


page = Page()


def _render(report: Report, mp3: bytes) -> str:
    environment = _environment()
    style, script = _source("page.css"), _source("page.js") if mp3 else ""
    return environment.get_template("page.html").render(
        report=report,
        language=report.transcript.language if re.fullmatch("[a-z]{2,3}", report.transcript.language) else "",
        policy=_policy(style, script),
        style=_trusted(style),
        script=_trusted(script),
        sound=_trusted(base64.b64encode(mp3).decode("ascii")),
        star=_star(report),
        pictures=[_trusted(chart.draw(report, width)) for width in (chart.WIDE, chart.NARROW)],
        alike=alike,
        chart=chart,
        clock=clock,
        content=content,
        corrected=corrected,
        figures=figures,
        plan=plan,
        retake=retake,
        said=said,
        shapes=shapes,
        spoken=spoken,
        touched=touched,
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("voice_interview.reports.page"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    """What a text may hold on the page; markup of our own stays as it is."""
    return value if hasattr(value, "__html__") else content.clean(value)


def _trusted(markup: str) -> str:
    """Markup of our own making: no text from outside is in it."""
    from markupsafe import Markup

    return Markup(markup)


@cache
def _source(name: str) -> str:
    """The style or the script, with the line ends that a browser hashes."""
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].replace("\r\n", "\n")


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy of a page with this style and script."""
    allowed = [f"style-src {_hash(style)}", *([f"script-src {_hash(script)}", "media-src data:"] if script else [])]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _star(report: Report) -> shapes.StarDetails | None:
    """The story and its parts; None where they were not read."""
    measure = report.measures.get("star")
    return shapes.details(measure, shapes.StarDetails) if measure and measure.details else None
