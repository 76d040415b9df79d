"""Figures that are asked for: each worked out here by another way, from the sessions, nights and days themselves."""

import math
import re
import time
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import pytest

from coach import words
from coach.conversation import Exchange, answer, whole
from coach.engines import sure
from coach.engines.rules import RulesEngine
from coach.tools import contrasts, effects, extremes, fresh, sleeping, spans
from coach.understanding.times import times
from coach.understood import Period, Topic
from tests.coach.people import DEMO, TODAY, everybody


def told(who: str, *questions: str) -> list[Exchange]:
    """The answers to questions that are asked one after the other."""
    before: list[Exchange] = []
    for question in questions:
        made = whole(answer(question, everybody()[who], RulesEngine(), clock=time.perf_counter, before=before))
        before.append(Exchange(question, made.text, made.understood, made.facts))
    return before


def last(who: str, *questions: str) -> str:
    return told(who, *questions)[-1].answer


def minutes_of(who: str, first: date, last_day: date) -> tuple[float, int]:
    """Minutes and number of the sessions of some days, off the table of sessions."""
    rows = everybody()[who].workouts().drop_duplicates(["start_utc", "sport"])
    rows = rows[(rows["day"] >= first.isoformat()) & (rows["day"] <= last_day.isoformat())]
    return float(rows["duration_min"].sum()), len(rows)


def seen(who: str, first: date, last_day: date) -> pd.Series:
    """Whether anything was recorded on a day: only of such days it is known that no session was done."""
    known, days = everybody()[who], pd.date_range(first, last_day)
    trained = pd.Series(days.strftime("%Y-%m-%d").isin(known.workouts()["day"]), days)
    for measure in ("load", "recovery", "asleep_min", "hrv"):
        trained |= known.values(measure).reindex(days).notna()
    return trained


OCTOBER_ENDS = date(2026, 10, 31)


# Training time is a sum: days without a session count as none.


@pytest.mark.parametrize("who", DEMO)
def test_hours_are_compared_by_the_week_and_rest_days_count(who):
    said = last(who, "training hours this month vs last month")
    for first, last_day in ((date(2026, 11, 1), date(2026, 11, 20)), (date(2026, 10, 1), date(2026, 10, 31))):
        minutes, sessions = minutes_of(who, first, last_day)
        assert f"{words.hours(minutes)} in {sessions} sessions" in said
        assert words.hours(minutes / int(seen(who, first, last_day).sum()) * 7) in said


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", [
    "compare this month with last month: sleep, hrv and training hours",
    "sleep, resting heart rate and training time this month vs last month",
])  # fmt: skip
def test_hours_beside_other_measures_are_those_of_the_question_alone(who, asked):
    alone = last(who, "training hours this month vs last month")
    beside = re.search(r"Training a week until yesterday: .* and (.+) \(.* and (.+)\)\.", last(who, asked))
    assert re.search(rf"A week that is {beside[1]} against {beside[2]},", alone)


def test_hours_on_weekends_count_weekends_without_a_session():
    known = everybody()["Vera"]
    fact = contrasts.weekends(known, "workout_min", Period(date(2026, 1, 5), date(2026, 11, 15), "this year"))[0]
    is_seen = seen("Vera", date(2026, 1, 5), date(2026, 11, 15))
    minutes = known.values("workout_min").reindex(is_seen.index).fillna(0.0)[is_seen]
    free = minutes.index.day_of_week >= 5
    weeks = minutes.groupby([minutes.index.to_period("W-SUN"), free]).mean().unstack().dropna()
    work = minutes[~free].groupby(minutes[~free].index.to_period("W-SUN")).count()
    weeks = weeks[work.reindex(weeks.index) >= 3]
    assert fact.value == pytest.approx(float((weeks[True] - weeks[False]).mean()))
    assert (minutes[free] == 0).any()


# Fitness since a day is held against that day.


