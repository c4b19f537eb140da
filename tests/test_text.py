"""Words and sentences: tables of what must and must not happen, and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import words, words_of

from voice_interview import text
from voice_interview.model import Word

HESITATIONS = {
    "um": ("um", "Um,", "umm", "UMMM.", "uhm", "uhmm", "erm", "Ehm…", "“um”", "um—", "-um", "ahm"),
    "uh": ("uh", "uhh", "Uh.", "eh", "euh", "‘uh’"),
    "er": ("er", "Er,", "errr", "Urgh.", "urrgh"),
    "ah": ("ah", "Ah,", "aah", "ahh"),
    "hm": ("hm", "hmm", "Hmmm?"),
    "mm": ("mm", "mmm", "MM"),
}
WORDS = (
    "umbrella", "her", "ER", "HM", "erred", "urge", "a", "am", "ham", "uh-huh", "mm-hmm", "mhm", "uh-uh", "mm-mm",
    "err", "huh", "m", "oh", "hum", "u", "—", "...", "home", "errand", "arm", "aha", "mom",
)  # fmt: skip


@pytest.mark.parametrize(("label", "word"), [(label, word) for label, row in HESITATIONS.items() for word in row])
def test_hesitation_sounds_in_any_spelling(label: str, word: str) -> None:
    assert text.hesitation_label(word) == label
    assert text.is_hesitation(word)


@pytest.mark.parametrize("word", WORDS)
def test_words_and_backchannels_are_no_hesitations(word: str) -> None:
    assert text.hesitation_label(word) is None
    assert not text.is_hesitation(word)


def test_every_label_of_the_table_has_spellings_tested_here() -> None:
    assert [label for label, _ in text.HESITATIONS] == list(HESITATIONS)


@pytest.mark.parametrize(
    ("spelt", "expected"),
    [
        ("Don’t,", "don't"),
        ("don't", "don't"),
        ("E-mail", "email"),
        ("“Yes!”", "yes"),
        ("3.5", "3.5"),
        ("3.", "3"),
        ("1,000", "1000"),
        ("$20", "$20"),
        ("customers'", "customers"),
        ("U.S.", "us"),
        ("—", ""),
        ("ﬁne", "fine"),
        ("Straße", "strasse"),
        ("café", "café"),
    ],
)
def test_key(spelt: str, expected: str) -> None:
    assert text.key(spelt) == expected


@given(st.text())
def test_a_key_is_its_own_key(word: str) -> None:
    assert text.key(text.key(word)) == text.key(word)


@given(st.text(alphabet="abcdefghij'’-.,!? ", max_size=12))
def test_a_key_does_not_depend_on_case_or_marks_around(word: str) -> None:
    assert text.key(word.upper()) == text.key(word) == text.key(f"“{word},”")


def cut(line: str) -> list[str]:
    return [sentence.text for sentence in text.sentences(words_of(line, timed=False))]


@pytest.mark.parametrize(
    "parts",
    [
        ["I met Dr. Smith at 3.5 p.m. and left.", "It was late."],
        ["We closed at 9 p.m.", "He stayed."],
        ["It was No. 5.", "No.", "I said so."],
        ["They use e.g. mail, etc. and more."],
        ["It was the U.S.", "Then we left."],
        ["That is John F. Kennedy.", "He won."],
        ["We had a plan B.", "Then I called."],
        ["So did I.", "We won."],
        ["She asked “why?”", "I told her.", "“Yes.”", "Done!"],
        ["I went... to the shop.", "Oh...", "Then I left…", "And he stayed"],
        ["It cost 3. 5 percent more.", "We paid."],
        ["They helped us.", "and we left."],
        ["Um. I think so.", "Yes."],
        ["I think so. Uh."],
        ["Um. Uh."],
        ["no full stop at all"],
        [],
    ],
)
def test_sentences_end_where_they_do(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


def run_on(*lengths: int, pause: float) -> tuple[Word, ...]:
    """Groups of words without a full stop, `pause` seconds apart."""
    said: list[Word] = []
    now = 0.0
    for length in lengths:
        said += words_of(" ".join(["word"] * length), start=now, step=0.25)
        now = (said[-1].end or 0.0) + pause
    return tuple(said)


def spans(said: tuple[Word, ...]) -> list[int]:
    return [sentence.last - sentence.first for sentence in text.sentences(said)]


def test_long_pauses_end_the_sentences_of_a_run_on() -> None:
    assert spans(run_on(20, 30, 10, pause=1.0)) == [20, 30, 10]
    assert spans(run_on(20, 30, 10, pause=0.9)) == [60]


def test_a_pause_is_as_long_later_in_a_recording() -> None:
    said = run_on(20, 30, 10, pause=1.0)
    for tenths in range(200):
        later = tuple(
            Word(text=word.text, start=(word.start or 0) + tenths / 10, end=(word.end or 0) + tenths / 10)
            for word in said
        )
        assert spans(later) == [20, 30, 10]


def test_a_short_run_or_a_short_piece_stays_whole() -> None:
    assert spans(run_on(20, text.RUN_ON - 20, pause=3.0)) == [text.RUN_ON]
    assert spans(run_on(2, 50, 3, pause=3.0)) == [55]
    assert spans(run_on(20, 3, 30, pause=3.0)) == [20, 33]


def test_a_run_on_without_times_stays_whole() -> None:
    assert len(text.sentences(words_of("word " * 90, timed=False))) == 1


@given(words())
def test_sentences_tile_the_words(said: tuple[Word, ...]) -> None:
    found = text.sentences(said)
    assert [place for one in found for place in range(one.first, one.last)] == list(range(len(said)))
    assert all(one.first < one.last for one in found)
    assert " ".join(one.text for one in found) == text.join(said)


@given(words(timed=True), st.integers(0, 5000))
def test_sentences_do_not_depend_on_when_words_were_said(said: tuple[Word, ...], shift: int) -> None:
    later = tuple(Word(text=w.text, start=(w.start or 0) + shift, end=(w.end or 0) + shift) for w in said)
    assert [(s.first, s.last) for s in text.sentences(later)] == [(s.first, s.last) for s in text.sentences(said)]


@given(words(timed=True))
def test_sentences_last_from_their_first_word_to_their_last(said: tuple[Word, ...]) -> None:
    for one in text.sentences(said):
        assert (one.start, one.end) == (said[one.first].start, said[one.last - 1].end)


@given(words(timed=False))
def test_untimed_words_make_untimed_sentences(said: tuple[Word, ...]) -> None:
    assert all(one.start is None and one.end is None for one in text.sentences(said))


def test_moments_are_minutes_and_seconds_and_hours_from_one_on():
    assert [text.moment(at) for at in (0, 59.9, 60, 754, 3661)] == ["0:00", "0:59", "1:00", "12:34", "1:01:01"]
    assert [text.exact_moment(at) for at in (12.44, 61.96, 3661.04)] == ["0:12.4", "1:02.0", "1:01:01.0"]
