"""A follow-up without a subject of its own takes the measure, the days or the sessions of the question before it."""

import time
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.recovery.rules import WEIGHTS
from coach.conversation import Answer, Exchange, answer, whole
from coach.engines.rules import RulesEngine
from coach.tools import changed_most, judged, of_those, reasons, scores
from coach.understanding.continuing.said import Said
from coach.understanding.continuing.same_subject import END_WORDS, is_open
from coach.understanding.naming import named
from coach.understanding.supposing import supposed, with_more
from coach.understood import Period, Topic
from tests.coach.people import DEMO, TODAY, everybody

MONTH = Period(TODAY - timedelta(days=27), TODAY, "the last 28 days")


def talk(who: str, *questions: str) -> Answer:
    """The answer to the last of some questions."""
    before: list[Exchange] = []
    for question in questions:
        told = whole(answer(question, everybody()[who], RulesEngine(), clock=time.perf_counter, before=before))
        before.append(Exchange(question, told.text, told.understood, told.facts))
    return told


def within(who: str, metric: str, period: Period = MONTH) -> pd.Series:
    return everybody()[who].values(metric).loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    ("first", "then", "metric", "high"),
    [
        ("resting hr?", "when was it highest", "resting_hr_bpm", True),
        ("hrv?", "what was the lowest ever", "hrv", False),
        ("respiration?", "on which day was it the highest", "respiration_brpm", True),
        ("resting hr?", "which day was the worst", "resting_hr_bpm", True),
    ],
)
def test_an_end_is_of_the_measure_that_was_asked_of(who, first, then, metric, high):
    told, values = talk(who, first, then), everybody()[who].values(metric).dropna()
    top = next(fact for fact in told.facts if fact.id == "record.top")
    assert top.value == (values.max() if high else values.min()) and values[pd.Timestamp(top.last_day)] == top.value


@pytest.mark.parametrize("who", DEMO)
def test_an_end_is_among_the_nights_that_were_counted(who):
    nights = within(who, "asleep_min")
    under = nights[nights < 7 * 60]
    worst, best = (
        talk(who, "nights under 7 h", *then).facts[0].value
        for then in (("which was the worst",), ("which was the worst", "and the best"))
    )
    assert (worst, best) == (under.min(), under.max())


def test_an_end_stays_in_the_days_that_were_asked_of():
    october = Period(date(2026, 10, 1), date(2026, 10, 31), "")
    told = talk("Rhea", "hrv last month", "when was it lowest")
    assert told.facts[0].value == within("Rhea", "hrv", october).min()


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("when was it highest", True),
        ("which one was the worst", True),
        ("what was the lowest this year", True),
        ("which habit is the worst", False),
        ("what was my best hrv", False),
        ("longest ride", False),
    ],
)
def test_a_text_is_open_where_nothing_remains_of_it(text, is_so):
    now = Said(text, text, None, 0, named(text, TODAY, ()), TODAY)
    assert is_open(now, END_WORDS) is is_so


@pytest.mark.parametrize("who", DEMO)
def test_a_limit_counts_the_sessions_that_were_spoken_of(who):
    rows = everybody()[who].workouts()
    rows = rows[~rows.duplicated(["start_utc", "sport"])]
    over = int((rows["duration_min"] > 60).sum())
    told = talk(who, "longest session", "how many over 1h")
    assert told.understood.topic is Topic.COUNT and told.facts[0].value == over


@pytest.mark.parametrize("who", DEMO)
def test_a_limit_counts_days_of_the_measure_that_was_spoken_of(who):
    usual = round(within(who, "hrv").median())
    told = talk(who, "hrv this month", f"how many days under {usual}")
    assert told.facts[0].value == (within(who, "hrv", Period(date(2026, 11, 1), TODAY, "")) < usual).sum()


@pytest.mark.parametrize("who", DEMO)
def test_a_mean_is_of_the_sessions_that_were_counted(who):
    rows = everybody()[who].workouts()
    rows = rows[~rows.duplicated(["start_utc", "sport"])]
    days = pd.to_datetime(rows["day"])
    inside = rows[days > pd.Timestamp(TODAY) - pd.Timedelta(days=30)]
    told = talk(who, "sessions in the last 30 days", "avg hr of those")
    assert told.facts[0].value == pytest.approx(inside["avg_hr_bpm"].mean())
    assert told.facts[0].n == inside["avg_hr_bpm"].notna().sum()


def test_a_mean_of_those_over_a_limit_is_of_them_alone():
    rows = everybody()["Vera"].workouts()
    rows = rows[~rows.duplicated(["start_utc", "sport"])]
    told = talk("Vera", "longest session", "how many over 2h", "avg hr of those")
    assert told.facts[0].value == pytest.approx(rows[rows["duration_min"] > 120]["avg_hr_bpm"].mean())
    assert "over 2 h" in told.text


