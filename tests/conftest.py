from django.conf import settings

pytest_plugins = ["tests.cast", "tests.flushing"]


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["tests.hashing.QuickHasher"]
