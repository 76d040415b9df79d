from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.results import Grade, NotEnoughData
from analytics.timing import Shape, around_own_mean, best_bedtime, best_duration

NAN = np.nan
NO_JOURNAL = pd.DataFrame(columns=["day", "habit", "question", "answer", "amount", "unit"])


def nights(onset_h, recovery, asleep_h=7.0, **more) -> pd.DataFrame:
    days = pd.date_range("2025-01-06", periods=len(onset_h), name="day")
    columns = {"onset_h": onset_h, "recovery_pct": recovery, "asleep_min": 60 * asleep_h, "day_strain": NAN}
    return pd.DataFrame(columns | {"load_au": NAN} | more, index=days)


def luck(days: int = 150, seed: int = 1) -> np.random.Generator:
    return np.random.default_rng([seed, days])


def with_a_best(days: int = 150, at: float = -1.5, sd: float = 4.0) -> pd.DataFrame:
    """Mornings that lose 4 points an hour squared from the best bedtime."""
    rng = luck(days)
    onset = at + 0.3 + 0.7 * rng.standard_normal(days)
    return nights(onset, 70 - 4 * (onset - at) ** 2 + sd * rng.standard_normal(days))


def test_the_best_bedtime_is_found_with_its_window():
    found = best_bedtime(with_a_best(), NO_JOURNAL)
    assert found.shape is Shape.PEAK
    assert found.grade is Grade.STRONG
    assert found.best.low <= -1.5 <= found.best.high
    assert found.best.high - found.best.low < 0.6
    # 4 points an hour squared: half an hour from the best costs one point
    assert found.window[1] - found.window[0] == pytest.approx(1.0, abs=0.25)
    assert found.gain.low <= found.gain.value <= found.gain.high
    assert found.n == found.best.n <= 150


def test_where_no_time_is_better_none_is_named():
    rng = luck()
    found = best_bedtime(nights(-1 + rng.standard_normal(150), 60 + 10 * rng.standard_normal(150)), NO_JOURNAL)
    assert (found.shape, found.grade, found.best, found.window) == (Shape.FLAT, Grade.NONE, None, None)
    assert 0 < found.could_matter < 20


def test_where_earlier_is_better_throughout_no_time_is_named():
    rng = luck()
    onset = -1 + 0.7 * rng.standard_normal(150)
    found = best_bedtime(nights(onset, 60 - 6 * onset + 4 * rng.standard_normal(150)), NO_JOURNAL)
    assert found.shape is Shape.FALLING
    assert found.best is None
    assert found.across.high < 0  # the late end is the worse one


def test_the_clock_may_be_turned():
    early = best_bedtime(with_a_best(), NO_JOURNAL)
    by_day = with_a_best()
    by_day["onset_h"] += 10.5  # a night worker who goes to bed at nine in the morning
    late = best_bedtime(by_day, NO_JOURNAL)
    assert late.best.value == pytest.approx(early.best.value + 10.5, abs=1e-6)
    assert late.p == pytest.approx(early.p, rel=1e-6)


def test_a_turn_of_the_clock_more_is_the_same_bedtime():
    once = with_a_best()
    turned = once.copy()
    turned.loc[turned["onset_h"] < -1.5, "onset_h"] += 24
    assert best_bedtime(turned, NO_JOURNAL).best.value == pytest.approx(
        best_bedtime(once, NO_JOURNAL).best.value, abs=1e-6
    )


def test_hours_around_midnight_meet():
    assert around_own_mean(pd.Series([23.5, 0.5, -0.25])).tolist() == pytest.approx([-0.5, 0.5, -0.25])


def test_alcohol_that_makes_nights_late_is_not_the_bedtime():
    rng = luck(365)
    drank = rng.random(365) < 0.3
    onset = np.full(365, -1.0) + 0.5 * rng.standard_normal(365)
    onset[1:] += 1.2 * drank[:-1]
    recovery = 60 + 8 * rng.standard_normal(365)
    recovery[1:] -= 12 * drank[:-1]
    daily = nights(onset, recovery)
    journal = pd.DataFrame({"day": daily.index, "habit": "alcohol", "answer": np.where(drank, "yes", "no")})
    journal = journal.assign(question="Alcohol?", amount=NAN, unit=None)
    assert best_bedtime(daily, NO_JOURNAL).shape is not Shape.FLAT
    assert best_bedtime(daily, journal).shape is Shape.FLAT


