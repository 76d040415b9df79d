from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.regularity import (
    asleep_share,
    chronotype,
    clock_time,
    nights,
    regularity,
    social_jetlag,
    usual_times,
)
from analytics.results import Grade, NotEnoughData

FIRST = pd.Timestamp("2025-03-03")  # a Monday


def sleeps(onset_h, wake_h, nap=0, source="band", offset_min=0, first=FIRST):
    """One sleep a day from `first` on; hours from the midnight that begins each day, NaN: not recorded."""
    onset_h, wake_h = np.broadcast_arrays(np.atleast_1d(onset_h).astype(float), np.atleast_1d(wake_h).astype(float))
    days = pd.date_range(first, periods=len(onset_h))
    midnight = days.to_numpy().astype("datetime64[s]").astype("int64") - offset_min * 60
    table = pd.DataFrame(
        {"onset_utc": midnight + onset_h * 3600, "wake_utc": midnight + wake_h * 3600,
         "day": days.strftime("%Y-%m-%d"), "offset_min": offset_min, "nap": nap, "source": source}
    )  # fmt: skip
    return table.dropna()


def last(days):
    return (FIRST + pd.Timedelta(days=days - 1)).date()


def minutes(known, until, window):
    """The index the long way: minute by minute, NaN where no night vouches for the minute."""
    main = known.main[known.main.index > pd.Timestamp(until) - pd.Timedelta(days=window)]
    begin = (main["onset_utc"].iloc[0] + main["wake_utc"].iloc[0]) // 2 - 43200
    end = (main["onset_utc"].iloc[-1] + main["wake_utc"].iloc[-1]) // 2 + 43200
    state = np.full((end - begin) // 60, np.nan)
    middles = ((main["onset_utc"] + main["wake_utc"]) / 2).to_numpy()
    for k, middle in enumerate(middles):
        in_a_row = k + 1 < len(main) and (main.index[k + 1] - main.index[k]).days == 1
        until_s = max(middle + 43200, middles[k + 1] - 43200) if in_a_row else middle + 43200
        state[round((middle - 43200 - begin) / 60) : round((until_s - begin) / 60)] = 0
    for rows in (main, known.others):
        for onset, wake in zip(rows["onset_utc"], rows["wake_utc"], strict=True):
            state[(onset - begin) // 60 : (wake - begin) // 60] += 1
    state = np.minimum(state, 1)
    both = ~np.isnan(state[1440:]) & ~np.isnan(state[:-1440])
    return -100 + 200 * (state[1440:] == state[:-1440])[both].mean()


def test_clock_times_meet_at_midnight():
    time = clock_time(np.array([23.5, 24.5] * 10), np.arange(20))
    assert time.mean.value == pytest.approx(0, abs=1e-9) or time.mean.value == pytest.approx(24)
    assert time.mean.low < time.mean.value < time.mean.high
    # exp(-sd^2 / 2) = cos(0.5 h) for two times half an hour to either side.
    assert time.sd_h == pytest.approx(np.sqrt(-2 * np.log(np.cos(np.pi / 24))) * 12 / np.pi)


def test_the_interval_of_a_clock_time_is_that_of_a_mean():
    hours = np.random.default_rng(3).normal(0, 0.5, 200)
    mean = clock_time(hours, np.arange(200)).mean
    apart = (mean.value + 12) % 24 - 12
    assert apart == pytest.approx(hours.mean(), abs=0.01)
    assert (mean.high - mean.low) / 2 == pytest.approx(1.97 * hours.std() / np.sqrt(200), rel=0.25)


def test_times_all_around_the_clock_have_no_mean():
    assert clock_time(np.arange(24.0), np.arange(24)).mean is None


def test_a_few_long_runs_of_shifts_have_no_mean():
    assert clock_time(np.array([0.0] * 7 + [11.0] * 4 + [0.0] * 3), np.arange(14)).mean is None


def test_a_bedtime_that_is_always_the_same_is_known_exactly():
    time = clock_time(np.full(14, -0.5), np.arange(14))
    assert (time.mean.value, time.mean.low, time.mean.high) == pytest.approx((23.5, 23.5, 23.5))


def test_usual_times_need_a_week():
    known = nights(sleeps([-1.0] * 6, 7.0))
    with pytest.raises(NotEnoughData, match="6 of 7 nights"):
        usual_times(known, last(6))


def test_usual_times_of_the_window_only():
    known = nights(sleeps([3.0] * 30 + [-1.0] * 14, 8.0))
    times = usual_times(known, last(44), window=14)
    assert (times.bedtime.mean.value, times.wake.mean.value) == pytest.approx((23, 8))
    assert times.mid_sleep.mean.value == pytest.approx(3.5)
    assert times.bedtime.n == 14


def test_the_night_is_the_longest_sleep_of_the_best_source():
    table = pd.concat(
        [sleeps([-1.0] * 2, 6.0, source="watch"), sleeps([-0.5] * 2, [7.0, np.nan], source="ring"),
         sleeps([12.0], 13.0, nap=1, source="ring"), sleeps([12.0], 14.0, nap=1, source="watch"),
         sleeps([7.2], 7.7, source="ring")]
    )  # fmt: skip
    known = nights(table, ranked=("ring", "watch"))
    assert known.main["onset_h"].tolist() == [-0.5, -1.0]
    assert known.others["onset_utc"].tolist() == [FIRST.timestamp() + 7.2 * 3600, FIRST.timestamp() + 12 * 3600]


def test_a_nap_alone_is_no_night():
    known = nights(sleeps([13.0], 14.0, nap=1))
    assert (len(known.main), len(known.others)) == (0, 1)


def test_clock_hours_are_local():
    known = nights(sleeps([-0.5] * 3, 7.0, offset_min=330))
    assert known.main["onset_h"].tolist() == [-0.5] * 3
    assert known.main["mid_h"].tolist() == [3.25] * 3


def test_the_same_every_day_is_100():
    index = regularity(nights(sleeps([8.2] * 20, 15.0)), last(20)).index  # by day, after night shifts
    assert (index.value, index.low, index.high, index.n) == (100, 100, 100, 19)


def test_two_bedtimes_in_turn_by_hand():
    # Every other night is an hour later at both ends: 2 of 24 hours differ.
    late = np.arange(20) % 2
    index = regularity(nights(sleeps(-1.0 + late, 7.0 + late)), last(20)).index
    assert index.value == pytest.approx(-100 + 200 * 22 / 24, abs=0.5)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_index_equals_that_of_minute_epochs(seed):
    rng = np.random.default_rng(seed)
    onset = np.round(60 * rng.normal(-0.5, 1.5, 40)) / 60
    wake = onset + np.round(60 * rng.normal(7, 1, 40)) / 30 / 2
    onset[rng.random(40) < 0.15] = np.nan
    table = pd.concat([sleeps(onset, wake), sleeps(np.where(rng.random(40) < 0.2, 14.0, np.nan), 14.5, nap=1)])
    known = nights(table)
    known_naps = known.others[known.others["day"].isin(known.main.index)]
    known = type(known)(known.main, known_naps)
    assert regularity(known, last(40), window=40).index.value == pytest.approx(minutes(known, last(40), 40), abs=0.05)


def test_missing_nights_are_not_nights_awake():
    onset = np.full(40, -1.0)
    onset[[5, 12, 13, 30]] = np.nan
    index = regularity(nights(sleeps(onset, 7.0)), last(40), window=40).index
    assert index.value == 100
    assert index.n == 39 - 7  # the pairs of 5, 12 to 13 and 30 with their neighbours


def test_a_short_history_has_no_index():
    with pytest.raises(NotEnoughData, match="13 of 14 pairs of days in a row"):
        regularity(nights(sleeps([-1.0] * 14, 7.0)), last(14))
    with pytest.raises(NotEnoughData, match="0 of 14 pairs"):
        regularity(nights(sleeps([], [])), last(14))


def weekend_sleeper(weeks, later=1.5, longer=1.0):
    free = np.arange(7 * weeks) % 7 >= 5
    onset = -1.0 + later * free - longer / 2 * free
    return sleeps(onset, onset + 7.0 + longer * free)


def test_social_jetlag_is_the_difference_of_mid_sleeps_on_either_side_of_the_weekend():
    result = social_jetlag(nights(weekend_sleeper(5)), last(35))
    assert result.later.value == pytest.approx(1.5)
    assert (result.weeks, result.free_nights, result.work_nights, result.grade) == (5, 10, 25, Grade.STRONG)
    assert (result.work_mid_h, result.free_mid_h, result.hours) == pytest.approx((2.5, 4.0, 1.5))


def test_social_jetlag_of_an_early_riser_on_weekends_keeps_its_sign():
    result = social_jetlag(nights(weekend_sleeper(5, later=-1.0)), last(35))
    assert (result.later.value, result.hours) == pytest.approx((-1, 1))


def test_the_interval_of_social_jetlag_is_a_paired_t_test_over_weeks():
    from scipy.stats import ttest_1samp

    rng = np.random.default_rng(4)
    onset = -1.0 + rng.normal(0, 0.7, 56) + 1.0 * (np.arange(56) % 7 >= 5)
    known = nights(sleeps(onset, onset + 7))
    weekly = known.main["mid_h"].to_numpy().reshape(8, 7)
    differences = weekly[:, 5:].mean(axis=1) - weekly[:, :5].mean(axis=1)
    expected = ttest_1samp(differences, 0).confidence_interval()
    later = social_jetlag(known, last(56)).later
    assert (later.value, later.low, later.high) == pytest.approx((differences.mean(), expected.low, expected.high))


def test_free_days_that_are_known_count_instead_of_the_weekend():
    off = np.arange(42) % 4 == 0
    known = nights(sleeps(-1.0 + 2.0 * off, 6.0 + 2.0 * off))
    free = [(FIRST + pd.Timedelta(days=int(day))).date() for day in np.flatnonzero(off)]
    result = social_jetlag(known, last(42), free=free)
    assert result.free_known
    assert result.later.value == pytest.approx(2)


def test_mid_sleeps_around_midnight_are_not_torn_apart():
    free = np.arange(35) % 7 >= 5
    result = social_jetlag(nights(sleeps(-4.0 + free, 3.0 + free)), last(35))  # mid-sleep 23:30 and 00:30
    assert result.later.value == pytest.approx(1)
    assert (result.work_mid_h, result.free_mid_h) == pytest.approx((23.5, 0.5))


def test_chronotype_by_hand():
    # MSF 4.0; SDf 8, SDweek (5 x 7 + 2 x 8) / 7 = 51/7: MSFsc = 4 - (8 - 51/7) / 2.
    result = chronotype(nights(weekend_sleeper(5)), last(35))
    assert result.mid_sleep.value == pytest.approx(4 - (8 - 51 / 7) / 2)
    assert result.corrected_h == pytest.approx(5 / 14)


def test_nothing_is_corrected_where_free_nights_are_not_longer():
    result = chronotype(nights(weekend_sleeper(5, longer=-0.5)), last(35))
    assert (result.corrected_h, result.mid_sleep.value) == pytest.approx((0, 4.0))


def test_three_weeks_are_too_few():
    for answer in (social_jetlag, chronotype):
        with pytest.raises(NotEnoughData, match="3 of 4 weeks"):
            answer(nights(weekend_sleeper(3)), last(21))


def test_the_share_of_days_asleep_around_the_clock():
    table = pd.concat([sleeps([-1.0, -1.0, 1.0, 1.0], 7.0), sleeps([14.0], 15.0, nap=1)])
    share = asleep_share(nights(table), last(4))
    assert share[[22.875, 23.125, 0.125, 1.125, 6.875, 7.125, 14.125]].tolist() == [0, 0.5, 0.5, 1, 1, 0, 0.25]
    assert asleep_share(nights(sleeps([], [])), date(2025, 3, 3)).empty
