"use strict";
// The player of the page: a click on a moment plays it, the word that is spoken is lit, the arrow keys go by words.
(() => {
  const AROUND = 1; // seconds that are played on either side of a moment
  const sound = document.getElementById("sound");
  const text = document.querySelector(".text");
  const words = text ? [...text.querySelectorAll("span[data-s]")] : [];
  const starts = words.map((word) => Number(word.dataset.s));
  // A word without an end lasts until the next one.
  const ends = words.map((word, place) => Number(word.dataset.e ?? starts[place + 1]));
  const picture = document.querySelector(".picture");
  const now = document.querySelector(".now");
  let stopAt = Infinity;
  let asked = null; // the button that plays
  let lit = -1;
  let aim = null; // where a seek goes
  let again = false; // whether it changed its aim on the way

  /** The last word that has begun at `time`, -1 before the first. */
  function wordAt(time) {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Go there. One seek at a time: Chromium sometimes has no more sound after several at once. */
  function seek(time) {
    aim = Math.max(0, time);
    if (sound.seeking) again = true;
    else sound.currentTime = aim;
    show();
  }

  function sought() {
    if (!sound.seeking) {
      if (again) sound.currentTime = aim;
      else aim = null;
      again = false;
    }
    show();
  }

  /** Where the sound is, or will be once it has been sought: until then the browser may still tell the old place. */
  function here() {
    return aim ?? sound.currentTime;
  }

  function play(from, until, button) {
    release();
    stopAt = until;
    seek(from);
    asked = button;
    if (asked) asked.classList.add("on");
    sound.play().catch(release);
  }

  function release() {
    stopAt = Infinity;
    if (asked) asked.classList.remove("on");
    asked = null;
  }

  function playButton(button) {
    if (button === asked && !sound.paused) {
      sound.pause();
      return;
    }
    const start = Number(button.dataset.s);
    if (button.dataset.e) play(start - AROUND, Number(button.dataset.e) + AROUND, button);
    else play(start, Infinity, button);
  }

  function light(place) {
    if (place === lit) return;
    if (lit >= 0) words[lit].classList.remove("lit");
    const seen = lit >= 0 && inView(words[lit]);
    if (place >= 0) {
      words[place].classList.add("lit");
      // The page follows the voice for who reads along, and stays where it is for who reads elsewhere.
      if (seen && !sound.paused && !inView(words[place])) words[place].scrollIntoView({ block: "center" });
    }
    lit = place;
  }

  function inView(element) {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight - 90;
  }

  /** The drawing that is shown, and the line in it that goes from the start to the end of the recording. */
  function scale() {
    for (const line of picture ? picture.querySelectorAll(".row-whole path") : []) {
      const box = line.getBoundingClientRect();
      if (box.width > 0) return box;
    }
    return null;
  }

  function show() {
    const time = here();
    const place = wordAt(time);
    light(place >= 0 && time <= ends[place] ? place : -1);
    const line = scale();
    if (line && sound.duration) {
      now.hidden = false;
      const left = line.left - picture.getBoundingClientRect().left;
      now.style.left = `${left + (time / sound.duration) * line.width}px`;
    }
  }

  function tick() {
    show();
    if (here() >= stopAt) sound.pause();
    if (!sound.paused) requestAnimationFrame(tick);
  }

  function step(by) {
    const place = Math.min(Math.max(wordAt(here() + 0.01) + by, 0), words.length - 1);
    release();
    seek(starts[place]);
    if (!inView(words[place])) words[place].scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const one = event.target.closest("[data-s]");
    if (one && one.tagName === "BUTTON") playButton(one);
    else if (one) {
      if (String(window.getSelection())) return; // words are being marked for copying
      play(Number(one.dataset.s), Infinity, null);
    }
  });

  if (picture) {
    picture.addEventListener("click", (event) => {
      const line = scale();
      if (!line) return;
      const share = (event.clientX - line.left) / line.width;
      if (share >= 0 && share <= 1) play(share * sound.duration, Infinity, null);
    });
  }

  if (text) {
    text.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !words.length) return;
      if (event.key === "ArrowRight") step(1);
      else if (event.key === "ArrowLeft") step(-1);
      else if (event.key === " " && event.target === text) {
        release();
        if (sound.paused) sound.play();
        else sound.pause();
      } else return;
      event.preventDefault();
    });
  }

  sound.addEventListener("play", () => requestAnimationFrame(tick));
  sound.addEventListener("pause", release);
  sound.addEventListener("seeked", sought);
  window.addEventListener("resize", show);
})();
