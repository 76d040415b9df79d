"""What is asked on of an answer gets a verdict, how sure it is, or the same of other days; and what is asked plainly
is answered plainly."""

import re
import time
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.load import form
from coach.conversation import Answer, Exchange, answer, whole
from coach.engines.rules import RulesEngine
from coach.tools import asked_on, judged, offered
from coach.understanding.details import end_in, top_in
from coach.understanding.exact import KINDS, TOPICS, kind_of, outright
from coach.understood import Period, Topic
from tests.coach.people import DEMO, everybody


def talk(who: str, *questions: str) -> Answer:
    """The answer to the last of some questions that go on with each other."""
    known, before, last = everybody()[who], [], None
    for question in questions:
        last = whole(answer(question, known, RulesEngine(), clock=time.perf_counter, before=before))
        before.append(Exchange(question, last.text, last.understood, last.facts))
    return last


def text_of(who: str, *questions: str) -> str:
    return talk(who, *questions).text


# A word that sounds like something else takes no question away.


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("since then I feel flat, my watch says everything is fine", None),
        ("is my hrv better since I got the new strap?", "since_mark"),
        ("how has my sleep been since my training camp", "since_mark"),
        ("how many minutes in zone 2 should i do today", None),
        ("how many minutes in zone 2 did i do this week", "zone_time"),
        ("could i do 3 hard days in a row", None),
        ("how many days in a row did i train", "streak"),
        ("was I sick this year?", "ill_days"),
        ("how do you calculate the recovery score", "how_made"),
        ("how many nights do you have", "stored"),
        ("how many nights did i sleep under 6 hours", None),
        ("whats my average bedtime", "usual_hour"),
        ("when should i go to bed tonight?", "bedtime"),
        ("which days were unusual in the last month", "unusual_days"),
        ("is anything unusual today", None),
        ("is my acute chronic ratio ok", "own_ratio"),
        ("what is monotony", None),
        ("6am or 6pm for intervals?", "hour_to_train"),
        ("should i go to bed at 10 pm or 11 pm", None),
        ("how well did i recover from tuesdays ride", "recovered_from"),
    ],
)
def test_a_word_alone_does_not_say_what_is_asked(question, kind):
    assert kind_of(question) == kind


def test_what_is_asked_plainly_stands_before_all_other_kinds():
    assert {kind for kind, _ in KINDS[: len(TOPICS)]} == set(TOPICS)
    assert outright("is machine learning used for me?") == ("learned", Topic.MEANING)
    assert outright("x" * 10_000) is None


def test_a_zone_is_no_number_of_hours():
    assert "more than today suggests" not in text_of("Vera", "how many minutes in zone 2 should i do today")


@pytest.mark.parametrize("who", DEMO)
def test_the_speed_of_the_last_ride_is_that_of_one_session(who):
    rows = everybody()[who].workouts().sort_values("start_utc")
    rows = rows[rows["sport"].str.contains("cycl|run", na=False) & rows["distance_m"].gt(500)]
    sport = "ride" if who == "Vera" else "run"
    said = text_of(who, f"avg speed on my last {sport}")
    if rows.empty:
        assert "on record" in said
    else:
        last = rows.iloc[-1]
        assert f"{last['distance_m'] / 1000 / last['duration_min'] * 60:.1f} km/h" in said


def test_a_race_that_is_over_is_no_goal():
    known = everybody()["Vera"]
    race = known.events()[known.events()["kind"] == "race"]
    day = date.fromisoformat(sorted(day for day in race["day"] if day < known.today.isoformat())[-1])
    said = text_of("Vera", f"how was my road race in {day:%B}")
    assert f"{day.day} {day:%B %Y}" in said and "weeks from now" not in said and "-" not in said


@pytest.mark.parametrize("who", DEMO)
def test_whether_somebody_was_ill_is_read_off_the_marks(who):
    known = everybody()[who]
    ill = known.events()[known.events()["kind"] == "illness"]
    this_year = [day for day in ill["day"] if day.startswith(f"{known.today.year}")]
    said = text_of(who, "was I sick this year?")
    assert ("marked" in said) and (not this_year or str(date.fromisoformat(this_year[-1]).year) in said)
    for day in this_year:
        assert f"{date.fromisoformat(day).day} {date.fromisoformat(day):%B}" in said


