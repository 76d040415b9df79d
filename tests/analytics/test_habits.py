from math import ceil

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analytics.habit_checks import holds_later
from analytics.habit_design import Design, completed, directions
from analytics.habits import habit_impact, refusal
from analytics.results import Grade, NotEnoughData

FIRST = "2025-01-06"  # a Monday


def lots(days: int, share: float = 0.4, seed: int = 1) -> np.ndarray:
    """Yes and no, independent from day to day."""
    return (np.random.default_rng(seed).random(days) < share).astype(float)


def noise(days: int, sd: float = 5.0, phi: float = 0.4, seed: int = 2) -> np.ndarray:
    steps = np.random.default_rng(seed).standard_normal(days) * sd * np.sqrt(1 - phi**2)
    for day in range(1, days):
        steps[day] += phi * steps[day - 1]
    return steps


def mornings(evenings: np.ndarray, column: str = "recovery_pct", **others: np.ndarray) -> pd.DataFrame:
    """A daily frame whose mornings follow from what was done on the evening before."""
    values = np.append(60.0, evenings)
    index = pd.date_range(FIRST, periods=len(values), name="day")
    empty = {name: np.full(len(values), np.nan) for name in ("recovery_pct", "day_strain", "load_au", "hrv_rmssd_ms")}
    strain = 10 + 3 * np.sin(np.arange(len(values)) * 1.7)
    return pd.DataFrame(empty | {"day_strain": strain, column: values} | others, index)


def journal(first: str = FIRST, amounts: dict[str, np.ndarray] | None = None, **habits: np.ndarray) -> pd.DataFrame:
    """1 yes, 0 no, NaN not answered: one element an evening."""
    rows = []
    for habit, done in habits.items():
        for number, day in enumerate(pd.date_range(first, periods=len(done))):
            if not np.isnan(done[number]):
                amount = amounts[habit][number] if amounts and habit in amounts and done[number] else np.nan
                answer = "yes" if done[number] else "no"
                rows.append((day, habit, f"{habit}?", answer, amount, "drinks" if amount == amount else None))
    return pd.DataFrame(rows, columns=["day", "habit", "question", "answer", "amount", "unit"])


def only(impact):
    (effect,) = impact.effects
    return effect


def test_the_effect_is_that_of_the_evening_on_the_next_morning():
    wine = lots(100)
    effect = only(habit_impact(mornings(70 - 10 * wine + noise(100)), journal(alcohol=wine)))
    assert effect.raw.low < -10 < effect.raw.high
    assert effect.raw.value == pytest.approx(-10, abs=2.5)
    assert effect.grade is Grade.STRONG
    assert (effect.n_yes, effect.n_no, effect.n_unknown) == (wine.sum(), 100 - wine.sum(), 0)
    assert effect.days[0] == (pd.Timestamp(FIRST) + pd.Timedelta(days=int(np.argmax(wine)))).date()


def test_it_agrees_with_an_independent_implementation():
    wine, tea = lots(300), lots(300, seed=5)
    y = 70 - 6 * wine + noise(300)
    frame = mornings(y).assign(day_strain=np.nan)
    impact = habit_impact(frame, journal(alcohol=wine, tea=tea))
    passed = (np.arange(300) + 0.5) / 300
    week = [(np.arange(300) % 7) == day for day in range(1, 7)]
    waves = [np.cos(np.pi * k * passed) for k in range(1, 6)]
    design = np.column_stack([np.ones(300), *week, *waves, wine, tea]).astype(float)
    fit = sm.GLSAR(y, design, rho=1).iterative_fit(maxiter=20)
    found = {effect.habit: effect.raw for effect in impact.effects}
    for habit, place in (("alcohol", -2), ("tea", -1)):
        reach = (found[habit].high - found[habit].low) / 2
        assert found[habit].value == pytest.approx(fit.params[place], abs=0.1)
        assert reach == pytest.approx(1.968 * fit.bse[place], rel=0.05)
    assert impact.rho == pytest.approx(fit.model.rho[0], abs=0.05)


def test_an_unanswered_day_is_neither_a_yes_nor_a_no():
    wine = lots(200)
    kept = np.where(lots(200, 0.5, seed=9) == 1, wine, np.nan)
    effect = only(habit_impact(mornings(70 - 10 * wine + noise(200)), journal(alcohol=kept)))
    assert effect.n_unknown > 50
    assert effect.n_yes == np.nansum(kept)
    assert effect.raw.low < -10 < effect.raw.high
    assert effect.raw.n == effect.n_yes + effect.n_no


def test_gaps_are_filled_with_what_the_other_columns_foretell():
    other = np.arange(40.0)
    partly = np.column_stack([np.where(other % 4 == 0, np.nan, 2 * other), other])
    filled = completed(partly, np.ones((40, 1)))
    # The mean of the 30 known days counts for 30 days: half of the way from it to the line.
    mean = partly[:, 0][~np.isnan(partly[:, 0])].mean()
    assert filled[0, 0] == pytest.approx(mean + 30 / 60 * (0 - mean), rel=0.01)
    assert (filled[1::4] == partly[1::4]).all()


