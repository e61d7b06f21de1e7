"""The private PostgreSQL and Valkey of a checkout, started when nobody brings their own.

Called before Django's settings are read, so nothing in here may import Django.
Why it works the way it does: docs/decisions/0001-embedded-servers.md.
"""

from config.embedded.processes import EmbeddedError
from config.embedded.servers import ensure, revive, state_dir, stop

__all__ = ["EmbeddedError", "ensure", "revive", "state_dir", "stop"]
