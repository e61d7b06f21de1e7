"""What is known from the reports of the time: criteria, counts, and names that no rule explains."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from stations.recognition.models import PlaceAlias, PublishedCount, TaobaoCriteria
from stations.regions.models import Region

TEN_MILLION = Decimal("10000000.00")
_Shops = TaobaoCriteria.Shops

CRITERIA: dict[int, dict[str, Any]] = {
    2009: {"asks": _Shops.EITHER, "bounds_count_in": True, "source": "AliResearch, report of 2015"},
    2017: {"asks": _Shops.COUNT, "bounds_count_in": False, "source": "secondary source of 2017"},
    2020: {"asks": _Shops.BOTH, "bounds_count_in": True, "source": "secondary source of 2020"},
}
COUNTS: dict[int, dict[str, Any]] = {
    2014: {"villages": 212},
    2015: {"villages": 780, "towns": 71, "clusters": 25, "provinces": 17},
    2017: {"villages": 2100},
    2020: {"villages": 4310, "provinces": 25},
}
# Printed path and code: the register writes the people's name, or another character.
ALIASES: tuple[tuple[tuple[str, str, str, str, str], str, str], ...] = (
    *(
        (("福建省", "泉州市", "晋江市", "陈埭镇", name), code, "登记名称带民族名“回族”")
        for name, code in (
            ("江头村", "350582103206"),
            ("溪边村", "350582103207"),
            ("鹏头村", "350582103209"),
            ("花厅口村", "350582103211"),
        )
    ),
    *(
        (("河北省", "邢台市", "南宫市", "垂杨镇", name), code, "登记用字为“溹”")
        for name, code in (("后索泸村", "130581102214"), ("前索泸村", "130581102215"))
    ),
)


def load_standards() -> None:
    """Enters criteria, counts and aliases that are not there yet; what somebody changed stays."""
    for year, said in CRITERIA.items():
        TaobaoCriteria.objects.get_or_create(
            year=year, defaults={"turnover": TEN_MILLION, "shops": 100, "share": Decimal("0.1")} | said
        )
    for year, counted in COUNTS.items():
        PublishedCount.objects.get_or_create(year=year, defaults={"source": "AliResearch"} | counted)
    known = set(
        Region.objects.filter(code__in=[code for _path, code, _why in ALIASES]).values_list("code", flat=True)
    )
    for path, code, why in ALIASES:
        if code in known:
            names = dict(zip(("province", "city", "county", "town", "village"), path, strict=True))
            PlaceAlias.objects.get_or_create(**names, defaults={"region_id": code, "reason": why})