def test_columns_that_say_the_same_make_one_direction():
    line = np.linspace(-1, 1, 30)
    columns = np.column_stack([line, 2 * line, line**2])
    assert (columns @ directions(columns)).shape == (30, 2)


def test_too_few_of_either_answer_are_not_enough():
    wine, rare, never, always = lots(80), np.zeros(80), np.zeros(80), np.ones(80)
    rare[[3, 30, 50, 70]] = 1
    impact = habit_impact(mornings(70 + noise(80)), journal(alcohol=wine, sauna=rare, tobacco=never, own_bed=always))
    short = {each.habit: each for each in impact.insufficient}
    assert set(short) == {"sauna", "tobacco", "own_bed"}
    assert short["sauna"].why == "4 days with a yes and 76 with a no; 5 of each are needed"
    assert short["sauna"].enough_in_days == 20  # one more, of which there was one in 20 days
    assert short["tobacco"].enough_in_days is None
    assert [effect.habit for effect in impact.effects] == ["alcohol"]


def test_a_journal_of_such_habits_only_gives_no_effects():
    impact = habit_impact(mornings(70 + noise(80)), journal(tobacco=np.zeros(80)))
    assert impact.effects == ()
    assert impact.rho is None


def test_too_few_answered_days():
    with pytest.raises(NotEnoughData, match="20 of 28 days"):
        habit_impact(mornings(70 + noise(20)), journal(alcohol=lots(20)))


def test_an_unknown_outcome_is_our_mistake():
    with pytest.raises(ValueError, match="not vo2max"):
        habit_impact(mornings(70 + noise(40)), journal(alcohol=lots(40)), outcome="vo2max")


def test_habits_always_done_together_share_one_effect():
    wine, tea = lots(90), lots(90, seed=7)
    snack = wine.copy()
    snack[[5, 40]] = 1 - snack[[5, 40]]
    impact = habit_impact(
        mornings(70 - 8 * wine + noise(90)), journal(alcohol=wine, late_meal=snack, sober=1 - wine, tea=tea)
    )
    effects = {effect.habit: effect for effect in impact.effects}
    (shared,) = [effect for habit, effect in effects.items() if habit != "tea"]
    named = {shared.habit, *shared.together, *shared.opposite}
    assert named == {"alcohol", "late_meal", "sober"}
    assert effects["tea"].together == effects["tea"].opposite == ()


def test_a_habit_that_only_the_weekday_decides_is_left_out():
    tea, monday = lots(140), (np.arange(140) % 7 == 0) * 1.0
    impact = habit_impact(mornings(70 + noise(140)), journal(weigh_in=monday, tea=tea))
    assert only(impact).habit == "tea"
    (left_out,) = impact.insufficient
    assert left_out.habit == "weigh_in"
    assert left_out.why.startswith("it goes with the weekday")


def test_more_habits_than_the_days_can_carry():
    habits = {f"habit_{k}": lots(45, 0.2 + 0.02 * k, seed=k) for k in range(20)}
    impact = habit_impact(mornings(70 + noise(45)), journal(**habits))
    assert len(impact.effects) == 45 // 3 - 3  # intercept, weekend and strain take three
    assert any("45 answered days carry 12 habits" in each.why for each in impact.insufficient)


@pytest.mark.parametrize("habit", ["sick_or_ill", "energized", "felt_recovered", "slept_well", "good_sleep", "injury"])
def test_what_is_no_habit_is_refused(habit):
    assert refusal(habit)


@pytest.mark.parametrize(
    "habit", ["alcohol", "cold_shower", "sleep_medication", "stress", "well_hydrated", "eat_3_hours_before_sleep"]
)
def test_what_is_a_habit_is_not(habit):
    assert refusal(habit) is None


def test_the_outcome_in_other_words_is_refused_whatever_its_name():
    y = 70 + noise(60)
    impact = habit_impact(mornings(y), journal(great_day=(y > np.median(y)) * 1.0, alcohol=lots(60)))
    (refused,) = impact.refused
    assert refused.habit == "great_day"
    assert "without a single exception" in refused.why


def test_illness_has_no_effect_of_its_own_but_is_allowed_for():
    ill = np.zeros(120)
    ill[[20, 21, 22, 23, 70, 71, 72, 73]] = 1
    rest = np.where(ill == 1, 1, lots(120, 0.2))
    frame, kept = mornings(70 - 20 * ill + noise(120, seed=3)), journal(sick_or_ill=ill, rest=rest)
    effect = only(habit_impact(frame, kept))
    unaware = only(habit_impact(frame, kept[kept["habit"] == "rest"]))
    assert effect.raw.low < 0 < effect.raw.high
    assert unaware.raw.value < effect.raw.value - 2


