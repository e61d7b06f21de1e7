"""A file of sales given in the admin: tried, imported once, told on its page."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from orders.agent_orders.importing.models import OrderImport
from orders.produce.sales.importing import running
from orders.produce.sales.importing.models import SaleImport
from orders.produce.sales.importing.queueing import QUEUE
from orders.produce.sales.models import ProduceSale
from orders.tasks import run_imports_task
from tests.cast import client_of, make_region
from tests.orders.produce.sales.importing.files import csv_of, row

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english", "city")]


@pytest.fixture
def city(transactional_db):
    return make_region("3301")


def upload(*rows):
    return ContentFile(csv_of(*rows).getvalue(), name="代卖.csv")


def test_from_the_upload_to_the_deed(listing, youxi_staff):
    client = client_of(youxi_staff, headers={"accept-language": "en"})
    listed = client.get(reverse("admin:orders_producesale_changelist")).content.decode()
    assert reverse("admin:orders_producesale_import_file") in listed
    response = client.post(
        reverse("admin:orders_saleimport_add"),
        {"file": upload(row(listing, "A"), row(listing, "B", amount="1")), "dry_run": "on"},
        follow=True,
    )
    tried = SaleImport.objects.get()
    page = reverse("admin:orders_saleimport_change", args=[tried.pk])
    assert response.redirect_chain[-1][0] == page
    assert client.get(page)["Refresh"] == "2"

    run_imports_task()

    text = client.get(page).content.decode()
    assert "2 in all: 1 accepted, 0 advanced, 0 already known, 1 refused" in text
    assert "Line 3: amount: Quantity times price is ¥160.00." in text
    assert not ProduceSale.objects.exists()

    client.post(
        reverse("admin:orders_saleimport_import_now", args=[tried.pk]), {"token": "once", "skip_bad": "on"}
    )
    run_imports_task()
    done = SaleImport.objects.get(dry_run=False)
    assert (done.state, done.accepted, done.refused, done.file.name) == ("done", 1, 1, "")
    assert ProduceSale.objects.get().created_by == youxi_staff
    assert not OrderImport.objects.exists()


def test_a_worker_that_dies_in_the_middle_leaves_nothing(listing, youxi_staff, monkeypatch):
    QUEUE.submit(actor=youxi_staff, file=upload(row(listing)), dry_run=False, skip_bad=False)

    def dies(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(running, "_move", dies)  # the sales are recorded by then
        with pytest.raises(SystemExit):
            QUEUE.run_next()
    assert not ProduceSale.objects.exists()
    assert QUEUE.run_next()
    assert ProduceSale.objects.count() == 1
    assert not QUEUE.run_next()


def test_what_is_anothers_is_not_seen(listing, youxi_staff, tonglu_staff):
    job = QUEUE.submit(actor=youxi_staff, file=upload(row(listing)), dry_run=True, skip_bad=False)
    page = reverse("admin:orders_saleimport_change", args=[job.pk])
    assert client_of(youxi_staff).get(page).status_code == 200
    assert client_of(tonglu_staff).get(page).status_code in (302, 404)
