#!/usr/bin/env python
"""Django's command line; starts the embedded servers first where none are given."""

import os
import sys

from config.embedded import EmbeddedError, ensure


def main() -> None:
    try:
        ensure()
    except EmbeddedError as error:
        sys.exit(f"error: {error}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
