"""The plug-ins of docs/plugins.md, installed by pip as they stand there, and run for real."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from docs_blocks import BLOCKS, python_files

from voice_interview import analysis, plugins
from voice_interview.audio import decode
from voice_interview.cli import cli
from voice_interview.errors import VoiceError
from voice_interview.voices import cache

pytestmark = pytest.mark.xdist_group("docs")

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
PROJECT = next(block.text for block in BLOCKS if block.page == "plugins.md" and block.name == "pyproject")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, installed by pip into a folder of its own."""
    source, site = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    (source / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    for name, text in python_files("plugins.md").items():
        (source / name).write_text(text, encoding="utf-8")
    offline = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", "install", *offline, "--target", str(site), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture
def _installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(site))
    analysis.metrics.cache_clear()
    yield
    analysis.metrics.cache_clear()
    sys.modules.pop("interview_extras", None)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """The first seven seconds of the demo's answer."""
    import soundfile

    sound, rate = soundfile.read(ANSWER, frames=7 * 16_000)
    assert rate == 16_000
    soundfile.write(tmp_path / "clip.wav", sound, rate)
    return tmp_path / "clip.wav"


@pytest.mark.usefixtures("_installed")
def test_the_voice_speaks_what_was_recorded(tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_VOICE", str(tmp_path))
    clip.rename(tmp_path / "why-this-company.wav")
    voice = plugins.load("voices", "coach")()
    assert decode.duration(cache.rendered(voice, "Why this company?", tmp_path / "cache")) == pytest.approx(7, abs=1)
    with pytest.raises(VoiceError, match=r"tell-me-more\.wav is not there"):
        cache.rendered(voice, "Tell me more!", tmp_path / "cache")


@pytest.mark.whisper
@pytest.mark.usefixtures("_installed")
def test_the_engine_hears_the_metric_measures_and_the_format_prints(tmp_path: Path, clip: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(cli, [*words, "--recordings", str(tmp_path / "takes")], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    report = json.loads(
        run("analyze", str(clip), "--keep", "--json", "--engine", "whisper-float", "--model", "tiny.en")
    )
    assert report["provenance"]["engine"] == "whisper-float"
    assert "customer service" in report["transcript"]["text"]
    assert report["measures"]["amounts"]["unit"] == "amounts"
    assert "Amounts" in run("takes", "show", "last")
    assert report["id"] in run("takes", "list", "--under", "amounts", "9", "--sort", "amounts")
    subtitles = run("takes", "report", "last", "--format", "srt")
    assert subtitles.startswith("1\n00:00:0") and " --> " in subtitles and "customer service" in subtitles


@pytest.mark.usefixtures("_installed")
def test_the_metric_counts_words_with_a_digit() -> None:
    from strategies import answer_of, words_of

    amounts = plugins.load("metrics", "amounts")
    found = amounts(answer_of(words_of("We cut 40 complaints to 3 in a year.")))
    assert (found.value, [one.first for one in found.evidence]) == (2, [2, 5])
    assert amounts(answer_of(())).value is None


def test_the_file_is_one_that_checkers_pass(tmp_path: Path) -> None:
    for name, text in python_files("plugins.md").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "ruff", "check", "--isolated", "--line-length=120", str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
