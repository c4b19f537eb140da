"""`cohort report` as a coach uses it: folders and packets, the table, the page, and the pages beside it."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import msgspec
import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace
from pages import audited, until
from test_page import HOSTILE, parsed, said
from test_reports import change, sample

from voice_interview.audio.replay import copy
from voice_interview.candidates import Candidates
from voice_interview.cli import cli, cohort_pages
from voice_interview.folders import DEEPEST
from voice_interview.model import BUNDLED, Comment, Measure, Recording, Report
from voice_interview.takes import Take, Takes

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"


def kept(folder: Path, day: int = 0, **fields: Any) -> Take:
    """A take with a report in a candidate's folder."""
    take = Takes(folder).new(sample().question, MONDAY + timedelta(days=day))
    when = (MONDAY + timedelta(days=day)).isoformat(timespec="seconds")
    take.save_report(change(sample(), **({"id": take.id, "created_at": when} | fields)))
    return take


def packet(file: Path, *found: Report, sound: bytes = b"") -> Path:
    with zipfile.ZipFile(file, "w") as made:
        listed = {"schema": "voice-interview/packet/1", "takes": [one.id for one in found]}
        made.writestr("packet.json", json.dumps(listed))
        for one in found:
            made.writestr(f"{one.id}/report.json", msgspec.json.encode(one))
            if sound:
                made.writestr(f"{one.id}/sound.mp3", sound)
    return file


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["cohort", "report", str(folder), *arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three candidates: one with two takes, one with a packet, one with both, and one take in both."""
    root = tmp_path / "spring course"
    kept(root / "anna", 0)
    kept(root / "anna", 1, measures=sample().measures | {"fillers": Measure(value=0.5, unit="per min", low=0, high=1)})
    packet(root / "ben.zip", change(sample(), id="only-in-the-packet"))
    take = kept(root / "class a" / "cara", 2)
    packet(root / "class a" / "cara.zip", take.report(), change(sample(), id="the-other"), sound=b"ID3 sound")
    return root


def links(page: Path) -> list[Element]:
    return [one for one in parsed(page.read_text(encoding="utf-8")).iter("a") if "-pages/" in str(one.get("href"))]


def test_a_candidate_is_a_folder_of_takes_or_a_packet_and_each_take_counts_once(folder: Path) -> None:
    found = json.loads(run(folder, "--json").stdout)
    takes = {one["name"]: len(one["takes"]) for one in found["candidates"]}
    assert takes == {"anna": 2, "ben": 1, "class a/cara": 2}
    assert (found["schema"], found["name"], found["takes"]) == ("voice-interview/cohort/1", "spring course", 5)
    alone = json.loads(run(folder / "anna", "--json").stdout)
    assert [one["name"] for one in alone["candidates"]] == ["anna"]


def test_what_cannot_be_read_is_one_line_and_never_stops_the_rest(folder: Path) -> None:
    (kept(folder / "anna", 3).folder / "report.json").write_text('{"id": 3}', encoding="utf-8")
    (kept(folder / "dora", 3).folder / "report.json").write_text("[" * 100_000, encoding="utf-8")
    Takes(folder / "dora").new(None, MONDAY)
    (folder / "holiday.zip").write_bytes(b"PK no packet")
    kept(folder / "demo", 4, recording=Recording(path="answer.wav", device=BUNDLED))
    found = run(folder)
    assert found.exit_code == 0, found.output
    lines = found.stderr.splitlines()
    told = [line.split(": ")[1].split("/")[0] for line in lines if line.startswith("voice-interview: ")]
    assert told == ["anna", "dora", "dora", "holiday.zip"]
    assert "analyze --again" in found.stderr and lines[-1].startswith("Left out: 1 of the demo")
    assert "3 candidates, 5 takes" in found.stdout


def test_it_looks_as_deep_as_courses_go_and_follows_no_link(folder: Path) -> None:
    deep = folder.joinpath(*"abcdef")
    kept(deep)
    kept(deep / "too deep")
    kept(folder / ".hidden")
    (folder / "anna again").symlink_to(folder / "anna")
    assert len(deep.relative_to(folder).parts) == DEEPEST
    names = {one.candidate for one in Candidates(folder).read()}
    assert names == {"anna", "ben", "class a/cara", "a/b/c/d/e/f"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-o", "cohort.pdf"], 2, "ends in .csv or .html"),
        (["-o", "cohort.csv", "--json"], 2, "one of --json and -o"),
        (["-o", "/nowhere/at/all/cohort.csv"], 1, "Choose another place with -o."),
    ],
)
def test_what_fails_says_why(folder: Path, arguments: list[str], code: int, said: str) -> None:
    found = run(folder, *arguments)
    assert found.exit_code == code
    assert said in f"{found.stderr} {found.exception}"


def test_a_folder_without_takes_says_so(tmp_path: Path) -> None:
    found = run(tmp_path)
    assert found.exit_code == 1 and "neither a take with a report nor a packet" in str(found.exception)


def test_every_take_has_its_page_beside_the_table(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "50 % of #1.html"
    found = run(folder, "-o", str(output))
    assert found.exit_code == 0, found.output
    addresses = {str(one.get("href")) for one in links(output)}
    assert len(addresses) == 5
    for address in addresses:
        page = tmp_path / unquote(address)
        assert page.is_file() and page.stat().st_mode & 0o777 == 0o600, address
        assert len(parsed(page.read_text(encoding="utf-8")))
    pages = tmp_path / "50 % of #1-pages"
    assert pages.stat().st_mode & 0o777 == 0o700
    assert [one.read_bytes() for one in pages.glob("*.mp3")] == [b"ID3 sound"]


def test_only_what_changed_is_written_anew_and_what_is_gone_is_removed(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "cohort.html"
    assert "Wrote 5 pages" in run(folder, "-o", str(output)).stderr
    assert "Wrote 0 pages" in (again := run(folder, "-o", str(output)).stderr) and "5 were up to date" in again
    take = Takes(folder / "anna").all()[0]
    take.keep_comments([Comment(id="0" * 8, take=take.id, author="A coach", made_at="2026-03-04", text="Look up!")])
    assert "Wrote 1 pages" in run(folder, "-o", str(output)).stderr
    (page,) = (tmp_path / "cohort-pages").glob(f"anna-{take.id.lower().replace('_', '-')}-*")
    assert "Look up!" in page.read_text(encoding="utf-8")
    own = tmp_path / "cohort-pages" / "own.html"
    own.write_text("A page of somebody else.", encoding="utf-8")
    take.delete()
    (folder / "class a" / "cara.zip").unlink()
    assert "Wrote 0 pages" in run(folder, "-o", str(output)).stderr
    assert not page.exists() and own.exists()
    assert len(list((tmp_path / "cohort-pages").iterdir())) == 3 + 2, (
        "three pages, the list, and the one that is not ours"
    )


def test_a_list_of_pages_from_elsewhere_removes_nothing_outside(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    outside.write_text("here", encoding="utf-8")
    (tmp_path / "cohort-pages").mkdir()
    listed = {"pages": {"../outside": "x", "..": "x"}}
    (tmp_path / "cohort-pages" / "pages.json").write_text(json.dumps(listed), encoding="utf-8")
    assert run(folder, "-o", str(tmp_path / "cohort.html")).exit_code == 0
    assert outside.exists()


def test_many_pages_are_shared_among_processes(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohort_pages, "MANY", 2)
    monkeypatch.setattr(cohort_pages, "cores", lambda: 2)
    damaged = kept(folder / "anna", 3)
    report = json.loads((damaged.folder / "report.json").read_text(encoding="utf-8"))
    (damaged.folder / "report.json").write_text(json.dumps(report | {"transcript": 3}), encoding="utf-8")
    found = run(folder, "-o", str(tmp_path / "cohort.html"))
    assert found.exit_code == 0 and "Wrote 5 pages" in found.stderr, found.output
    assert f"{damaged.id}" in found.stderr and "damaged" in found.stderr


def test_every_text_stays_text(tmp_path: Path) -> None:
    name = HOSTILE.replace("/", "")
    asked = replace(sample().question, text=HOSTILE)  # type: ignore[type-var]
    advice = tuple(replace(one, title=HOSTILE) for one in sample().advice)
    take = kept(tmp_path / "c" / name, question=asked, advice=advice, created_at=HOSTILE)
    (tmp_path / "c" / f"{name}.zip").write_bytes(b"no packet")
    output = tmp_path / "cohort.html"
    assert run(tmp_path / "c", "-o", str(output)).exit_code == 0
    tree = parsed(output.read_text(encoding="utf-8"))
    told = said(tree)
    assert told.count(name) >= 2 and HOSTILE in told
    assert not list(tree.iter("img")) and not list(tree.iter("script"))
    assert all((tmp_path / unquote(str(one.get("href")))).is_file() for one in links(output))
    assert take.folder.parent.name == name


@pytest.mark.browser
def test_in_a_browser_a_take_is_found_and_its_sound_heard(
    browser: Any, folder: Path, tmp_path: Path, wrong: list[str]
) -> None:
    copy(ANSWER, Takes(folder / "anna").all()[0].answer)
    output = tmp_path / "cohort.html"
    assert run(folder, "-o", str(output)).exit_code == 0
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    shown = context.new_page()
    shown.on("console", lambda message: wrong.append(message.text))
    shown.goto(output.as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    row = shown.locator("tr", has_text="anna")
    row.locator("summary").click()
    row.locator("details a >> nth=1").click()
    until(shown, "document.getElementById('sound')?.duration > 57")
    shown.click(".text span[data-s] >> nth=20")
    until(shown, "!sound.paused && sound.currentTime > 5")
    assert wrong == []
    context.close()
    context = browser.new_context(bypass_csp=True)
    shown = context.new_page()
    shown.goto(output.as_uri())
    assert audited(shown) == []
    context.close()
