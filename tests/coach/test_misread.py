"""Questions that were taken for others: each is answered with what it asks, whoever asks it, in other words too."""

import re
import time
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from coach import glossary
from coach.conversation import Answer, Exchange, answer, whole
from coach.engines.rules import RulesEngine
from coach.understanding.exact import KINDS, TOPICS
from coach.understanding.ruled_out import without_ruled_out
from coach.understanding.spelling import plain
from coach.understood import Topic
from tests.coach.people import DEMO, TODAY, everybody


def told(who: str, *questions: str) -> list[Answer]:
    """The answers to questions that are asked one after the other."""
    before: list[Exchange] = []
    found = []
    for question in questions:
        made = whole(answer(question, everybody()[who], RulesEngine(), clock=time.perf_counter, before=before))
        before.append(Exchange(question, made.text, made.understood, made.facts))
        found.append(made)
    return found


def last(who: str, *questions: str) -> str:
    return told(who, *questions)[-1].text


# How a figure is made.

HOW = ("how is that calculated?", "how do you work it out", "where does that number come from", "hows it computed")


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", HOW)
@pytest.mark.parametrize(
    ("first", "begins"),
    [
        ("how am i today", "Our score holds each of 5 parts"),
        ("what will my recovery be tomorrow", "A forecast carries your level forward"),
        ("what's my form", "Form (TSB) is fitness (CTL) less fatigue (ATL)"),
        ("how is my load this week", "It is the mean of your daily strain over the last 7 whole days"),
        ("what session today", "A session is as hard as your last days suggest"),
        ("what's my hrv", "HRV is "),
        ("which habits matter", "All habits of your journal go into one regression"),
    ],
)
def test_how_a_figure_is_made_is_told_of_that_figure(who, asked, first, begins):
    assert last(who, first, asked).startswith(begins)


@pytest.mark.parametrize("who", DEMO)
def test_the_parts_of_this_morning_add_up_to_its_score(who):
    said = last(who, "how am i today", "how is that calculated?")
    parts = said[said.index("This morning") : said.index(", which makes")]
    pulls = [float(one.replace("\N{MINUS SIGN}", "-")) for one in re.findall(r"[+\N{MINUS SIGN}]?\d+(?= |,)", parts)]
    made = float(re.search(r"which makes (\d+)", said)[1])
    assert made == pytest.approx(50 + sum(pulls), abs=len(pulls) / 2)
    assert made == round(everybody()[who].recovery(TODAY).score.value)


@pytest.mark.parametrize("who", DEMO)
def test_form_is_made_of_the_two_figures_that_are_named(who):
    load = everybody()[who].values("load").loc[: pd.Timestamp(TODAY) - pd.Timedelta(days=1)]
    means = []
    for days in (42, 7):  # by hand: each day's weight falls by e in so many days, unknown days have none
        ages = np.arange(len(load))[::-1]
        weights = np.exp(-ages / days)
        known = load.notna().to_numpy()
        means.append(float((weights * load.fillna(0).to_numpy())[known].sum() / weights[known].sum()))
    said = last(who, "form?", "how is it calculated")
    fitness, fatigue = (float(one) for one in re.search(r"Yours: ([\d.]+) less ([\d.]+) makes", said).groups())
    assert (fitness, fatigue) == (pytest.approx(means[0], abs=0.06), pytest.approx(means[1], abs=0.06))


@pytest.mark.parametrize("asked", ["how do you work out my sleep need", "how is my sleep need calculated?"])
def test_a_sleep_need_is_told_by_whose_it_is(asked):
    assert last("Vera", asked).startswith(
        "Your sleep need is the mean of what your device stated over the last 90 days"
    )


def test_after_how_it_is_made_how_sure_it_is_asks_of_the_figure():
    made, sure = told("Vera", "how am i today", "how is that calculated", "and how sure is that number")[1:]
    assert made.text != sure.text and "interval" in sure.text


