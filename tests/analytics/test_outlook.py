"""One outlook, many loads: each forecast is what the whole analysis makes of those loads from scratch."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics import planned_load
from analytics.adaptive import reaches
from analytics.forecast import forecast, outlook, where_planned
from analytics.forecast_model import HORIZONS, state_space
from analytics.results import NotEnoughData
from analytics.state_space import Filters, foretell
from data import simulate
from data.simulate import Profile

LAST = date(2026, 1, 1)
SETS = [
    (1, 90, 0, (), {0: 18.0}),
    (2, 150, 9, (), {0: 2.0, 1: 20.0}),
    (3, 260, 0, (100,), {2: 12.5, 5: 0.0}),
    (4, 420, 3, (60, 300), {0: 9.0, 1: 9.0, 2: 9.0, 6: 21.0}),
]


def person(seed, days):
    """Recovery and strain of a simulated athlete, a tenth of either unknown."""
    frame = simulate.athlete(seed, days, last_day=LAST, profile=Profile()).frame()
    rng = np.random.default_rng(seed)
    values, load = (frame[name].mask(rng.random(days) < 0.1) for name in ("recovery_pct", "day_strain"))
    return values, load


def expected_load(load, usual, row, place, plans, *, kept):
    """The load that the morning of a row expects of the day in another row."""
    past, last = place < row, len(load) - 1
    if row == last and place - row in plans:
        return plans[place - row]
    known = 0 <= place < last and not np.isnan(load.iloc[place]) and (past or kept)
    if known:
        return load.iloc[place]
    weekday = (load.index[0].day_of_week + place) % 7
    return usual[place if past else row, weekday] if place >= 0 else np.nan


def inputs_on(load, usual, scale, begin, row, ahead, plans, *, kept):
    """What acts on the morning so many days after that of a row, as the latter expects it."""
    loads = np.array([expected_load(load, usual, row, row + ahead - lag, plans, kept=kept) for lag in (1, 2, 3)])
    z = np.nan_to_num((loads - scale.mean) / scale.sd) * (row >= begin)
    turns = 2 * np.pi * ((load.index[0].day_of_week + row + ahead) % 7) * np.array([1, 2, 3]) / 7
    return np.concatenate([z, np.sqrt(2) * np.cos(turns), np.sqrt(2) * np.sin(turns)])


def from_scratch(values, load, plans, *, kept, restarts=()):
    """Means, SDs and reaches (of 50 and of 80%) of every morning's forecasts, fitted for these loads alone."""
    y, days = values.to_numpy(dtype=float), range(len(values))
    load = load.copy()
    load.iloc[-1] = np.nan
    start = int(np.flatnonzero(~np.isnan(y))[29])
    scale, usual = planned_load.scale_of(load.to_numpy(), start), planned_load.usual_loads(load)
    begin = scale.row if scale.row > start else 0  # from which morning on loads count
    known = (load, usual, scale, begin)
    ahead = np.array([[inputs_on(*known, row, h, plans, kept=kept) for h in range(1, 8)] for row in days])
    lived = np.array([np.zeros(9), *(inputs_on(*known, row, 1, {}, kept=True) for row in days[:-1])])
    first = y[: start + 1]
    filters = Filters(
        planned_load.GROUPS, planned_load.RELATIVE, centre=float(np.nanmedian(first)), spread=float(np.nanstd(first))
    )
    told = foretell(y, lived, ahead, np.arange(1, 8), filters, start=start, restarts=restarts)
    return told.mean, told.sd, [reaches(y, told.mean, told.sd, level) for level in (0.5, 0.8)]


def planned(day, plans):
    return {pd.Timestamp(day) + pd.Timedelta(days=place): load for place, load in plans.items()}


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize(("seed", "days", "back", "restarts", "plans"), SETS)
def test_a_load_supposed_on_an_outlook_is_what_the_analysis_makes_of_it_from_scratch(
    seed, days, back, restarts, plans, kept
):
    values, load = person(seed, days)
    day, rows = values.index[-1 - back], days - back
    learned = outlook(
        values, load, day.date(), bounds=(0, 100), restarts=[values.index[row].date() for row in restarts]
    )
    for other in ({}, {0: 21.0}):  # what was supposed before leaves no trace
        learned.forecast(planned(day, other), kept=kept)
    made = learned.forecast(planned(day, plans), kept=kept)
    mean, sd, (half, most) = from_scratch(values.iloc[:rows], load.iloc[:rows], plans, kept=kept, restarts=restarts)
    shown = {
        "value": mean, "low": mean - most * sd, "high": mean + most * sd,
        "low50": mean - half * sd, "high50": mean + half * sd,
    }  # fmt: skip
    for name, theirs in shown.items():
        ours = [getattr(one.value if name in ("value", "low", "high") else one, name) for one in made.by_model]
        assert ours == pytest.approx(np.clip(theirs[-1], 0, 100), rel=1e-9), name


