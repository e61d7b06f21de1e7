from django.conf import settings

pytest_plugins = ["tests.cast", "tests.flushing", "tests.forgetting", "tests.template"]


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["tests.hashing.QuickHasher"]
    # Pinned counts of queries are those of the work; the limits have a test of their own.
    settings.API_PER_PERSON = settings.API_PER_ADDRESS = 0
    # Otherwise each test's client looks through all static files first.
    settings.WHITENOISE_AUTOREFRESH = True
    # Nothing here outlives a crash of the machine; tests of crashes have servers of their own.
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
