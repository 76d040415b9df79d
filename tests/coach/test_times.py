"""Days that a question names, counted from Wednesday 20 May 2026."""

from datetime import date, timedelta

import pytest

from coach.understanding.dates.holidays import easter
from coach.understanding.times import times
from tests.coach.questions import TODAY

MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))


def span(text: str, *, ahead: bool = False) -> str | None:
    period = times(text, TODAY, ahead=ahead).period
    return period and " ".join(day.isoformat() for day in sorted({period.first, period.last}))


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("today", "2026-05-20"), ("this morning", "2026-05-20"), ("last night", "2026-05-20"),
        ("yesterday", "2026-05-19"), ("the day before yesterday", "2026-05-18"),
        ("this week", "2026-05-18 2026-05-20"), ("last week", "2026-05-11 2026-05-17"),
        ("the week before last", "2026-05-04 2026-05-10"), ("the past week", "2026-05-14 2026-05-20"),
        ("this month", "2026-05-01 2026-05-20"), ("last month", "2026-04-01 2026-04-30"),
        ("the past month", "2026-04-21 2026-05-20"), ("this year", "2026-01-01 2026-05-20"),
        ("last year", "2025-01-01 2025-12-31"), ("the past 10 days", "2026-05-11 2026-05-20"),
        ("the last three weeks", "2026-04-30 2026-05-20"), ("the last few days", "2026-05-18 2026-05-20"),
        ("since March", "2026-03-01 2026-05-20"), ("since I stopped drinking in March", "2026-03-01 2026-05-20"),
        ("since Monday", "2026-05-18 2026-05-20"), ("in May", "2026-05-01 2026-05-20"),
        ("in June", "2025-06-01 2025-06-30"), ("last May", "2025-05-01 2025-05-31"),
        ("in April 2025", "2025-04-01 2025-04-30"), ("between 3 and 17 May", "2026-05-03 2026-05-17"),
        ("from 3 to 10 April", "2026-04-03 2026-04-10"), ("April 3rd to 9th", "2026-04-03 2026-04-09"),
        ("from 3 May until yesterday", "2026-05-03 2026-05-19"), ("from March to April", "2026-03-01 2026-04-30"),
        ("on 3 May", "2026-05-03"), ("the 3rd of May", "2026-05-03"), ("May 3", "2026-05-03"),
        ("3.5.2026", "2026-05-03"), ("on 3/5", "2026-05-03"), ("on the 14th", "2026-05-14"),
        ("on the 28th", "2026-04-28"), ("2026-04-01", "2026-04-01"),
        ("from 2026-04-01 to 2026-04-10", "2026-04-01 2026-04-10"), ("on 12 December", "2025-12-12"),
        ("on Sunday", "2026-05-17"), ("last Tuesday", "2026-05-12"), ("last Sunday", "2026-05-17"),
        ("last weekend", "2026-05-16 2026-05-17"), ("3 days ago", "2026-05-17"),
        ("two weeks ago", "2026-05-04 2026-05-10"), ("3 months ago", "2026-02-01 2026-02-28"),
        ("a year ago", "2025-05-01 2025-05-31"), ("over Christmas", "2025-12-24 2025-12-26"),
        ("around Easter", "2026-04-03 2026-04-06"), ("in Q1", "2026-01-01 2026-03-31"),
        ("last quarter", "2026-01-01 2026-03-31"), ("last summer", "2025-06-01 2025-08-31"),
        ("in winter", "2025-12-01 2026-02-28"), ("before my holiday on 3 April", "2026-03-06 2026-04-02"),
        ("after my holiday on 3 April", "2026-04-04 2026-05-20"),
        ("since the start of the year", "2026-01-01 2026-05-20"), ("lately", "2026-05-07 2026-05-20"),
        ("early May", "2026-05-01 2026-05-10"), ("in 2025", "2025-01-01 2025-12-31"),
        ("for 6 weeks", "2026-04-09 2026-05-20"),
    ],
)  # fmt: skip
def test_days_gone_by(said, days):
    assert span(said) == days


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("tomorrow", "2026-05-21"), ("the day after tomorrow", "2026-05-22"), ("next week", "2026-05-25 2026-05-31"),
        ("on Saturday", "2026-05-23"), ("this weekend", "2026-05-23 2026-05-24"), ("in 6 weeks", "2026-07-01"),
        ("ten weeks from now", "2026-07-29"), ("in two days", "2026-05-22"), ("in a month", "2026-06-20"),
        ("on 12 December", "2026-12-12"), ("14 June", "2026-06-14"), ("next month", "2026-06-01 2026-06-30"),
        ("by September", "2026-09-01 2026-09-30"), ("this summer", "2026-06-01 2026-08-31"),
        ("at Christmas", "2026-12-24 2026-12-26"), ("on the 3rd", "2026-06-03"),
        ("the next 3 days", "2026-05-21 2026-05-23"),
    ],
)  # fmt: skip
def test_days_to_come(said, days):
    assert span(said, ahead=True) == days


@pytest.mark.parametrize(
    ("said", "days", "others"),
    [
        ("May against April", (MAY, TODAY), (APRIL, date(2026, 4, 30))),
        ("this month vs last month", (MAY, TODAY), (APRIL, date(2026, 4, 30))),
        ("higher this week than last week", (date(2026, 5, 18), TODAY), (date(2026, 5, 11), date(2026, 5, 17))),
        ("last month against the month before", (APRIL, date(2026, 4, 30)), (MARCH, date(2026, 3, 31))),
        ("before and after 1 March", (MARCH, TODAY), (date(2025, 12, 10), date(2026, 2, 28))),
    ],
)  # fmt: skip
def test_two_times_of_a_comparison(said, days, others):
    found = times(said, TODAY)
    assert (found.period.first, found.period.last) == days
    assert (found.against.first, found.against.last) == others
    assert found.compares


def test_before_and_after_are_as_long():
    found = times("before and after 1 March", TODAY)
    assert found.period.days == found.against.days


def test_weeks_to_an_event():
    assert times("in 6 weeks", TODAY, ahead=True).weeks == 6


@pytest.mark.parametrize(
    "said", ["may I go hard?", "at 23:30", "100 km", "31 April", "my weekends", "I march on", "5 hours", ""]
)
def test_what_is_no_day(said):
    assert span(said) is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("since March", "the time since March"), ("on 3 May", "3 May"), ("last night", "last night"),
        ("last week", "last week"), ("the past 10 days", "the last 10 days"), ("in April 2025", "April 2025"),
        ("on 12 December", "12 December 2025"),
    ],
)  # fmt: skip
def test_words_of_a_period_stand_behind_over(said, words):
    assert times(said, TODAY).period.words == words


def test_no_period_runs_backwards_on_any_day():
    for off in range(0, 800, 7):
        today = date(2024, 1, 1) + timedelta(days=off)
        for said in (
            "this week",
            "last month",
            "in May",
            "since March",
            "last summer",
            "Q4",
            "over Christmas",
            "early May",
        ):
            for ahead in (False, True):
                period = times(said, today, ahead=ahead).period
                assert period.first <= period.last
                assert ahead or period.last <= today, (said, today)


@pytest.mark.parametrize(
    ("year", "day"), [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))]
)
def test_easter(year, day):
    assert easter(year) == day
