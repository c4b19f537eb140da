"use strict";
// The coach's pages: comments, files that are brought, and how far their analysis is.
(() => {
  const headers = { "Content-Type": "application/json" };

  /** The answer of the API to a request; an error with its words where it says no. */
  async function ask(path, how) {
    const answer = await fetch(path, how);
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${said.error.message} ${said.error.fix}`);
    return said;
  }

  function remember(name, value) {
    try {
      if (value === undefined) return localStorage.getItem(name) ?? "";
      localStorage.setItem(name, value);
    } catch {
      // A browser that keeps nothing: the name is typed again.
    }
    return "";
  }

  // Comments.
  const form = document.querySelector("form.comment");
  if (form) {
    const said = form.querySelector(".said");
    const sound = document.getElementById("sound");
    form.elements.author.value = remember("author");
    const [take, time] = remember("heard").split(" ");
    remember("heard", "");
    if (sound && take === form.dataset.take) sound.currentTime = Number(time);
    for (const [field, about] of [["at", "moment"], ["sentence", "sentence"]]) {
      form.elements[field]?.addEventListener("input", () => (form.elements.about.value = about));
    }
    document.getElementById("comment-here")?.addEventListener("click", () => {
      sound.pause();
      form.elements.at.value = sound.currentTime.toFixed(1);
      form.elements.about.value = "moment";
      form.elements.text.focus();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const field = form.elements;
      const comment = { author: field.author.value, text: field.text.value };
      if (field.about.value === "moment") comment.at = Number(field.at.value);
      if (field.about.value === "sentence") comment.sentence = Number(field.sentence.value);
      if (field.criterion.value) comment.rating = { criterion: field.criterion.value, score: Number(field.score.value) };
      remember("author", field.author.value);
      try {
        const path = `/api/takes/${encodeURIComponent(form.dataset.take)}/comments`;
        await ask(path, { method: "POST", headers, body: JSON.stringify(comment) });
        form.reset();
        if (sound) remember("heard", `${form.dataset.take} ${sound.currentTime}`); // to go on from there
        location.reload();
      } catch (error) {
        said.textContent = error.message;
      }
    });
  }

  // Files that are brought, and their analysis.
  const upload = document.querySelector("form.upload");
  const jobs = document.getElementById("jobs");
  const news = document.querySelector(".bring .said");

  function show(item, job) {
    const state = item.querySelector(".state");
    state.textContent = "";
    if (job.error) state.textContent = `${job.error.message} ${job.error.fix}`;
    else if (job.take) {
      const link = document.createElement("a");
      link.href = `/takes/${encodeURIComponent(job.take)}`;
      link.textContent = "Done: open it";
      state.append(link);
    } else {
      const bar = document.createElement("progress");
      if (job.done !== null) bar.value = job.done;
      bar.setAttribute("aria-label", "How far it is");
      state.append(`${job.stage || "Waiting"} `, bar);
    }
  }

  function follow(item) {
    const stream = new EventSource(`/api/jobs/${item.dataset.job}/events`);
    stream.addEventListener("message", (event) => {
      const job = JSON.parse(event.data);
      show(item, job);
      if (job.state === "done" || job.state === "failed") stream.close();
      if (job.take) news.textContent = `${job.name} is a take now.`;
    });
  }

  async function bring(file) {
    const packet = file.name.toLowerCase().endsWith(".zip");
    const about = new URLSearchParams({ name: file.name });
    if (!packet && upload.elements.question.value) about.set("question", upload.elements.question.value);
    news.textContent = `${file.name} is being sent.`;
    try {
      const how = { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file };
      const said = await ask(packet ? "/api/packets" : `/api/recordings?${about}`, how);
      if (packet) {
        news.textContent = `${file.name}: ${said.added.length} new takes, ${said.known.length} known, ${said.comments} new comments.`;
        remember("news", news.textContent);
        location.assign("/");
        return;
      }
      news.textContent = `${file.name} has come.`;
      const item = document.createElement("li");
      const name = document.createElement("b");
      const state = document.createElement("span");
      name.textContent = said.name;
      state.className = "state";
      item.dataset.job = said.id;
      item.append(name, " ", state);
      jobs.prepend(item);
      show(item, said);
      follow(item);
    } catch (error) {
      news.textContent = `${file.name}: ${error.message}`;
    }
  }

  if (upload) {
    news.textContent = remember("news");
    remember("news", "");
    jobs.querySelectorAll("[data-job]:not([data-over])").forEach(follow);
    upload.addEventListener("submit", (event) => {
      event.preventDefault();
      for (const file of upload.elements.file.files) bring(file);
    });
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
      document.body.classList.add("dropping");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dropping");
    });
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("dropping");
      for (const file of event.dataTransfer.files) bring(file);
    });
  }
})();
