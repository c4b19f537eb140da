"""Sound to words: with an engine that hears tones, and with Whisper on synthetic speech."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spoken import (
    Loud,
    Samples,
    SaysGerman,
    ToneEngine,
    espeak,
    fan,
    hush,
    in_room,
    noise,
    rustling,
    silence,
    speech,
    told,
    tone,
    tones,
    whispered,
)

from voice_interview.answers import listen
from voice_interview.hearing.chunks import Chunker
from voice_interview.listening import Listened, Listening
from voice_interview.listening import settings as listening_settings
from voice_interview.metrics.fillers import SURE
from voice_interview.plugins import Engine, Heard
from voice_interview.text import is_hesitation, key
from voice_interview.whisper import merge

PITCHES = (200, 300, 400, 500, 600, 700, 800)
STORY = (
    "Last year I worked at the front desk of a small hotel. One evening a guest arrived late, and his room had been "
    "given away. I called three other hotels, and I paid for his taxi. The next day he came back and thanked me."
)


def blocks(samples: Samples, size: int = 8_000) -> Iterator[Samples]:
    for at in range(0, len(samples), size):
        yield samples[at : at + size]


def heard(samples: Samples, size: int = 8_000) -> Listened:
    listening = Listening(ToneEngine(), chunker=Chunker(Loud()))
    for block in blocks(samples, size):
        listening.feed(block)
    return listening.finish()


def keys(listened: Listened) -> list[str]:
    return [key(word.text) for word in listened.transcript.words]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PITCHES), st.floats(0.2, 0.7), st.floats(0.1, 0.35)), min_size=1, max_size=70),
    st.integers(100, 50_000),
)
def test_every_word_is_heard_once_whatever_the_cuts(parts: list[tuple[int, float, float]], size: int) -> None:
    parts = [part for i, part in enumerate(parts) if i == 0 or part[0] != parts[i - 1][0]]
    samples = np.concatenate([piece for hertz, loud, quiet in parts for piece in (tone(hertz, loud), silence(quiet))])
    found = heard(samples, size)
    assert keys(found) == [f"w{hertz}" for hertz, _, _ in parts]
    assert [word.start for word in found.transcript.words] == sorted(w.start or 0 for w in found.transcript.words)


def test_blocks_of_any_size_give_the_same() -> None:
    samples = np.concatenate([tone(h, 0.4) for h in PITCHES * 8 for _ in (0,)] + [silence(1.0), tone(300, 0.5)])
    first = heard(samples, 16_000)
    assert all(heard(samples, size) == first for size in (160, 4_801, len(samples)))


def test_a_word_on_a_torn_cut_is_heard_once_where_speech_does_not_go_on() -> None:
    """The last word fades away and is cut in two; only rustling and clicks come for half a minute. No window reaches
    over them: Whisper hears 30 s at once."""
    fluent = [part for at in range(29) for part in ((tone(PITCHES[at % 3], 0.256), 0.9), (hush(0.064), 0.01))]
    fading = [(tone(600, 0.32), 0.9), (tone(600, 0.32, 0.055), 0.03), (tone(600, 0.96, 0.08), 0.03)]
    waiting = [(hush(6.6), 0.01), (rustling(0.04), 0.03)] * 2
    later = [(hush(6.6), 0.01), (tone(700, 0.5), 0.9), (hush(1.0), 0.01)]
    sound, activity = told([*fluent, *fading, (rustling(4.0), 0.03), *waiting, *later])
    engine = ToneEngine()
    listening = Listening(engine, language="en", chunker=Chunker(activity))
    for block in blocks(sound):
        listening.feed(block)
    found = listening.finish()
    assert keys(found) == [*(f"w{PITCHES[at % 3]}" for at in range(29)), "w600", "w700"]
    assert max(engine.heard) < 16.0


def test_words_keep_their_times() -> None:
    found = heard(np.concatenate([silence(12.0), tone(300, 0.5), silence(10.0), tone(500, 0.5), silence(3.0)]))
    assert keys(found) == ["w300", "w500"]
    times = [(word.start, word.end) for word in found.transcript.words]
    assert np.allclose(times, [(12.0, 12.5), (22.5, 23.0)], atol=0.06)
    assert np.allclose([(s.start, s.end) for s in found.sound.voiced], times, atol=0.06)
    assert found.seconds == pytest.approx(26.0)


def test_no_sound_at_all() -> None:
    found = listen([], ToneEngine())
    assert found.transcript.words == () and found.seconds == 0.0
    assert [fault.code for fault in found.faults] == ["muted"]


def test_progress_is_told_in_seconds() -> None:
    told: list[float] = []
    listen(blocks(silence(2.0)), ToneEngine(), on_progress=told.append)
    assert told == pytest.approx([0.5, 1.0, 1.5, 2.0])


@pytest.mark.parametrize(
    ("sound", "fault"),
    [(silence(20.0), "muted"), (noise(20.0, -40.0), "no-speech"), (fan(20.0, -34.0), "no-speech")],
    ids=["zeros", "hiss", "fan"],
)
def test_where_nobody_speaks_whisper_is_not_asked(sound: Samples, fault: str) -> None:
    engine = ToneEngine()
    found = listen(blocks(sound), engine)
    assert engine.heard == [] and found.transcript.words == ()
    assert [f.code for f in found.faults] == [fault]
    assert found.sound.voiced == () and found.sound.level_dbfs is None


DIFFERENT = (200, 300, 400, 500, 600)


def of_languages(engine: SaysGerman, words: Sequence[float] = DIFFERENT) -> str:
    listening = Listening(engine, chunker=Chunker(Loud()))
    listening.feed(np.concatenate([piece for one in words for piece in (tone(one, 0.5), silence(0.2))] * 8))
    return listening.finish().transcript.language


def test_another_language_is_not_asked_with_an_english_prompt() -> None:
    engine = SaysGerman(german=0.8, english=0.4)
    assert of_languages(engine) == "de"
    assert engine.asked[:2] == [((None,), "de"), ((None,), "en")]  # which is surer of its words
    assert set(engine.asked[2:]) == {((), "de"), ((None,), "de")}


@pytest.mark.parametrize(("probability", "german"), [(0.9, 0.1), (0.9, 0.4), (0.49, 0.8)])
def test_a_language_whose_words_are_no_surer_is_not_believed(probability: float, german: float) -> None:
    """An English answer in a noisy kitchen was called Welsh with .86; the Welsh words had .07."""
    engine = SaysGerman(german=german, english=0.4, probability=probability)
    assert of_languages(engine) == "en"
    assert ((None, merge.PROMPT), "en") in engine.asked


def test_laughter_has_no_language() -> None:
    """The same few sounds again and again; what follows is another language all the same."""
    laughing = SaysGerman(german=0.8, english=0.4)
    assert of_languages(laughing, DIFFERENT[:4]) == "en"
    assert laughing.told > 1  # it is asked again
    assert of_languages(laughing, (*DIFFERENT[:1] * 20, *DIFFERENT)) == "de"


class Filled(ToneEngine):
    """Writes no word for tones of 200 Hz, but its states show them."""

    model = "filled"

    def hear(self, samples, prompts, language, **asked):  # type: ignore[no-untyped-def]
        words, states = super().hear(samples, prompts, language, **asked)
        return Heard(tuple(tuple(w for w in one if w.text != "w200") for one in words), states)

    def states(self, samples: Samples) -> Samples:
        frames = np.zeros((round(len(samples) / 320), 1), np.float32)
        for word in tones(samples):
            if word.text == "w200" and word.start is not None and word.end is not None:
                frames[round(word.start * 50) : round(word.end * 50)] = 1.0
        return frames


class Shown:
    """Takes a state for the chance of a filler."""

    size, sha256 = 1, "0" * 64

    def __call__(self, states: Samples) -> Samples:
        return np.concatenate([1 - states, states, 0 * states], axis=1)


class Prompted(Filled):
    """Remembers what it was asked with; its states are `chance` all over."""

    def __init__(self, chance: float) -> None:
        super().__init__()
        self.chance = chance
        self.asked: list[str | None] = []

    def hear(self, samples, prompts, language, **asked):  # type: ignore[no-untyped-def]
        self.asked.extend(prompts)
        return super().hear(samples, prompts, language, **asked)

    def states(self, samples: Samples) -> Samples:
        return np.full((round(len(samples) / 320), 1), self.chance, np.float32)


@pytest.mark.parametrize(("chance", "asked"), [(0.09, [None]), (0.11, [None, merge.PROMPT])])
def test_fillers_are_asked_for_only_where_the_sound_could_hold_one(
    chance: float, asked: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_interview.hearing.hesitations.classifier", lambda _: Shown())
    engine = Prompted(chance)
    listening = Listening(engine, chunker=Chunker(Loud()))
    listening.feed(np.concatenate([tone(300, 0.5), silence(0.2)] * 4))
    assert [word.text for word in listening.finish().transcript.words] == ["w300"] * 4
    assert engine.asked == asked


def filled(samples: Samples, monkeypatch: pytest.MonkeyPatch, size: int = 8_000) -> Listened:
    monkeypatch.setattr("voice_interview.hearing.hesitations.classifier", lambda _: Shown())
    listening = Listening(Filled(), chunker=Chunker(Loud()))
    for block in blocks(samples, size):
        listening.feed(block)
    return listening.finish()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(PITCHES), st.floats(0.2, 0.7), st.floats(0.1, 0.35)), min_size=2, max_size=70),
    st.integers(100, 50_000),
)
def test_every_hesitation_is_heard_once_whatever_the_cuts(
    monkeypatch: pytest.MonkeyPatch, parts: list[tuple[int, float, float]], size: int
) -> None:
    parts = [part for i, part in enumerate(parts) if i == 0 or part[0] != parts[i - 1][0]]
    samples = np.concatenate([piece for hertz, loud, quiet in parts for piece in (tone(hertz, loud), silence(quiet))])
    found = filled(samples, monkeypatch, size)
    at, said = 0.0, []
    for hertz, loud, quiet in parts:
        said += [at] if hertz == 200 else []
        at += loud + quiet
    if any(hertz != 200 for hertz, _, _ in parts):
        assert [event.start for event in found.sound.hesitations] == pytest.approx(said, abs=0.1)
    assert keys(found) == [f"w{hertz}" for hertz, _, _ in parts if hertz != 200]


def test_states_of_an_unknown_size_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shown, "size", 512)
    found = filled(np.concatenate([tone(300, 0.5), silence(0.2), tone(200, 0.5), silence(0.3)]), monkeypatch)
    assert found.sound.hesitations == ()
    assert found.sound.unlistened


def test_where_states_are_listened_to_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = np.concatenate([tone(300, 0.5), silence(0.3)])
    assert not filled(sound, monkeypatch).sound.unlistened
    assert not filled(silence(3.0), monkeypatch).sound.unlistened  # there was nothing to listen to


def test_the_provenance_says_who_listened_for_hesitations(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listening_settings("large-v3")["hesitations"] is None
    monkeypatch.setattr("voice_interview.hearing.hesitations.classifier", lambda _: Shown())
    assert listening_settings("base")["hesitations"]["weights_sha256"] == "0" * 64


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spoken")


@pytest.fixture(scope="module")
def engine() -> Engine:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from voice_interview.cli.places import cache_folder
    from voice_interview.whisper import weights
    from voice_interview.whisper.ctranslate import CTranslateEngine

    return CTranslateEngine(weights.find("base", cache=cache_folder()))


def missed(said: str, listened: Listened) -> set[str]:
    return {key(word) for word in said.split()} - set(keys(listened))


@pytest.mark.whisper
def test_speech_over_several_chunks_keeps_its_words(engine: Engine, cache: Path) -> None:
    samples = in_room(speech(STORY, cache))
    found = listen(blocks(samples), engine)
    assert not missed(STORY, found)
    assert len(found.transcript.words) == len(STORY.split())
    assert found.transcript.language == "en" and found.faults == ()


@pytest.mark.whisper
@pytest.mark.parametrize("kind", ["noise through the vocal tract", "espeak-ng"])
def test_whispered_speech_keeps_its_words(engine: Engine, cache: Path, kind: str) -> None:
    said = "Customer service means listening first. Then I fix the problem, and I call back the next day."
    quiet = espeak(said, "en+whisper", cache) * 0.3 if kind == "espeak-ng" else whispered(speech(said, cache))
    found = listen(blocks(in_room(np.asarray(quiet, np.float32))), engine)
    assert len(missed(said, found)) <= 1
    assert "no-speech" not in [fault.code for fault in found.faults]


@pytest.mark.whisper
@pytest.mark.parametrize("spelling", ["Uhh,", "um by espeak-ng"])
def test_a_filler_is_heard_at_its_moment(engine: Engine, cache: Path, spelling: str) -> None:
    before, after = speech("I was at the desk.", cache), speech("The guest was angry.", cache)
    filler = speech(spelling, cache) if spelling == "Uhh," else espeak("um", "en-us", cache) * 0.5
    samples = in_room(np.concatenate([before, silence(0.3), filler, silence(0.3), after]).astype(np.float32))
    found = listen(blocks(samples), engine)
    fillers = [word for word in found.transcript.words if is_hesitation(word.text)]
    assert len(fillers) == 1
    at = 0.8 + len(before) / 16_000 + 0.3
    assert at - 0.3 <= (fillers[0].start or 0) <= at + len(filler) / 16_000 + 0.3


@pytest.mark.whisper
def test_fillers_between_words_are_heard_in_the_sound(engine: Engine, cache: Path) -> None:
    """One before a pause, one glued to the next word: each is one event, at its time, whatever the text says."""
    filler = espeak("um", "en-us", cache) * 0.5
    filler = filler[: np.flatnonzero(np.abs(filler) > 0.01)[-1]]
    one, two, three = (speech(said, cache) for said in ("I was at the desk", "The guest was angry.", "We called him."))
    parts = [silence(0.8), one, silence(0.2), filler, silence(0.5), two, silence(0.3), filler, three]
    starts = np.cumsum([0, *map(len, parts)]) / 16_000
    found = listen(blocks(in_room(np.concatenate(parts).astype(np.float32), before=0.0)), engine)
    assert [event.start for event in found.sound.hesitations] == pytest.approx([starts[3], starts[7]], abs=0.3)
    assert all(event.confidence >= SURE for event in found.sound.hesitations)


@pytest.mark.whisper
def test_fluent_speech_has_no_fillers(engine: Engine, cache: Path) -> None:
    fluent = listen(blocks(in_room(speech(STORY, cache))), engine)
    assert not fluent.sound.unlistened
    assert not [word for word in fluent.transcript.words if is_hesitation(word.text)]
    assert not [event for event in fluent.sound.hesitations if event.confidence >= SURE]


@pytest.mark.whisper
def test_noise_between_two_sentences_makes_no_words(engine: Engine, cache: Path) -> None:
    one, two = speech("I was at the desk.", cache), speech("The guest was angry.", cache)
    gap = fan(12.0, -36.0)
    found = listen(blocks(in_room(np.concatenate([one, gap, two]).astype(np.float32))), engine)
    assert keys(found) == ["i", "was", "at", "the", "desk", "the", "guest", "was", "angry"]


@pytest.mark.whisper
def test_another_language_is_told(engine: Engine, cache: Path) -> None:
    said = (
        "Guten Tag. Letztes Jahr habe ich in einem kleinen Hotel gearbeitet, und eines Abends kam ein Gast sehr "
        "spät an. "
        "Ich habe ihm sofort ein Zimmer gesucht und ein Taxi bezahlt."
    )
    found = listen(blocks(in_room(espeak(said, "de", cache) * 0.5)), engine)
    assert found.transcript.language == "de"
    assert len(missed(said, found)) <= 6  # it is a robot's German
