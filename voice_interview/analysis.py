"""From what was heard to the report: meaning, measures and advice, one after the other.

Everything here is a function of saved values, so it can run again at any time without a microphone or Whisper.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

import msgspec

from voice_interview import __version__
from voice_interview.model import (
    Answer,
    Company,
    Correction,
    FillerList,
    Outcome,
    Profile,
    Provenance,
    Question,
    Recording,
    Report,
    Sound,
    StarShares,
    Transcript,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voice_interview.listening import Listened
    from voice_interview.plugins import Metric


STAR_SHARES = StarShares()

Earlier = tuple[str, Report | None]
"""The take that a re-take repeats: its id, and its report where there is one."""


class Identified(Protocol):
    """What an engine says of itself, here or in another process."""

    @property
    def name(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def model_sha256(self) -> str: ...


@cache
def metrics() -> Mapping[str, Metric]:
    """Every metric that is installed, by name; looked up once, which takes 0.1 s."""
    from voice_interview import plugins

    return {name: plugins.load("metrics", name) for name in plugins.names("metrics")}


def hear(listened: Listened, recording: Recording, question: Question | None, company: Company | None = None) -> Answer:
    """What listening found, put together with what is known of the recording; the faults of both are kept."""
    recording = msgspec.structs.replace(
        recording,
        seconds=listened.seconds,
        faults=tuple({f.code: f for f in (*recording.faults, *listened.faults)}.values()),
    )
    return understand(question, recording, listened.transcript, listened.sound, company)


def understand(
    question: Question | None,
    recording: Recording,
    transcript: Transcript,
    sound: Sound | None,
    company: Company | None = None,
) -> Answer:
    """The answer with its meaning read, and held against a company's own words where they are given; no reading where
    not a word was heard."""
    from voice_interview import meaning
    from voice_interview.meaning import coverage

    reading = meaning.read(transcript, question, starts=recording.starts) if transcript.words else None
    reading = reading and coverage.held_against(reading, transcript, question, company)
    return Answer(question=question, recording=recording, transcript=transcript, sound=sound, reading=reading)


def report(
    answer: Answer,
    identity: tuple[str, str],
    made_by: Provenance,
    corrections: Sequence[Correction] = (),
    earlier: Earlier | None = None,
) -> Report:
    """Measure the answer and advise on it, as corrected; `identity` is the report's id and the moment it was made
    (ISO 8601). What the machine alone measured stays in `uncorrected` where it differs. A re-take is compared with the
    take that it repeats, `earlier`."""
    from voice_interview import corrections as spoken
    from voice_interview import label_corrections, profiles, retake, tightening
    from voice_interview.advice import advise
    from voice_interview.correction_list import in_order
    from voice_interview.metrics import measure

    answer = msgspec.structs.replace(answer, filler_lists=made_by.filler_lists, star_shares=made_by.star_shares)
    measures = own = measure(answer, metrics())
    outcomes: tuple[Outcome, ...] = ()
    if corrections:
        heard = answer.transcript
        answer, of_spoken = spoken.apply(answer, corrections)
        if answer.transcript != heard:
            company = answer.reading.company if answer.reading is not None else None
            read = understand(answer.question, answer.recording, answer.transcript, answer.sound, company)
            answer = msgspec.structs.replace(answer, reading=read.reading)
        answer, of_labels = label_corrections.apply(answer, corrections)
        outcomes = in_order(corrections, of_spoken, of_labels)
        measures = measure(answer, metrics())
    made = Report(
        id=identity[0],
        created_at=identity[1],
        question=answer.question,
        recording=answer.recording,
        transcript=answer.transcript,
        sound=answer.sound,
        reading=answer.reading,
        measures=measures,
        advice=advise(answer.question, answer.recording, answer.transcript, measures),
        provenance=made_by,
        corrections=outcomes,
        uncorrected={name: one for name, one in own.items() if one != measures[name]},
        plan=tightening.plan(answer, measures),
    )
    made = profiles.seen(made, made_by.profile)
    if not earlier:
        return made
    before = earlier[1] and profiles.seen(earlier[1], made_by.profile)
    return msgspec.structs.replace(made, retake=retake.compare(earlier[0], before, made))


def again(report_: Report, answer: Answer, corrections: Sequence[Correction], earlier: Earlier | None = None) -> Report:
    """The report on what was heard before, by the measures of this version and with other corrections."""
    from voice_interview.metrics import thresholds

    made_by = msgspec.structs.replace(report_.provenance, version=__version__, thresholds=thresholds())
    return report(answer, (report_.id, report_.created_at), made_by, corrections, earlier)


def counted(report_: Report, answer: Answer, corrections: Sequence[Correction]) -> Report:
    """The report with the figures that its profile leaves out, for a person who asks for them: counted, not judged."""
    from voice_interview import profiles

    made_by = msgspec.structs.replace(report_.provenance, profile="standard")
    whole = report(answer, (report_.id, report_.created_at), made_by, corrections)
    further = profiles.unjudged(whole.measures, report_.provenance.profile)
    return msgspec.structs.replace(report_, measures=report_.measures | further) if further else report_


def provenance(
    engine: Identified | None,
    filler_lists: Mapping[str, FillerList] | None = None,
    star_shares: StarShares = STAR_SHARES,
    profile: Profile = "standard",
) -> Provenance:
    """Who made the figures: this version, the engine and the weights, and what they were set to; None for a text. The
    user's own fillers are counted by `report`, the time of a story is compared with `star_shares`, and `profile` says
    what is judged."""
    from voice_interview.listening import settings
    from voice_interview.metrics import thresholds
    from voice_interview.plugins import ear

    own = Provenance(
        version=__version__,
        thresholds=thresholds(),
        filler_lists=dict(filler_lists or {}),
        star_shares=star_shares,
        profile=profile,
    )
    if engine is None:
        return own
    return msgspec.structs.replace(
        own,
        engine=engine.name,
        model=engine.model,
        model_sha256=engine.model_sha256,
        settings=settings(ear(engine)),
    )
