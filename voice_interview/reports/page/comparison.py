"""Takes of one question side by side as a page: figures, shares of the story, and the words, aligned, which are played
from both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voice_interview.reports import comparison as words
from voice_interview.reports import content, figure_words
from voice_interview.reports.page import base, within

if TYPE_CHECKING:
    from voice_interview.history.alignment import Aligned
    from voice_interview.history.comparison import Comparison

LEGEND = "Cut and added mean: not found in the other take. Hesitations are left out."

SCRIPT = "comparison.js"


def page(found: Comparison, mp3s: Sequence[bytes]) -> str:
    """The comparison as one HTML file with the sound of each take, as MP3, in it; b"" where there is none."""
    shown = values(found, [within(mp3) if mp3 else "" for mp3 in mp3s])
    return (
        base.render("comparison.html", shown, SCRIPT, media_src="data:")
        if any(mp3s)
        else base.render("comparison.html", shown)
    )


def values(found: Comparison, sounds: Sequence[str]) -> dict[str, object]:
    """What `comparison_body.html` shows: `sounds` are the addresses of the recordings, "" where there is none, and
    `linked` says whether each take has a page of its own beside this one."""
    return {
        "found": found,
        "sounds": sounds,
        "rows": sorted(found.figures, key=lambda one: figure_words.place(one.name)),
        "told": list(dict.fromkeys(step.tool for step in found.steps if step.tool)),
        "counts": _counts,
        "words": words,
        "figure_words": figure_words,
        "content": content,
        "legend": LEGEND,
        "linked": False,
    }


def _counts(aligned: Sequence[Aligned]) -> str:
    """How many sentences were kept, changed, told in other words, cut and added."""
    counts = {what: sum(one.what == what for one in aligned) for what in words.STYLES}
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)
