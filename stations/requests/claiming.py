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

from stations.prepared import prepared_cursor
from stations.refusals import Refused
from stations.requests.models import RequestToken
from stations.requests.playing_back import is_playing_back

# The unique key makes the second one wait; where the first one's work was committed it claims nothing.
_CLAIM = """
    INSERT INTO stations_requesttoken (actor_id, token, purpose, content, created_at)
    VALUES (%s, %s, %s, %s, now()) ON CONFLICT (actor_id, token) DO NOTHING RETURNING id
"""
_KEEP = "UPDATE stations_requesttoken SET result = %s::jsonb WHERE id = %s"


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
    with transaction.atomic(), prepared_cursor() as cursor:
        cursor.execute(_CLAIM, [actor.pk, token, purpose, digest])
        claimed = cursor.fetchone()
        if claimed is None:
            return _result_of(actor, token, purpose, digest), True
        told = _json(work())
        cursor.execute(_KEEP, [told, *claimed])
        return json.loads(told), False


def _result_of(actor: Any, token: str, purpose: str, digest: str) -> Any:
    """What came of a claim that is finished, if it was for the same."""
    claim = RequestToken.objects.get(actor=actor, token=token)
    if (claim.purpose, claim.content) != (purpose, digest):
        raise Refused(
            _("This form was already sent with other content. Please start a new one."),
            code="token_reused",
            conflict=True,
        )
    return claim.result


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
