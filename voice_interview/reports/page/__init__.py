"""One take as one page: an HTML file to read and to listen to, with the sound inside, that asks for nothing from
anywhere (see `base`)."""

from __future__ import annotations

import base64
import re

from voice_interview.model import PARTS, Report
from voice_interview.reports import (
    alike,
    clock,
    commented,
    content,
    corrected,
    findings,
    plan,
    retake,
    shapes,
    spoken,
    touched,
)
from voice_interview.reports.page import base, chart, figures, said


class Page:
    """The format `html`."""

    def __call__(self, report: Report) -> str:
        """The page without sound: for reading."""
        return base.render("page.html", values(report))

    def with_sound(self, report: Report, mp3: bytes) -> str:
        """The page with the recording, as MP3, in it."""
        return base.render("page.html", values(report, within(mp3)), "page.js", media_src="data:")


page = Page()


def within(mp3: bytes) -> str:
    """The address of a sound that stands in the page itself."""
    return base.trusted("data:audio/mpeg;base64," + base64.b64encode(mp3).decode("ascii"))


def values(report: Report, sound: str = "") -> dict[str, object]:
    """What the template shows; `sound` is the address of the recording, "" where there is none to hear."""
    return {
        "report": report,
        "language": report.transcript.language if re.fullmatch("[a-z]{2,3}", report.transcript.language) else "",
        "sound": sound,
        "star": _star(report),
        "pictures": [base.trusted(chart.draw(report, width)) for width in (chart.WIDE, chart.NARROW)],
        "alike": alike,
        "chart": chart,
        "clock": clock,
        "commented": commented,
        "content": content,
        "parts": PARTS,
        "corrected": corrected,
        "figures": figures,
        "findings": findings,
        "plan": plan,
        "retake": retake,
        "said": said,
        "shapes": shapes,
        "spoken": spoken,
        "touched": touched,
    }


def _star(report: Report) -> shapes.StarDetails | None:
    """The story and its parts; None where they were not read."""
    measure = report.measures.get("star")
    return shapes.details(measure, shapes.StarDetails) if measure and measure.details else None