def ctl(load: pd.Series, until: date) -> float:
    """Fitness as a loop over days: each weighs less by e in 42 of them."""
    top = bottom = 0.0
    for value in load.loc[: pd.Timestamp(until)]:
        top, bottom = top * math.exp(-1 / 42), bottom * math.exp(-1 / 42)
        if not math.isnan(value):
            top, bottom = top + value, bottom + 1
    return top / bottom


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(("asked", "began"), [
    (("how has my fitness changed since 3 months ago",), date(2026, 8, 21)),
    (("how has my fitness changed since 3 months ago", "and 6?"), date(2026, 5, 21)),
    (("how has my fitness changed since august",), date(2026, 8, 1)),
    (("has my ctl gone up since 1 september",), date(2026, 9, 1)),
])  # fmt: skip
def test_since_a_day_means_the_level_on_that_day(who, asked, began):
    load = everybody()[who].values("load")
    now, then = ctl(load, TODAY - timedelta(days=1)), ctl(load, began)
    if everybody()[who].values("load").first_valid_index().date() > began - timedelta(days=42):
        return
    said = last(who, *asked)
    assert f"on {spans.date_words(began)}: {now:.1f} against {then:.1f}" in said.replace("as it was on", "on")
    assert "than since" not in said


def test_and_six_is_six_of_what_was_counted_in():
    period = told("Vera", "how many workouts in the last 30 days", "and 60?")[-1].understood.period
    assert (period.first, period.last) == (date(2026, 9, 23), TODAY)


# Ends of a measure.


@pytest.mark.parametrize("who", DEMO)
def test_the_best_week_is_a_whole_one(who):
    known = everybody()[who]
    load = known.values("load").dropna()
    weeks = load.groupby(load.index.to_period("W-SUN"))
    means = weeks.mean()[(weeks.count() >= 5) & (weeks.mean().index.end_time < pd.Timestamp(TODAY))]
    fact = extremes.record(known, "load", "highest", "week")[0]
    assert fact.value == pytest.approx(means.max()) and fact.first_day == means.idxmax().start_time.date()


@dataclass(frozen=True)
class Walker:
    """Somebody of whom nothing but steps is known."""

    steps: pd.Series
    day: date
    today: date

    def values(self, metric: str) -> pd.Series:
        return self.steps

    def unit(self, metric: str) -> str:
        return "steps"

    def source(self, metric: str, day: date) -> None:
        return None


def test_a_running_week_is_best_only_where_its_sum_is_above_already_and_then_that_is_said():
    friday = date(2026, 11, 20)
    days = pd.date_range(date(2026, 9, 28), friday)
    for each_day, is_running in ((15_000.0, True), (13_000.0, False)):
        steps = pd.Series([each_day if day >= pd.Timestamp(2026, 11, 16) else 10_000.0 for day in days], days)
        fact = extremes.record(Walker(steps, friday, date(2026, 11, 21)), "steps", "highest", "week")[0]
        assert (fact.first_day == date(2026, 11, 16)) == is_running == ("not over yet" in fact.words)
        assert fact.value == (5 * each_day if is_running else 70_000.0)


def test_a_week_by_hours_adds_its_days_up():
    rows = everybody()["Rhea"].workouts()
    weeks = rows.groupby(pd.to_datetime(rows["day"]).dt.to_period("W-SUN"))["duration_min"].sum()
    assert words.hours(weeks.max()) in last("Rhea", "in which week did i train the most hours")


def test_the_week_after_a_record_is_the_one_behind_it():
    record, after = told("Nico", "best week ever by load", "what was my recovery the week after")
    first = next(fact.first_day for fact in record.facts if fact.id == "record.top") + timedelta(days=7)
    assert (after.understood.period.first, after.understood.period.days) == (first, 7)


def test_a_tie_is_said_to_be_one():
    rides = everybody()["Vera"].workouts()
    longest = rides[rides["duration_min"].round() == rides["duration_min"].round().max()]
    said = last("Vera", "longest ride ever")
    assert len(longest) == 2 and "It is a tie" in said
    assert all(spans.date_words(date.fromisoformat(day)) in said for day in longest["day"])
    assert "tie" not in last("Rhea", "longest run ever")


def test_parts_are_rounded_so_that_they_add_up():
    assert words.adding_up([-14.4, -8.4, -4.4, -2.4, -0.9]) == [-14, -8, -5, -2, -1]
    assert words.adding_up([0.5, 0.5]) == [1, 0] and words.adding_up([]) == []


