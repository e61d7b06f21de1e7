/* The live page: asks only for what changed, goes to full screen, and says when it cannot reach the server.
   Without this file it is a plain page that asks again by itself. */
(() => {
  "use strict";
  let mark = "", told = "", waiting = 0;
  const board = () => document.getElementById("live");
  const ours = (event) => event.detail.elt && event.detail.elt.id === "live";

  document.addEventListener("htmx:configRequest", (event) => {
    if (ours(event) && mark) event.detail.headers["If-None-Match"] = mark;
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!ours(event)) return;
    const answer = event.detail.xhr;
    if (answer.status === 304) event.detail.shouldSwap = false;
    else if (answer.status === 200 && !answer.responseText.includes('id="live"')) {
      // A login page, or whatever stands there now: go and see it.
      event.detail.shouldSwap = false;
      location.reload();
    } else if (answer.status === 200) mark = answer.getResponseHeader("ETag") || "";
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!ours(event)) return;
    const { status } = event.detail.xhr;
    waiting = status === 200 || status === 304 ? 0 : waiting + 1;
    document.getElementById("lost").hidden = waiting < 3;
  });

  /* Spoken: a new milestone, and nothing else. */
  function tell() {
    const news = board().dataset.news;
    if (news !== told) document.getElementById("news").textContent = news;
    told = news;
  }
  document.addEventListener("htmx:afterSettle", tell);

  addEventListener("DOMContentLoaded", () => {
    told = board().dataset.news;
    const button = document.getElementById("wall"), body = document.body;
    const always = body.classList.contains("wall");
    if (always || !document.fullscreenEnabled) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    });
    document.addEventListener("fullscreenchange", () => {
      body.classList.toggle("wall", Boolean(document.fullscreenElement));
    });
  });
})();
