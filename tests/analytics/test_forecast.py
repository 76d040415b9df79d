from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics import planned_load
from analytics.forecast import Forecast, forecast
from analytics.forecast_grade import Verdict
from analytics.forecast_model import HORIZONS, Task, issue
from analytics.results import Grade, NotEnoughData
from analytics.sleep_effect import sleep_effect
from analytics.state_space import Foretold

FIRST = "2024-01-01"  # a Monday


def daily(values):
    return pd.Series(np.asarray(values, dtype=float), pd.date_range(FIRST, periods=len(values), name="day"))


def athlete(days=200, effect=-2.5, seed=3, gaps=0.1):
    """Load that acts on the next morning, in noise of SD 8."""
    rng = np.random.default_rng(seed)
    load = np.clip(rng.normal(11, 4, days), 2, 20)
    values = 60 + 8 * rng.standard_normal(days)
    values[1:] += effect * (load[:-1] - 11)
    values[rng.random(days) < gaps] = np.nan
    values[-1] = 55
    return daily(values), daily(load)


def made(values, load, **options) -> Forecast:
    return forecast(values, load, values.index[-1].date(), **options)


def test_29_mornings_are_not_enough():
    values, load = athlete(29, gaps=0)
    with pytest.raises(NotEnoughData, match="29 of 30 mornings"):
        made(values, load)


def test_a_month_without_mornings_is_not_forecast():
    values, load = athlete(100)
    values.iloc[-28:-1] = np.nan
    with pytest.raises(NotEnoughData, match="last 30 days"):
        made(values, load)


def test_too_early_for_a_verdict_the_median_is_shown():
    values, load = athlete(45, gaps=0)
    result = made(values, load)
    assert result.verdict is Verdict.TOO_EARLY
    assert not result.grades
    assert {day.source for day in result.days} == {"median"}
    assert result.days[0].value.value == pytest.approx(values.iloc[-30:].median())


def test_the_model_is_shown_where_it_has_beaten_the_median():
    values, load = athlete()
    result = made(values, load, planned={})
    assert result.verdict is Verdict.BEATS
    assert result.overall.against_median.low > 0
    assert result.days == result.by_model
    assert result.load_grade is Grade.STRONG
    assert len(result.days) == len(result.grades) == HORIZONS


def test_the_effect_of_a_hard_day_is_found():
    values, load = athlete(400)
    result = made(values, load, planned={})
    hard, rest = ({s.name: s for s in result.scenarios}[name].load[0] for name in ("hard", "rest"))
    assert result.load_effect.low < -2.5 * (hard - rest) < result.load_effect.high


def test_load_that_does_nothing_makes_no_scenarios():
    values, load = athlete(300, effect=0)
    result = made(values, load)
    assert result.load_grade is Grade.NONE
    assert result.scenarios == ()


def test_without_loads_there_is_a_forecast_and_no_effect():
    values, load = athlete(120)
    result = made(values, load * np.nan)
    assert result.load_effect is None
    assert result.load_grade is Grade.INSUFFICIENT
    assert len(result.days) == HORIZONS


@pytest.mark.parametrize("planned", [None, {}])
def test_no_later_day_changes_a_forecast(planned):
    values, load = athlete(160)
    day = values.index[119].date()
    before = forecast(values, load, day, planned=planned, asleep_min=daily(400 + 50 * np.sin(np.arange(160))))
    values, load = values.copy(), load.copy()
    values.iloc[120:], load.iloc[119:] = 1.0, 21.0  # the load of the day itself comes after its morning
    assert before == forecast(
        values, load, day, planned=planned, asleep_min=daily(400 + 50 * np.sin(np.arange(160)) * (np.arange(160) < 120))
    )


@pytest.mark.parametrize("way", ["usual", "kept"])
def test_what_a_morning_foretold_is_what_it_foretells_in_hindsight(way):
    values, load = athlete(160)
    whole = getattr(issue(values, load), way)
    # Of the loads that the last of these mornings expects, six came after it.
    part = getattr(issue(values.iloc[:107], load.iloc[:107]), way)
    assert part.mean[30:100] == pytest.approx(whole.mean[30:100], nan_ok=True)
    assert part.sd[30:100] == pytest.approx(whole.sd[30:100], nan_ok=True)


def test_loads_that_begin_late_change_no_forecast_before_them():
    values, load = athlete(160)
    load.iloc[:80] = np.nan
    whole, without = issue(values, load).usual, issue(values, load * np.nan).usual
    assert whole.mean[:94] == pytest.approx(without.mean[:94], nan_ok=True)
    assert np.abs(whole.mean[-1] - without.mean[-1]).max() > 0.5


