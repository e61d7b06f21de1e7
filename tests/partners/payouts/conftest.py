import pytest

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.payouts.building import build_batch
from partners.payouts.models import PayoutBatch
from partners.people.models import Partner
from stations.network.models import Station
from tests.making import make_user
from tests.partners.payouts.money import OCTOBER, earn, ready


@pytest.fixture
def second(db: None) -> User:
    """Another one of head office: what ops checked, he releases."""
    return make_user("ops", username="ops2", name="总部财务", phone="13900000017")


@pytest.fixture
def plain_batch(
    commission_rates: dict[str, CommissionRate],
    lin: Partner,
    chen: Partner,
    fjyx001: Station,
    fjyx002: Station,
    youxi_staff: User,
    ops: User,
) -> PayoutBatch:
    """Lin earned 100 yuan, Chen 60."""
    earn(fjyx001, "2000.00")
    earn(fjyx002, "1200.00")
    ready([lin, chen], staff=youxi_staff, ops=ops)
    return build_batch(month=OCTOBER)