# How far off forecasts were.


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "questions",
    [
        ("what will my recovery be tomorrow", "how wrong is that usually?"),
        ("forecast for tomorrow", "how accurate is that"),
        ("what if i rest tomorrow", "and how often are you right"),
        ("how good are your forecasts?",),
        ("is my model any good",),
        ("what's my hrv", "how accurate are your predictions?"),
    ],
)
def test_how_wrong_a_forecast_is_has_its_error_on_mornings_it_had_not_seen(who, questions):
    made = everybody()[who].forecast()
    graded = [one for one in made.graded if one.came == one.came]
    by_hand = float(np.mean([abs(one.value.value - one.came) for one in graded]))
    said = last(who, *questions)
    assert float(re.search(r"off by ([\d.]+) points", said)[1]) == pytest.approx(by_hand, abs=0.6)
    assert re.search(r"on (\d+) past mornings", said) and "should hold 80" in said


def test_whether_that_beats_guessing_comes_first_where_it_is_asked():
    said = last("Vera", "how good are your forecasts", "and is that better than just guessing?")
    begins = r"Forecasts of a next morning are (?:\d+% \([^)]*\) closer|no closer) than guessing the median"
    assert re.match(begins, said)


def test_the_accuracy_of_a_measure_is_no_forecasts():
    assert "off by" not in last("Vera", "what's my hrv", "how accurate is that")


# Words.


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("overfitting", "overfitting"), ("random forest", "forest"), ("gradient boosting", "boosting"),
        ("a neural network", "network"), ("ridge", "ridge"), ("a confidence interval", "confidence_interval"),
        ("a prediction interval", "prediction_interval"), ("the median", "median"), ("a percentile", "percentile"),
        ("the standard deviation", "sd"), ("correlation", "correlation"), ("a p-value", "p_value"),
        ("false discovery rate", "fdr"), ("MAE", "mae"), ("RMSE", "rmse"), ("calibration", "calibration"),
        ("acrophase", "acrophase"), ("coverage", "coverage"), ("R2", "r2"), ("leakage", "leakage"),
    ],
)  # fmt: skip
def test_a_word_of_statistics_is_explained_however_it_is_asked(word, key):
    bare = re.sub(r"^(?:an?|the) ", "", word)
    for asked in (f"what does {bare} mean", f"explain {word}", f"{bare}?", f"whats {word}", f"and what is {word}?"):
        assert told("Rhea", asked)[-1].facts[0].id == f"meaning.{key}", asked


def test_a_word_is_explained_in_few_sentences_with_what_ownpace_does():
    for term in glossary.TERMS:
        if term.bare:
            assert 1 <= len(re.findall(r"[.!?](?:\s|$)", term.words)) <= 4, term.key


@pytest.mark.parametrize("said", ["i had a fever yesterday, its gone", "had the flu last week, all good again"])
def test_an_illness_that_is_over_is_no_word_to_explain(said):
    answered = told("Vera", said)[-1]
    assert (
        "glossary" not in answered.text and answered.workout is not None and answered.workout.kind in ("rest", "easy")
    )


def test_the_own_figure_of_a_word_of_forecasts_is_how_far_off_they_were():
    assert "off by" in last("Nico", "what does MAE mean", "and mine?")


# The measure that is named.


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    ("questions", "measure"),
    [
        (("what helps my hrv most?",), "HRV"),
        (("my hrv last night", "what helps it most"), "HRV"),
        (("which habit hurts my resting hr the most",), "resting HR"),
        (("what hurts my hrv", "and my sleep?"), "sleep"),
    ],
)
def test_habits_are_told_for_the_measure_that_is_named(who, questions, measure):
    said = last(who, *questions)
    assert measure in said and "recovery" not in said


@pytest.mark.parametrize("asked", ["what helps my deep sleep most", "which habit is best for my sleep efficiency",
                                   "what does rem sleep depend on"])  # fmt: skip
def test_without_an_analysis_for_a_measure_that_is_said(asked):
    assert re.match(r"What habits do to your \w+ ?\w* I don't work out", last("Vera", asked))


# One time against another.


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", ["compare this month with last", "this month vs last month?",
                                   "how does this month compare to last month"])  # fmt: skip
def test_two_times_without_a_measure_are_held_together_by_all_that_counts(who, asked):
    known, said = everybody()[who], last(who, asked)
    for metric, name in (("hrv", "HRV"), ("resting_hr_bpm", "resting HR")):
        values = known.values(metric)
        means = [round(values.loc[first:end].mean()) for first, end in (("2026-11-01", "2026-11-21"),
                                                                        ("2026-10-01", "2026-10-31"))]  # fmt: skip
        here, there = re.search(rf"{name} (\d+) \w+ \((\d+) \w+\)", said).groups()
        assert [int(here), int(there)] == means
    assert "recovery" in said and "sleep" in said and "Training a week" in said