def test_a_plan_is_followed():
    values, load = athlete()
    tomorrow = values.index[-1] + pd.Timedelta(days=1)
    hard = made(values, load, planned={values.index[-1]: 18.0})
    late = made(values, load, planned={tomorrow: 18.0})
    easy = made(values, load, planned={values.index[-1]: 4.0})
    assert hard.by_model[0].value.value < easy.by_model[0].value.value - 15
    assert late.by_model[0].value.value == pytest.approx(made(values, load, planned={}).by_model[0].value.value)
    assert late.by_model[1].value.value < easy.by_model[1].value.value - 5
    assert hard.scenarios[0].load[0] == 18


def test_scenarios_differ_by_what_load_does_and_come_back():
    values, load = athlete()
    by_name = {scenario.name: scenario for scenario in made(values, load, planned={}).scenarios}
    rest, easy, planned, hard = (by_name[name].days[0].value.value for name in ("rest", "easy", "planned", "hard"))
    assert rest > easy > planned > hard
    assert by_name["hard"].difference[0].high < 0 < by_name["rest"].difference[0].low
    assert by_name["hard"].difference[6].value == pytest.approx(0)
    assert by_name["planned"].difference[0].value == 0


def test_values_and_intervals_stay_within_their_bounds():
    values, load = athlete()
    for day in made(values + 38, load, bounds=(0, 100)).days:
        assert 0 <= day.value.low <= day.low50 <= day.value.value <= day.high50 <= day.value.high <= 100


def test_logarithms_are_forecast_in_the_unit_of_the_values():
    values, load = athlete()
    result = made(np.exp(values / 50), load, log=True, planned={})
    plain = made(values, load, planned={})
    assert np.log(result.by_model[0].value.value) * 50 == pytest.approx(plain.by_model[0].value.value, abs=1)
    assert result.load_effect.value == pytest.approx(100 * np.expm1(plain.load_effect.value / 50), rel=0.1)


def test_values_of_another_device_do_not_count_as_usual():
    values, load = athlete(150)
    values.iloc[:130] -= 40
    result = made(values, load, restarts=[values.index[130].date()])
    assert result.by_median[0].value.value == pytest.approx(values.iloc[130:].median())
    assert abs(result.by_model[3].value.value - 60) < 12


def test_any_model_can_take_the_place_of_this_one():
    class Flat:
        def __init__(self, task: Task):
            shape = (len(task.values), len(task.ahead))
            self.foretold = Foretold(np.full(shape, 50.0), np.full(shape, 10.0))

        def instead(self, inputs):
            return np.full(len(inputs), 50.0), np.full(len(inputs), 10.0)

        def difference(self, contrast):
            return np.zeros(len(contrast)), np.ones(len(contrast))

    values, load = athlete()
    result = made(values, load, model=Flat)
    assert result.verdict is Verdict.WORSE
    assert [day.value.value for day in result.by_model] == [50] * HORIZONS
    assert result.days == result.by_median


def test_values_and_load_need_the_same_days():
    values, load = athlete()
    with pytest.raises(ValueError, match="same days"):
        forecast(values, load.iloc[1:], date(2024, 3, 1))


def test_a_day_outside_the_series_is_refused():
    values, load = athlete()
    with pytest.raises(ValueError, match="2030-01-01 is not a day"):
        forecast(values, load, date(2030, 1, 1))


def test_the_usual_load_is_that_of_the_weekday_in_the_weeks_before():
    load = daily([float(week * 10 + weekday) for week in range(4) for weekday in range(7)])
    usual = planned_load.usual_loads(load)
    assert usual[21].tolist() == [10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0]  # weeks 0, 1 and 2
    assert usual[7, 3] == pytest.approx(3.0)  # one Thursday is not enough: all days, of which the mean is 3
    assert np.isnan(usual[0]).all()


def test_ways_ahead_hold_what_came_only_where_plans_were_kept():
    load = daily(np.arange(30.0))
    usual, kept = (way[20] for way in planned_load.ways_ahead(load, 2))
    assert kept.tolist() == [18, 19, 20, 21]
    assert usual.tolist() == [18, 19, (6 + 13) / 2, (0 + 7 + 14) / 3]  # Sunday the 21st, Monday the 22nd


def test_inputs_are_the_loads_of_the_three_days_before_each_morning():
    scale = planned_load.Scale(row=0, mean=10.0, sd=2.0)
    inputs = planned_load.inputs_of(np.array([[8.0, 10.0, 12.0, 16.0]]), np.array([0]), scale)
    assert inputs[0, :, :3].tolist() == [[1.0, 0.0, -1.0], [3.0, 1.0, 0.0]]


