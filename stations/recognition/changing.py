"""Criteria, aliases and figures are put right at the desk."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stations.recognition.models import PlaceAlias, TaobaoCriteria, TaobaoVillage, VillageYear
from stations.refusals import Refused, check_fields
from stations.regions.models import Region


def enter_criteria(*, actor: Any, **said: Any) -> TaobaoCriteria:
    """Criteria from a year on. Raises Refused for a year that has some, and for fields that contradict."""
    criteria = TaobaoCriteria(**said)
    _check_criteria(criteria)
    with transaction.atomic(), _by(actor):
        if TaobaoCriteria.objects.filter(year=criteria.year).exists():
            raise Refused(_("This year has its criteria already."), code="taken", field="year")
        criteria.save(force_insert=True)
    return criteria


def correct_criteria(*, actor: Any, criteria: TaobaoCriteria, **said: Any) -> TaobaoCriteria:
    """Puts criteria right; their history keeps what they were. Locks them."""
    with transaction.atomic(), _by(actor):
        criteria = TaobaoCriteria.objects.select_for_update().get(pk=criteria.pk)
        for name, value in said.items():
            setattr(criteria, name, value)
        _check_criteria(criteria)
        criteria.save(update_fields=list(said))
    return criteria


def enter_alias(*, actor: Any, region: Region, reason: str, **printed: str) -> PlaceAlias:
    """What a printed place is called in the register; villages not matched yet are looked for again by
    `match_again`. Raises Refused: entered already, or a region of another level than the names say.
    """
    del actor
    names = {
        name: str(printed.get(name, "")).strip() for name in ("province", "city", "county", "town", "village")
    }
    level = (
        Region.Level.VILLAGE
        if names["village"]
        else Region.Level.TOWN
        if names["town"]
        else Region.Level.COUNTY
    )
    if region.level != level:
        raise Refused(
            _("%(region)s is a %(is)s; the printed names are of a %(asked)s.")
            % {"region": region, "is": region.get_level_display(), "asked": level.label},
            code="level",
            field="region",
        )
    alias = PlaceAlias(**names, region=region, reason=reason.strip())
    check_fields(alias, "province", "reason")
    try:
        with transaction.atomic():
            alias.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("This place has an alias already."), code="taken") from error
    return alias


def record_figures(*, actor: Any, village: TaobaoVillage, year: int, **figures: Any) -> VillageYear:
    """What is known of a village in a year, entered or put right; history keeps what it was."""
    with transaction.atomic(), _by(actor):
        row = VillageYear.objects.select_for_update().filter(village=village, year=year).first()
        row = row or VillageYear(village=village, year=year)
        for name, value in figures.items():
            setattr(row, name, value)
        check_fields(row, "year", *figures)
        row.save()
    return row


def _check_criteria(criteria: TaobaoCriteria) -> None:
    check_fields(
        criteria, "year", "turnover", "shops", "share", "asks", "town_villages", "cluster_villages", "source"
    )
    if not 0 <= criteria.share <= 1 or criteria.turnover < 0 or criteria.cluster_turnover < 0:
        raise Refused(_("The share lies between 0 and 1."), code="share", field="share")
    if criteria.town_villages < 1 or criteria.large_cluster_villages < criteria.cluster_villages:
        raise Refused(
            _("A large cluster has at least as many villages as a cluster."),
            code="large",
            field="large_cluster_villages",
        )


def _by(actor: Any) -> Any:
    return pghistory.context(user=actor.pk if actor else None)