# Is that good?


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(("asked", "metric", "better"), [("whats my hrv", "hrv", 1),
                                                        ("my resting hr", "resting_hr_bpm", -1),
                                                        ("how did i sleep last night", "asleep_min", 1)])  # fmt: skip
def test_is_that_good_places_the_figure_among_the_own_days(who, asked, metric, better):
    values = everybody()[who].values(metric)
    newest = values.dropna().index[-1]
    earlier = values.loc[newest - pd.Timedelta(days=60) : newest - pd.Timedelta(days=1)].dropna()
    low, high = earlier.quantile([0.1, 0.9])
    said = text_of(who, asked, "is that good?")
    if low <= values[newest] <= high:
        assert "usual for you" in said and "inside the" in said
    else:
        good = (values[newest] > high) == (better > 0)
        assert f"which is {'good' if good else 'not good'}" in said
    assert ("less is better" in said) == (better < 0)


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", ["how is my load", "how is my form?", "how did i sleep last night", "whats my hrv",
                                   "does alcohol hurt my recovery", "how was my recovery in october",
                                   "forecast for tomorrow"])  # fmt: skip
def test_is_that_good_says_something_new(who, asked):
    first, then = text_of(who, asked), text_of(who, asked, "is that good?")
    assert then != first and re.search(r"\b(?:usual for you|good|low for you|high for you|used to)\b", then.lower())


def test_form_is_held_against_the_own_weeks_of_a_year():
    known = everybody()["Vera"]
    until = known.day - timedelta(days=1)
    weeks = [form(known.values("load"), until - timedelta(days=7 * back)).form for back in range(52)]
    said = text_of("Vera", "how is my form?", "is that good?")
    low, high = pd.Series(weeks[1:]).quantile([0.1, 0.9])
    assert ("Usual for you" in said) == (low <= weeks[0] <= high)
    assert f"{abs(weeks[0]):.1f}" in said and "above 0" in said


def test_a_mean_is_held_against_times_as_long():
    known = everybody()["Rhea"]
    october = Period(date(2026, 10, 1), date(2026, 10, 31), "October")
    fact = judged.judged(known, "hrv", october)[0]
    values = known.values("hrv")
    before = values.loc[:"2026-09-30"].rolling(31, min_periods=20).mean().iloc[-365:].dropna()
    mean = values.loc["2026-10-01":"2026-10-31"].mean()
    assert fact.value == pytest.approx(mean) and fact.n == len(before)
    where = "below" if mean < before.quantile(0.1) else "above" if mean > before.quantile(0.9) else "inside"
    assert f"{where} the" in fact.words


def test_a_difference_is_good_only_in_the_better_way():
    known = everybody()["Vera"]
    now, then = (
        Period(date(2026, 10, 25), date(2026, 11, 21), "now"),
        Period(date(2025, 11, 1), date(2025, 11, 30), "then"),
    )
    for metric, better in (("hrv", 1), ("resting_hr_bpm", -1)):
        lead, change = judged.change(known, metric, now, then)
        gap = (
            known.values(metric)["2026-10-25":"2026-11-21"].mean()
            - known.values(metric)["2025-11-01":"2025-11-30"].mean()
        )
        if change.direction.value == "same":
            assert "Neither" in lead.words
        else:
            assert lead.words.startswith("Good") == (gap * better > 0)


# How sure?


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", ["how am i today", "why is my recovery low", "does alcohol hurt my recovery",
                                   "am i getting sick?", "how is my load", "average hrv in october",
                                   "how did i sleep last night"])  # fmt: skip
@pytest.mark.parametrize("doubt", ["how sure are you?", "how do you know"])
def test_how_sure_takes_three_sentences_at_most(who, asked, doubt):
    said = text_of(who, asked, doubt)
    assert len(re.findall(r"[.!?](?= [A-Z]|$)", said)) <= 3 and len(said.split()) < 70
    assert re.search(r"\b(?:sure|not very)\b", said.lower())


def test_how_sure_names_the_days_the_interval_and_the_grade():
    fact = offered.TOOLS["habit"].run(everybody()["Vera"], habit="alcohol")[0]
    said = text_of("Vera", "does alcohol hurt my recovery", "how sure are you?")
    assert (
        fact.grade.words in said
        and f"{fact.n:,}" in said
        and f"{round(abs(fact.high))} to {round(abs(fact.low))}" in said
    )


