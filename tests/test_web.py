"""The coach's pages and their JSON API: what they show, keep, refuse and escape."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import html5lib
import msgspec
import pytest
from msgspec.structs import replace
from serving import PORT, QUESTION, Site, kept, measured, told
from starlette.testclient import TestClient
from test_page import hostile, telling
from test_reports import sample

from voice_interview import packets
from voice_interview.model import Comment, Report
from voice_interview.packets import Packet, PacketTake
from voice_interview.takes import Take, Takes
from voice_interview.web import desk as desks
from voice_interview.web import jobs as analyses
from voice_interview.web.jobs import Job

COMMENT = Comment(id="0123abcd", take=sample().id, author="B", made_at="", text="Good.")
OURS = f"http://127.0.0.1:{PORT}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Four takes: two of one question, one of another in which much is hostile, and one without a report."""
    folder = tmp_path_factory.mktemp("site")
    made = Site(folder / "takes", folder)
    kept(made.root, measured(sample(), fillers=2.0))
    kept(made.root, measured(sample(), fillers=9.0), days=7)
    odd = hostile(telling())
    assert odd.question is not None
    kept(made.root, replace(odd, question=replace(odd.question, id="odd", kind="philosophy")), days=14, sound=False)
    (kept(made.root, days=21, sound=False).folder / "report.json").unlink()
    with made.jobs:
        yield made


@pytest.fixture
def guest(site: Site) -> TestClient:
    client = TestClient(site.app, base_url=OURS, headers={"Origin": OURS})
    assert client.get(site.link).status_code == 200
    return client


@pytest.fixture
def takes(site: Site) -> tuple[Take, ...]:
    return Takes(site.root).all()


