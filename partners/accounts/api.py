"""`/api/v1/me/` and `/api/v1/token/`: who am I, and how a program logs in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from partners.accounts.adapter import WRONG
from partners.accounts.forms import SecondFactorForm
from partners.accounts.models import Role, User
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.refusals import Refused
from stations.scope import scope_of


class OwnPlaceSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class MeSerializer(serializers.ModelSerializer[User]):
    """Who is logged in, and what that login reaches."""

    role_label = serializers.CharField(
        source="get_role_display", help_text=gettext_lazy("In the reader's language.")
    )
    stations = serializers.SerializerMethodField(
        help_text=gettext_lazy(
            "Where this login stands at the counter today; staff reach whole counties instead."
        )
    )
    center = serializers.SerializerMethodField(help_text=gettext_lazy("Of county staff; null for others."))
    reach = serializers.SerializerMethodField(
        help_text=gettext_lazy("What this login may look at, in words.")
    )

    class Meta:
        model = User
        fields = ("username", "name", "phone", "role", "role_label", "stations", "center", "reach")
        read_only_fields = fields

    @extend_schema_field(OwnPlaceSerializer(many=True))
    def get_stations(self, user: User) -> Any:
        rows = Station.objects.filter(pk__in=scope_of(user).stations).order_by("code")
        return [OwnPlaceSerializer(station).data for station in rows]

    @extend_schema_field(OwnPlaceSerializer(allow_null=True))
    def get_center(self, user: User) -> Any:
        return OwnPlaceSerializer(user.center).data if user.center else None

    def get_reach(self, user: User) -> str:
        return reach_in_words(user)


def reach_in_words(user: User) -> str:
    """One sentence for the reader: everything, a county, stations, a person's own income, or nothing."""
    scope = scope_of(user)
    if scope.everything:
        return _("Everything in the whole country.")
    if scope.centers:
        names = CountyCenter.objects.filter(pk__in=scope.centers).values_list("name", flat=True)
        return _("Everything of %(places)s.") % {"places": ", ".join(names)}
    codes = Station.objects.filter(pk__in=scope.stations).order_by("code").values_list("code", flat=True)
    places = ", ".join(codes)
    if scope.person is None:
        return _("Orders and villagers of %(places)s.") % {"places": places} if places else _("Nothing.")
    if places:
        return _("Orders and villagers of %(places)s, and your own income.") % {"places": places}
    return _("Your own income; you run no station today.")


class MeView(APIView):
    @extend_schema(
        tags=["login"],
        summary=gettext_lazy("Who am I?"),
        description=gettext_lazy("The login behind this request, its role, its stations and its reach."),
        responses=MeSerializer,
        examples=[
            OpenApiExample(
                "partner",
                value={
                    "username": "lin",
                    "name": "林小芳",
                    "phone": "13900000001",
                    "role": Role.PARTNER.value,
                    "role_label": "partner",
                    "stations": [{"code": "FJYX001", "name": "西洋村"}],
                    "center": None,
                    "reach": "Orders and villagers of FJYX001, and your own income.",
                },
                response_only=True,
            )
        ],
    )
    def get(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        return Response(MeSerializer(request.user).data)


class CredentialsSerializer(serializers.Serializer[Any]):
    login = serializers.CharField(max_length=60, help_text=gettext_lazy("User name or mobile number."))
    password = serializers.CharField(max_length=128, trim_whitespace=False, style={"input_type": "password"})
    code = serializers.CharField(
        max_length=20,
        required=False,
        allow_blank=True,
        help_text=gettext_lazy("Code from the app, where the login has a second factor."),
    )


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(help_text=gettext_lazy("Send it as: Authorization: Token <token>"))


class TokenView(APIView):
    """A key for programs. The same limits as on the login page; a new password ends it."""

    def get_authenticators(self) -> list[Any]:
        # Who logs in anew may still send a token that has ended.
        return [] if self.request and self.request.method == "POST" else super().get_authenticators()

    def get_permissions(self) -> Any:
        return [AllowAny()] if self.request.method == "POST" else super().get_permissions()

    @extend_schema(
        tags=["login"],
        summary=gettext_lazy("Get a token"),
        description=gettext_lazy(
            "Send it as Authorization: Token …. A login has one at a time, until it is ended or the"
            " password changes. The limits are those of the login page."
        ),
        request=CredentialsSerializer,
        responses={200: TokenSerializer},
        auth=[],
        examples=[
            OpenApiExample("login", value={"login": "lin", "password": "…"}, request_only=True),
            OpenApiExample(
                "token", value={"token": "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b"}, response_only=True
            ),
        ],
    )
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

    @extend_schema(
        tags=["login"],
        summary=gettext_lazy("End the token"),
        description=gettext_lazy("Whoever still uses it has to log in again."),
        responses={204: OpenApiResponse(description=gettext_lazy("There is no token any more."))},
    )
    def delete(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        Token.objects.filter(user=request.user).delete()
        return Response(status=204)


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
