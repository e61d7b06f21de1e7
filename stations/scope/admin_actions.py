"""How an admin calls verbs: over ticked rows, or from a page of its own with a form.

A page asks first (GET) and acts on POST only: unfold shows an object's actions as links, and
a link must not write. Its one-time token makes a doubled click one deed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold import widgets

from stations.refusals import Refused
from stations.requests.claiming import new_token, once

SHOWN = 10  # refusals told one by one; a page of errors helps nobody


class VerbForm(forms.Form):
    """What a verb still has to be told; in the admin's own clothes."""

    row: Any = None

    _CLOTHES: ClassVar[dict[type[forms.Field], Any]] = {
        forms.ChoiceField: widgets.UnfoldAdminSelectWidget,
        forms.DecimalField: widgets.UnfoldAdminDecimalFieldWidget,
        forms.IntegerField: widgets.UnfoldAdminIntegerFieldWidget,
        forms.DateField: widgets.UnfoldAdminSingleDateWidget,
        forms.BooleanField: widgets.UnfoldBooleanWidget,
        forms.FileField: widgets.UnfoldAdminFileFieldWidget,
        forms.CharField: widgets.UnfoldAdminTextInputWidget,
    }

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.prepare()
        for field in self.fields.values():
            if field.widget.is_hidden:
                continue
            for kind, clothes in self._CLOTHES.items():
                if isinstance(field, kind):
                    field.widget = self._dressed(field, clothes)
                    break

    def prepare(self) -> None:
        """For forms whose fields depend on the row."""

    @staticmethod
    def _dressed(field: Any, clothes: Any) -> Any:
        widget = clothes(choices=field.choices) if isinstance(field, forms.ChoiceField) else clothes()
        widget.is_required = field.required
        widget.attrs |= field.widget_attrs(widget)
        return widget


class ReasonForm(VerbForm):
    """For verbs that want to know why."""

    reason = forms.CharField(max_length=200)

    def prepare(self) -> None:
        self.fields["reason"].label = _("Reason")


class VerbActions:
    """Mixed into `ScopedAdmin`."""

    model: type[models.Model]
    opts: Any
    admin_site: Any
    verb_template = "admin/verb_page.html"

    def run_each(
        self,
        request: HttpRequest,
        rows: Iterable[Any],
        verb: Callable[[Any], Any],
        *,
        done: Callable[[int], str],
    ) -> int:
        """Calls the verb for each row in a transaction of its own and tells what was done and what not.

        `done` words the count of rows that went through. Returns that count.
        """
        count, refusals = 0, []
        for row in rows:
            try:
                with transaction.atomic():
                    verb(row)
                count += 1
            except Refused as refused:
                named = str(row) in str(refused)  # some verbs say themselves which row it is
                refusals.append(str(refused) if named else f"{row}: {refused}")
        if count:
            messages.success(request, done(count))
        for refusal in refusals[:SHOWN]:
            messages.error(request, refusal)
        if len(refusals) > SHOWN:
            more = len(refusals) - SHOWN
            messages.error(
                request, ngettext("%d more row was refused.", "%d more rows were refused.", more) % more
            )
        return count

    def verb_page(
        self,
        request: HttpRequest,
        row: Any,
        *,
        verb: Callable[[Any, dict[str, Any]], Any],
        title: str,
        submit: str,
        done: str,
        form_class: type[VerbForm] = VerbForm,
        initial: dict[str, Any] | None = None,
        note: str = "",
        table: dict[str, Any] | None = None,
        after: str = "",
        before: Callable[[Any, dict[str, Any]], None] = lambda row, answers: None,
    ) -> HttpResponse:
        """A page about one row that asks what the verb must know, then calls `verb(row, answers)`.

        `note` and `table` (headers and rows, as unfold's) tell what there is to know before.
        It goes on to `after`, or to the row. A refusal comes back as an error beside its field; the
        form keeps what was typed. `before` is called outside the verb's transaction: for what a
        refusal must not undo.
        """
        posted = request.method == "POST"
        form = (
            form_class(request.POST, request.FILES, row=row, initial=initial)
            if posted
            else form_class(row=row, initial=initial)
        )
        if posted and form.is_valid():
            try:
                before(row, form.cleaned_data)
                once(
                    actor=request.user,
                    token=request.POST.get("token", ""),
                    purpose=f"admin:{request.resolver_match.url_name if request.resolver_match else ''}",
                    content={"row": row.pk, "answers": {k: str(v) for k, v in form.cleaned_data.items()}},
                    work=lambda: bool(verb(row, form.cleaned_data)) or True,
                )
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            else:
                messages.success(request, done)
                return HttpResponseRedirect(after or self._change_url(row))
        return self._render_verb(
            request, form, [row], title, submit, note, back=self._change_url(row), table=table
        )

    def bulk_verb_page(
        self,
        request: HttpRequest,
        rows: models.QuerySet[Any],
        *,
        action: str,
        verb: Callable[[Any, dict[str, Any]], Any],
        title: str,
        submit: str,
        done: Callable[[int], str],
        form_class: type[VerbForm] = VerbForm,
    ) -> HttpResponse | None:
        """The same for ticked rows: asks once, then calls the verb row by row."""
        posted = "apply" in request.POST
        form = form_class(request.POST if posted else None)
        if posted and form.is_valid():
            self.run_each(request, rows, lambda row: verb(row, form.cleaned_data), done=done)
            return None
        return self._render_verb(
            request, form, list(rows[:200]), title, submit, "", back=request.get_full_path(), action=action
        )

    def _change_url(self, row: Any) -> str:
        return reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk]
        )

    def _render_verb(
        self,
        request: HttpRequest,
        form: VerbForm,
        rows: list[Any],
        title: str,
        submit: str,
        note: str,
        *,
        back: str,
        action: str = "",
        table: dict[str, Any] | None = None,
    ) -> HttpResponse:
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(
            request,
            self.verb_template,
            {
                **self.admin_site.each_context(request),
                "title": title,
                "submit_label": submit,  # "submit" is a switch of unfold's button
                "note": note,
                "table": table,
                "form": form,
                "rows": rows,
                "opts": self.opts,
                "action": action,
                "back": back,
                "token": request.POST.get("token") or new_token(),
                "action_checkbox_name": ACTION_CHECKBOX_NAME,
            },
        )
