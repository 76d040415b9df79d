"""What tools say of real stores: the demo, three days, nothing at all."""

import math
from dataclasses import asdict, replace
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.results import Grade
from coach import glossary
from coach.conversation import Exchange, answer, whole
from coach.engines.rules import RulesEngine
from coach.facts import Direction
from coach.guarding.claims import sentences
from coach.tools import by_model, calling, gathering, goal_reach, goal_weeks, offered, proposing, today
from coach.tools.goal_base import Base
from coach.understood import Period, Target, Topic, Understood
from dashboard import navigation
from dashboard.compose.chat import _plain, understood_from
from dashboard.compose.coaching import known as known_of
from tests.coach.people import ALL, DEMO, TODAY, everybody

WEEK = Period(TODAY - timedelta(days=6), TODAY, "this week")
ARGUMENTS = {
    "habit": {"habit": "alcohol"},
    "measure": {"metric": "hrv"},
    "compare": {"metric": "recovery", "period": WEEK},
    "several": {"period": WEEK},
    "goal": {"target": Target("your race", weeks=6, distance_km=100)},
    "why": {"period": WEEK},
    "two_habits": {"habit": "alcohol", "other": "caffeine"},
}


@pytest.mark.parametrize("who", ALL)
@pytest.mark.parametrize("tool", offered.TOOLS)
def test_every_tool_says_something_of_everybody(tool, who):
    facts = offered.TOOLS[tool].run(everybody()[who], **ARGUMENTS.get(tool, {}))
    pages = {entry.name for entry in navigation.ENTRIES}
    assert facts and len({fact.id for fact in facts}) == len(facts)
    for fact in facts:
        assert fact.words.strip() and fact.label and fact.page in pages
        assert (fact.low is None) == (fact.high is None)
        assert fact.low is None or fact.low <= fact.value <= fact.high
        if fact.missing:
            assert fact.value is None and fact.grade is Grade.INSUFFICIENT


@pytest.mark.parametrize("tool", offered.TOOLS)
def test_of_somebody_without_data_nothing_is_claimed(tool):
    facts = offered.TOOLS[tool].run(everybody()["Nobody"], **ARGUMENTS.get(tool, {}))
    assert all(fact.missing or fact.grade is None and fact.value is None for fact in facts)


def test_a_days_value_is_the_stored_one():
    vera = everybody()["Vera"]
    day = TODAY - timedelta(days=3)
    (fact,) = offered.TOOLS["measure"].run(vera, metric="hrv", period=Period(day, day, "that day"))
    assert fact.value == vera.values("hrv")[pd.Timestamp(day)] and fact.first_day == fact.last_day == day


def test_a_mean_is_that_of_the_days_and_stays_on_its_scale():
    vera, weeks = everybody()["Vera"], Period(TODAY - timedelta(days=55), TODAY, "the last 56 days")
    fact = next(
        f for f in offered.TOOLS["measure"].run(vera, metric="recovery", period=weeks) if f.id == "mean.recovery"
    )
    assert fact.value == pytest.approx(vera.values("recovery").loc[str(weeks.first) :].mean())
    assert 0 <= fact.low < fact.value < fact.high <= 100 and 50 < fact.n <= 56


def test_nothing_later_than_the_day_is_known():
    history = everybody()["Vera"].history
    before = TODAY - timedelta(days=40)
    then = known_of(history, before, before)
    cut = replace(history, resolved=replace(history.resolved, daily=history.daily.loc[: str(before)]))
    cut = replace(cut, aligned=history.aligned.loc[: str(before)])
    for tool in ("readiness", "why", "habits", "load", "forecast", "unusual", "measure"):
        arguments = {"metric": "hrv"} if tool == "measure" else {}
        here, there = (offered.TOOLS[tool].run(one, **arguments) for one in (then, known_of(cut, before, before)))
        assert [fact.words for fact in here] == [fact.words for fact in there], tool
        assert all(fact.last_day is None or fact.last_day <= before + timedelta(days=7) for fact in here)


