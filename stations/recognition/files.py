"""The decisions as files: CSV of those recognised, JSON with counts, XLSX for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from stations.recognition.deciding import Level
from stations.recognition.models import Poverty
from stations.recognition.report import Growth, Recognition, Village
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes

# Names of columns for programs: the same in every language.
CSV_COLUMNS = ("level", "province", "city", "county", "town", "village", "villages", "reason")


def as_data(report: Recognition) -> dict[str, Any]:
    """Plain values for JSON and the API; yuan as strings."""
    criteria = report.criteria
    return {
        "year": report.year,
        "criteria": {
            "from_year": criteria.year,
            "turnover": f"{criteria.turnover:.2f}",
            "shops": criteria.shops,
            "share": str(criteria.share.normalize()),
            "asks": criteria.asks,
            "bounds_count_in": criteria.bounds_count_in,
            "town_villages": criteria.town_villages,
            "cluster_villages": criteria.cluster_villages,
            "cluster_turnover": f"{criteria.cluster_turnover:.2f}",
            "large_cluster_villages": criteria.large_cluster_villages,
        },
        "counts": _counts(report),
        "growth": _growth(report.counted),
        "published_growth": _growth(report.published) if report.published else None,
        "villages": [_village(one) for one in report.villages],
        "not_recognised": [_village(one) for one in report.refused],
        "towns": [
            dict(zip(("province", "city", "county", "town"), one.key, strict=True))
            | {"villages": one.villages, "printed": one.printed, "reason": one.reason}
            for one in report.towns
        ],
        "clusters": [
            {
                "level": one.level.value,
                "province": one.place.province,
                "city": one.place.city,
                "county": one.place.county,
                "town": one.place.town,
                "villages": one.villages,
                "turnover_at_least": f"{one.turnover:.2f}",
                "contiguity": "neighbours" if one.by_neighbours else "county",
                "reason": one.reason,
            }
            for one in report.clusters
        ],
    }


def _counts(report: Recognition) -> dict[str, Any]:
    return {
        "villages": len(report.villages),
        "towns": len(report.towns),
        "clusters": len(report.clusters),
        "large_clusters": sum(one.level == Level.LARGE_CLUSTER for one in report.clusters),
        "by_province": [{"province": name, "villages": count} for name, count in report.provinces.items()],
        "by_city": [
            {"province": name[0], "city": name[1], "villages": count} for name, count in report.cities.items()
        ],
        "by_county": [
            {"province": name[0], "city": name[1], "county": name[2], "villages": count}
            for name, count in report.counties.items()
        ],
        "by_poverty_level": {level or "none": count for level, count in report.poverty.items()},
        "from_local_authorities": report.from_authorities,
        "b2b": report.b2b,
        "not_in_the_register": len([one for one in report.villages if not one.code]),
    }


def _growth(growth: Growth) -> dict[str, Any]:
    share = growth.share
    return {
        "previous": growth.previous,
        "current": growth.current,
        "added": growth.added,
        "share": None if share is None else str(share.quantize(Decimal("0.0001"))),
    }


def _village(one: Village) -> dict[str, Any]:
    return one.place._asdict() | {
        "code": one.code or None,
        "matched_by": one.matched_by or None,
        "listed": one.listed,
        "households": one.households,
        "shops": one.shops,
        "turnover": None if one.turnover is None else f"{one.turnover:.2f}",
        "product": one.product,
        "from_local_authority": one.from_authority,
        "poverty": one.poverty or None,
        "b2b": one.b2b,
        "reason": one.reason,
    }


def as_json(report: Recognition) -> bytes:
    return json.dumps(as_data(report), ensure_ascii=False, indent=1).encode() + b"\n"


def _rows(report: Recognition) -> Iterator[list[Cell]]:
    for one in report.villages:
        yield [Level.VILLAGE.value, *one.place, 1, one.reason]
    for town in report.towns:
        yield [Level.TOWN.value, *town.key, "", town.villages, town.reason]
    for cluster in report.clusters:
        yield [cluster.level.value, *cluster.place, cluster.villages, cluster.reason]


def as_csv(report: Recognition) -> bytes:
    """The recognised only, from the villages up."""
    kinds = {"villages": "count"}
    columns = [Column(name, kinds.get(name, "text")) for name in CSV_COLUMNS]  # type: ignore[arg-type]
    return csv_bytes(Sheet("", columns, _rows(report)))


def as_xlsx(report: Recognition) -> bytes:
    place = [Column(_("Province"), width=12), Column(_("City")), Column(_("County")), Column(_("Town"))]
    count = Column(_("Villages"), "count")
    reason = Column(_("Reason"), width=60)
    return xlsx_bytes(
        [
            Sheet(
                _("Villages"),
                [
                    *place,
                    Column(_("Village")),
                    Column(_("Code in the register")),
                    Column(_("Matched")),
                    Column(_("Households"), "count"),
                    Column(_("Active shops"), "count"),
                    Column(_("Turnover, yuan"), "yuan", 18),
                    Column(_("Main product")),
                    Column(_("Poverty county"), width=20),
                    reason,
                ],
                (_cells(one) for one in report.villages),
            ),
            Sheet(
                _("Towns"),
                [*place, count, Column(_("Printed count"), "count"), reason],
                ([*one.key, one.villages, one.printed, one.reason] for one in report.towns),
            ),
            Sheet(
                _("Clusters"),
                [*place[:3], count, Column(_("Turnover at least, yuan"), "yuan", 20), reason],
                ([*one.place[:3], one.villages, one.turnover, one.reason] for one in report.clusters),
            ),
            Sheet(
                _("Not recognised"),
                [*place, Column(_("Village")), reason],
                ([*one.place[:4], one.name, one.reason] for one in report.refused),
            ),
        ]
    )


def _cells(one: Village) -> list[Cell]:
    from_register: list[Cell] = [one.code, one.matched_by]
    figures: list[Cell] = [one.households, one.shops, one.turnover, one.product]
    return [*one.place[:4], one.name, *from_register, *figures, Poverty(one.poverty).label, one.reason]


FORMATS: dict[str, tuple[Callable[[Recognition], bytes], str]] = {
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
