"""One phrase stands for one value, an interval says something or is not there, and figures carry their names."""

import re
from datetime import date, timedelta

import pandas as pd
import pytest

from coach import routing, words
from coach.engine import Turn
from coach.engines.rules import compose
from coach.tools import contrasts, gaps, gathering, loads, measures, proposing, records, spans
from coach.understood import Period, Topic, Understood
from tests.coach.people import DEMO, TODAY, everybody

WEEK = Period(date(2026, 11, 16), TODAY, "this week")  # from Monday
LAST_7 = Period(date(2026, 11, 15), TODAY, "the last 7 days")
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31), "October")
DAILY = ("recovery", "hrv", "resting_hr_bpm", "asleep_min")


def said(question: str, who: str) -> str:
    """The answer to a question, by rules."""
    known = everybody()[who]
    habits = sorted(known.journal()["habit"].unique())
    understood = routing.understand(question, today=known.today, habits=habits)
    chosen = proposing.proposed(understood, known)
    return " ".join(
        compose(Turn(understood, gathering.facts_for(understood, known), who, workout=chosen.words if chosen else ""))
    )


def measured(who: str, metric: str, period: Period | None = None) -> dict:
    return {fact.id.partition(".")[0]: fact for fact in records.measure(everybody()[who], metric, period)}


def on(who: str, metric: str, first: date, last: date) -> pd.Series:
    return everybody()[who].values(metric).loc[str(first) : str(last)].dropna()


# One phrase, one value


@pytest.mark.parametrize("who", DEMO)
def test_this_week_is_the_calendar_week_and_the_trailing_one_is_called_the_last_7_days(who):
    for fact in everybody()[who].findings("baseline."):
        assert "this week" not in fact.words
        assert fact.missing or "over the last 7 days" in fact.words
    assert "this week (16 to 21 November 2026)" in measured(who, "asleep_min", WEEK)["mean"].words


@pytest.mark.parametrize("who", DEMO)
def test_what_the_baseline_calls_the_average_of_the_last_7_days_is_their_mean(who):
    for name, metric in (("hrv", "hrv"), ("resting_hr", "resting_hr_bpm"), ("sleep", "asleep_min")):
        (found,) = everybody()[who].findings(f"baseline.{name}")
        mean = on(who, metric, LAST_7.first, LAST_7.last).mean()
        told = words.quantity(mean, everybody()[who].unit(metric))
        if "averages" in found.words:
            assert f"averages {told}," in found.words
        else:
            assert told not in found.words.partition(",")[0] and "(geometric mean)" in found.words


@pytest.mark.parametrize("who", DEMO)
def test_the_load_of_the_last_7_days_is_one_number_of_seven_whole_days(who):
    asked, week = measured(who, "load", LAST_7)["mean"], loads.week_fact(everybody()[who])[0]
    values = on(who, "load", date(2026, 11, 14), date(2026, 11, 20))
    assert asked.value == pytest.approx(values.mean()) == pytest.approx(week.value)
    assert (
        (asked.first_day, asked.last_day) == (week.first_day, week.last_day) == (date(2026, 11, 14), date(2026, 11, 20))
    )
    for fact in (asked, week):
        assert "the last 7 whole days (14 to 20 November 2026)" in fact.words


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "question", ["what was my load over the last 7 days", "my strain in the last 7 days", "load in the past week"]
)
def test_an_answer_on_the_load_of_seven_days_says_their_mean_once(who, question):
    answer = said(question, who)
    assert len(re.findall(r"averages [\d.]+ of 21", answer)) == 1
    assert "averaged" not in answer


@pytest.mark.parametrize("who", DEMO)
def test_a_week_that_is_not_over_has_its_load_until_yesterday(who):
    mean = measured(who, "load", WEEK)["mean"]
    assert mean.value == pytest.approx(on(who, "load", WEEK.first, TODAY - timedelta(days=1)).mean())
    assert "this week until yesterday (16 to 20 November 2026)" in mean.words


