"use strict";
// Takes side by side: a sentence plays from its own recording, or from both, one after the other.
(() => {
  const sounds = [...document.querySelectorAll("audio")];
  let left = []; // what is still to be played: [sound, from, until]
  let stopAt = Infinity;
  let playing = null;
  let asked = null; // the button that plays

  /** Numbers in threes: which take, from when, until when (seconds). */
  function read(button) {
    const numbers = button.dataset.play.split(" ").map(Number);
    const parts = [];
    for (let at = 0; at < numbers.length; at += 3) {
      parts.push([document.getElementById(`sound-${numbers[at]}`), numbers[at + 1], numbers[at + 2]]);
    }
    return parts;
  }

  function next() {
    const part = left.shift();
    if (!part) {
      release();
      return;
    }
    [playing, , stopAt] = part;
    playing.currentTime = part[1];
    playing.play().catch(release);
    requestAnimationFrame(tick);
  }

  function tick() {
    if (!playing) return;
    if (playing.currentTime >= stopAt || playing.ended) {
      const done = playing;
      playing = null; // so that its pause is not taken for a person's
      done.pause();
      next();
    } else requestAnimationFrame(tick);
  }

  function release() {
    left = [];
    playing = null;
    stopAt = Infinity;
    if (asked) asked.classList.remove("on");
    asked = null;
  }

  function stop() {
    const done = playing;
    release();
    if (done) done.pause();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-play]");
    if (!button) return;
    const again = button === asked;
    stop();
    if (again) return;
    asked = button;
    asked.classList.add("on");
    left = read(button);
    next();
  });

  for (const sound of sounds) {
    sound.addEventListener("play", () => {
      if (sound !== playing) stop(); // a person plays it
      for (const other of sounds) if (other !== sound) other.pause();
    });
    sound.addEventListener("pause", () => {
      if (sound === playing && !sound.ended) release();
    });
  }
})();