def test_parts_of_the_score_add_up_to_its_distance_from_50():
    vera = everybody()["Vera"]
    pulls = [part.pull for part in vera.recovery(TODAY).subscores]
    assert 50 + sum(pulls) == pytest.approx(vera.recovery(TODAY).score.value)


def test_a_habit_without_an_effect_has_no_direction():
    for who in DEMO:
        for fact in offered.TOOLS["habits"].run(everybody()[who]):
            if fact.grade is Grade.NONE:
                assert fact.direction in (Direction.SAME, None)


def test_a_habit_that_nobody_logged_is_said_to_be_unknown():
    (fact,) = offered.TOOLS["habit"].run(everybody()["Vera"], habit="ice_swimming")
    assert fact.missing == "ice swimming is not in your journal"


def base(**more):
    usual = {"week_min": 300.0, "sessions": 4.0, "longest_min": 120.0, "longest_km": 50.0, "speed_kmh": 25.0}
    return Base(**(usual | {"best_week_min": 500.0, "n": 16} | more))


def test_weeks_grow_by_8_percent_lighten_every_fourth_and_taper():
    vera = everybody()["Vera"]
    facts, _ = goal_weeks.week_by_week(vera, Target("your race", distance_km=100), base(), 6)
    minutes = [fact.value for fact in facts if fact.id.startswith("goal.week_")]
    build = [300 * 1.08**n for n in (1, 2, 3, 4)]
    assert minutes == pytest.approx([*build, build[3] * 0.65, build[3] * 0.45])
    longer, _ = goal_weeks.week_by_week(vera, Target("your race"), base(), 10)
    ten = [fact.value for fact in longer if fact.id.startswith("goal.week_")]
    assert ten[3] == pytest.approx(300 * 1.08**3 * 0.7) and ten[4] == pytest.approx(300 * 1.08**4)
    assert max(ten) <= 500 * 1.15


def test_the_longest_session_reaches_for_the_expected_hours_and_no_further():
    facts, _ = goal_weeks.week_by_week(
        everybody()["Vera"], Target("your race", distance_km=75), base(), 8
    )  # 3 h at 25 km/h
    longest = [fact.words for fact in facts if fact.id.startswith("goal.week_")]
    assert "2 h 15 min" in longest[0] and "2 h 30 min" in longest[1]
    assert all("2 h 35 min" in said for said in (longest[2], longest[4], longest[5]))  # 85% of 3 h, to 5 minutes


def test_too_large_a_leap_is_called_one():
    facts, reached_min = goal_weeks.week_by_week(everybody()["Rhea"], Target("your race", distance_km=300), base(), 4)
    assert "a shorter distance or a later date would be wiser" in facts[0].words
    (verdict,) = goal_reach.verdict(everybody()["Rhea"], Target("your race", distance_km=300), base(), reached_min)
    assert verdict.words.startswith("That is a leap")


@pytest.mark.parametrize("who", ("Vera", "Rhea"))
@pytest.mark.parametrize("question", ("200 km in 5 weeks, can i?", "marathon in 8 weeks", "100 km in 20 weeks"))
def test_whether_an_event_is_within_reach_agrees_with_the_weeks_until_then(who, question):
    said = asked(who, question)
    assert not ("Realistic" in said and "a later date would be wiser" in said)
    assert not ("Within reach" in said and "a later date would be wiser" in said)


def test_the_last_weeks_are_the_taper_and_a_week_above_ones_own_begins_lighter():
    first, last = asked_on(
        "Vera", "How should I prepare for my 100 km gran fondo in 6 weeks?", "and the last two weeks?"
    )
    assert "then taper to" in first and "take some easy days first" in first
    assert last.startswith("The taper begins on Saturday 19 December 2026. Before the event, taper to")


