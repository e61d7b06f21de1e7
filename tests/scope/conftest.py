import pytest

from tests.cast import Cast
from tests.scope.world import World, make_world


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture(autouse=True)
def quiet(settings, tmp_path):
    """Pages as in production: no debug page that tells more about one 404 than about another."""
    settings.DEBUG = False
    settings.MEDIA_ROOT = tmp_path
