from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget

from partners.accounts import enrolling, resetting
from partners.accounts.codes import PasswordCode
from partners.accounts.looking.looking import may_look_as
from partners.accounts.looking.pages import LooksAtLogins
from partners.accounts.models import Role, User
from partners.accounts.ranks import manageable_roles, manages
from partners.accounts.reach_in_words import reach_in_words
from stations.phones import plain_phone
from stations.refusals import Refused
from stations.scope.admin import ScopedAdmin, ScopedForm, ScopedTabularInline, masked
from stations.scope.filters import ScopedRelatedFilter


def actor_of(request: HttpRequest) -> User:
    """Whoever acts; the admin lets nobody in who is not logged in."""
    return cast(User, request.user)


def show_code(request: HttpRequest, model_admin: Any, *, user: User, code: str, back: str) -> HttpResponse:
    """The one page that ever shows a one-time code; nothing keeps it."""
    response = TemplateResponse(
        request,
        "partners/accounts/one_time_code.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": _("One-time code"),
            "opts": model_admin.opts,
            "login": user,
            "code": code,
            "minutes": int(resetting.GOOD_FOR.total_seconds() // 60),
            "back": back,
        },
    )
    response["Cache-Control"] = "no-store"
    return response


class LoginForm(ScopedForm):
    phone = forms.CharField(
        label=gettext_lazy("mobile number"),
        max_length=20,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = User
        fields = ("username", "name", "phone", "role", "center", "station", "is_lead")

    def clean_phone(self) -> str | None:
        return plain_phone(self.cleaned_data["phone"]) or None

    def details(self) -> enrolling.LoginDetails:
        """What was typed, over what is on file for the fields that are not in this form."""
        data = self.cleaned_data
        known = {name: data.get(name, getattr(self.instance, name)) for name in LoginForm.Meta.fields}
        return enrolling.LoginDetails(**known | {"phone": known["phone"] or ""})


class CodeInline(ScopedTabularInline):
    model = PasswordCode
    fk_name = "user"
    fields = ("issued_at", "issued_by", "expires_at", "used_at", "replaced_at", "wrong_tries")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("One-time codes that were given")


@admin.register(User)
class UserAdmin(LooksAtLogins, ScopedAdmin):
    """Logins. Passwords are never typed here: a one-time code lets the owner choose one."""

    form = LoginForm
    list_display: ClassVar = [
        "username",
        "name",
        masked("phone"),
        "role",
        "place",
        "works",
        "last_login",
    ]
    list_filter: ClassVar = [
        ("role", ChoicesDropdownFilter),
        "is_active",
        ("center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["center", "station", "partner__center"]
    search_fields: ClassVar = ["^username", "name", "^phone"]
    autocomplete_fields: ClassVar = ["center", "station"]
    readonly_fields: ClassVar = ["reach", "works", "last_login", "date_joined"]
    inlines: ClassVar = [CodeInline]
    actions_detail: ClassVar = [
        "what_it_reaches",
        "look_as",
        "give_code",
        "switch_off",
        "switch_on",
        "remove_factor",
    ]

    @display(description=gettext_lazy("place"))
    def place(self, user: User) -> str:
        place = user.station or user.center or getattr(getattr(user, "partner", None), "center", None)
        return str(place or "")

    @display(description=gettext_lazy("works"), boolean=True, ordering="is_active")
    def works(self, user: User) -> bool:
        return user.is_active

    @display(description=gettext_lazy("can reach"))
    def reach(self, user: User) -> str:
        return format_html_join("", "<p>{}</p>", ((line,) for line in reach_in_words(user)))

    # --- the form --------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        typed = ["username", "name", "phone"]
        if obj is None or obj.role != Role.PARTNER:
            typed += ["role", "station"]
            if Role.COUNTY_STAFF in manageable_roles(actor_of(request)):
                typed[4:4] = ["center", "is_lead"]
        if obj is None:
            return [(None, {"fields": typed})]
        return [
            (None, {"fields": typed}),
            (_("What this login can reach"), {"fields": ["reach"]}),
            (_("Use"), {"fields": ["works", "last_login", "date_joined"]}),
        ]

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else []

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role":
            # A partner's login is opened on the partner's page.
            offered = manageable_roles(actor_of(request)) - {Role.PARTNER}
            kwargs["choices"] = [(value, label) for value, label in Role.choices if value in offered]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or manages(actor_of(request), obj)
        )

    def add_by_verb(self, request: HttpRequest, form: Any) -> User:
        user, request.one_time_code = enrolling.open_login(  # type: ignore[attr-defined]
            actor=actor_of(request),
            details=form.details(),
        )
        return user

    def change_by_verb(self, request: HttpRequest, obj: User, form: Any) -> None:
        enrolling.change_login(
            actor=actor_of(request),
            user=obj,
            details=form.details(),
        )

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        code = request.one_time_code  # type: ignore[attr-defined]
        return show_code(request, self, user=obj, code=code, back=self._change_url(obj))

    # --- beside the form -------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[Any]:
        user = self.get_object(request, str(object_id))
        if user is None:
            return []
        mine = manages(actor_of(request), user)
        fits = {
            "what_it_reaches": True,
            "look_as": may_look_as(actor_of(request), user),
            "give_code": mine and user.is_active,
            "switch_off": mine and user.is_active,
            "switch_on": mine and not user.is_active,
            "remove_factor": mine and user.authenticator_set.exists(),
        }
        offered = super().get_actions_detail(request, object_id)
        return [one for one in offered if fits[one.action_name.rpartition("_user_")[2]]]

    @action(description=gettext_lazy("One-time code"), permissions=["verb"], icon="key")
    def give_code(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.visible_or_404(request, object_id)
        if request.method == "POST":
            # No one-time token: a second click makes a second code, and the page shows the one that works.
            try:
                code = resetting.issue_password_code(actor=actor_of(request), user=user)
            except Refused as refused:
                messages.error(request, str(refused))
                return HttpResponseRedirect(self._change_url(user))
            return show_code(request, self, user=user, code=code, back=self._change_url(user))
        return self.verb_page(
            request,
            user,
            verb=lambda row, _answers: None,
            title=_("One-time code"),
            submit=_("Make a code"),
            done="",
            note=_(
                "Be sure who asks. With the code anybody can set a new password for this login;"
                " it is good for 30 minutes, once, and shown only on the next page."
            ),
        )

    @action(description=gettext_lazy("Switch off"), permissions=["verb"], icon="block")
    def switch_off(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: enrolling.switch_off_login(
                actor=actor_of(request),
                user=row,
            ),
            title=_("Switch this login off"),
            submit=_("Switch off"),
            done=_("The login is switched off; whoever used it is logged out."),
        )

    @action(description=gettext_lazy("Switch on"), permissions=["verb"], icon="check_circle")
    def switch_on(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: enrolling.switch_on_login(
                actor=actor_of(request),
                user=row,
            ),
            title=_("Switch this login on"),
            submit=_("Switch on"),
            done=_("The login works again."),
        )

    @action(
        description=gettext_lazy("Remove the second factor"), permissions=["verb"], icon="phonelink_erase"
    )
    def remove_factor(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: enrolling.remove_second_factor(
                actor=actor_of(request),
                user=row,
            ),
            title=_("Remove the second factor"),
            submit=_("Remove"),
            done=_("The second factor is removed: the password alone opens the desk."),
            note=_("For somebody who lost the phone with the app. Be sure who asks."),
        )
