"""A database that cannot hold or find Chinese is refused before the first table."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from config import checks


@pytest.mark.django_db
def test_ours_fits() -> None:
    assert checks.database_fits(databases=["default"]) == []


@pytest.mark.parametrize(
    ("facts", "ids"),
    [
        ((15_00_04, "UTF8", "C.UTF-8"), []),
        ((18_00_06, "UTF8", "zh_CN.UTF-8"), []),
        ((14_00_18, "UTF8", "C.UTF-8"), ["cunzhan.E001"]),
        ((16_00_01, "SQL_ASCII", "C"), ["cunzhan.E002", "cunzhan.E003"]),
        ((16_00_01, "UTF8", "POSIX"), ["cunzhan.E003"]),
    ],
)
def test_what_is_wrong_is_named(facts: tuple[int, str, str], ids: list[str]) -> None:
    assert [problem.id for problem in checks.judge(*facts)] == ids


@pytest.mark.django_db
def test_migrate_stops_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "OLDEST", 99_00_00)
    with pytest.raises(SystemCheckError, match="PostgreSQL 15 or newer"):
        call_command("migrate", "--plan", skip_checks=False)
