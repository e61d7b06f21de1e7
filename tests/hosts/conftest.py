from tests.private import servers

__all__ = ["servers"]
