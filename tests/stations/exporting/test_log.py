"""The log of files: nobody changes it, and of another county's files even a lead finds nothing."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from partners.accounts.models import Role
from stations.exporting.models import ExportLog
from tests.cast import client_of, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:stations_exportlog_changelist")
FILE = reverse("growth_file", args=["csv"])


def page(number):
    return reverse("admin:stations_exportlog_change", args=[number])


@pytest.fixture
def leads(youxi, tonglu):
    """Of Youxi and of Tonglu."""
    return [
        make_user(Role.COUNTY_STAFF, center=center, username=name, is_lead=True)
        for center, name in ((youxi, "youxi-lead"), (tonglu, "tonglu-lead"))
    ]


@pytest.fixture
def taken(youxi_staff):
    """What was written down when somebody of Youxi took the growth of the network away."""
    assert client_of(youxi_staff).get(f"{FILE}?q=13812345678").status_code == 200
    return ExportLog.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(rows=0),
        lambda rows: rows.update(actor=rows.get().actor_id),  # not even to what it is
        lambda rows: rows.update(filtered="", masked=False),
        lambda rows: rows.delete(),
        lambda rows: rows.get().delete(),
    ],
)
def test_nobody_changes_or_deletes_a_line(taken, change):
    before = ExportLog.objects.values().get()
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        change(ExportLog.objects.filter(pk=taken.pk))
    assert ExportLog.objects.values().get() == before
    assert (before["what"], before["format"], before["filtered"]) == ("growth", "csv", "q=138 **** 5678")


def test_another_countys_lead_finds_none_of_it(taken, leads, superuser):
    own, foreign = leads
    assert taken.name in client_of(own).get(page(taken.pk)).content.decode()
    assert page(taken.pk) in client_of(own).get(LIST).content.decode()

    client = client_of(foreign)
    listed = client.get(LIST)
    assert listed.status_code == 200
    assert page(taken.pk) not in listed.content.decode()
    told, unknown = client.get(page(taken.pk)), client.get(page(10**9))
    assert (told.status_code, told.content) == (404, unknown.content)
    # Nor by a filter that names the county or the person.
    for asked in (f"center__id__exact={taken.center_id}", f"actor__id__exact={taken.actor_id}", "q=growth"):
        assert page(taken.pk) not in client.get(f"{LIST}?{asked}").content.decode()
    assert page(taken.pk) in client_of(superuser).get(LIST).content.decode()


def test_the_line_stays_with_the_county_in_which_the_file_was_taken(taken, leads, youxi_staff, tonglu):
    youxi_staff.center = tonglu
    youxi_staff.save()
    own, foreign = leads
    assert client_of(own).get(page(taken.pk)).status_code == 200
    assert client_of(foreign).get(page(taken.pk)).status_code == 404


def test_colleagues_without_the_mark_do_not_read_it(taken, youxi_staff):
    for address in (LIST, page(taken.pk)):
        assert client_of(youxi_staff).get(address).status_code in {302, 403, 404}
