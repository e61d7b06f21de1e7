"""`python -m config.setup`: from an empty database to one that is alive.

Every step may be repeated; one that has nothing to do costs next to nothing.
"""

import os
import sys
import time
from collections.abc import Callable

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from config import translations
from config.embedded import EmbeddedError, ensure


def _collect_static() -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def _import_regions() -> None:
    if not apps.get_model("stations", "Region")._default_manager.exists():
        call_command("import_regions")


STEPS: list[tuple[str, Callable[[], object]]] = [
    ("Translations", translations.compile_changed),
    ("Tables", lambda: call_command("migrate", interactive=False, verbosity=0)),
    ("Static files", _collect_static),
    ("National register", _import_regions),
    ("Standard rates", lambda: call_command("load_standard_rates")),
    ("Standard fees", lambda: call_command("load_standard_fees")),
    # Prints the logins, also when everything is there already.
    ("Demo", lambda: call_command("seed_demo")),
]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    say("Servers")
    ensure()
    django.setup()
    for title, step in STEPS:
        say(title)
        began = time.monotonic()
        step()
        if (took := time.monotonic() - began) > 1:
            say(f"  {took:.0f} s")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main()
    except (EmbeddedError, CommandError) as error:
        sys.exit(f"error: {error}")
