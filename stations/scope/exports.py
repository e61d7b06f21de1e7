"""Exports of the admin: only the reader's rows, only named columns, and written down."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource
from import_export.widgets import CharWidget
from unfold.contrib.import_export.forms import ExportForm

from stations.exporting.recording import may_export, record_export
from stations.sheets import harmless
from stations.wording import masked_phone

MOST = 50_000  # a larger file is not read by anybody; the sidebar narrows it


class MaskedPhone(CharWidget):
    """A phone number in a file: only its ends."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return masked_phone(value) if value else ""


class _Harmless:
    """The library takes one "=" away and lets "+", "-", "@" and a second "=" begin a formula."""

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        for position in range(len(dataset)):
            cells = dataset[position]
            dataset[position] = [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
        return super().export_data(dataset, **kwargs)  # type: ignore[misc]


class HarmlessCSV(_Harmless, CSV):
    pass


class HarmlessXLSX(_Harmless, XLSX):
    pass


class WordedResource(ModelResource):
    """A list as a file for people: headers and choices in words, in the reader's language.

    `words` are the headers of what is no field of the model.
    """

    words: ClassVar[dict[str, Any]] = {}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, field in self.fields.items():
            word = self.words.get(name) or self._meta.model._meta.get_field(name).verbose_name
            field.column_name = str(word)

    def after_export(self, queryset: Any, dataset: Any, **kwargs: Any) -> None:
        """A workbook's sheet is called after its rows; the library cuts what Excel does not take."""
        dataset.title = capfirst(str(self._meta.model._meta.verbose_name_plural))

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        display = getattr(instance, f"get_{self.get_field_name(field)}_display", None)
        return str(display()) if display else super().export_field(field, instance, **kwargs)


class ScopedExportMixin(ExportMixin):
    """An export button; `resource_classes` names the columns, phones through `MaskedPhone`.

    `export_what` is a word of `EXPORTS`, which names the right. Whoever has `full_right` is offered
    `full_resource` too, where nothing is masked. Rows are those of the list as it is filtered; each
    export leaves a line in the log.
    """

    export_what = ""
    full_right = ""
    full_resource: type[ModelResource] | None = None
    resource_classes: list[type[ModelResource]] = []
    export_form_class = ExportForm
    to_encoding = "utf-8-sig"  # Excel takes a CSV for GBK unless it begins with the mark

    def get_export_formats(self) -> list[Any]:
        return [HarmlessXLSX, HarmlessCSV]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return may_export(request.user, self.export_what)

    def get_export_resource_classes(self, request: HttpRequest) -> list[type[ModelResource]]:
        if not self.resource_classes:
            raise ImproperlyConfigured(f"{type(self).__name__} exports every column it has")
        if self.full_resource and request.user.has_perm(self.full_right):
            return [*self.resource_classes, self.full_resource]
        return list(self.resource_classes)

    def get_valid_export_item_pks(self, request: HttpRequest) -> list[Any]:
        return list(self.get_export_queryset(request).values_list("pk", flat=True)[:MOST])

    def export_action(self, request: HttpRequest) -> HttpResponse:
        if not self.has_export_permission(request):
            raise PermissionDenied
        if self.get_export_queryset(request).order_by()[: MOST + 1].count() > MOST:
            messages.error(
                request, _("More than %(most)s rows: narrow the list first.") % {"most": f"{MOST:,}"}
            )
            return HttpResponseRedirect(f"../?{request.GET.urlencode()}")
        response: HttpResponse = super().export_action(request)
        return response

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        chosen = self.choose_export_resource_class(kwargs["export_form"], request)
        record_export(
            request,
            what=self.export_what,
            name=self.get_export_filename(request, queryset, file_format),
            rows=queryset.count(),
            masked=chosen is not self.full_resource,
        )
        return super().get_export_data(file_format, request, queryset, **kwargs)
