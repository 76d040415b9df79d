import numpy as np
import pandas as pd
import pytest

from analytics.results import Grade, NotEnoughData
from analytics.velocity import after_low, load_response, sleep_after_hard

NAN = np.nan


def days_of(load, recovery, **more) -> pd.DataFrame:
    index = pd.date_range("2025-01-06", periods=len(load), name="day")
    return pd.DataFrame({"day_strain": load, "recovery_pct": recovery, "load_au": NAN} | more, index=index)


def pulled_down(days: int = 300, kept: float = 0.5, noise: float = 0.5) -> pd.DataFrame:
    """Two points less on the morning after a unit of strain, half of it on the one after ..."""
    rng = np.random.default_rng(days)
    load = np.clip(11 + 3 * rng.standard_normal(days), 2, 20)
    fatigue = np.zeros(days)
    for day in range(1, days):
        fatigue[day] = kept * fatigue[day - 1] - 2 * (load[day - 1] - 11)
    return days_of(load, 60 + fatigue + noise * rng.standard_normal(days))


def test_the_response_is_what_was_planted():
    found = load_response(pulled_down())
    assert [one.value for one in found.per_unit] == pytest.approx([-2, -1, -0.5, -0.25, -0.125], abs=0.06)
    assert all(one.low <= true <= one.high for one, true in zip(found.per_unit, [-2, -1, -0.5], strict=False))
    assert found.per_sd[0].value == pytest.approx(found.per_unit[0].value * found.load_sd)
    assert found.hard[0].value == pytest.approx(found.per_unit[0].value * (found.hard_load - found.usual_load))
    assert found.grade is Grade.STRONG


def test_the_half_life_and_the_days_until_back():
    found = load_response(pulled_down(noise=2.0))
    assert found.half_life_d.low < 1 < found.half_life_d.high
    assert found.half_life_d.high - found.half_life_d.low < 0.5
    assert found.fitted[1] / found.fitted[0] == pytest.approx(0.5, abs=0.1)
    # the gap of the first morning halves each day until less than a point is left
    assert found.back_d.value == pytest.approx(1 + np.log2(-found.hard[0].value), abs=0.3)


def test_an_effect_that_is_gone_the_next_day_has_a_short_half_life():
    found = load_response(pulled_down(kept=0.0))
    assert found.half_life_d.low == pytest.approx(0.05)
    assert found.half_life_d.high < 0.4


def test_where_load_does_nothing_nothing_is_seen():
    rng = np.random.default_rng(6)
    found = load_response(days_of(11 + 3 * rng.standard_normal(200), 60 + 12 * rng.standard_normal(200)))
    assert found.grade is Grade.NONE
    assert (found.half_life_d, found.back_d, found.fitted) == (None, None, None)
    assert all(one.low < 0 < one.high for one in found.per_sd)
    assert found.would_see > 0


def test_a_load_that_is_not_recorded_is_not_a_rest_day():
    daily = pulled_down()
    unknown = daily.copy()
    unknown.loc[unknown.index[10::9], "day_strain"] = NAN
    found = load_response(unknown)
    assert found.per_unit[0].value == pytest.approx(-2, abs=0.25)
    as_rest = load_response(unknown.fillna({"day_strain": 0.0}))
    assert abs(as_rest.per_unit[0].value + 2) > 0.5


def test_the_load_of_a_day_acts_after_its_own_morning():
    daily = pulled_down(kept=0.0)
    changed = daily.copy()
    changed.loc[changed.index[-1], "day_strain"] = 20.0  # no morning comes after it
    one, other = load_response(daily), load_response(changed)
    assert other.per_unit[0].value == pytest.approx(one.per_unit[0].value, abs=0.02)


def test_load_au_counts_where_no_strain_is_known():
    daily = pulled_down()
    daily = daily.assign(load_au=daily["day_strain"] * 30, day_strain=NAN)
    found = load_response(daily)
    assert found.load == "load_au"
    assert found.per_unit[0].value == pytest.approx(-2 / 30, abs=0.002)


def test_what_is_missing_is_said():
    with pytest.raises(NotEnoughData, match="44 of 60 mornings"):
        load_response(pulled_down(50))
    alike = pulled_down()
    with pytest.raises(NotEnoughData, match="loads that differ"):
        load_response(alike.assign(day_strain=11 + 0.01 * np.sin(np.arange(300))))
    unknown = alike.assign(day_strain=alike["day_strain"].where(np.arange(300) < 30))
    with pytest.raises(NotEnoughData, match="of 40 days with a load"):
        load_response(unknown)


