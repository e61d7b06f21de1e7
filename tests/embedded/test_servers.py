"""The embedded servers answer, keep their data, and come back after anything."""

import json
import os
import signal
import subprocess

import pytest
from cryptography.fernet import Fernet

from config.embedded.processes import command_line, wait_until
from tests.embedded.conftest import Checkout


def test_the_environment_leads_to_both_servers(checkout: Checkout) -> None:
    process = checkout.ensure()
    environment = json.loads(process.communicate(timeout=60)[0])
    sockets = checkout.place.sockets
    assert environment["DATABASE_URL"] == f"postgres://cunzhan@/cunzhan?host={sockets}"
    assert environment["REDIS_URL"] == f"unix://{sockets}/redis.sock?db=0"
    assert environment["DEBUG"] == "1"
    assert len(environment["SECRET_KEY"]) > 50
    Fernet(environment["IDENTITY_KEYS"])


def test_keys_are_drawn_once_and_a_given_one_wins(checkout: Checkout) -> None:
    first, second = (json.loads(checkout.ensure().communicate(timeout=60)[0]) for _ in range(2))
    assert first == second
    given = json.loads(checkout.ensure(SECRET_KEY="mine", DEBUG="0").communicate(timeout=60)[0])
    assert (given["SECRET_KEY"], given["DEBUG"]) == ("mine", "0")
    assert (checkout.place.data / "keys.json").stat().st_mode & 0o777 == 0o600


def test_neither_listens_on_the_network(checkout: Checkout) -> None:
    assert checkout.query("SHOW listen_addresses") == [("",)]
    assert checkout.redis().config_get("port") == {"port": "0"}
    assert checkout.place.sockets.stat().st_mode & 0o777 == 0o700


def test_chinese_is_searchable_and_a_commit_is_on_disk(checkout: Checkout) -> None:
    checkout.query("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    [(trigrams,)] = checkout.query("SELECT cardinality(show_trgm('梁家屯'))")
    assert trigrams == 4
    [(locale,)] = checkout.query("SELECT datlocale FROM pg_database WHERE datname = 'cunzhan'")
    assert locale == "C.UTF-8"
    assert checkout.query("SHOW synchronous_commit") == [("on",)]


def test_data_survive_a_stop(checkout: Checkout) -> None:
    checkout.query("CREATE TABLE kept AS SELECT 7 AS n")
    assert checkout.stop() == "Valkey stopped.\nPostgreSQL stopped.\n"
    assert checkout.stop() == "Valkey was not running.\nPostgreSQL was not running.\n"
    checkout.start()
    assert checkout.query("SELECT n FROM kept") == [(7,)]


@pytest.mark.parametrize("name", ["postgres", "valkey"])
def test_a_killed_server_comes_back_with_its_data(checkout: Checkout, name: str) -> None:
    checkout.query(f"CREATE TABLE paid_{name} AS SELECT 9 AS n")
    killed = getattr(checkout, f"{name}_pid")
    os.kill(killed, signal.SIGKILL)
    checkout.start()
    assert getattr(checkout, f"{name}_pid") != killed
    assert checkout.query(f"SELECT n FROM paid_{name}") == [(9,)]
    assert checkout.redis().ping()


def test_a_stale_number_that_is_somebody_else_now_is_no_obstacle(checkout: Checkout) -> None:
    account = checkout.place.account
    os.kill(checkout.postgres_pid, signal.SIGKILL)
    os.kill(checkout.valkey_pid, signal.SIGKILL)
    # A stranger of the same user, as after a restart of the machine.
    stranger = subprocess.Popen(["sleep", "60"], user=None if account.is_us else account.uid)
    try:
        noted = checkout.place.data / "pg" / "postmaster.pid"
        noted.write_text("\n".join([str(stranger.pid), *noted.read_text().splitlines()[1:]]) + "\n")
        (checkout.place.logs / "valkey.pid").write_text(str(stranger.pid))
        checkout.start()
        assert stranger.pid not in {checkout.postgres_pid, checkout.valkey_pid}
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_sockets_that_were_cleaned_away_come_back(checkout: Checkout) -> None:
    before = [checkout.postgres_pid, checkout.valkey_pid]
    for path in checkout.place.sockets.iterdir():
        path.unlink()
    checkout.start()
    assert checkout.query("SELECT 1") == [(1,)]
    assert checkout.redis().ping()
    assert wait_until(lambda: not any(map(command_line, before)), 5)


def test_what_died_is_revived_but_what_was_stopped_is_not(checkout: Checkout) -> None:
    revive = ("-c", "from config.embedded import revive; print(revive())")
    assert checkout.run(*revive).stdout == "False\n"
    os.kill(checkout.valkey_pid, signal.SIGKILL)
    assert checkout.run(*revive).stdout == "True\n"
    assert checkout.redis().ping()
    checkout.stop()
    assert checkout.run(*revive).stdout == "False\n"
    checkout.start()
    os.kill(checkout.postgres_pid, signal.SIGKILL)
    assert checkout.run(*revive).stdout == "True\n"
    assert checkout.query("SELECT 1") == [(1,)]


def test_many_commands_at_once_start_one_of_each(checkout: Checkout) -> None:
    checkout.stop()
    commands = [checkout.ensure() for _ in range(4)]
    answers = {command.communicate(timeout=60)[0] for command in commands}
    assert [command.returncode for command in commands] == [0] * 4
    assert len(answers) == 1
    # The second of two would find the first one's number taken, and say so in the log.
    log = (checkout.place.logs / "postgres.log").read_text()
    assert "already exists" not in log


def test_given_servers_are_left_alone(checkout: Checkout) -> None:
    process = checkout.ensure(DATABASE_URL="postgres://elsewhere/x", REDIS_URL="redis://elsewhere/0")
    environment = json.loads(process.communicate(timeout=60)[0])
    assert environment["DATABASE_URL"] == "postgres://elsewhere/x"
    # Not even the keys: whoever brings servers brings secrets too.
    assert environment["SECRET_KEY"] is None


@pytest.mark.parametrize(("given", "missing"), [("DATABASE_URL", "REDIS_URL"), ("REDIS_URL", "DATABASE_URL")])
def test_one_without_the_other_is_refused(checkout: Checkout, given: str, missing: str) -> None:
    done = checkout.run("-m", "config.embedded", "start", **{given: "x://y/z"})
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {given} is set but {missing} is not")