def test_of_no_session_there_is_no_mean():
    told = of_those.mean_of(everybody()["Nico"], "average hr of those", "swimming")
    assert told[0].words == "No swimming session is on record, so there is no mean." and told[0].value is None


@pytest.mark.parametrize("who", DEMO)
def test_a_measure_after_what_is_unusual_is_told_itself(who):
    told = talk(who, "anything weird lately", "what about my resting hr")
    assert told.understood.topic is Topic.METRIC and "Your resting HR on 21 November 2026" in told.text


@pytest.mark.parametrize("who", DEMO)
def test_two_stages_are_both_told(who):
    told = talk(who, "how was my deep and rem sleep?")
    assert told.understood.metrics == ("deep_min", "rem_min")
    assert "Your deep sleep" in told.text and "Your REM sleep" in told.text


@pytest.mark.parametrize("who", DEMO)
def test_a_verdict_on_form_is_no_matter_of_habits(who):
    told = talk(who, "ctl atl tsb", "is that ok")
    values = judged.form_values(everybody()[who], "form")
    low, high = values.iloc[:-1].quantile([0.1, 0.9])
    where = "inside" if low <= values.iloc[-1] <= high else "above" if values.iloc[-1] > high else "below"
    assert "Form (TSB)" in told.text and f" lies {where} the " in told.text


@pytest.mark.parametrize("who", DEMO)
def test_what_changed_the_most_is_ranked_by_the_own_spread(who):
    this, last = Period(date(2026, 11, 1), TODAY, "this month"), Period(date(2026, 10, 1), date(2026, 10, 31), "last")
    asked = ("asleep_min", "hrv", "resting_hr_bpm", "recovery")
    steps = {}
    for metric in asked:
        one, other = within(who, metric, this), within(who, metric, last)
        pooled = ((one.var() * (len(one) - 1) + other.var() * (len(other) - 1)) / (len(one) + len(other) - 2)) ** 0.5
        steps[metric] = abs(one.mean() - other.mean()) / pooled
    told = talk(who, "compare sleep hrv rhr recovery this month with last", "which changed the most")
    assert told.facts[0].value == pytest.approx(max(steps.values()), rel=1e-2)
    (least,) = changed_most.changed_most(everybody()[who], this, last, asked, least=True)
    assert least.value == pytest.approx(min(steps.values()), abs=1e-2)


def test_days_behind_those_supposed_are_added_to_them():
    asked = "what if 3h hard sat + 2h sunday"
    more = with_more(asked, "rest", [TODAY + timedelta(days=2), TODAY + timedelta(days=3)])
    kinds = {act.day: (act.kind, act.minutes) for act in supposed(more, TODAY).acts}
    assert kinds == {
        TODAY: ("hard", 180), TODAY + timedelta(days=1): (None, 120),
        TODAY + timedelta(days=2): ("rest", None), TODAY + timedelta(days=3): ("rest", None),
    }  # fmt: skip


def test_rest_after_days_that_were_supposed_comes_behind_them():
    told = talk("Vera", "what if 3h hard sat + 2h sunday", "and then rest two days").text
    assert all(part in told for part in ("a hard day today", "2 h of training on Sunday 22 November"))
    assert "rest on Monday 23 November" in told and "rest on Tuesday 24 November" in told


def test_the_days_asked_about_stay_where_more_are_supposed():
    told = talk("Vera", "what if i rest tomorrow, how is tuesday?", "and then two hard days").text
    assert "recovery on Tuesday 24 November" in told and "a hard day on Tuesday 24 November" in told


@pytest.mark.parametrize("who", DEMO)
def test_the_week_after_is_that_week(who):
    best = next(fact for fact in talk(who, "best week").facts if fact.id == "record.top").last_day
    told = talk(who, "best week", "readiness the week after")
    monday = best - timedelta(days=best.weekday())
    assert told.facts[0].first_day == monday + timedelta(days=7)


@pytest.mark.parametrize(
    "then", ["what weighs the most", "which part has the most weight", "what counts the most in it"]
)
def test_what_weighs_most_is_no_body_weight(then):
    told, top = talk("Vera", "how do you calculate readiness", then).text, max(WEIGHTS.values())
    assert told.startswith("HRV and sleep weigh most") and f"{100 * top:.0f}% each" in told


def test_a_measure_that_is_not_foretold_has_no_error():
    for asked in (("how accurate are your forecasts", "for hrv?"), ("how accurate are your hrv forecasts",)):
        told = talk("Rhea", *asked)
        assert told.text.startswith("HRV is not foretold") and "off by" not in told.text
    assert "off by" in talk("Rhea", "how accurate are your recovery forecasts").text


