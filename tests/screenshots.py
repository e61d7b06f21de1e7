"""`python -m tests.screenshots`: the README's pictures, from the demo that `make setup` built."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from config.embedded import ensure
from tests.browser import SWITCHES, chromium

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images"
# Away from a `make run` that may be serving meanwhile.
PORT = int(os.environ.get("PORT", "8000")) + 77
BASE = f"http://127.0.0.1:{PORT}"
PASSWORD = "cunzhan-demo-2015"  # seed_demo prints it
SHOTS = (
    ("partner", "youxi01", {"width": 390, "height": 844}, "/"),
    ("county", "youxi", {"width": 1440, "height": 900}, "/admin/"),
    ("ops", "ops", {"width": 1280, "height": 900}, "/reports/festivals/double-eleven-2015/"),
    ("live-county", "youxi", {"width": 390, "height": 1500}, "/reports/festivals/double-eleven-2015/live/"),
)
# The night of the demo as it stood at nine in the evening, on a wall: 126 seconds after its replay began.
WALL = "/reports/festivals/double-eleven-2015/replay/?since={since}&speed=600&wall=1"
AT_NINE = 126


def main() -> None:
    ensure()
    executable = chromium()
    if executable is None:
        raise SystemExit(
            "no Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM to its path"
        )
    PICTURES.mkdir(exist_ok=True)
    web = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(PORT),
            "config.wsgi:application",
        ],
        cwd=ROOT,
    )
    try:
        wait_until_it_answers()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=executable, args=list(SWITCHES))
            for name, login, viewport, path in SHOTS:
                page = browser.new_context(viewport=viewport, locale="zh-CN").new_page()
                take(page, login, path, PICTURES / f"{name}.png")
            page = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN").new_page()
            log_in(page, "ops")
            page.goto(BASE + WALL.format(since=int(time.time()) - AT_NINE))
            page.screenshot(path=PICTURES / "live-wall.png")
            browser.close()
    finally:
        web.terminate()
        web.wait(timeout=30)


def log_in(page: Page, login: str) -> None:
    page.goto(f"{BASE}/accounts/login/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def take(page: Page, login: str, path: str, picture: Path) -> None:
    log_in(page, login)
    page.goto(BASE + path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # charts draw themselves
    page.screenshot(path=picture)


def wait_until_it_answers() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{BASE}/health/", timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"{BASE} does not answer")


if __name__ == "__main__":
    main()