def test_of_several_measures_each_is_told_and_no_other():
    said = last("Vera", "compare sleep and hrv this month with last month")
    assert "sleep 7 h" in said and "HRV" in said and "resting" not in said and "Training" not in said
    one_day = last("Vera", "hrv and resting hr last night")
    assert "Your HRV on" in one_day and "Your resting HR on" in one_day


def test_which_of_two_times_was_better_says_first_what_differs():
    said = last("Nico", "compare my last 30 days with the 30 before", "which was better")
    assert re.match(r"(?:None of them differs|One differs|\d differ) ", said)


def test_a_count_is_held_against_the_same_count():
    known = everybody()["Vera"]
    days = pd.to_datetime(known.workouts()["day"])
    october, september = (int(((days.dt.month == month) & (days.dt.year == 2026)).sum()) for month in (10, 9))
    said = last("Vera", "how many rides did i do in october", "more than september?")
    assert said.startswith("More" if october > september else "Fewer" if october < september else "As many")
    assert f"{october} cycling sessions" in said and f"{september} cycling sessions" in said


# That day, those nights.


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "asked", ["which night was the worst?", "what was the worst one", "which was my shortest night"]
)
def test_the_worst_night_is_one_of_those_that_were_told(who, asked):
    nights = everybody()[who].values("asleep_min").loc["2026-11-08":"2026-11-21"].dropna()
    fact = told(who, "how did i sleep the last two weeks", asked)[-1].facts[0]
    assert fact.id == "record.top" and fact.last_day == nights.idxmin().date()


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "asked", ["what happened that day?", "what did i do that day", "so what was going on that day"]
)
def test_what_happened_that_day_is_of_the_day_of_the_record(who, asked):
    record, story, before = told(who, "worst hrv this year", asked, "and what did i do the day before")
    day = record.facts[0].last_day
    assert story.facts[0].first_day == day and f"{day:%A} {day.day} {day:%B}" in story.text
    assert before.understood.period.first == day - timedelta(days=1)


def test_why_the_worst_night_was_short_is_of_that_night():
    night, why = told("Vera", "how did i sleep the last two weeks", "which night was the worst", "why")[1:]
    day = night.facts[0].last_day
    assert f"on {day.day} {day:%B %Y}" in why.text and "This morning" not in why.text


def test_how_it_was_after_the_hardest_session_is_of_the_morning_after_it():
    first, _, after = told("Vera", "hardest session ever", "what did i do the day before", "how was my recovery after")
    assert after.facts[0].first_day == first.facts[0].last_day + timedelta(days=1)


# The sport that is wanted.


@pytest.mark.parametrize(
    ("asked", "sport"),
    [
        ("no pool today, can I ride instead", "cycling"),
        ("my bike has a puncture, so running tomorrow?", "running"),
        ("the gym is closed, a swim today?", "swimming"),
        ("can not run today, bike?", "cycling"),
        ("a run instead of the bike today please", "running"),
        ("my running shoes are wet so bike tomorrow?", "cycling"),
        ("should i ride or run today", "cycling"),
    ],
)
def test_the_sport_that_is_wanted_counts_and_not_the_one_ruled_out(asked, sport):
    assert told("Rhea", asked)[-1].understood.sport == sport


def test_what_is_ruled_out_alone_is_not_proposed():
    for who, asked in (
        ("Vera", "my bike is broken, what should i do today?"),
        ("Rhea", "no running today, what session"),
    ):
        made = told(who, asked)[-1]
        own = {"Vera": "cycling", "Rhea": "running"}[who]
        assert made.workout is not None and own not in made.workout.words
    assert without_ruled_out("an easy run") == "an easy run"


