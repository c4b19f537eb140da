"""`takes show --fillers`, `takes play --at` and `--fillers`, `takes correct`, as they are used."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result
from soundcard import VirtualSoundCard
from strategies import answer_of, sound_of, words_of

from voice_interview import analysis
from voice_interview.audio.decode import read
from voice_interview.audio.player import FADE, part
from voice_interview.cli import cli
from voice_interview.model import Answer, Provenance, Recording
from voice_interview.takes import Take, Takes

RATE = 16_000
NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
DEMO = Path(analysis.__file__).parent / "bundled" / "demo-answer.flac"
SAID = (
    "Um, I was angie about it. Basically, the parcel was, you know, late, and the customer called us for the third "
    "time. Then we, uh, looked for it and found it in the wrong van. In the end she had it the same day and she "
    "thanked us."
)
"""Words of half a second each from 1.0: Um at 1.0, angie at 2.5, Basically at 4.0, "you know" at 6.0, uh at 13.0."""
SECONDS = 30.0


def run(take: Take, *arguments: str) -> Result:
    command = ["takes", arguments[0], "--recordings", str(take.folder.parent), take.id, *arguments[1:]]
    return CliRunner().invoke(cli, command)


def answer(heard: tuple[tuple[float, float, float], ...] = ((20.0, 20.3, 0.4),)) -> Answer:
    """What a machine found: four fillers and, in the sound, one that is only perhaps."""
    return answer_of(words_of(SAID, start=1.0), sound=sound_of((1.0, 29.0), heard=heard), seconds=SECONDS)


def save(take: Take, found: Answer) -> None:
    report = analysis.report(found, (take.id, NOW.isoformat()), Provenance(version="0"), take.corrections())
    take.save(found, report)


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """An analysed take of 30 s: noise below 1 kHz, so that every moment sounds unlike every other and half a sample of
    delay changes little."""
    made = Takes(tmp_path).new(None, NOW)
    noise = np.convolve(np.random.default_rng(7).uniform(-1, 1, round(SECONDS * RATE)), np.hanning(32) / 16, "same")
    soundfile.write(made.answer, noise, RATE)
    made.record(Recording(path="answer.wav", seconds=SECONDS))
    save(made, answer())
    return made


# -- show -------------------------------------------------------------------------------------------------------------


def test_every_filler_is_listed_with_its_proof(take: Take) -> None:
    shown = run(take, "show", "--fillers")
    assert "\x1b" not in shown.stdout
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines()]
    assert lines[0] == "Fillers: at least 2, perhaps 5"
    assert [line.split()[0] for line in lines if line[:2] == "0:"] == ["0:01.0", "0:04.0", "0:06.0", "0:13.0", "0:20.0"]
    assert "0:06.0 parcel was, [you know,] late, and word words 0.90" in lines
    assert "heard in the sound, but not surely" in lines
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_the_proof_is_one_json_object(take: Take) -> None:
    shown = json.loads(run(take, "show", "--fillers", "--json").stdout)
    assert (shown["schema"], shown["id"], shown["count"]) == ("voice-interview/fillers/1", take.id, 4)
    assert [row["label"] for row in shown["counted"]] == ["um", "basically", "you know", "uh"]
    assert [(row["start"], row["confidence"]) for row in shown["perhaps"]] == [(20.0, 0.4)]
    assert json.loads(run(take, "show", "--json").stdout)["schema"] == "voice-interview/report/1"


@pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")
@pytest.mark.parametrize("columns", [80, 56])
def test_on_a_terminal_the_proof_and_the_timeline_fit_and_need_no_colour(take: Take, columns: int) -> None:
    pauses = sound_of((1.0, 8.0), (11.2, 29.0), heard=((20.0, 20.3, 0.4),))
    save(take, answer_of(words_of(SAID, start=1.0), sound=pauses, seconds=SECONDS))
    coloured, shown = on_terminal(take, columns, "show", "--fillers")
    assert coloured
    assert shown[0] == "Fillers: at least 2, perhaps 5"
    place = next(at for at, line in enumerate(shown) if line.startswith("0:13.0     Then we, [uh,] looked for"))
    said = shown[place] if columns == 80 else shown[place + 1]
    assert said.split()[-3:] == (["sound", "words", "0.90"] if columns == 80 else ["by", "words,", "0.90"])
    _, shown = on_terminal(take, columns, "show")
    start = shown.index("IN TIME")
    scale, speech, long, fillers = shown[start + 1 : start + 5]
    assert scale.split()[:2] == ["0:00", "0:05" if columns == 80 else "0:10"]
    assert set(speech.removeprefix("speech")) == set(" =-.")
    assert long.split() == ["pauses", "3"]
    assert "".join(fillers.removeprefix("fillers").split()) == "uwwu?"
    gap = speech.index("...", 20)
    assert abs(long.index("3") - gap) <= 1
    assert columns < 80 or not on_terminal(take, columns, "show", plain=True)[0]


def on_terminal(take: Take, columns: int, *arguments: str, plain: bool = False) -> tuple[str, list[str]]:
    """What a command sends to a terminal of so many columns (its colours, "" for none), and the lines a person sees."""
    import pexpect
    import pyte

    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    env |= {"TERM": "xterm-256color"} | ({"NO_COLOR": "1"} if plain else {})
    program = "from voice_interview.cli import main; import sys; sys.argv[0] = 'voice-interview'; main()"
    command = ["-c", program, "takes", arguments[0], "--recordings", str(take.folder.parent), take.id, *arguments[1:]]
    child = pexpect.spawn(sys.executable, command, env=env, dimensions=(200, columns), encoding="utf-8", timeout=60)
    sent = child.read()
    child.close()
    assert child.exitstatus == 0, sent
    screen = pyte.Screen(columns, 200)
    pyte.Stream(screen).feed(sent)
    return "".join(re.findall(r"\x1b\[[0-9;]*m", sent)), [line.rstrip() for line in screen.display]


# -- correct ----------------------------------------------------------------------------------------------------------


def fillers(take: Take) -> list[str]:
    return [f"{one.label}@{one.start}" for one in take.report().measures["fillers"].evidence]


def files(take: Take) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in take.folder.iterdir() if path.suffix != ".wav"}


def test_correcting_changes_the_report_and_keeps_the_machine_s_finding(take: Take) -> None:
    before = files(take)
    done = run(take, "correct", "--strike", "0:04.1", "--add", "20.1", "uh", "--mend", "2.5", "angry")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:3] == [
        '1  0:02.5  "angie" is really "angry"',
        '2  0:04.0  "basically" struck out',
        '3  0:20.1  "uh" added',
    ]
    assert fillers(take) == ["um@1.0", "you know@6.0", "uh@13.0", "uh@20.1"]
    assert "angry about it" in take.report().transcript.text
    after = files(take)
    assert {name for name in after if after[name] != before.get(name)} == {"report.json", "corrections.jsonl"}
    shown = run(take, "show")
    assert "3 corrections by a person" in " ".join(shown.stdout.split())
    assert 'CORRECTED BY A PERSON\n0:02.5     "angie" is really "angry"' in shown.stdout
    assert "[uh]" in run(take, "report").stdout.replace("**uh**", "[uh]")
    proof = run(take, "show", "--fillers").stdout
    assert "Struck out by a person" in proof and "a person" in proof


def test_all_is_taken_back_without_a_trace(take: Take) -> None:
    before = files(take)
    assert run(take, "correct", "--strike", "4.0", "--strike", "1.0").exit_code == 0
    assert run(take, "correct", "--undo", "1").exit_code == 0
    assert fillers(take) == ["basically@4.0", "you know@6.0", "uh@13.0"]
    assert "There are no corrections" in run(take, "correct", "--undo", "last").stderr
    kept = files(take)
    for name in ("report.json",):
        first, last = (json.loads(one[name]) for one in (before, kept))
        assert {key: value for key, value in first.items() if key != "provenance"} == {
            key: value for key, value in last.items() if key != "provenance"
        }
    assert kept.keys() == before.keys()


def test_corrections_outlast_another_analysis(take: Take) -> None:
    assert run(take, "correct", "--strike", "4.0", "--mend", "2.5", "angry", "--strike", "13.0").exit_code == 0
    other = "Um, I was angie about it. Basically, the parcel was, you know, late. And the customer called us. "
    words = words_of(other, start=1.2)
    save(take, answer_of(words, sound=sound_of((1.0, 29.0)), seconds=SECONDS))
    assert fillers(take) == ["um@1.2", "you know@6.2"]
    outcomes = take.report().corrections
    assert [outcome.applied for outcome in outcomes] == [True, True, False]
    assert "angry about it" in take.report().transcript.text
    assert "angie" in json.loads((take.folder / "transcript.json").read_text(encoding="utf-8"))["text"]
    listed = run(take, "correct", "--list").stdout
    assert "\"uh\" struck out (not applied: No 'uh' is found there any more.)" in listed
    assert "3 corrections by a person, 1 not applied" in " ".join(run(take, "show").stdout.split())


@pytest.mark.whisper
def test_corrections_outlast_another_model(tmp_path: Path) -> None:
    """The first 8 s of the bundled answer, heard by one model, corrected, then heard by another."""
    made = Takes(tmp_path).new(None, NOW)
    soundfile.write(made.answer, read(DEMO)[: 8 * RATE], RATE)
    made.record(Recording(path="answer.wav", seconds=8.0))
    again = ["analyze", "--again", "--recordings", str(tmp_path), made.id]
    assert CliRunner().invoke(cli, [*again, "--model", "tiny.en"]).exit_code == 0
    words = made.report().transcript.words
    customer = next(word for word in words if word.text.startswith("customer"))
    assert run(made, "correct", "--mend", f"{customer.start}", "client", "--add", "7.4", "uh").exit_code == 0
    counted = made.report().measures["fillers"].details["count"]
    assert counted == made.report().uncorrected["fillers"].details["count"] + 1
    assert CliRunner().invoke(cli, [*again, "--model", "base"]).exit_code == 0
    report = made.report()
    assert report.transcript.model == "base"
    assert [outcome.applied for outcome in report.corrections] == [True, True]
    assert "client service" in report.transcript.text
    assert "customer service" in made.heard().transcript.text
    assert [one.start for one in report.measures["fillers"].evidence if one.found_by == "person"] == [7.4]


def test_corrections_as_json(take: Take) -> None:
    shown = json.loads(run(take, "correct", "--strike", "1.0", "--json").stdout)
    assert shown["id"] == take.id
    ((outcome),) = shown["corrections"]
    assert (outcome["applied"], outcome["correction"]["what"], outcome["correction"]["start"]) == (True, "strike", 1.0)
    fewer = shown["figures"]["fillers"]
    assert fewer["corrected"] < fewer["machine"]
    assert json.loads(run(take, "correct", "--list", "--json").stdout) == shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--strike", "9.0"],
            "0.5 s of 0:09.0. The nearest: 'basically' at 0:04.0, 'you know' at 0:06.0, 'uh' at 0:13.0",
        ),
        (["--strike", "1.0", "--strike", "1.0"], "no filler within"),
        (["--add", "1.1", "um"], "already counted"),
        (["--add", "31", "um"], "ends at 0:30.0"),
        (["--mend", "29.5", "x"], "No word was heard"),
        (["--undo", "last"], "no correction to take back"),
        (["--mend", "2.5", "angry", "--undo", "2"], "no correction to take back"),
    ],
)
def test_what_cannot_be_corrected_changes_nothing_and_says_why(take: Take, arguments: list[str], said: str) -> None:
    before = files(take)
    failed = run(take, "correct", *arguments)
    assert failed.exit_code == 1
    assert said in str(failed.exception)
    assert files(take) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["correct"],
        ["correct", "--list", "--undo", "1"],
        ["correct", "--strike", "soon"],
        ["correct", "--strike", "-1"],
        ["correct", "--mend", "3-2", "x"],
        ["play", "--at", "1", "--fillers"],
        ["play", "--seconds", "2"],
        ["play", "--at", "1", "--seconds", "0"],
    ],
)
def test_misuse(take: Take, arguments: list[str]) -> None:
    before = files(take)
    assert run(take, *arguments).exit_code == 2
    assert files(take) == before


@pytest.mark.parametrize("arguments", [["show", "--fillers"], ["play", "--fillers"], ["correct", "--strike", "1"]])
def test_a_take_without_a_report_says_what_to_do(take: Take, arguments: list[str]) -> None:
    (take.folder / "report.json").unlink()
    failed = run(take, *arguments)
    assert (failed.exit_code, "analyze --again" in str(failed.exception)) == (1, True)


def test_a_damaged_correction_stops_the_next_analysis_before_it_listens(take: Take) -> None:
    (take.folder / "corrections.jsonl").write_text("{", encoding="utf-8")
    listed = CliRunner().invoke(cli, ["takes", "list", "--recordings", str(take.folder.parent)])
    assert listed.stdout.startswith(f"{take.id}\t30 s\treport")
    failed = run(take, "correct", "--strike", "1.0")
    assert "Line 1 of" in str(failed.exception)


# -- play -------------------------------------------------------------------------------------------------------------


@dataclass
class FakePlayer:
    """Keeps what it is told to play."""

    heard: list[np.ndarray[Any, Any]] = field(default_factory=list)
    interrupted_at: int = 99

    def __call__(self, _device: object) -> FakePlayer:
        return self

    def play_samples(self, samples: np.ndarray[Any, Any], sample_rate: int) -> None:
        assert sample_rate == RATE
        if len(self.heard) == self.interrupted_at:
            raise KeyboardInterrupt
        self.heard.append(samples)


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> FakePlayer:
    fake = FakePlayer()
    monkeypatch.setattr("voice_interview.audio.player.Player", fake)
    monkeypatch.setattr("voice_interview.audio.devices.find_output", lambda _: "a loudspeaker")
    return fake


def moment(take: Take, start: float, end: float) -> np.ndarray[Any, Any]:
    sound, _ = soundfile.read(take.answer, dtype="float32")
    return sound[round(start * RATE) : round(end * RATE)]


@pytest.mark.parametrize(
    ("arguments", "start", "end"),
    [
        (["--at", "12.4"], 11.4, 16.4),
        (["--at", "0:12.4", "--seconds", "2.5"], 12.4, 14.9),
        (["--at", "0.2"], 0.0, 4.2),
        (["--at", "29.5"], 28.5, 30.0),
    ],
)
def test_a_moment_is_played(take: Take, player: FakePlayer, arguments: list[str], start: float, end: float) -> None:
    played = run(take, "play", *arguments)
    assert played.exit_code == 0, played.exception
    (heard,) = player.heard
    expected = moment(take, start, end)
    assert len(heard) == len(expected)
    edge = round(FADE * RATE)
    np.testing.assert_allclose(heard[edge:-edge], expected[edge:-edge], atol=1e-4)


def test_the_fillers_are_played_one_after_another_and_named(take: Take, player: FakePlayer) -> None:
    played = run(take, "play", "--fillers")
    assert played.stderr.splitlines() == [
        "1 of 5  0:01.0  [Um,] I was",
        "2 of 5  0:04.0  about it. [Basically,] the parcel",
        "3 of 5  0:06.0  parcel was, [you know,] late, and",
        "4 of 5  0:13.0  Then we, [uh,] looked for",
        "5 of 5  0:20.0  the end [uh] she had  (perhaps)",
    ]
    assert [round(len(heard) / RATE, 1) for heard in player.heard] == [2.4, 2.4, 2.9, 2.4, 2.3]
    np.testing.assert_allclose(player.heard[3][200:-200], moment(take, 12.0, 14.4)[200:-200], atol=1e-4)


def test_ctrl_c_stops(take: Take, player: FakePlayer) -> None:
    player.interrupted_at = 2
    played = run(take, "play", "--fillers")
    assert played.exit_code == 130
    assert len(player.heard) == 2
    assert played.stderr.splitlines()[-1].startswith("3 of 5")


def test_a_moment_outside_the_answer_is_one_sentence(take: Take, player: FakePlayer) -> None:
    failed = run(take, "play", "--at", "30.0")
    assert (failed.exit_code, player.heard) == (1, [])
    assert str(failed.exception) == "The answer ends at 0:30.0; nothing is at 0:30.0. Play an earlier moment."


def test_no_fillers_is_one_sentence(take: Take, player: FakePlayer) -> None:
    save(take, answer_of(words_of("We left."), sound=sound_of((0.0, 29.0)), seconds=SECONDS))
    played = run(take, "play", "--fillers")
    assert (played.exit_code, player.heard) == (0, [])
    assert played.stderr.strip() == "No filler was found in this take: there is nothing to play."


def test_a_part_fades_at_both_ends_and_stays_within_the_sound() -> None:
    sound = np.ones(RATE, dtype=np.float32)
    piece = part(sound, RATE, 0.5, 2.0)
    assert (len(piece), piece[0], piece[-1], piece[RATE // 4]) == (RATE // 2, 0.0, 0.0, 1.0)
    assert len(part(sound, RATE, 2.0, 3.0)) == 0
    assert sound.min() == 1.0


# -- the loudspeaker --------------------------------------------------------------------------------------------------


def found(heard: np.ndarray[Any, Any], said: np.ndarray[Any, Any]) -> tuple[float, float]:
    """Where in `heard` (seconds) `said` lies, and how alike the two are there (1: the same but for the level)."""
    from scipy.signal import correlate

    against = np.abs(correlate(np.concatenate([heard, np.zeros_like(said)]), said, "valid"))
    at = int(against.argmax())
    piece = heard[at : at + len(said)]
    return at / RATE, float(against[at] / (np.linalg.norm(said) * np.linalg.norm(piece) + 1e-9))


def play(card: VirtualSoundCard, take: Take, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = "from voice_interview.cli import main; import sys; sys.argv[0] = 'voice-interview'; main()"
    command = ["takes", "play", take.id, "--recordings", str(take.folder.parent), *arguments]
    return card.python(program, *command)


@pytest.mark.soundcard
def test_the_loudspeaker_plays_the_moment_of_the_file(sound_card: VirtualSoundCard, take: Take, tmp_path: Path) -> None:
    with sound_card.record_speaker(tmp_path / "heard.wav"):
        played = play(sound_card, take, "--at", "12.4", "--seconds", "1.5")
    assert (played.returncode, played.stderr) == (0, "")
    heard, _ = soundfile.read(tmp_path / "heard.wav")
    _, alike = found(heard, moment(take, 12.45, 13.85))
    assert alike > 0.95
    assert found(heard, moment(take, 14.0, 15.0))[1] < 0.3, "what comes after the moment is not played"


@pytest.mark.soundcard
def test_the_loudspeaker_plays_the_fillers_in_turn(sound_card: VirtualSoundCard, take: Take, tmp_path: Path) -> None:
    save(take, answer_of(words_of("We left. Um, she stayed, you know, behind."), sound=sound_of((0.0, 29.0))))
    with sound_card.record_speaker(tmp_path / "heard.wav"):
        played = play(sound_card, take, "--fillers")
    assert played.returncode == 0
    assert played.stderr.splitlines() == [
        "1 of 2  0:01.0  We left. [Um,] she stayed,",
        "2 of 2  0:02.5  she stayed, [you know,] behind.",
    ]
    heard, _ = soundfile.read(tmp_path / "heard.wav")
    (first, sure), (second, also) = (found(heard, moment(take, since, since + 0.8)) for since in (0.1, 3.3))
    assert min(sure, also) > 0.95
    assert second - first > 3.0, "one after the other"