@pytest.mark.parametrize("who", DEMO)
def test_the_parts_that_are_told_make_the_score_that_is_told(who):
    said = last(who, "how do you calculate readiness").replace("\N{MINUS SIGN}", "-")
    parts, score = re.search(r"that was (.*) points, which makes (\d+)\.", said).groups()
    assert 50 + sum(int(one) for one in re.findall(r"[+-]?\b\d+\b", parts)) == int(score)


# How sure, and how large.


@pytest.mark.parametrize("asked", ["how many nights is that based on", "how sure is that"])
def test_what_was_told_first_is_what_is_asked_about(asked):
    told_first, behind = told("Vera", "which habit helps me most", asked)
    named = re.search(r"points higher the next morning \((\d+ to \d+ points)", told_first.answer)[1]
    assert f"interval is {named}" in behind.answer


def test_an_answer_that_is_no_facts_words_is_of_the_most_telling_one():
    facts = told("Vera", "which habit helps me most")[0].facts
    assert sure.main(facts, None, None, ["Something else."]) == sure.main(facts)


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("metric", effects.MEASURES)
def test_an_effect_that_is_not_seen_has_one_interval(who, metric):
    known = everybody()[who]
    for habit in sorted(known.journal()["habit"].unique()):
        fact = effects.of_habit(known, habit, metric)
        if fact.low is not None and fact.low * fact.high <= 0:
            ends = (words.change(end, fact.unit) for end in (fact.low, fact.high))
            assert "anything from {} to {} would fit".format(*ends) in fact.words
            assert "could not be larger" not in fact.words


# Days that are named.


@pytest.mark.parametrize(("said", "day"), [
    ("a 10k race on sunday in 3 weeks", date(2026, 12, 13)),
    ("a 5k on saturday in 2 weeks", date(2026, 12, 5)),
    ("half marathon in three weeks on sunday", date(2026, 12, 13)),
    ("marathon sunday week", date(2026, 11, 29)),
    ("a race the sunday after next", date(2026, 11, 29)),
    ("race on sunday in a fortnight", date(2026, 12, 6)),
    ("race on sunday", date(2026, 11, 22)),
    ("race in 3 weeks", date(2026, 12, 12)),
])  # fmt: skip
def test_a_weekday_in_so_many_weeks_is_that_weekday_of_that_week(said, day):
    assert times(said, TODAY, ahead=True).period.first == day


def test_the_event_is_on_the_named_weekday_of_the_named_week():
    assert "Sunday 13 December 2026, 22 days from now" in last("Rhea", "i want to do a 10k race on sunday in 3 weeks")


@pytest.mark.parametrize(("said", "first", "last_day"), [
    ("what did i do the day before 14 march", date(2026, 3, 13), date(2026, 3, 13)),
    ("what did i do the day after 14 march", date(2026, 3, 15), date(2026, 3, 15)),
    ("how did i sleep the night before 14 march", date(2026, 3, 14), date(2026, 3, 14)),
    ("hrv the week before 1 september", date(2026, 8, 25), date(2026, 8, 31)),
    ("hrv the 3 days before 14 march", date(2026, 3, 11), date(2026, 3, 13)),
    ("how was my hrv before 14 march", date(2026, 2, 14), date(2026, 3, 13)),
])  # fmt: skip
def test_the_day_before_a_day_is_one_day(said, first, last_day):
    period = times(said, TODAY).period
    assert (period.first, period.last) == (first, last_day)


def test_what_was_done_on_the_day_before_a_day_are_its_sessions_alone():
    made = told("Vera", "what did i do the day before 14 march")[0]
    assert made.understood.topic is Topic.ACTIVITY
    assert "13 March 2026: 19 min" in made.answer and "28 days" not in made.answer


# Form of a day to come.


def form_on(who: str, day: date, instead: dict[date, float] | None = None) -> float:
    """Form at the start of a day by a loop over days: usual weekdays to come, or other loads."""
    known = everybody()[who]
    loads = known.values("load").loc[: pd.Timestamp(TODAY) - pd.Timedelta(days=1)]
    week = known.forecast().load
    for ahead in range((day - TODAY).days):
        on = TODAY + timedelta(days=ahead)
        loads.loc[pd.Timestamp(on)] = (instead or {}).get(on, week[ahead % 7])
    sums = {}
    for days in (42, 7):
        top = bottom = 0.0
        for value in loads:
            top, bottom = top * math.exp(-1 / days), bottom * math.exp(-1 / days)
            if not math.isnan(value):
                top, bottom = top + value, bottom + 1
        sums[days] = top / bottom
    return sums[42] - sums[7]


