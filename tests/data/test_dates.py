from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.archive import BadFile
from data.importers.dates import day_first, written_time

AT = datetime(2025, 9, 13, 0, 38)


@pytest.mark.parametrize(
    ("text", "days_first"),
    [
        ("2025-09-13 00:38", False),
        ("2025-09-13 00:38:00", True),
        ("2025-09-13T00:38:00.900", False),
        ("2025/9/13 0:38", False),
        ("9/13/2025 0:38", False),
        ("9/13/25 0:38", False),
        ("9/13/2025 12:38 AM", False),
        ("9/13/2025 12:38:00 a.m.", False),
        ("13.09.2025 00:38", True),
        ("13/9/2025 0:38", True),
        ("13-09-2025  00:38:00", True),
        (" 13.09.25 00:38 ", True),
    ],
)
def test_one_moment_in_many_spellings(text, days_first):
    assert written_time(text, days_first) == AT


def test_afternoons_on_a_clock_of_twelve():
    assert written_time("9/13/2025 1:05 PM") == datetime(2025, 9, 13, 13, 5)
    assert written_time("9/13/2025 12:05 pm") == datetime(2025, 9, 13, 12, 5)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2025-09-13", "2025-13-09 00:38", "13/9/2025 0:38", "9/13/2025 24:00", "9/13/2025 13:05 PM",
     "2025-09-13 00:38:12Z", "2025-09/13 00:38", "45913.026", "12. Mai", "2025-W37-6 00:38",
     "9999-12-31 23:59", "0001-01-01 00:00:00", "٢٠٢٥-٠٩-١٣ ٠٠:٣٨"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):
        written_time(text)


def test_a_first_part_above_twelve_is_a_day():
    assert day_first(["9/10/2025 0:38", "13/10/2025 0:38"]) is True


def test_a_second_part_above_twelve_is_a_day():
    assert day_first(["9/10/2025 0:38", "9/13/2025 0:38"]) is False


def test_with_points_the_day_is_first():
    assert day_first(["09.10.2025 00:38"]) is True


def test_where_the_year_leads_nothing_is_asked():
    assert day_first(["2025-09-10 00:38:12", "", "2025/9/10 0:38"]) is False


def test_dates_that_do_not_show_their_order_are_refused():
    with pytest.raises(BadFile, match="log.csv: The dates do not show whether the day or the month comes first"):
        day_first(["9/10/2025 0:38", "11/12/2025 0:38"], "log.csv")


def test_dates_in_both_orders_are_refused():
    with pytest.raises(BadFile, match="Some dates begin with the day and others with the month"):
        day_first(["13/9/2025 0:38", "9/13/2025 0:38"])


@given(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2068, 1, 1)), min_size=1), st.booleans())
def test_a_file_that_shows_its_order_is_read_in_it(times, days_first):
    times = [at.replace(second=0, microsecond=0) for at in times] + [AT]
    pattern = "{0.day}/{0.month}/{0.year} {0.hour}:{0.minute:02}" if days_first else (
        "{0.month}/{0.day}/{0.year} {0.hour}:{0.minute:02}"
    )  # fmt: skip
    cells = [pattern.format(at) for at in times]
    assert [written_time(cell, day_first(cells)) for cell in cells] == times
