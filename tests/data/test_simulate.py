"""Simulated athletes: their records are valid, their conventions right, and what was planted can be found again."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from data import resolve, schema, simulate
from data.importers.habits import habit
from data.simulate.people import ATHLETES, SHIFT_WORKER
from data.simulate.profile import (
    Baseline,
    DeviceChange,
    Gaps,
    Habit,
    Hidden,
    Illness,
    Journal,
    NightEffect,
    Noise,
    Optimum,
    Profile,
    Race,
    Rhythm,
    Sleeping,
    StrainEffect,
    Training,
    Trip,
)  # fmt: skip

LAST_DAY = date(2025, 11, 21)
BUSY = replace(
    Profile(),
    habits=(
        Habit("alcohol", "Consumed alcohol?", points=-10, typical_amount=2.0, unit="drinks"),
        Habit("sauna", "Use a sauna?"),
    ),
    illnesses=(Illness(day=-60),),
    devices=(DeviceChange(day=-90, hrv_ln=0.2),),
    trips=(Trip(day=-45, days=7, zone="America/Denver"),),
    races=(Race(day=-20),),
    gaps=Gaps(days=0.03, mornings=0.04, blocks=((-75, 4),)),
    journal=Journal(logged=0.8, explicit_no=0.5, missed_yes=0.1),
)


def person(profile=None, *, seed=1, days=200, last_day=LAST_DAY, **parts):
    return simulate.athlete(seed, days, last_day=last_day, profile=replace(profile or Profile(), **parts))


def found(y, causes, phi=0.0):
    """Coefficients of least squares on quasi-differences (errors are AR(1) with a known phi), intercept left out."""
    X = np.column_stack([np.ones(len(y)), *causes])
    known = np.isfinite(y)[1:] & np.isfinite(y)[:-1]
    target, rows = (y[1:] - phi * y[:-1])[known], (X[1:] - phi * X[:-1])[known]
    return np.linalg.lstsq(rows, target, rcond=None)[0][1:]


def assert_mean_is(truth, estimates, errors=3.0):
    """The mean over seeds lies within three standard errors of the truth, and the standard error says something."""
    estimates = np.asarray(estimates)
    se = estimates.std(axis=0, ddof=1) / np.sqrt(len(estimates))
    assert np.all(np.abs(estimates.mean(axis=0) - truth) < errors * se), (estimates.mean(axis=0), truth, se)


@pytest.fixture(scope="module")
def demo():
    return simulate.demo(LAST_DAY)


@pytest.fixture(scope="module")
def busy():
    return person(BUSY)


# Records


def test_same_seed_gives_the_same_athlete_in_whatever_order_it_is_asked(busy):
    again = person(BUSY)
    again.hourly_frame(), again.rows(schema.JournalEntry)
    assert again.records == busy.records
    assert person(BUSY, seed=2).records != busy.records


def test_worlds_that_differ_in_one_part_share_all_other_luck():
    one, other = person(), person(strain=StrainEffect(points_per_unit=-3.0))
    assert one.frame()["day_strain"].equals(other.frame()["day_strain"])
    assert one.truth.daily["error"].equals(other.truth.daily["error"])
    assert not one.frame()["recovery_pct"].equals(other.frame()["recovery_pct"])


def test_every_record_can_be_true(demo, busy):
    for someone in (*demo, busy):
        assert {schema.problem(record, LAST_DAY.isoformat()) for record in someone.records} == {None}
        assert {type(record) for record in someone.records} == set(schema.KEYS)


def test_keys_are_unique(demo, busy):
    for someone in (*demo, busy):
        keys = Counter(
            (type(record), *(getattr(record, part) for part in schema.KEYS[type(record)])) for record in someone.records
        )
        assert keys.most_common(1)[0][1] == 1


def test_frame_is_what_resolving_the_records_gives(demo, busy):
    for someone in (*demo, busy):
        tables = [someone.rows(kind) for kind in (schema.Measurement, schema.Sleep, schema.Workout)]
        resolved = resolve.resolve(*tables, ["simulated"]).daily
        pd.testing.assert_frame_equal(someone.frame().loc[resolved.index], resolved)


def test_a_fast_frame_of_hours_equals_the_records(busy):
    fast, rows = busy.hourly_frame(), busy.rows(schema.HourlyMeasurement)
    pd.testing.assert_frame_equal(fast, rows[fast.columns], check_dtype=False)


def test_habits_are_named_as_the_importers_name_them():
    demo = [profile for profile, _, _ in ATHLETES]
    for profile in (*demo, simulate.habit_world(), simulate.population().profile):
        for each in profile.habits:
            assert habit(each.question) == each.key


def test_journal_tells_an_answered_no_from_a_default_and_from_nothing(busy):
    entries = busy.rows(schema.JournalEntry)
    done = busy.truth.done["alcohol"]
    said = entries[entries["habit"] == "alcohol"].set_index("day")
    truly = done[pd.to_datetime(said.index)].to_numpy()
    assert said["answer"][truly].isin(["yes", "no_or_default"]).all()
    assert said["answer"][~truly].isin(["no", "no_or_default"]).all()
    assert set(said["answer"]) == {"yes", "no", "no_or_default"}
    assert len(said) < 0.9 * len(done)
    assert said["amount"].notna().equals(said["answer"] == "yes")


def test_the_last_day_has_only_begun(demo):
    for someone in demo:
        today = someone.frame().iloc[-1]
        assert today.name == pd.Timestamp(LAST_DAY)
        assert np.isfinite(today[["recovery_pct", "hrv_rmssd_ms", "asleep_min", "wake_h"]]).all()
        assert today[["day_strain", "load_au", "energy_kcal", "max_hr_bpm", "workout_min"]].isna().all()
        assert LAST_DAY.isoformat() not in set(someone.rows(schema.JournalEntry)["day"])
        assert someone.hourly_frame()["hour_utc"].max() <= someone.rows(schema.Sleep)["wake_utc"].max() + 3600


def test_gaps_leave_nothing_behind():
    someone = person(gaps=Gaps(blocks=((50, 3),)), days=100)
    missing = someone.frame().iloc[50:53]
    assert missing.isna().all(axis=None)
    recorded = {record.day for record in someone.records if hasattr(record, "day")}
    assert not recorded & {day.date().isoformat() for day in missing.index}
    hours = someone.hourly_frame()
    local_day = pd.to_datetime(hours["hour_utc"] + 1800 + hours["offset_min"] * 60, unit="s").dt.normalize()
    assert not local_day.isin(missing.index).any()


def test_random_gaps_hit_their_share_and_never_the_last_morning():
    frames = [person(seed=seed, gaps=Gaps(days=0.1, mornings=0.1)).frame() for seed in range(20)]
    assert np.mean([frame["recovery_pct"].isna().mean() for frame in frames]) == pytest.approx(0.19, abs=0.02)
    assert np.mean([frame["day_strain"].iloc[:-1].isna().mean() for frame in frames]) == pytest.approx(0.1, abs=0.015)
    assert all(np.isfinite(frame["recovery_pct"].iloc[-1]) for frame in frames)


@pytest.mark.parametrize("days", [1, 3, 3650])
def test_any_number_of_days_works(days):
    someone = person(SHIFT_WORKER, days=days)
    assert len(someone.frame()) == days
    assert sum(isinstance(record, schema.Sleep) and not record.nap for record in someone.records) > 0.8 * days
    assert np.isfinite(someone.truth.daily["expected_evening"]).all()


def test_no_days_is_our_mistake():
    with pytest.raises(ValueError, match="at least one day, got 0"):
        person(days=0)


# Clocks


def test_the_day_of_a_night_is_the_local_date_of_waking(demo, busy):
    for someone in (*demo, busy):
        sleeps = someone.rows(schema.Sleep)
        local = pd.to_datetime(sleeps["wake_utc"] + sleeps["offset_min"] * 60, unit="s")
        assert local.dt.date.astype(str).equals(sleeps["day"])
        assert sleeps.loc[~sleeps["nap"], "day"].is_unique


def test_morning_signals_are_taken_on_waking_and_sums_at_the_end_of_the_day(busy):
    values = busy.rows(schema.Measurement)
    wakes = busy.rows(schema.Sleep).query("not nap").set_index("day")["wake_utc"]
    morning = values[values["metric"] == "recovery_pct"].set_index("day")["at_utc"]
    assert morning.equals(wakes.loc[morning.index].rename("at_utc"))
    strain = values[values["metric"] == "day_strain"]
    clock = pd.to_datetime(strain["at_utc"] + strain["offset_min"] * 60, unit="s")
    assert (clock.dt.strftime("%Y-%m-%d %H:%M") == strain["day"] + " 23:59").all()


def test_a_shift_worker_sleeps_in_the_daytime_after_night_shifts():
    someone = person(SHIFT_WORKER, days=100, gaps=Gaps())
    after_nights = someone.frame().iloc[-4:-100:-10]  # the rota has ten days, its last night shift but one day ago
    assert after_nights["onset_h"].between(6, 10.5).all()
    assert after_nights["wake_h"].between(10, 18).all()
    assert someone.frame()["onset_h"].iloc[-1] < 2


def test_nobody_sleeps_twice_at_once_or_trains_asleep(demo, busy):
    for someone in (*demo, busy):
        spans = np.concatenate(
            [
                someone.rows(schema.Sleep)[["onset_utc", "wake_utc"]].to_numpy(),
                someone.rows(schema.Workout)[["start_utc", "end_utc"]].to_numpy(),
            ]
        )
        spans = spans[spans[:, 0].argsort()]
        assert (spans[1:, 0] > spans[:-1, 1]).all()


def test_the_night_on_which_clocks_go_forward():
    punctual = replace(Profile(), home_zone="America/Chicago", sleeping=Sleeping(bedtime_sd_h=0.0))
    someone = person(punctual, days=10, last_day=date(2025, 3, 12))
    nights = someone.rows(schema.Sleep).query("not nap").set_index("day")
    assert nights["offset_min"].tolist() == [-360] * 6 + [-300] * 4
    onset = [datetime.fromtimestamp(utc, UTC).hour for utc in nights["onset_utc"]]
    assert onset == [5] * 7 + [4] * 3  # 23:00 on the wall: at UTC-6 up to the night of the change, then at UTC-5
    onset_h = someone.frame()["onset_h"]
    assert onset_h["2025-03-09"] == 0.0  # the clock of waking, as devices show it
    assert (onset_h.drop(pd.Timestamp("2025-03-09")) == -1.0).all()


def test_a_journey_moves_the_clock_and_the_body_clock_follows(busy):
    sleeps = busy.rows(schema.Sleep).query("not nap").set_index("day")["offset_min"]
    away = pd.date_range(LAST_DAY - timedelta(days=44 - 1), periods=7).date.astype(str)
    assert set(sleeps.reindex(away).dropna()) == {-360}
    acrophase = busy.truth.daily["acrophase_h"].iloc[-46:-30].round(2).tolist()
    home, first_night = Rhythm().acrophase_h, Rhythm().acrophase_h - 8
    assert acrophase[:2] == [home, home]
    assert acrophase[2:5] == [first_night, first_night + 1, first_night + 2]


def test_trips_that_overlap_are_our_mistake():
    with pytest.raises(ValueError, match="before the one before it has ended"):
        person(trips=(Trip(-50, 10, "Asia/Tokyo"), Trip(-45, 3, "Asia/Tokyo")))


# Planted truths


def test_habit_effects_are_found_again_the_zeros_included():
    profile = simulate.habit_world()
    keys = [each.key for each in profile.habits]
    estimates = []
    for seed in range(40):
        someone = person(profile, seed=seed, days=366)
        truth = someone.truth
        before = np.vstack([np.zeros(len(keys)), truth.done.to_numpy()[:-1]]).T
        weekend = np.isin((truth.daily.index.day_of_week - 1) % 7, profile.weekend)
        causes = [*before, truth.daily["strain"].shift(1, fill_value=10), weekend, truth.daily["slow"]]
        estimates.append(found(someone.frame()["recovery_pct"].to_numpy(), causes, truth.phi)[: len(keys)])
    planted = [truth.habits[key].recovery_points for key in keys]
    assert planted.count(0.0) == 9
    assert_mean_is(np.array(planted), estimates, errors=3.5)  # twelve at once


def test_a_confounded_world_fools_a_difference_of_means_and_the_null_does_not():
    def mean_difference(profile, seed):
        someone = person(profile, seed=seed, days=366)
        y, done = someone.frame()["recovery_pct"].to_numpy()[1:], someone.truth.done["screen_in_bed"].to_numpy()[:-1]
        return y[done].mean() - y[~done].mean()

    for confounded, feedback, fooled in ((False, False, False), (True, False, True), (False, True, True)):
        world = simulate.habit_world(confounded, feedback)
        differences = np.array([mean_difference(world, seed) for seed in range(20)])
        z = differences.mean() / (differences.std(ddof=1) / np.sqrt(20))
        assert (abs(z) > 4) == fooled


def test_a_hidden_burden_moves_habit_and_recovery():
    someone = person(simulate.habit_world(feedback=False, hidden=True), days=2000)
    hidden, latent = someone.truth.daily["hidden"], someone.truth.daily["latent"]
    assert np.corrcoef(hidden.iloc[:-1], latent.iloc[1:])[0, 1] < -0.3
    assert hidden[someone.truth.done["alcohol"]].mean() > hidden[~someone.truth.done["alcohol"]].mean() + 0.5


def test_habits_come_in_runs_and_lots_come_in_pairs():
    runs = Habit("magnesium", "Took magnesium?", share=0.5, persistence_logit=3.0)
    lots = Habit("sauna", "Use a sauna?", randomised=True, persistence_logit=3.0)
    done = person(habits=(runs, lots), days=2000).truth.done
    assert done["magnesium"].astype(float).autocorr(1) > 0.4
    pairs = done["sauna"].to_numpy().reshape(-1, 2)
    assert (pairs.sum(axis=1) == 1).all()
    assert 0.45 < pairs[:, 0].mean() < 0.55


def test_a_habit_reaches_the_mornings_it_was_planted_for_and_no_other():
    drinks = Habit("alcohol", "Consumed alcohol?", points=-10, carry_over=0.4, typical_amount=2.5, points_per_unit=-3.0)
    estimates = []
    for seed in range(20):
        someone = person(habits=(drinks,), seed=seed, days=400)
        done = pd.Series(someone.truth.done["alcohol"].to_numpy(dtype=float))
        lags = [done.shift(lag, fill_value=0) for lag in (0, 1, 2, 3)]
        estimates.append(found(someone.frame()["recovery_pct"].to_numpy(), lags, someone.truth.phi))
    assert_mean_is(np.array([0, -10, -4, 0]), estimates)


def test_amounts_have_their_planted_slope():
    drinks = Habit("alcohol", "Consumed alcohol?", points=-10, typical_amount=2.5, points_per_unit=-3.0, unit="drinks")
    slopes = []
    for seed in range(20):
        someone = person(habits=(drinks,), seed=seed, days=400)
        amount = someone.rows(schema.JournalEntry).set_index("day")["amount"]
        amount.index = pd.to_datetime(amount.index)
        before = amount.reindex(someone.frame().index).shift(1)
        nights = before.notna()
        slopes.append(np.polyfit(before[nights], someone.frame()["recovery_pct"][nights], 1)[0])
    assert_mean_is(-3.0, slopes)


@pytest.mark.parametrize("phi", [0.0, 0.3, 0.5])
def test_a_null_athlete_has_nothing_but_memory(phi):
    someone = person(noise=Noise(sd=12, phi=phi), days=3000)
    daily = someone.frame()
    assert someone.truth.phi == phi
    assert daily["recovery_pct"].std() == pytest.approx(12, abs=0.7)
    assert someone.truth.innovation_sd == pytest.approx(12 * np.sqrt(1 - phi**2))
    for series in (daily["recovery_pct"], np.log(daily["hrv_rmssd_ms"]), someone.truth.daily["error"]):
        assert series.autocorr(1) == pytest.approx(phi, abs=0.06)
        assert series.autocorr(2) == pytest.approx(phi**2, abs=0.06)


def test_errors_of_slow_moods_and_a_shock():
    slow = person(noise=Noise(sd=12, phi=0.85, white_share=0.4), days=3000).truth
    assert slow.phi == pytest.approx(0.51)
    assert slow.daily["error"].autocorr(1) == pytest.approx(0.51, abs=0.06)
    assert slow.daily["error"].autocorr(4) == pytest.approx(0.6 * 0.85**4, abs=0.08)
    shocked = person(noise=Noise(sd=10, shock_day=1000, shock_factor=1.8), days=2000).truth.daily
    assert shocked["error"].iloc[1000:].std() / shocked["error"].iloc[:1000].std() == pytest.approx(1.8, abs=0.12)
    assert shocked["night_sd"].iloc[-1] / shocked["night_sd"].iloc[1] == pytest.approx(1.8)


def test_in_the_null_world_nothing_explains_recovery():
    habits = (Habit("alcohol", "Consumed alcohol?"), Habit("sauna", "Use a sauna?"))
    tries = []
    for seed in range(60):
        someone = person(habits=habits, seed=seed, days=300, noise=Noise(phi=0.0))
        daily, done = someone.frame(), someone.truth.done.shift(1, fill_value=False).astype(float)
        strain = daily["day_strain"].shift(1).fillna(11)
        causes = [done["alcohol"], done["sauna"], strain, daily["asleep_min"], daily["onset_h"]]
        tries.append(found(daily["recovery_pct"].to_numpy(), causes))
    assert_mean_is(0.0, tries, errors=3.5)
    assert {effect.recovery_points for effect in someone.truth.habits.values()} == {0.0}
    assert someone.truth.bedtime_optimum_h is someone.truth.strain_threshold is None
    assert not someone.truth.strain_response(5).any()


def test_the_bedtime_optimum_is_where_it_was_planted():
    late = Habit("alcohol", "Consumed alcohol?", share=0.2, points=-8, later_h=0.8, weekend_logit=1.0)
    night = NightEffect(bedtime=Optimum(best=-1.5, curvature=4.0), points_per_h=5.0)
    best, curvature, per_h = [], [], []
    for seed in range(25):
        someone = person(
            habits=(late,), night=night, sleeping=Sleeping(bedtime_sd_h=0.7, weekend_later_h=0.6), seed=seed, days=365
        )
        onset_h, asleep_h = (someone.truth.daily[name].to_numpy() for name in ("onset_h", "asleep_min"))
        drank = someone.truth.done["alcohol"].shift(1, fill_value=False).to_numpy(dtype=float)
        y = someone.frame()["recovery_pct"].to_numpy()
        linear, square, _, slope = found(y, [onset_h, onset_h**2, drank, asleep_h / 60], someone.truth.phi)
        best.append(-linear / (2 * square))
        curvature.append(-square)
        per_h.append(slope)
    assert someone.truth.bedtime_optimum_h == -1.5
    assert_mean_is(-1.5, best, errors=4)  # a ratio has a little bias
    assert_mean_is(4.0, curvature)
    assert_mean_is(5.0, per_h)
    assert someone.truth.habits["alcohol"].recovery_points < -8.5  # its late nights cost on top


def test_the_best_length_of_a_night_is_where_it_was_planted():
    best = []
    for seed in range(25):
        someone = person(night=NightEffect(duration=Optimum(best=7.5, curvature=6.0)), seed=seed, days=365)
        hours = someone.truth.daily["asleep_min"].to_numpy() / 60
        linear, square = found(someone.frame()["recovery_pct"].to_numpy(), [hours, hours**2], someone.truth.phi)
        best.append(-linear / (2 * square))
    assert np.median(best) == pytest.approx(7.5, abs=0.1)


def test_the_strain_threshold_is_where_it_was_planted():
    effect = StrainEffect(points_per_unit=-0.5, threshold=13.0, points_per_unit_above=-3.0)
    taus, slopes = np.arange(8, 18, 0.25), []
    best = []
    for seed in range(15):
        someone = person(strain=effect, seed=seed, days=500, noise=Noise(phi=0.0))
        x = someone.truth.daily["strain"].to_numpy()[:-1]
        y = someone.frame()["recovery_pct"].to_numpy()[1:]
        hinges = [np.column_stack([np.ones(len(x)), x, np.maximum(x - tau, 0)]) for tau in taus]
        best.append(taus[np.argmin([np.linalg.lstsq(hinge, y, rcond=None)[1][0] for hinge in hinges])])
        slopes.append(found(y, [x, np.maximum(x - 13, 0)]))
    assert someone.truth.strain_threshold == 13.0
    assert np.mean(best) == pytest.approx(13.0, abs=0.5)
    assert_mean_is(np.array([-0.5, -3.0]), slopes)


def test_the_response_to_strain_fades_with_its_half_life():
    responses = []
    for seed in range(20):
        someone = person(strain=StrainEffect(points_per_unit=-1.5, half_life_d=1.5), seed=seed, days=400)
        strain = someone.truth.daily["strain"]
        lags = [strain.shift(lag, fill_value=strain.mean()) for lag in range(8)]
        responses.append(found(someone.frame()["recovery_pct"].to_numpy(), lags, someone.truth.phi)[:5])
    planted = someone.truth.strain_response(4)
    assert planted == pytest.approx(-1.5 * 0.5 ** (np.arange(4) / 1.5))
    assert_mean_is(np.array([0.0, *planted]), responses, errors=3.5)


def test_the_heart_rate_peaks_at_the_planted_hour_of_the_local_clock():
    for zone, rhythm in (("Europe/Berlin", Rhythm()), ("America/Los_Angeles", Rhythm(acrophase_h=23.4))):
        acrophase, amplitude = _cosinor(person(home_zone=zone, rhythm=rhythm, days=120))
        assert abs((acrophase - rhythm.acrophase_h + 12) % 24 - 12) < 0.3
        assert amplitude == pytest.approx(8, abs=0.8)


def test_a_skewed_day_has_its_peak_and_trough_elsewhere():
    truth = person(rhythm=Rhythm(acrophase_h=15.0, second_bpm=4.0, second_acrophase_h=19.0)).truth
    peak, trough = truth.peak_and_trough_h()
    assert 16.5 < peak < 18.5
    assert (trough - 3.0) % 24 > 12  # earlier than half a day from the first harmonic's peak


def test_without_a_rhythm_there_is_none():
    someone = person(rhythm=Rhythm(amplitude_bpm=0.0), days=200)
    assert _cosinor(someone)[1] < 0.5
    assert someone.truth.peak_and_trough_h() is None


def _cosinor(someone):
    """Acrophase [local h] and amplitude [bpm] by least squares, hours with a session and the two after it left out."""
    hours = someone.hourly_frame()
    busy_hours = {
        hour
        for start, end in someone.rows(schema.Workout)[["start_utc", "end_utc"]].to_numpy()
        for hour in range(start // 3600, end // 3600 + 4)
    }
    quiet = hours[~(hours["hour_utc"] // 3600).isin(busy_hours)]
    angle = 2 * np.pi / 24 * ((quiet["hour_utc"] / 3600 + quiet["offset_min"] / 60 + 0.5) % 24)
    X = np.column_stack([np.ones(len(quiet)), np.cos(angle), np.sin(angle)])
    _, beta, gamma = np.linalg.lstsq(X, quiet["mean"], rcond=None)[0]
    return np.arctan2(gamma, beta) * 24 / (2 * np.pi) % 24, np.hypot(beta, gamma)


def test_sessions_show_in_the_hourly_heart_rate():
    someone = person(days=100, gaps=Gaps(hours=0.0))
    hours = someone.hourly_frame().set_index("hour_utc")["mean"]
    sessions = someone.rows(schema.Workout).query("duration_min >= 60")
    middle = ((sessions["start_utc"] + sessions["end_utc"]) // 2) // 3600 * 3600
    assert len(middle) > 10
    assert hours[middle].mean() > hours.median() + 35


def test_body_clock_of_a_rota_follows_the_shift():
    truth = person(SHIFT_WORKER, days=100).truth
    assert truth.daily["acrophase_h"].iloc[-10:].tolist() == [shift.acrophase_h for shift in SHIFT_WORKER.rota]
    assert truth.peak_and_trough_h() is None


def test_illness_moves_the_signals_it_should():
    changes = []
    for seed in range(12):
        daily = person(illnesses=(Illness(day=100, days=5, severity=1.0),), seed=seed, days=150).frame()
        ill, before = daily.iloc[101:105].mean(), daily.iloc[60:100]
        changes.append((ill - before.mean()) / before.std())
    mean = pd.concat(changes, axis=1).mean(axis=1)
    assert mean["hrv_rmssd_ms"] < -1
    assert mean["recovery_pct"] < -1
    assert mean["resting_hr_bpm"] > 1.2
    assert mean["respiration_brpm"] > 1.5
    assert mean["skin_temp_c"] > 1.2
    assert mean["day_strain"] < -1


def test_random_illnesses_come_at_their_rate_and_are_told():
    someone = person(illnesses_per_year=4.0, days=3650)
    assert 25 < len(someone.truth.illnesses) < 58
    told = someone.rows(schema.Event)
    first = someone.frame().index[[day for day, _ in someone.truth.illnesses]]
    assert set(told["day"]) == set(first.date.astype(str))


def test_a_baseline_is_lost_to_illness_and_comes_back():
    level = person(illnesses=(Illness(day=50, days=6, after_sd=2.0, after_d=20),), days=200).truth.daily["hrv_level_ln"]
    lost = (level - level.iloc[0]).to_numpy() / Profile().body.hrv_ln.sd
    assert lost[49] == 0
    assert lost[56] == pytest.approx(-2.0, abs=0.01)
    assert lost[76] == pytest.approx(-2.0 * np.exp(-1), abs=0.01)


def test_the_hrv_level_is_told_with_drift_shift_and_device():
    someone = person(
        baseline=Baseline(drift_sd=0.05, trend_sd_per_100d=0.5, shift_day=300, shift_sd=-1.0),
        devices=(DeviceChange(day=400, hrv_ln=0.3, resting_hr=-2.0),),
        days=600,
    )
    level, hrv_ln = someone.truth.daily["hrv_level_ln"], np.log(someone.frame()["hrv_rmssd_ms"])
    sd = Profile().body.hrv_ln.sd
    assert (hrv_ln - level).mean() == pytest.approx(0, abs=0.03)
    assert (hrv_ln - level).std() == pytest.approx(sd, abs=0.02)
    steps = level.diff() / sd
    assert steps.iloc[300] == pytest.approx(-1.0, abs=0.2)
    assert steps.iloc[400] == pytest.approx(0.3 / sd, abs=0.2)
    assert steps.drop(steps.index[[300, 400]]).std() == pytest.approx(0.05, abs=0.005)
    assert someone.truth.device_changes == (400,)
    assert person(days=600).truth.daily["hrv_level_ln"].nunique() == 1


def test_the_oracle_is_right_on_average_and_leaves_only_the_planted_noise():
    world = replace(
        simulate.habit_world(),
        noise=Noise(sd=12, phi=0.4),
        night=NightEffect(bedtime=Optimum(best=-1.2, curvature=3.0), points_per_h=6.0),
        strain=StrainEffect(points_per_unit=-1.2, half_life_d=1.0),
    )
    residuals, evening_sd, gain = [], [], []
    for seed in range(15):
        someone = person(world, seed=seed, days=400)
        y, truth = someone.frame()["recovery_pct"], someone.truth
        residuals.append((y - truth.daily["expected_evening"], y - truth.daily["expected_night"]))
        evening_sd.append(truth.daily["evening_sd"])
        gain.append(1 - residuals[-1][0].var() / y.var())
    evening, morning = (pd.concat([pair[part] for pair in residuals]) for part in (0, 1))
    assert min(gain) > 0.1
    assert abs(evening.mean()) < 3 * evening.std() / np.sqrt(len(evening))
    assert morning.std() == pytest.approx(truth.innovation_sd, rel=0.03)
    assert evening.std() == pytest.approx(np.sqrt((pd.concat(evening_sd) ** 2).mean()), rel=0.03)
    assert morning.std() < evening.std()
    assert abs(np.corrcoef(evening[1:], evening[:-1])[0, 1]) < 0.03  # no memory is left


def test_the_oracle_knows_the_device_scale():
    someone = person(noise=Noise(sd=30, phi=0.0), base_points=85, days=3000)
    recovery, expected = someone.frame()["recovery_pct"], someone.truth.daily["expected_evening"]
    assert recovery.max() == 100
    assert expected.iloc[0] == pytest.approx(recovery.mean(), abs=1.5)


def test_training_can_follow_recovery():
    daily = person(training=Training(follows_recovery=2.0), days=1500).frame()
    assert daily["recovery_pct"].corr(daily["day_strain"]) > 0.3
    assert abs(person(days=1500).frame()[["recovery_pct", "day_strain"]].corr().iloc[0, 1]) < 0.08


def test_a_hidden_burden_is_told_only_in_the_truth():
    someone = person(hidden=Hidden(), days=60)
    assert someone.truth.daily["hidden"].std() > 0
    assert not person(days=60).truth.daily["hidden"].any()


# The demo and the cohort


def test_the_demo_athletes_look_like_real_histories(demo):
    for someone in demo:
        recovery = someone.frame()["recovery_pct"]
        assert 17 <= recovery.std() <= 25
        assert 0.1 <= recovery.autocorr(1) <= 0.4
        assert 0.2 <= _ridge_r2(someone) <= 0.35


def _ridge_r2(someone, start=60, step=7, penalty=20.0):
    """Walk-forward R2 of a plain ridge on what was known the evening before."""
    daily, y = someone.frame(), someone.frame()["recovery_pct"]
    before = daily.shift(1)
    answers = someone.rows(schema.JournalEntry)
    yes = answers.assign(yes=(answers["answer"] == "yes").astype(float), day=pd.to_datetime(answers["day"]))
    features = pd.DataFrame(
        {
            "recovery": before["recovery_pct"],
            "recovery_7d": before["recovery_pct"].rolling(7, min_periods=2).mean(),
            "recovery_28d": before["recovery_pct"].rolling(28, min_periods=2).mean(),
            "strain": before["day_strain"],
            "strain_before": before["day_strain"].shift(1),
            "strain_7d": before["day_strain"].rolling(7, min_periods=2).mean(),
            "asleep": before["asleep_min"],
            "debt": before["debt_min"],
        }
    ).join(yes.pivot(index="day", columns="habit", values="yes").reindex(daily.index).shift(1))
    predicted = pd.Series(np.nan, index=daily.index)
    for now in range(start, len(y), step):
        known = features[:now][y[:now].notna()]
        mean, sd = known.mean(), known.std().replace(0, 1)
        past, future = (((rows - mean) / sd).fillna(0).to_numpy() for rows in (known, features[now : now + step]))
        target = y[:now].dropna()
        weights = np.linalg.solve(past.T @ past + penalty * np.eye(past.shape[1]), past.T @ (target - target.mean()))
        predicted.iloc[now : now + step] = target.mean() + future @ weights
    error = (y - predicted).dropna()
    return 1 - (error**2).sum() / ((y[error.index] - y[error.index].mean()) ** 2).sum()


@pytest.mark.parametrize("last_day", [date(2026, 3, 29), date(2025, 10, 27), date(2024, 2, 29)])
def test_the_demo_tells_its_story_on_any_day(last_day):
    cyclist, shift_worker, runner = simulate.demo(last_day)
    hrv = np.log(cyclist.frame()["hrv_rmssd_ms"])
    assert hrv.iloc[-1] < hrv.iloc[-68:-7].mean()  # a little low ...
    assert cyclist.frame()["day_strain"].iloc[-6:-1].mean() > 14  # ... after a hard block
    levels = cyclist.truth.daily["hrv_level_ln"]
    assert levels.iloc[-60:].mean() > levels.iloc[:60].mean()  # fitter than two years ago
    assert (shift_worker.frame()["onset_h"].iloc[-4:-1].dropna() > 5).all()  # out of the night shifts
    ill, days = runner.truth.illnesses[0]
    assert len(runner.frame()) - ill == 41
    for someone in (cyclist, shift_worker, runner):
        assert 30 < someone.frame()["recovery_pct"].iloc[-1] < 80
        assert {schema.problem(record, last_day.isoformat()) for record in someone.records} == {None}


def test_a_cohort_has_the_coefficients_of_its_population():
    cohort = simulate.cohort(3, 4, 30, last_day=LAST_DAY)
    assert [someone.name for someone in cohort.athletes] == [f"Simulated {n:03d}" for n in (1, 2, 3, 4)]
    for someone, (_, row) in zip(cohort.athletes, cohort.coefficients.iterrows(), strict=True):
        assert someone.profile.strain.points_per_unit == row["strain"]
        assert someone.truth.habits["alcohol"].recovery_points == row["alcohol"]
    again = simulate.cohort(3, 4, 30, last_day=LAST_DAY)
    assert again.athletes[3].frame().equals(cohort.athletes[3].frame())


def test_the_population_is_what_it_says():
    people = simulate.population()
    drawn = people.drawn(20_000, np.random.default_rng(1))
    assert drawn.mean().to_numpy() == pytest.approx(people.mean.to_numpy(), abs=0.2)
    assert np.allclose(drawn.cov(), people.covariance, atol=0.05 * people.covariance.to_numpy().max())