def test_how_many_days_is_answered_with_the_days():
    said = text_of("Vera", "how did i sleep last night", "is that good?", "how many days is that based on?")
    assert re.fullmatch(r"It rests on \d+ days\.", said)


# What goes on keeps what was spoken of.


@pytest.mark.parametrize("who", DEMO)
def test_a_habit_is_kept_behind_how_sure(who):
    said = talk(who, "does alcohol hurt my recovery", "by how much", "how sure are you?", "and on my sleep?")
    assert said.understood.habit == "alcohol" and said.understood.metric == "asleep_min" and "alcohol" in said.text


@pytest.mark.parametrize("who", DEMO)
def test_an_event_is_kept_through_its_hours_and_its_taper(who):
    chain = ["half marathon in 8 weeks, how do i train"]
    day = talk(who, *chain).understood.target.day or everybody()[who].today + timedelta(weeks=8)
    for question, word in (("how many hours a week is that", "taper to"), ("and the taper?", "The taper begins on")):
        chain.append(question)
        found = talk(who, *chain)
        assert found.understood.topic is Topic.GOAL and word in found.text
    full = talk(who, *chain, "and a full one?")
    assert full.understood.target.distance_km == pytest.approx(42.195) and f"{day.day} {day:%B %Y}" in full.text


@pytest.mark.parametrize("who", DEMO)
def test_the_lowest_is_of_the_measure_and_the_time_before(who):
    values = everybody()[who].values("hrv")["2026-10-01":"2026-10-31"].dropna()
    said = text_of(who, "average hrv in october", "and the lowest?")
    assert f"{round(values.min())} ms" in said and f"{len(values)} known days" in said


@pytest.mark.parametrize("who", DEMO)
def test_tomorrow_after_a_session_is_a_session(who):
    known = everybody()[who]
    tomorrow = known.today + timedelta(days=1)
    there = text_of(who, "what should i train today", "and tomorrow?")
    assert f"{tomorrow:%A}" in there and re.search(r"\bwould suit\b", there)
    assert there.split(".")[0] == text_of(who, "what should i train tomorrow").split(".")[0]


@pytest.mark.parametrize("who", DEMO)
def test_last_night_is_held_against_a_month(who):
    values = everybody()[who].values("asleep_min")
    mean = values["2026-10-01":"2026-10-31"].mean()
    said = text_of(who, "how did I sleep last night", "and compared to last month?")
    for minutes in (values.iloc[-1], mean):
        assert f"{int(round(minutes) // 60)} h {round(minutes) % 60} min" in said


@pytest.mark.parametrize("who", DEMO)
def test_the_hours_of_the_hardest_week_are_of_that_week(who):
    known = everybody()[who]
    top = next(fact for fact in talk(who, "hardest week this year").facts if fact.id == "record.top")
    rows = known.workouts()
    inside = rows[
        (rows["day"] >= top.first_day.isoformat()) & (rows["day"] <= (top.first_day + timedelta(6)).isoformat())
    ]
    inside = inside[~inside.duplicated(["start_utc", "sport"])]
    minutes = round(float(inside["duration_min"].sum()))
    said = text_of(who, "hardest week this year", "how many hours was that")
    assert said.startswith(f"{minutes // 60} h") and f"in {len(inside)} sessions" in said


def test_those_are_of_the_time_before():
    said = text_of("Rhea", "how many sessions did i do this year", "how many of those were runs?")
    assert said.startswith(f"{len(everybody()['Rhea'].workouts())} running") and "this year" in said


@pytest.mark.parametrize("who", DEMO)
def test_form_of_a_month_ago_is_of_that_day(who):
    known = everybody()[who]
    day = date(2026, 10, 21)
    said = text_of(who, "how is my form?", "and a month ago?")
    assert said.split(";")[0] == text_of(who, "what was my form a month ago").split(";")[0]
    assert f"{day.day} {day:%B %Y}" in said and f"{abs(form(known.values('load'), day).form):.1f}" in said


def test_the_day_after_a_record_is_that_day():
    top = next(fact for fact in talk("Vera", "best recovery this year").facts if fact.id == "record.top")
    after = top.last_day + timedelta(days=1)
    assert f"{after.day} {after:%B %Y}" in text_of("Vera", "best recovery this year", "and the day after")


