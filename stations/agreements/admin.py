from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from stations.agreements.models import Agreement
from stations.agreements.signing import sign_agreement
from stations.documents.admin import WithPapers
from stations.history import TrackedHistory
from stations.scope.admin import ScopedAdmin


@admin.register(Agreement)
class AgreementAdmin(WithPapers, TrackedHistory, ScopedAdmin):
    """Agreements with local governments, and their papers."""

    subject_word = "agreement"
    list_display: ClassVar = ["number", "center", "counterpart", "signed_on", "valid_until"]
    list_select_related: ClassVar = ["center"]
    search_fields: ClassVar = ["^number", "counterpart"]
    autocomplete_fields: ClassVar = ["center"]
    actions_detail: ClassVar = ["attach"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ["center", "number", "counterpart", "signed_on", "valid_until", "terms"]
        return [*said, "papers"] if obj else said

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["papers"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> Agreement:
        return sign_agreement(actor=request.user, **form.cleaned_data)