def test_of_a_resting_heart_rate_the_lowest_is_the_best():
    daily = with_a_best(sd=2.0)
    daily["resting_hr_bpm"] = 120 - daily["recovery_pct"]
    found = best_bedtime(daily, NO_JOURNAL, outcome="resting_hr_bpm")
    assert found.shape is Shape.PEAK
    assert found.best.value == pytest.approx(best_bedtime(daily, NO_JOURNAL).best.value, abs=1e-6)


def test_a_new_device_is_not_a_better_bedtime():
    rng = luck()
    later = np.arange(150) >= 75
    onset = -1 + 0.5 * rng.standard_normal(150) + later
    daily = nights(onset, 60 + 20 * later + 4 * rng.standard_normal(150))
    assert best_bedtime(daily, NO_JOURNAL, restarts=[daily.index[75].date()]).shape is Shape.FLAT


def test_the_best_length_is_told_from_the_bedtime_that_shortens_it():
    rng = luck(300)
    onset = -1 + 0.7 * rng.standard_normal(300)
    asleep = 7.3 - 0.6 * (onset + 1) + 0.6 * rng.standard_normal(300)
    daily = nights(onset, 60 - 5 * onset + 4 * rng.standard_normal(300), asleep)
    assert best_duration(daily, NO_JOURNAL).shape is Shape.FLAT
    daily["recovery_pct"] -= 4 * (asleep - 7.5) ** 2
    found = best_duration(daily, NO_JOURNAL)
    assert found.shape is Shape.PEAK
    assert found.best.low <= 7.5 <= found.best.high


def test_half_hours_with_few_nights_are_not_spoken_of():
    found = best_bedtime(with_a_best(), NO_JOURNAL)
    spoken = found.bins[found.bins["nights"] >= 5]
    assert found.range_h[0] >= spoken.index[0]
    assert found.range_h[1] <= spoken.index[-1] + 0.5
    assert found.bins.loc[found.bins["nights"] < 5, "mean"].isna().all()
    assert found.bins["nights"].sum() == found.n


def test_dots_lie_around_the_curve():
    found = best_bedtime(with_a_best(sd=1.0), NO_JOURNAL)
    inside = found.nights[found.nights["hour"].between(*found.range_h)]
    foretold = np.interp(inside["hour"], found.curve.index, found.curve["value"])
    assert np.abs(inside["adjusted"] - foretold).max() < 5


def test_the_same_seed_gives_the_same_answer():
    one, other = (best_bedtime(with_a_best(), NO_JOURNAL, seed=3) for _ in range(2))
    assert (one.best, one.could_matter) == (other.best, other.could_matter)


def test_too_few_nights():
    with pytest.raises(NotEnoughData, match="40 of 60 nights"):
        best_bedtime(with_a_best(40), NO_JOURNAL)


def test_nights_that_are_all_alike():
    rng = luck()
    daily = nights(-1 + 0.1 * rng.standard_normal(150), 60 + rng.standard_normal(150))
    with pytest.raises(NotEnoughData, match="of 20 min"):
        best_bedtime(daily, NO_JOURNAL)


def test_bedtimes_all_around_the_clock():
    daily = nights(np.tile([-1.0, 5.0, 11.0, 16.0], 45), np.full(180, 60.0))
    with pytest.raises(NotEnoughData, match="within 12 hours"):
        best_bedtime(daily, NO_JOURNAL)


def test_an_outcome_without_a_better_direction_is_refused():
    with pytest.raises(ValueError, match="day_strain"):
        best_bedtime(with_a_best(), NO_JOURNAL, outcome="day_strain")


def test_an_unknown_morning_is_left_out():
    daily = with_a_best()
    daily.loc[daily.index[:20], "recovery_pct"] = NAN
    found = best_bedtime(daily, NO_JOURNAL)
    assert found.n <= 130
    assert found.nights.index[0].date() >= date(2025, 1, 26)
