from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.accounts.looking.looking import end_look
from partners.accounts.looking.middleware import KEY
from stations.scope.web import county_page


@county_page
@require_POST
def end_my_look(request: HttpRequest) -> HttpResponse:
    """Back to oneself, and to the login that was looked at. Without a look there is nothing to end."""
    look = getattr(request, "look", None)
    if look is None:
        return redirect("admin:index")
    end_look(look=look)
    request.session.pop(KEY, None)
    messages.success(request, _("The look has ended: you are yourself again."))
    return redirect("admin:partners_user_change", look.whom_id)