def test_each_further_unit():
    drinks = np.random.default_rng(4).integers(1, 6, 150).astype(float)
    wine = lots(150)
    frame = mornings(80 - wine * (4 + 3 * drinks) + noise(150))
    effect = only(habit_impact(frame, journal(amounts={"alcohol": drinks}, alcohol=wine)))
    assert effect.dose.low < -3 < effect.dose.high
    assert effect.dose.value == pytest.approx(-3, abs=1)
    assert (effect.dose.n, effect.dose_unit) == (effect.n_yes, "drinks")
    alike = only(habit_impact(frame, journal(amounts={"alcohol": np.full(150, 2.0)}, alcohol=wine)))
    assert alike.dose is None


def test_hrv_in_percent():
    wine = lots(150)
    frame = mornings(np.exp(4 - 0.2 * wine + noise(150, sd=0.1)), "hrv_rmssd_ms", recovery_pct=60 + noise(151, seed=8))
    impact = habit_impact(frame, journal(alcohol=wine), outcome="hrv_rmssd_ms")
    assert impact.unit == "%"
    assert only(impact).raw.value == pytest.approx(100 * np.expm1(-0.2), abs=3)


def test_a_new_device_is_no_effect():
    new = (np.arange(120) >= 60) * 12.0
    tea = lots(120, 0.5) * (np.arange(120) >= 45)
    frame, kept = mornings(60 + new + noise(120)), journal(tea=tea)
    restart = frame.index[61].date()
    aware, unaware = (only(habit_impact(frame, kept, restarts=days)) for days in ([restart], []))
    assert aware.raw.low < 0 < aware.raw.high
    assert unaware.raw.value > aware.raw.value


def test_nothing_seen_says_how_large_it_could_be_and_when_it_will_be_known():
    tea = lots(200, 0.5)
    effect = only(habit_impact(mornings(70 + noise(200)), journal(tea=tea)))
    assert effect.grade is Grade.NONE
    assert effect.could_be == max(-effect.raw.low, effect.raw.high)
    assert effect.settle_days == 0  # with this little noise 5 points would have been seen
    few = only(habit_impact(mornings(70 + noise(60, sd=15, seed=3)), journal(tea=tea[:60])))
    assert few.grade is Grade.INSUFFICIENT
    assert few.settle_days == ceil(60 * ((few.would_see / 5) ** 2 - 1))


def test_the_shrunk_effect_lies_between_nothing_and_the_estimate():
    habits = {f"habit_{k}": lots(120, seed=k) for k in range(6)}
    for effect in habit_impact(mornings(70 - 4 * habits["habit_0"] + noise(120)), journal(**habits)).effects:
        assert 0 <= effect.shrunk.value / effect.raw.value <= 1


def test_the_strongest_evidence_comes_first():
    habits = {f"habit_{k}": lots(120, seed=k) for k in range(5)}
    effects = habit_impact(mornings(70 - 15 * habits["habit_3"] + noise(120)), journal(**habits)).effects
    assert effects[0].habit == "habit_3"
    assert [effect.grade for effect in effects] == sorted((e.grade for e in effects), key=list(Grade).index)


def test_a_second_method_stands_beside_it_above_180_days():
    wine = lots(240)
    frame = mornings(70 - 8 * wine + noise(240, seed=3))
    effect = only(habit_impact(frame, journal(alcohol=wine)))
    assert effect.second.low < -8 < effect.second.high
    assert not effect.disagrees
    assert only(habit_impact(frame, journal(alcohol=wine[:170]))).second is None


def test_an_effect_of_the_first_days_only_does_not_hold():
    wine = lots(180)
    gone = np.where(np.arange(180) < 120, -12, 12) * wine
    effect = only(habit_impact(mornings(70 + gone + noise(180)), journal(alcohol=wine)))
    assert effect.holds is False
    assert effect.grade is not Grade.STRONG


def test_whether_it_holds_is_unknown_without_later_days_of_either_kind():
    done = np.append(lots(60, 0.5), np.zeros(30))
    own = np.column_stack([np.ones(90), done])
    design = Design(70 - 8 * done + noise(90), own, own, np.arange(90), lagged=1)
    assert np.isnan(holds_later(design, done[:, None], np.array([-8.0])))[0]


def test_a_habit_chosen_because_of_the_morning_goes_with_it_already_and_is_no_effect():
    y = np.append(60, 70 + noise(250, sd=12, phi=0.6))
    plunge = (y[:-1] + 6 * np.random.default_rng(6).standard_normal(250) < 62) * 1.0
    effect = only(habit_impact(mornings(y[1:]).assign(recovery_pct=y), journal(plunge=plunge)))
    assert effect.already_there
    assert effect.raw.low < 0 < effect.raw.high


def test_nothing_after_the_last_answered_morning_is_looked_at():
    wine = lots(80)
    frame = mornings(70 - 5 * wine + noise(80))
    later = pd.concat([frame, frame.iloc[:20].set_axis(pd.date_range(frame.index[-1], periods=21)[1:]) * 3])
    assert habit_impact(later, journal(alcohol=wine)) == habit_impact(frame, journal(alcohol=wine))
