import pytest
from django.utils import translation

from tests.cast import make_lot


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Photos of a test are gone with it."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def lot(fjyx001, lin, villager):
    """Grandmother Huang's spring tea, recorded and not offered yet."""
    return make_lot(fjyx001, villager=villager)


@pytest.fixture
def offered(fjyx001, lin, villager):
    """The same tea, offered under the name she agreed to."""
    return make_lot(fjyx001, villager=villager, display_name="后山阿婆", offered=True)