def test_what_is_asked_to_be_low_and_is_not_is_said_not_to_be():
    assert asked("Nico", "Why is my recovery low this week?").startswith("By these days it is not.")
    assert not asked("Vera", "Why is my recovery low this week?").startswith("By these days it is not.")


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "questions", (("what should i do today", "why that one?"), ("Should I do hard intervals today?", "why so easy?"))
)
def test_why_a_session_is_the_one_it_is_is_told_by_its_own_reasons(who, questions):
    session, reasons = today.todays_workout(everybody()[who])[0], asked_on(who, *questions)[1]
    assert reasons.startswith(session.why[0]) and "By our score, recovery is" in reasons


def test_no_verdict_of_overtraining_is_read_off_a_load():
    said = asked("Vera", "Am I overtraining?")
    assert said.startswith("That no figure can tell") and "above what is usual for you" in said


def test_a_drink_tonight_is_a_question_of_habits_and_not_of_food():
    assert "recovery 15 points lower" in asked("Vera", "what if i drink two beers tonight")


def test_questions_call_the_tools_of_all_their_topics():
    asked = Understood("x", Topic.WHY, also=(Topic.HABIT, Topic.READINESS), period=WEEK, habit="alcohol")
    assert [call.tool for call in calling.calls(asked)] == ["why", "habit", "readiness"]
    assert calling.calls(Understood("x", Topic.SMALLTALK)) == []
    facts = gathering.facts_for(asked, everybody()["Vera"])
    assert len(facts) <= gathering.MOST_FACTS and len({fact.id for fact in facts}) == len(facts)


def test_what_a_model_calls_is_checked():
    call = by_model.chosen("measure", {"metric": "hrv", "first_day": "2026-11-01", "last_day": "2026-11-07"}, TODAY)
    assert call.arguments["period"].days == 7
    assert by_model.chosen("goal", {"weeks": 6}, TODAY).arguments["target"].weeks == 6
    for tool, given in (
        ("delete_everything", {}),
        ("measure", {"metric": "password"}),
        ("measure", {"metric": "hrv", "first_day": "2026-11-09", "last_day": "2026-11-01"}),
        ("measure", {"metric": "hrv", "first_day": "soon"}),
        ("readiness", {"habit": "alcohol"}),
        ("measure", {"metric": "hrv", "first_day": "0001-01-02"}),
        ("measure", {"metric": "hrv", "first_day": "2026-01-01", "last_day": "9999-12-31"}),
        ("goal", {"weeks": math.inf}),
        ("goal", {"weeks": math.nan}),
        ("goal", {"weeks": -5}),
        ("goal", {"distance_km": 1e9}),
    ):
        with pytest.raises(ValueError):
            by_model.chosen(tool, given, TODAY)


def test_tools_tell_models_what_they_take():
    schema = offered.TOOLS["compare"].schema["function"]["parameters"]
    assert set(schema["properties"]) == {"metric", "first_day", "last_day", "against_first", "against_last"}
    assert schema["required"] == ["metric", "first_day"]


def test_dates_before_any_data_are_unknown_not_wrong():
    long_ago = Period(date(2001, 1, 1), date(2001, 1, 7), "then")
    facts = offered.TOOLS["measure"].run(everybody()["Vera"], metric="recovery", period=long_ago)
    assert all(fact.missing for fact in facts)


@pytest.mark.parametrize(("first", "last"), [(0, 90), (20, 90), (20, 40), (0, 30)])
def test_times_that_overlap_are_compared_without_what_they_share(first, last):
    """Days back from today: a stretch against the 31 days up to 10 days ago."""
    period = Period(TODAY - timedelta(days=last), TODAY - timedelta(days=first), "then")
    other = Period(TODAY - timedelta(days=40), TODAY - timedelta(days=10), "that month")
    (fact,) = offered.TOOLS["compare"].run(everybody()["Vera"], metric="recovery", period=period, against=other)
    assert fact.value is not None and fact.n >= 30


