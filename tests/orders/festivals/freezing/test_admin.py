"""The admin lists snapshots as each reader has them, and changes none."""

import pytest
from django.urls import reverse

from orders.festivals.freezing.models import SnapshotPart
from orders.festivals.freezing.taking import freeze_festival
from tests.cast import client_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:orders_festivalsnapshot_changelist")


@pytest.fixture
def snapshot(sold, double_eleven, ops):
    return freeze_festival(actor=ops, festival=double_eleven, reason="零点,对外公布")


def seen(user, address):
    answer = client_of(user, headers={"accept-language": "en"}).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_head_office_reads_the_nation_and_a_county_its_own_part(snapshot, ops, youxi_staff):
    own = reverse("admin:orders_festivalsnapshot_change", args=[snapshot.pk])
    page = reverse("festival_snapshot", args=[snapshot.festival.slug, snapshot.pk])
    checksums = dict(SnapshotPart.objects.values_list("center__code", "checksum"))
    for user, code, whose, paid in (
        (ops, None, "The whole country", "¥460.05"),
        (youxi_staff, "FJYX", "尤溪县", "¥160.00"),
    ):
        listed, one = seen(user, LIST), seen(user, own)
        for told in (whose, paid, page, checksums[code][:12]):
            assert told in listed
            assert told in one
        assert checksums[code] in one
        for other in {None, "FJYX", "ZJTL"} - {code}:
            assert checksums[other][:12] not in listed + one


def test_nobody_adds_changes_or_deletes_one_there(snapshot, superuser):
    desk = client_of(superuser)
    for name, args in (("add", []), ("delete", [snapshot.pk])):
        assert desk.get(reverse(f"admin:orders_festivalsnapshot_{name}", args=args)).status_code == 403
    change = reverse("admin:orders_festivalsnapshot_change", args=[snapshot.pk])
    assert desk.post(change, {"reason": "anders"}).status_code == 403
    snapshot.refresh_from_db()
    assert snapshot.reason == "零点,对外公布"
