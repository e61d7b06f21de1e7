"""The secrets of a checkout: drawn once, kept beside the data they protect."""

import base64
import json
import os
import secrets
from pathlib import Path


def load_or_draw(folder: Path) -> dict[str, str]:
    """SECRET_KEY and IDENTITY_KEYS. The caller holds the lock when it may have to draw."""
    path = folder / "keys.json"
    try:
        return dict(json.loads(path.read_text()))
    except FileNotFoundError:
        pass
    keys = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        # The form of a Fernet key: 32 random bytes, URL-safe base64.
        "IDENTITY_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(keys, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return keys