def test_of_old_data_no_session_is_made():
    history = everybody()["Rhea"].history
    late = known_of(history, TODAY + timedelta(days=9))
    for topic in (Topic.READINESS, Topic.WORKOUT):
        asked = Understood("What should I do today?", topic)
        facts = gathering.facts_for(asked, late)
        assert "9 days ago" in facts[0].words and proposing.proposed(asked, late) is None
        assert not any(fact.id == "workout.today" for fact in facts)
    assert proposing.proposed(asked, known_of(history, TODAY + timedelta(days=1))) is not None


@pytest.mark.parametrize("metric", ["hrv", "resting_hr_bpm", "asleep_min"])
def test_a_habit_is_answered_for_the_measure_that_was_asked_of(metric):
    asked = Understood("Does alcohol hurt it?", Topic.HABIT, habit="alcohol", metric=metric)
    fact = gathering.facts_for(asked, everybody()["Vera"])[0]
    assert (
        fact.id == f"effect.{metric}"
        and fact.unit == {"hrv": "%", "resting_hr_bpm": "bpm", "asleep_min": "min"}[metric]
    )


def test_a_day_that_is_asked_for_is_foretold_first_and_none_beyond_seven():
    wednesday = TODAY + timedelta(days=4)
    asked = Understood("Recovery on Wednesday?", Topic.FORECAST, period=Period(wednesday, wednesday, "Wednesday"))
    fact = gathering.facts_for(asked, everybody()["Vera"])[0]
    assert fact.first_day == wednesday and "Wednesday 25 November" in fact.words
    far = replace(asked, period=Period(TODAY + timedelta(days=30), TODAY + timedelta(days=30), "then"))
    assert any("beyond" in (fact.missing or "") for fact in gathering.facts_for(far, everybody()["Vera"]))


def test_two_days_are_told_side_by_side():
    days = [TODAY - timedelta(days=n) for n in (0, 1)]
    asked = Understood(
        "Recovery today against yesterday",
        Topic.COMPARE,
        metric="recovery",
        period=Period(days[0], days[0], "today"),
        against=Period(days[1], days[1], "yesterday"),
    )
    facts = gathering.facts_for(asked, everybody()["Vera"])
    values = everybody()["Vera"].values("recovery")
    assert [fact.value for fact in facts[:2]] == [values[str(day)] for day in days]


def test_equal_looking_figures_get_a_digit_more():
    for who in DEMO:
        for fact in offered.TOOLS["readiness"].run(everybody()[who]):
            if fact.id.startswith("pull.") and " was " in fact.words:
                value = fact.words.partition(" was ")[2].partition(", against ")
                assert value[0] != value[2].partition(" (")[0]


def told(who, topic, **asked):
    return gathering.facts_for(Understood("x", topic, **asked), everybody()[who])


def test_a_record_is_the_end_of_the_days_and_names_all_that_share_it():
    values = everybody()["Vera"].values("recovery").loc["2026-01-01":]
    top = told(
        "Vera",
        Topic.RECORD,
        metric="recovery",
        aspect="best",
        of="day",
        period=Period(date(2026, 1, 1), TODAY, "this year"),
    )[0]
    assert (
        top.value == values.max()
        and top.n == values.count()
        and top.last_day == values[values == values.max()].index[-1].date()
    )
    assert (values == values.max()).sum() == 1 or "It was the same on" in top.words


def test_the_best_resting_heart_rate_is_the_lowest_and_the_worst_night_the_shortest():
    vera = everybody()["Vera"]
    best = told("Vera", Topic.RECORD, metric="resting_hr_bpm", aspect="best", of="day")[0]
    assert best.value == vera.values("resting_hr_bpm").min()
    worst = told("Vera", Topic.RECORD, metric="asleep_min", aspect="worst", of="day")[0]
    assert worst.value == vera.values("asleep_min").min() and "shortest" in worst.words


