"""Whatever address answers with a file writes down who took it."""

import pytest
from django.contrib import admin
from django.urls import reverse

from stations.exporting.kinds import EXPORTS
from stations.exporting.models import ExportLog
from tests.scope.expected_admin import ADMIN
from tests.scope.expected_pages import PAGES
from tests.scope.test_admin_walk import about_a_row, own_urls, url
from tests.scope.test_pages_walk import ENTERED, MODELS, address

# No table of rows: a paper that is looked at, and one's own spare codes.
NO_EXPORT = {"document", "my_contract_paper", "mfa_download_recovery_codes"}
# A world in which nothing is paid has no file of these; the tests of payouts take one.
ELSEWHERE = {"payout_file"}
EXPORT = {"format": "1", "resource": "0"}  # CSV, masked


def takes(client, ask):
    """The word in the log of what `ask` took away, or None where it answered with no file."""
    before = set(ExportLog.objects.values_list("pk", flat=True))
    response = ask(client)
    new = ExportLog.objects.exclude(pk__in=before)
    if "attachment" not in response.get("Content-Disposition", ""):
        # A page made for paper is taken away as well.
        assert not new.exists() or "/print/" in response.wsgi_request.path
        return None
    entry = new.get()
    assert response["Content-Disposition"].endswith(f'{entry.name}"')
    assert entry.masked
    return entry.what


def test_each_file_is_in_the_log(world):
    client = world.client("superuser")
    for model in admin.site._registry:
        world.pair(model)  # first: a report without a row has no file
    taken = set()
    for name in sorted(set(ENTERED) - NO_EXPORT):
        row = world.pair(MODELS[PAGES[name].model])[0] if PAGES[name].row else None
        taken.add(takes(client, lambda client, name=name, row=row: client.get(address(name, row))))
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        here = world.pair(model)[0]
        for view in sorted(name for name, _ in own_urls(model)):
            where = url(model, view, *([here.pk] if view in about_a_row(model) else []))
            taken.add(takes(client, lambda client, where=where: client.get(where)))
            if view == "export":
                taken.add(takes(client, lambda client, where=where: client.post(where, EXPORT)))

    assert taken - {None} == set(EXPORTS) - ELSEWHERE


@pytest.mark.parametrize("who", ["staff", "ops"])
def test_without_its_right_nobody_takes_a_file(world, who, monkeypatch):
    """Each file by its own right: with it taken away the page still opens, the file does not."""
    monkeypatch.setattr("partners.accounts.backends.may", lambda role, right: ".export_" not in right)
    client = world.client(who)
    for model in admin.site._registry:
        world.pair(model)
    before = ExportLog.objects.count()
    files = {name for name in ENTERED if "csv" in (PAGES[name].fixed or {}).values()}
    assert len(files) == 9  # one a report

    for name in sorted(files):
        assert client.get(address(name)).status_code == 403, name
    for label in sorted(label for label, table in ADMIN.items() if table.export):
        assert client.post(url(MODELS[label], "export"), EXPORT).status_code == 403, label
    assert client.get(reverse("growth")).status_code == 200
    assert ExportLog.objects.count() == before
