"""Money, numbers, times and phones, written the one way in each language."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from stations import wording

SHANGHAI_MORNING = dt.datetime(2015, 11, 11, 1, 30, tzinfo=dt.UTC)


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234.5"), "¥1,234.50"),
        (Decimal("-5"), "-¥5.00"),
        (Decimal("0"), "¥0.00"),
        (Decimal("-0.004"), "¥0.00"),
        (Decimal("0.005"), "¥0.01"),
        (Decimal("2.675"), "¥2.68"),
        (2.675, "¥2.68"),
        (293_000_000, "¥293,000,000.00"),
        (None, "—"),
    ],
)
def test_an_amount_is_written_to_the_fen_in_either_language(language, value, text):
    assert wording.yuan(value) == text


def test_the_parts_of_an_amount_join_to_the_amount():
    assert wording.yuan_parts(Decimal("-1234.5")) == ("-¥", "1,234", ".50")
    assert wording.yuan_parts(None) is None


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (Decimal("293000000"), "¥2.93亿", "¥293.0M"),
        (Decimal("12340000"), "¥1,234万", "¥12.3M"),
        (Decimal("367000"), "¥36.7万", "¥367.0K"),
        (Decimal("31580"), "¥3.16万", "¥31.6K"),
        (Decimal("99999999"), "¥1.00亿", "¥100.0M"),
        (Decimal("999999999"), "¥10.0亿", "¥1.0B"),
        (Decimal("9999.99"), "¥1.00万", "¥10.0K"),
        (Decimal("9999.49"), "¥9,999.49", "¥10.0K"),
        (Decimal("470.00"), "¥470.00", "¥470.00"),
        (Decimal("-31580"), "-¥3.16万", "-¥31.6K"),
        (Decimal("0"), "¥0.00", "¥0.00"),
        (None, "—", "—"),
    ],
)
def test_a_large_amount_is_short_as_one_says_it(value, chinese, english):
    with translation.override("zh-hans"):
        assert wording.yuan_short(value) == chinese
    with translation.override("en"):
        assert wording.yuan_short(value) == english


@pytest.mark.parametrize(
    ("number", "masked", "full"),
    [
        ("13812345678", "138 **** 5678", "138 1234 5678"),
        (" 138-1234-5678", "138 **** 5678", "138 1234 5678"),
        ("0598-6321234", "**** 1234", "0598-6321234"),
        ("632123", "****", "632123"),
        ("", "—", "—"),
        (None, "—", "—"),
    ],
)
def test_a_phone_is_masked_unless_asked_for_in_full(number, masked, full):
    assert wording.masked_phone(number) == masked
    assert wording.full_phone(number) == full


def test_a_moment_of_another_year_names_the_year_and_is_told_in_chinese_time():
    with translation.override("zh-hans"):
        assert wording.moment(SHANGHAI_MORNING) == "2015年11月11日 09:30"
        assert wording.day(SHANGHAI_MORNING) == "2015年11月11日"
        assert wording.month(SHANGHAI_MORNING) == "2015年11月"
    with translation.override("en"):
        assert wording.moment(SHANGHAI_MORNING) == "Nov 11, 2015, 09:30"
        assert wording.day(SHANGHAI_MORNING.date()) == "Nov 11, 2015"
        assert wording.month(SHANGHAI_MORNING) == "November 2015"


def test_this_years_moments_leave_the_year_out(monkeypatch):
    monkeypatch.setattr(wording.clock, "today", lambda: dt.date(2015, 12, 31))
    with translation.override("zh-hans"):
        assert wording.moment(SHANGHAI_MORNING) == "11月11日 09:30"
    with translation.override("en"):
        assert wording.moment(SHANGHAI_MORNING) == "Nov 11, 09:30"


def test_the_day_turns_at_midnight_in_china():
    before = dt.datetime(2015, 11, 10, 15, 59, 59, tzinfo=dt.UTC)
    with translation.override("zh-hans"):
        assert wording.day(before) == "2015年11月10日"
        assert wording.day(before + dt.timedelta(seconds=1)) == "2015年11月11日"
        assert wording.moment(None) == wording.day(None) == wording.month(None) == "—"


def test_counts_and_shares(language):
    assert wording.count(9278) == "9,278"
    assert wording.count(None) == "—"
    assert wording.percent(Decimal("0.098")) == "9.8%"
    assert wording.percent(0.1, 0) == "10%"
    assert wording.percent(Decimal("1")) == "100.0%"
    assert wording.percent(None) == "—"
