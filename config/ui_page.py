"""`/ui/`, in DEBUG only: every component with content as it will be, to look at before shipping."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stations import inputs, wording
from stations.charts import Chart, Series

HEADER = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)


class SampleForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("Villager's phone"),
        widget=inputs.PhoneInput,
        help_text=gettext_lazy("Eleven digits. A villager who has been here before is found by it."),
    )
    title = forms.CharField(label=gettext_lazy("Item"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        choices=[("large", "大家电"), ("phone", "手机数码"), ("food", "食品"), ("farm", "农资")],
    )
    quantity = forms.IntegerField(label=gettext_lazy("Quantity"), widget=inputs.CountInput)
    price = forms.DecimalField(label=gettext_lazy("Unit price"), widget=inputs.MoneyInput)
    payment = forms.ChoiceField(
        label=gettext_lazy("Payment"),
        widget=forms.RadioSelect,
        choices=[("now", gettext_lazy("Cash, now")), ("arrival", gettext_lazy("Cash, on arrival"))],
    )
    delivery = forms.DateField(label=gettext_lazy("Wanted by"), widget=inputs.DayInput, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    code = forms.CharField(label=gettext_lazy("Pick-up code"), widget=inputs.CodeInput)
    consent = forms.BooleanField(label=gettext_lazy("The villager agrees that we keep name and phone"))


def show(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Order 2015 1111 0042 is placed."))
    now = timezone.now()
    return render(
        request,
        "config/ui_page.html",
        {
            "place": "七里泷村服务站",
            "tab": "today",
            "now": now,
            "singles_day": dt.datetime(2015, 11, 11, 1, 30, tzinfo=dt.UTC),
            "form": SampleForm(),
            "wrong": SampleForm(
                {"phone": "1385", "quantity": "两台", "price": "12,5", "category": "food"}, auto_id="wrong_%s"
            ),
            "page_obj": Paginator(range(95), 20).get_page(request.GET.get("page", 2)),
            "partials": partials(),
            **states(),
            **orders(),
            **ranks(),
            "charts": charts(),
        },
    )


def partials() -> list[tuple[str, str]]:
    """Name and parameters of each, from the comment it begins with."""
    found = []
    for path in sorted((Path(settings.BASE_DIR) / "templates" / "ui").glob("*.html")):
        header = HEADER.search(path.read_text())
        if header:
            found.append((path.stem, header[1].strip().partition(": ")[2] or header[1].strip()))
    return found


def states() -> dict[str, Any]:
    names = ["全部", "待付款", "在途", "可取件", "已取件"]
    counts = [128, 3, 9, 4, 112]
    tones = ["quiet", "waiting", "moving", "waiting", "done", "gained", "alert"]
    labels = ["草稿", "待付款", "运往县中心", "可取件", "已取件", "已打款", "退款待处理"]
    return {
        "segments": [
            {"label": name, "href": "?", "current": index == 3, "count": counts[index]}
            for index, name in enumerate(names)
        ],
        "statuses": list(zip(labels, tones, strict=True)),
    }


def orders() -> dict[str, Any]:
    rows = [
        ("海信 55 英寸液晶电视", "方桂花 · 138 **** 5678", "2899.00", "可取件", "waiting"),
        ("南极人羽绒服 女款中长 加厚 两件", "王建国 · 159 **** 0321", "458.50", "运往县中心", "moving"),
        ("金龙鱼菜籽油 5L × 2", "陈阿香 · 137 **** 8890", "119.80", "退款待处理", "alert"),
    ]
    lines = [("海信 55 英寸液晶电视", 1, "2899.00", "2899.00"), ("HDMI 线 2 米", 2, "15.00", "30.00")]
    return {
        "rows": [
            {"title": title, "note": note, "amount": Decimal(amount), "status": status, "tone": tone}
            for title, note, amount, status, tone in rows
        ],
        "facts": [
            ("村民", "方桂花"),
            ("电话", "138 **** 5678"),
            ("服务站", "七里泷村服务站"),
            ("下单时间", "11月11日 09:30"),
        ],
        "lines": [
            {"title": title, "quantity": quantity, "unit_price": Decimal(price), "amount": Decimal(amount)}
            for title, quantity, price, amount in lines
        ],
        "total": Decimal("2929.00"),
        "turnover": Decimal("293000000"),
        "today_turnover": Decimal("6284.50"),
        "income": Decimal("2217.36"),
        "nothing": None,
    }


def ranks() -> dict[str, Any]:
    provinces = [("浙江", 6120), ("福建", 4415), ("广东", 2982), ("湖南", 1877), ("贵州", 640)]
    return {
        "ranking": [
            {
                "name": name,
                "value": wording.yuan_short(ten_thousands * 10_000),
                "length": ten_thousands / provinces[0][1],
                "share": wording.percent(ten_thousands / 29_300),
                "href": "?",
            }
            for name, ten_thousands in provinces
        ],
        "table_columns": [
            {"label": _("County")},
            *({"label": label, "num": True} for label in (_("Placed"), _("Paid"), _("Net"), _("Orders"))),
        ],
        "table_rows": [
            ["桐庐县", "¥1,204,880.00", "¥1,180,224.50", "¥1,102,310.00", "7,376"],
            ["尤溪县", "¥986,040.00", "¥961,300.00", "¥930,118.20", "6,008"],
        ],
        "table_total": [_("Total"), "¥2,190,920.00", "¥2,141,524.50", "¥2,032,428.20", "13,384"],
    }


def charts() -> list[Chart]:
    paid = [38, 21, 9, 4, 3, 3, 5, 9, 16, 27, 29, 24, 15, 12, 11, 12, 11, 10, 9, 9, 10, 9, 8, 7]
    curve = Chart(
        id="curve",
        title=_("Turnover by hour"),
        kind="line",
        head=_("Hour"),
        labels=[f"{hour:02}:00" for hour in range(24)],
        series=[
            Series(_("Paid"), [one * 1_000_000 for one in paid]),
            Series(_("Net"), [one * 930_000 for one in paid]),
        ],
    )
    mix = Chart(
        id="mix",
        title=_("Share of categories"),
        kind="doughnut",
        head=_("Category"),
        labels=["大家电", "服装鞋包", "日用百货", "小家电", "手机数码", "食品", "母婴", "家具", "农资工具"],
        series=[Series(_("Paid"), [share * 2_930_000 for share in (30, 20, 12, 10, 10, 8, 5, 3, 2)])],
    )
    incomes = Chart(
        id="incomes",
        title=_("Partners by monthly income"),
        kind="bar",
        head=_("Yuan a month"),
        labels=["0-1k", "1-2k", "2-3k", "3-4k", "4-5k", "5-6k", "6k+"],
        series=[Series(_("Partners"), [520, 1900, 1640, 830, 390, 260, 330])],
        unit="count",
    )
    return [curve, mix, incomes]
