"""The admin within the reader's scope: every `ModelAdmin` of the project begins here.

What Django leaves open when only `get_queryset` is scoped is closed in one place each:
sidebar filters (`filters.py`), foreign keys and inlines (`ScopedFields`), look-ups and unique
values that tell of foreign rows, the answer for a row that is not there, exports
(`exports.py`), and writes that go past a verb (`ScopedAdmin.save_model`).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import unquote
from django.core import checks
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, ValidationError
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from stations.refusals import Refused
from stations.scope.admin_actions import VerbActions
from stations.scope.filters import scoped_filter
from stations.scope.list_rows import QuickRows
from stations.scope.rows import visible_rows
from stations.wording import masked_phone

__all__ = ["ReadOnlyAdmin", "ScopedAdmin", "ScopedStackedInline", "ScopedTabularInline", "masked"]


MOBILE_NUMBER = _("mobile number")


def masked(field: str, description: Any = MOBILE_NUMBER) -> Any:
    """A list column that shows only the ends of a phone number: `list_display = [masked("phone")]`."""

    def column(row: models.Model) -> str:
        value: Any = row
        for name in field.split(LOOKUP_SEP):
            value = getattr(value, name)
        return masked_phone(value)

    column.short_description = description  # type: ignore[attr-defined]
    column.__name__ = f"masked_{field}"
    return column


def _is_column(model: type[models.Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return name == "pk"
    return True


def _asks_only(model: type[models.Model], path: str, lookup: str) -> bool:
    """Whether a look-up asks about the column at `path` and about nothing behind it."""
    if lookup == path:
        return True
    if not lookup.startswith(f"{path}{LOOKUP_SEP}"):
        return False
    field: Any = None
    for name in path.split(LOOKUP_SEP):
        if not _is_column(model, name):
            return False
        field = model._meta.get_field(name)
        model = field.related_model if field.is_relation else model
    rest = lookup.removeprefix(f"{path}{LOOKUP_SEP}")
    if not field.is_relation:
        return True
    return rest.removeprefix(f"{field.target_field.name}{LOOKUP_SEP}") in {"exact", "in", "isnull"}


def _reads(field: forms.Field, said: Any) -> bool:
    """Whether a field takes what was said as an answer."""
    try:
        field.clean(said)
    except ValidationError:
        return False
    return True


class ScopedFields:
    """Rows and foreign keys within scope; for admins and their inlines."""

    model: type[models.Model]
    raw_id_fields = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)  # type: ignore[misc]
        return rows.visible_to(request.user)  # type: ignore[no-any-return]

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """Choices of a foreign key: the ones shown and the only ones a POST may name."""
        ordered = super().get_field_queryset(db, db_field, request)  # type: ignore[misc]
        visible = visible_rows(db_field.related_model, request.user)
        return visible if ordered is None else visible.order_by(*ordered.query.order_by)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.raw_id_fields:
            # Its widget prints the name of whatever id was posted, of any county.
            raise ImproperlyConfigured(f"{db_field}: use autocomplete_fields, not raw_id_fields")
        if "queryset" in kwargs:
            kwargs["queryset"] = kwargs["queryset"] & visible_rows(db_field.related_model, request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows of this house are closed, not deleted."""
        return False


class ScopedForm(forms.ModelForm):
    """Says "refused", not "exists already", about a unique value that only a foreign row holds.

    Also carries the refusal of a verb, so that the form comes back filled in with the message
    beside its field.
    """

    reader: ClassVar[Any] = None
    refusal: ClassVar[Refused | None] = None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal is not None:
            field = self.refusal.field
            self.add_error(field if field in self.fields else None, str(self.refusal))
        return cleaned

    def _update_errors(self, errors: ValidationError) -> None:
        for field, found in list(getattr(errors, "error_dict", {}).items()):
            errors.error_dict[field] = [self._discreet(field, error) for error in found]
        super()._update_errors(errors)  # type: ignore[misc]

    def _discreet(self, field: str, error: ValidationError) -> ValidationError:
        checked = (error.params or {}).get("unique_check") or (field,)
        if error.code not in {"unique", "unique_together"} or self._holder_is_visible(checked):
            return error
        return ValidationError(_("This value cannot be used."), code="refused")

    def _holder_is_visible(self, fields: tuple[str, ...]) -> bool:
        wanted = {name: getattr(self.instance, name, None) for name in fields}
        return visible_rows(type(self.instance), self.reader).filter(**wanted).exists()


