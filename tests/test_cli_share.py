"""`share` as it is used: asked first, written whole, and without what was to be taken out."""

from __future__ import annotations

import base64
import io
import os
import re
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pexpect
import pytest
import soundfile
from click.testing import CliRunner, Result
from msgspec.structs import replace
from spoken import silence, speech
from strategies import sound_of, transcript_of, words_of
from test_reports import sample

from voice_interview import packets
from voice_interview.audio import decode
from voice_interview.cli import cli
from voice_interview.model import SAMPLE_RATE, Answer, Comment, Evidence, Measure, Recording, Report
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
LINE = "My name is Caroline Whitfield. I worked at Halden Logistics, and Dennis said no to 240 of them. Will you?"
NAMES = re.compile(rb"caroline|whitfield|halden|logistics|dennis|240|zebedee|headset", re.IGNORECASE)
SECONDS = 12.0


def kept(folder: Path, line: str = LINE, timed: bool = True) -> Take:
    """A take whose sound is as loud everywhere, with a report that names people in all kinds of places."""
    take = Takes(folder).new(None, NOW)
    at = np.arange(round(SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    soundfile.write(take.answer, 0.25 * np.sin(2 * np.pi * 300 * at), SAMPLE_RATE, subtype="PCM_16")
    recording = Recording(path="answer.wav", seconds=SECONDS, device="Caroline's headset")
    take.record(recording)
    transcript = transcript_of(words_of(line, timed=timed))
    if not timed:
        transcript = replace(transcript, sentences=())
    noted = Evidence(label="um", start=1.0, end=1.2, first=2, last=3, note="… is Caroline Whitfield …")
    report: Report = replace(
        sample(),
        id=take.id,
        question=None,
        recording=recording,
        transcript=transcript,
        sound=sound_of((0.0, 11.0)),
        reading=None,
        measures={"x": Measure(value=1, unit="x", evidence=(noted,), details={"most": [{"word": "caroline"}]})},
        advice=(),
    )
    take.save(
        Answer(question=None, recording=recording, transcript=transcript, sound=report.sound, reading=None), report
    )
    take.keep_comments(
        [Comment(id="0123456789abcdef", take=take.id, author="Zebedee", made_at="2026", text="Caroline, good.")]
    )
    return take


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["share", "--recordings", str(folder), *arguments], standalone_mode=False)


def share(folder: Path, *arguments: str) -> tuple[Result, dict[str, bytes]]:
    target = folder.parent / "packet.zip"
    result = run(folder, "last", "-o", str(target), "--yes", *arguments)
    assert result.exception is None, result.output
    with zipfile.ZipFile(target) as members:
        return result, {name: members.read(name) for name in members.namelist()}


def loud(sound: bytes) -> np.ndarray:
    """How loud each tenth of a second of an MP3 is."""
    with av.open(io.BytesIO(sound)) as container:
        samples = np.concatenate([frame.to_ndarray().ravel() for frame in container.decode(audio=0)])
    size = SAMPLE_RATE // 10
    return np.sqrt(np.mean(samples[: len(samples) // size * size].reshape(-1, size) ** 2, axis=1))


def test_everything_goes_into_one_file(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    result, files = share(take.folder.parent)
    assert "Whoever has the file can read and hear all of it" in result.stderr
    assert "Wrote" in result.stderr and "1 take, " in result.stderr
    (read,) = packets.read(tmp_path / "packet.zip").takes
    assert read.report == take.report()
    assert loud(files[f"{take.id}/sound.mp3"])[5:-5].min() > 0.15
    assert (tmp_path / "packet.zip").stat().st_mode & 0o777 == 0o600


def test_what_is_taken_out_is_in_no_file_of_the_packet(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    result, files = share(take.folder.parent, "--redact")
    assert NAMES.search(" ".join(files).encode()) is None
    pages = 0
    for name, data in files.items():
        for inside in re.findall(rb"data:audio/mpeg;base64,([A-Za-z0-9+/=]+)", data):
            pages += 1
            assert base64.b64decode(inside) == files[f"{take.id}/sound.mp3"]
        assert NAMES.findall(data) == [], name
    assert pages == 1
    assert files[f"{take.id}/transcript.txt"].decode().splitlines() == [
        "My name is [name] [name].",
        "I worked at [employer] [employer], and [name] said no to [number] of them.",
        "Will you?",
    ]
    assert "[name], good." in files[f"{take.id}/comments.jsonl"].decode()
    assert packets.read(tmp_path / "packet.zip").redacted
    listed = " ".join(result.stderr.split())
    for told in ("name Caroline Whitfield 0:01 “My name is", "number 240 0:07", "name Zebedee in a comment: “Zebedee”"):
        assert told in listed


def test_the_same_moments_are_out_of_the_sound(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    _, files = share(take.folder.parent, "--redact")
    level = loud(files[f"{take.id}/sound.mp3"])
    words = take.report().transcript.words
    for word in words:
        middle = round(((word.start or 0) + (word.end or 0)) / 2 * 10)
        gone = NAMES.search(word.text.encode()) is not None
        assert level[middle] < 0.02 or not gone, word.text
    for said in ("My", "is", "worked"):
        word = next(one for one in words if one.text == said)
        assert level[round((word.start or 0) * 10) + 1] > 0.15, said


def test_a_sound_has_no_tags(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    _, files = share(take.folder.parent, "--redact")
    sound = files[f"{take.id}/sound.mp3"]
    with av.open(io.BytesIO(sound)) as container:
        assert container.metadata == {} and container.streams.audio[0].metadata == {}
    assert not any(tag in sound for tag in (b"ID3", b"TAG", b"APETAGEX", b"LYRICS"))


def test_without_sound_there_is_none(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    _, files = share(take.folder.parent, "--no-audio")
    assert f"{take.id}/sound.mp3" not in files
    assert b"audio/mpeg" not in files[f"{take.id}/page.html"]


def test_own_terms_and_what_is_not_there(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    result, files = share(take.folder.parent, "--redact", "--redact-term", "said no", "--redact-term", "Okonkwo")
    assert b"[name] [term] [term] to" in files[f"{take.id}/transcript.txt"]
    assert "Okonkwo not in any transcript" in " ".join(result.stderr.split())


def test_sound_whose_words_have_no_time_is_refused(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes", timed=False)
    result = run(take.folder.parent, "last", "-o", str(tmp_path / "p.zip"), "--yes", "--redact")
    assert "has no time in" in str(result.exception) and "--no-audio" in str(result.exception)
    assert not (tmp_path / "p.zip").exists()
    _, files = share(take.folder.parent, "--redact", "--no-audio")
    assert not any(NAMES.search(data) for data in files.values())


def test_two_takes_lose_the_same_names(tmp_path: Path) -> None:
    kept(tmp_path / "takes")
    other = kept(tmp_path / "takes", "I told whitfield to go.")
    target = tmp_path / "p.zip"
    ids = [take.id for take in Takes(tmp_path / "takes").all()]
    result = run(tmp_path / "takes", *ids, ids[0], "-o", str(target), "--yes", "--redact")
    assert result.exception is None, result.output
    found = packets.read(target)
    assert sorted(one.id for one in found.takes) == sorted(ids)
    by_id = {one.id: one.report.transcript.text for one in found.takes}
    assert by_id[other.id] == "I told [name] to go."


def test_nobody_is_there_to_ask(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    for more in ([], ["--redact"]):
        result = CliRunner().invoke(
            cli,
            ["share", "last", "--recordings", str(take.folder.parent), "-o", str(tmp_path / "p.zip"), *more],
            input="y\n",
        )
        assert result.exit_code == 2 and "--yes" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["takes"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing", "-o", "p.zip"], "There is no take"),
        (["last", "-o", "none/p.zip"], "There is no folder"),
        (["last", "-o", "p.zip", "--redact-term", "x"], "goes with --redact"),
        (["last", "-o", "p.zip", "--rubric", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    kept(tmp_path / "takes")
    monkeypatch.chdir(tmp_path)
    result = run(tmp_path / "takes", *arguments)
    assert said in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["takes"]


# In a terminal


def terminal(folder: Path, *arguments: str) -> pexpect.spawn:
    return pexpect.spawn(
        sys.executable,
        ["-m", "voice_interview", "share", "last", "--recordings", str(folder), *arguments],
        encoding="utf-8",
        timeout=60,
        dimensions=(60, 100),
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")
def test_a_person_sees_the_list_and_lets_some_stay(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    target = tmp_path / "p.zip"
    screen = terminal(take.folder.parent, "-o", str(target), "--redact")
    screen.expect(
        r"5 terms to take out.*1 +name +Caroline Whitfield +0:01 +“My name.*4 +number +240 .*stay in \(2 5-7\): "
    )
    assert not target.exists()
    screen.sendline("nonsense")
    screen.expect("numbers from the list.*: ")
    screen.sendline("2, 4-4")
    screen.expect("3 terms to take out.*: ")
    assert not target.exists()
    screen.sendline("y")
    screen.expect("Wrote ")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0
    assert packets.read(target).takes[0].report.transcript.text == (
        "My name is [name] [name]. I worked at Halden Logistics, and [name] said no to 240 of them. Will you?"
    )


@pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")
def test_leaving_leaves_nothing(tmp_path: Path) -> None:
    take = kept(tmp_path / "takes")
    screen = terminal(take.folder.parent, "-o", str(tmp_path / "p.zip"), "--redact")
    screen.expect("stay in.*: ")
    screen.sendintr()
    screen.expect("Nothing was written.")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 130
    screen = terminal(take.folder.parent, "-o", str(tmp_path / "p.zip"))
    screen.expect("Write it.*: ")
    screen.sendline("n")
    screen.expect("Nothing was written.")
    screen.expect(pexpect.EOF)
    assert [path.name for path in tmp_path.iterdir()] == ["takes"]


# For real

STORY = (
    "My name is Caroline Whitfield. One Monday a customer called, because her parcels had gone missing. I asked Dennis"
    " at the warehouse to check every pallet, and he found them under the wrong label. I told Patrick the same"
    " afternoon. In the end the customer stayed with us, and she thanked Caroline for it."
)


@pytest.mark.whisper
def test_names_that_were_spoken_are_heard_no_more(tmp_path: Path) -> None:
    """The take is spoken, heard by Whisper, shared without its names, and what is shared is heard once more."""
    spoken = tmp_path / "story.wav"
    soundfile.write(spoken, np.concatenate([silence(0.5), speech(STORY, tmp_path), silence(0.5)]), SAMPLE_RATE)
    folder = tmp_path / "takes"
    made = CliRunner().invoke(
        cli, ["analyze", str(spoken), "--keep", "--kind", "behavioural", "--recordings", str(folder)]
    )
    assert made.exit_code in (0, 3), made.output
    (take,) = Takes(folder).all()
    heard = take.report().transcript.text
    for name in ("Caroline Whitfield", "Dennis", "Patrick"):
        assert name in heard
    _, files = share(folder, "--redact")
    (tmp_path / "again.mp3").write_bytes(files[f"{take.id}/sound.mp3"])
    again = CliRunner().invoke(cli, ["analyze", str(tmp_path / "again.mp3"), "--json"])
    said = again.stdout.lower()
    for part in ("caroline", "carol", "whitfield", "field", "dennis", "denis", "patrick", "trick"):
        assert part not in said
        assert not any(part.encode() in data.lower() for name, data in files.items() if not name.endswith(".mp3"))
    for word in ("monday", "parcels", "missing", "label", "customer"):  # the rest is still there
        assert word in said
    assert decode.duration(tmp_path / "again.mp3") == pytest.approx(decode.duration(spoken), abs=0.2)
