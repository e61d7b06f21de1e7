"""What one may complain of or ask is data of head office."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.complaints.lifecycle import Origin
from partners.complaints.models import ComplaintKind
from stations.refusals import Refused, check_fields

# Assumption: what such networks were asked, and how soon they promised an answer.
STANDARD_KINDS = (
    ("late_parcel", "包裹没到或迟到", "Parcel late or missing", Origin.VILLAGER, 3, True),
    ("goods", "货不对或损坏", "Wrong or damaged goods", Origin.VILLAGER, 5, True),
    ("money", "多收钱或退款", "Overcharged, or a refund", Origin.VILLAGER, 5, True),
    ("manners", "服务态度", "How one was treated", Origin.VILLAGER, 5, True),
    ("question", "咨询", "Question", Origin.VILLAGER, 3, False),
    ("my_income", "收入与结算", "Income and settlement", Origin.PARTNER, 7, False),
    ("my_parcels", "物流与包裹", "Second leg and parcels", Origin.PARTNER, 3, False),
    ("my_station", "站点与设备", "Station and equipment", Origin.PARTNER, 5, False),
    ("other", "其他", "Something else", Origin.PARTNER, 5, False),
)


def load_standard_kinds() -> None:
    """Enters the kinds that the programme began with, where there are none."""
    if ComplaintKind.objects.exists():
        return
    ComplaintKind.objects.bulk_create(
        ComplaintKind(code=code, name=name, name_en=name_en, origin=origin, days=days, judged=judged)
        for code, name, name_en, origin, days, judged in STANDARD_KINDS
    )


def enter_kind(*, actor: Any, **fields: Any) -> ComplaintKind:
    """Enters a kind. Raises Refused for fields that cannot be, or a code that is taken."""
    kind = ComplaintKind(**fields)
    check_fields(kind, "code", "name", "name_en", "days")
    try:
        with transaction.atomic():
            kind.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This code is taken."), code="once", field="code", conflict=True) from None
    return kind


def change_kind(*, actor: Any, kind: ComplaintKind, **fields: Any) -> ComplaintKind:
    """Changes name, days or use. What was received before keeps its day. Locks the kind."""
    with transaction.atomic():
        kind = ComplaintKind.objects.select_for_update().get(pk=kind.pk)
        for name, value in fields.items():
            setattr(kind, name, value)
        check_fields(kind, *fields)
        kind.save(update_fields=list(fields))
    return kind
