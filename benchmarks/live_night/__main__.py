"""`python -m benchmarks.live_night`: the night in a database of its own."""

import sys

from benchmarks.live_night.own_database import run_in_own_database

if __name__ == "__main__":
    sys.exit(run_in_own_database("benchmarks.live_night.night", sys.argv[1:]))
