from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display

from partners.accounts.admin import actor_of
from partners.income.disputes.disputing import answer_dispute
from partners.income.disputes.models import Dispute
from partners.journal.subjects import label_of
from stations.scope.admin import ReadOnlyAdmin
from stations.scope.admin_actions import VerbForm
from stations.wording import day, moment, yuan


class AnswerForm(VerbForm):
    reply = forms.CharField(label=gettext_lazy("Reply"), max_length=500)
    amount = forms.DecimalField(
        label=gettext_lazy("Adjustment in yuan"),
        max_digits=14,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("Where the partner is right. A second person confirms it."),
    )


class AnsweredFilter(DropdownFilter):
    title = gettext_lazy("answered")
    parameter_name = "answered_or_not"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("no", _("waits for an answer")), ("yes", _("answered"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in {"no", "yes"}:
            return queryset.filter(answered_at__isnull=self.value() == "no")
        return queryset


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyAdmin):
    """What partners say is wrong with a line, and what was answered."""

    list_display: ClassVar = ["partner", "order", "comes_to", "text", "raised", "due", "where"]
    list_filter: ClassVar = [AnsweredFilter]
    list_select_related: ClassVar = ["earning__partner"]
    search_fields: ClassVar = ["earning__partner__name", "=earning__subject"]
    fields: ClassVar = [
        "partner",
        "line",
        "comes_to",
        "text",
        "raised",
        "due",
        "where",
        "reply",
        "adjustment",
        "answered_by",
        "answered",
    ]
    readonly_fields: ClassVar = fields
    actions_detail: ClassVar = ["answer"]

    @display(description=gettext_lazy("rural partner"), ordering="earning__partner__name")
    def partner(self, dispute: Dispute) -> str:
        return str(dispute.earning.partner)

    @display(description=gettext_lazy("order"))
    def order(self, dispute: Dispute) -> str:
        return label_of(dispute.earning.subject)

    @display(description=gettext_lazy("line of income"))
    def line(self, dispute: Dispute) -> str:
        return format_html(
            '<a class="text-primary-600 underline" href="{}">{}</a>',
            reverse(f"{self.admin_site.name}:partners_earning_change", args=[dispute.earning_id]),
            dispute.earning,
        )

    @display(description=gettext_lazy("amount"))
    def comes_to(self, dispute: Dispute) -> str:
        return yuan(dispute.earning.amount)

    @display(description=gettext_lazy("raised at"), ordering="pk")
    def raised(self, dispute: Dispute) -> str:
        return moment(dispute.raised_at)

    @display(description=gettext_lazy("answer due"), ordering="due_on")
    def due(self, dispute: Dispute) -> str:
        return day(dispute.due_on)

    @display(description=gettext_lazy("answered at"))
    def answered(self, dispute: Dispute) -> str:
        return moment(dispute.answered_at)

    @display(description=gettext_lazy("state"))
    def where(self, dispute: Dispute) -> str:
        if not dispute.is_open:
            return _("answered")
        return _("overdue") if dispute.overdue else _("waits for an answer")

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        dispute = self.get_object(request, str(object_id))
        if dispute is None or not dispute.is_open:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return offered

    @action(description=gettext_lazy("Answer"), permissions=["verb"], icon="reply")
    def answer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        dispute = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            dispute,
            form_class=AnswerForm,
            verb=lambda row, answers: answer_dispute(actor=actor_of(request), dispute=row, **answers),
            title=_("Answer the dispute"),
            submit=_("Answer"),
            done=_("The partner reads the answer on the page of the line."),
            note=_("%(partner)s says: %(text)s") % {"partner": dispute.earning.partner, "text": dispute.text},
        )
