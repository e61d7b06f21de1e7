from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from partners.accounts.forms import ForgottenPasswordForm
from partners.accounts.resetting import redeem_password_code
from stations.phones import plain_phone
from stations.refusals import Refused


@sensitive_post_parameters("code", "password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    form = ForgottenPasswordForm(request.POST or None)
    if request.method == "POST":
        limited: HttpResponse | None = ratelimit.consume_or_429(
            request, action="reset_password", key=plain_phone(request.POST.get("login", "")).lower()
        )
        if limited is not None:
            return limited
        if form.is_valid() and _redeemed(form):
            messages.success(request, _("Your new password is set. Log in with it."))
            return redirect("account_login")
    return render(request, "account/forgotten_password.html", {"form": form})


def _redeemed(form: ForgottenPasswordForm) -> bool:
    data = form.cleaned_data
    try:
        redeem_password_code(login=data["login"], code=data["code"], password=data["password1"])
    except Refused as refused:
        form.add_error(refused.field, str(refused))
        return False
    return True


@never_cache
def staff_door(request: HttpRequest) -> HttpResponse:
    """Where the admin sends who is not logged in: to the one door; others learn that it is not for them."""
    if request.user.is_authenticated:
        if not request.user.is_staff:
            raise PermissionDenied
        return redirect(get_next_redirect_url(request) or "admin:index")
    return redirect_to_login(get_next_redirect_url(request) or "/admin/")
