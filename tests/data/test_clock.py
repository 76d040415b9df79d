from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import clock

NEW_YORK = "America/New_York"
MINUTES = st.integers(-clock.MAX_OFFSET_MIN, clock.MAX_OFFSET_MIN)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("UTC-04:00", -240),
        ("UTC+05:30", 330),
        ("UTC+00:00", 0),
        ("UTCZ", 0),
        ("UTC", 0),
        ("Z", 0),
        ("+0530", 330),
        ("-0400", -240),
        ("+05:45", 345),
        ("GMT-3", -180),
        ("UTC−04:00", -240),  # with a true minus sign
        (" utc+14:00 ", 840),
    ],
)
def test_written_offsets(text, minutes):
    assert clock.written_offset(text) == minutes


@pytest.mark.parametrize(
    "text", ["", " ", "America/New_York", "UTC+14:01", "UTC+05:75", "5:30", "UTC+", "UTC4", "-04:00:00"]
)
def test_what_is_no_offset_is_refused(text):
    with pytest.raises(ValueError, match="UTC"):
        clock.written_offset(text)


@given(MINUTES)
def test_an_offset_reads_back_as_it_was_written(minutes):
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    assert clock.written_offset(f"UTC{sign}{hours:02}:{rest:02}") == minutes
    assert clock.written_offset(f"{sign}{hours:02}{rest:02}") == minutes


def test_a_local_time_becomes_an_instant():
    # 2025-09-13T04:38:12Z; 1757738292 by `date -d 2025-09-13T04:38:12Z +%s`
    assert clock.instant(datetime(2025, 9, 13, 0, 38, 12), -240) == 1757738292
    assert clock.instant(datetime(1970, 1, 1), 0) == 0
    assert clock.instant(datetime(1969, 12, 31, 23, 59, 59), 0) == -1


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), MINUTES)
def test_local_time_and_instant_undo_each_other(local, offset_min):
    whole = local.replace(microsecond=0)
    assert clock.local_time(clock.instant(local, offset_min), offset_min) == whole


def test_the_local_day_is_that_of_the_offset():
    at_utc = clock.instant(datetime(2025, 3, 1, 2, 0), 0)
    assert clock.local_day(at_utc, 0) == "2025-03-01"
    assert clock.local_day(at_utc, -300) == "2025-02-28"
    assert clock.local_day(at_utc, 780) == "2025-03-01"
    assert clock.local_day(at_utc + 9 * 3600, 780) == "2025-03-02"


def test_the_evening_before_is_a_negative_clock_time():
    at_utc = clock.instant(datetime(2025, 3, 1, 23, 30), 120)
    assert clock.clock_h(at_utc, 120, "2025-03-02") == -0.5
    assert clock.clock_h(at_utc, 120, "2025-03-01") == 23.5
    assert clock.clock_h(at_utc + 8 * 3600 - 15 * 60, 120, "2025-03-02") == 7.25


def test_a_zone_has_the_offset_of_the_season():
    winter = clock.instant(datetime(2025, 1, 15, 12), 0)
    summer = clock.instant(datetime(2025, 7, 15, 12), 0)
    assert clock.zone_offset_min(NEW_YORK, winter) == -300
    assert clock.zone_offset_min(NEW_YORK, summer) == -240
    assert clock.zone_offset_min("Asia/Kathmandu", summer) == 345


def test_a_local_time_in_a_zone():
    noon_utc = clock.instant(datetime(2025, 7, 1, 12), 0)
    assert clock.instant_in_zone(datetime(2025, 7, 1, 8), NEW_YORK) == (noon_utc, -240)


def test_an_hour_that_comes_twice_is_its_first():
    # In New York 01:30 came at 05:30Z (-4 h) and again at 06:30Z (-5 h) on 2 November 2025.
    assert clock.instant_in_zone(datetime(2025, 11, 2, 1, 30), NEW_YORK) == (
        clock.instant(datetime(2025, 11, 2, 5, 30), 0),
        -240,
    )


def test_an_hour_that_spring_leaves_out_is_moved_on():
    # On 9 March 2025 New York went from 02:00 to 03:00: 02:30 is read as 03:30, which is 07:30Z.
    assert clock.instant_in_zone(datetime(2025, 3, 9, 2, 30), NEW_YORK) == (
        clock.instant(datetime(2025, 3, 9, 7, 30), 0),
        -240,
    )


@given(st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)), st.sampled_from([NEW_YORK, "Asia/Kolkata", "UTC"]))
def test_the_offset_in_a_zone_is_that_of_the_instant(local, zone):
    at_utc, offset_min = clock.instant_in_zone(local.replace(microsecond=0), zone)
    assert offset_min == clock.zone_offset_min(zone, at_utc)
    assert clock.local_time(at_utc, offset_min) - local.replace(microsecond=0) in (timedelta(0), timedelta(hours=1))


def test_days_later_crosses_months_and_leap_days():
    assert clock.days_later("2024-02-28", 1) == "2024-02-29"
    assert clock.days_later("2025-01-01", -1) == "2024-12-31"
