from tests.browser import browser, desk, new_page, phone

__all__ = ["browser", "desk", "new_page", "phone"]
