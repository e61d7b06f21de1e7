"""An import given in the admin: claimed once, safe to kill, its result on a page."""

import threading

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.urls import reverse

from orders.agent_orders.importing import running
from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.importing.queueing import import_now, progress_of, run_next_import, submit_import
from orders.agent_orders.importing.running import TURN
from orders.agent_orders.models import AgentOrder
from orders.importing import queueing
from stations.refusals import Refused
from stations.turns import wait_turn
from tests.cast import client_of
from tests.orders.agent_orders.importing.files import PAID, csv_of, row

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english", "lin")]


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def given(actor, *rows, dry_run=False, skip_bad=False):
    file = ContentFile(csv_of(*rows).getvalue(), name="双十一.csv")
    return submit_import(actor=actor, file=file, dry_run=dry_run, skip_bad=skip_bad)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_next_worker_imports_it_and_keeps_no_copy(youxi_staff, uploads):
    job = given(youxi_staff, row(**PAID), row(order_no="2"))
    assert (job.state, AgentOrder.objects.count()) == ("waiting", 0)

    assert run_next_import()

    job.refresh_from_db()
    assert (job.state, job.rows, job.accepted, job.refused) == ("done", 2, 2, 0)
    assert job.finished_at is not None
    assert AgentOrder.objects.filter(created_by=youxi_staff).count() == 2
    assert files_in(uploads) == []
    assert not run_next_import()


def test_a_refused_file_says_why_in_the_language_of_the_uploader(youxi_staff):
    job = given(youxi_staff, row(), row(order_no="2", station="ZJTL001"))
    run_next_import()

    job.refresh_from_db()
    assert (job.state, job.accepted, job.refused) == ("refused", 1, 1)
    assert job.refusals == [[3, "station: there is no station ZJTL001."]]
    assert not AgentOrder.objects.exists()


def test_a_file_that_is_no_table_is_refused(youxi_staff):
    job = submit_import(
        actor=youxi_staff, file=ContentFile(b"", name="empty.csv"), dry_run=False, skip_bad=False
    )
    run_next_import()
    job.refresh_from_db()
    assert (job.state, job.error) == ("refused", "The file is empty.")


def test_a_dry_run_is_followed_by_the_deed_once(youxi_staff):
    tried = given(youxi_staff, row(), dry_run=True)
    run_next_import()
    tried.refresh_from_db()
    assert (tried.state, tried.accepted, AgentOrder.objects.count()) == ("done", 1, 0)

    again = import_now(actor=youxi_staff, tried=tried)
    with pytest.raises(Refused):
        import_now(actor=youxi_staff, tried=tried)
    run_next_import()

    again.refresh_from_db()
    assert (again.state, again.accepted, AgentOrder.objects.count()) == ("done", 1, 1)


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_one_imports(youxi_staff, monkeypatch):
    job = given(youxi_staff, row(), row(order_no="2"))

    def dies(*args, **kwargs):
        assert AgentOrder.objects.count() == 2
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(queueing, "_keep", dies)
        with pytest.raises(SystemExit):
            run_next_import()
    assert AgentOrder.objects.count() == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 1)

    run_next_import()
    assert AgentOrder.objects.count() == 2


def test_what_breaks_off_three_times_is_given_up(youxi_staff, monkeypatch):
    job = given(youxi_staff, row())

    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(running, "stage", breaks)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            run_next_import()
    run_next_import()

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "The import broke off three times. Nothing was written.")
    assert not run_next_import()


def test_beside_another_import_it_waits_without_keeping_a_worker(youxi_staff):
    job = given(youxi_staff, row())
    held, let_go = threading.Event(), threading.Event()

    def another():
        with transaction.atomic():
            wait_turn(TURN)
            held.set()
            let_go.wait(10)
        connection.close()

    thread = threading.Thread(target=another)
    thread.start()
    held.wait(10)
    assert not run_next_import()
    let_go.set()
    thread.join()

    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert run_next_import()
    assert AgentOrder.objects.count() == 1