@pytest.mark.parametrize("who", DEMO)
def test_better_than_yesterday_is_yes_or_no_with_its_share(who):
    skill = everybody()[who].forecast().grades[0].against_today
    told = talk(who, "how accurate are your forecasts", "better than yesterday's value?").text
    begins = "Yes" if skill.low > 0 else "No" if skill.high < 0 else "Not shown"
    assert told.startswith(begins) and f"{abs(skill.percent):.0f}%" in told.partition(". ")[0]


@pytest.mark.parametrize("who", DEMO)
def test_mine_of_a_word_is_the_own_figure_alone(who):
    loads = everybody()[who].values("load").loc[: pd.Timestamp(TODAY) - pd.Timedelta(days=1)].iloc[-7:]
    told = talk(who, "monotony", "mines?").text
    assert told == f"Over your last 7 whole days yours is {loads.mean() / loads.std():.1f}."


def test_which_model_for_my_readiness_is_the_score_with_fixed_weights():
    told = talk("Nico", "ml or rules, which is better", "which one for my readiness")
    assert "no model learns them" in told.text and told.workout is None


@pytest.mark.parametrize("first", ["i have a 10k race on may 3, how should i prepare", "what should i do today"])
def test_what_was_only_answered_needs_no_deleting(first):
    assert talk("Nico", first, "delete that").text.startswith("There is nothing to take back")


def test_where_my_data_lies_is_still_answered_after_an_event():
    told = talk("Nico", "10k race in 8 weeks, how do i prepare", "how do i delete my data")
    assert told.understood.topic is Topic.PRIVACY


@pytest.mark.parametrize("yes", ["ok do it", "sounds good", "ok, plan it", "lets do that"])
def test_agreeing_keeps_the_session_and_says_what_plans_it(yes):
    told = talk("Vera", "what should i do today", "make it easier", yes)
    assert told.text.startswith("Agreed. Rest") and "one click" in told.text and told.workout.kind == "rest"


@pytest.mark.parametrize("who", DEMO)
def test_why_that_low_names_both_scores(who):
    known = everybody()[who]
    told = talk(who, "readiness?", "why that low").text
    ours = round(known.recovery(known.day).score.value)
    assert f"our {ours} of 100" in told and f"{known.values('recovery').iloc[-1]:.0f}%" in told
    earlier = known.values("recovery").iloc[-61:-1].dropna()
    assert f"{(earlier < known.values('recovery').iloc[-1]).sum()} of {len(earlier)} were lower by its score" in told


def test_what_lifts_mornings_is_no_reason_of_a_low_one():
    assert "editation" not in talk("Vera", "readiness?", "why that low").text


def test_two_scores_say_how_they_rank_only_where_mornings_are_known():
    assert all("were lower" in scores.two_scores(everybody()[who])[0].words for who in DEMO)
    assert scores.two_scores(everybody()["Three"]) == []


@pytest.mark.parametrize("question", ["weekends vs weekdays", "recovery on weekends vs weekdays"])
def test_of_shifts_free_days_are_said_to_be_unknown(question):
    assert "which of your days are free" in talk("Nico", question).text.lower()
    assert "which of your days are free" not in talk("Vera", question).text.lower()


@pytest.mark.parametrize("who", DEMO)
def test_illness_or_training_tells_both(who):
    ids = [fact.id for fact in reasons.ill_or_load(everybody()[who])]
    assert ids == ["answer.ill_or_load", "answer.ill_or_load.2", "answer.ill_or_load.3", "answer.ill_or_load.9"]
    told = talk(who, "am i sick or just the training?").text
    assert "over the last 7 whole days" in told and "Which of the two it is no watch can tell" in told


@pytest.mark.parametrize("question", ["steps yesterday", "average steps", "how many steps did i do last week"])
def test_a_measure_that_was_never_recorded_is_said_to_be_so_once(question):
    assert everybody()["Vera"].values("steps").notna().sum() == 0
    assert talk("Vera", question).text == "No steps are recorded: nothing that you brought holds any."


@pytest.mark.parametrize("who", DEMO)
def test_when_form_was_highest_is_of_form(who):
    values = judged.form_values(everybody()[who], "fitness")
    told = talk(who, "ctl", "when was it highest")
    assert told.facts[0].value == values.max() and told.text.startswith("Fitness (CTL) was highest around")


@pytest.mark.parametrize("who", DEMO)
def test_harder_than_the_week_before_holds_two_weeks_together(who):
    told = talk(who, "how hard was last week", "harder than the week before")
    weeks = [Period(date(2026, 11, day), date(2026, 11, day + 6), "") for day in (9, 2)]
    means = [within(who, "load", week).mean() for week in weeks]
    assert told.understood.topic is Topic.COMPARE and told.facts[0].value == pytest.approx(means[0] - means[1])


