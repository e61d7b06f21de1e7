from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextInputWidget

from partners.accounts.admin import actor_of
from partners.payouts.accounts import admin as accounts
from partners.payouts.admin_inlines import LeftOutInline, PayoutFileInline, ResultFileInline
from partners.payouts.building import build_batch, cancel_batch, check_batch
from partners.payouts.files import ENCODING, read_file
from partners.payouts.lifecycle import BatchStatus, Channel
from partners.payouts.models import Payout, PayoutBatch, PayoutFile, PayoutRule
from partners.payouts.releasing import release_batch
from partners.payouts.results import read_results
from partners.payouts.rules import enter_rule
from stations.clock import parse_month
from stations.exporting.recording import may_export
from stations.refusals import Refused
from stations.report_pages import report_file
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedForm
from stations.scope.admin_actions import ReasonForm, VerbForm
from stations.scope.filters import ScopedAutocompleteFilter
from stations.wording import count, moment, yuan
from stations.wording import month as month_in_words

__all__ = ["accounts"]

STEPS = {
    "check_it": {BatchStatus.DRAFT},
    "release": {BatchStatus.CHECKED},
    "cancel": {BatchStatus.DRAFT, BatchStatus.CHECKED},
    "bank_file": {BatchStatus.RELEASED, BatchStatus.SETTLED},
    "alipay_file": {BatchStatus.RELEASED, BatchStatus.SETTLED},
    "results": {BatchStatus.RELEASED, BatchStatus.SETTLED},
}


class BatchForm(ScopedForm):
    month = forms.CharField(
        label=gettext_lazy("Month"),
        max_length=7,
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "2015-11", "autocomplete": "off"}),
        help_text=gettext_lazy("Like 2015-11. What earlier months still owe is paid with it."),
    )

    class Meta:
        model = PayoutBatch
        fields = ("month",)

    def clean_month(self) -> Any:
        try:
            return parse_month(self.cleaned_data["month"])
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in PayoutBatch._meta.concrete_fields}


class ResultForm(VerbForm):
    file = forms.FileField(
        label=gettext_lazy("The bank's file"),
        help_text=gettext_lazy("CSV in GB18030 or UTF-8 with its control line; docs tell the columns."),
    )


