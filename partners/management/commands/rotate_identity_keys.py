from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from partners.accounts.rotating import rotate_second_factor_keys
from partners.payouts.accounts.rotating import rotate_account_keys
from partners.people.rotating import rotate_identity_keys
from partners.recruitment.rotating import rotate_application_keys
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Encrypts anew with the first of IDENTITY_KEYS what they protect; afterwards older keys can go."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                numbers, factors = rotate_identity_keys(), rotate_second_factor_keys()
                accounts, applications = rotate_account_keys(), rotate_application_keys()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"identity numbers encrypted anew: {numbers}; second factors: {factors}; accounts: {accounts};"
            f" applications: {applications}"
        )
