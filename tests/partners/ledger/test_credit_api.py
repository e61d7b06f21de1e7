"""Programs lend by two people too: propose, confirm, withdraw; one person alone is refused."""

from decimal import Decimal

import pytest

from partners.accounts.models import Role
from partners.ledger.models import CreditLine
from tests.cast import api_client_of, make_user
from tests.partners.ledger.states import ledger, limit

pytestmark = pytest.mark.django_db

LINES = "/api/v1/credit-lines/"


@pytest.fixture
def second(youxi):
    return make_user(Role.COUNTY_STAFF, username="youxi-2", center=youxi)


def post(who, path="", key="k-1", **body):
    headers = {"Idempotency-Key": key, "Accept-Language": "en"}
    return api_client_of(who).post(f"{LINES}{path}", body, format="json", headers=headers)


def propose(who, station, amount="500.00", key="k-1"):
    return post(who, key=key, station=station.code, limit=amount, reason="备货")


def test_it_lends_once_two_people_have_said_so(fjyx001, lin, youxi_staff, second):
    made = propose(youxi_staff, fjyx001)
    assert (made.status_code, made.json()["limit"], made.json()["confirmed_at"]) == (201, "500.00", None)
    path = f"{made.json()['id']}/confirm/"

    alone = post(youxi_staff, path, key="k-2")
    assert (alone.status_code, alone.json()["code"]) == (400, "second_person")
    assert limit(fjyx001) == 0

    done = post(second, path, key="k-3")
    assert (done.status_code, done.json()["state"]) == (200, "confirmed")
    assert limit(fjyx001) == Decimal("500.00")


def test_the_same_key_proposes_once(fjyx001, lin, youxi_staff):
    first, again = propose(youxi_staff, fjyx001), propose(youxi_staff, fjyx001)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert again.json()["id"] == first.json()["id"]
    other = propose(youxi_staff, fjyx001, "900.00")
    assert (other.status_code, other.json()["code"]) == (409, "token_reused")
    assert CreditLine.objects.count() == 1


def test_what_was_withdrawn_is_not_confirmed(fjyx001, lin, youxi_staff, second):
    number = propose(youxi_staff, fjyx001).json()["id"]
    assert post(youxi_staff, f"{number}/withdraw/", key="k-2").status_code == 200
    before = ledger()
    answer = post(second, f"{number}/confirm/", key="k-3")
    assert (answer.status_code, answer.json()["code"]) == (409, "decided")
    assert ledger() == before


def test_a_station_of_another_county_does_not_exist(zjtl001, youxi_staff):
    foreign = propose(youxi_staff, zjtl001)
    unknown = post(youxi_staff, key="k-2", station="ZZZZ999", limit="500.00", reason="备货")
    assert foreign.status_code == unknown.status_code == 400
    said = [str(answer.json()["fields"]["station"]) for answer in (foreign, unknown)]
    assert said[0].replace(zjtl001.code, "X") == said[1].replace("ZZZZ999", "X")
    assert not CreditLine.objects.exists()


def test_a_partner_lends_nothing_to_themselves(fjyx001, lin, helper):
    for who in (lin, helper):
        assert propose(who, fjyx001).status_code == 403
        assert api_client_of(who).get(LINES).status_code == 403
    assert not CreditLine.objects.exists()


def test_the_list_tells_what_counts(fjyx001, lin, youxi_staff, second):
    number = propose(youxi_staff, fjyx001).json()["id"]
    client = api_client_of(youxi_staff)
    assert client.get(LINES, {"confirmed": "true"}).json()["results"] == []
    post(second, f"{number}/confirm/", key="k-3")
    (line,) = client.get(LINES, {"confirmed": "true", "station": fjyx001.code}).json()["results"]
    assert (line["id"], line["station"], line["partner_name"]) == (number, fjyx001.code, lin.name)
