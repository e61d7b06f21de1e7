"""What goes wrong in production is one line of JSON, with its traceback and without values."""

import json
import os
import subprocess
import sys

PROGRAM = """
import logging
import django
import structlog

django.setup()
phone = "13805990123"
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("a.library").exception("broken")
    structlog.get_logger("ours").exception("broken", order=7)
"""


def test_an_exception_is_one_line_of_json() -> None:
    environment = os.environ | {"DEBUG": "0", "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    library, ours = map(json.loads, done.stderr.splitlines())
    assert (library["logger"], library["level"], library["event"]) == ("a.library", "error", "broken")
    assert (ours["logger"], ours["order"]) == ("ours", 7)
    for line in (library, ours):
        assert line["exception"].endswith("ZeroDivisionError: division by zero")
    assert "13805990123" not in done.stderr