@pytest.mark.parametrize("kept", [False, True])
def test_grades_are_those_of_the_way_in_which_loads_were_expected(kept):
    values, load = person(5, 200)
    made = outlook(values, load, LAST).forecast({}, kept=kept)
    mean, sd, (_, most) = from_scratch(values, load, {}, kept=kept)
    y = values.to_numpy()
    today = values.ffill(limit=7).to_numpy()
    middle = values.rolling(30, min_periods=7).median().to_numpy()
    assert len(made.grades) == HORIZONS
    for grade in made.grades:
        place = grade.ahead - 1
        came, told = y[grade.ahead :], (slice(None, -grade.ahead), place)
        apart = came - mean[told]
        judged = ~np.isnan(apart) & ~np.isnan(today[told[0]]) & ~np.isnan(middle[told[0]])
        assert grade.n == judged.sum()
        assert grade.mae == pytest.approx(np.abs(apart[judged]).mean(), rel=1e-9)
        assert grade.coverage == pytest.approx((np.abs(apart) <= (most * sd)[told])[judged].mean(), rel=1e-9)


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("asleep", [False, True])
def test_one_outlook_gives_the_forecasts_that_are_made_one_by_one(log, asleep):
    values, load = person(6, 240)
    nights = pd.Series(440 + 40 * np.random.default_rng(6).standard_normal(240), values.index)
    chosen = {
        "log": log, "asleep_min": nights if asleep else None, "bounds": (1, 99), "restarts": [values.index[50].date()]
    }  # fmt: skip
    values = values.clip(lower=1) + (nights - 440) / 20 if asleep else values.clip(lower=1)
    learned = outlook(values, load, LAST, **chosen)
    made = {}
    for plans in (None, {}, planned(LAST, {0: 19.0}), planned(LAST, {1: 3.0, 3: 15.0})):
        for kept in (True, False):
            made[kept] = forecast(values, load, LAST, planned=plans, kept=kept, **chosen)
            assert learned.forecast(plans, kept=kept) == made[kept]
        if plans is not None:
            both = where_planned(made[False], made[True], {day.date() for day in plans})
            assert learned.where_planned(plans) == both


def test_a_morning_is_linear_in_the_loads_before_it():
    values, load = person(7, 200)
    learned = outlook(values, load, LAST)
    low, middle, high = (
        np.array([one.value.value for one in learned.forecast(planned(LAST, {0: today, 2: 13.0})).by_model])
        for today in (4.0, 10.0, 16.0)
    )
    assert np.abs(high - low).max() > 0.5
    assert middle == pytest.approx((low + high) / 2)


def test_whatever_is_supposed_the_model_is_asked_once():
    asked = []

    def counted(task):
        asked.append(task)
        return state_space(task)

    values, load = person(8, 120)
    learned = outlook(values, load, LAST, model=counted)
    for strain in (4.0, 9.0, 18.0):
        learned.forecast(planned(LAST, {0: strain}), kept=False)
        learned.where_planned(planned(LAST, {1: strain}))
    assert len(asked) == 1


def test_without_loads_any_plan_leaves_the_mornings_as_they_are():
    values, load = person(9, 120)
    learned = outlook(values, load * np.nan, LAST)
    assert learned.forecast(planned(LAST, {0: 20.0})).by_model == learned.forecast().by_model
    assert learned.forecast(planned(LAST, {0: 20.0})).load[0] == 20


def test_too_little_is_too_little_for_an_outlook():
    values, load = person(10, 90)
    values.iloc[: 90 - 20] = np.nan
    with pytest.raises(NotEnoughData, match=r"of 30 mornings"):
        outlook(values, load, LAST)
    with pytest.raises(ValueError, match="2030-01-01 is not a day"):
        outlook(values, load, date(2030, 1, 1))