def test_going_up_or_down_holds_the_halves_of_the_time_against_each_other():
    found = talk("Nico", "resting hr over the last three months", "so is it going up or down")
    assert found.understood.topic is Topic.COMPARE and found.understood.metric == "resting_hr_bpm"
    assert found.understood.against.last + timedelta(days=1) == found.understood.period.first


# Plain questions.


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "asked", ["is machine learning used for me?", "do you use machine learning", "is ML on for me"]
)
def test_whether_a_model_learned_is_answered_yes_or_no(who, asked):
    said = text_of(who, asked)
    assert re.match(r"(?:Yes|No): ", said) and "mornings" in said
    assert said == text_of(who, asked, "why not?")


@pytest.mark.parametrize("asked", ["how do you calculate the recovery score", "how is my recovery calculated"])
def test_how_the_score_is_made_names_its_parts(asked):
    said = text_of("Vera", asked)
    assert all(part in said for part in ("HRV 30%", "sleep 30%", "resting HR 20%", "50 of 100"))


def test_how_another_word_is_made_is_in_the_glossary():
    assert "Sleep debt is what" in text_of("Vera", "how is sleep debt calculated")


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", ["how many nights do you have", "how many nights of sleep data"])
def test_nights_are_counted(who, asked):
    assert text_of(who, asked).startswith(f"{int(everybody()[who].values('asleep_min').count())} nights")


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "asked",
    ["is my hrv better than it was in summer", "is my hrv better than in summer", "compare my hrv now to summer",
     "hrv now vs this summer"],
)  # fmt: skip
def test_now_is_held_against_then(who, asked):
    found = talk(who, asked).understood
    assert found.against.words.startswith("the summer") and found.period.last == everybody()[who].today


def test_the_same_days_of_last_year_are_those_days():
    found = talk("Vera", "compare my last 30 days with the same 30 days last year").understood
    assert (found.against.first, found.against.last) == (date(2025, 10, 23), date(2025, 11, 21))
    found = talk("Vera", "how is my hrv compared to this time last year").understood
    assert found.against.last == date(2025, 11, 21) and found.against.days == found.period.days == 28


@pytest.mark.parametrize("who", DEMO)
def test_unusual_mornings_are_named(who):
    known = everybody()[who]
    n, days = known.unusual_mornings(date(2026, 10, 1), date(2026, 10, 31))
    said = text_of(who, "which mornings were unusual in october")
    assert f"{n} known" in said and all(f"{day:%A} {day.day} {day:%B}" in said for day, _ in days[-5:])


@pytest.mark.parametrize("who", DEMO)
def test_unusual_days_of_a_measure_lie_far_from_its_own_usual(who):
    known = everybody()[who]
    period = Period(known.day - timedelta(days=91), known.day, "the last 3 months")
    values, hit = known.values("resting_hr_bpm"), []
    middle = values.copy() * float("nan")
    for day in values.index:
        before = values.loc[: day - pd.Timedelta(days=1)].iloc[-60:].dropna()
        middle[day] = before.median() if len(before) >= 14 else float("nan")
    away = (values - middle).abs()
    for day in pd.date_range(period.first, period.last):
        spread = 1.4826 * away.loc[: day - pd.Timedelta(days=1)].iloc[-60:].dropna().median()
        if spread > 0 and away[day] >= 3 * spread:
            hit.append(day)
    assert asked_on.unusual_days(known, "resting_hr_bpm", period)[0].value == len(hit)


@pytest.mark.parametrize("who", DEMO)
def test_a_wrong_premise_is_said_first(who):
    known = everybody()[who]
    values = known.values("recovery")
    for back in range(1, 7):
        day = known.today - timedelta(days=back)
        value, earlier = (
            values[pd.Timestamp(day)],
            values.loc[: pd.Timestamp(day) - pd.Timedelta(days=1)].iloc[-60:].dropna(),
        )
        if pd.isna(value):
            continue
        low = value < earlier.quantile(0.1)
        assert text_of(who, f"why was {day:%A} so bad".lower()).startswith("First of all") != low


@pytest.mark.parametrize("who", DEMO)
def test_which_habit_helps_says_where_none_does(who):
    effects = [fact for fact in offered.TOOLS["habits"].run(everybody()[who]) if fact.id.startswith("habit.")]
    helps = any(fact.direction and fact.direction.value == "higher" and fact.grade.words in ("likely", "strong")
                for fact in effects)  # fmt: skip
    assert ("No habit of yours" in text_of(who, "which of my habits helps me most")) != helps


