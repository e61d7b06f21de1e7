"""`python -m benchmarks NAME [options]`: one benchmark, on a database of its own."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

import django

from benchmarks.database import drop_kept, own_database

NAMES = ("night_jobs", "scaling", "pages", "intake", "orders_a_second", "beside_jobs")
# As in production, but for a loopback address and logins without a second factor.
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEBUG": "0",
    "HTTPS": "0",
    "SECOND_FACTOR_REQUIRED": "0",
    "API_PER_PERSON": "100000000",
    "API_PER_ADDRESS": "100000000",
    "SMS_GATEWAY_URL": "https://127.0.0.1:9/",
    "SMS_GATEWAY_KEY": "nobody-listens",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, add_help=False)
    parser.add_argument("name", choices=[*NAMES, "clean"])
    name, arguments = parser.parse_args(sys.argv[1:2]).name, sys.argv[2:]
    if name == "clean":
        drop_kept()
        return 0
    os.environ.update(ENVIRONMENT)
    os.environ["STATIC_ROOT"] = str(Path(__file__).resolve().parent.parent / ".run" / "benchmarks" / "static")
    with own_database(name):
        django.setup()
        return int(importlib.import_module(f"benchmarks.{name}").main(arguments))


if __name__ == "__main__":
    sys.exit(main())