def test_the_longest_session_is_that_of_the_store():
    done = everybody()["Rhea"].workouts()["duration_min"]
    assert told("Rhea", Topic.RECORD, aspect="highest", of="session minutes")[0].value == done.max()


def test_a_habit_is_counted_on_answered_days_and_the_others_are_named():
    vera, october = everybody()["Vera"], Period(date(2026, 10, 1), date(2026, 10, 31), "October")
    rows = vera.journal()
    rows = rows[(rows["habit"] == "alcohol") & rows["day"].between("2026-10-01", "2026-10-31")]
    fact = told("Vera", Topic.COUNT, of="habit", habit="alcohol", period=october)[0]
    assert fact.value == (rows["answer"] == "yes").sum() and fact.n == len(rows) < 31
    assert f"{31 - len(rows)} days have no answer" in fact.words


def test_short_nights_are_counted_against_the_hours_asked_for():
    nights = everybody()["Vera"].values("asleep_min").loc["2026-11-01":].dropna()
    fact = told("Vera", Topic.COUNT, of="metric", metric="asleep_min", aspect="under", number=7,
                period=Period(date(2026, 11, 1), TODAY, "this month"))[0]  # fmt: skip
    assert fact.value == (nights < 420).sum() and fact.n == len(nights)


def test_a_day_of_rest_is_one_without_a_session_on_which_something_was_measured():
    rhea = everybody()["Rhea"]
    trained = set(rhea.workouts()["day"])
    fact = told("Rhea", Topic.COUNT, of="rest days", aspect="since")[0]
    assert fact.last_day.isoformat() not in trained
    later = [fact.last_day + timedelta(days=n) for n in range(1, (TODAY - fact.last_day).days)]
    assert all(day.isoformat() in trained or pd.isna(rhea.values("load").get(pd.Timestamp(day))) for day in later)


def test_sessions_of_a_day_are_all_told_and_a_day_without_any_says_so():
    vera = everybody()["Vera"]
    day = date.fromisoformat(vera.workouts()["day"].iloc[-1])
    facts = told("Vera", Topic.ACTIVITY, period=Period(day, day, "that day"))
    assert facts[0].value == vera.workouts()["duration_min"].iloc[-1] and "usual" in facts[1].label
    rest = told("Vera", Topic.COUNT, of="rest days", aspect="since")[0].last_day
    none = told("Vera", Topic.ACTIVITY, period=Period(rest, rest, "that day"))
    assert none[0].value == 0 and "The last one before" in none[1].words


def test_every_word_of_the_glossary_has_a_meaning_for_everybody():
    for who in ALL:
        for term in glossary.TERMS:
            fact = offered.TOOLS["meaning"].run(everybody()[who], term=term.key)[0]
            assert fact.words == term.words and 1 <= len(sentences(fact.words)) <= 4


def test_the_ratio_of_loads_is_the_plain_one():
    loads = everybody()["Vera"].values("load").loc[: str(TODAY - timedelta(days=1))].iloc[-28:]
    own = next(f for f in told("Vera", Topic.MEANING, term="acwr") if f.id == "own.acwr")
    assert own.value == pytest.approx(loads.iloc[-7:].mean() / loads.mean())


def test_weekends_are_held_against_the_work_days_of_their_weeks():
    values = everybody()["Vera"].values("recovery").loc[str(TODAY - timedelta(days=364)) :].dropna()
    weeks = values.groupby([values.index.to_period("W-SUN"), values.index.day_of_week >= 5]).mean().unstack().dropna()
    (fact,) = told("Vera", Topic.COMPARE, aspect="weekend", metric="recovery")
    assert (
        fact.value == pytest.approx((weeks[True] - weeks[False]).mean(), abs=0.6) and fact.low < fact.value < fact.high
    )


