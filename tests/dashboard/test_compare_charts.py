"""The charts and words of Compare and of the next morning, on made-up walks whose answer is known."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.recovery import evaluate, intervals
from analytics.recovery.evaluate import HeldOut
from analytics.recovery.learned import Horizon
from analytics.results import NotEnoughData
from dashboard.charts import compare as charts
from dashboard.charts import prediction as morning
from dashboard.charts.look import look
from dashboard.compose import Athlete, comparing
from dashboard.compose.comparing import Stretch
from dashboard.compose.prediction import Prediction
from dashboard.compose.tomorrow import Reason, Reasons, Tomorrow
from data import export

LIGHT = look("light")
MODELS = ("boosted", "rule", "median_30")


def walk(days=400, noise=(8.0, 12.0, 14.0), seed=0, bias=0.0) -> HeldOut:
    """A walk in which each model misses by so much, independently."""
    rng = np.random.default_rng(seed)
    index = pd.date_range("2025-01-01", periods=days, name="day")
    y = np.clip(60 + 15 * rng.standard_normal(days), 2, 98)
    frame = pd.DataFrame({"y": y}, index=index)
    for name, sd in zip(MODELS, noise, strict=True):
        frame[name] = np.clip(y + bias + sd * rng.standard_normal(days), 0, 100)
    frame["used"], frame["used_model"], frame["known"] = frame["boosted"], "boosted", np.arange(16, 16 + days)
    for name, sd in zip((*MODELS, "used"), (*noise, noise[0]), strict=True):
        low, high = intervals.within(frame[name].to_numpy(), np.full(days, sd))
        frame = frame.assign(**{f"{name}_sd": sd, f"{name}_low": low, f"{name}_high": high})
    return HeldOut(MODELS, frame, index[44], ())


def compared(held=None, a="used", b="rule"):
    held = held or walk()
    return comparing.compared(held, a, b, comparing.usual_pair(held))


@pytest.fixture(scope="module")
def found():
    return compared()


def test_the_answer_is_the_verdict_of_machine_learning_against_the_rule(found):
    assert charts.answer(found).startswith("ML is better by ")
    assert charts.answer(found).endswith(" on 356 days.") and charts.beside(found) == ""


def test_no_difference_is_said_as_none_with_what_could_be():
    alike = compared(walk(noise=(12.0, 12.0, 14.0), days=150))
    assert charts.answer(alike) == "No difference shown on 106 days."
    assert "anything from" in charts.beside(alike) and "fits" in charts.beside(alike)


def test_a_rule_that_is_better_stays_on():
    said = charts.answer(compared(walk(noise=(16.0, 6.0, 14.0))))
    assert said.startswith("The rule is better by ") and said.endswith("it stays on.")


def test_what_was_not_shown_is_said_not_to_have_been():
    def silent(noise):
        held = walk(noise=noise, days=150)
        return replace(held, walk=held.walk.assign(used=held.walk["rule"], used_model="rule"))

    def answered(noise):
        held = silent(noise)
        return compared(held, comparing.usual_pair(held)[0])

    better, alike = answered((6.0, 14.0, 14.0)), answered((12.0, 12.0, 14.0))
    assert charts.answer(better).startswith("The boosted trees, which were not shown, would have been closer than the ")
    assert charts.answer(alike) == (
        "No difference shown on 106 days between the boosted trees, which were not shown, and the rule."
    )
    assert charts.beside(alike).startswith("The boosted trees were off by ")
    assert charts.beside(alike).endswith("What was shown was mostly the rule's.")
    shown = compared(silent((6.0, 14.0, 14.0)))
    assert (shown.difference.low, shown.difference.high) == (0, 0)
    same = "No difference shown on 106 days: what was shown was the rule itself on every morning."
    assert charts.answer(shown) == same


def test_any_other_pair_is_named(found):
    said = charts.answer(compared(a="rule", b="median_30"))
    assert said.startswith("The rule is closer than the 30-day median by ") and "on 356 days" in said


def test_under_thirty_mornings_there_is_no_verdict():
    held = walk(days=44 + 29)
    few = "Not enough data: 30 mornings are needed, 29 so far."
    assert charts.answer(compared(held)) == charts.answer(compared(held, "rule", "median_30")) == few
    assert compared(held).difference is None and charts.beside(compared(held)) == ""
    assert compared(walk(days=44 + 30)).difference.n == 30


def test_a_period_judges_its_own_mornings_alone():
    held = walk()
    last = held.frame.index[-1].date()
    late = comparing.of_period(held, Stretch(last - timedelta(days=91)))
    assert len(late.frame) == 92 and late.frame.index[-1] == held.frame.index[-1]
    assert comparing.of_period(held, Stretch()) is held
    assert len(comparing.of_period(held, Stretch(date(1990, 1, 1), date(2100, 1, 1))).frame) == len(held.frame)


def test_a_first_and_a_last_day_both_count():
    held, first, last = walk(), date(2025, 6, 1), date(2025, 6, 30)
    june = comparing.of_period(held, Stretch(first, last))
    assert [day.date() for day in june.frame.index[[0, -1]]] == [first, last] and len(june.frame) == 30
    found = compared(june)
    missed = held.walk.loc["2025-06-01":"2025-06-30", ["used", "rule"]].sub(
        held.walk["y"].loc["2025-06-01":"2025-06-30"], axis=0
    )
    assert found.difference.value == pytest.approx(missed["rule"].abs().mean() - missed["used"].abs().mean())
    before = comparing.of_period(held, Stretch(last=held.walk.index[0].date() - timedelta(days=1)))
    with pytest.raises(NotEnoughData):
        compared(before)


def test_one_morning_is_drawn_and_judged_by_nothing():
    held = walk()
    day = held.frame.index[100].date()
    one = compared(comparing.of_period(held, Stretch(day, day)))
    assert one.difference is None and "30 mornings are needed, 1 so far" in charts.answer(one)
    assert len(charts.scatter(one, LIGHT).data[0].x) == 1
    assert "Too few mornings" in charts.rolling_title(comparing.rolling_error(one), "used", "rule")
    intervals_of = {name: evaluate.calibration(one.held, name) for name in ("used", "rule")}
    assert charts.coverage(intervals_of, LIGHT).data and charts.tenths(intervals_of["used"], LIGHT).data
    assert len(charts.day_table(comparing.day_by_day(one), "used", "rule")) == 1


def test_a_model_that_hardly_spoke_on_the_chosen_days_is_not_judged_on_them():
    held = walk()
    silent = held.walk.copy()
    silent.loc["2025-06-01":"2025-06-20", "boosted"] = np.nan
    june = comparing.of_period(replace(held, walk=silent), Stretch(date(2025, 6, 1), date(2025, 6, 30)))
    with pytest.raises(NotEnoughData):
        compared(june, "boosted", "rule")


def test_day_by_day_says_who_was_closer_and_what_held(found):
    days = comparing.day_by_day(found)
    assert days.index[0] == found.frame.index[-1]
    row = days.iloc[0]
    gain = abs(row["b"] - row["came"]) - abs(row["a"] - row["came"])
    assert row["closer"] == ("a" if gain > 0.5 else "b" if gain < -0.5 else "")
    assert row["a_held"] == (row["a_low"] <= row["came"] <= row["a_high"])
    people = charts.day_table(days, "used", "rule")
    assert set(people["closer"]) <= {"What was shown", "Rule", "alike"} and set(people["held"]) == {"yes", "no"}


def test_what_is_taken_away_cannot_run_as_a_formula(found):
    table = comparing.csv_of_days(found)
    assert len(table) == 356 and {"day", "came", "boosted", "boosted low", "rule", "shown by"} <= set(table)
    odd = table.assign(**{"shown by": "=HYPERLINK(1)"})
    assert "'=HYPERLINK(1)" in export.as_csv(odd).decode("utf-8-sig").splitlines()[1]


def test_the_scatter_has_a_dot_a_morning_and_a_line_a_model(found):
    figure = charts.scatter(found, LIGHT)
    dots, lines = figure.data[:2], figure.data[2:]
    assert all(len(trace.x) == 356 for trace in dots) and all(len(trace.x) == charts.BINS for trace in lines)
    assert list(dots[0].y) == list(found.frame["y"])
    assert "better than the rule" in charts.scatter_title(found)
    assert "correlation" in charts.scatter_said(found)


def test_what_chance_alone_does_is_no_title():
    alike = compared(walk(noise=(13.0, 13.4, 14.0), days=130))
    assert charts.scatter_title(alike) == "What was shown and the rule tell good mornings from bad about equally well"


def test_errors_over_time_stop_at_gaps():
    held = walk()
    frame = held.walk.copy()
    frame.loc["2025-06-01":"2025-08-15", "y"] = np.nan
    gappy = compared(replace(held, walk=frame))
    errors = comparing.rolling_error(gappy)
    assert errors.loc["2025-07-15"].isna().all() and errors.loc["2025-05-15"].notna().all()
    figure = charts.rolling(errors, "used", "rule", LIGHT)
    assert all(trace.connectgaps is False for trace in figure.data)
    assert "of the 28-day stretches" in charts.rolling_title(errors, "used", "rule")


def test_weekdays_and_lengths_are_rows_with_their_n(found):
    days = charts.weekdays(evaluate.by_weekday(found.held))
    assert list(days.index) == list(charts.WEEKDAYS) and days["n"].sum() == 356
    assert charts.pairs_title(days, "used", "rule", "weekdays") == "What was shown was closer on all 7 weekdays"
    lengths = charts.lengths(evaluate.by_length(found.held))
    assert lengths.index[0] == "60 to 89 mornings known"
    figure = charts.pairs(lengths, "used", "rule", LIGHT)
    assert sum("n = " in note.text for note in figure.layout.annotations) == len(lengths)


def test_intervals_are_called_what_they_are():
    right = evaluate.calibration(walk(days=1000), "used")
    assert "is as sure as it may be" in charts.coverage_title({"used": right})
    assert charts.tenths_title(right) == "Mornings fall evenly over what was foretold of them"
    held = walk(days=1000)
    narrow = replace(held, walk=held.walk.assign(used_sd=4.0))
    assert "is too sure" in charts.coverage_title({"used": evaluate.calibration(narrow, "used")})
    assert "far ends too often" in charts.tenths_title(evaluate.calibration(narrow, "used"))
    high = evaluate.calibration(walk(days=1000, bias=8.0), "used")
    assert "Mornings come out lower than foretold" in charts.tenths_title(high) or "far ends" in charts.tenths_title(
        high
    )
    both = {"used": right, "rule": evaluate.calibration(walk(days=1000), "rule")}
    assert len(charts.coverage(both, LIGHT).data) == 3 and len(charts.coverage_table(both)) == 8


def test_every_model_has_all_its_figures(found):
    table = charts.score_table(found.scores)
    assert list(table["model"])[0] in ("Boosted trees", "What was shown") and len(table) == 4
    assert {"off by (MAE)", "RMSE", "R²", "80% interval held", "its width", "mornings"} <= set(table)


def test_every_model_is_held_against_the_day_before_as_well_as_the_median():
    held = walk()
    index = held.walk.index
    before = held.walk["y"].shift(1, fill_value=60.0)
    ends = {"_sd": 15.0, "_low": before - 19, "_high": before + 19}
    columns = {f"same_as_yesterday{part}": end for part, end in ends.items()}
    with_it = held.walk.assign(same_as_yesterday=before, **columns)
    found = compared(replace(held, models=(*held.models, "same_as_yesterday"), walk=with_it))
    table = charts.score_table(found.scores).set_index("model")
    days = index >= held.first
    off = with_it[days][["used", "same_as_yesterday"]].sub(with_it["y"][days], axis=0).abs().mean()
    shown = table.loc["What was shown", "closer than yesterday"]
    assert shown == pytest.approx(100 * (1 - off["used"] / off["same_as_yesterday"]))
    assert "closer than yesterday" in charts.FORMATS


def with_ridge(grown):
    """A walk with a ridge from which boosted trees differ on so many of the judged mornings."""
    held = walk()
    ridge = held.walk["boosted"].copy()
    ridge.loc[held.frame.index[:grown]] += 1.0
    columns = {f"prior{part}": held.walk[f"boosted{part}"] for part in ("_sd", "_low", "_high")}
    return compared(replace(held, models=(*held.models, "prior"), walk=held.walk.assign(prior=ridge, **columns)))


@pytest.mark.parametrize(
    ("grown", "said"),
    [(0, "No tree grew on any of these mornings: "), (35, "Trees grew only on 35 of 356 mornings: "), (36, "")],
)
def test_where_trees_hardly_grew_boosted_and_ridge_are_said_to_foretell_the_same(grown, said):
    seen = comparing.grown(with_ridge(grown).frame)
    told = charts.level_said(len(seen), int(seen.sum()))
    assert told.startswith(said) and bool(told) is bool(said)
    alone = comparing.grown(comparing.of_one_alone(with_ridge(grown)).frame)
    assert alone.sum() == seen.sum() == grown


def test_without_a_ridge_nothing_is_said_of_trees(found):
    seen = comparing.grown(found.frame)
    assert charts.level_said(len(seen), int(seen.sum())) == "" == charts.level_said(0, 0)


def test_the_ridge_of_one_whom_nobody_taught_is_called_personal_everywhere_but_in_the_file():
    taught = comparing.compared(with_ridge(0).held, "prior", "rule", ("used", "rule"))
    alone = comparing.of_one_alone(taught)
    assert charts.answer(taught).startswith("The ridge with a prior is closer than")
    assert charts.answer(alone).startswith("The personal ridge is closer than")
    for charted in (charts.scatter_title, charts.scatter_said):
        assert "ersonal ridge" in charted(alone) and "prior" not in charted(alone)
    assert "Personal ridge" in set(charts.score_table(alone.scores)["model"])
    days = charts.day_table(comparing.day_by_day(alone), alone.a, alone.b)
    assert "Personal ridge" in days and set(days["shown by"]) == {"Personal ridge"}  # no tree grew
    assert evaluate.calibration(alone.held, "ridge").n == evaluate.calibration(taught.held, "prior").n
    assert "prior low" in comparing.csv_of_days(taught)


def tomorrow(value=51.0, parts=((("Training", -8.0), ("Sleep so far", 2.0)))):
    why = Reasons(value - sum(points for _, points in parts), tuple(Reason(*part) for part in parts))
    made = Prediction(
        Athlete(1, "Ada", False, "UTC"), date(2026, 11, 21), Horizon.EVENING, "boosted", "boosted", 3, value,
        value - 20, value + 20, 0.8, 15.6, 3.0, None, {}, 300,
    )  # fmt: skip
    past = pd.Series(
        [60.0, np.nan, 70, 65, 58, 72, 61, 66, 75, 59, 68, 70, 64, 62], pd.date_range("2026-11-07", periods=14)
    )
    return Tomorrow(made, why, past, "recovery", "%", True, ())


def test_the_next_morning_is_never_a_bare_point():
    figure = morning.ahead(tomorrow(), LIGHT)
    bar, ring = figure.data[1], figure.data[2]
    assert list(bar.y) == [31.0, 71.0] and list(ring.y) == [51.0]
    assert morning.title(tomorrow()) == "Lower than most of the last two weeks"
    assert morning.title(tomorrow(65.0)) == "Much like the last two weeks"
    wide = [30.0, 90, 40, 80, 45, 85, 66, 66, 70, 75, 42, 78, 48, 66]
    found = replace(tomorrow(51.0), past=pd.Series(wide, pd.date_range("2026-11-07", periods=14)))
    assert morning.title(found) == "Lower than most of the last two weeks"
    assert "31 to 71%" in morning.said(tomorrow())


def test_bars_of_reasons_begin_where_the_last_one_ended():
    why = tomorrow().reasons
    bars, ends = morning.why(why, "Tomorrow", LIGHT).data
    assert bars.base[0] == why.usual == ends.x[0] == 57.0
    assert bars.base[1] == bars.base[0] + bars.x[0]
    assert bars.base[-1] + bars.x[-1] == pytest.approx(ends.x[1]) == pytest.approx(51.0)
    assert morning.why_title(why) == "Training lowers it the most"
    assert morning.why_table(why, "Tomorrow")["points"].iloc[:-1].sum() == pytest.approx(51.0)