def test_on_average_is_of_the_days_that_were_asked_of():
    told = talk("Rhea", "recovery in october", "how many below 40", "average")
    october = Period(date(2026, 10, 1), date(2026, 10, 31), "")
    assert told.facts[0].value == pytest.approx(within("Rhea", "recovery", october).mean())


def test_a_verdict_on_a_record_is_of_that_day():
    told = talk("Vera", "resting hr?", "when was it highest", "is that bad").text
    assert told.startswith("Resting HR of") and "not good" in told


@pytest.mark.parametrize("who", DEMO)
def test_the_last_one_is_of_what_was_counted(who):
    nights = everybody()[who].values("asleep_min").dropna()
    told = talk(who, "how many nights under 6h this month", "when was the last one")
    assert told.facts[0].value == (TODAY - nights[nights < 360].index[-1].date()).days


def test_two_counts_are_held_against_each_other():
    told = talk("Vera", "how many rest days this month", "and last month", "which was more").text
    assert told.startswith("More last month")


def test_the_same_on_the_day_after_is_added():
    told = talk("Vera", "what if i rest tomorrow", "and the day after too", "and then hard on friday").text
    days = ("rest on Sunday 22 November", "rest on Monday 23 November", "a hard day on Friday 27 November")
    assert all(day in told.partition(", recovery on ")[0] for day in days)


def test_too_much_is_a_verdict_on_the_load_that_was_told():
    told = talk("Vera", "load this week", "too much?")
    week = within("Vera", "load", Period(date(2026, 11, 16), date(2026, 11, 20), ""))
    assert told.understood.topic is Topic.LOAD and told.facts[0].value == pytest.approx(week.mean())


def test_before_that_is_before_the_day_that_was_told():
    hrv = everybody()["Vera"].values("hrv").dropna()
    told = talk("Vera", "best hrv", "what did i do before that")
    assert told.understood.period.first == hrv.idxmax().date() - timedelta(days=1)


def test_a_bedtime_is_latest_by_the_hour_of_falling_asleep():
    onset = within("Nico", "onset_h", Period(date(2026, 10, 1), date(2026, 10, 31), ""))
    assert talk("Nico", "time to bed last month", "when was it the latest").facts[0].value == onset.max()


def test_the_hardest_day_is_of_load_whatever_was_asked_before():
    load = everybody()["Vera"].values("load").dropna()
    assert talk("Vera", "hrv?", "what was the hardest day").facts[0].value == load.max()


def test_sessions_in_so_many_days_are_those_behind():
    rows = everybody()["Vera"].workouts()
    rows = rows[~rows.duplicated(["start_utc", "sport"])]
    inside = pd.to_datetime(rows["day"]) > pd.Timestamp(TODAY) - pd.Timedelta(days=30)
    assert talk("Vera", "sessions in 30 days").facts[0].value == inside.sum()


def test_a_morning_after_a_day_that_is_supposed_is_told_with_it():
    told = talk("Vera", "how will i feel tuesday if i go hard tomorrow")
    assert told.understood.topic is Topic.WHAT_IF and "a hard day on Sunday 22 November" in told.text


def test_the_best_week_after_a_measure_is_of_its_weeks():
    hrv = everybody()["Rhea"].values("hrv").dropna()
    weeks = hrv.groupby(hrv.index.to_period("W-SUN"))
    means = weeks.mean()[(weeks.count() >= 5) & (weeks.mean().index.end_time <= pd.Timestamp(TODAY))]
    assert talk("Rhea", "hrv?", "best week").facts[0].value == pytest.approx(means.max())


def test_a_week_that_is_agreed_to_or_taken_back_is_said_to_be_no_plan():
    assert talk("Vera", "plan my week", "ok do it").text.startswith("Agreed; but a week that I lay out is an answer")
    assert talk("Vera", "plan my week", "delete that").text.startswith("There is nothing to take back")
    assert talk("Vera", "plan my week", "ok do it", "rest on wednesday").understood.week


def test_a_morning_low_by_ours_alone_is_not_called_usual():
    known = everybody()["Vera"]
    values, ours = known.values("recovery"), known.recovery(known.day).score.value
    low, high = values.iloc[-61:-1].quantile([0.1, 0.9])
    assert low <= values.iloc[-1] <= high and ours < 40
    told = talk("Vera", "why is my recovery low today").text
    assert "First of all" not in told and "our 20 of 100" in told


def test_a_forecast_is_held_against_yesterday_in_any_words():
    told = talk("Rhea", "are your forecasts any good", "for sleep?", "better than just taking yesterday's").text
    assert told.startswith("Yes: forecasts of a next morning were")