@pytest.mark.parametrize("plan", [[5, 12, 8, 14, 6, 16, 9], [5, 15]], ids=["each week the same", "every other day"])
def test_a_plan_that_never_changes_cannot_tell(plan):
    rng = np.random.default_rng(1)
    daily = days_of(np.resize(np.array(plan, dtype=float), 200), 60 + 10 * rng.standard_normal(200))
    with pytest.raises(NotEnoughData, match="not the same each week"):
        load_response(daily)


def test_a_short_night_after_a_hard_day_is_found_to_slow_it():
    daily = pulled_down(noise=2.0)
    rng = np.random.default_rng(8)
    less_h = rng.standard_normal(300)
    z = (daily["day_strain"] - daily["day_strain"].mean()) / daily["day_strain"].std()
    slowed = z.shift(1) * less_h
    planted = daily["recovery_pct"] - 2 * (slowed + slowed.shift(1)).fillna(0)
    found = sleep_after_hard(daily.assign(asleep_min=430 - 60 * less_h, recovery_pct=planted))
    assert found.extra.low <= -2 <= found.extra.high
    assert found.grade is Grade.STRONG
    neutral = sleep_after_hard(daily.assign(asleep_min=430 - 60 * less_h))
    assert neutral.grade is Grade.NONE


def test_short_nights_after_hard_days_have_to_occur():
    with pytest.raises(NotEnoughData, match="0 of 10 nights of each kind"):
        sleep_after_hard(pulled_down().assign(asleep_min=430.0))


def with_lows(lows: list[tuple[int, int]], days: int = 300) -> pd.Series:
    """Mornings around 60 that fall to 20 on some days: (first day, how many in a row)."""
    values = 60 + np.random.default_rng(2).choice([-2.0, 2.0], days)
    for first, length in lows:
        values[first : first + length] = 20.0
    return pd.Series(values, pd.date_range("2025-01-06", periods=days, name="day"))


def test_the_share_that_is_back_is_counted_by_day():
    lows = [(80 + 15 * k, 1) for k in range(8)] + [(205, 2), (225, 4)]
    found = after_low(with_lows(lows), log=False)
    # 10 episodes: 8 last one morning, one lasts two and one four
    assert found.episodes == 10
    assert found.returned["back"].tolist() == pytest.approx([0, 0.8, 0.9, 0.9, 1, 1, 1, 1])
    assert found.returned["at_risk"].tolist() == [10, 10, 2, 1, 1, 0, 0, 0]
    assert found.mean_d.value == pytest.approx((8 * 1 + 2 + 4) / 10)
    assert (found.median_d.value, found.median_d.low) == (1, 1)


def test_an_unknown_morning_ends_what_is_known_of_an_episode():
    lows = [(80 + 15 * k, 2) for k in range(10)]
    values = with_lows(lows)
    values.iloc[[81, 96]] = NAN  # two of the ten are lost sight of on their second morning
    found = after_low(values, log=False)
    assert found.returned["at_risk"].tolist()[:3] == [10, 8, 8]
    assert found.returned["back"].tolist()[:3] == [0, 0, 1]


def test_high_is_low_where_less_is_better():
    values = 120 - with_lows([(80 + 15 * k, 1) for k in range(9)])
    assert after_low(values, log=False, worse="higher").episodes == 9
    with pytest.raises(ValueError, match="worse is lower or higher"):
        after_low(values, log=False, worse="up")


def test_days_that_only_remember_yesterday_are_told_as_chance():
    rng = np.random.default_rng(11)
    noise = rng.standard_normal(400)
    for day in range(1, 400):
        noise[day] = 0.3 * noise[day - 1] + 0.95 * noise[day]
    values = pd.Series(60 + 12 * noise, pd.date_range("2025-01-06", periods=400, name="day"))
    found = after_low(values, log=False, seed=1)
    assert found.grade is Grade.NONE
    assert found.mean_d.low <= found.by_chance_d <= found.mean_d.high


def test_returns_that_take_days_each_time_are_not_chance():
    steady = with_lows([(80 + 20 * k, 4) for k in range(11)])
    steady += 6 * np.where(np.arange(300) % 2, 1, -1) * (steady > 40)  # ordinary days remember nothing
    found = after_low(steady, log=False, seed=1)
    assert found.mean_d.value > found.by_chance_d
    assert found.grade in (Grade.LIKELY, Grade.STRONG)


def test_few_low_mornings_say_nothing():
    with pytest.raises(NotEnoughData, match="2 of 8 low mornings"):
        after_low(with_lows([(100, 1), (150, 1)]), log=False)