class ScopedAdmin(ScopedFields, VerbActions, QuickRows, ModelAdmin):
    """An admin over the reader's own rows, read-only until its room says which verbs write.

    A room that lets people add or change rows defines `add_by_verb` or `change_by_verb`; both
    may raise Refused, which becomes a form error. Without them even the superuser only reads.
    """

    form = ScopedForm
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    view_on_site = False
    list_per_page = 50
    list_max_show_all = 0
    list_filter_submit = True
    list_fullwidth = True
    warn_unsaved_form = True

    # --- writing ---------------------------------------------------------------------

    def add_by_verb(self, request: HttpRequest, form: Any) -> models.Model:
        """Makes the row through its verb and returns it."""
        raise NotImplementedError

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        """Changes the row through its verb; `obj` carries the new values, unsaved."""
        raise NotImplementedError

    def _writes(self, name: str) -> bool:
        return any(name in kind.__dict__ for kind in type(self).__mro__ if kind not in ScopedAdmin.__mro__)

    def has_add_permission(self, request: HttpRequest) -> bool:
        writes = self._writes("add_by_verb") or self._writes("save_model")
        return writes and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        writes = self._writes("change_by_verb") or self._writes("save_model")
        return writes and super().has_change_permission(request, obj)

    def has_verb_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For actions that call verbs: the right to change, though the form itself is read-only."""
        return bool(request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            self.change_by_verb(request, obj, form)
            return
        made = self.add_by_verb(request, form)
        obj.pk, obj._state.adding, obj._state.db = made.pk, False, made._state.db
        obj.refresh_from_db()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            # The transaction is rolled back; the same form comes back with the reason in it.
            request.refusal = refused  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address fills in on the page of a new row: only what its field can read.

        Whatever else stands there is left out. A key that is no number, or words for a moment,
        would break the page while it is drawn.
        """
        asked: dict[str, Any] = super().get_changeform_initial_data(request)
        fields = self.get_form(request).base_fields
        return {name: said for name, said in asked.items() if name in fields and _reads(fields[name], said)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.reader = request.user
        form.refusal = getattr(request, "refusal", None)
        return form

    # --- reading ---------------------------------------------------------------------

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [scoped_filter(self.model, item) for item in super().get_list_filter(request)]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what the sidebar offers: a look-up in the address may not feel its way through a column."""
        offered: set[str | None] = {self.date_hierarchy, self.opts.pk.name}
        for item in self.list_filter:
            name = item[0] if isinstance(item, list | tuple) else item
            offered.add(name if isinstance(name, str) else getattr(name, "parameter_name", None))
        return any(path is not None and _asks_only(self.model, path, lookup) for path in offered) or (
            # No column at all: the parameter of a filter, which takes it out before the query.
            not _is_column(self.model, lookup.split(LOOKUP_SEP)[0])
        )

    def visible_or_404(self, request: HttpRequest, object_id: str) -> Any:
        """The row of a page of one's own; for a foreign one the same answer as for an unknown one."""
        row = self.get_object(request, unquote(str(object_id)))
        if row is None:
            raise Http404
        return row

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Nobody deletes (403); but a foreign row is not even there (404)."""
        self.visible_or_404(request, object_id)
        return super().delete_view(request, object_id, extra_context)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        # Django would go to the index with a message that repeats the id.
        raise Http404

    def get_actions_submit_line(self, request: HttpRequest, object_id: Any) -> Any:
        return super().get_actions_submit_line(request, object_id) if self.actions_submit_line else []

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found: list[checks.CheckMessage] = super().check(**kwargs)
        wrong = [option for option in ("raw_id_fields", "list_editable") if getattr(self, option)]
        wrong += [inline.__name__ for inline in self.inlines if not issubclass(inline, ScopedFields)]
        if not issubclass(self.form, ScopedForm):
            wrong.append("form")
        found += [
            checks.Error(f"{name} goes past the scope rule.", obj=type(self), id="scope.E001")
            for name in wrong
        ]
        return found


class ReadOnlyAdmin(ScopedAdmin):
    """For rows that only verbs and jobs make: looked at, never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ScopedInline(ScopedFields):
    """Rows beside their owner, to be looked at; editing them is a verb's work, not a form's."""

    extra = 0
    max_num: ClassVar[int | None] = None
    can_delete = False
    show_change_link = False
    hide_title = True
    form = ScopedForm

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.form.reader = request.user
        return formset


class ScopedTabularInline(ScopedInline, TabularInline):
    """A table of rows within the reader's scope."""


class ScopedStackedInline(ScopedInline, StackedInline):
    """Rows within the reader's scope, one below the other."""
