"""A real browser for the journeys: Debian's Chromium, driven by playwright, judged by axe.

`phone` and `desk` are pages that remember what went over the wire and what the console
complained about; `page_checks` judges the page that is open in one of them.
"""

import dataclasses
import gzip
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FIRST_VISIT = 50_000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a thumb has to hit; links inside running text are exempt, as in WCAG.
TARGETS = (
    "button, select, textarea, summary, nav a, a.button, .list-row,"
    "input:not([type=checkbox]):not([type=radio]):not([type=hidden])"
)
TOO_SMALL = f"""() => [...document.querySelectorAll({TARGETS!r})]
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.height > 0 && box.bottom > 0 && box.height < 47.5)
    .map(([one, box]) => one.outerHTML.slice(0, 100))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def chromium() -> str | None:
    """`CHROMIUM`, or what is on the PATH."""
    told = os.environ.get("CHROMIUM")
    return told or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser():
    executable = chromium()
    if not executable:
        pytest.skip("no Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM to its path")
    # playwright's loop lives in this thread; the tests' own queries are plain calls beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        # From here on nothing skips: a Chromium that is there and does not start is a failure.
        found = driver.chromium.launch(executable_path=executable, args=list(SWITCHES))
        yield found
        found.close()


@dataclasses.dataclass
class Watch:
    """What the page that is open now has cost, and what it complained about since its birth."""

    complaints: list[str] = dataclasses.field(default_factory=list)
    sizes: dict[str, int] = dataclasses.field(default_factory=dict)
    _answers: dict[str, dict] = dataclasses.field(default_factory=dict)

    def attach(self, page) -> None:
        page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        # Every visit is a first one.
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.responseReceived", self._answered)
        wire.on("Network.loadingFinished", self._finished)

    def _asked(self, event) -> None:
        if event.get("type") == "Document" and "redirectResponse" not in event:
            self.sizes.clear()

    def _answered(self, event) -> None:
        self._answers[event["requestId"]] = event["response"]

    def _finished(self, event) -> None:
        answer = self._answers.pop(event["requestId"], None)
        if answer is not None:
            self.sizes[answer["url"]] = int(event["encodedDataLength"]) - spared(answer)


def spared(answer) -> int:
    """What WhiteNoise saves in production, where static files go out as gzip; here they do not."""
    path = urlsplit(answer["url"]).path
    prefix = "/" + settings.STATIC_URL.strip("/") + "/"
    headers = {name.lower() for name in answer["headers"]}
    if not path.startswith(prefix) or "content-encoding" in headers:
        return 0
    found = finders.find(path.removeprefix(prefix))
    if not found:
        return 0
    raw = Path(found).read_bytes()
    return max(len(raw) - len(gzip.compress(raw)), 0)


_watches: WeakKeyDictionary = WeakKeyDictionary()


@pytest.fixture
def new_page(browser):
    """Opens pages: new_page(width, height, locale), each a visitor of its own."""
    contexts = []

    def open_page(width=360, height=740, locale="zh-CN"):
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, has_touch=width < 600
        )
        # A click that was fast enough on a busy machine is judged by what comes of it, not by when.
        context.set_default_timeout(45_000)
        contexts.append(context)
        page = context.new_page()
        _watches[page] = Watch()
        _watches[page].attach(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def what_is_shown() -> list[tuple[str, str]]:
    """Address and text of every page that is open."""
    shown = []
    for page in list(_watches):
        try:
            shown.append((page.url, page.inner_text("body", timeout=2_000)[:2_000]))
        except Error as error:  # closed, or still loading
            shown.append((page.url, str(error)))
    return shown


@pytest.fixture
def phone(new_page):
    return new_page(360, 740)


@pytest.fixture
def desk(new_page):
    return new_page(1280, 900)


def page_checks(page, *, budget: int | None = FIRST_VISIT, small_targets: bool = False) -> None:
    """Asserts what holds for every page of ours, on the one that is open.

    No violation of axe's rules, AAA contrast included; nothing in the console; nothing
    that scrolls sideways; every target tall enough for a thumb; and a first visit
    within the budget. `budget=None` for pages with charts. `small_targets` for the admin, whose
    markup is unfold's: WCAG 2.1 AA, without our own AAA contrast, landmarks and tall targets.
    """
    page.wait_for_load_state("networkidle")
    watch = _watches[page]
    assert not watch.complaints, watch.complaints
    assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} scrolls sideways by {page.evaluate(SIDEWAYS)} px"
    if not small_targets:
        assert not page.evaluate(TOO_SMALL), page.evaluate(TOO_SMALL)
    found = violations(page, ours=not small_targets)
    assert not found, "\n".join(found)
    if budget is not None:
        assert 0 < sum(watch.sizes.values()) <= budget, watch.sizes


def excuse(page, words: str) -> None:
    """What the browser complains of by right: an answer that was to be a refusal. Asserts that it was."""
    watch = _watches[page]
    assert any(words in line for line in watch.complaints), watch.complaints
    watch.complaints[:] = [line for line in watch.complaints if words not in line]


def violations(page, *, ours: bool = True) -> list[str]:
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": RULES if ours else RULES[:4]},
        "rules": {"color-contrast-enhanced": {"enabled": ours}},
    }
    result = Axe().run(page, options=options).response
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
