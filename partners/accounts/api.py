from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partners.accounts.adapter import WRONG
from partners.accounts.forms import SecondFactorForm
from partners.accounts.models import User
from stations.refusals import Refused


class CredentialsSerializer(serializers.Serializer[Any]):
    login = serializers.CharField(max_length=60, help_text="User name or mobile number.")
    password = serializers.CharField(max_length=128, trim_whitespace=False, style={"input_type": "password"})
    code = serializers.CharField(
        max_length=20,
        required=False,
        allow_blank=True,
        help_text="Code from the app, where the login has a second factor.",
    )


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="Send it as: Authorization: Token <token>")


class TokenView(APIView):
    """A key for programs. The same limits as on the login page; a new password ends it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=CredentialsSerializer, responses=TokenSerializer, operation_id="token_create")
    def post(self, request: Request) -> Response:
        # allauth's limits read the request below DRF's.
        plain = request._request
        if not ratelimit.consume(plain, action="login"):
            raise Throttled
        asked = CredentialsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        try:
            user = get_adapter(plain).authenticate(plain, username=given["login"], password=given["password"])
        except ValidationError as limited:
            raise Throttled(detail=limited.messages[0]) from limited
        if user is None:
            raise Refused(WRONG, code="credentials")
        _check_second_factor(user, given.get("code", ""))
        token, _made = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})


def _check_second_factor(user: User, code: str) -> None:
    """Raises Refused unless the code opens; wrong ones count, as on the login page."""
    if not is_mfa_enabled(user):
        return
    if not code:
        raise Refused(
            _("This login has a second factor: send its code too."), code="code_needed", field="code"
        )
    form = SecondFactorForm(user=user, data={"code": code})
    if not form.is_valid():
        raise Refused(" ".join(form.errors["code"]), code="code", field="code")
