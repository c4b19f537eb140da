"""The values that flow through the program, and their JSON: frozen, keyword-only, seconds as float.

The JSON is the msgspec encoding of these types; nothing is renamed or derived. Undefined is None, never 0; NaN and
infinity are refused, because JSON has no word for them and a reader would take them for nothing.
"""

from __future__ import annotations

import math
import re
from typing import Any, Literal, get_args

from msgspec import Struct, field

SAMPLE_RATE = 16_000
"""Samples a second of every array and every `answer.wav`: what Whisper was trained on."""

ENOUGH_SPEECH = 20.0
"""Seconds of speaking time under which no rate is given: one "ah" in 2.3 s would read as 26 a minute."""

LATEST = 1e6
"""Seconds: eleven days and a half. What lies later in a recording is damage, and a scale up to it has no end."""

SHORTEST_STEP = 1e-3
"""Seconds between two values of a track: it is made with 250 times that."""

LOUDEST = 1e6
"""dB, and Hz: more than any sound has of either."""

REPORT_SCHEMA = "voice-interview/report/1"

Kind = Literal["behavioural", "philosophy", "situational", "motivation", "self-description"]
Band = Literal["good", "watch", "act", "none"]
Label = Literal["situation", "task", "action", "result", "learning", "other", "unclear"]
Presence = Literal["yes", "implied", "no", "unclear"]
FoundBy = Literal["text", "sound", "both", "person"]

SCORES = (1, 2, 3, 4, 5)
"""What a rating can be, the best last."""

LONGEST_COMMENT = 4_000
"""Characters of a comment: two minutes of reading; whoever has more to say writes a letter."""

PARTS: tuple[Label, ...] = ("situation", "task", "action", "result")
"""The parts of STAR."""


class Span(Struct, frozen=True, array_like=True):
    """`[start, end]` in seconds from the start of the recording."""

    start: float
    end: float

    def __post_init__(self) -> None:
        _check_times(self, self.start, self.end)

    @property
    def seconds(self) -> float:
        return self.end - self.start


class Question(Struct, frozen=True, kw_only=True):
    """One interview question; `looks_for` holds quality ids, `listens_for` one line on what is hoped for."""

    id: str
    text: str
    kind: Kind
    pack: str
    looks_for: tuple[str, ...] = ()
    listens_for: str = ""
    think_seconds: float = 30.0
    answer_seconds: float = 120.0
    follow_ups: tuple[str, ...] = ()


class Fault(Struct, frozen=True, kw_only=True):
    """Something that stops a recording from being judged, or a file from being read, and its cure."""

    code: str
    message: str
    fix: str


class Failure(Struct, frozen=True, kw_only=True):
    """What `analyze --json` prints in place of a report for a file that failed."""

    schema: str = REPORT_SCHEMA
    path: str
    error: Fault


class FollowUp(Struct, frozen=True, kw_only=True):
    """A question that was asked after the answer had begun; what was said from `start` on (seconds from the start of
    the recording, which was held while it was asked) answers it, up to the next one."""

    text: str
    start: float

    def __post_init__(self) -> None:
        _check_times(self, self.start, self.start)


