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
from stations.requests.playing_back import is_playing_back


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
    for the first one's commit, then reads its result; work that is refused leaves no claim
    behind, and the request that waited does the work instead. The first request gets its
    result as JSON too, so that both read the same.

    Raises Refused (conflict) when the token comes again with another content or for another
    purpose, and Refused when it is empty or too long. Locks the claim until the commit of the
    outermost transaction: call it before any other lock is taken.
    """
    if not token or len(token) > 100:
        raise Refused(_("The request carries no valid one-time token."), code="token", field="token")
    if is_playing_back():
        raise Refused(_("Look it over and send it."), code="draft")
    digest = hashlib.sha256(_json(content).encode()).hexdigest()
    with transaction.atomic():
        # The unique key makes the second insert wait; there is a row afterwards only if the
        # first one's work was committed with it. So a row that is not mine is finished.
        claim, mine = RequestToken.objects.get_or_create(
            actor=actor, token=token, defaults={"purpose": purpose, "content": digest}
        )
        if not mine:
            if (claim.purpose, claim.content) != (purpose, digest):
                raise Refused(
                    _("This form was already sent with other content. Please start a new one."),
                    code="token_reused",
                    conflict=True,
                )
            return claim.result, True
        claim.result = json.loads(_json(work()))
        claim.save(update_fields=["result"])
        return claim.result, False


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
