from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.circadian import TURN, heart_days, readiness_windows, rhythm, rhythm_shift
from analytics.results import Estimate, Grade, NotEnoughData

FIRST_S = int(pd.Timestamp("2025-03-03").timestamp())
NO_WORKOUTS = pd.DataFrame({"start_utc": [], "end_utc": []})
CLOCK = np.arange(24) + 0.5


def hourly(days, curve=lambda clock: 60 + 8 * np.cos(TURN * (clock - 16)), noise=0.0, offset_min=0, seed=1):
    """Hours whose local clock begins at midnight of 3 March 2025."""
    hour_utc = FIRST_S - offset_min * 60 + 3600 * np.arange(24 * days)
    bpm = np.tile(curve(CLOCK), days) + noise * np.random.default_rng(seed).standard_normal(24 * days)
    return pd.DataFrame({"hour_utc": hour_utc, "mean": bpm, "offset_min": offset_min})


def workout(day, start_h, end_h):
    begin = FIRST_S + day * 86400
    return pd.DataFrame({"start_utc": [begin + int(start_h * 3600)], "end_utc": [begin + int(end_h * 3600)]})


def found(frame, days, workouts=NO_WORKOUTS):
    return rhythm(heart_days(frame, workouts), last(days), window=days)


def last(days):
    return (pd.Timestamp("2025-03-03") + pd.Timedelta(days=days - 1)).date()


def apart(one, other):
    return abs((one - other + 12) % 24 - 12)


def test_a_plain_wave_is_read_off_exactly():
    result = found(hourly(14), 14)
    assert (result.days, result.hours, result.harmonics, result.grade) == (14, 336, 2, Grade.STRONG)
    assert result.mesor.value == pytest.approx(60)
    assert result.amplitude.value == pytest.approx(8)
    assert result.acrophase.value == pytest.approx(16)
    assert result.peaks[0].value == pytest.approx(16, abs=0.01)
    assert result.troughs[0].value == pytest.approx(4, abs=0.01)
    assert result.curve.loc[16.0, "bpm"] == pytest.approx(68)
    assert result.observed[15.5] == pytest.approx(60 + 8 * np.cos(TURN * 0.5))


@pytest.mark.parametrize("acrophase", [0.0, 3.0, 9.0, 15.0, 21.0, 23.9])
def test_no_quadrant_is_shifted(acrophase):
    result = found(hourly(7, lambda clock: 60 + 8 * np.cos(TURN * (clock - acrophase)), noise=2), 7)
    assert apart(result.acrophase.value, acrophase) < 0.6
    assert result.acrophase.low < result.acrophase.value < result.acrophase.high


@pytest.mark.parametrize("offset_min", [-480, 0, 330, 720])
def test_hours_are_those_of_the_local_clock(offset_min):
    assert found(hourly(7, offset_min=offset_min), 7).acrophase.value == pytest.approx(16)


