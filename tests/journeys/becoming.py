"""The pages of somebody who becomes a partner, and of the desk that takes them on."""

from __future__ import annotations

from typing import Any

from tests.cast import PASSWORD


class Applicant:
    """A stranger with a phone, without JavaScript and without a login."""

    def __init__(self, page: Any, base: str) -> None:
        self.page, self.base = page, base

    def apply(self, words: str, **fields: str) -> tuple[str, str]:
        """Looks for a place by its name, sends the form; returns number and secret code."""
        page = self.page
        page.goto(f"{self.base}/apply/")
        page.fill("[name=q]", words)
        page.press("[name=q]", "Enter")
        page.locator("a.list-row").first.click()
        for name, value in fields.items():
            control = page.locator(f"[name={name}]")
            if name == "education":
                control.select_option(value)
            else:
                control.fill(value)
        page.check("[name=consented]")
        page.locator("main form button").last.click()
        number = page.locator("main dd").nth(0).inner_text()
        return number, page.locator("#secret").inner_text()

    def state(self, number: str, code: str) -> str:
        """What the page says of an application."""
        page = self.page
        page.goto(f"{self.base}/apply/state/")
        page.fill("[name=number]", number)
        page.fill("[name=code]", code)
        page.locator("main form button").last.click()
        return str(page.locator("main").inner_text())


class Desk:
    """Somebody logged in at the admin."""

    def __init__(self, page: Any, base: str, login: str) -> None:
        self.page, self.base = page, base
        page.goto(f"{base}/admin/")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/admin/")

    def open(self, path: str) -> None:
        self.page.goto(f"{self.base}/admin/{path}")

    def do(self, path: str, **fields: str) -> None:
        """Opens an action's page, types what it asks and presses its button."""
        self.open(path)
        for name, value in fields.items():
            control = self.page.locator(f"#content [name={name}], main [name={name}]").first
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        self.press()

    def press(self) -> None:
        self.page.locator("main form button[type=submit], #content form button[type=submit]").last.click()
        self.page.wait_for_load_state("networkidle")

    def one_time_code(self) -> str:
        """The code that the page shows once."""
        return str(self.page.locator("#one-time-code").inner_text())
