"""The sandbox gateway beside a private checkout: its port, its account, its command.

Where GATEWAYS is not given, `make run` plays all gateways by itself, so that every service of the
counter can be tried. It listens ten ports above the web server, on a loopback address only.
"""

from __future__ import annotations

import hashlib
import json
import os

CODES = ("operator", "utility", "travel", "bank", "hospital")


def port_of(port: int) -> int:
    """Where the sandbox of a web server listens."""
    return port + 10 if port + 10 < 65536 else port - 10


def environment(secret_key: str) -> dict[str, str]:
    """GATEWAYS for the sandbox of the web server at PORT; its key is drawn from the checkout's own."""
    given = os.environ.get("PORT") or ""
    port = port_of(int(given) if given.isdigit() else 8000)
    secret = hashlib.sha256(b"sandbox" + secret_key.encode()).hexdigest()
    accounts = {
        code: {"url": f"http://127.0.0.1:{port}/{code}", "keys": {"sandbox": secret}} for code in CODES
    }
    return {"GATEWAYS": json.dumps(accounts), "GATEWAYS_PRIVATE": "1"}


def is_in_use(port: int) -> bool:
    """Whether the gateways of this environment are the sandbox's."""
    return f"//127.0.0.1:{port_of(port)}/" in os.environ.get("GATEWAYS", "")


def command(base_url: str, port: int) -> list[str]:
    return [
        "manage.py", "run_sandbox_gateway", "--port", str(port_of(port)),
        "--callback", f"{base_url}gateways/{{code}}/callback/",
        "--remember",
    ]  # fmt: skip
