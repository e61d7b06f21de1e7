from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from stations.notices.lifecycle import NoticeState
from stations.notices.models import NoticeChange, Notification
from stations.notices.retrying import retry_notice
from stations.phones import plain_phone
from stations.scope.admin import ScopedTabularInline, masked
from stations.scope.admin_actions import ReasonForm
from stations.scope.badges import Badges
from stations.scope.filters import DaysFilter, ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.scope.large_lists import LargeReadOnlyAdmin
from stations.wording import masked_phone, moment


class StepInline(ScopedTabularInline):
    model = NoticeChange
    fields = ("at", "after", "problem", "gateway", "message_id", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Steps")


@admin.register(Notification)
class NotificationAdmin(LargeReadOnlyAdmin):
    """What villagers were told, and what did not reach them."""

    list_display: ClassVar = [
        "recorded",
        "station",
        "kind",
        "subject",
        masked("phone"),
        "tells",
        "problem",
        "attempts",
    ]
    list_filter: ClassVar = [
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("problem", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
        ("created_at", DaysFilter),
    ]
    list_select_related: ClassVar = ["station"]
    search_fields: ClassVar = ["phone"]  # switches the box on; `get_search_results` does the work
    search_help_text = gettext_lazy("A whole mobile number, or a subject such as agent-order:17")
    fieldsets: ClassVar = [
        (None, {"fields": ["station", "kind", "subject", "number", "says"]}),
        (
            gettext_lazy("Its life"),
            {"fields": ["state", "problem", "attempts", "message_id", "recorded", "sent", "next", "until"]},
        ),
    ]
    readonly_fields: ClassVar = ["number", "says", "recorded", "sent", "next", "until"]
    inlines: ClassVar = [StepInline]
    actions: ClassVar = ["retry_ticked"]
    actions_detail: ClassVar = ["retry"]

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("recorded at"), ordering="pk")
    def recorded(self, notice: Notification) -> str:
        return moment(notice.created_at)

    @display(description=gettext_lazy("mobile number"))
    def number(self, notice: Notification) -> str:
        return masked_phone(notice.phone)

    @display(description=gettext_lazy("text"))
    def says(self, notice: Notification) -> str:
        return notice.masked_text

    @display(
        description=gettext_lazy("state"),
        label=Badges(
            {
                NoticeState.SENT: "success",
                NoticeState.UNKNOWN: "warning",
                NoticeState.FAILED: "danger",
            }
        ),
    )
    def tells(self, notice: Notification) -> str:
        return notice.get_state_display()

    @display(description=gettext_lazy("sent at"))
    def sent(self, notice: Notification) -> str:
        return moment(notice.sent_at)

    @display(description=gettext_lazy("due at"))
    def next(self, notice: Notification) -> str:
        return moment(notice.due_at)

    @display(description=gettext_lazy("not to be sent after"))
    def until(self, notice: Notification) -> str:
        return moment(notice.expires_at)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        # Whole values only: a number must not be felt out digit by digit.
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        number = plain_phone(term)
        return (queryset.filter(phone=number) if number.isdigit() else queryset.about(term)), False

    # --- writing ---------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what was not sent can be sent again."""
        notice = self.get_object(request, str(object_id))
        if notice is None or notice.state != NoticeState.FAILED:
            return []
        return list(super().get_actions_detail(request, object_id))

    @action(description=gettext_lazy("Send again"), permissions=["verb"], icon="replay")
    def retry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: retry_notice(actor=request.user, notice=row, **answers),
            title=_("Send again"),
            submit=_("Send again"),
            done=_("The message waits to be sent."),
        )

    @action(description=gettext_lazy("Send again…"), permissions=["verb"])
    def retry_ticked(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self.bulk_verb_page(
            request,
            queryset,
            action="retry_ticked",
            form_class=ReasonForm,
            verb=lambda row, answers: retry_notice(actor=request.user, notice=row, **answers),
            title=_("Send messages again"),
            submit=_("Send again"),
            done=lambda count: (
                ngettext("%d message waits to be sent.", "%d messages wait to be sent.", count) % count
            ),
        )
