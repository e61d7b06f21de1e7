import pytest

from tests.browser import browser, desk, new_page, phone, what_is_shown
from tests.journeys.line import gateways, line

__all__ = ["browser", "desk", "gateways", "line", "new_page", "phone"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With a journey that fails: what stood on its pages."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections += what_is_shown()
    return report
