"""Where the servers of this checkout keep their data, sockets and binaries.

In `.run/` inside the checkout, unless the account that PostgreSQL must run as
(never root) cannot get there; then in a folder outside that carries a marker.
"""

import contextlib
import json
import os
import pwd
import re
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.processes import Account, EmbeddedError

CHECKOUT = Path(__file__).resolve().parent.parent.parent
# 108 bytes of sun_path less the final NUL and a margin for lock files beside it.
LONGEST_SOCKET = 102
SOCKET_NAME = ".s.PGSQL.5432"
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Place:
    account: Account
    data: Path
    sockets: Path

    @property
    def logs(self) -> Path:
        return self.data / "log"


def run_dir(checkout: Path = CHECKOUT) -> Path:
    return checkout / ".run"


def find(checkout: Path = CHECKOUT) -> Place | None:
    """The place this checkout was given before, if it still is the same checkout."""
    try:
        noted = json.loads((run_dir(checkout) / "place.json").read_text())
        data = Path(noted["data"])
        # A copied checkout carries its original's note: it gets a place of its own.
        if noted["checkout"] != str(checkout) and Path(noted["checkout"]).exists():
            return None
        if data != run_dir(checkout) and (data / "checkout").read_text() != noted["checkout"]:
            return None
        if noted["checkout"] != str(checkout) and data == run_dir(Path(noted["checkout"])):
            return None  # moved with its data inside: note the new path
    except (OSError, ValueError, KeyError):
        return None
    return Place(Account(noted["uid"], noted["gid"]), data, Path(noted["sockets"]))


def choose(checkout: Path = CHECKOUT) -> Place:
    """Decide once, note it, and make the folders. The caller holds the lock."""
    inside = run_dir(checkout)
    account = _account(inside)
    data = inside if account.is_us or _can_enter(account, inside) else _outside(checkout)
    key = secrets.token_hex(6)
    sockets = data / "sock"
    socket = os.fsencode(sockets / SOCKET_NAME)
    if len(socket) > LONGEST_SOCKET or not PLAIN.fullmatch(os.fsdecode(socket)):
        sockets = Path("/tmp") / f"cunzhan-{account.uid}-{key}"  # noqa: S108 (made 0700 and checked below)
    note = {
        "checkout": str(checkout),
        "data": str(data),
        "sockets": str(sockets),
        "uid": account.uid,
        "gid": account.gid,
    }
    _write(inside / "place.json", json.dumps(note, indent=1))
    return Place(account, data, sockets)


def make_folders(place: Place) -> None:
    """Again before every start: somebody may have cleaned the temporary folder."""
    for folder in (place.sockets, place.logs):
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            place.account.own(folder)
    there = place.sockets.lstat()
    if place.sockets.is_symlink() or there.st_uid != place.account.uid or there.st_mode & 0o077:
        raise EmbeddedError(f"{place.sockets} must be a folder of uid {place.account.uid} with mode 0700")


def _account(inside: Path) -> Account:
    """Root hands over to the owner of existing data, else to somebody without rights."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    with contextlib.suppress(FileNotFoundError):
        owner = (inside / "pg").stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody", "daemon"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedError("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def _can_enter(account: Account, folder: Path) -> bool:
    """Asked of the system itself: permissions are more than mode bits."""
    return account.run("/bin/sh", "-c", 'cd -- "$1"', "sh", folder).returncode == 0


def _outside(checkout: Path) -> Path:
    for base in (Path("/var/lib"), Path("/var/tmp"), Path(tempfile.gettempdir())):  # noqa: S108
        home = base / "cunzhan"
        data = (
            home / f"{re.sub(r'[^A-Za-z0-9_-]', '', checkout.name)[:24] or 'checkout'}-{secrets.token_hex(6)}"
        )
        with contextlib.suppress(OSError):
            if not home.exists():
                _make_for_all(home)
            _make_for_all(data)
            _write(data / "checkout", str(checkout))
            return data
    raise EmbeddedError("no folder for the data: neither /var/lib nor /var/tmp can be written")


def _make_for_all(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o755)  # whatever the umask is: the server's account has to pass


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(path)
