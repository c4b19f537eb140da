"""The user's own fillers: what the file may hold, what is counted by it, and that it travels with the report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, sound_of, words, words_of

from voice_interview import analysis
from voice_interview.cli import cli, filler_lists
from voice_interview.cli.settings import SettingsError
from voice_interview.metrics.filler_words import filler_places, filler_words, hesitations
from voice_interview.metrics.fillers import fillers
from voice_interview.metrics.pace import pace
from voice_interview.model import Answer, FillerList, Provenance, Word
from voice_interview.takes import Takes

OWN = FillerList(count=("at the end of the day", "I think"), never=("basically", "uh", "like I said so"))


def found(line: str, own: FillerList = OWN) -> list[str]:
    said = words_of(line, timed=False)
    return [
        label for label, _, _ in sorted((*filler_words(said, own), *hesitations(said, own)), key=lambda one: one[1])
    ]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("At the end of the day, we won.", ["at the end of the day"]),
        ("We met at the end, of the day I remember little.", []),
        ("I think we won, I think.", ["i think", "i think"]),
        ("Basically, we won. So, um, basically yes.", ["so", "um"]),
        ("Uh, um, uhh yes.", ["um"]),
        ("He was, like, I said so.", []),
    ],
)
def test_own_phrases_count_wherever_they_are_said_and_others_never(line: str, labels: list[str]) -> None:
    assert found(line) == labels


def test_an_own_word_counts_where_the_rule_of_its_row_would_not() -> None:
    assert found("I like it.") == []
    assert found("I like it.", FillerList(count=("like",))) == ["like"]


def test_a_sound_that_is_never_counted_is_not_counted_from_the_sound_either() -> None:
    answer = answer_of(words_of("We won it."), sound=sound_of((0, 30), heard=((10.0, 10.4, 0.99),)))
    assert fillers(answer).details["count"] == 1
    assert fillers(with_own(answer, FillerList(never=("uh",)))).details["count"] == 0


def test_pace_leaves_the_own_fillers_out_too() -> None:
    answer = answer_of(words_of("To be fair we won."), sound=sound_of((0.0, 30.0)))
    assert pace(answer).details["words"] == 5
    assert pace(with_own(answer, FillerList(count=("to be fair",)))).details["words"] == 2


def test_a_list_of_another_language_changes_nothing() -> None:
    answer = answer_of(words_of("To be fair we won."), sound=sound_of((0.0, 30.0)))
    german = replace(answer, filler_lists={"de": FillerList(count=("to be fair",))})
    assert fillers(german) == fillers(answer)


@given(words(), st.lists(st.sampled_from(["like", "you know", "the customer", "Um", "late.", "..."]), max_size=3))
def test_with_any_list_no_word_is_counted_twice(said: tuple[Word, ...], phrases: list[str]) -> None:
    for own in (FillerList(count=tuple(phrases)), FillerList(never=tuple(phrases))):
        places = [place for _, a, b in (*filler_words(said, own), *hesitations(said, own)) for place in range(a, b)]
        assert len(places) == len(set(places))
        assert filler_places(said, own) == set(places)


def test_a_report_counts_by_the_list_of_its_provenance_and_keeps_it() -> None:
    answer = answer_of(words_of("To be fair we won."))
    made_by = Provenance(version="0", filler_lists={"en": FillerList(count=("to be fair",))})
    report = analysis.report(answer, ("id", ""), made_by)
    assert [one.label for one in report.measures["fillers"].evidence] == ["to be fair"]
    assert analysis.again(report, answer, ()) == replace(
        report, provenance=replace(report.provenance, **now(report.provenance))
    )


def test_a_take_is_corrected_by_the_list_that_its_report_was_made_with(tmp_path: Path) -> None:
    answer = answer_of(words_of("To be fair we won."))
    made_by = Provenance(version="0", filler_lists={"en": FillerList(count=("to be fair",))})
    take = Takes(tmp_path).new(None, datetime(2026, 3, 4, tzinfo=UTC))
    take.save(answer, analysis.report(answer, (take.id, ""), made_by))
    assert [one.label for one in fillers(take.heard()).evidence] == ["to be fair"]


def test_a_practice_with_a_broken_list_does_not_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from voice_interview.cli import stage

    monkeypatch.setattr("voice_interview.cli.wiring.config_folder", lambda: tmp_path)
    (tmp_path / "fillers.toml").write_text("[en]\ncount = 1\n")
    wishes = stage.Wishes(voice="nobody", mute=True, cues=False, engine="none", model="none")
    nothing: Any = None
    with pytest.raises(SettingsError, match="line 2"):
        stage.set_up(wishes, (nothing, nothing), (nothing, nothing), nothing)


def now(made_by: Provenance) -> dict[str, object]:
    fresh = analysis.provenance(None, made_by.filler_lists)
    return {"version": fresh.version, "thresholds": fresh.thresholds}


# The file


def read(folder: Path, text: str | bytes) -> dict[str, FillerList]:
    (folder / "fillers.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return filler_lists.load(folder)


def test_no_file_is_no_list(tmp_path: Path) -> None:
    assert filler_lists.load(tmp_path) == {}


def test_a_file_holds_phrases_to_count_and_never_to_count(tmp_path: Path) -> None:
    text = '# mine\n[en]\ncount = [\n  "At the  end of the day",\n  "to be fair", "to be fair",\n]\n'
    text += 'never = ["basically", "uh"]\n'
    wanted = {"en": FillerList(count=("at the end of the day", "to be fair"), never=("basically", "uh"))}
    assert read(tmp_path, text) == wanted
    assert read(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == wanted
    assert read(tmp_path, "[en]\n") == {"en": FillerList()}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[en]\ncount = ["a", 3]', 2, "not a list"),
        ('[en]\n# count = 1\nnever = "a"', 3, "never is not a list"),
        ('\n[de]\ncount = ["halt"]', 2, "Write [en]"),
        ('count = ["a"]', 1, "above it"),
        ('[en]\ncount = ["a"', 2, "Unclosed"),
        ('[en]\n\ncounts = ["a"]', 3, "Write count or never"),
        ('[en]\ncount = ["x",\n "y z"]\nnever = [\n"y Z"]', 5, "in count and in never"),
        ('[en]\ncount = ["ok",\n"um like"]', 3, "counted already"),
        ('[en]\nnever = ["..."]', 2, "no word"),
        ("[en]\ncount = “a”", 2, "Invalid value"),
        ("[en]\n[en]\n", 2, "Cannot declare"),
        (b"[en]\ncount = ['caf\xe9']", 2, "UTF-8"),
        ("x = " + "[" * 5000, 1, "nested too deep"),
        ("#" * 70_000, 1, "larger than"),
    ],
)
def test_a_broken_file_is_one_sentence_with_its_line(tmp_path: Path, text: str | bytes, line: int, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    shown = str(caught.value)
    assert f"fillers.toml, line {line}: " in shown and told in shown and "\n" not in shown


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "fillers.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        filler_lists.load(tmp_path)


@given(text=st.text(alphabet='[]en="count never#\n\\,1', max_size=60))
def test_whatever_a_file_holds_it_is_read_or_refused(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        assert set(read(folder, text)) <= {"en"}
    except SettingsError as error:
        assert ", line " in str(error)


def test_the_command_line_counts_the_own_fillers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_interview.cli.wiring.config_folder", lambda: tmp_path)
    (tmp_path / "answer.txt").write_text("To be fair, we won.")
    call = ["analyze", "--transcript", str(tmp_path / "answer.txt"), "--json"]
    (tmp_path / "fillers.toml").write_text('[en]\ncount = ["to be fair"]\n')
    shown = json.loads(CliRunner().invoke(cli, call).stdout)
    assert [one["label"] for one in shown["measures"]["fillers"]["evidence"]] == ["to be fair"]
    assert shown["provenance"]["filler_lists"] == {"en": {"count": ["to be fair"]}}
    (tmp_path / "fillers.toml").write_text("[en]\ncount = 1\n")
    refused = CliRunner().invoke(cli, call)
    assert isinstance(refused.exception, SettingsError) and refused.stdout == ""


def with_own(answer: Answer, own: FillerList) -> Answer:
    return replace(answer, filler_lists={"en": own})