@pytest.mark.parametrize("who", DEMO)
def test_the_usual_hour_is_the_mean_of_the_nights(who):
    nights = everybody()[who].values("onset_h").iloc[-28:].dropna()
    said = text_of(who, "whats my average bedtime")
    minutes = round(float(nights.mean()) * 60 / 5) * 5 % 1440
    assert f"{minutes // 60:02d}:{minutes % 60:02d}" in said and f"{len(nights)} nights" in said


@pytest.mark.parametrize(("text", "n", "end"), [("top 3 worst nights", 3, "worst"), ("my 5 longest runs", 5, "highest"),
                                                ("hardest ride", None, "highest"),
                                                 ("best 20 km", None, "best")])  # fmt: skip
def test_how_many_of_a_record_are_asked_for(text, n, end):
    assert (top_in(text), end_in(text)) == (n, end)


def test_three_of_a_record_are_three():
    values = everybody()["Vera"].values("recovery")["2026-11-01":].dropna().sort_values(ascending=False)
    said = text_of("Vera", "3 best recoveries this month")
    assert all(f"{round(value)}% on" in said for value in values.iloc[:3])


def test_why_the_worst_morning_is_of_that_morning():
    values = everybody()["Vera"].values("recovery")["2026-11-01":].dropna()
    day = values.idxmin().date()
    assert f"Your recovery on {day.day} {day:%B %Y} was" in text_of(
        "Vera", "which was my worst morning this month and why"
    )


@pytest.mark.parametrize("who", DEMO)
def test_the_recovery_from_a_day_is_of_the_morning_after(who):
    known = everybody()[who]
    tuesday = known.today - timedelta(days=(known.today.weekday() - 1) % 7)
    after = tuesday + timedelta(days=1)
    value = known.values("recovery")[pd.Timestamp(after)]
    said = text_of(who, "how well did i recover from tuesdays session")
    assert (
        f"recovery on {after.day} {after:%B %Y} was {round(value)}%" in said and f"{tuesday.day} {tuesday:%B}" in said
    )


@pytest.mark.parametrize("who", DEMO)
def test_the_own_ratio_of_loads_is_told(who):
    loads = everybody()[who].values("load").iloc[:-1].iloc[-28:]
    ratio = loads.iloc[-7:].mean() / loads.mean()
    assert f"{ratio:.2f}" in text_of(who, "is my acute chronic ratio ok")


@pytest.mark.parametrize("who", DEMO)
def test_a_debt_is_told_first_where_it_is_asked_for(who):
    assert re.match(r"You (?:owe|are about even|are)\b", text_of(who, "do i have a sleep debt"))


@pytest.mark.parametrize("asked", ["6am or 6pm for intervals?", "best time to train?"])
def test_hours_to_train_are_told_or_that_there_are_none(asked):
    assert "best hours are" in text_of("Vera", asked) and "best hours are" in text_of("Rhea", asked)
    assert "around the clock" in text_of("Nico", asked)


@pytest.mark.parametrize("who", ["Vera", "Rhea"])
def test_whether_a_count_is_much_is_held_against_the_time_before(who):
    journal = everybody()[who].journal()
    rows = journal[journal["habit"] == "alcohol"].assign(day=lambda one: pd.to_datetime(one["day"]))
    now = rows[(rows["day"] >= "2026-10-01") & (rows["day"] <= "2026-10-31")]["answer"] == "yes"
    was = rows[(rows["day"] >= "2026-07-03") & (rows["day"] <= "2026-09-30")]["answer"] == "yes"
    both = (now.sum() + was.sum()) / (len(now) + len(was))
    reach = 1.96 * (both * (1 - both) * (1 / len(now) + 1 / len(was))) ** 0.5
    gap = now.mean() - was.mean()
    way = "More often" if gap > reach else "Less often" if gap < -reach else "About as often"
    assert text_of(who, "how many alcohol days did i have in october", "is that a lot?").startswith(way)


def test_a_marked_trip_is_held_against_the_time_before_it():
    assert kind_of("how did the trip in august affect me") == "since_mark"
    assert kind_of("does travel affect my recovery") is None
    assert "16 August 2026 to 24 August 2026" in text_of("Vera", "how did the trip in august affect me")
