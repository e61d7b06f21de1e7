from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display

from partners.accounts.admin import actor_of, show_code
from partners.recruitment.admin_forms import ConfirmForm
from partners.recruitment.deciding.deciding import Confirmed, confirm_decision, withdraw_decision
from partners.recruitment.deciding.models import HiringDecision
from stations.scope.admin import ReadOnlyAdmin
from stations.wording import moment


class StateFilter(DropdownFilter):
    title = gettext_lazy("state")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("waits for a second person"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.open() if self.value() == "open" else queryset


@admin.register(HiringDecision)
class HiringDecisionAdmin(ReadOnlyAdmin):
    """What one person proposed about an applicant; a second one confirms."""

    list_display: ClassVar = [
        "application",
        "who",
        "verdict",
        "reason",
        "where",
        "proposed_by",
        "confirmed_by",
    ]
    list_filter: ClassVar = [StateFilter, ("verdict", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["application", "proposed_by", "confirmed_by"]
    actions_detail: ClassVar = ["confirm", "withdraw"]
    fields: ClassVar = [
        "application",
        "who",
        "verdict",
        "reason",
        "where",
        "proposed_by",
        "proposed",
        "confirmed_by",
        "confirmed",
        "withdrawn_by",
    ]
    readonly_fields: ClassVar = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("application__identity_number")

    @display(description=gettext_lazy("applicant"))
    def who(self, decision: HiringDecision) -> str:
        return decision.application.name

    @display(description=gettext_lazy("state"))
    def where(self, decision: HiringDecision) -> str:
        return decision.state

    @display(description=gettext_lazy("proposed at"))
    def proposed(self, decision: HiringDecision) -> str:
        return moment(decision.proposed_at)

    @display(description=gettext_lazy("confirmed at"))
    def confirmed(self, decision: HiringDecision) -> str:
        return moment(decision.confirmed_at)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        decision = self.get_object(request, str(object_id))
        if decision is None or not decision.is_open:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if decision.proposed_by_id == actor_of(request).pk:
            offered = [one for one in offered if not one.action_name.endswith("_confirm")]
        return offered

    @action(description=gettext_lazy("Confirm"), permissions=["verb"], icon="verified")
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Of an acceptance the next page is the partner's one-time code, which nothing keeps."""
        decision = self.visible_or_404(request, object_id)
        came: list[Confirmed] = []
        page = self.verb_page(
            request,
            decision,
            form_class=ConfirmForm,
            verb=lambda row, answers: came.append(
                confirm_decision(actor=actor_of(request), decision=row, **answers)
            ),
            title=_("Confirm the decision"),
            submit=_("Confirm: %(verdict)s") % {"verdict": decision.get_verdict_display()},
            done=_("It is decided; the applicant is told."),
            note=_("%(name)s · proposed by %(proposer)s: %(reason)s")
            % {
                "name": decision.application.name,
                "proposer": decision.proposed_by,
                "reason": decision.reason,
            },
        )
        partner = came[0].partner if came else None
        if partner is None or partner.user is None:
            return page
        back = reverse("admin:partners_partner_change", args=[partner.pk])
        return show_code(request, self, user=partner.user, code=came[0].code, back=back)

    @action(description=gettext_lazy("Withdraw"), permissions=["verb"], icon="cancel")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: withdraw_decision(actor=actor_of(request), decision=row),
            title=_("Withdraw the proposal"),
            submit=_("Withdraw"),
            done=_("The proposal is withdrawn."),
        )
