"""How every process is connected to PostgreSQL, the primary and a replica alike."""

from typing import Any

import environ


def database(env: environ.Env, url: str, *settings: str, **options: object) -> dict[str, object]:
    """The entry of DATABASES for an address; what stands behind its `?` has the last word.

    A dead line must be noticed, since a request that waits for ever is a thread that is lost: by the
    system within half a minute (what was sent and is not acknowledged; a silent line that answers no
    probe), and by PostgreSQL after STATEMENT_SECONDS.
    """
    config: dict[str, object] = env.db_url_config(url)
    given: Any = config.get("OPTIONS", {})
    session = (
        "timezone=Asia/Shanghai",
        "idle_in_transaction_session_timeout=60000",
        # No limit by itself: jobs have theirs beside each task; config/wsgi.py sets one for pages.
        f"statement_timeout={env.int('STATEMENT_SECONDS', default=0) * 1000}",
        *settings,
    )
    return config | {
        # libpq's way to name a socket's folder: postgres://user@/name?host=/folder
        "HOST": given.pop("host", config["HOST"]),
        # Off on purpose: a forked Celery worker must not inherit a pool.
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "tcp_user_timeout": 15_000,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            # Only what is asked through stations/prepared.py is kept; Django's own cursors prepare nothing.
            "prepare_threshold": 5,
            "options": " ".join(f"-c {setting}" for setting in session),
            **options,
            **given,
        },
    }