class Recording(Struct, frozen=True, kw_only=True):
    """The sound file: `path` relative to its take (or as given), `cue_at` when the candidate was asked to speak, after
    `think_seconds` of thinking (None where there was none, or it is not known), `cuts` where recording was paused,
    `follow_ups` what was asked besides the question, in order of time, `faults` why it cannot be judged. `seconds` and
    `sample_rate` are None for a text."""

    path: str
    seconds: float | None = None
    sample_rate: int | None = None
    device: str | None = None
    overflows: int = 0
    started_at: str | None = None
    cue_at: float | None = None
    think_seconds: float | None = None
    cuts: tuple[float, ...] = ()
    faults: tuple[Fault, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    def __post_init__(self) -> None:
        _check_moments(self, self.seconds, self.cue_at, self.think_seconds, *self.cuts)
        if list(self.starts) != sorted(self.starts):
            raise ValueError(f"follow-ups out of order: {self}")

    @property
    def starts(self) -> tuple[float, ...]:
        """When the answer to each follow-up begins, in seconds."""
        return tuple(asked.start for asked in self.follow_ups)


class Word(Struct, frozen=True, kw_only=True):
    """One spoken word with its punctuation and no surrounding space; times None where there is no sound."""

    text: str
    start: float | None = None
    end: float | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        if not self.text or self.text != self.text.strip():
            raise ValueError(f"a word is empty or wears spaces: {self}")
        _check_times(self, self.start, self.end)
        _check_share(self, self.confidence)


class Sentence(Struct, frozen=True, kw_only=True):
    """Words `[first, last)` of the transcript."""

    text: str
    start: float | None = None
    end: float | None = None
    first: int
    last: int

    def __post_init__(self) -> None:
        _check_times(self, self.start, self.end)
        _check_words(self, self.first, self.last)


class Transcript(Struct, frozen=True, kw_only=True):
    """What was said, verbatim, accepted fillers included; `text` is the words joined by single spaces."""

    language: str
    engine: str
    model: str
    text: str
    words: tuple[Word, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    def __post_init__(self) -> None:
        if any(one.last > len(self.words) for one in self.sentences):
            raise ValueError("a sentence of words that are not there")


class Hesitation(Struct, frozen=True, kw_only=True):
    """A filled pause heard in the sound: "um" where it ends nasal, else "uh"."""

    start: float
    end: float
    confidence: float
    label: str = "uh"

    def __post_init__(self) -> None:
        _check_times(self, self.start, self.end)
        _check_share(self, self.confidence)


class Pitch(Struct, frozen=True, kw_only=True):
    """How high a voice is: its median, and the range from `low_hz` to `high_hz` in which it is for four fifths of the
    `seconds` in which it has a pitch."""

    median_hz: float
    low_hz: float
    high_hz: float
    seconds: float

    def __post_init__(self) -> None:
        _check_finite(self, self.median_hz, self.low_hz, self.high_hz, self.seconds)
        if not 0 < self.low_hz <= self.median_hz <= self.high_hz or self.seconds <= 0:
            raise ValueError(f"no range of pitch: {self}")


class Track(Struct, frozen=True, kw_only=True):
    """Level (dBFS) and pitch (Hz) over time: one of each for every `step` seconds from the start of the recording, None
    where too little is voiced."""

    step: float
    level_dbfs: tuple[int | None, ...] = ()
    pitch_hz: tuple[int | None, ...] = ()

    def __post_init__(self) -> None:
        _check_finite(self, self.step)
        if not SHORTEST_STEP <= self.step <= LATEST or len(self.level_dbfs) != len(self.pitch_hz):
            raise ValueError(f"not one level and one pitch a step: {self.step}")
        if any(abs(value) > LOUDEST for value in (*self.level_dbfs, *self.pitch_hz) if value is not None):
            raise ValueError("a level or a pitch that no sound has")


class Sound(Struct, frozen=True, kw_only=True):
    """What the waveform tells without words: `voiced` spans in order, silent `pauses` of 0.3 s and more between them,
    `level_dbfs` the median level of the voiced sound (None where there is none), `pitch` its pitch (None where none was
    found), and both over time in `track`."""

    voiced: tuple[Span, ...] = ()
    pauses: tuple[Span, ...] = ()
    hesitations: tuple[Hesitation, ...] = ()
    level_dbfs: float | None = None
    pitch: Pitch | None = None
    track: Track | None = None

    def __post_init__(self) -> None:
        ends = [one.end for one in self.voiced]
        if self.voiced != tuple(sorted(self.voiced, key=lambda one: one.start)) or ends != sorted(ends):
            raise ValueError("voiced spans out of order")

    @property
    def speaking(self) -> Span | None:
        """From the first to the last voiced sound; None in silence."""
        return Span(self.voiced[0].start, self.voiced[-1].end) if self.voiced else None


class SentenceLabel(Struct, frozen=True, kw_only=True):
    """What one sentence of the transcript does in the answer; `cues` are the words that earned the label, `found_by` is
    "person" where one said so, and then there is no confidence."""

    label: Label
    confidence: float | None = None
    cues: tuple[str, ...] = ()
    found_by: FoundBy | None = None

    def __post_init__(self) -> None:
        _check_share(self, self.confidence)


class Part(Struct, frozen=True, kw_only=True):
    """Whether one part of STAR is there; `quantified` only for the result; `own` only for the action: whether it says
    what the speaker did, False where it only says what "we" did, or what was done; `found_by` as in SentenceLabel."""

    present: Presence
    confidence: float | None = None
    quantified: bool | None = None
    own: bool | None = None
    found_by: FoundBy | None = None

    def __post_init__(self) -> None:
        _check_share(self, self.confidence)


class Story(Struct, frozen=True, kw_only=True):
    """Whether a past event is told; `kind` says what the answer is: story, definition, opinion, habit, hypothetical,
    self-description, method, or unclear; `found_by` as in SentenceLabel."""

    present: bool | None
    confidence: float | None = None
    kind: str = "unclear"
    found_by: FoundBy | None = None

    def __post_init__(self) -> None:
        _check_share(self, self.confidence)


class Finding(Struct, frozen=True, kw_only=True):
    """One thing about a whole answer: `present` is never "implied"; `cues` are the words that earned it, `sentences`
    where they stand, by number from 0."""

    present: Presence
    confidence: float | None = None
    cues: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _check_share(self, self.confidence)


class Near(Struct, frozen=True, kw_only=True):
    """How near words `[first, last)` of the transcript, all of them in one `sentence`, come in meaning to what was
    asked for: a cosine, -1 to 1."""

    sentence: int
    first: int
    last: int
    similarity: float

    def __post_init__(self) -> None:
        _check_words(self, self.first, self.last)
        _check_finite(self, self.similarity)


class Statement(Struct, frozen=True, kw_only=True):
    """One sentence or value of a company's own text; `quality` where it names one, `near` the sentences of the answer
    that come nearest, the nearest first (None where meaning was not compared)."""

    text: str
    quality: str | None = None
    near: tuple[Near, ...] | None = None


class Company(Struct, frozen=True, kw_only=True):
    """A company's own words, a mission statement or a job advertisement; `name` that of the file."""

    name: str
    statements: tuple[Statement, ...]


class Reading(Struct, frozen=True, kw_only=True):
    """The meaning of an answer: one label for each sentence of the transcript, the parts by name, story or not; for
    each quality that the question looks for the sentences that come nearest to it, the nearest first (`touches`, None
    where meaning was not compared); and the company's text that it was held against. `findings` by name, for a story:
    `two_stories` (where the second begins), `result_first`, `bad_outcome`, `own_part` (whether it says what the speaker
    did, and not "we" alone or what was done by nobody); none where it was read by cues."""

    reader: str
    labels: tuple[SentenceLabel, ...]
    parts: dict[str, Part]
    story: Story
    touches: dict[str, tuple[Near, ...]] | None = None
    company: Company | None = None
    findings: dict[str, Finding] = {}


class Evidence(Struct, frozen=True, kw_only=True):
    """Where a figure comes from: a moment of the recording and words `[first, last)` of the transcript."""

    label: str
    start: float | None = None
    end: float | None = None
    first: int
    last: int
    found_by: FoundBy | None = None
    confidence: float | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        _check_times(self, self.start, self.end)
        _check_words(self, self.first, self.last)
        _check_share(self, self.confidence)


class Measure(Struct, frozen=True, kw_only=True):
    """One figure with its unit, range, judgement and proof. `value` None is undefined and has a `caveat`."""

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    band: Band = "none"
    caveat: str | None = None
    source: str | None = None
    evidence: tuple[Evidence, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_finite(self, self.value, self.low, self.high)
        if self.value is None and not self.caveat:
            raise ValueError(f"an undefined measure says why: {self}")
        if self.band != "none" and not self.source:
            raise ValueError(f"a judgement names its source: {self}")


class Advice(Struct, frozen=True, kw_only=True):
    """One thing to do in the next take: `title` what, `why` the finding and its source, `do` the next step."""

    title: str
    why: str
    do: str
    evidence: tuple[Evidence, ...] = ()


class FillerList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A user's own fillers in one language: phrases to `count` wherever they are said, and phrases `never` to count."""

    count: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class StarShares(Struct, frozen=True, kw_only=True):
    """How the time of a story is advised to be shared: whole percents that make 100, in the order of the rows of the
    `scheme` (see `metrics.star_clock`)."""

    scheme: Literal["STAR", "CAR", "SOAR", "STARL"] = "STAR"
    percent: tuple[int, ...] = (20, 10, 60, 10)

    def __post_init__(self) -> None:
        rows = {"STAR": 4, "CAR": 3, "SOAR": 3, "STARL": 5}[self.scheme]
        if len(self.percent) != rows or min(self.percent) < 0 or sum(self.percent) != 100:
            raise ValueError(f"not {rows} shares that make 100: {self}")


Profile = Literal["standard", "disfluency-aware"]
"""What is judged, and for whom (see `profiles`)."""


class Provenance(Struct, frozen=True, kw_only=True):
    """What made the figures, so that a change of tool is never taken for a change of speaker; `filler_lists` are the
    user's own, by the two-letter code of their language; `star_shares` what the time of a story is compared with;
    `profile` what is judged."""

    version: str
    engine: str | None = None
    model: str | None = None
    model_sha256: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    thresholds: dict[str, Any] = field(default_factory=dict)
    filler_lists: dict[str, FillerList] = field(default_factory=dict)
    star_shares: StarShares = StarShares()
    profile: Profile = "standard"


class Correction(Struct, frozen=True, kw_only=True):
    """One thing that a person set right, anchored in time: a line of a take's `corrections.jsonl`.

    - "strike": the filler `label` from `start` to `end` is none; `was` the words that stood there ("" for a sound).
    - "add": a filler `label` lies there, counted or not by the machine.
    - "mend": the words `was` are really `text` ("" for: nothing was said).
    - "label": the sentence `was` from `start` to `end` is `label` (situation, result, other ...).
    - "part": the part `label` (situation, task, action, result) of the whole answer is `present`.
    - "story": a story is `present` ("yes" or "no") in the whole answer.

    `made_at` in ISO 8601."""

    schema: str = "voice-interview/correction/1"
    made_at: str
    what: Literal["strike", "add", "mend", "label", "part", "story"]
    start: float
    end: float
    label: str | None = None
    was: str = ""
    text: str | None = None
    present: Presence | None = None

    def __post_init__(self) -> None:
        _check_times(self, self.start, self.end)
        if self.what == "mend" and (self.text is None or not self.was):
            raise ValueError(f"mends nothing, or by nothing: {self}")
        if self.what in ("strike", "add") and not self.label:
            raise ValueError(f"no filler is named: {self}")
        if self.what == "label" and (self.label not in get_args(Label) or not self.was):
            raise ValueError(f"labels nothing, or by no label: {self}")
        if self.what == "part" and (self.label not in PARTS or self.present is None):
            raise ValueError(f"names no part, or does not say whether it is there: {self}")
        if self.what == "story" and self.present not in ("yes", "no"):
            raise ValueError(f"does not say whether a story is told: {self}")


class Outcome(Struct, frozen=True, kw_only=True):
    """A correction in a report: whether its place was found in this transcript, and if not, why in one sentence.
    `found` is what the machine finds where a label, a part or the story was corrected."""

    correction: Correction
    applied: bool
    reason: str | None = None
    found: str | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """What is known of one answer before it is measured: all that a metric is given. `sound` is None for a text;
    `struck` are the fillers that a person ruled out and `added` those that a person heard, by the words of this
    transcript; `filler_lists` and `star_shares` as in Provenance."""

    question: Question | None
    recording: Recording
    transcript: Transcript
    sound: Sound | None
    reading: Reading | None
    struck: tuple[Evidence, ...] = ()
    added: tuple[Evidence, ...] = ()
    filler_lists: dict[str, FillerList] = field(default_factory=dict)
    star_shares: StarShares = StarShares()


class Cut(Struct, frozen=True, kw_only=True):
    """One sentence of an answer that its plan cuts, or merges with an earlier one: `sentence` is its number from 0,
    `start` to `end` when it was said, `seconds` what leaving it out saves, the pause after it included; `keeps` the
    words of it that stay ("" where it is cut), `like` the number of the earlier sentence that says the same."""

    deed: Literal["cut", "merge"]
    reason: Literal["other", "unclear", "repeat", "situation"]
    sentence: int
    label: Label
    text: str
    start: float
    end: float
    seconds: float
    keeps: str = ""
    like: int | None = None


class PlannedPart(Struct, frozen=True, kw_only=True):
    """The seconds of one label, and their share of all, as it is and as planned."""

    seconds: float
    share: float
    planned_seconds: float
    planned_share: float


class Plan(Struct, frozen=True, kw_only=True):
    """What to leave out of an answer of `seconds` so that it takes `target_seconds`: sentences to cut or merge, in
    order of time, and `trims`, the fillers and restarts in those that stay, which take `trim_seconds`. `stays` are the
    numbers of the sentences that stay, `projected_seconds` their time, `parts` the time by label; `why_not` says what
    stands in the way where the target is not met."""

    seconds: float
    target_seconds: float
    target: Literal["question", "story", "ending"]
    projected_seconds: float
    meets: bool
    why_not: str | None = None
    cuts: tuple[Cut, ...] = ()
    trims: tuple[Evidence, ...] = ()
    trim_seconds: float = 0.0
    stays: tuple[int, ...] = ()
    parts: dict[str, PlannedPart] = field(default_factory=dict)


class Compared(Struct, frozen=True, kw_only=True):
    """One figure of a take and of its re-take; `planned` where a plan gave a value, None where one is undefined."""

    before: float | None
    now: float | None
    planned: float | None = None


class AdviceFollowed(Struct, frozen=True, kw_only=True):
    """A piece of advice that the take before got, and whether the re-take meets it; None where that cannot be told."""

    title: str
    met: bool | None
    why: str


class PartChange(Struct, frozen=True, kw_only=True):
    """A part of STAR that is new in a re-take, or lost; `quote` the sentence of the take that has it."""

    part: str
    change: Literal["new", "lost"]
    quote: str | None = None


class CutFollowed(Struct, frozen=True, kw_only=True):
    """A sentence that the plan cut, and whether the re-take says it again, or says much of it: then `said` is the
    sentence that does."""

    planned: str
    again: Literal["no", "partly", "yes"]
    said: str | None = None


class Retake(Struct, frozen=True, kw_only=True):
    """A re-take beside the take `of` and its plan. Seconds, shares of the time by part (0 to 1), and fillers a minute;
    `caveat` why there is nothing to compare with, `tool` what else changed between the two reports."""

    of: str
    caveat: str | None = None
    tool: str | None = None
    target_seconds: float | None = None
    seconds: Compared | None = None
    shares: dict[str, Compared] = field(default_factory=dict)
    fillers: Compared | None = None
    advice: tuple[AdviceFollowed, ...] = ()
    parts: tuple[PartChange, ...] = ()
    cuts: tuple[CutFollowed, ...] = ()


class Passage(Struct, frozen=True, kw_only=True):
    """Words of an answer as they are quoted, and when they were said."""

    text: str
    start: float | None = None
    end: float | None = None

    def __post_init__(self) -> None:
        _check_times(self, self.start, self.end)


class Likeness(Struct, frozen=True, kw_only=True):
    """An earlier `take`, of `created_at`, that an answer is like, with a passage of each.

    - "wording": it is nearly the same word for word; `share` of its words stand in runs that both have.
    - "story": it tells what was told to another question, `question`; `words` are the telling ones that both have, and
      `share` of the telling words of the shorter one.

    `more` earlier takes are like it too. `retake` where the answer was a take once more of this one: then it is no
    remark, and `share` any."""

    kind: Literal["wording", "story"]
    take: str
    created_at: str
    question: str | None = None
    share: float
    words: tuple[str, ...] = ()
    here: Passage
    there: Passage
    more: int = 0
    retake: bool = False

    def __post_init__(self) -> None:
        _check_share(self, self.share)


class Criterion(Struct, frozen=True, kw_only=True):
    """One thing to rate an answer by: what to ask oneself (`asks`), the behaviour that stands for each score, from
    1 to 5 (`anchors`, "" for one that has none), and the `source` of the evidence for it, if any;
    `fluency` whether it judges fillers, pace or pauses (see `profiles`)."""

    id: str
    title: str
    asks: str
    anchors: tuple[str, str, str, str, str]
    source: str = ""
    fluency: bool = False


class Rubric(Struct, frozen=True, kw_only=True):
    """What answers are rated by (see `rubric`); ratings are known by its id."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    description: str = ""


class Rating(Struct, frozen=True, kw_only=True):
    """A score by one `criterion` of a `rubric` (their ids), with the criterion's `title` and the words of its `anchor`
    for this score ("" where it has none) as they were then, so that it can be read without the rubric."""

    rubric: str
    criterion: str
    title: str
    score: int
    anchor: str = ""

    def __post_init__(self) -> None:
        if self.score not in SCORES:
            raise ValueError(f"not a score from {SCORES[0]} to {SCORES[-1]}: {self.score}")
        if not (self.rubric and self.criterion and self.title):
            raise ValueError("a rating without a name")


class Comment(Struct, frozen=True, kw_only=True):
    """What `author` says about the take `take`, a line of its `comments.jsonl`: about one sentence, whose number from 0
    is `sentence` and whose start `at` (seconds); about the moment `at` alone; or, without either, about the whole.

    `id` is random hex: by it a comment is known again wherever it has been sent. `about` is what was being said there
    when the comment was made ("" for nothing): by it is told whether the words have changed since. There is a text, or
    a rating, or both. `made_at` in ISO 8601."""

    schema: str = "voice-interview/comment/1"
    id: str
    take: str
    author: str
    made_at: str
    text: str = ""
    at: float | None = None
    sentence: int | None = None
    about: str = ""
    rating: Rating | None = None

    def __post_init__(self) -> None:
        _check_times(self, self.at, self.at)
        if not re.fullmatch("[0-9a-f]{8,64}", self.id):
            raise ValueError(f"an id that is no hex: {self.id[:80]!r}")
        if not self.author.strip():
            raise ValueError("a comment without an author")
        if not self.text.strip() and self.rating is None:
            raise ValueError("a comment that says nothing")
        if len(self.text) > LONGEST_COMMENT:
            raise ValueError(f"a comment of more than {LONGEST_COMMENT} characters")
        if self.sentence is not None and self.sentence < 0:
            raise ValueError(f"no number of a sentence: {self.sentence}")


class Report(Struct, frozen=True, kw_only=True):
    """Everything about one take, in one value. Where a person corrected it, all is as corrected; `corrections` says
    how, and `uncorrected` holds the machine's own measures where they differ. `alike` is looked up when a report is
    shown, and never saved, so that a take that was deleted is quoted nowhere; so are `comments`, the oldest first.
    `plan` is there where the answer is longer than its time, `retake` where it was a take once more."""

    schema: str = REPORT_SCHEMA
    id: str
    created_at: str
    question: Question | None
    recording: Recording
    transcript: Transcript
    sound: Sound | None
    reading: Reading | None
    measures: dict[str, Measure]
    advice: tuple[Advice, ...]
    provenance: Provenance
    corrections: tuple[Outcome, ...] = ()
    uncorrected: dict[str, Measure] = field(default_factory=dict)
    alike: tuple[Likeness, ...] = ()
    plan: Plan | None = None
    retake: Retake | None = None
    comments: tuple[Comment, ...] = ()

    def __post_init__(self) -> None:
        check_together(self.transcript, self.reading)
        stays = self.plan.stays if self.plan else ()
        if any(not 0 <= place < len(self.transcript.sentences) for place in stays):
            raise ValueError("a plan of sentences that are not there")


def _check_finite(owner: Struct, *numbers: float | None) -> None:
    if any(n is not None and not math.isfinite(n) for n in numbers):
        raise ValueError(f"not a finite number in {owner}")


def _check_times(owner: Struct, start: float | None, end: float | None) -> None:
    _check_finite(owner, start, end)
    if (start is None) != (end is None):
        raise ValueError(f"a start without an end, or an end without a start: {owner}")
    if start is not None and end is not None and not 0 <= start <= end <= LATEST:
        raise ValueError(f"ends before it starts, or after {LATEST:,.0f} s: {owner}")


def _check_moments(owner: Struct, *moments: float | None) -> None:
    if any(at is not None and not 0 <= at <= LATEST for at in moments):
        raise ValueError(f"a time before 0 or after {LATEST:,.0f} s in {owner}")


def check_together(transcript: Transcript, reading: Reading | None) -> None:
    """Raises ValueError unless a reading is one of this transcript: every number in it is that of a sentence or a word.
    An answer that is being corrected may for a moment have another."""
    if reading is None:
        return
    if len(reading.labels) != len(transcript.sentences):
        raise ValueError(f"{len(reading.labels)} labels for {len(transcript.sentences)} sentences")
    stated = reading.company.statements if reading.company else ()
    near = [one for found in ((reading.touches or {}).values(), (one.near or () for one in stated)) for all_ in found
            for one in all_]  # fmt: skip
    places = [one.sentence for one in near] + [place for one in reading.findings.values() for place in one.sentences]
    if any(not 0 <= place < len(transcript.sentences) for place in places):
        raise ValueError("a reading of sentences that are not there")
    if any(one.last > len(transcript.words) for one in near):
        raise ValueError("a reading of words that are not there")


def _check_words(owner: Struct, first: int, last: int) -> None:
    if not 0 <= first <= last:
        raise ValueError(f"not a range of words: {owner}")


def _check_share(owner: Struct, share: float | None) -> None:
    if share is not None and not 0 <= share <= 1:
        raise ValueError(f"not between 0 and 1: {owner}")
