"""Properties of every import, on days and in zones that hypothesis chooses."""

from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.hardening import properties
from tests.hardening.subjects import SUBJECTS

quick = settings(max_examples=4, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
first_days = st.dates(date(2015, 1, 1), date(2025, 9, 1)).map(date.isoformat) | st.sampled_from(properties.TURNS)
zones = st.sampled_from(properties.ZONES)
clock_times = st.times().map(lambda at: f"{at:%H:%M}")


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
@quick
@given(first_day=first_days, zone=zones)
def test_every_night_is_of_the_local_date_of_waking_and_a_round_trip_changes_nothing(subject, first_day, zone):
    assert not properties.faults(subject, first_day, zone)


@settings(max_examples=40, deadline=None, database=None)
@given(st.dates(date(2015, 1, 1), date(2025, 9, 1)), clock_times, clock_times, zones)
@example(date(2024, 3, 31), "23:30", "02:30", "Europe/Berlin")  # an hour that was left out
@example(date(2024, 10, 27), "01:30", "02:30", "Europe/Berlin")  # an hour that came twice
@example(date(2024, 4, 26), "22:00", "00:30", "Africa/Cairo")  # a midnight that was left out
@example(date(2024, 2, 29), "23:59", "00:00", "UTC")
def test_a_night_kept_by_hand_is_of_the_day_on_which_it_ends(day, fell_asleep, woke, zone):
    if fell_asleep != woke:
        stored, local = properties.kept_by_hand(day, fell_asleep, woke, zone)
        assert stored == local == day.isoformat()