# Fresh again.


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", ["when am I fresh?", "when will i be fresh again", "how long until i am fresh"])
def test_when_somebody_is_fresh_is_the_first_morning_with_form_above_zero(who, asked):
    known = everybody()[who]
    past = known.values("load").loc[: pd.Timestamp(TODAY) - pd.Timedelta(days=1)]
    said = last(who, asked)
    rest = re.search(r"rest from today on it would be on the morning of \w+ (\d+ \w+) \(([\d.]+)\)", said)
    now = _form(past)
    assert f"it is {now:.1f}".replace("-", "\N{MINUS SIGN}") in said
    if rest:
        days, level = 0, known.load_levels()["rest"]
        while round(_form(past), 1) <= 0:
            days += 1
            past = pd.concat([past, pd.Series([level], [past.index[-1] + pd.Timedelta(days=1)])])
        day = TODAY + timedelta(days=days)
        assert rest[1] == f"{day.day} {day:%B}"


def _form(load: pd.Series) -> float:
    """By hand: the mean whose weights fall by e in 42 days less that in 7."""
    ages, known = np.arange(len(load))[::-1], load.notna().to_numpy()
    values = load.fillna(0).to_numpy()
    fitness, fatigue = (
        (np.exp(-ages / days) * values)[known].sum() / np.exp(-ages / days)[known].sum() for days in (42, 7)
    )
    return float(fitness - fatigue)


# Short ways on.


def test_the_day_after_a_forecast_is_to_come():
    made = told("Vera", "what will my recovery be tomorrow", "how wrong are you usually", "ok and for the day after")[
        -1
    ]
    assert made.understood.topic is Topic.FORECAST and made.understood.period.first == date(2026, 11, 23)


@pytest.mark.parametrize(("first", "then", "begins"), [
    ("no pool today can i ride instead", "how long", "Easy cycling, "),
    ("how many rides did i do in october", "and hours", "22 h 13 min in October 2026"),
    ("did alcohol last night matter", "", "Your journal has no alcohol on 20 November 2026."),
    ("readyness?", "y so low", "Your recovery on 21 November 2026"),
])  # fmt: skip
def test_a_scrap_is_taken_from_what_was_told(first, then, begins):
    assert last("Vera", *(one for one in (first, then) if one)).startswith(begins)


@pytest.mark.parametrize(
    ("questions", "begins"),
    [
        (("sleep debt?", "how do you get that number"), "Sleep debt is what"),
        (("what's atl", "hows that worked out"), "Form (TSB) is fitness (CTL) less fatigue (ATL)"),
        (("what's my chronotype", "how did you figure that out"), "It is the middle of your sleep on free days"),
        (("when should i go to bed", "why that late"), "A curve is laid through the mornings"),
        (("what's gradient boosting", "which one do you use for me"), "No: your next morning is foretold by a rule"),
        (("forecast for tomorrow", "how far off do you tend to be", "worth trusting?"), "Forecasts of a next morning"),
    ],
)
def test_a_question_behind_another_goes_on_with_its_figure(questions, begins):
    assert last("Vera", *questions).startswith(begins)


@pytest.mark.parametrize("who", DEMO)
def test_what_was_done_in_the_best_week_and_how_sleep_was_is_of_that_week(who):
    record, done, sleep = told(who, "best week this year", "what did i do that week", "how was sleep then")
    first = record.facts[0].last_day
    for one in (done, sleep):
        assert (one.understood.period.first, one.understood.period.last) == (first, first + timedelta(days=6))


@pytest.mark.parametrize("who", DEMO)
def test_the_best_day_of_a_week_that_was_told_is_one_of_its_days(who):
    best = told(who, "how was last week", "which day was best")[-1].facts[0]
    values = everybody()[who].values("recovery").loc["2026-11-09":"2026-11-15"].dropna()
    assert best.id == "record.top" and best.last_day == values.idxmax().date()


def test_the_night_before_a_day_is_the_one_from_which_somebody_woke_on_it():
    record, night = told("Vera", "longest ride ever", "how did i sleep the night before")
    assert night.facts[0].first_day == record.facts[0].last_day and "sleep on" in night.text


def test_why_a_rule_says_what_it_says_is_how_it_is_made():
    assert last("Vera", "what's my best hour for intervals", "why").startswith("They are hours after the low point")


def test_what_is_asked_outright_stands_first_among_the_kinds():
    assert {kind for kind, _ in KINDS[: len(TOPICS)]} == set(TOPICS)
    assert plain("y so low?").startswith("why ")
