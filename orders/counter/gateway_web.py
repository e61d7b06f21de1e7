"""Where gateways call back. Nobody is logged in here: who speaks is known by the signature."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from orders.counter.hearing import LARGEST, judge_callback, keep_callback
from orders.counter.kinds import GATEWAYS
from orders.counter.models import GatewayCallback

Verdict = GatewayCallback.Verdict
# A gateway that hears an error sends again; what it cannot mend it should not.
_STATUS = {Verdict.APPLIED: 200, Verdict.REPEATED: 200, Verdict.ORPHAN: 404, Verdict.UNSIGNED: 401}


@csrf_exempt
@require_POST
def gateway_callback(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the raw body, then judges it; tells no more than whether it was taken."""
    if code not in GATEWAYS:
        raise Http404
    # Read by ourselves: Django refuses a long body before anybody could have kept its beginning.
    body = request.read(LARGEST + 1)
    kept = keep_callback(gateway=code, body=body, headers=request.headers, truncated=len(body) > LARGEST)
    judged = judge_callback(kept.pk)
    taken = judged.verdict in {Verdict.APPLIED, Verdict.REPEATED}
    return JsonResponse({"taken": taken}, status=_STATUS.get(Verdict(judged.verdict), 400))
