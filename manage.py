#!/usr/bin/env python
"""Django's command line; starts the embedded servers first where none are given."""

import os
import sys


def main() -> None:
    from config.embedded import ensure

    ensure()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