def parsed(text: str) -> Any:
    """The page as a tree; any error of its HTML fails the test."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def page(guest: TestClient, path: str, status: int = 200) -> str:
    answer = guest.get(path)
    assert answer.status_code == status, answer.text
    tree = parsed(answer.text)
    return " ".join("".join(tree.find("body").itertext()).split())


# The list


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("", [0, 1, 2, 3]),
        ("reverse=true", [3, 2, 1, 0]),
        ("kind=philosophy", [2]),
        ("question=odd", [2]),
        ("since=2026-03-11&until=2026-03-11", [1]),
        ("text=garden", [0, 1]),
        ("over=fillers:5", [1, 2]),
        ("over=fillers:1&under=fillers:5", [0]),
        ("sort=fillers&reverse=true&kind=behavioural", [1, 0, 3]),
        ("question=&kind=&since=&until=&text=", [0, 1, 2, 3]),
    ],
)
def test_the_list_is_filtered_sorted_and_searched(
    guest: TestClient, takes: tuple[Take, ...], asked: str, numbers: list[int]
) -> None:
    found = told(guest.get(f"/api/takes?{asked}"))
    assert [one["id"] for one in found] == [takes[number].id for number in numbers]
    shown = guest.get(f"/?{asked}").text
    assert all((f'href="/takes/{take.id}"' in shown) == (n in numbers) for n, take in enumerate(takes))


def test_the_list_tells_figures_comments_and_where_words_are_said(guest: TestClient) -> None:
    first, *_, last = told(guest.get("/api/takes"))
    assert first["figures"]["fillers"] == 2.0 and first["has_report"] and first["excerpt"] == ""
    assert last["figures"] == {} and not last["has_report"]
    assert "[garden]" in told(guest.get("/api/takes?text=garden"))[0]["excerpt"]
    assert "no report yet" in page(guest, "/") and "working at a [garden] centre" in page(guest, "/?text=garden")


@pytest.mark.parametrize("asked", ["sort=weight", "over=weight:3", "text=%22%22", "text=..."])
def test_a_slip_in_a_filter_is_told_and_not_an_error(guest: TestClient, asked: str) -> None:
    assert guest.get(f"/api/takes?{asked}").status_code in (409, 422)
    assert "There" in page(guest, f"/?{asked}")


@pytest.mark.parametrize("asked", ["since=yesterday", "kind=rude", "over=fillers", "over=fillers:nan", "reverse=maybe"])
def test_what_is_no_filter_is_refused(guest: TestClient, asked: str) -> None:
    answer = guest.get(f"/api/takes?{asked}")
    assert answer.status_code == 422 and answer.json()["error"]["code"] == "request"
    assert guest.get(f"/?{asked}").status_code == 422


def test_many_takes_come_in_pages(guest: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_interview.web.pages.A_PAGE", 3)
    first, second = guest.get("/?kind=behavioural&measure=fillers&above=-1").text, guest.get("/?page=2").text
    assert "Page 2" not in first and first.count('name="take"') == 2
    assert "page 2 of 2" in second and second.count('href="/takes/') == 1
    assert 'name="page" value="2"' in guest.get("/?since=2026-01-01").text


# A take, takes side by side, progress


def test_a_take_is_the_page_of_the_file_with_its_sound_at_an_address(
    guest: TestClient, takes: tuple[Take, ...]
) -> None:
    text = guest.get(f"/takes/{takes[0].id}").text
    assert f'src="/api/takes/{takes[0].id}/sound"' in text and "data:audio" not in text
    assert "Say what your task was" in page(guest, f"/takes/{takes[0].id}")
    assert told(guest.get(f"/api/takes/{takes[0].id}")) == json.loads(msgspec.json.encode(takes[0].report()))
    assert "voice-interview analyze --again" in page(guest, f"/takes/{takes[3].id}")
    assert guest.get(f"/api/takes/{takes[3].id}").status_code == 409


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [(None, 200, 0, -1), ("bytes=0-99", 206, 0, 99), ("bytes=1000-", 206, 1000, -1), ("bytes=-10", 206, -10, -1)],
)
def test_sound_is_sent_in_parts(
    guest: TestClient, takes: tuple[Take, ...], asked: str | None, status: int, first: int, last: int
) -> None:
    data = takes[0].answer.read_bytes()
    answer = guest.get(f"/api/takes/{takes[0].id}/sound", headers={"Range": asked} if asked else {})
    assert answer.status_code == status and answer.headers["content-type"] == "audio/wav"
    assert answer.headers["accept-ranges"] == "bytes" and answer.headers["cache-control"] == "no-store"
    assert answer.content == (data[first:] if last == -1 else data[first : last + 1])


def test_a_range_beyond_the_end_and_a_take_without_sound(guest: TestClient, takes: tuple[Take, ...]) -> None:
    beyond = {"Range": "bytes=999999999-"}
    assert guest.get(f"/api/takes/{takes[0].id}/sound", headers=beyond).status_code == 416
    assert guest.get(f"/api/takes/{takes[2].id}/sound").status_code == 404


def test_takes_are_compared(guest: TestClient, takes: tuple[Take, ...]) -> None:
    found = told(guest.get("/api/compare", params={"take": [takes[0].id, takes[1].id]}))
    assert [one["id"] for one in found["takes"]] == [takes[0].id, takes[1].id]
    shown = guest.get("/compare", params={"take": [takes[1].id, takes[0].id]}).text
    assert shown.index(f"/{takes[0].id}/sound") < shown.index(f"/{takes[1].id}/sound"), "the earlier one first"
    for ids, status in (([0], 422), ([0, 0], 409), ([0, 2], 409), ([0, 3], 409), ([0, 1] * 4, 422)):
        assert guest.get("/api/compare", params={"take": [takes[one].id for one in ids]}).status_code == status
    assert "To compare, two different takes" in page(guest, "/compare", 409)


def test_progress(guest: TestClient, takes: tuple[Take, ...]) -> None:
    found = told(guest.get("/api/progress"))
    assert found["takes"] + len(found["other_tool"]) == 3 and found["until"] >= takes[0].load().created_at
    assert told(guest.get("/api/progress?question=nothing"))["takes"] == 0
    assert "Over the weeks" in page(guest, "/progress") and "<svg" in guest.get("/progress?question=angry").text
    assert "No take with a report is like that" in page(guest, "/progress?question=nothing")


# Every text from outside stays text


@pytest.mark.parametrize("path", ["/", "/takes/{2}", "/progress", "/progress?question=odd", "/?text=script"])
def test_a_script_in_any_text_stays_text(guest: TestClient, takes: tuple[Take, ...], path: str) -> None:
    """Question, transcript, labels, figures, advice and comments of the third take hold one."""
    answer = guest.get(path.replace("{2}", takes[2].id))
    assert answer.status_code == 200
    tree = parsed(answer.text)
    assert len(list(tree.iter("script"))) == answer.text.count('"use strict"') > 0 or "/progress" in path
    assert not any(name.startswith("on") for one in tree.iter() for name in one.attrib)
    assert not list(tree.iter("img"))
    assert "alert" in "".join(tree.itertext())


@pytest.mark.parametrize(
    "path", ["/?text={}", "/?question={}", "/?sort={}", "/nothing/{}", "/takes/{}", "/compare?take={}&take=b"]
)
def test_what_is_asked_comes_back_as_text(guest: TestClient, path: str) -> None:
    answer = guest.get(path.format("%3Cscript%3Ealert(1)%3C%2Fscript%3E%22onload%3D1"))
    assert "<script>alert" not in answer.text and '"onload' not in answer.text
    assert "html" in answer.headers["content-type"]
    parsed(answer.text)
    api = guest.get("/api/takes/%3Cscript%3E")
    assert api.headers["content-type"] == "application/json" and api.status_code == 404


# No path leads out of the folder


@pytest.mark.parametrize(
    "take",
    ["%2e%2e", "..%2f..%2fetc", "....//", "%2Fetc%2Fpasswd", "..%5c..", "a%00b", "%2e", "takes", "x" * 300],
)
def test_no_address_leads_out_of_the_folder(guest: TestClient, take: str) -> None:
    for path in (f"/api/takes/{take}/sound", f"/takes/{take}", f"/api/takes/{take}/comments"):
        answer = guest.get(path)
        assert answer.status_code in (404, 422), path


def test_a_part_of_an_id_is_no_id(guest: TestClient, takes: tuple[Take, ...]) -> None:
    assert guest.get(f"/api/takes/{takes[0].id[:-1]}").status_code == 404
    assert guest.get("/api/takes/last").status_code == 404


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_link_leads_nowhere(tmp_path: Path) -> None:
    """A folder of takes from somebody else could hold links to files of the person who opens it."""
    secret = tmp_path / "secret"
    secret.write_text("my diary", encoding="utf-8")
    site = Site(tmp_path / "takes", tmp_path)
    outside, linked, sound = kept(tmp_path / "elsewhere"), site.root / "linked", kept(site.root, sound=False)
    linked.symlink_to(outside.folder)
    sound.answer.symlink_to(secret)
    with site.jobs:
        guest = TestClient(site.app, base_url=OURS)
        guest.get(site.link)
        assert guest.get(f"/api/takes/{sound.id}/sound").status_code == 404
        assert guest.get("/api/takes/linked").status_code == 404 and told(guest.get("/api/takes")) == []
        assert "linked is a link that leads out" in page(guest, "/")
        report = replace(outside.report(), id="linked", comments=(COMMENT,))
        sent = packets.write(Packet((PacketTake("linked", report, None),)))
        assert guest.post("/api/packets", content=sent, headers={"Origin": OURS}).status_code == 422
        assert outside.comments() == ()


# Comments


def test_comments_are_kept_shown_and_told(guest: TestClient, takes: tuple[Take, ...]) -> None:
    path = f"/api/takes/{takes[1].id}/comments"
    rating = {"criterion": "result", "score": 4}
    sent: list[dict[str, Any]] = [
        {"author": "A coach", "text": "Say the result first.", "rating": rating},
        {"author": "A coach", "text": "Slower here.", "at": 3.2},
        {"author": "A coach", "text": '<script>alert("1")</script>', "sentence": 1},
    ]
    page(guest, f"/takes/{takes[1].id}")  # is remembered from here on
    for one in sent:
        answer = guest.post(path, json=one)
        assert answer.status_code == 201 and answer.json()["text"] == one["text"]
    kept_ = takes[1].comments()
    assert [one.text for one in kept_] == [one["text"] for one in sent]
    assert kept_[0].rating is not None and kept_[0].rating.score == 4
    assert kept_[1].about.startswith("Um, so two summers") and kept_[2].sentence == 1
    assert told(guest.get(path)) == json.loads(msgspec.json.encode(kept_))
    assert "Say the result first." in page(guest, f"/takes/{takes[1].id}"), "at once"
    assert told(guest.get("/api/takes"))[1]["comments"] == 3


def test_comments_that_come_at_once_all_stay(guest: TestClient, takes: tuple[Take, ...]) -> None:
    path = f"/api/takes/{takes[2].id}/comments"
    before = len(takes[2].comments())

    def write(number: int) -> int:
        client = TestClient(guest.app, base_url=OURS, headers={"Origin": OURS}, cookies=dict(guest.cookies))
        return client.post(path, json={"author": "A coach", "text": f"Number {number}."}).status_code

    with ThreadPoolExecutor(8) as coaches:
        assert set(coaches.map(write, range(16))) == {201}
    assert len(takes[2].comments()) == before + 16


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"nothing", b"[]", b"\xff", b"{}", b'{"author": "x"}', b'{"author": "", "text": "y"}',
        b'{"author": " ", "text": "y"}', b'{"author": "x", "text": "y", "at": -1}',
        b'{"author": "x", "text": "y", "at": 1e9}',
        b'{"author": "x", "text": "y", "sentence": 99}', b'{"author": "x", "text": "y", "when": 1}',
        b'{"author": "x", "rating": {"criterion": "result", "score": 6}}',
        b'{"author": "x", "rating": {"criterion": "charm", "score": 3}}',
        b'{"author": "x", "text": "' + b"y" * 4001 + b'"}', b'{"author":' * 5000,
    ],
)  # fmt: skip
def test_what_is_no_comment_is_refused(guest: TestClient, takes: tuple[Take, ...], sent: bytes) -> None:
    answer = guest.post(f"/api/takes/{takes[0].id}/comments", content=sent)
    assert answer.status_code in (409, 422) and set(answer.json()["error"]) == {"code", "message", "fix"}
    assert takes[0].comments() == ()


# Packets


def test_a_packet_brings_takes_and_comments_once(tmp_path: Path) -> None:
    site = Site(tmp_path / "takes", tmp_path)
    report = replace(sample(), comments=(COMMENT,))
    sent = packets.write(Packet((PacketTake(report.id, report, b"ID3 sound"),)))
    with site.jobs:
        guest = TestClient(site.app, base_url=OURS, headers={"Origin": OURS})
        guest.get(site.link)
        expected = {"added": [report.id], "known": [], "comments": 1}
        assert told(guest.post("/api/packets", content=sent)) == expected
        expected = {"added": [], "known": [report.id], "comments": 0}
        assert told(guest.post("/api/packets", content=sent)) == expected
        sound = guest.get(f"/api/takes/{report.id}/sound")
        assert sound.content == b"ID3 sound" and sound.headers["content-type"] == "audio/mpeg"
        assert "Good." in page(guest, f"/takes/{report.id}")


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "packet.json"])
def test_a_packet_that_may_harm_is_refused(guest: TestClient, site: Site, name: str) -> None:
    before, sent = sorted(site.root.iterdir()), io.BytesIO()
    with (
        pytest.warns(UserWarning, match="Duplicate") if name == "packet.json" else nullcontext(),
        zipfile.ZipFile(sent, "w") as made,
    ):
        made.writestr("packet.json", "{}")
        made.writestr(name, "{}")
    answer = guest.post("/api/packets", content=sent.getvalue())
    assert answer.status_code == 422 and answer.json()["error"]["code"] == "packet"
    assert guest.post("/api/packets", content=b"PK no zip").status_code == 422
    assert sorted(site.root.iterdir()) == before


# Recordings


def finished(guest: TestClient, job: dict[str, Any]) -> Job:
    until = time.monotonic() + 30
    while True:
        found = msgspec.convert(told(guest.get(f"/api/jobs/{job['id']}")), Job)
        if found.is_over:
            return found
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_recording_is_analysed_by_a_program_of_its_own(
    guest: TestClient, site: Site, takes: tuple[Take, ...]
) -> None:
    data = takes[0].answer.read_bytes()
    job = told(guest.post("/api/recordings", params={"name": "My answer.wav", "question": QUESTION.id}, content=data))
    assert job["name"] == "My answer.wav" and job["state"] in ("waiting", "running")
    events = guest.get(f"/api/jobs/{job['id']}/events")
    assert events.headers["content-type"].startswith("text/event-stream")
    told_ = [json.loads(line[6:]) for line in events.text.splitlines() if line.startswith("data: ")]
    assert told_[-1]["state"] == "done" and len(told_) >= 2
    done = finished(guest, job)
    assert (done.state, done.error) == ("done", None) and done.take
    assert Takes(site.root).find(done.take).answer.read_bytes() == data
    assert not any((site.desk.jobs._folder / job["id"]).glob("*")), "nothing of it stays in the spool"
    Takes(site.root).find(done.take).delete()


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("broken.wav", "unreadable-audio", "broken.wav holds no sound"),
        ("silent.wav", "failed", "a library below gave up"),
    ],
)
def test_an_analysis_that_fails_says_why(guest: TestClient, name: str, code: str, said: str) -> None:
    job = finished(guest, told(guest.post("/api/recordings", params={"name": name}, content=b"x")))
    assert job.state == "failed" and job.error and job.error.code == code
    assert said in job.error.message and "/" not in job.error.message
    assert said in page(guest, "/")


def test_a_question_that_is_none_and_too_many_recordings(guest: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guest.post("/api/recordings?question=nothing", content=b"x").status_code == 404
    assert guest.post("/api/recordings?question=angry&kind=behavioural", content=b"x").status_code == 409
    monkeypatch.setattr(analyses, "MOST_WAITING", -2)
    answer = guest.post("/api/recordings", content=b"x")
    assert answer.status_code == 429 and "waiting" in answer.json()["error"]["message"]
    assert guest.get("/api/jobs/nothing").status_code == guest.get("/api/jobs/nothing/events").status_code == 404


def test_a_large_recording_is_refused_and_leaves_nothing(
    guest: TestClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(site.app.limits, "/api/recordings", 3000)  # type: ignore[attr-defined]
    before = sorted(site.desk.jobs._folder.iterdir())

    def pieces() -> Iterator[bytes]:
        for _ in range(4):
            yield bytes(1000)

    assert guest.post("/api/recordings", content=pieces()).status_code == 413
    assert sorted(site.desk.jobs._folder.iterdir()) == before


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("answer.wav", "answer.wav"),
        ("../../etc/cron.d/evil.wav", "evil.wav"),
        ("C:\\answers\\one.m4a", "one.m4a"),
        ("--keep.wav", "keep.wav"),
        (".bashrc", "bashrc.bin"),
        ("", "recording.bin"),
        ("answer", "answer.bin"),
        ("a\0b\n$(rm).mp3", "ab _(rm).mp3"),
        ("über die Brücke.wav", "über die Brücke.wav"),
        ("x" * 300 + ".wav", "x" * 80 + ".wav"),
    ],
)
def test_a_file_is_written_where_we_say(said: str, name: str, tmp_path: Path) -> None:
    assert desks.file_name(said, tmp_path) == tmp_path / name


def test_what_still_runs_is_ended_within_a_second(tmp_path: Path) -> None:
    site = Site(tmp_path / "takes", tmp_path)
    file = site.jobs.place() / "endless.wav"
    file.write_bytes(b"x")
    job = site.jobs.add(file)
    until = time.monotonic() + 30
    while (site.jobs.find(job.id) or job).stage != "Loading the Whisper model":
        assert time.monotonic() < until
        time.sleep(0.02)
    begun = time.monotonic()
    site.jobs.close()
    ended = site.jobs.find(job.id)
    assert time.monotonic() - begun < 5 and ended is not None and ended.state == "failed"
    assert not file.parent.exists()


def test_reports_are_read_once(guest: TestClient, monkeypatch: pytest.MonkeyPatch, takes: tuple[Take, ...]) -> None:
    guest.get("/")
    read: list[str] = []
    own = Take.report_as
    monkeypatch.setattr(Take, "report_as", lambda self, kind: (read.append(self.id), own(self, kind))[1])
    assert guest.get("/").status_code == 200 and read == []
    report: Report = takes[0].report()
    takes[0].save_report(measured(report, fillers=3.25))
    assert "3.2" in page(guest, "/") and set(read) == {takes[0].id}
    takes[0].save_report(report)