@pytest.mark.parametrize("who", DEMO)
def test_without_a_time_the_load_is_that_of_yesterday_and_of_the_seven_days_that_it_ends(who):
    day, mean = (measured(who, "load")[id] for id in ("measure", "mean"))
    assert day.value == on(who, "load", TODAY - timedelta(days=1), TODAY).iloc[0] and day.last_day == date(2026, 11, 20)
    assert (mean.first_day, mean.last_day) == (date(2026, 11, 14), date(2026, 11, 20))


@pytest.mark.parametrize("who", DEMO)
def test_a_single_day_stands_beside_the_days_before_it_and_not_beside_one_of_them(who):
    day = Period(date(2026, 11, 3), date(2026, 11, 3), "3 November")
    (fact,) = records.compare(everybody()[who], "recovery", day)
    assert fact.words == measured(who, "recovery", day)["measure"].words


def test_a_time_that_is_over_keeps_its_days():
    vera = everybody()["Vera"]
    assert records.whole_days(vera, "load", OCTOBER) == OCTOBER
    assert records.whole_days(vera, "hrv", LAST_7) == LAST_7


def test_of_a_day_that_is_not_over_the_load_is_not_known_yet():
    fact = measured("Vera", "load", Period(TODAY, TODAY, "today"))["measure"]
    assert fact.words == "Your strain of today is not known yet: the day is not over." and not fact.missing


# Intervals


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("metric", [*DAILY, "load"])
def test_the_mean_of_a_week_has_the_range_of_its_days_and_no_interval(who, metric):
    days = on(
        who, metric, *((LAST_7.first, LAST_7.last) if metric != "load" else (date(2026, 11, 14), date(2026, 11, 20)))
    )
    mean = measured(who, metric, LAST_7)["mean"]
    unit = everybody()[who].unit(metric)
    assert (mean.low, mean.high, mean.n) == (None, None, len(days))
    span = words.interval(days.min(), days.max(), unit)
    assert mean.words.endswith(f"({words.counted(len(days), 'known day')}, from {span}).")


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("metric", DAILY)
@pytest.mark.parametrize("length", [3, 5, 9, 14, 21, 45, 90])
def test_an_interval_is_narrower_than_single_days_lie_apart(who, metric, length):
    period = Period(TODAY - timedelta(days=length - 1), TODAY, f"the last {length} days")
    mean = measured(who, metric, period)["mean"]
    if mean.missing or mean.low is None:
        return
    assert mean.n >= records.NEED_INTERVAL
    assert (mean.high - mean.low) / 2 < on(who, metric, period.first, period.last).std()


@pytest.mark.parametrize("who", DEMO)
def test_where_a_difference_would_have_to_be_large_it_is_said_how_large(who):
    before = Period(WEEK.first - timedelta(days=28), WEEK.first - timedelta(days=1), "the 28 days before")
    for metric in DAILY:
        (fact,) = records.compare(everybody()[who], metric, WEEK, before)
        if found := re.search(r"only one of about (\d+) (?:ms|bpm|points)", fact.words):
            assert int(found[1]) == round((fact.high - fact.low) / 2)
            assert abs(fact.value) < (fact.high - fact.low) / 2


def test_one_night_against_a_month_says_both():
    night = Period(TODAY, TODAY, "last night")
    (fact,) = records.compare(everybody()["Vera"], "asleep_min", night, OCTOBER)
    usual = on("Vera", "asleep_min", OCTOBER.first, OCTOBER.last)
    assert not fact.missing and fact.direction is None
    assert words.hours(on("Vera", "asleep_min", TODAY, TODAY).iloc[0]) in fact.words
    assert f"{words.hours(usual.mean())} on average in October 2026, {len(usual)} known days" in fact.words


# What is normal


@pytest.mark.parametrize("who", DEMO)
def test_each_range_of_days_says_how_many_of_them_it_holds(who):
    (wide,) = everybody()[who].findings("recovery.device")
    narrow = measured(who, "recovery", Period(TODAY, TODAY, "today"))["measure"]
    assert "normal range" in wide.words and "19 of 20 days" in wide.words
    assert "four of five" in narrow.words and "normal range" not in narrow.words


# The number first, with its name, and each thing once