def test_the_page_shows_progress_then_the_result(youxi_staff):
    client = client_of(youxi_staff, headers={"accept-language": "en"})
    upload = ContentFile(csv_of(row(), row(order_no="2", phone="1")).getvalue(), name="orders.csv")

    response = client.post(
        reverse("admin:orders_orderimport_add"), {"file": upload, "skip_bad": "on"}, follow=True
    )
    job = OrderImport.objects.get()
    page = reverse("admin:orders_orderimport_change", args=[job.pk])
    assert response.redirect_chain[-1][0] == page
    assert (job.dry_run, job.skip_bad, job.actor) == (False, True, youxi_staff)

    caches["redis"].set(f"order-import:{job.pk}", (1, 2))
    assert progress_of(job) == (1, 2)
    waiting = client.get(page)
    assert waiting["Refresh"] == "2"
    assert "1 of 2 rows" in waiting.content.decode()

    run_next_import()
    done = client.get(page)
    assert "Refresh" not in done
    told = "2 in all: 1 accepted, 0 advanced, 0 already known, 1 refused"
    assert told in done.content.decode()
    assert "Line 3: phone: A mobile number has 11 digits" in done.content.decode()
    assert AgentOrder.objects.count() == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_others_see_how_far_it_is_while_it_runs(youxi_staff, monkeypatch, dry_run):
    monkeypatch.setattr(running, "_ORDERS_AT_ONCE", 1)
    job = given(youxi_staff, row(), row(order_no="2"), dry_run=dry_run)
    tell, seen = queueing.Told.advance, []

    def look():
        seen.append(progress_of(job))
        connection.close()

    def told_and_looked_at(self, done, whole):
        tell(self, done, whole)
        # Somebody else's connection, in the middle of the import's transaction.
        reader = threading.Thread(target=look)
        reader.start()
        reader.join()

    monkeypatch.setattr(queueing.Told, "advance", told_and_looked_at)
    run_next_import()
    assert seen == [(1, 2), (2, 2)]


def test_a_dry_run_with_refused_rows_asks_whether_the_rest_goes_in_without_them(youxi_staff):
    tried = given(youxi_staff, row(), row(order_no="2", phone="1"), dry_run=True)
    run_next_import()
    client = client_of(youxi_staff)
    page = reverse("admin:orders_orderimport_import_now", args=[tried.pk])
    assert client.get(page).context["form"]["skip_bad"].initial is False

    response = client.post(page, {"token": "once", "skip_bad": "on"})
    assert response["Location"] == reverse("admin:orders_orderimport_changelist")
    run_next_import()

    done = OrderImport.objects.get(dry_run=False)
    assert (done.state, done.accepted, done.refused, AgentOrder.objects.count()) == ("done", 1, 1, 1)


def test_the_refused_rows_stand_before_the_rest_and_below_no_bar(youxi_staff):
    client = client_of(youxi_staff)
    job = given(youxi_staff, row(phone="1"))
    run_next_import()
    page = client.get(reverse("admin:orders_orderimport_change", args=[job.pk])).content.decode()
    assert page.index("A mobile number has 11 digits") < page.index("双十一.csv</div>")
    # What is only read has no bar over it; a form that is saved keeps its own.
    assert "submit-row" not in page
    assert "submit-row" in client.get(reverse("admin:orders_orderimport_add")).content.decode()


def test_the_list_of_orders_leads_to_the_upload(youxi_staff):
    response = client_of(youxi_staff).get(reverse("admin:orders_agentorder_changelist"))
    assert reverse("admin:orders_agentorder_import_file") in response.content.decode()


def test_a_file_that_is_too_large_is_refused_beside_its_field(youxi_staff, monkeypatch):
    monkeypatch.setattr(queueing, "HIGHEST_BYTES", 10)
    upload = ContentFile(csv_of(row()).getvalue(), name="orders.csv")
    response = client_of(youxi_staff).post(reverse("admin:orders_orderimport_add"), {"file": upload})
    assert response.status_code == 200
    assert "200 MB" in str(response.context["errors"])
    assert not OrderImport.objects.exists()
