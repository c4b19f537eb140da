"""Where the answer falls silent, or is filled with um."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.metrics.filler_events import settled
from voice_interview.metrics.fillers import find, interval
from voice_interview.model import Evidence, Measure, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.model import Answer, Band, Word

SOURCE = "0.6 s sounds most natural (Liu et al. 2022, 10.3389/fpsyg.2022.778018); 2 s as a long pause is a convention"
PAUSE, LONG = 0.3, 2.0
"""Seconds. Under 0.3 s silence belongs to the sounds of speech; a long pause is 2 s by convention."""

LONG_A_MINUTE = 1.0
"""Long pauses a minute that get no remark, and one in any case. A convention: no study was found that counts them."""

CUT_SLACK = 0.1
"""Seconds by which the place of a cut may miss the edge of the silence around it."""

TOUCH = 0.15
"""Seconds between a silence and a hesitation that belong together: each is placed within 0.1 s."""

CLAUSE_MARKS = (",", ";", ":", "—", "–", "-")
"""What a word ends with before a pause between clauses, as the recogniser writes it."""

CONJUNCTIONS = frozenset(
    {"and", "but", "or", "so", "because", "when", "while", "if", "although", "though", "which", "who", "where", "until"}
)
"""English words that begin a clause, so that a pause before them lies between two."""

Kind = Literal["silent", "filled"]
Place = Literal["sentence", "clause", "inside"]
PLACES: tuple[Place, ...] = ("sentence", "clause", "inside")


class Pause(Struct, frozen=True, kw_only=True):
    """A stretch without words: silence alone, or with the hesitation sounds that it holds. `place`: between two
    sentences, between two clauses, or inside one; None where the words do not tell."""

    start: float
    end: float
    kind: Kind
    place: Place | None

    @property
    def seconds(self) -> float:
        return self.end - self.start


def pauses(answer: Answer) -> Measure:
    """How many long silent pauses there are between the first and the last voiced sound, each with its place. Silence
    around a place where the recording was paused, or a follow-up asked, is not the speaker's and does not count.

    Details: all silences of 0.3 s and more; the rate of the long ones with its exact 95 % Poisson interval (Garwood
    1936); and `pauses`, in which hesitation sounds and the silences they touch are one filled pause, summed up by kind
    and by place. No band is given for these: people pause between sentences to breathe and inside them to search, but
    no source says how much of it is too much."""
    if answer.sound is None:
        return Measure(value=None, unit="pauses", caveat=shared.NO_SOUND, source=SOURCE)
    span = answer.sound.speaking
    if span is None:
        return Measure(value=None, unit="pauses", caveat=shared.NO_VOICE, source=SOURCE)
    silences = [
        pause
        for pause in answer.sound.pauses
        if _lasts(pause, PAUSE) and span.start <= pause.start and pause.end <= span.end and not _is_cut(answer, pause)
    ]
    long = [pause for pause in silences if _lasts(pause, LONG)]
    total, seconds = sum((pause.seconds for pause in silences), 0.0), shared.speaking_seconds(answer)
    details: dict[str, Any] = {
        "count": len(silences),
        "total_seconds": total,
        "longest_seconds": max((pause.seconds for pause in silences), default=0.0),
        "share": min(1.0, total / seconds) if seconds else 0.0,
        "long_per_minute": _rate(len(long), answer),
    }
    return Measure(
        value=float(len(long)),
        unit="pauses",
        band=_band(len(long), answer),
        source=SOURCE,
        evidence=tuple(_evidence(answer.transcript.words, pause) for pause in long),
        details=details | _told_apart(every_pause(answer, silences)),
    )


def every_pause(answer: Answer, silences: Sequence[Span]) -> tuple[Pause, ...]:
    """The silences, and the counted hesitation sounds with the silences they touch, in order."""
    words, heard = answer.transcript.words, hesitation_sounds(answer)
    parts = sorted([(span, "silent") for span in silences] + [(span, "filled") for span in heard], key=_order)
    chains: list[list[tuple[Span, str]]] = []
    for part in parts:
        if chains and _touch(chains[-1], part):
            chains[-1].append(part)
        else:
            chains.append([part])
    firsts = frozenset(sentence.first for sentence in shared.sentences_of(answer.transcript))
    middles = [_middle(chain) for chain in chains]
    found = []
    for chain, following in zip(chains, shared.next_words(words, middles), strict=True):
        kind: Kind = "filled" if any(name == "filled" for _, name in chain) else "silent"
        found.append(
            Pause(
                start=chain[0][0].start,
                end=max(span.end for span, _ in chain),
                kind=kind,
                place=_place(words, following, firsts, kind),
            )
        )
    return tuple(found)


def hesitation_sounds(answer: Answer) -> tuple[Span, ...]:
    """When the counted hesitation sounds (um, uh) are heard, in order; as corrected where a person did. Only in English
    is it known which words they are."""
    if not shared.is_english(answer.transcript):
        return ()
    counted, _ = settled(*find(answer), answer)
    times = ((event.evidence.start, event.evidence.end) for event in counted if event.kind == "sound")
    return tuple(Span(start, end) for start, end in times if start is not None and end is not None)


def _middle(chain: Sequence[tuple[Span, str]]) -> float:
    """From when on the next word is looked for: recognised words may start in a silence, before they are said, but not
    over the last hesitation of a filled pause."""
    last = next((span for span, kind in reversed(chain) if kind == "filled"), chain[-1][0])
    return (last.start + last.end) / 2


def _order(part: tuple[Span, str]) -> tuple[float, float]:
    return part[0].start, part[0].end


def _touch(chain: Sequence[tuple[Span, str]], part: tuple[Span, str]) -> bool:
    """Whether a silence or hesitation goes on where the ones before it end; two silences never do."""
    kinds = {chain[-1][1], part[1]}
    return "filled" in kinds and round(part[0].start - max(span.end for span, _ in chain), 3) <= TOUCH


def _place(words: Sequence[Word], following: int, firsts: frozenset[int], kind: Kind) -> Place | None:
    """Where a pause lies before the word `following`; hesitation sounds around it are part of it. A comma before a
    filled one says nothing: it is written around every um."""
    after = next((at for at in range(following, len(words)) if shared.is_spoken_word(words[at])), None)
    before = next((at for at in range(following - 1, -1, -1) if shared.is_spoken_word(words[at])), None)
    if after is None or before is None:
        return None
    if any(at in firsts for at in range(before + 1, after + 1)):
        return "sentence"
    if text.key(words[after].text) in CONJUNCTIONS:
        return "clause"
    return "clause" if kind == "silent" and words[before].text.endswith(CLAUSE_MARKS) else "inside"


def _told_apart(found: Sequence[Pause]) -> dict[str, Any]:
    kinds = {kind: _sums([pause for pause in found if pause.kind == kind]) for kind in ("silent", "filled")}
    places = {place: _sums([pause for pause in found if pause.place == place]) for place in PLACES}
    listed = [{"start": pause.start, "end": pause.end, "kind": pause.kind, "place": pause.place} for pause in found]
    return {"kinds": kinds, "places": places, "pauses": listed}


def _sums(found: Sequence[Pause]) -> dict[str, float]:
    long = sum(round(pause.seconds, 3) >= LONG for pause in found)
    return {"count": len(found), "seconds": sum((pause.seconds for pause in found), 0.0), "long": long}


def _rate(count: int, answer: Answer) -> dict[str, float] | None:
    """Events a minute with the exact Poisson interval; None under 20 s of speech."""
    if not shared.enough(answer):
        return None
    minutes = shared.speaking_seconds(answer) / 60
    low, high = interval(count)
    return {"value": count / minutes, "low": low / minutes, "high": high / minutes}


def _lasts(pause: Span, seconds: float) -> bool:
    return round(pause.seconds, 3) >= seconds


def _is_cut(answer: Answer, pause: Span) -> bool:
    cuts = (*answer.recording.cuts, *answer.recording.starts)
    return any(round(max(pause.start - cut, cut - pause.end), 3) <= CUT_SLACK for cut in cuts)


def _band(count: int, answer: Answer) -> Band:
    if not shared.enough(answer):
        return "none"
    return "good" if count <= max(1.0, LONG_A_MINUTE * shared.speaking_seconds(answer) / 60) else "watch"


def _evidence(words: Sequence[Word], pause: Span) -> Evidence:
    """A pause points at the word after it: the first that starts past its middle, for word times drift into silence."""
    place = shared.next_word(words, (pause.start + pause.end) / 2)
    return Evidence(
        label="pause",
        start=pause.start,
        end=pause.end,
        first=place,
        last=place,
        found_by="sound",
        note=f"{pause.seconds:.1f} s: {shared.quote(words, place, place)}" if words else f"{pause.seconds:.1f} s",
    )
