"""The page in Chromium: heard, read, pressed and printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pages import audited, poisoned, until
from test_page import hostile, telling
from test_page_many import weeks
from test_reports import SPOKEN, spoken

from voice_interview.audio import mp3
from voice_interview.history.comparison import compare
from voice_interview.reports.page import comparison, progress
from voice_interview.reports.page import page as html

pytestmark = pytest.mark.browser

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
WORD = ".text span[data-s] >> nth={}"
WATCH = """
  window.seen = {seeks: [], stops: [], lit: []};
  const sound = document.getElementById("sound");
  const note = (kind) => () => window.seen[kind].push(sound.currentTime);
  sound.addEventListener("seeking", note("seeks"));
  sound.addEventListener("pause", note("stops"));
  new MutationObserver(() => {
    const lit = [...document.querySelectorAll(".lit")];
    const words = [...document.querySelectorAll(".text span[data-s]")];
    if (lit.length) window.seen.lit.push(lit.length === 1 ? words.indexOf(lit[0]) : -1);
  }).observe(document.querySelector(".text"), {subtree: true, attributeFilter: ["class"]});
"""
"""What happens is noted as it happens: a busy machine may look a second late."""


@pytest.fixture(scope="module")
def sound() -> bytes:
    return mp3.encode(ANSWER)


@pytest.fixture
def take(opened: Callable[..., Any], sound: bytes) -> Callable[..., Any]:
    """Opens the page of a report, with sound in it, and notes what it does."""

    def open_(report: Any, **how: Any) -> Any:
        shown = opened(html.with_sound(report, sound), **how)
        shown.evaluate(f"() => {{ {WATCH} }}")
        until(shown, "sound.duration > 57")
        return shown

    return open_


def test_a_word_plays_from_there_and_the_spoken_word_is_lit(take: Callable[..., Any]) -> None:
    shown = take(telling())
    shown.click(WORD.format(20))
    until(shown, "seen.lit.includes(22)")
    shown.evaluate("sound.pause()")
    assert shown.evaluate("seen.seeks") == [pytest.approx(1.2 + 20 * 0.4, abs=0.01)]
    lit = shown.evaluate("seen.lit")
    assert lit[:2] == [20, 21] and lit == sorted(set(lit))


def test_evidence_is_played_with_a_second_around_it_and_stops(take: Callable[..., Any]) -> None:
    shown = take(telling())
    shown.evaluate("sound.playbackRate = 3")  # three times as fast, three times as inexact
    shown.click("text=Evidence (3)")
    button = shown.locator(".figure button:visible >> nth=1")
    start, end = (float(button.get_attribute(name)) for name in ("data-s", "data-e"))
    button.click()
    assert shown.locator("button.on").count() == 1
    until(shown, "seen.stops.length")
    assert shown.evaluate("seen.seeks") == [pytest.approx(start - 1, abs=0.01)]
    assert shown.evaluate("seen.stops") == [pytest.approx(end + 1, abs=1.5)]
    assert shown.locator("button.on").count() == 0


def tab_to(shown: Any, wanted: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(60):
        shown.keyboard.press("Tab")
        if shown.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
    raise AssertionError(f"Tab never comes to {wanted}")


def test_by_keyboard_alone(take: Callable[..., Any]) -> None:
    shown = take(telling())
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.getAttribute('href')") == "#player"
    tab_to(shown, ".text")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        shown.keyboard.press(key)
    until(shown, "document.querySelector('.lit')?.textContent === 'so'")
    assert shown.evaluate("sound.paused")
    shown.keyboard.press(" ")
    until(shown, "seen.lit.length >= 5 && !sound.paused")
    shown.keyboard.press(" ")
    until(shown, "sound.paused")
    shown.evaluate("seen.seeks = []")
    tab_to(shown, ".line:nth-of-type(3) button")
    start = float(shown.evaluate("document.activeElement.dataset.s"))
    shown.keyboard.press("Enter")
    until(shown, "!sound.paused")
    until(shown, "seen.seeks.length")
    assert shown.evaluate("seen.seeks") == [pytest.approx(start)]


def test_the_picture_plays_from_where_it_is_clicked_and_shows_where_it_is(take: Callable[..., Any]) -> None:
    shown = take(telling())
    box = shown.locator(".wide .row-whole path").bounding_box()
    middle = shown.locator(".picture").bounding_box()["y"] + 40
    shown.mouse.click(box["x"] + box["width"] / 2, middle)
    until(shown, "seen.seeks.length")
    shown.evaluate("sound.pause()")
    seconds, time = shown.evaluate("[sound.duration, sound.currentTime]")
    assert shown.evaluate("seen.seeks") == [pytest.approx(seconds / 2, abs=1.0)]
    now = shown.locator(".now").bounding_box()["x"]
    assert now == pytest.approx(box["x"] + box["width"] * time / seconds, abs=box["width"] / 40)


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_and_nothing_sticks_out(take: Callable[..., Any], dark: bool) -> None:
    how = {"color_scheme": "dark" if dark else "light", "bypass_csp": True}
    shown = take(hostile(telling()) if dark else telling(), viewport={"width": 360, "height": 740}, **how)
    assert audited(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") == 360
    assert shown.locator(".narrow").is_visible() and not shown.locator(".wide").is_visible()
    paper = shown.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(22, 22, 26)" if dark else "rgb(255, 255, 255)")


def test_on_paper_there_is_no_player_and_it_is_light(take: Callable[..., Any]) -> None:
    shown = take(telling(), color_scheme="dark")
    shown.emulate_media(media="print", color_scheme="dark")
    assert not shown.locator("#player").is_visible() and shown.locator(".wide").is_visible()
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert shown.pdf().startswith(b"%PDF")


def test_without_its_script_it_is_read_and_heard(opened: Callable[..., Any], sound: bytes) -> None:
    shown = opened(html.with_sound(telling(), sound), java_script_enabled=False)
    assert shown.locator("h1").inner_text() == telling().question.text  # type: ignore[union-attr]
    assert "two summers" in shown.locator(".text").inner_text()
    assert shown.locator("audio[controls]").is_visible()
    shown.click("text=Evidence (3)")  # opens without any script
    assert shown.locator("details[open] li:visible").count() == 3


def test_the_policy_stops_scripts_styles_and_requests(take: Callable[..., Any], wrong: list[str]) -> None:
    """Nothing that a text could smuggle in would run: Chromium refuses it."""
    shown = take(hostile(telling()))
    refused = shown.evaluate(
        """() => new Promise((done) => {
          const refused = new Set();
          document.addEventListener("securitypolicyviolation", (one) => {
            refused.add(one.effectiveDirective);
            if (refused.size === 4) done([...refused].sort());
          });
          const more = '<p style="color: red"></p><img src="data:image/gif;base64,R0">';
          document.body.insertAdjacentHTML("beforeend", more);
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          fetch("http://127.0.0.1:9/").catch(() => null);
        })"""
    )
    assert refused == ["connect-src", "img-src", "script-src-elem", "style-src-attr"]
    assert shown.evaluate("window.ran") is None
    assert all("Content Security Policy" in one for one in wrong)
    wrong.clear()


def several(sound: bytes) -> dict[str, str]:
    """The pages of several takes, with every text as hostile as it can be."""
    ranged = [replace(telling(), id=id_) for id_ in ("one", "two")]
    found = compare([ranged[0], replace(ranged[1], transcript=spoken(f"{SPOKEN} Nobody else did."), reading=None)])
    return {
        "side by side": comparison.page(poisoned(found), [sound, sound]),
        "over weeks": progress.page(weeks(poisoned)),
    }


def test_a_sentence_is_played_from_both_takes_one_after_the_other(opened: Callable[..., Any], sound: bytes) -> None:
    shown = opened(several(sound)["side by side"])
    shown.evaluate(
        """() => {
          window.played = [];
          for (const sound of document.querySelectorAll("audio")) {
            sound.playbackRate = 3;
            sound.addEventListener("play", () => played.push([sound.id, "from", sound.currentTime]));
            sound.addEventListener("pause", () => played.push([sound.id, "to", sound.currentTime]));
          }
        }"""
    )
    button = shown.locator("button[data-play]", has_text="both").first
    first, start, end, second, *_ = button.get_attribute("data-play").split()
    until(shown, "[...document.querySelectorAll('audio')].every((sound) => sound.duration > 57)")
    button.focus()
    shown.keyboard.press("Enter")
    assert shown.locator("button.on").count() == 1
    until(shown, "played.length === 4")
    assert [(one, what) for one, what, _ in shown.evaluate("played")] == [
        (f"sound-{first}", "from"), (f"sound-{first}", "to"), (f"sound-{second}", "from"), (f"sound-{second}", "to"),
    ]  # fmt: skip
    assert [at for _, _, at in shown.evaluate("played")[:2]] == [
        pytest.approx(float(start), abs=1.5), pytest.approx(float(end), abs=1.5)
    ]  # fmt: skip
    assert shown.locator("button.on").count() == 0
    button.click()
    button.click()  # once more is enough
    until(shown, "[...document.querySelectorAll('audio')].every((sound) => sound.paused)")


@pytest.mark.parametrize(("which", "colours"), [("side by side", "dark"), ("over weeks", "light")])
def test_axe_finds_nothing_on_the_pages_of_several_takes(
    opened: Callable[..., Any], sound: bytes, which: str, colours: str
) -> None:
    how = {"color_scheme": colours, "bypass_csp": True}
    shown = opened(several(sound)[which], viewport={"width": 360, "height": 740}, **how)
    assert audited(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") == 360