@pytest.mark.parametrize("who", DEMO)
def test_an_average_that_is_asked_for_comes_first(who):
    value = on(who, "hrv", OCTOBER.first, OCTOBER.last).mean()
    assert said("average hrv in october", who).startswith(f"Your HRV in October 2026 averages {value:.0f} ms (")


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("question", ["typical hrv", "what is my hrv on average", "how do i sleep on average"])
def test_an_answer_on_an_average_gives_one_average(who, question):
    answer = said(question, who)
    assert answer.index("averages") < answer.index(".")
    assert len(re.findall(r"averages|geometric mean", answer)) == 1


@pytest.mark.parametrize("who", DEMO)
def test_the_days_before_move_with_seven_whole_days(who):
    seven = Period(date(2026, 11, 8), date(2026, 11, 14), "8 November to 14 November")
    (fact,) = records.compare(everybody()[who], "load", LAST_7, seven)
    gap = on(who, "load", date(2026, 11, 14), date(2026, 11, 20)).mean()
    gap -= on(who, "load", date(2026, 11, 7), date(2026, 11, 13)).mean()
    assert fact.value == pytest.approx(gap) and "over the 7 days before: " in fact.words


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("metric", [*DAILY, "load"])
def test_a_comparison_begins_with_what_was_measured(who, metric):
    (fact,) = records.compare(everybody()[who], metric, OCTOBER, records.before(OCTOBER))
    mean = words.quantity(on(who, metric, OCTOBER.first, OCTOBER.last).mean(), everybody()[who].unit(metric))
    name = measures.named(everybody()[who], metric, daily=True)
    assert fact.words.startswith(f"Your {name} averaged {mean} in October 2026, against ")


def test_days_are_said_once():
    days = Period(date(2026, 11, 8), date(2026, 11, 14), "8 November to 14 November")
    assert spans.within(days) == "from 8 to 14 November 2026"
    assert spans.within(OCTOBER) == "in October 2026"
    assert spans.within(WEEK) == "this week (16 to 21 November 2026)"


@pytest.mark.parametrize("who", DEMO)
def test_load_of_21_is_called_strain_wherever_it_is_said(who):
    known = everybody()[who]
    session = proposing.proposed(Understood("what should I train", Topic.WORKOUT), known)
    texts = [fact.words for fact in loads.load(known)] + [session.words]
    texts += [fact.words for fact in records.measure(known, "load", OCTOBER)]
    texts += [fact.words for fact in known.findings("velocity.load")]
    for text in texts:
        for sentence in re.split(r"(?<=[.!?]) ", text):
            assert " of 21" not in sentence or "strain" in sentence, sentence


@pytest.mark.parametrize("who", DEMO)
def test_fitness_in_strain_is_not_taken_for_tss(who):
    told = {fact.id: fact.words for fact in loads.load(everybody()[who])}
    assert " in strain, not in TSS: " in told["load.fitness"]
    assert " in strain: " in told["load.form"] and " in strain: " in told["load.fatigue"]
    (then,) = contrasts.fitness(everybody()[who], OCTOBER)
    assert then.missing or " in strain, not in TSS" in then.words


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "question",
    ["what data do you have", "what is missing this week", "how is my load", "what does a hard day do to me",
     "is my hrv lower on weekends", "how is my sleep this week", "average steps in october"],
)  # fmt: skip
def test_sentences_begin_in_upper_case_and_are_more_than_a_count(who, question):
    for sentence in re.split(r"(?<=[.!?])\s+", said(question, who)):
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert len(sentence.split()) > 3, sentence


def test_what_is_there_is_not_called_missing_in_a_riddle():
    for who in DEMO:
        assert "of the rest nothing is" not in " ".join(fact.words for fact in gaps.missing(everybody()[who]))


@pytest.mark.parametrize("text", ["you're useless", "you are not helpful", "that makes no sense", "this sucks"])
def test_a_complaint_is_not_answered_with_a_greeting(text):
    answer = " ".join(compose(Turn(Understood(text, Topic.SMALLTALK), [], "")))
    assert answer.startswith("I'm sorry") and "Happy" not in answer


@pytest.mark.parametrize("text", ["thx", "thank you!", "cheers"])
def test_thanks_are_not_answered_with_a_greeting(text):
    answer = " ".join(compose(Turn(Understood(text, Topic.SMALLTALK), [], "")))
    assert answer.startswith("You're welcome.")
