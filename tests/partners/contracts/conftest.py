import pytest

from partners.accounts.models import User
from partners.contracts.models import Contract
from partners.people.models import Partner
from stations.network.models import Station
from tests.making import make_partner
from tests.partners.contracts.deeds import in_force, paid


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def contract(lin: Partner, fjyx001: Station, youxi_staff: User, ops: User) -> Contract:
    """Lin's, in force with 10,000 yuan."""
    return in_force(lin, fjyx001, by=youxi_staff, second=ops)


@pytest.fixture
def newcomer(youxi) -> Partner:
    """He runs nothing yet, and has a login."""
    return make_partner(center=youxi, name="何新", username="hexin")


@pytest.fixture
def next_contract(newcomer: Partner, fjyx001: Station, youxi_staff: User, ops: User) -> Contract:
    """He's, signed and paid, for Lin's station."""
    return paid(newcomer, fjyx001, by=youxi_staff, second=ops)
