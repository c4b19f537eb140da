"""Coverage by meaning with the real model: the table's own examples, sentences that it never saw, and what happens
where the model is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import answer_of, question_of, reading_of, transcript_of, words_of

from voice_interview import analysis, pack_rules
from voice_interview.errors import MeaningError
from voice_interview.meaning import coverage, minilm, qualities, tokens
from voice_interview.meaning.company import read as read_company
from voice_interview.metrics.company import company
from voice_interview.metrics.coverage import NO, YES, verdict
from voice_interview.metrics.coverage import coverage as measure
from voice_interview.model import Answer, Company, Correction, Provenance, Reading, Recording, Statement

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.coverage import HALVES, NONE, of_companies, of_qualities, read, share
from benchmarks.coverage import table as figures

TABLE = qualities.table()
ANSWER = (
    "Um, last year a woman came in with a torn coat. I let her talk and, uh, wrote down what she said. "
    "I said I was so sorry that this had happened to her. In the end she laughed."
)


def score(said: str, quality: str) -> float:
    return float(coverage.scores(minilm.load().vectors([said]), quality)[0])


def read_(said: str, *asked: str, firm: Company | None = None) -> Reading:
    transcript = transcript_of(said)
    plain = reading_of("?" * len(transcript.sentences))
    return coverage.held_against(plain, transcript, question_of(looks_for=asked), firm)


def test_the_table_has_every_quality_with_hits_and_misses() -> None:
    assert list(TABLE.quality) == list(pack_rules.QUALITIES)
    assert set(qualities.ALIASES.values()) <= set(TABLE.quality)
    assert all(len(row.near) >= 18 and row.apart and row.hits and row.misses for row in TABLE.quality.values())
    every = [*TABLE.plain, *(one for r in TABLE.quality.values() for one in (*r.near, *r.apart, *r.hits, *r.misses))]
    assert len({one.lower() for one in every}) == len(every)


def test_the_weights_are_made_of_this_table() -> None:
    known = qualities.weights()
    assert known.made_of == qualities.fingerprint(TABLE), "make them anew: make coverage-model"
    assert list(known.bias) == list(known.slopes) == list(TABLE.quality)


@pytest.mark.parametrize("quality", list(TABLE.quality))
def test_hits_are_touched_and_misses_are_not(quality: str) -> None:
    row = TABLE.quality[quality]
    assert {said for said in row.hits if verdict(score(said, quality)) != "yes"} == set()
    assert {said for said in row.misses if verdict(score(said, quality)) == "yes"} == set()


def test_none_of_the_sentences_for_measuring_stands_in_the_table() -> None:
    known = {one.lower() for row in TABLE.quality.values() for one in (*row.near, *row.apart)}
    measured = [line.said.lower() for half in HALVES for line in read("quality", half)]
    assert len(set(measured)) == len(measured) == 390 and not known & set(measured)
    for half in HALVES:
        about = [line.about for line in read("quality", half) if line.about != NONE]
        assert set(about) == set(TABLE.quality) and len(about) == 5 * len(TABLE.quality)


def test_on_the_half_that_no_limit_was_set_on() -> None:
    """Two in five sentences that show a quality are found, four in five are not denied; of those that show none, less
    than one in a hundred is taken for a touch. The whole table is printed."""
    print(figures("report"))
    shows, seems, nothing, _ = of_qualities("report")
    assert share(shows.scores, "yes", YES, NO) >= 0.38 and share(shows.scores, "no", YES, NO) <= 0.25
    assert share(seems.scores, "yes", YES, NO) <= 0.06
    assert share(nothing.scores, "yes", YES, NO) <= 0.01

    from voice_interview.metrics import company as limits

    says, _, shares_a_word, others = of_companies("report")
    assert share(says.scores, "yes", limits.YES, limits.NO) >= 0.8
    assert share(says.scores, "no", limits.YES, limits.NO) <= 0.05
    assert share(shares_a_word.scores, "yes", limits.YES, limits.NO) <= 0.05
    assert share(others.scores, "yes", limits.YES, limits.NO) <= 0.01


def test_a_vector_depends_on_its_sentence_alone() -> None:
    model = minilm.MiniLM(minilm.weights())
    one, two = model.vectors(["I let him finish.", "The shop is on the corner, opposite the church."])
    again = minilm.MiniLM(minilm.weights()).vectors(["The shop is on the corner, opposite the church."])
    assert np.array_equal(again[0], two)
    assert np.allclose(np.linalg.norm([one, two], axis=1), 1, atol=1e-5)
    assert model.vectors([]).shape == (0, minilm.SIZE)
    assert model.vectors(["word " * 2000]).shape == (1, minilm.SIZE)


def test_an_answer_is_read_with_the_sentence_of_each_quality() -> None:
    found = measure(analysed(ANSWER, "empathy", "active-listening", "measuring-success"))
    rows = {row["quality"]: row for row in found.details["qualities"]}
    assert (rows["empathy"]["touched"], rows["empathy"]["sentence"]) == ("yes", 2)
    assert rows["active-listening"]["text"].startswith("I let her talk")
    assert rows["measuring-success"]["touched"] != "yes"


def test_hesitations_change_nothing() -> None:
    (um,) = read_("I was, um, so sorry that, uh, she had to wait.", "empathy").touches["empathy"]  # type: ignore[index]
    (plain,) = read_("I was, so sorry that, she had to wait.", "empathy").touches["empathy"]  # type: ignore[index]
    assert um.similarity == plain.similarity


def test_a_run_on_is_searched_in_windows() -> None:
    before = "so we had this old delivery van and it was parked behind the depot and the keys were in the office and "
    after = " and then it was four and the van was still behind the depot and they closed the gate and we drove home"
    (near,) = read_(
        f"{before}I let him talk and listened until he had told me everything{after}", "active-listening"
    ).touches[  # type: ignore[index]
        "active-listening"
    ]
    assert 0 < near.first < near.last < 59 and near.last - near.first <= coverage.WINDOW
    assert near.similarity > YES


@given(st.lists(st.integers(1, 120), min_size=1, max_size=6))
def test_every_word_is_in_a_piece_and_no_piece_is_long(sizes: list[int]) -> None:
    said = transcript_of(" ".join(" ".join([*["word"] * (size - 1), "word."]) for size in sizes))
    pieces = coverage.cut(said.words, said.sentences)
    assert {place for one in pieces for place in range(one.first, one.last)} == set(range(len(said.words)))
    assert all(one.last - one.first <= coverage.LONG for one in pieces)
    for one in pieces:
        sentence = said.sentences[one.sentence]
        assert sentence.first <= one.first < one.last <= sentence.last


def test_a_company_is_touched_by_meaning_by_named_values_and_not_by_recital() -> None:
    firm = read_company(
        "values.txt", "Empathy\nWe mend things before we sell you a new one.\nWe bake our bread at night, every night."
    )
    own = "I would always mend a thing before selling people another."
    said = f"{ANSWER} {own} We bake our bread at night, every night."
    found = company(analysed(said, firm=firm))
    assert [row["touched"] for row in found.details["statements"]] == ["yes", "yes", "no"]
    assert [one["words"] for one in found.details["recited"]] == [8]


def test_what_is_not_asked_for_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "load", lambda: pytest.fail("the model was loaded for nothing"))
    assert read_(ANSWER).touches is None
    german = transcript_of(ANSWER, "de")
    reading = coverage.held_against(reading_of("????"), german, question_of(looks_for=("empathy",)), None)
    assert reading.touches is None


@pytest.fixture
def forgotten() -> Iterator[None]:
    """What was loaded is forgotten before and after."""
    kept = (minilm.load, qualities.weights, tokens._tokenizer, tokens._ids)
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize("damage", ["missing", "changed", "a folder", "vocabulary", "heads missing", "heads damaged"])
def test_without_the_model_the_measures_say_so(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = tmp_path / "bad"
    if damage in ("changed", "vocabulary"):
        bad.write_bytes(b"ONNX, once")
    elif damage == "a folder":
        bad.mkdir()
    if damage.startswith("heads"):
        if damage == "heads damaged":
            bad.write_bytes(b"PK, once")
        monkeypatch.setattr(qualities, "WEIGHTS", bad)
        with pytest.raises(MeaningError, match=r"(cannot be read|damaged).*anew"):
            qualities.weights()
    else:
        if damage == "vocabulary":
            monkeypatch.setattr(tokens, "VOCABULARY", bad)
        else:
            monkeypatch.setattr(minilm, "_file", lambda: None if damage == "missing" else bad)
        with pytest.raises(MeaningError, match=r"(missing|damaged|cannot be read).*anew"):
            minilm.load()
    firm = Company(name="v.txt", statements=(Statement(text="We bake our bread at night, every night."),))
    said = analysed("We bake our bread at night, every night.", "empathy", firm=firm)
    assert said.reading is not None and said.reading.touches is None
    for one in (measure(said), company(said)):
        assert one.value is None and "doctor" in (one.caveat or "") and one.details["asked"] == 1
    assert company(said).details["recited"]
    coverage.warm(firm)


def test_a_corrected_answer_is_compared_anew_with_the_same_company() -> None:
    firm = Company(name="v.txt", statements=(Statement(text="Empathy", quality="empathy"),))
    said = analysed("I told him the apple pie was so sorry for him.", "empathy", firm=firm)
    mend = Correction(
        made_at="2026-01-01T00:00:00", what="mend", start=1.5, end=3.9, was="the apple pie was", text="I was"
    )
    report = analysis.report(said, ("id", "2026-01-01T00:00:00"), Provenance(version="0"), (mend,))
    assert report.transcript.text == "I told him I was so sorry for him."
    (before,), (after,) = (
        reading.company.statements[0].near for reading in (said.reading, report.reading) if reading and reading.company
    )  # type: ignore[misc]
    assert after.similarity > before.similarity and report.reading and report.reading.touches


def analysed(said: str, *asked: str, firm: Company | None = None, **fields: Any) -> Answer:
    words = words_of(said)
    reading = read_(said, *asked, firm=firm)
    answer = answer_of(words, question=question_of(looks_for=asked), reading=reading, **fields)
    assert isinstance(answer.recording, Recording)
    return answer
