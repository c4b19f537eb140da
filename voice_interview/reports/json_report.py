"""The report as a JSON file: the msgspec encoding of the value, indented for people who open it."""

from __future__ import annotations

import msgspec

from voice_interview.model import Report


def render(report: Report) -> str:
    """The whole file; decodes to an equal Report."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode("utf-8") + "\n"
