import pytest

from partners.accounts.models import User
from partners.recruitment.models import Vacancy
from stations.network.models import Station
from tests.cast import make_region, make_station
from tests.partners.recruitment.applicants import make_vacancy


@pytest.fixture
def to_be(youxi) -> Station:
    """FJYX009, approved, without anybody yet."""
    village = make_region("350426102203")
    return make_station(code="FJYX009", village=village, status="approved", opened_on=None, prepaid="0")


@pytest.fixture
def vacancy(to_be) -> Vacancy:
    return make_vacancy(to_be)


@pytest.fixture
def panel(youxi_staff, ops) -> tuple[User, User]:
    return youxi_staff, ops
