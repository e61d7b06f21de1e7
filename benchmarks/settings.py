"""The settings of production with the peer's views beside ours."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"
