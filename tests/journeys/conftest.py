from tests.browser import browser, desk, new_page, phone
from tests.journeys.line import gateways, line

__all__ = ["browser", "desk", "gateways", "line", "new_page", "phone"]