def clustered(frame, harmonics, intercepts):
    """statsmodels' pooled least squares with days as clusters; the covariance with D / (D - 1)."""
    import statsmodels.api as sm

    local = frame["hour_utc"] + frame["offset_min"] * 60
    day, clock = (local // 86400).to_numpy(), (local % 86400 / 3600 + 0.5).to_numpy()
    waves = [f(k * TURN * clock) for k in range(1, harmonics + 1) for f in (np.cos, np.sin)]
    columns = pd.get_dummies(day).to_numpy(dtype=float) if intercepts else np.ones((len(day), 1))
    design = np.column_stack([columns, *waves])
    groups = {"groups": day, "use_correction": False}
    fit = sm.OLS(frame["mean"].to_numpy(), design).fit(cov_type="cluster", cov_kwds=groups)
    days, k = len(set(day)), columns.shape[1]
    return fit.params[k:], fit.cov_params()[k:, k:] * days / (days - 1), fit.params[0], fit.cov_params()[0, 0]


@pytest.mark.parametrize("days", [10, 20])
def test_gapless_days_give_the_pooled_fit_with_days_as_clusters(days):
    frame = hourly(days, noise=4)
    waves, covariance, mesor, mesor_variance = clustered(frame, 1, intercepts=False)
    from scipy.stats import t

    result = found(frame, days)
    amplitude = np.hypot(*waves)
    along = waves / amplitude
    half = t.ppf(0.975, days - 1) * np.sqrt(along @ covariance @ along)
    assert result.amplitude.value == pytest.approx(amplitude)
    assert result.amplitude.high == pytest.approx(amplitude + half)
    assert result.mesor.value == pytest.approx(mesor)
    half = t.ppf(0.975, days - 1) * np.sqrt(mesor_variance * days / (days - 1))
    assert result.mesor.high == pytest.approx(mesor + half)
    t_squared = waves @ np.linalg.solve(covariance, waves)
    from scipy.stats import f

    assert result.p == pytest.approx(f.sf(t_squared * (days - 2) / 2 / (days - 1), 2, days - 2))


def test_days_with_gaps_give_the_pooled_fit_with_an_intercept_a_day():
    frame = hourly(20, noise=4).sample(frac=0.85, random_state=3)
    waves, covariance, _, _ = clustered(frame.sort_values("hour_utc"), 2, intercepts=True)
    result = found(frame, 20)
    assert result.days == 20
    assert result.amplitude.value == pytest.approx(np.hypot(*waves[:2]))
    assert result.acrophase.value == pytest.approx(np.arctan2(waves[1], waves[0]) / TURN % 24)
    across = np.array([-waves[1], waves[0]]) / np.hypot(*waves[:2])
    # To first order the interval is that of the part across the wave.
    half = 2.093 * np.sqrt(across @ covariance[:2, :2] @ across) / np.hypot(*waves[:2]) / TURN
    assert (result.acrophase.high - result.acrophase.low) / 2 == pytest.approx(half, rel=0.02)


def test_a_day_that_lacks_half_of_itself_hardly_disturbs_the_others():
    frame = hourly(14, noise=1)
    clock = (frame["hour_utc"] - FIRST_S) // 3600
    odd = (clock < 24) & (clock >= 14)
    assert apart(found(frame[~odd], 14).peaks[0].value, found(frame, 14).peaks[0].value) < 0.1


def test_the_acrophase_of_a_skewed_day_is_not_its_peak():
    def skewed(clock):
        return 60 + 8 * np.cos(TURN * (clock - 15.5)) + 4 * np.cos(2 * TURN * (clock - 19))

    fine = np.arange(0, 24, 0.01)
    true = fine[skewed(fine).argmax()]
    result = found(hourly(14, skewed, noise=1), 14)
    assert result.acrophase.value == pytest.approx(15.5, abs=0.2)
    assert result.peaks[0].value == pytest.approx(true, abs=0.2)
    assert true - 15.5 > 2


def test_two_peaks_within_a_beat_are_both_reported():
    def double(clock):
        return 60 + 1 * np.cos(TURN * (clock - 9)) + 6 * np.cos(2 * TURN * (clock - 9.3))

    near = found(hourly(14, lambda clock: double(clock), noise=0.5), 14)
    assert len(near.peaks) == 1  # 9:20 is 2 bpm higher than 21:20
    even = found(hourly(14, lambda clock: 60 + 0.4 * np.cos(TURN * (clock - 9)) + 6 * np.cos(2 * TURN * (clock - 9)),
                        noise=0.2), 14)  # fmt: skip
    assert sorted(round(peak.value) for peak in even.peaks) == [9, 21]
    assert all(peak.high - peak.low < 1 for peak in even.peaks)


def test_fewer_than_fourteen_days_have_no_peak_and_fewer_than_seven_nothing():
    week = found(hourly(13, noise=2), 13)
    assert (week.harmonics, week.peaks, week.troughs) == (1, (), ())
    assert week.acrophase is not None
    with pytest.raises(NotEnoughData, match="6 of 7 days"):
        found(hourly(6), 6)


def test_without_a_rhythm_there_is_no_phase():
    result = found(hourly(14, lambda clock: 60 + 0 * clock, noise=4), 14)
    assert result.grade is Grade.NONE
    assert (result.acrophase, result.peaks, result.troughs) == (None, (), ())
    assert result.amplitude.low == 0


def test_workouts_and_two_hours_after_them_do_not_count():
    frame = hourly(7)
    frame.loc[frame.index % 24 == 18, "mean"] = 150
    masked = pd.concat([workout(day, 18.2, 18.9) for day in range(7)])
    result = found(frame, 7, masked)
    # 18:00 to 20:54 is masked: the hours that begin at 18, 19 and 20.
    assert result.hours == 7 * 21
    assert result.observed.isna().to_numpy().nonzero()[0].tolist() == [18, 19, 20]
    assert result.acrophase.value == pytest.approx(16)


def test_a_workout_that_ends_on_the_hour_masks_no_third_hour():
    assert found(hourly(7), 7, workout(0, 18, 19)).hours == 7 * 24 - 3


def test_days_with_fewer_than_fourteen_usable_hours_are_left_out():
    frame = hourly(8)
    clock = np.arange(len(frame))
    assert found(frame[(clock >= 24) | (clock < 14)], 8).days == 8
    assert found(frame[(clock >= 24) | (clock < 13)], 8).days == 7


def test_days_on_which_the_clock_moves_are_left_out():
    home, away = hourly(8), hourly(8, offset_min=120)
    # The clock goes to +2 h at 15:00 UTC of the fourth day.
    moved = FIRST_S + 3 * 86400 + 15 * 3600
    frame = pd.concat([home[home["hour_utc"] < moved], away[away["hour_utc"] >= moved]])
    known = heart_days(frame, NO_WORKOUTS)
    assert np.datetime64("2025-03-06") not in known.day
    assert len(known.day) == 7


def test_a_clock_that_moved_overnight_costs_the_first_day_on_it():
    home, away = hourly(8), hourly(8, offset_min=-60)
    midnight = FIRST_S + 3 * 86400
    frame = pd.concat([home[home["hour_utc"] < midnight], away[away["hour_utc"] >= midnight]])
    known = heart_days(frame, NO_WORKOUTS)
    # 00:00 UTC is 23:00 of the day before on the new clock: that day has moved.
    assert np.datetime64("2025-03-05") not in known.day
    assert len(known.day) == 7


def test_an_hour_that_comes_twice_is_a_mistake():
    with pytest.raises(ValueError, match="twice"):
        heart_days(pd.concat([hourly(7), hourly(7)]), NO_WORKOUTS)


def test_nothing_at_all_is_not_enough():
    known = heart_days(hourly(0), NO_WORKOUTS)
    for answer in (rhythm, rhythm_shift):
        with pytest.raises(NotEnoughData, match="0 of 7 days"):
            answer(known, date(2025, 3, 3))


def test_later_days_are_not_looked_at():
    frame = hourly(30, noise=3)
    short, long = heart_days(frame[: 20 * 24], NO_WORKOUTS), heart_days(frame, NO_WORKOUTS)
    one, other = (rhythm(known, last(20), window=14) for known in (short, long))
    assert (one.mesor, one.acrophase, one.peaks) == (other.mesor, other.acrophase, other.peaks)


def test_a_move_of_the_acrophase_is_seen_and_its_windows_meet_across_midnight():
    early = hourly(28, lambda clock: 60 + 8 * np.cos(TURN * (clock - 23)), noise=2)
    late = hourly(56, lambda clock: 60 + 8 * np.cos(TURN * (clock - 1)), noise=2)
    frame = pd.concat([early, late[28 * 24 :]])
    shift = rhythm_shift(heart_days(frame, NO_WORKOUTS), last(56))
    assert shift.change.value == pytest.approx(2, abs=0.3)
    assert (shift.grade, shift.change.n) == (Grade.STRONG, 56)
    assert shift.windows["acrophase_h"].tolist() == pytest.approx([-1, 1], abs=0.3)
    assert shift.windows["days"].tolist() == [28, 28]
    assert shift.windows["until"].dt.date.tolist() == [last(28), last(56)]


def test_a_window_without_a_rhythm_has_no_phase_to_compare():
    flat = hourly(28, lambda clock: 60 + 0 * clock, noise=4)
    frame = pd.concat([flat, hourly(56, noise=2)[28 * 24 :]])
    shift = rhythm_shift(heart_days(frame, NO_WORKOUTS), last(56))
    assert (shift.change, shift.grade) == (None, Grade.NONE)
    assert np.isnan(shift.windows["acrophase_h"].iloc[0])


def test_a_change_needs_two_windows():
    with pytest.raises(NotEnoughData, match="0 of 7 days"):
        rhythm_shift(heart_days(hourly(40), NO_WORKOUTS), last(40))


def test_windows_of_readiness_hang_on_the_trough_and_carry_its_doubt():
    rise, dip, best = readiness_windows((Estimate(4.0, 3.5, 5.0, n=28),), Estimate(3.0, 2.8, 3.2, n=28))
    assert (rise.start_h, rise.end_h, rise.earliest_h, rise.latest_h) == (10, 12, 9.5, 13)
    assert (dip.start_h, best.start_h, best.end_h) == (13.5, 17, 20.5)
    assert {window.basis for window in (rise, dip, best)} == {"heart-rate trough"}


def test_without_one_trough_the_middle_of_sleep_stands_for_the_low_point():
    middle = Estimate(11.0, 10.5, 11.5, n=20)  # sleeps after night shifts
    rise, _, best = readiness_windows((), middle)
    assert (rise.start_h, rise.basis) == (17, "mid-sleep")
    assert (best.start_h, best.end_h) == (0, 3.5)
    assert len(readiness_windows((middle, middle), middle)) == 3


def test_an_uncertain_phase_gives_no_windows():
    assert readiness_windows((Estimate(4, 0, 7, n=14),), Estimate(3, 2, 4, n=28)) == ()
    assert readiness_windows((), None) == ()
