"""The guard before the coach's pages: for each defence a request that gets through without it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from serving import PORT, Site, kept
from starlette.testclient import TestClient

from voice_interview.web import guard
from voice_interview.web.entrance import ENTER, Entrance

OURS = f"http://127.0.0.1:{PORT}"
COOKIE = f"voice-interview-{PORT}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    made = Site(folder / "takes", folder)
    with made.jobs:
        yield made


@pytest.fixture
def stranger(site: Site) -> TestClient:
    """A browser that has not been let in."""
    return TestClient(site.app, base_url=OURS)


@pytest.fixture
def guest(site: Site, stranger: TestClient) -> TestClient:
    """A browser that has."""
    assert stranger.get(site.link).status_code == 200
    return stranger


# Who is let in


@pytest.mark.parametrize("path", ["/", "/progress", "/about-api", "/api/takes", "/api/openapi.json", "/nothing"])
def test_without_the_cookie_nothing_is_shown(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401 and "link" in answer.text
    assert stranger.post("/api/recordings", headers={"Origin": OURS}, content=b"x").status_code == 401


def test_the_link_lets_in_one_browser_once(site: Site, stranger: TestClient) -> None:
    link = site.link
    assert stranger.get(link).status_code == 200
    assert stranger.get("/api/takes").status_code == 200
    second = TestClient(site.app, base_url=OURS)
    assert second.get(link).status_code == 401 and not second.cookies
    assert second.get("/api/takes").status_code == 401
    third = TestClient(site.app, base_url=OURS)
    assert third.get(site.link).status_code == 200, "another link lets in another browser"
    assert stranger.get("/api/takes").status_code == 200, "and the first stays"


def test_looking_at_the_head_of_the_link_does_not_use_it_up(site: Site, stranger: TestClient) -> None:
    link = site.link
    assert stranger.head(link).status_code == 405
    assert stranger.get(link).status_code == 200


def test_the_cookie_is_for_this_address_and_no_script(site: Site, stranger: TestClient) -> None:
    cookie = stranger.get(site.link).headers["set-cookie"]
    kind = {piece.strip().lower() for piece in cookie.split(";")[1:]}
    assert cookie.startswith(f"{COOKIE}=") and kind == {"httponly", "samesite=strict", "path=/"}
    assert stranger.get("/").headers.get("set-cookie") is None


@pytest.mark.parametrize("guess", ["", "x", "A" * 43, "None", "\udc80"])
def test_a_token_or_a_session_cannot_be_guessed(site: Site, stranger: TestClient, guess: str) -> None:
    assert site.entrance.exchange(guess) is None and not site.entrance.knows(guess)
    assert stranger.get(ENTER, params={"token": guess.encode("utf-8", "replace").decode()}).status_code == 401
    stranger.cookies.set(COOKIE, guess.encode("ascii", "replace").decode())
    assert stranger.get("/api/takes").status_code == 401


def test_tokens_and_sessions_are_long_random_and_never_the_same() -> None:
    entrance = Entrance()
    tokens = [entrance.token() for _ in range(50)]
    sessions = [entrance.exchange(token) for token in tokens]
    assert len({*tokens, *sessions}) == 100
    assert all(one and len(one) >= 43 for one in (*tokens, *sessions)), "43 letters of 6 bits: 256 bits"
    assert all(entrance.exchange(one) is None for one in tokens)
    assert not any(entrance.knows(one) for one in tokens), "a token is no session"


def test_cookies_of_other_programs_of_this_machine_do_no_harm(guest: TestClient) -> None:
    own = guest.cookies[COOKIE]
    guest.cookies.clear()
    odd = f'_xsrf=2|a|b; user={{"name":"x"}}; {COOKIE}={own}; last'
    assert guest.get("/api/takes", headers={"Cookie": odd}).status_code == 200


# DNS rebinding, requests from other sites


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", ""])
def test_a_foreign_name_for_this_machine_gets_nothing(guest: TestClient, host: str) -> None:
    for path in ("/", "/api/takes", ENTER):
        assert guest.get(path, headers={"Host": host}).status_code == 421
    assert guest.get("/api/takes").status_code == 200


def test_two_hosts_are_no_host(site: Site) -> None:
    assert status(site, [(b"host", OURS[7:].encode()), (b"host", b"evil.example")]) == 421
    assert status(site, []) == 421


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", f"https://127.0.0.1:{PORT}", f"http://localhost:{PORT}", "http://127.0.0.1", None],
)
def test_what_changes_something_comes_from_our_own_pages(site: Site, guest: TestClient, origin: str | None) -> None:
    take = kept(site.root, sound=False)
    path, headers = f"/api/takes/{take.id}/comments", {"Origin": origin} if origin else {}
    comment = {"author": "A coach", "text": "Well said."}
    assert guest.post(path, json=comment, headers=headers).status_code == 403
    assert take.comments() == ()
    assert guest.post(path, json=comment, headers={"Origin": OURS}).status_code == 201


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
def test_other_pages_cannot_load_ours(guest: TestClient, where: str) -> None:
    """A page of another port of this machine is of the same site: its requests carry our cookie."""
    for mode, dest in (("no-cors", "audio"), ("navigate", "iframe"), ("cors", "empty")):
        headers = {"Sec-Fetch-Site": where, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
        assert guest.get("/api/takes", headers=headers).status_code == 403
    opened = {"Sec-Fetch-Site": where, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert guest.get("/", headers=opened).status_code == 200, "a link may be followed"
    own = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    assert guest.get("/api/takes", headers=own).status_code == 200
    assert guest.get("/api/takes", headers={"Origin": "http://evil.example"}).status_code == 403


# What is on every answer


@pytest.mark.parametrize("path", ["/", "/progress", "/api/takes", "/nothing", "/api/nothing", "/enter", "/takes/{}"])
def test_nothing_is_cached_framed_sniffed_or_loaded_elsewhere(site: Site, guest: TestClient, path: str) -> None:
    headers = guest.get(path.format(kept(site.root, sound=False).id)).headers
    expected = {
        "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
    assert {name: headers.get(name) for name in expected} == expected
    rules = dict(rule.strip().split(" ", 1) for rule in headers["content-security-policy"].split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert set(rules.get("script-src", "").split()) <= set(re.findall(r"'sha256-[^']+'", rules.get("script-src", "")))
    assert "unsafe" not in headers["content-security-policy"] and "*" not in headers["content-security-policy"]


# Large and slow bodies


def test_a_body_has_a_limit_whatever_it_says_of_itself(site: Site, guest: TestClient) -> None:
    take = kept(site.root, sound=False)
    path, headers = f"/api/takes/{take.id}/comments", {"Origin": OURS}
    assert guest.post(path, content=b"x" * (guard.SMALL + 1), headers=headers).status_code == 413

    def pieces() -> Iterator[bytes]:  # sent in chunks, without a length
        for _ in range(guard.SMALL // 1024 + 1):
            yield b" " * 1024

    assert guest.post(path, content=pieces(), headers=headers).status_code == 413
    for length in ("-1", "1e3", "9" * 5000):
        assert guest.post(path, content=b"x", headers=headers | {"Content-Length": length}).status_code == 413


def test_who_sends_no_body_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    session = site.entrance.exchange(site.entrance.token())
    monkeypatch.setattr(site.app, "patience", 0.05)
    take = kept(site.root, sound=False)
    headers = [(b"host", OURS[7:].encode()), (b"origin", OURS.encode()), (b"cookie", f"{COOKIE}={session}".encode())]
    assert status(site, headers, "POST", f"/api/takes/{take.id}/comments") == 408
    assert status(site, headers, "POST", "/api/recordings") == 408
    assert status(site, headers, "POST", "/api/packets") == 408
    assert not any(path.is_dir() and path != site.root for path in site.root.parent.iterdir()), (
        "nothing of it stays on the disk"
    )


def test_web_sockets_are_closed(site: Site) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(site.app({"type": "websocket", "path": "/", "headers": []}, never, send))
    assert [one["type"] for one in sent] == ["websocket.close"]


def status(site: Site, headers: list[tuple[bytes, bytes]], method: str = "GET", path: str = "/") -> int:
    """The status of a request whose body never comes."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": headers, "scheme": "http", "root_path": "",
    }  # fmt: skip
    asyncio.run(asyncio.wait_for(site.app(scope, never, send), 10))
    return int(sent[0]["status"])


async def never() -> Any:
    await asyncio.sleep(60)
