"""`manage.py villager_data PHONE`: shows what is held about a villager, or erases it."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import ngettext

from orders.personal_data.erasing import erase_person
from orders.personal_data.held import held_about, is_known
from partners.accounts.models import User
from stations.phones import plain_phone
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Prints as JSON what is held about the person with a mobile number; with --erase erases it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("phone")
        parser.add_argument("--erase", action="store_true", help="erase instead of printing")
        parser.add_argument("--reason", default="", help="with --erase: who asked for it, and why")
        parser.add_argument("--user", help="in whose name; left out: nobody's")

    def handle(self, *, phone: str, erase: bool, reason: str, user: str | None, **options: Any) -> None:
        phone = plain_phone(phone)
        if not erase:
            if not is_known(phone):
                raise CommandError("Nobody is on file with this number.")
            document = json.dumps(held_about(phone), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            self.stdout.write(document)
            return
        actor = User.objects.filter(username=user).first() if user else None
        if user and actor is None:
            raise CommandError(f"There is no login {user}.")
        try:
            erased = erase_person(actor=actor, phone=phone, reason=reason)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            ngettext("Erased at %(count)d station.", "Erased at %(count)d stations.", erased)
            % {"count": erased}
        )
