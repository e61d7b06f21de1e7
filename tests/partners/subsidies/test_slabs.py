"""Brackets: what a person types, what is refused, and what they bring at their bounds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.subsidies.slabs import NewSlab, check_slabs, read_slabs, slab_amount
from stations.refusals import Refused

D = Decimal


def test_brackets_are_read_as_they_are_typed():
    assert read_slabs(" 0 10,000 0 \n\n10000 20000.50 100\n20000.50 - 1.5%\n") == [
        NewSlab(D(0), D(10000), fixed=D(0)),
        NewSlab(D(10000), D("20000.50"), fixed=D(100)),
        NewSlab(D("20000.50"), None, share=D("0.015")),
    ]


@pytest.mark.parametrize("line", ["10000", "0 10 x", "0 - 5 6", "-5 10 1", "0 1e3 5", "０ 10 1x"])
def test_what_is_no_bracket_is_refused_with_its_line(line):
    with pytest.raises(Refused) as refused:
        read_slabs(f"0 10 1\n{line}")
    assert (refused.value.code, refused.value.field) == ("slabs", "slabs")
    assert line in str(refused.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "slabs"),
        ("100 - 5", "gap"),  # nothing is said below 100
        ("0 100 0\n200 - 5", "gap"),
        ("0 100 0\n99.99 - 5", "overlap"),
        ("0 - 0\n100 - 5", "overlap"),
        ("0 100 0\n100 200 5", "gap"),  # nothing is said above 200
        ("0 100 50\n100 - 10", "monotone"),
        ("0 100 5\n100 - 1%", "monotone"),  # 1 yuan at 100, 5 just below
        ("0 0 5", "range"),
        ("0 - 101%", "share"),
        ("\n".join(f"{n} {n + 1} 0" for n in range(21)), "slabs"),
    ],
)
def test_gaps_overlaps_and_less_for_more_are_refused(text, code):
    with pytest.raises(Refused) as refused:
        check_slabs(read_slabs(text), marginal=False)
    assert refused.value.code == code


def test_less_for_more_cannot_happen_where_brackets_add_up():
    check_slabs(read_slabs("0 100 50\n100 - 10"), marginal=True)


WHOLE = read_slabs("0 10000 0\n10000 20000 100\n20000 - 1%")


@pytest.mark.parametrize(
    ("basis", "amount"),
    [
        ("-5", "0"),
        ("0", "0"),
        ("9999.99", "0"),
        ("10000.00", "100"),
        ("19999.99", "100"),
        ("20000.00", "200"),
        ("20000.50", "200.0050"),
    ],
)
def test_the_bracket_that_is_reached_counts_for_the_whole(basis, amount):
    assert slab_amount(WHOLE, D(basis), marginal=False) == D(amount)


@pytest.mark.parametrize(
    ("basis", "amount"),
    [("9999.99", "0"), ("10000.00", "100"), ("20000.00", "100"), ("20100.00", "101"), ("30000", "200")],
)
def test_marginal_brackets_add_up(basis, amount):
    assert slab_amount(WHOLE, D(basis), marginal=True) == D(amount)


@st.composite
def brackets(draw):
    bounds = sorted({D(0), *draw(st.lists(st.decimals("0.01", 90_000, places=2), max_size=5))})
    shares = draw(st.booleans())
    brings = st.decimals(0, 1, places=5) if shares else st.decimals(0, 5_000, places=2)
    given = sorted(draw(st.lists(brings, min_size=len(bounds), max_size=len(bounds))))
    return [
        NewSlab(least, below, **{"share" if shares else "fixed": one})
        for least, below, one in zip(bounds, [*bounds[1:], None], given, strict=True)
    ]


@given(
    slabs=brackets(),
    marginal=st.booleans(),
    low=st.decimals(0, 100_000, places=2),
    more=st.decimals(0, 9_000, places=2),
)
def test_more_turnover_never_brings_less(slabs, marginal, low, more):
    check_slabs(slabs, marginal=marginal)
    assert slab_amount(slabs, low, marginal=marginal) <= slab_amount(slabs, low + more, marginal=marginal)
