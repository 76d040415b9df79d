from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.anomaly import SIGNALS, Kind, anomaly, anomaly_history
from analytics.expected import expected_signals
from analytics.results import NotEnoughData

FIRST = "2024-01-01"
LEVEL = {"hrv_rmssd_ms": np.log(60), "resting_hr_bpm": 52.0, "respiration_brpm": 14.5, "skin_temp_c": 33.5}
SPREAD = {"hrv_rmssd_ms": 0.15, "resting_hr_bpm": 2.0, "respiration_brpm": 0.35, "skin_temp_c": 0.3}
ILL = {"hrv_rmssd_ms": -1, "resting_hr_bpm": 1, "respiration_brpm": 1, "skin_temp_c": 1}


def person(days=200, seed=1, ill=(), size=3.0, **more):
    """Independent signals, 0.05 of the mornings missing; `ill`: days on which all are `size` SDs off, as an illness."""
    rng = np.random.default_rng(seed)
    off = np.isin(np.arange(days), list(ill)) * size
    frame = {name: LEVEL[name] + SPREAD[name] * (rng.standard_normal(days) + ILL[name] * off) for name in SIGNALS}
    frame["hrv_rmssd_ms"] = np.exp(frame["hrv_rmssd_ms"])
    daily = pd.DataFrame(frame, pd.date_range(FIRST, periods=days, name="day"))
    gone = rng.random(days) < 0.05
    gone[-10:] = False
    daily[gone] = np.nan
    daily["day_strain"] = rng.normal(11, 3, days)
    return daily.assign(**more)


def day_of(daily, number):
    return daily.index[number].date()


def test_an_illness_is_flagged_with_what_drove_it():
    daily = person(ill=(198, 199))
    found = anomaly(daily, day_of(daily, 199))
    assert found.kind is Kind.ILLNESS_LIKE
    assert found.rarer_than_all
    assert found.one_day_in == found.n + 1 > 120
    assert all(signal.contribution > 0 for signal in found.signals)
    assert sum(signal.contribution for signal in found.signals) == pytest.approx(found.score)
    signs = {signal.metric: np.sign(signal.deviation) for signal in found.signals}
    assert signs == ILL


def test_all_signals_better_than_usual_are_no_illness():
    daily = person(ill=(198, 199), size=-3.0)
    found = anomaly(daily, day_of(daily, 199))
    assert found.kind is Kind.OTHER
    assert sum(signal.contribution for signal in found.signals) == pytest.approx(found.score)


def test_one_wild_signal_is_no_illness():
    daily = person()
    daily.iloc[-2:, :4] = [60.0, 52.0, 14.5, 33.5]
    daily.loc[daily.index[-1], "respiration_brpm"] = 25.0
    assert anomaly(daily, day_of(daily, 199)).kind is Kind.OTHER


def test_a_usual_day_is_not_flagged():
    daily = person(seed=7)
    daily.iloc[-2:, :4] = [60.0, 52.0, 14.5, 33.5]
    found = anomaly(daily, day_of(daily, 199))
    assert not found.flagged
    assert found.one_day_in < 10


@pytest.mark.parametrize("budget", [0.5, 1.0, 3.0])
def test_healthy_days_are_flagged_as_often_as_was_asked_for(budget):
    found = [anomaly_history(person(seed=seed), false_days_per_30=budget)[120:] for seed in range(12)]
    per_30 = 30 * pd.concat(found)["flagged"].mean()
    assert 0.5 * budget < per_30 < 1.6 * budget


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_any_of_the_signals_will_do(kept):
    daily = person(ill=(198, 199), size=4.0)
    found = anomaly(daily, day_of(daily, 199), signals=SIGNALS[:kept])
    assert found.flagged
    assert (found.kind is Kind.ILLNESS_LIKE) == (kept > 1)  # one signal is no pattern


def test_signals_that_were_never_recorded_do_no_harm():
    daily = person(ill=(198, 199), skin_temp_c=np.nan)
    found = anomaly(daily, day_of(daily, 199))
    assert found.kind is Kind.ILLNESS_LIKE
    assert "skin_temp_c" not in [signal.metric for signal in found.signals]


def test_a_signal_unknown_this_morning_still_counts_for_yesterday():
    daily = person(ill=(198, 199))
    daily.loc[daily.index[-1], "skin_temp_c"] = np.nan
    found = {signal.metric: signal for signal in anomaly(daily, day_of(daily, 199)).signals}
    assert found["skin_temp_c"].value is None
    assert found["skin_temp_c"].contribution > 0


def test_too_few_healthy_days():
    daily = person(days=80)
    with pytest.raises(NotEnoughData, match="of 60 days"):
        anomaly(daily, day_of(daily, 79))
    assert not anomaly_history(daily)["flagged"].any()


