"""The measures: one file each, plain functions of one answer; undefined is None with a caveat, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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


def thresholds() -> dict[str, Any]:
    """What the measures judge by, for a report's provenance: a changed limit is no change of the speaker."""
    from voice_interview.metrics import (
        company,
        coverage,
        filler_events,
        fillers,
        length,
        loudness,
        pace,
        pauses,
        recital,
        repeats,
        shared,
        star_clock,
        start_delay,
    )
    from voice_interview.model import ENOUGH_SPEECH

    return {
        "company_similarity": [company.NO, company.YES],
        "coverage_similarity": [coverage.NO, coverage.YES],
        "enough_speech_seconds": ENOUGH_SPEECH,
        "enough_words": shared.ENOUGH_WORDS,
        "fillers_per_minute": [fillers.HARMLESS, fillers.HARMFUL],
        "filler_by_sound": [fillers.SURE, fillers.LIKELY],
        "filler_by_text_alone": fillers.TEXT_ALONE,
        "filler_near_seconds": filler_events.NEAR,
        "length_share_good": list(length.GOOD),
        "length_share_watch": list(length.WATCH),
        "loudness_half_db": loudness.HALF_AS_LOUD,
        "pace_words_per_minute": list(pace.QUIET),
        "pace_window_seconds": pace.WINDOW,
        "pause_seconds": pauses.PAUSE,
        "long_pause_seconds": pauses.LONG,
        "long_pauses_per_minute": pauses.LONG_A_MINUTE,
        "recited_words_in_a_row": recital.IN_A_ROW,
        "said_again_share": [repeats.PARTLY, repeats.AGAIN],
        "star_shares_usual": {name: [row.low, row.median, row.high] for name, row in star_clock.USUAL.items()},
        "start_delay_seconds": start_delay.GENTLE,
    }
