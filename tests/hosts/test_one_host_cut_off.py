"""Two hosts, one PostgreSQL, one Redis: one host is cut off in the middle of the night.

Nothing is lost, the other goes on, and the one that was cut off comes back by itself.
"""

from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.models import Sum
from rest_framework.authtoken.models import Token

from orders.agent_orders.models import AgentOrder
from orders.festivals.models import StationDay
from partners.income.models import Earning
from partners.journal.models import Activity, PendingActivity
from tests.cast import set_float
from tests.hosts.host import Host
from tests.workers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hosts(servers, fjyx001, fjyx002, lin, chen, commission_rates, tmp_path):
    """Lin's phone reaches the first, Chen's the second. Both work as the application's role."""
    with connection.cursor() as cursor:
        cursor.execute((settings.BASE_DIR / "docs" / "roles.sql").read_text())
    started = []
    for name, partner, station in (("first", lin, fjyx001), ("second", chen, fjyx002)):
        set_float(station, "1000000.00")
        token = Token.objects.create(user=partner.user).key
        started.append(Host(name, servers, token, tmp_path))
    yield started
    for host in started:
        host.stop()


def may_not(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE cunzhan_app")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)
        transaction.set_rollback(True)


def wait_until_counted():
    """Rolled up and priced, whatever stands in the journal by now."""
    newest = Activity.objects.latest("pk").pk
    wait_until(
        lambda: not PendingActivity.objects.filter(activity__lte=newest).exists(), what="roll-up and pricing"
    )


def loses_an_answer(host):
    """Also a job's commit may meet the broken line: so once more, until an order's has."""
    host.database.breaks_after = b"COMMIT"
    return bool(host.replayed)


def the_other_goes_on(host):
    host.wait_for_orders(3)
    wait_until_counted()


def it_comes_back(host):
    """By itself: only its lines are whole again."""
    for line in host.lines():
        line.heal()
    host.wait_for_orders(2)


def test_nothing_is_lost_and_the_other_goes_on(hosts):
    first, second = hosts
    may_not("UPDATE partners_activity SET amount = 0")
    may_not("TRUNCATE partners_activity CASCADE")
    for host in hosts:
        host.wait_until_up()
    with first.selling(), second.selling():
        for host in hosts:
            host.wait_for_orders(2)
        wait_until_counted()

        # 1. The answer to a commit is lost: the order stands, and nobody was told.
        wait_until(lambda: loses_an_answer(first), what="the same request once more")

        first.database.breaks_after = None

        # 2. Every connection breaks, new ones are refused.
        for line in first.lines():
            line.refuse()
        wait_until(lambda: first.health() == 503, what="the first host's saying so")
        the_other_goes_on(second)
        it_comes_back(first)

        # 3. A black hole: nobody hears anything.
        failed = first.failed
        for line in first.lines():
            line.swallow()
        the_other_goes_on(second)
        wait_until(lambda: first.failed > failed, what="the end of a request that nobody answers")
        it_comes_back(first)

        # 4. The one that was cut off does all the work.
        second.stop_working()
        first.wait_for_orders(2)
        wait_until_counted()

    numbers = [*first.numbers.values(), *second.numbers.values()]
    assert sorted(numbers) == sorted(order.number for order in AgentOrder.objects.all())
    # A dead line is noticed after half a minute; the rest is the machine's load.
    assert max(first.longest, second.longest) < 90
    wait_until_counted()
    sold = StationDay.objects.aggregate(paid=Sum("paid_amount"), orders=Sum("paid_orders"))
    assert sold == {"paid": Decimal("399.00") * len(numbers), "orders": len(numbers)}
    # 4% of small appliances: 15.96 an order.
    assert Earning.objects.aggregate(sum=Sum("amount"))["sum"] == Decimal("15.96") * len(numbers)
    call_command("verify_books")
