"""What reading hostile files came to once (see `benchmarks/fuzz`), and must not again."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostile import refused
from strategies import transcript_of

from voice_interview import meaning, packets, search, transcripts
from voice_interview.audio import decode, wav
from voice_interview.cli import company, filler_lists, settings
from voice_interview.errors import (
    LONGEST,
    MeaningError,
    TranscriptError,
    VoiceInterviewError,
)
from voice_interview.files import in_unicode, read_whole
from voice_interview.meaning import network, qualities, sealed, tokens
from voice_interview.submissions import Submissions
from voice_interview.takes import Take, Takes

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.fuzz import sounds
from benchmarks.fuzz.bounds import tried

FROZEN = Path(__file__).parent / "frozen"
DEEP = b"[" * 50_000 + b"]" * 50_000


@pytest.fixture
def take(tmp_path: Path) -> Take:
    return Take(Path(shutil.copytree(next(FROZEN.glob("*_0002")), tmp_path / "takes" / "a-take")))


# Pipes, devices and folders in the place of files


@pytest.fixture(params=["pipe", "zeros", "folder"])
def no_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Whoever opens a pipe waits for another program; a device never ends."""
    path = tmp_path / "x"
    if request.param == "folder":
        path.mkdir()
    elif os.name == "nt":
        pytest.skip("Windows has neither in folders")
    elif request.param == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    return path


def named(path: Path, name: str) -> Path:
    return path.rename(path.with_name(name))


def test_no_reader_waits_at_a_pipe_or_reads_a_device_to_its_end(no_file: Path) -> None:
    with pytest.raises(OSError, match=r"it is (a folder|no ordinary file)"):
        read_whole(no_file)
    for read in (
        lambda: company.load(no_file),
        lambda: packets.read(no_file),
        lambda: decode.duration(no_file),
        lambda: wav.repair(no_file),
        lambda: Submissions(no_file.parent, lambda _: False).wanted(no_file, "x"),
    ):
        assert "no ordinary file" in refused(read) or "folder" in refused(read)
    path = named(no_file, "x.txt")
    assert "cannot be read" in refused(lambda: transcripts.read(path))
    path = named(path, filler_lists.NAME)
    assert "cannot be read" in refused(lambda: filler_lists.load(path.parent))
    named(path, settings.FORMER)
    assert "cannot be read" in refused(lambda: settings.load(path.parent, path.parent, {}))


