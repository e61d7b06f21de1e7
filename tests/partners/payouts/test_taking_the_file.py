"""A payment file holds full account numbers: a right of its own, and a line in the log each time."""

import pytest
from django.urls import reverse

from partners.accounts.permissions import OPS, RIGHTS
from partners.payouts.building import check_batch
from partners.payouts.releasing import release_batch
from stations.exporting.models import ExportLog
from tests.cast import client_of
from tests.partners.payouts.money import CARD


@pytest.fixture
def released(plain_batch, ops, second):
    batch = check_batch(actor=ops, batch=plain_batch)
    return release_batch(actor=second, batch=batch)


def page(batch, channel="bank"):
    return reverse(f"admin:partners_payoutbatch_{channel}_file", args=[batch.pk])


def test_each_fetching_is_written_down(released, ops):
    client = client_of(ops)
    for times in (1, 2):
        answer = client.get(page(released))
        assert CARD in answer.content.decode("gb18030")
        assert "no-store" in answer["Cache-Control"]
        entries = list(ExportLog.objects.values_list("actor", "what", "rows", "masked"))
        assert entries == [(ops.pk, "payout_file", 2, False)] * times
    assert client.get(page(released, "alipay")).status_code == 403  # nobody is paid so
    assert ExportLog.objects.count() == 2


def test_who_may_release_may_not_therefore_take_the_file(released, ops, youxi_staff, monkeypatch):
    monkeypatch.setitem(RIGHTS, "ops", OPS - {"partners.export_payoutfile"})
    assert ops.has_perm("partners.change_payoutbatch")
    for who in (ops, youxi_staff):
        assert client_of(who).get(page(released)).status_code in {403, 404}
    assert not ExportLog.objects.exists()
