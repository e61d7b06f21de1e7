from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import action, display

from orders.counter.driving import ask_soon
from orders.counter.fees import set_fee
from orders.counter.gateways.breaker import try_again
from orders.counter.gateways.models import GatewayState
from orders.counter.lifecycle import DUE, ServiceStatus
from orders.counter.models import CounterService, GatewayCallback, ServiceEvent, ServiceFee, ServiceSwitch
from orders.counter.settling import confirm_given_back, refund_service, settle_suspense
from orders.counter.showing import facts_of
from orders.counter.switching import switch_service
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedForm, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm
from stations.scope.badges import Badges
from stations.scope.filters import DaysFilter, ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.scope.large_lists import LargeReadOnlyAdmin
from stations.wording import moment, yuan

SHOWN = 4000  # characters of a callback's body


class EventInline(ScopedTabularInline):
    model = ServiceEvent
    fields = ("at", "source", "before", "after", "said", "drawer", "floating", "actor")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What happened")


@admin.register(CounterService)
class CounterServiceAdmin(LargeReadOnlyAdmin):
    """Counter services at the desk: what is being checked, what is in suspense, and the rest."""

    list_display: ClassVar = ["number", "kind", "station", "tells", "money", "charge", "tries", "created"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
        ("created_at", DaysFilter),
    ]
    list_select_related: ClassVar = ["station"]
    search_fields: ClassVar = ["reference"]  # switches the box on; `search` does the work
    search_help_text = gettext_lazy("Number, reference, phone, account or name")
    inlines: ClassVar = [EventInline]
    actions: ClassVar = ["ask_ticked"]
    actions_detail: ClassVar = ["ask", "given_back", "take_back", "count_as_done", "provider_took_back"]
    fieldsets: ClassVar = [
        (None, {"fields": ["station", "kind", "tells", "reason", "typed"]}),
        (gettext_lazy("Money"), {"fields": ["money", "charge", "held"]}),
        (
            gettext_lazy("At the gateway"),
            {"fields": ["reference", "charged_at", "succeeded_at", "due_at", "tries"]},
        ),
    ]
    readonly_fields: ClassVar = ["tells", "typed", "money", "charge"]

    @display(description=gettext_lazy("number"), ordering="pk")
    def number(self, service: CounterService) -> str:
        return service.number

    @display(
        description=gettext_lazy("status"),
        label=Badges(
            {
                ServiceStatus.SUCCEEDED: "success",
                ServiceStatus.UNKNOWN: "info",
                ServiceStatus.FAILED: "warning",
                ServiceStatus.SUSPENSE: "danger",
            }
        ),
    )
    def tells(self, service: CounterService) -> str:
        return service.get_status_display()

    @display(description=gettext_lazy("amount"))
    def money(self, service: CounterService) -> str:
        return yuan(service.amount)

    @display(description=gettext_lazy("fee"))
    def charge(self, service: CounterService) -> str:
        return yuan(service.fee)

    @display(description=gettext_lazy("recorded at"))
    def created(self, service: CounterService) -> str:
        return moment(service.created_at)

    @display(description=gettext_lazy("details"))
    def typed(self, service: CounterService) -> str:
        return format_html_join("", "{}: {}<br>", facts_of(service)) or "—"

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        service = self.get_object(request, str(object_id))
        fitting = _verbs_of(service) if service else set()
        return [
            offered
            for offered in super().get_actions_detail(request, object_id)
            if offered.action_name.removeprefix("orders_counterservice_") in fitting
        ]

    @action(description=gettext_lazy("Ask again now"), permissions=["verb"])
    def ask_ticked(self, request: HttpRequest, queryset: Any) -> None:
        self.run_each(
            request,
            queryset,
            lambda row: ask_soon(actor=request.user, service=row),
            done=lambda count: _("%(count)d services are asked about.") % {"count": count},
        )

    @action(description=gettext_lazy("Ask again now"), permissions=["verb"], icon="sync")
    def ask(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: ask_soon(actor=request.user, service=row),
            title=_("Ask again now"),
            submit=_("Ask again now"),
            done=_("It is asked about in a moment."),
        )

    @action(description=gettext_lazy("Money is given back"), permissions=["verb"], icon="payments")
    def given_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: confirm_given_back(actor=request.user, service=row),
            title=_("The villager has the money back"),
            submit=_("The villager has the money back"),
            done=_("Recorded."),
        )

    @action(description=gettext_lazy("Taken back by the provider…"), permissions=["verb"], icon="undo")
    def take_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, said: refund_service(actor=request.user, service=row, reason=said["reason"]),
            title=_("The provider took it back"),
            submit=_("Record the refund"),
            done=_("The refund is recorded; its commission goes back."),
            form_class=ReasonForm,
            note=_("Only after the provider has confirmed it: the villager gets the money at the station."),
        )

    @action(description=gettext_lazy("Settle: it was done…"), permissions=["verb"], icon="check")
    def count_as_done(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._settle(
            request,
            object_id,
            done=True,
            note=_("The villager pays again where the money was given back: see to it first."),
        )

    @action(description=gettext_lazy("Settle: it was taken back…"), permissions=["verb"], icon="undo")
    def provider_took_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._settle(
            request,
            object_id,
            done=False,
            note=_("The provider has taken it back; what the villager paid goes back where it has not yet."),
        )

    def _settle(self, request: HttpRequest, object_id: str, *, done: bool, note: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, said: settle_suspense(
                actor=request.user, service=row, done=done, reason=said["reason"]
            ),
            title=_("Settle the suspense"),
            submit=_("It was done") if done else _("It was taken back"),
            done=_("The suspense is settled."),
            form_class=ReasonForm,
            note=note,
        )


def _verbs_of(service: CounterService) -> set[str]:
    """The verbs that make sense now; they check again under the lock."""
    if service.status in DUE:
        return {"ask"}
    return {
        ServiceStatus.SUCCEEDED.value: {"take_back"},
        ServiceStatus.FAILED.value: {"given_back"},
        ServiceStatus.SUSPENSE.value: {"count_as_done", "provider_took_back"},
    }.get(service.status, set())


class SwitchForm(ScopedForm):
    class Meta:
        model = ServiceSwitch
        fields = ("center", "kind", "on")

    def _get_validation_exclusions(self) -> set[str]:
        """The verb changes the row that is there already."""
        return {field.name for field in ServiceSwitch._meta.concrete_fields}


@admin.register(ServiceSwitch)
class ServiceSwitchAdmin(ScopedAdmin):
    """Which services a county offers; a service without a row is as the table of kinds has it."""

    form = SwitchForm
    list_display: ClassVar = ["kind", "center", "on", "changed_by", "changed_at"]
    list_filter: ClassVar = [
        ("kind", ChoicesDropdownFilter),
        ("on", BooleanRadioFilter),
        ("center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["center", "changed_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["center", "kind"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> ServiceSwitch:
        return switch_service(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        switch_service(actor=request.user, center=obj.center, kind=obj.kind, on=form.cleaned_data["on"])


class FeeForm(ScopedForm):
    class Meta:
        model = ServiceFee
        fields = ("kind", "center", "fee", "valid_from")

    def _get_validation_exclusions(self) -> set[str]:
        """The verb says the same, and ends the fee that is open."""
        return {field.name for field in ServiceFee._meta.concrete_fields}


@admin.register(ServiceFee)
class ServiceFeeAdmin(ScopedAdmin):
    """The posted chart. A new fee begins on a day to come and ends the one before."""

    form = FeeForm
    list_display: ClassVar = ["kind", "center", "says", "valid_from", "valid_to"]
    list_filter: ClassVar = [("kind", ChoicesDropdownFilter), ("center", ScopedRelatedFilter)]
    list_select_related: ClassVar = ["center"]

    @display(description=gettext_lazy("fee"), ordering="fee")
    def says(self, fee: ServiceFee) -> str:
        return yuan(fee.fee)

    def add_by_verb(self, request: HttpRequest, form: Any) -> ServiceFee:
        return set_fee(actor=request.user, **form.cleaned_data)


@admin.register(GatewayCallback)
class GatewayCallbackAdmin(LargeReadOnlyAdmin):
    """Every callback as it came, valid or not."""

    list_display: ClassVar = ["gateway", "received_at", "verdict", "problem", "service"]
    list_filter: ClassVar = [
        ("verdict", ChoicesDropdownFilter),
        "gateway",
        ("received_at", DaysFilter),
    ]
    list_select_related: ClassVar = ["service"]
    search_fields: ClassVar = ["event_id__exact"]
    fields: ClassVar = [
        "gateway",
        "received_at",
        "verdict",
        "problem",
        "event_id",
        "service",
        "headers",
        "raw",
        "truncated",
    ]
    readonly_fields: ClassVar = ["raw", "received_at"]

    @display(description=gettext_lazy("body"))
    def raw(self, callback: GatewayCallback) -> str:
        return bytes(callback.body)[:SHOWN].decode("utf-8", errors="backslashreplace")


@admin.register(GatewayState)
class GatewayStateAdmin(ReadOnlyAdmin):
    """How the gateways are doing; head office may let one be tried again at once."""

    list_display: ClassVar = ["code", "tells", "failures", "open_until", "last_trouble", "last_answer_at"]
    fields: ClassVar = ["code", "failures", "open_until", "last_trouble", "last_answer_at"]
    actions_detail: ClassVar = ["try_again"]

    @display(
        description=gettext_lazy("state"),
        label=Badges({gettext_lazy("answers"): "success", gettext_lazy("left alone"): "danger"}),
    )
    def tells(self, state: GatewayState) -> str:
        return _("left alone") if state.open else _("answers")

    @action(description=gettext_lazy("Try again now"), permissions=["verb"], icon="sync")
    def try_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: try_again(actor=request.user, state=row),
            title=_("Try again now"),
            submit=_("Try again now"),
            done=_("The next call goes out at once."),
        )
