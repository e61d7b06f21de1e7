from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
)

from partners.accounts.admin import actor_of
from partners.announcements.announcing import (
    change_announcement,
    draft_announcement,
    publish_announcement,
    withdraw_announcement,
)
from partners.announcements.lifecycle import AnnouncementStatus
from partners.announcements.models import Announcement
from partners.announcements.reading import Reader, readers_of
from stations.centers.models import CountyCenter
from stations.scope.admin import ScopedAdmin, ScopedForm
from stations.scope.admin_actions import ReasonForm
from stations.scope.badges import Badges
from stations.wording import day, moment

SHOWN = 300  # names on the page; the counts are of all


class AnnouncementForm(ScopedForm):
    centers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Counties"),
        queryset=CountyCenter.objects.none(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("Where it is not for all."),
    )

    class Meta:
        model = Announcement
        fields = (
            "title",
            "text",
            "title_en",
            "text_en",
            "valid_from",
            "valid_until",
            "pinned",
            "must_confirm",
            "for_all",
        )
        widgets: ClassVar = {
            "text": UnfoldAdminTextareaWidget,
            "text_en": UnfoldAdminTextareaWidget,
            "valid_from": UnfoldAdminSingleDateWidget,
            "valid_until": UnfoldAdminSingleDateWidget,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "centers" in self.fields:
            visible = CountyCenter.objects.visible_to(self.reader)
            self.fields["centers"].queryset = visible  # type: ignore[attr-defined]
            if self.instance.pk:
                self.initial["centers"] = list(self.instance.counties.values_list("center", flat=True))

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in Announcement._meta.concrete_fields}


@admin.register(Announcement)
class AnnouncementAdmin(ScopedAdmin):
    """What partners are told. A draft is changed; what is published is only taken back."""

    form = AnnouncementForm
    list_display: ClassVar = ["headline", "sender", "shown", "pinned", "must_confirm", "where", "reads"]
    list_filter: ClassVar = [("status", ChoicesDropdownFilter), "pinned", "must_confirm"]
    list_select_related: ClassVar = ["owner"]
    search_fields: ClassVar = ["title"]
    actions_detail: ClassVar = ["publish", "withdraw"]
    told: ClassVar = [
        "sender",
        "told_to",
        "title",
        "text",
        "title_en",
        "text_en",
        "valid_from",
        "valid_until",
        "pinned",
        "must_confirm",
        "where",
        "written_by",
        "published_by",
        "published_at",
        "withdrawn_by",
        "reason",
        "have_read",
        "have_not",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.with_reads(request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Announcement | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, {"fields": self.told})]
        fields = list(AnnouncementForm.Meta.fields)
        if getattr(request.user, "center", None) is None:
            fields.append("centers")
        else:
            fields.remove("for_all")
        return [(None, {"fields": fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Announcement | None = None) -> Any:
        return self.told if obj is not None and not self.has_change_permission(request, obj) else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or (obj.status == AnnouncementStatus.DRAFT and self._own(request, obj)))

    def add_by_verb(self, request: HttpRequest, form: Any) -> Announcement:
        return draft_announcement(actor=actor_of(request), **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_announcement(actor=actor_of(request), announcement=obj, **form.cleaned_data)

    @staticmethod
    def _own(request: HttpRequest, row: Announcement) -> bool:
        center = getattr(request.user, "center", None)
        return center is None or row.owner == center

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("title"), ordering="pk")
    def headline(self, row: Announcement) -> str:
        return row.headline

    @display(description=gettext_lazy("from"))
    def sender(self, row: Announcement) -> str:
        return row.sender

    @display(description=gettext_lazy("told to"))
    def told_to(self, row: Announcement) -> str:
        if row.for_all:
            return _("all counties")
        return "、".join(str(one.center) for one in row.counties.select_related("center"))

    @display(description=gettext_lazy("shown"), ordering="valid_from")
    def shown(self, row: Announcement) -> str:
        return f"{day(row.valid_from)} – {day(row.valid_until) if row.valid_until else ''}"

    @display(
        description=gettext_lazy("state"),
        ordering="status",
        label=Badges({AnnouncementStatus.PUBLISHED: "success", AnnouncementStatus.WITHDRAWN: "danger"}),
    )
    def where(self, row: Announcement) -> str:
        return row.get_status_display()

    @display(description=gettext_lazy("read, confirmed"))
    def reads(self, row: Any) -> str:
        return f"{row.read_count}, {row.confirmed_count}" if row.must_confirm else str(row.read_count)

    @display(description=gettext_lazy("have read it"))
    def have_read(self, row: Announcement) -> str:
        done, _missing = self._readers(row)
        return _names(done)

    @display(description=gettext_lazy("have not"))
    def have_not(self, row: Announcement) -> str:
        _done, missing = self._readers(row)
        return _names(missing)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.reader = request.user
        return found

    @staticmethod
    def _readers(row: Any) -> tuple[list[Reader], list[Reader]]:
        """Asked once a page; who has opened and not confirmed what is to be confirmed has not read it."""
        if not hasattr(row, "readers"):
            row.readers = readers_of(row, row.reader)
        done = [one for one in row.readers if (one.confirmed_at if row.must_confirm else one.read_at)]
        return done, [one for one in row.readers if one not in done]

    # --- writing ---------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        row = self.get_object(request, str(object_id))
        if row is None or row.status == AnnouncementStatus.WITHDRAWN or not self._own(request, row):
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if row.status == AnnouncementStatus.PUBLISHED:
            offered = [one for one in offered if not one.action_name.endswith("_publish")]
        return offered

    @action(description=gettext_lazy("Publish"), permissions=["verb"], icon="campaign")
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            row,
            verb=lambda row, _answers: publish_announcement(actor=actor_of(request), announcement=row),
            title=_("Publish it"),
            submit=_("Publish"),
            done=_("Partners see it from its first day on."),
            note=f"{row.title}: {row.text}",
        )

    @action(description=gettext_lazy("Take back"), permissions=["verb"], icon="undo")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: withdraw_announcement(
                actor=actor_of(request), announcement=row, **answers
            ),
            title=_("Take it back"),
            submit=_("Take back"),
            done=_("Nobody sees it any more."),
        )


def _names(readers: list[Reader]) -> str:
    """How many, and who."""
    rows = ((one.station, one.partner, moment(one.confirmed_at or one.read_at)) for one in readers[:SHOWN])
    return format_html("{}{}", len(readers), format_html_join("", "<br>{} {} {}", rows))
