"""A festival's report on paper: A4, a section a page. The same sheet as a page, and alone in a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orders.festivals.measures import Turnovers
from orders.festivals.places import Place
from orders.festivals.report import FestivalReport
from partners.people.models import Tenure
from stations import wording
from stations.clock import SHANGHAI

# Who runs a station on the last day of a festival: name, and the phone with only its ends.
People = dict[str, tuple[str, str]]
NOBODY: People = {}
STYLE = Path(settings.BASE_DIR) / "static" / "css" / "paper.css"


@dataclass(frozen=True)
class Paper:
    """One report, ready to be printed; `definitions` are term and text in the reader's language."""

    report: FestivalReport
    definitions: Iterable[Iterable[str]]
    people: People
    checksum: str = ""

    @property
    def title(self) -> str:
        report = self.report
        return report.festival.name if report.national else f"{report.festival.name} · {self.county.name}"

    @property
    def county(self) -> Place:
        return self.report.counties[0]

    @property
    def span(self) -> str:
        festival = self.report.festival
        return f"{written(festival.starts_at)} – {written(festival.ends_at)}"

    @property
    def as_of(self) -> str:
        return written(self.report.as_of)

    @cached_property
    def figures(self) -> list[tuple[str, str]]:
        report, sold = self.report, self.report.turnovers
        labels = {"placed": _("Placed"), "paid": _("Paid"), "net": _("Net")}
        figures = []
        for name, amount, orders in sold:
            figures.append((labels[name], f"{wording.yuan(amount)} / {wording.count(orders)}"))
        return [
            *figures,
            (_("Average order"), wording.yuan(sold.average_order)),
            (_("Stations in service"), wording.count(report.stations_in_service)),
            (_("Stations selling"), wording.count(report.stations_selling)),
            (_("Mean per station"), wording.yuan(report.mean_per_station)),
            (_("Median per station"), wording.yuan(report.median_per_station)),
        ]

    @cached_property
    def tables(self) -> list[dict[str, Any]]:
        """The sections: title, heads, rows; the long ones begin a page of their own."""
        report = self.report
        measures = [_("Paid"), _("Orders"), _("Placed"), _("Net")]
        several = report.festival.first_day != report.festival.last_day
        hour = "%m-%d %H:%M" if several else "%H:%M"
        tables: list[dict[str, Any]] = [
            {
                "title": _("Hours"),
                "heads": [_("Hour"), *measures],
                "rows": [[f"{one.starts_at:{hour}}", *_exact(one.turnovers)] for one in report.hours],
            },
            {
                "title": _("Categories"),
                "heads": [_("Category"), *measures],
                "rows": [[str(one.category.label), *_exact(one.turnovers)] for one in report.categories],
            },
        ]
        if report.national or len(report.counties) > 1:
            heads = [*measures, _("Stations in service"), _("Stations selling")]
            tables += [
                {
                    "title": title,
                    "new_page": True,
                    "heads": [one, *heads],
                    "rows": [
                        [row.name, *_exact(row.turnovers), str(row.in_service), str(row.selling)]
                        for row in rows
                    ],
                }
                for title, one, rows in (
                    (_("Provinces"), _("Province"), report.provinces),
                    (_("Counties"), _("County"), report.counties),
                )
            ]
        return [*tables, self._stations(measures)]

    def _stations(self, measures: list[str]) -> dict[str, Any]:
        people = [_("Run by"), _("Phone")] if self.people else []
        county = [_("County")] if self.report.national else []
        rows = []
        for rank, row in enumerate(self.report.stations, start=1):
            cells = [f"{rank}. {row.code} {row.name}"]
            cells += [row.within_name] if county else []
            cells += _exact(row.turnovers)
            cells += self.people.get(row.code, ("", "")) if people else []
            rows.append(cells)
        heads = [_("Station"), *county, *measures, *people]
        # A county has some dozens, which need no page of their own.
        return {"title": _("Stations"), "new_page": self.report.national, "heads": heads, "rows": rows}


def written(moment: dt.datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _exact(sold: Turnovers) -> list[str]:
    return [
        wording.yuan(sold.paid_amount),
        wording.count(sold.paid_orders),
        wording.yuan(sold.placed_amount),
        wording.yuan(sold.net_amount),
    ]


def alone(paper: Paper) -> bytes:
    """A file that needs nothing beside it: opened on any machine, it prints as the page does."""
    template = get_template("orders/festivals/paper_alone.html")
    context = {"paper": paper, "style": STYLE.read_text(), "language": get_language()}
    return template.render(context).encode()


def people_of(report: FestivalReport, user: object | None = None) -> People:
    """Who ran each station on the festival's last day, of those that `user` may see."""
    day = report.festival.last_day
    tenures = Tenure.objects.all() if user is None else Tenure.objects.visible_to(user)
    rows = tenures.filter(starts_on__lte=day).exclude(ends_on__lt=day).order_by()
    named = rows.values_list("station__code", "partner__name", "partner__phone")
    return {code: (name, wording.masked_phone(phone)) for code, name, phone in named}
