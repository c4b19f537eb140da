"""The coach's pages in Chromium: found, heard, compared, commented, brought."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pages import audited, until
from serving import kept, measured, running
from test_page import hostile, telling
from test_reports import sample

from voice_interview import packets
from voice_interview.packets import Packet, PacketTake
from voice_interview.takes import Take, Takes

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "takes"
    kept(folder, measured(sample(), fillers=2.0))
    kept(folder, measured(sample(), fillers=9.0), days=7)
    odd = hostile(telling())
    assert odd.question is not None
    kept(folder, replace(odd, question=replace(odd.question, id="odd", kind="philosophy")), days=14)
    return folder


@pytest.fixture(scope="module")
def links(root: Path) -> Iterator[list[str]]:
    with running(root) as (_, links):
        yield links


@pytest.fixture(scope="module")
def takes(root: Path) -> tuple[Take, ...]:
    return Takes(root).all()


@pytest.fixture
def enter(browser: Any, links: list[str], wrong: list[str]) -> Iterator[Callable[..., Any]]:
    """Lets a browser of its own in by a new link. What it says on its console, asks of others or pops up fails the
    test."""
    contexts: list[Any] = []

    def open_(path: str = "/", **how: Any) -> Any:
        link = links.pop()
        home = link.split("/enter")[0]
        contexts.append(browser.new_context(base_url=home, **how))
        shown = contexts[-1].new_page()
        shown.on("console", lambda message: wrong.append(message.text))
        shown.on("pageerror", lambda error: wrong.append(str(error)))
        shown.on("dialog", lambda dialog: (wrong.append("a dialog"), dialog.dismiss()))
        shown.on("request", lambda asked: None if asked.url.startswith(home) else wrong.append(asked.url[:99]))
        shown.goto(link)
        shown.wait_for_url("**/")
        if path != "/":
            shown.goto(path)
        return shown

    yield open_
    for context in contexts:
        context.close()
    assert not wrong


def test_the_link_leads_to_the_takes_which_are_searched_and_filtered(enter: Callable[..., Any]) -> None:
    shown = enter()
    assert shown.locator("h1").inner_text() == "Takes" and "token" not in shown.url
    assert shown.evaluate("document.cookie") == "", "no script reads the cookie"
    assert shown.evaluate("history.length") <= 2, "the token is not gone back to"
    assert shown.locator(".takes tbody tr").count() >= 3
    shown.get_by_label("What was said").fill("garden cent*")
    shown.keyboard.press("Enter")
    shown.wait_for_url("**text=garden*")
    assert shown.locator(".takes tbody tr").count() == 2
    assert "[garden]" in shown.locator(".takes tbody").inner_text()
    shown.click("text=More filters")
    shown.get_by_label("Figure").select_option("fillers")
    shown.get_by_label("above").fill("5")
    shown.click("button:has-text('Show')")
    shown.wait_for_url("**above=5*")
    assert shown.locator(".takes tbody tr").count() == 1


def test_a_take_plays_from_a_word_by_its_address(enter: Callable[..., Any], takes: tuple[Take, ...]) -> None:
    shown = enter(f"/takes/{takes[0].id}")
    until(shown, "sound.duration > 15")
    shown.click(".text span[data-s] >> nth=20")
    until(shown, "!sound.paused && sound.currentTime > 9.2 && document.querySelector('.lit')")
    shown.evaluate("sound.pause()")
    assert "/sound" in shown.evaluate("sound.currentSrc")


def test_a_comment_is_written_on_the_moment_that_is_heard(
    enter: Callable[..., Any], takes: tuple[Take, ...], wrong: list[str]
) -> None:
    shown = enter(f"/takes/{takes[1].id}")
    until(shown, "sound.duration > 15")
    shown.evaluate("sound.currentTime = 6.5")
    until(shown, "!sound.seeking")
    shown.get_by_label("Your name").fill("A coach")
    shown.click("text=Keep the comment")
    until(shown, "document.querySelector('.said').textContent.includes('nothing in this comment')")
    assert len(wrong) == 1 and "409" in wrong.pop()
    shown.click("text=Comment on this moment")
    shown.keyboard.type('Slower <script>alert("1")</script>')
    shown.get_by_label("Rating").select_option("result")
    shown.get_by_label("Score").select_option("2")
    shown.click("text=Keep the comment")
    shown.wait_for_selector("#comment-1")
    assert 'Slower <script>alert("1")</script>' in shown.locator("#comment-1").inner_text()
    (made,) = takes[1].comments()
    assert made.at == pytest.approx(6.5, abs=0.1) and made.rating is not None and made.rating.score == 2
    assert shown.get_by_label("Your name").input_value() == "A coach", "is not typed twice"
    until(shown, "sound.currentTime === 6.5")


def test_marked_takes_are_compared_and_a_sentence_is_heard_from_both(enter: Callable[..., Any]) -> None:
    shown = enter("/?question=angry&sort=date&reverse=true")
    for box in shown.locator(".takes input[type=checkbox]").all()[:2]:
        box.check()
    shown.click("text=Compare the marked takes")
    shown.wait_for_url("**/compare?*")
    assert shown.locator("audio").count() == 2
    until(shown, "[...document.querySelectorAll('audio')].every((one) => one.duration > 15)")
    shown.evaluate(
        """() => {
          window.heard = [];
          for (const one of document.querySelectorAll("audio")) {
            one.playbackRate = 8; // nobody listens
            one.addEventListener("play", () => heard.push(one.id));
          }
        }"""
    )
    shown.locator("button:has-text('both')").first.click()
    until(shown, "heard.length === 2")
    assert shown.evaluate("heard") == ["sound-1", "sound-2"]


def test_a_packet_is_dropped_onto_the_page(enter: Callable[..., Any], root: Path, wrong: list[str]) -> None:
    report = replace(sample(), id="2026-01-02T03-04-05_sent_0001")
    shown = enter()
    with shown.expect_navigation():
        drop(shown, "coach.zip", packets.write(Packet((PacketTake(report.id, report, None),))))
    until(shown, "document.querySelector('.bring .said').textContent.includes('1 new take')")
    assert shown.locator(f"a[href='/takes/{report.id}']").count() == 1
    drop(shown, "coach.zip", b"no packet")
    until(shown, "document.querySelector('.bring .said').textContent.includes('no zip file')")
    assert len(wrong) == 1 and "422" in wrong.pop()
    Take(root / report.id).delete()


def test_a_recording_is_brought_and_its_analysis_followed(enter: Callable[..., Any], takes: tuple[Take, ...]) -> None:
    shown = enter()
    shown.set_input_files(
        "#file", {"name": "my answer.wav", "mimeType": "audio/wav", "buffer": takes[0].answer.read_bytes()}
    )
    shown.click("text=Bring it")
    until(shown, "document.querySelector('#jobs a')")
    assert shown.locator("#jobs li").first.inner_text() == "my answer.wav Done: open it"
    shown.click("#jobs a")
    shown.wait_for_url("**/takes/*")
    assert shown.locator("h1").inner_text()


OWN = ("/", "take", "/about-api")
"""Pages with forms and texts of their own; the body of the others is that of the files, which have tests of theirs."""


def test_axe_finds_nothing_and_nothing_sticks_out(
    enter: Callable[..., Any], takes: tuple[Take, ...], wrong: list[str]
) -> None:
    places = {
        "take": f"/takes/{takes[0].id}",
        "odd": f"/takes/{takes[2].id}",
        "compare": f"/compare?take={takes[1].id}&take={takes[0].id}",
    }
    shown = enter(viewport={"width": 360, "height": 740}, bypass_csp=True)
    for page in (*OWN, "/progress?question=angry", "/nothing", "odd", "compare"):
        shown.goto(places.get(page, page))
        assert shown.evaluate("document.documentElement.scrollWidth") == 360, page
        assert page not in OWN or audited(shown) == [], page
    shown.emulate_media(color_scheme="dark")
    shown.goto("/")
    assert audited(shown) == []
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 22, 26)"
    assert [one for one in wrong if "404" not in one] == []
    wrong.clear()


def test_by_keyboard_alone(enter: Callable[..., Any]) -> None:
    """From the search to two marked takes side by side, and into a take."""
    shown = enter()
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.getAttribute('href')") == "#main"
    shown.keyboard.press("Enter")
    marked = 0
    for _ in range(80):
        shown.keyboard.press("Tab")
        here = shown.evaluate("document.activeElement.outerHTML")
        if marked < 2 and 'name="take"' in here and "_angry_" in here:
            shown.keyboard.press("Space")
            marked += 1
        if "Compare the marked" in here:
            shown.keyboard.press("Enter")
            break
    shown.wait_for_url("**/compare?*")
    while not shown.evaluate("document.activeElement.matches('h2 a')"):
        shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    shown.wait_for_url("**/takes/*")


def test_without_scripts_the_pages_are_read(enter: Callable[..., Any], takes: tuple[Take, ...]) -> None:
    shown = enter(java_script_enabled=False)
    shown.get_by_label("What was said").fill("garden")
    shown.click("button:has-text('Show')")
    shown.wait_for_url("**text=garden*")
    shown.click(f"a[href='/takes/{takes[0].id}']")
    assert shown.locator("audio[controls]").is_visible()


def drop(shown: Any, name: str, data: bytes) -> None:
    """Let a file fall onto the page."""
    shown.evaluate(
        """([name, data]) => {
          const files = new DataTransfer();
          files.items.add(new File([new Uint8Array(data)], name));
          for (const kind of ["dragover", "drop"]) {
            document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: files, bubbles: true, cancelable: true}));
          }
        }""",
        [name, list(data)],
    )
