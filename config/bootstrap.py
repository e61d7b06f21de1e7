"""Makes the virtual environment; run by a bare Python, so the standard library only.

uv comes first, by the hash in requirements.txt, and installs the rest by theirs.
Where uv cannot reach the registry (it does not read pip's configuration), pip does it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
REQUIREMENTS = Path("requirements.txt")


def main(folder: Path) -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(f"error: Python 3.11 or newer is needed, this is {found}: make PYTHON=/path/to/python3 ...")
    python = folder / "bin" / "python"
    if not (has(python, "uv") or has(python, "pip")):
        make(folder)
    (folder / ".installed").unlink(missing_ok=True)
    install(folder, python)
    (folder / ".installed").touch()


def has(python: Path, installer: str) -> bool:
    """False too for an environment whose Python is gone or that was made half."""
    try:
        return run(python, "-m", installer, "--version", quiet=True) == 0
    except OSError:
        return False


def make(folder: Path) -> None:
    say("Virtual environment")
    shutil.rmtree(folder, ignore_errors=True)
    if run(sys.executable, "-m", "venv", folder, quiet=True) != 0:
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit(
            "error: this Python cannot make a virtual environment with pip in it"
            " (on Debian or Ubuntu: apt-get install python3-venv)"
        )


def install(folder: Path, python: Path) -> None:
    say("Packages")
    pip = (python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--require-hashes", "-r")
    sync = (python, "-m", "uv", "pip", "sync", "--quiet", "--require-hashes", "-p", python)
    if not has(python, "uv"):
        only_uv = folder / "uv.txt"
        only_uv.write_text(pinned("uv"))
        run(*pip, only_uv)
    if run(*sync, REQUIREMENTS) == 0:
        return
    say("uv could not; trying pip")
    if run(*pip, REQUIREMENTS) != 0:
        sys.exit("error: the packages could not be installed, see above")


def pinned(name: str) -> str:
    """The lines of one package: its version and its hashes."""
    lines = REQUIREMENTS.read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(f"{name}=="))
    last = next(number for number in range(first, len(lines)) if not lines[number].endswith("\\"))
    return "\n".join(lines[first : last + 1]) + "\n"


def run(*command: object, quiet: bool = False) -> int:
    output = subprocess.DEVNULL if quiet else None
    argv = [str(part) for part in command]
    return subprocess.run(
        argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
    ).returncode


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