def test_days_that_lack_something_are_named():
    vera = everybody()["Vera"]
    lacking = vera.values("asleep_min").iloc[-28:].isna()
    (fact,) = told("Vera", Topic.DATA, aspect="missing", metric="asleep_min")
    assert fact.value == lacking.sum()
    journal = told("Vera", Topic.DATA, aspect="journal", period=Period(date(2026, 11, 19), date(2026, 11, 19), "then"))
    assert journal[0].words.startswith("No: your journal has no answer for Thursday 19 November")


def test_two_days_of_a_what_if_are_both_foretold():
    days = ((TODAY + timedelta(days=1), "rest"), (TODAY + timedelta(days=4), "hard"))
    fact = told("Vera", Topic.WHAT_IF, days=days)[0]
    assert fact.words.startswith("With rest on Sunday 22 November")
    assert "a hard day on Wednesday 25 November" in fact.words
    assert "Monday 23 November" in fact.words and "Thursday 26 November" in fact.words


@pytest.mark.parametrize("question", ("my longest run this year?", "when was my last run", "list my last 3 runs"))
def test_a_sport_that_was_never_done_is_said_to_be_none_of_theirs(question):
    assert asked("Vera", question).startswith("No running session of yours is on record. Most of your ")


def test_sessions_that_are_listed_are_said_and_not_taken_back():
    said = asked("Rhea", "list my last five sessions")
    newest = everybody()["Rhea"].workouts().sort_values("start_utc").tail(5)
    assert said.startswith("Your last 5 sessions, the newest first: running on Friday 20 November for ")
    assert said.count(" for ") == 5 and f"{newest['distance_m'].iloc[0] / 1000:.1f} km." in said


def asked(who: str, question: str) -> str:
    return asked_on(who, question)[0]


def asked_on(who: str, *questions: str) -> list[str]:
    before: list[Exchange] = []
    for question in questions:
        told = whole(answer(question, everybody()[who], RulesEngine(), clock=lambda: 0.0, before=before))
        before.append(Exchange(question, told.text, told.understood, told.facts))
    return [one.answer for one in before]


def test_a_language_model_is_told_who_asks_and_how_they_are():
    known = everybody()["Vera"]
    of_load = gathering.facts_for(Understood("how is my load", Topic.LOAD), known)
    about = {fact.id for fact in gathering.context(known, of_load)}
    assert {"profile.sport", "recovery.rule", "recovery.device", "sleep.last_night"} <= about
    assert not about & {fact.id for fact in of_load}
    assert gathering.context(everybody()["Nobody"], ()) == []


def test_an_easy_session_is_as_long_as_easy_sessions_that_come_to_as_much():
    for who in DEMO:
        known = everybody()[who]
        easy, hard = (today.usual_minutes(known)[kind] for kind in ("easy", "hard"))
        done = known.workouts().tail(150)
        near = done[(done["strain"] - known.load_levels()["easy"]).abs() < 1.5]["duration_min"]
        assert near.quantile(0.1) <= easy <= near.max() and easy < hard


def test_a_sport_that_nobody_did_begins_easily():
    made = proposing.proposed(Understood("A swim?", Topic.WORKOUT, sport="swimming"), everybody()["Rhea"])
    assert made.kind == "easy" and made.zone == "" and "No swimming of yours is on record" in made.why[0]


def test_what_a_question_asked_is_read_back_as_it_was_kept():
    asked = Understood(
        "x", Topic.WHAT_IF, wishes=("shorter",), days=((TODAY, "rest"), (TODAY + timedelta(days=1), "hard"))
    )
    assert understood_from(_plain(asdict(asked))) == asked


@pytest.mark.parametrize("given", [{"end": "tallest"}, {"each": "decade"}, {"metric": "shoe size"}])
def test_a_model_cannot_ask_for_an_end_that_there_is_not(given):
    with pytest.raises(ValueError):
        by_model.chosen("record", given, TODAY)