def shown(value: float) -> str:
    return words.number(value, digits=1)


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(("asked", "day"), [
    (("what will my tsb be on 29 november",), date(2026, 11, 29)),
    (("gran fondo in 6 weeks, how do i prepare", "what form will i have on the day"), date(2027, 1, 2)),
    (("10k race on sunday in 3 weeks", "will i be fresh by then"), date(2026, 12, 13)),
])  # fmt: skip
def test_form_of_a_day_to_come_is_reckoned_with_usual_days(who, asked, day):
    said = last(who, *asked)
    assert f"would be about {shown(form_on(who, day))} in strain" in said
    assert words.day(day) in said and "usual days until then" in said and "no interval" in said


@pytest.mark.parametrize("who", DEMO)
def test_form_after_days_of_rest_and_that_hrv_is_not_foretold(who):
    rest = everybody()[who].load_levels()["rest"]
    days = {TODAY + timedelta(days=ahead): rest for ahead in range(4)}
    said = last(who, "if i rest 4 days what happens to form n hrv")
    assert f"Wednesday 25 November would be about {shown(form_on(who, date(2026, 11, 25), days))} in strain" in said
    assert f"alone it would be about {shown(form_on(who, date(2026, 11, 25)))}" in said
    assert "Your HRV I don't foretell" in said


def test_rest_until_a_day_is_rest_on_all_days_before_it():
    rest = everybody()["Vera"].load_levels()["rest"]
    days = {TODAY + timedelta(days=ahead): rest for ahead in range(6)}
    said = last("Vera", "what would my tsb be on friday if i rest till then")
    assert f"about {shown(form_on('Vera', date(2026, 11, 27), days))} in strain" in said


@pytest.mark.parametrize("asked", ["what will my hrv be tomorrow", "will my resting heart rate go up next week"])
def test_a_measure_that_is_not_foretold_is_said_to_be_none(asked):
    assert "I don't foretell" in last("Vera", asked)


def test_days_to_come_beyond_a_plan_are_usual_ones():
    made = everybody()["Vera"].forecast()
    assert list(fresh.days_to_come(made, 9)) == [*made.load, *made.load[:2]]


# Bedtimes.


@pytest.mark.parametrize("asked", ["i need to get up at 5:15", "5:15", "my alarm is at 5:15", "up at 5:15"])
@pytest.mark.parametrize("who", DEMO)
def test_a_clock_time_after_a_bedtime_is_the_time_of_waking(who, asked):
    direct = last(who, "when should i go to bed to get up at 5:15")
    assert last(who, "what time should i go to bed tonight", asked) == direct and "getting up at 05:15" in direct


def test_a_clock_time_with_a_bedtime_needs_no_question_before():
    assert "getting up at 05:15" in last("Nico", "i need to get up at 5:15")


@pytest.mark.parametrize("who", ["Vera", "Rhea"])
def test_a_morning_on_a_weekend_has_its_own_usual_waking(who):
    wakes = everybody()[who].values("wake_h").iloc[-56:].dropna()
    free, work = (float(wakes[(wakes.index.day_of_week >= 5) == kind].median()) for kind in (True, False))
    assert free - work > 0.5
    tonight, tomorrow = (last(who, f"when should i go to bed {when}") for when in ("tonight", "on sunday"))
    assert f"Saturdays and Sundays at {words.about(free)} ({words.about(work)} on other days)" in tonight
    assert f"work days at {words.about(work)}" in tomorrow


def test_free_days_are_like_others_where_no_difference_is_clear():
    waking = sleeping.usual_waking(everybody()["Nico"], TODAY + timedelta(days=1))
    assert waking.on == "" and waking.at == everybody()["Nico"].values("wake_h").iloc[-28:].median()


@pytest.mark.parametrize("asked", [
    ("what time should i go to bed tonight", "and if i skip the session?"), ("what if i skip todays workout",),
    ("hows my readiness today", "and if i skip it?"),
])  # fmt: skip
def test_a_session_that_is_skipped_is_todays(asked):
    said = last("Vera", *asked)
    assert said.startswith("With rest today") and "three days" not in said


