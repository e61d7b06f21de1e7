"""What each of the cast may look at, as the tests take it for granted."""

from partners.journal.kinds import Kind
from stations.scope import NOTHING, Scope, scope_of
from tests.cast import make_activity


def test_each_of_the_cast_reaches_their_own(cast, fjyx001, fjyx002, zjtl001, youxi, tonglu):
    def of(user, *stations):
        return Scope(stations=frozenset(s.pk for s in stations), person=user.partner.pk)

    assert scope_of(cast.partner) == of(cast.partner, fjyx001)
    assert scope_of(cast.same_county) == of(cast.same_county, fjyx002)
    assert scope_of(cast.other_county) == of(cast.other_county, zjtl001)
    assert scope_of(cast.former) == of(cast.former)
    assert scope_of(cast.helper) == Scope(stations=frozenset({fjyx001.pk}))
    assert scope_of(cast.staff) == Scope(centers=frozenset({youxi.pk}))
    assert scope_of(cast.other_staff) == Scope(centers=frozenset({tonglu.pk}))
    assert scope_of(cast.ops) == scope_of(cast.superuser) == Scope(everything=True)
    assert scope_of(cast.anonymous) == NOTHING


def test_a_journal_row_belongs_to_whoever_ran_the_station(lin, fjyx001, commission_rates):
    row = make_activity(fjyx001, Kind.PAID, "88.00")

    assert (row.partner_id, row.center_id, row.orders) == (lin.pk, fjyx001.center_id, 1)
    assert len(commission_rates) == 11


def test_logging_in_logs_in(login, lin):
    assert login(lin).session["_auth_user_id"] == str(lin.user.pk)