def test_rest_is_the_least_that_was_seen_and_more_rest_than_ever_is_marked():
    load = daily([0.0, 300.0, 100.0, 200.0] * 10)
    way = np.array([100.0, 200.0, 50, 50, 50, 50])
    ways, seen = planned_load.scenario_loads(planned_load.levels_of(load), way, 3), planned_load.seen(load)
    assert ways["rest"].tolist() == [100, 200, 0, 0, 0, 50]
    assert ways["easy"][2] == 100
    assert ways["hard"][2] == 300
    # 300, 500, 600 in three days were seen, and 400; 200 and 0 never.
    assert seen.beyond(ways["rest"]) == (False, True, True, True)
    assert seen.beyond(np.array([100.0, 200.0, 301.0])) == (True,)


def sleepers(days=200, per_hour=4.0, seed=2):
    rng = np.random.default_rng(seed)
    asleep = 440 + 45 * rng.standard_normal(days)
    values = 60 + per_hour * (asleep - 440) / 60 + 6 * rng.standard_normal(days)
    return values, asleep


def test_longer_nights_and_better_mornings_are_found_where_they_are():
    values, asleep = sleepers()
    effect = sleep_effect(values, asleep, np.zeros((200, 0)))
    assert effect.per_hour.low < 4 < effect.per_hour.high
    assert effect.grade is Grade.STRONG
    values, asleep = sleepers(per_hour=0.0)
    assert sleep_effect(values, asleep, np.zeros((200, 0))).grade is Grade.NONE


@pytest.mark.parametrize("days", [59, 200])
def test_few_nights_or_nights_all_alike_cannot_tell(days):
    values, asleep = sleepers(days)
    with pytest.raises(NotEnoughData):
        sleep_effect(values, asleep if days < 60 else asleep * 0 + 440, np.zeros((days, 0)))


def test_nights_become_scenarios_where_their_effect_is_seen():
    values, asleep = sleepers(300)
    result = made(daily(values), daily(np.full(300, np.nan)), asleep_min=daily(asleep))
    longer = {scenario.name: scenario for scenario in result.scenarios}["longer nights"]
    assert longer.difference[0].value == pytest.approx(result.sleep.per_hour.value)
    assert longer.difference[6].value == 0


def test_several_sessions_on_a_day_add_up_in_au_and_fill_what_is_left_in_strain():
    assert planned_load.day_load([300, 200], rest=0) == 500
    assert planned_load.day_load([300, 200], rest=50) == 450  # everyday life counts once
    # Alone each fills 8.5 of the 17 between rest and the end; together half of that and half of what is left.
    assert planned_load.day_load([12.5, 12.5], rest=4, most=21) == pytest.approx(4 + 8.5 + 4.25)
    assert planned_load.day_load([12.5, 2], rest=4, most=21) == 12.5  # rest adds nothing
    assert planned_load.day_load([21, 12], rest=4, most=21) == 21


def test_plans_move_the_forecast_but_not_its_grade():
    values, load = athlete()
    usual, plan = (made(values, load, planned=plans, kept=False) for plans in (None, {values.index[-1]: 19.0}))
    assert plan.grades == usual.grades and plan.overall == usual.overall and not plan.planned
    assert plan.graded == usual.graded
    assert plan.by_model[0].value.value < usual.by_model[0].value.value - 5
    assert plan.load[0] == 19.0 and plan.load[1:] == usual.load[1:]


def test_with_a_plan_there_is_the_usual_week_to_compare_with():
    values, load = athlete()
    usual, plan = (made(values, load, planned=plans, kept=False) for plans in (None, {values.index[-1]: 19.0}))
    assert "usual" not in {scenario.name for scenario in usual.scenarios}
    without = next(scenario for scenario in plan.scenarios if scenario.name == "usual")
    assert without.load == usual.load
    assert [day.value.value for day in without.days] == pytest.approx([day.value.value for day in usual.by_model])
    assert without.difference[0].value > 5


def test_past_mornings_are_held_against_the_forecast_of_the_morning_before():
    values, load = athlete()
    result = made(values, load)
    last = result.graded[-1]
    assert last.day == values.index[-1].date() and last.came == 55
    before = forecast(values, load, values.index[-2].date())
    assert last.value.value == pytest.approx(before.by_model[0].value.value)
    assert last.value.low == pytest.approx(before.by_model[0].value.low)
    assert last.median == pytest.approx(before.by_median[0].value.value)