@pytest.mark.parametrize("name", ["report.json", "transcript.json", "comments.jsonl", "corrections.jsonl"])
def test_nor_does_a_take(name: str, no_file: Path, take: Take) -> None:
    (take.folder / name).unlink(missing_ok=True)
    no_file.rename(take.folder / name)
    readers = {"report.json": take.report, "transcript.json": take.heard, "comments.jsonl": take.comments}
    said = refused(readers.get(name, take.corrections))
    assert name in said and "permissions" not in said
    Takes(take.folder.parent).find("a-take").delete()
    assert not take.folder.exists()


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"12345")
    assert read_whole(path, 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        read_whole(path, 4)


# Sound


STRANGE = ({"rate": 1}, {"rate": 999}, {"rate": 2**31 - 1}, {"bits": 64}, {"bits": 0}, {"code": 0})


@pytest.mark.parametrize("header", STRANGE, ids=str)
def test_a_wav_of_no_speech_that_anybody_records_is_refused(header: dict[str, int], tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(sounds.wav(**header))
    assert "anew" in refused(lambda: (decode.sample_rate(path), list(decode.blocks(path))))


# Names and words that steer a terminal, or cannot be written


def test_no_sentence_of_ours_steers_a_terminal_or_runs_on() -> None:
    said = str(VoiceInterviewError("\x1b[2J\n‮bad\udcff is " + "x" * 9_000 + " no name.", "Rename\tit."))
    assert said.isprintable() and len(said) < 2 * LONGEST and said.endswith("no name. Rename\ufffdit.")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names in Unicode")
def test_a_name_that_is_no_utf_8_can_be_told() -> None:
    assert in_unicode(os.fsdecode(b"caf\xe9 \xc3\xa9.wav")) == "caf\N{REPLACEMENT CHARACTER} é.wav"


# JSON without end


@pytest.mark.parametrize("name", ["take.json", "report.json", "transcript.json", "sound.json", "reading.json"])
def test_a_deeply_nested_take_is_damaged(name: str, take: Take) -> None:
    (take.folder / name).write_bytes(b'{"x":' + DEEP + b"}")
    assert "is damaged" in refused(take.load if name == "take.json" else take.heard)


def test_deeply_nested_settings_and_sources(tmp_path: Path, take: Take) -> None:
    (tmp_path / settings.FORMER).write_bytes(b'{"device":' + DEEP + b"}")
    assert "cannot be read" in refused(lambda: settings.load(tmp_path, tmp_path, {}))
    (take.folder / "source.json").write_bytes(b'{"x":' + DEEP + b"}")
    assert not Submissions(tmp_path, lambda _: False).recordings


def test_an_index_that_holds_no_text_is_made_anew(tmp_path: Path, take: Take) -> None:
    takes = Takes(take.folder.parent)
    found = search.search(takes, "customer", tmp_path)
    assert len(found) == 1
    place = search.index_file(takes.root, tmp_path)
    place.write_bytes(place.read_bytes().replace(take.id.encode(), b"\x80" * len(take.id)))
    assert search.search(takes, "customer", tmp_path) == found


# Captions


@pytest.mark.parametrize(
    "text",
    [
        '{"segments": [{"text": "So one day"}]}',  # Whisper's JSON, without times
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0s" end="2s">So one day</p></div></body></tt>',
        "{0}{25}So one day|a customer called.\n",
    ],
)
def test_captions_are_webvtt_or_subrip_whatever_else_a_library_reads(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.srt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TranscriptError, match="holds no words"):
        transcripts.read(path)


@pytest.mark.parametrize("filling", ["<", "<a", "{", "\n", "&", "&#"])
def test_captions_full_of_marks_cost_no_hour(filling: str, tmp_path: Path) -> None:
    path = tmp_path / "x.srt"
    text = f"1\n00:00:00,000 --> 00:00:02,000\nSo {filling * 200_000} one\n"
    path.write_text(text, encoding="utf-8")
    outcome = tried(lambda: transcripts.read(path))
    assert outcome.ended == "value", outcome


def test_marks_of_captions_are_no_words(tmp_path: Path) -> None:
    path = tmp_path / "x.vtt"
    text = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ana>So,\\N<i>one</i> {\\i1}day{\\i0} &lt;3 <c.x>she</c> called.\n"
    path.write_text(text, encoding="utf-8")
    assert transcripts.read(path).text == "So, one day <3 she called."


# Weights


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    """A copy of a file, with one bit of another value in its middle."""

    def one(file: Path) -> Path:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        copy = tmp_path / file.name
        copy.write_bytes(data)
        return copy

    kept = (qualities.weights, tokens._tokenizer, tokens._ids)
    for each in kept:
        each.cache_clear()
    yield one
    for each in kept:
        each.cache_clear()


def test_all_weights_are_known_by_their_checksums() -> None:
    files = sorted(path.name for path in sealed.FOLDER.iterdir())
    assert files == sorted(sealed._sums())
    for name in files:
        assert sealed.whole(sealed.FOLDER / name)


def test_weights_with_one_bit_changed_are_not_computed_with(
    damaged: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = damaged(network.HEADS)
    found = meaning.read(transcript_of("I called her. " * 9), None, lambda: network.Network(network.ENCODER, heads))
    assert found.reader.startswith("cues/")
    monkeypatch.setattr(qualities, "WEIGHTS", damaged(qualities.WEIGHTS))
    with pytest.raises(MeaningError, match="checksum is wrong"):
        qualities.weights()
    monkeypatch.setattr(tokens, "VOCABULARY", damaged(tokens.VOCABULARY))
    with pytest.raises(MeaningError, match="checksum is wrong"):
        tokens.ids(["a"])


def test_sealing_names_every_file(tmp_path: Path) -> None:
    (tmp_path / "b.npz").write_bytes(b"")
    (tmp_path / "a.onnx").write_bytes(b"abc")
    sealed.seal(tmp_path, tmp_path.with_suffix(".sha256"))
    lines = tmp_path.with_suffix(".sha256").read_text(encoding="ascii").splitlines()
    assert [line[64:] for line in lines] == ["  a.onnx", "  b.npz"] and lines[0].startswith("ba7816bf")
