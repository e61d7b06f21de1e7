/* A hand scanner does not wait for the page. Numbers that come while one is on its way are kept and sent one by
   one: typed behind the last number they would be one wrong number. Without this script each scan loads the page. */
(() => {
  "use strict";
  const key = `scans ${location.pathname}`;
  const waiting = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  const refused = [];
  let busy = false;
  const form = () => document.querySelector("form[data-scan]");
  const field = () => form()?.elements.namedItem("code");

  // What waits outlives the way to another page and back: a number that nobody announced is typed in first.
  const keep = () => sessionStorage.setItem(key, JSON.stringify(waiting));

  function tell() {
    const place = form()?.querySelector("[data-scan-waiting]");
    if (place) place.textContent = waiting.length ? `${form().dataset.scan}: ${waiting.length}` : "";
  }

  async function answerTo(address, body) {
    for (;;) {
      try {
        return await fetch(address, { method: "POST", body });
      } catch { // No network: the same token says the same again, however often it is sent.
        await new Promise((again) => setTimeout(again, 2000));
      }
    }
  }

  function show(page, number, ok) {
    const typed = field()?.value ?? "";
    document.querySelector("main").replaceWith(page.querySelector("main"));
    if (!field()) return;
    const said = ok ? null : form().querySelector(".errorlist:not([data-scan-refused])");
    if (said) refused.push(`${number}: ${said.textContent.trim()}`);
    const place = form().querySelector("[data-scan-refused]");
    for (const text of refused) place.append(Object.assign(document.createElement("li"), { textContent: text }));
    said?.remove();
    field().removeAttribute("aria-invalid");
    field().value = typed;
    field().focus();
  }

  async function work() {
    if (busy) return;
    busy = true;
    while (waiting.length && field()) {
      const number = waiting[0];
      const body = new FormData(form());
      body.set("code", number);
      const answer = await answerTo(form().action, body);
      waiting.shift();
      keep();
      if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
        location.assign(answer.url);
        return;
      }
      show(new DOMParser().parseFromString(await answer.text(), "text/html"), number, answer.ok);
      tell();
    }
    busy = false;
  }

  addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    const number = field().value.trim();
    field().value = "";
    if (number) waiting.push(number);
    keep();
    tell();
    work();
  });
  addEventListener("DOMContentLoaded", () => {
    field()?.select(); // what was refused is replaced by the next scan
    tell();
    work();
  });
})();
