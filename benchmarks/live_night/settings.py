"""The project's own settings, with the addresses that a comparison needs."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.live_night.urls"
