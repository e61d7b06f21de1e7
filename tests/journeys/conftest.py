from tests.browser import browser, desk, new_page, phone
from tests.journeys.line import line

__all__ = ["browser", "desk", "line", "new_page", "phone"]