def test_a_morning_without_a_signal():
    daily = person()
    daily.loc[daily.index[-1], list(SIGNALS)] = np.nan
    with pytest.raises(NotEnoughData, match="this morning's signals"):
        anomaly(daily, day_of(daily, 199))


def test_no_later_day_changes_an_earlier_row():
    daily = person(ill=(140, 141, 142, 143))
    alcohol = pd.Series(np.tile([1.0, 0.0, np.nan, 0.0], 50), daily.index)
    part = anomaly_history(daily.iloc[:150], alcohol=alcohol.iloc[:150])
    daily.iloc[150:] = 50.0
    alcohol.iloc[150:] = 1.0
    pd.testing.assert_frame_equal(anomaly_history(daily, alcohol=alcohol).iloc[:150], part)


def test_what_is_said_of_a_day_is_its_row_of_the_history():
    daily = person(ill=(150, 151))
    history = anomaly_history(daily)
    for number in (100, 151, 180):
        found = anomaly(daily, day_of(daily, number))
        row = history.iloc[number]
        assert (found.kind.value, found.n) == (row["kind"], row["n"])
        if found.kind is not Kind.OTHER:
            assert (found.score, found.threshold) == pytest.approx((row["score"], row["threshold"]))


def test_a_long_illness_becomes_neither_usual_nor_healthy():
    daily = person(ill=range(150, 160))
    found = anomaly_history(daily)
    assert found["flagged"].iloc[151:160][daily["hrv_rmssd_ms"].iloc[151:160].notna()].mean() > 0.8
    after = anomaly_history(person())["threshold"].iloc[190]
    assert found["threshold"].iloc[190] == pytest.approx(after, abs=0.4)


def test_days_said_to_be_ill_are_no_healthy_days():
    daily = person()
    ill = pd.Series(np.arange(200) >= 190, daily.index)
    assert anomaly_history(daily, ill=ill)["n"].iloc[-1] == anomaly_history(daily)["n"].iloc[-1] - 9


def test_one_gets_used_to_a_lasting_change():
    daily = person(ill=range(120, 200))
    found = anomaly_history(daily)["flagged"]
    assert found.iloc[121:126].any()
    assert found.iloc[160:].mean() < 0.15


def test_a_new_device_begins_anew():
    daily = person()
    daily.loc[daily.index[120] :, "resting_hr_bpm"] += 12
    restarts = {"resting_hr_bpm": [daily.index[120].date()]}
    blind, told = anomaly_history(daily), anomaly_history(daily, restarts=restarts)
    assert blind["flagged"].iloc[120:130].any()
    deviation = expected_signals(daily, SIGNALS, "day_strain", None, restarts, np.zeros(200, bool)).deviation[:, 1]
    assert np.isnan(deviation[120:140]).all()
    assert np.abs(deviation[170:][~np.isnan(deviation[170:])]).max() < 4
    assert told["flagged"].iloc[120:150].sum() <= 3


def test_known_causes_are_expected():
    daily = person(400, seed=5)
    rng = np.random.default_rng(6)
    alcohol = pd.Series(rng.random(400) < 0.3, daily.index).astype(float)
    daily["resting_hr_bpm"] += 6 * alcohol.shift(fill_value=0)
    with_it, without = (
        expected_signals(daily, ("resting_hr_bpm",), "day_strain", said, {}, np.zeros(400, bool))
        for said in (alcohol, None)
    )
    after = alcohol.shift(fill_value=0).to_numpy() == 1
    late = np.arange(400) > 200
    difference = np.nanmean((with_it.expected - without.expected)[after & late])
    assert difference == pytest.approx(0.7 * 6, abs=0.6)  # of the 6 bpm, 0.3 x 6 already are in the usual
    assert abs(np.nanmean(with_it.deviation[after & late])) < 0.25 < np.nanmean(without.deviation[after & late])


def test_the_usual_ends_two_days_before_and_expected_is_in_its_unit():
    x = np.tile([10.0, 12.0], 20)
    daily = pd.DataFrame({"hrv_rmssd_ms": x, "day_strain": 10.0}, pd.date_range(FIRST, periods=40))
    daily.iloc[30:, 0] = 99.0
    found = expected_signals(daily, ("hrv_rmssd_ms",), "day_strain", None, {}, np.zeros(40, bool))
    assert found.expected[31, 0] == pytest.approx(np.sqrt(120), rel=0.02)  # still the days up to the 29th


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"signals": ["spo2_pct"]}, "got spo2_pct"),
        ({"signals": []}, "got none"),
        ({"false_days_per_30": 0}, "got 0"),
        ({"false_days_per_30": 20}, "got 20"),
    ],
)
def test_what_cannot_be_done_is_refused(options, said):
    with pytest.raises(ValueError, match=said):
        anomaly_history(person(), **options)


def test_a_day_outside_the_table_is_refused():
    with pytest.raises(ValueError, match="2030-01-01 is not a day"):
        anomaly(person(), date(2030, 1, 1))
