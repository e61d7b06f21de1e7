"""`make check`: everything that can be judged without a server or a browser."""

import os
import subprocess
import sys
import time

from config.translations import ROOT

# As in production, so that `check --deploy` judges what would really run. Nothing
# listens at these addresses: no check may need a server.
PRODUCTION = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": "".join(chr(33 + number) for number in range(80)),
    "IDENTITY_KEYS": "b25seS1mb3ItY2hlY2tzLW9ubHktZm9yLWNoZWNrcy0=",
    "ALLOWED_HOSTS": "example.org",
    "SMS_GATEWAY_URL": "https://example.org/sms",
    "SMS_GATEWAY_KEY": "only-for-checks",
    "DEBUG": "0",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    # Django mentions that it cannot compare with the database's migrations.
    "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history",
}


def templates() -> list[str]:
    return [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]


def checks() -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    lint_imports = "from importlinter.cli import lint_imports_command as run; run()"
    return {
        "Formatting": [*python, "ruff", "format", "--check", "--quiet", "."],
        "Templates": [f"{sys.prefix}/bin/djade", "--check", "--target-version", "5.2", *templates()],
        "Lint": [*python, "ruff", "check", "--quiet", "."],
        "Types": [*python, "mypy", "."],
        "Imports": [sys.executable, "-c", lint_imports],
        "Migrations": [*python, "django", "makemigrations", "--check", "--dry-run"],
        "Deployment": [*python, "django", "check", "--deploy", "--fail-level", "WARNING"],
        "Budget, keys, translations": [
            *python,
            "pytest",
            "-vv",
            "--tb=short",
            "--no-header",
            "tests/architecture",
        ],
    }


def main() -> int:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("CELERY_", "EMAIL"))
    }
    environment |= PRODUCTION
    failed = []
    for title, command in checks().items():
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        state = "ok" if done.returncode == 0 else "FAILED"
        print(f"{title:<28} {state:<6} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode != 0:
            failed.append(title)
            print(done.stdout + done.stderr, flush=True)
    print(f"FAILED: {'; '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
