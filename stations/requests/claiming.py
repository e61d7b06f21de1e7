"""One request, one result, however often it arrives."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from stations.refusals import Refused
from stations.requests.models import RequestToken


def new_token() -> str:
    """A one-time token for a form."""
    return secrets.token_urlsafe(18)


def once(
    *,
    actor: Any,
    token: str,
    purpose: str,
    content: dict[str, Any],
    work: Callable[[], Any],
) -> tuple[Any, bool]:
    """Runs `work` once per actor and token, and returns its JSON result and whether it is a repeat.

    The claim is inserted first, in the same transaction as the work: a doubled request waits
    for the first one, then reads its result; work that is refused leaves no claim behind.
    Raises Refused (conflict) when the token comes again with another content, or is empty.
    """
    if not token or len(token) > 100:
        raise Refused(_("The request carries no valid one-time token."), code="token", field="token")
    canonical = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    with transaction.atomic():
        claim = RequestToken(actor=actor, token=token, purpose=purpose, content=digest)
        RequestToken.objects.bulk_create([claim], ignore_conflicts=True)
        row = RequestToken.objects.select_for_update().get(actor=actor, token=token)
        if row.result is not None:
            if (row.purpose, row.content) != (purpose, digest):
                raise Refused(
                    _("This form was already sent with other content. Please start a new one."),
                    code="token_reused",
                    conflict=True,
                )
            return row.result, True
        row.result = work()
        row.save(update_fields=["result"])
        return row.result, False
