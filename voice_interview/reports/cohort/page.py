"""The table of a cohort as a page: who needs what next, who changed in what, and a link to the page of each take."""

from __future__ import annotations

from collections.abc import Mapping

from voice_interview.cohort.table import Cohort
from voice_interview.reports import content
from voice_interview.reports.cohort import words
from voice_interview.reports.page import base

Links = Mapping[tuple[str, str], str]
"""The address of the page of each take, by its candidate and its id; safe to stand in a link as it is."""


def render(found: Cohort, links: Links) -> str:
    """The whole page; a take without a link is named only."""
    return base.render("cohort.html", {"cohort": found, "links": links, "content": content, "words": words})