@admin.register(PayoutBatch)
class PayoutBatchAdmin(ScopedAdmin):
    """Batches. Adding one builds it; one person checks it, another releases it."""

    form = BatchForm
    list_display: ClassVar = [
        "month_name",
        "number",
        "status",
        "count",
        "planned",
        "sent",
        "arrived",
        "not_arrived",
        "checked_by",
        "released_by",
    ]
    list_filter: ClassVar = [("status", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["checked_by", "released_by"]
    inlines: ClassVar = [PayoutFileInline, ResultFileInline, LeftOutInline]
    actions_detail: ClassVar = ["check_it", "release", "bank_file", "alipay_file", "results", "cancel"]
    told: ClassVar = [
        *list_display,
        "waiting",
        "built_by",
        "built",
        "checked",
        "released",
        "cancelled_by",
        "reason",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        batches: Any = super().get_queryset(request)
        return batches.with_progress()

    def get_fieldsets(self, request: HttpRequest, obj: PayoutBatch | None = None) -> Any:
        return [(None, {"fields": self.told if obj else ["month"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: PayoutBatch | None = None) -> Any:
        return self.told if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_inlines(self, request: HttpRequest, obj: PayoutBatch | None) -> Any:
        return self.inlines if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> PayoutBatch:
        return build_batch(month=form.cleaned_data["month"], actor=actor_of(request))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        batch = self.get_object(request, str(object_id))
        if batch is None:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        names = {name for name, states in STEPS.items() if batch.status in states}
        if batch.checked_by_id == actor_of(request).pk:
            names -= {"release"}
        channels = set(batch.files.values_list("channel", flat=True))
        names -= {f"{channel}_file" for channel in Channel.values if channel not in channels}
        return [one for one in offered if one.action_name.endswith(tuple(names))]

    @display(description=gettext_lazy("month"), ordering="month")
    def month_name(self, batch: PayoutBatch) -> str:
        return month_in_words(batch.month)

    @display(description=gettext_lazy("amount"), ordering="amount")
    def planned(self, batch: PayoutBatch) -> str:
        return yuan(batch.amount)

    @display(description=gettext_lazy("sent"))
    def sent(self, batch: PayoutBatch) -> str:
        return f"{count(batch.sent_count)} · {yuan(batch.sent_amount)}" if batch.released_by_id else "—"

    @display(description=gettext_lazy("paid"))
    def arrived(self, batch: Any) -> str:
        return count(batch.paid)

    @display(description=gettext_lazy("failed or returned"))
    def not_arrived(self, batch: Any) -> str:
        return count(batch.failed + batch.returned)

    @display(description=gettext_lazy("no result yet"))
    def waiting(self, batch: Any) -> str:
        return count(batch.under_way)

    @display(description=gettext_lazy("built at"))
    def built(self, batch: PayoutBatch) -> str:
        return moment(batch.built_at)

    @display(description=gettext_lazy("checked at"))
    def checked(self, batch: PayoutBatch) -> str:
        return moment(batch.checked_at)

    @display(description=gettext_lazy("released at"))
    def released(self, batch: PayoutBatch) -> str:
        return moment(batch.released_at)

    @action(description=gettext_lazy("Check"), permissions=["verb"], icon="fact_check")
    def check_it(self, request: HttpRequest, object_id: str) -> HttpResponse:
        batch = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            batch,
            verb=lambda row, _answers: check_batch(actor=actor_of(request), batch=row),
            title=_("Check the batch"),
            submit=_("I have checked it"),
            done=_("The batch is checked; somebody else releases it."),
            note=_told(batch),
        )

    @action(description=gettext_lazy("Release"), permissions=["verb"], icon="send")
    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        batch = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            batch,
            verb=lambda row, _answers: release_batch(actor=actor_of(request), batch=row),
            title=_("Release the batch"),
            submit=_("Release %(amount)s") % {"amount": yuan(batch.amount)},
            done=_("The batch is released: fetch its files for the bank and Alipay."),
            note=_told(batch),
        )

    @action(
        description=gettext_lazy("Cancel"), permissions=["verb"], icon="cancel", variant=ActionVariant.DANGER
    )
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: cancel_batch(actor=actor_of(request), batch=row, **answers),
            title=_("Cancel the batch"),
            submit=_("Cancel the batch"),
            done=_("The batch is cancelled; its partners wait for the next one."),
        )

    @action(description=gettext_lazy("Read the bank's file"), permissions=["verb"], icon="upload_file")
    def results(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ResultForm,
            verb=lambda row, answers: read_results(
                actor=actor_of(request), batch=row, name=answers["file"].name, content=answers["file"].read()
            ),
            title=_("Read the bank's file"),
            submit=_("Read it"),
            done=_("The file is read: what it did stands below."),
            note=_("Row by row: paid, failed or returned. The same file again changes nothing."),
        )

    @action(description=gettext_lazy("File for the bank"), permissions=["export"], icon="download")
    def bank_file(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._file(request, object_id, Channel.BANK)

    @action(description=gettext_lazy("File for Alipay"), permissions=["export"], icon="download")
    def alipay_file(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._file(request, object_id, Channel.ALIPAY)

    def _file(self, request: HttpRequest, object_id: str, channel: Channel) -> HttpResponse:
        """The file with the full account numbers: a right of its own, and written down."""
        batch = self.visible_or_404(request, object_id)
        file = PayoutFile.objects.visible_to(request.user).filter(batch=batch, channel=channel).first()
        if file is None or not self.has_export_permission(request):
            raise PermissionDenied
        return report_file(
            request,
            read_file(file),
            what="payout_file",
            name=file.name,
            content_type=f"text/csv; charset={ENCODING}",
            rows=file.count,
            masked=False,
        )

    def has_export_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_export(request.user, "payout_file")


def _told(batch: PayoutBatch) -> str:
    return _("%(count)s payouts, %(amount)s. Left out: %(left_out)s partners.") % {
        "count": count(batch.count),
        "amount": yuan(batch.amount),
        "left_out": count(batch.left_out.count()),
    }


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    """Payouts to partners: a county sees its own."""

    list_display: ClassVar = ["named", "partner", "comes_to", "status", "to", "sent", "arrived", "reason"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("partner", ScopedAutocompleteFilter),
    ]
    search_fields: ClassVar = ["partner__name", "=id"]
    fields: ClassVar = [
        "named",
        "partner",
        "month_name",
        "comes_to",
        "status",
        "to",
        "sent",
        "arrived",
        "ended",
        "reason",
    ]
    readonly_fields: ClassVar = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        # Django passes over `list_select_related` where the queryset has joins of its own.
        payouts = super().get_queryset(request).select_related("batch", "partner", "account")
        return payouts.defer("account__number")

    @display(description=gettext_lazy("number"), ordering="pk")
    def named(self, payout: Payout) -> str:
        return payout.number

    @display(description=gettext_lazy("month"))
    def month_name(self, payout: Payout) -> str:
        return month_in_words(payout.batch.month)

    @display(description=gettext_lazy("amount"), ordering="amount")
    def comes_to(self, payout: Payout) -> str:
        return yuan(payout.amount)

    @display(description=gettext_lazy("to"))
    def to(self, payout: Payout) -> str:
        return str(payout.account)

    @display(description=gettext_lazy("sent at"), ordering="sent_at")
    def sent(self, payout: Payout) -> str:
        return moment(payout.sent_at)

    @display(description=gettext_lazy("paid at"), ordering="paid_at")
    def arrived(self, payout: Payout) -> str:
        return moment(payout.paid_at)

    @display(description=gettext_lazy("failed or returned at"))
    def ended(self, payout: Payout) -> str:
        return moment(payout.ended_at)


@admin.register(PayoutRule)
class PayoutRuleAdmin(ScopedAdmin):
    """When and from which amount on is paid. Adding one begins it on a day to come."""

    list_display: ClassVar = ["valid_from", "from_amount", "day_of_month", "entered_by"]
    list_select_related: ClassVar = ["entered_by"]

    def get_fieldsets(self, request: HttpRequest, obj: PayoutRule | None = None) -> Any:
        return [(None, {"fields": self.list_display if obj else ["valid_from", "least", "day_of_month"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: PayoutRule | None = None) -> Any:
        return self.list_display if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_by_verb(self, request: HttpRequest, form: Any) -> PayoutRule:
        return enter_rule(actor=actor_of(request), **form.cleaned_data)

    @display(description=gettext_lazy("least amount"), ordering="least")
    def from_amount(self, rule: PayoutRule) -> str:
        return yuan(rule.least)
