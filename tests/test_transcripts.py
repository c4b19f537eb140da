"""Answers that come as text."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from voice_interview import transcripts
from voice_interview.cli import cli
from voice_interview.errors import TranscriptError
from voice_interview.text import UNKNOWN_LANGUAGE

SRT = "1\n00:00:01,000 --> 00:00:03,000\nUm, I led it.\n\n2\n00:00:04,500 --> 00:00:06,000\nIt <i>worked</i>.\n"
VTT = "WEBVTT\n\nNOTE nothing\n\n00:01.000 --> 00:03.000\n<v Sam>Um, I led it.\n\n00:04.500 --> 00:06.000\nIt worked.\n"


def read(folder: Path, name: str, content: str | bytes) -> transcripts.Transcript:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return transcripts.read(path)


def test_plain_text_has_words_without_times(tmp_path: Path) -> None:
    found = read(tmp_path, "a.txt", "\ufeffI helped a customer.\n\nShe was happy.")
    assert found.text == "I helped a customer. She was happy."
    assert [s.text for s in found.sentences] == ["I helped a customer.", "She was happy."]
    assert all(w.start is None for w in found.words)


@pytest.mark.parametrize(("name", "content"), [("a.srt", SRT), ("a.vtt", VTT)])
def test_captions_keep_their_times(tmp_path: Path, name: str, content: str) -> None:
    found = read(tmp_path, name, content)
    assert found.text == "Um, I led it. It worked."
    assert (found.words[0].start, found.words[3].end) == (1.0, 3.0)
    assert (found.words[4].start, found.words[-1].end) == (4.5, 6.0)
    starts = [w.start for w in found.words if w.start is not None]
    assert starts == sorted(starts)


ENGLISH = (
    "Um, so the customer's parcel got lost in Wolverhampton, and, er, I rang the depot twice.",
    "yeah so basically kubernetes kept evicting our pods lol and i rolled the deploy back",
    "I not had much experience then, but manager he say me, go and talk with them.",
    "Oui, oui, she said.",
)
OTHERS = (
    "Ich habe dem Kunden zugehört. Dann habe ich das Problem gelöst, und er war zufrieden.",
    "J'ai écouté le client, puis j'ai résolu le problème et il était content.",
    "Escuché al cliente, después resolví el problema y quedó contento.",
    "Ho ascoltato il cliente, poi ho risolto il problema ed era contento.",
    "Wysłuchałem klienta, potem rozwiązałem problem i był zadowolony.",
    "我听了顾客的话 然后 我 解决了 问题 他 很 满意 我们 都 高兴",
)


@pytest.mark.parametrize("said", [*ENGLISH, *OTHERS])
def test_a_text_in_another_language_is_not_measured_as_english(tmp_path: Path, said: str) -> None:
    assert read(tmp_path, "a.txt", said).language == ("en" if said in ENGLISH else UNKNOWN_LANGUAGE)


def test_a_report_on_it_counts_no_fillers_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OTHERS[0], encoding="utf-8")
    done = CliRunner().invoke(cli, ["analyze", "--transcript", str(tmp_path / "a.txt"), "--plain"])
    assert (
        "Fillers, not known, This is measured in English only." in done.stdout and "language not known" in done.stdout
    )


def test_our_own_json_is_read_back(tmp_path: Path) -> None:
    first = read(tmp_path, "a.srt", SRT)
    assert read(tmp_path, "a.json", msgspec.json.encode(first)) == first

    told = msgspec.json.encode(msgspec.structs.replace(first, sentences=()))
    assert read(tmp_path, "b.json", told).sentences == first.sentences


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "", "holds no words"),
        ("a.txt", " \n\t ", "holds no words"),
        ("a.txt", "Grüße".encode("latin-1"), "not UTF-8"),
        ("a.docx", b"PK", "not a transcript this program reads"),
        ("a.srt", "nothing like captions", "captions cannot be read|holds no words"),
        ("a.vtt", "WEBVTT\n", "captions cannot be read|holds no words"),
        ("a.json", "{", "not a transcript or report"),
        ("a.json", '{"words": []}', "not a transcript or report"),
        ("a.json", "[" * 5000, "not a transcript or report"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    with pytest.raises(TranscriptError, match=said):
        read(tmp_path, name, content)


def test_a_missing_and_a_huge_file(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="cannot be read"):
        transcripts.read(tmp_path / "nothing.txt")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(transcripts.LARGEST + 1)
    with pytest.raises(TranscriptError, match="larger than 5,000,000 bytes"):
        transcripts.read(tmp_path / "huge.txt")


@given(content=st.binary(max_size=300), suffix=st.sampled_from([".txt", ".vtt", ".srt", ".json"]))
def test_no_bytes_make_it_crash(tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    try:
        found = transcripts.read(path)
    except TranscriptError:
        return
    assert found.words
    assert not any(set(w.text) & {"\x1b", "\n", "\x00"} for w in found.words)


def test_captions_that_begin_after_weeks_are_refused(tmp_path: Path) -> None:
    late = VTT.replace("00:04.500", "270:00:04.500").replace("00:06.000", "270:00:06.000")
    assert read(tmp_path, "a.vtt", late).words[-1].end == 270 * 3600 + 6
    with pytest.raises(TranscriptError, match="more than 12 days after the beginning"):
        read(tmp_path, "a.vtt", late.replace("270:", "800:"))
