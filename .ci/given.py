"""Prints `DATABASE_URL=... REDIS_URL=...` of the machine's own servers, if they will do.

Says on standard error why not. A password comes from PGPASSWORD.
"""

import os
import sys

import psycopg
from redis import Redis, RedisError

HOST = "127.0.0.1"
REDIS_URL = f"redis://{HOST}:6379/12"  # and the following numbers for the workers
FACTS = """
    SELECT rolsuper, current_setting('server_version_num')::int >= 150000, datctype NOT IN ('C', 'POSIX')
    FROM pg_roles, pg_database WHERE rolname = current_user AND datname = 'template1'
"""


def database_url() -> str | None:
    user, password = os.environ.get("PGUSER", "postgres"), os.environ.get("PGPASSWORD", "")
    login = f"{user}:{password}" if password else user
    try:
        with psycopg.connect(f"postgresql://{login}@{HOST}:5432/postgres?connect_timeout=3") as connection:
            row = connection.execute(FACTS).fetchone()
    except psycopg.Error as error:
        return refuse(f"no PostgreSQL for {user}: {str(error).splitlines()[0]}")
    may_all, is_new, knows_letters = row or (False, False, False)
    if not may_all:
        return refuse(f"{user} may not create databases and extensions")
    if not is_new:
        return refuse("PostgreSQL is older than 15")
    if not knows_letters:
        return refuse("template1's LC_CTYPE is C")
    return f"postgres://{login}@{HOST}:5432/cunzhan_ci"


def redis_answers() -> bool:
    try:
        with Redis.from_url(REDIS_URL, socket_connect_timeout=3, socket_timeout=3) as client:
            return bool(client.ping())
    except RedisError as error:
        refuse(f"no Redis: {error}")
        return False


def refuse(reason: str) -> None:
    sys.stderr.write(f"Not on the machine's own servers: {reason}\n")


if __name__ == "__main__":
    url = database_url()
    if url and redis_answers():
        sys.stdout.write(f"DATABASE_URL={url} REDIS_URL={REDIS_URL}\n")