# Two questions in one, and verdicts.


def test_what_stands_behind_a_plus_is_asked_too():
    made = told("Vera", "readiness now + what should i do + how long")[0]
    assert {made.understood.topic, *made.understood.also} == {Topic.READINESS, Topic.WORKOUT}
    assert "recovery is" in made.answer and "30 min" in made.answer


@pytest.mark.parametrize(("asked", "from_it"), [
    ("lowest hrv ever and what did i do the day before", -1), ("highest hrv this year and what did i do that day", 0),
    ("worst recovery this year and how did i sleep that night", 0),
])  # fmt: skip
@pytest.mark.parametrize("who", DEMO)
def test_what_was_done_beside_a_record_is_told_too(who, asked, from_it):
    made = told(who, asked)[0]
    record = next(fact for fact in made.facts if fact.id == "record.top")
    day = record.first_day + timedelta(days=from_it)
    beside = [fact for fact in made.facts if not fact.id.startswith("record.")]
    assert beside and beside[0].last_day == day and beside[0].words in made.answer


@pytest.mark.parametrize(("who", "begins"), [("Vera", "Yes"), ("Nico", "No"), ("Rhea", "No")])
@pytest.mark.parametrize("asked", ["am i ramping too fast", "is my load going up too fast"])
def test_too_fast_is_answered_with_yes_or_no(who, begins, asked):
    assert last(who, asked).startswith(f"{begins}, ")


@pytest.mark.parametrize(("who", "enough"), [("Vera", False), ("Nico", False), ("Rhea", True)])
def test_enough_sleep_gets_a_verdict(who, enough):
    assert last(who, "do i get enough sleep").startswith("Yes" if enough else "No")
    assert last(who, "am i getting too little sleep").startswith("No" if enough else "Yes")


@pytest.mark.parametrize("asked", ["what does late caffeine do to my sleep", "does an evening coffee hurt my sleep"])
def test_that_a_habit_was_late_is_not_logged(asked):
    assert last("Vera", asked).startswith("At what hour is not stored")
    assert "hour" not in last("Vera", "does late meal hurt my sleep")


@pytest.mark.parametrize(("asked", "least", "column"), [
    ("workouts over 2h this year", 120, "duration_min"), ("sessions longer than 90 min this year", 90, "duration_min"),
    ("sessions over 10 km this year", 10_000, "distance_m"),
])  # fmt: skip
@pytest.mark.parametrize("who", DEMO)
def test_a_number_of_hours_or_km_is_of_sessions(who, asked, least, column):
    rows = everybody()[who].workouts()
    rows = rows[rows["day"] >= "2026-01-01"].dropna(subset=[column])
    many = int((rows[column] > least).sum())
    said = last(who, asked)
    assert said.startswith(f"{many} session" if many else "No session") and "ecovery" not in said


def test_nights_keep_their_hours():
    nights = everybody()["Vera"].values("asleep_min").loc["2026-01-01":].dropna()
    said = last("Vera", "how many nights under 6h since january")
    assert f"Sleep was under 6 h on {int((nights < 360).sum())} of" in said


@pytest.mark.parametrize("who", DEMO)
def test_sums_of_times_that_are_not_equally_long_are_told_by_the_week_too(who):
    (_, now), (_, before) = minutes_of(who, date(2026, 11, 1), TODAY), minutes_of(who, date(2026, 10, 1), OCTOBER_ENDS)
    assert f"a week that is {now / 3:.1f} against {before * 7 / 31:.1f}" in last(
        who, "how many sessions this month vs last month"
    )


@pytest.mark.parametrize("who", DEMO)
def test_hours_that_are_counted_and_hours_that_are_compared_are_the_same(who):
    assert last(who, "how many hours did i train this month vs last month") == last(
        who, "did i train more hours this month than last month"
    )


def test_another_hour_after_an_alarm_is_the_time_of_waking():
    assert "getting up at 07:00" in last("Rhea", "when should i sleep tonight", "alarm 6", "and 7?")


def test_what_was_done_before_a_record_that_is_named_last_is_told_too():
    made = told("Nico", "what did i do the day before my best recovery")[0]
    assert {fact.id.split(".")[0] for fact in made.facts} == {"record", "activity"}
