"""County staff top floats up and lend by two; what is refused comes back beside its field."""

from decimal import Decimal

import pytest
from django.urls import reverse

from partners.accounts.models import Role
from partners.ledger.models import Account, CreditLine, Transfer
from stations.requests.claiming import new_token
from tests.cast import client_of, make_user, set_float
from tests.partners.ledger.states import balance, ledger, limit

pytestmark = pytest.mark.django_db


def page(row, name):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{name}", args=[row.pk])


def english(who):
    return client_of(who, headers={"accept-language": "en"})


@pytest.fixture
def float_(fjyx001, lin):
    set_float(fjyx001, "10.00")
    return Account.objects.get(station=fjyx001)


def test_a_float_is_topped_up_once_however_often_the_button_is_pressed(float_, fjyx001, youxi_staff):
    desk, form = english(youxi_staff), {"token": new_token(), "amount": "200.00", "receipt": "4471"}
    for _ in range(2):
        assert desk.post(page(float_, "top_up"), form).status_code == 302
    assert balance(fjyx001) == Decimal("210.00")
    assert Transfer.objects.get(note="4471").actor == youxi_staff


def test_more_than_is_prepaid_comes_back_beside_the_amount(float_, youxi_staff):
    before = ledger()
    form = {"token": new_token(), "amount": "10.01", "receipt": "4471"}
    answer = english(youxi_staff).post(page(float_, "pay_out"), form)
    assert "At most ¥10.00" in str(answer.context["form"].errors["amount"])
    assert ledger() == before


def test_the_first_top_up_of_a_station_names_it(float_, fjyx002, youxi_staff, zjtl001):
    desk, address = english(youxi_staff), reverse("admin:partners_transfer_add")
    before = balance(fjyx002)
    form = {"station": fjyx002.pk, "amount": "33.00", "receipt": "88"}
    assert desk.post(address, form).status_code == 302
    assert balance(fjyx002) == before + 33

    before = ledger()
    assert desk.post(address, form | {"station": zjtl001.pk, "receipt": "89"}).status_code == 200
    again = desk.post(address, form)
    assert "cannot be used" in str(again.context["adminform"].form.errors["receipt"])
    assert ledger() == before


def test_two_people_lend(float_, fjyx001, youxi, youxi_staff):
    desk = english(youxi_staff)
    form = {"station": fjyx001.pk, "limit": "500", "reason": "备货"}
    assert desk.post(reverse("admin:partners_creditline_add"), form).status_code == 302
    line = CreditLine.objects.get()
    assert (line.proposed_by, limit(fjyx001)) == (youxi_staff, 0)
    answer = desk.post(page(line, "confirm"), {"token": new_token()})
    assert "A second person" in answer.content.decode()
    assert limit(fjyx001) == 0

    second = make_user(Role.COUNTY_STAFF, username="youxi-2", center=youxi)
    assert english(second).post(page(line, "confirm"), {"token": new_token()}).status_code == 302
    assert limit(fjyx001) == Decimal("500.00")


def test_only_head_office_moves_money_back(float_, fjyx001, youxi_staff, ops):
    desk = english(youxi_staff)
    desk.post(page(float_, "top_up"), {"token": new_token(), "amount": "200.00", "receipt": "4471"})
    wrong = Transfer.objects.get(note="4471")
    form = {"token": new_token(), "reason": "记错站点"}
    assert desk.post(page(wrong, "reverse"), form).status_code == 403
    assert balance(fjyx001) == Decimal("210.00")
    assert english(ops).post(page(wrong, "reverse"), form).status_code == 302
    assert balance(fjyx001) == Decimal("10.00")
