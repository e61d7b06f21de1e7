"""`python -m config.embedded start|stop|status`."""

import argparse
import sys

from config.embedded.processes import EmbeddedError
from config.embedded.servers import ensure, status, stop


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("what", choices=["start", "stop", "status"])
    what = parser.parse_args().what
    if what == "start":
        ensure()
    lines = stop() if what == "stop" else status()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EmbeddedError as error:
        sys.exit(f"error: {error}")
