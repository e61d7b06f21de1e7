"""A credit line is lent by two people, to a person, and is never cut below what is used."""

import datetime as dt
from decimal import Decimal

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from partners.accounts.models import Role
from partners.ledger.crediting import confirm_credit, propose_credit, withdraw_credit
from partners.ledger.models import Balance, CreditLine
from partners.people.taking_over import end_tenure
from stations.clock import today
from stations.refusals import Refused
from tests.cast import make_order, make_user, set_float
from tests.partners.ledger.states import balance, ledger, limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(youxi):
    return make_user(Role.COUNTY_STAFF, username="youxi-2", center=youxi)


def propose(station, actor, amount="500"):
    return propose_credit(actor=actor, station=station, limit=Decimal(amount), reason="备货")


def lend(station, one, two, amount="500"):
    return confirm_credit(actor=two, line=propose(station, one, amount))


def test_a_proposal_lends_nothing_until_a_second_person_confirms(fjyx001, lin, youxi_staff, second):
    line = propose(fjyx001, youxi_staff)
    assert (line.partner, limit(fjyx001)) == (lin, 0)

    confirm_credit(actor=second, line=line)

    assert limit(fjyx001) == Decimal("500.00")
    line.refresh_from_db()
    assert (line.proposed_by, line.confirmed_by) == (youxi_staff, second)


def test_who_proposed_it_cannot_confirm_it(fjyx001, lin, youxi_staff):
    line = propose(fjyx001, youxi_staff)
    before = ledger()
    with pytest.raises(Refused) as refused:
        confirm_credit(actor=youxi_staff, line=line)
    assert refused.value.code == "second_person"
    assert ledger() == before


def test_the_database_refuses_the_same_person_too(fjyx001, lin, youxi_staff):
    line = propose(fjyx001, youxi_staff)
    with pytest.raises(IntegrityError, match="credit_line_by_two_people"), transaction.atomic():
        CreditLine.objects.filter(pk=line.pk).update(confirmed_by=youxi_staff, confirmed_at=timezone.now())


def test_what_is_decided_never_changes(fjyx001, lin, youxi_staff, second):
    line = lend(fjyx001, youxi_staff, second)
    for change in (
        lambda: CreditLine.objects.filter(pk=line.pk).update(limit=9),
        lambda: CreditLine.objects.filter(pk=line.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
    with pgtrigger.ignore("partners.CreditLine:decided_once"):
        assert CreditLine.objects.filter(pk=line.pk).update(limit=9) == 1


def test_a_credit_line_lets_the_float_fall_so_far_and_no_further(fjyx001, lin, youxi_staff, second):
    set_float(fjyx001, "0")
    lend(fjyx001, youxi_staff, second, "150")
    make_order(fjyx001)
    assert balance(fjyx001) == Decimal("-100.00")
    before = ledger()
    with pytest.raises(Refused) as refused:
        make_order(fjyx001)
    assert "¥50.00" in str(refused.value)
    assert ledger() == before


def test_it_is_not_cut_below_what_is_used(fjyx001, lin, youxi_staff, second):
    set_float(fjyx001, "50")
    lend(fjyx001, youxi_staff, second)
    lower = propose(fjyx001, youxi_staff, "40")  # nothing is used yet
    make_order(fjyx001)
    before = ledger()
    for verb in (lambda: confirm_credit(actor=second, line=lower), lambda: propose(fjyx001, second, "40")):
        with pytest.raises(Refused) as refused:
            verb()
        assert (refused.value.code, refused.value.field) == ("used", "limit")
        assert "¥50.00" in str(refused.value)
    assert ledger() == before


def test_one_proposal_waits_at_a_time_and_may_be_withdrawn(fjyx001, lin, youxi_staff, second):
    first = propose(fjyx001, youxi_staff)
    before = ledger()
    with pytest.raises(Refused) as refused:
        propose(fjyx001, second, "900")
    assert refused.value.code == "open"
    assert ledger() == before

    withdraw_credit(actor=youxi_staff, line=first)
    with pytest.raises(Refused) as refused:
        confirm_credit(actor=second, line=first)
    assert refused.value.code == "decided"
    lend(fjyx001, youxi_staff, second, "900")
    assert limit(fjyx001) == Decimal("900.00")


def test_every_change_stays_on_record(fjyx001, lin, youxi_staff, second):
    for amount in ("500", "800", "0"):
        lend(fjyx001, youxi_staff, second, amount)
    assert [line.limit for line in CreditLine.objects.confirmed()] == [0, 800, 500]
    assert limit(fjyx001) == 0


def test_nobody_is_lent_to_where_nobody_works(fjyx001, youxi_staff):
    with pytest.raises(Refused) as refused:
        propose(fjyx001, youxi_staff)
    assert refused.value.code == "nobody"
    assert not CreditLine.objects.exists()


def test_who_leaves_ends_the_credit_line_first(fjyx001, lin, youxi_staff, second):
    """The next one must not inherit it."""
    lend(fjyx001, youxi_staff, second)
    tenure = lin.tenures.get()
    with pytest.raises(Refused) as refused:
        end_tenure(actor=youxi_staff, tenure=tenure, ends_on=today())
    assert "¥500.00" in str(refused.value)
    tenure.refresh_from_db()
    assert tenure.ends_on is None

    lend(fjyx001, youxi_staff, second, "0")
    end_tenure(actor=youxi_staff, tenure=tenure, ends_on=today())
    assert lin.tenures.get().ends_on == today()


def test_a_proposal_for_somebody_who_left_is_not_confirmed(fjyx001, lin, youxi_staff, second):
    line = propose(fjyx001, youxi_staff)
    lin.tenures.update(ends_on=today() - dt.timedelta(days=1))
    with pytest.raises(Refused):
        confirm_credit(actor=second, line=line)
    assert Balance.objects.get(account__station=fjyx001).credit_limit == 0
