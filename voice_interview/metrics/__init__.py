"""The measures: one file each, plain functions of one answer; undefined is None with a caveat, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from voice_interview.model import Answer, Measure
    from voice_interview.plugins import Metric


def measure(answer: Answer, metrics: Mapping[str, Metric]) -> dict[str, Measure]:
    """Every measure by name, in the order given; of a recording with faults they are not judged: bands are none."""
    measures = {name: metric(answer) for name, metric in metrics.items()}
    if answer.recording.faults:
        return {name: replace(one, band="none") for name, one in measures.items()}
    return measures
