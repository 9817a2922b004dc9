from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.amounts import HOURS, Amount, read_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        pytest.param("30 days", Amount(30, "days"), id="several"),
        pytest.param("1 days", Amount(1, "days"), id="one, in the plural"),
        pytest.param("1 day", Amount(1, "days"), id="one, in the singular"),
        pytest.param("15 business days", Amount(15, "business days"), id="business days"),
        pytest.param("1 business day", Amount(1, "business days"), id="one business day"),
        pytest.param(" 6 years ", Amount(6, "years"), id="spaces around it"),
        pytest.param("0 hours", Amount(0, "hours"), id="none at all"),
    ],
)
def test_an_amount_is_read(text: str, amount: Amount) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("30", id="no unit"),
        pytest.param("days", id="no number"),
        pytest.param("30days", id="no space"),
        pytest.param("thirty days", id="a number in words"),
        pytest.param("30 moons", id="an unknown unit"),
        pytest.param("-30 days", id="a negative number"),
        pytest.param("1.5 hours", id="a fraction"),
        pytest.param("30 days or so", id="words after it"),
        pytest.param("99999 days", id="an absurd number"),
        pytest.param("30 DAYS", id="capitals"),
        pytest.param("3 s", id="a letter that is only the plural"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_units(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of time") as refused:
        read_amount(text)
    assert "business days" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("1 days", "1 day", id="one day"),
        pytest.param("1 business days", "1 business day", id="one business day"),
        pytest.param("2 day", "2 days", id="two days"),
        pytest.param("0 hours", "0 hours", id="no hours"),
    ],
)
def test_an_amount_is_printed_as_a_sentence_has_it(text: str, printed: str) -> None:
    assert str(read_amount(text)) == printed


def test_amounts_in_different_units_can_be_put_in_order() -> None:
    texts = ["71 hours", "3 days", "3 business days", "1 weeks", "1 months", "31 days", "1 years"]
    hours = [read_amount(text).hours for text in texts]
    assert hours == sorted(hours)


def test_five_business_days_are_a_week() -> None:
    assert read_amount("5 business days").hours == pytest.approx(read_amount("1 week").hours)


@given(number=st.integers(0, 9999), unit=st.sampled_from(sorted(HOURS)))
def test_an_amount_printed_and_read_again_is_the_same(number: int, unit: str) -> None:
    assert read_amount(str(Amount(number, unit))) == Amount(number, unit)
