"""Days to come: what is supposed of them, the mornings after them, and one number for each of these."""

from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest

from analytics.load import form
from coach.conversation import Exchange, answer, whole
from coach.engines.rules import RulesEngine
from coach.tools import exact, form_ahead, sleeping, supposed, today, week_plan
from coach.understanding.supposing import Act, Supposed, named_plainly
from coach.understanding.supposing import supposed as supposed_in
from tests.coach.people import DEMO, TODAY, everybody

SUN, MON, TUE, WED, THU, FRI, SAT = (TODAY + timedelta(days=n) for n in range(1, 8))


@cache
def told(who: str, *questions: str):
    """The answer to the last of some questions, each of which goes on from those before it."""
    before: list[Exchange] = []
    for question in questions:
        made = whole(answer(question, everybody()[who], RulesEngine(), clock=lambda: 0.0, before=before))
        before.append(Exchange(question, made.text, made.understood, made.facts))
    return made


def foretold(who: str, morning: date) -> float:
    return next(day.value.value for day in everybody()[who].forecast().days if day.day == morning)


def with_loads(who: str, loads: dict[date, float], morning: date) -> float:
    """A morning with other loads, as the page Forecast has it where these are planned: what is drawn beside the usual
    days is the median moved as far as the model says, or the model."""
    known = everybody()[who]
    made, instead = known.forecast(), known.forecast_if(loads)
    place = [day.day for day in made.days].index(morning)
    if made.days[place].source == "model":
        return instead.by_model[place].value.value
    usual = next(one for one in instead.scenarios if one.name == "usual")
    return min(max(made.days[place].value.value - usual.difference[place].value, 0), 100)


@pytest.mark.parametrize(
    ("question", "acts", "asked"),
    [
        ("if i rest today how will i feel tomorrow", {TODAY: "rest"}, [SUN]),
        ("what if i rest tomorrow", {SUN: "rest"}, []),
        ("if i do 2 hours hard tomorrow, how will i feel on saturday?", {SUN: "hard"}, [SAT]),
        ("how will i feel on saturday if i go hard tomorrow", {SUN: "hard"}, [SAT]),
        ("if i go hard tomorrow and rest monday how do i feel on tuesday", {SUN: "hard", MON: "rest"}, [TUE]),
        ("ok then thursday and friday hard, how is saturday", {THU: "hard", FRI: "hard"}, [SAT]),
        ("what if i go hard on thursday and friday", {THU: "hard", FRI: "hard"}, []),
        ("what if i rest until wednesday", dict.fromkeys((TODAY, SUN, MON, TUE), "rest"), []),
        ("what if i take two days off from monday", dict.fromkeys((MON, TUE), "rest"), []),
        ("what if i take the whole week off", dict.fromkeys((TODAY, SUN, MON, TUE, WED, THU, FRI), "rest"), []),
        ("what if i train hard every day", dict.fromkeys((TODAY, SUN, MON, TUE, WED, THU, FRI), "hard"), []),
        ("what if i train hard for three days", dict.fromkeys((TODAY, SUN, MON), "hard"), []),
        ("what will tuesday look like after a hard day tomorrow", {SUN: "hard"}, [TUE]),
        ("if i ride 3 hours tomorrow", {SUN: None}, []),
        ("if i do 60 minutes on monday and 45 on thursday", {MON: None, THU: None}, []),
        (
            "a training camp from friday to monday",
            dict.fromkeys((FRI, SAT, SAT + timedelta(1), SAT + timedelta(2)), "hard"),
            [],
        ),
    ],
)
def test_the_day_in_the_if_part_is_supposed_and_the_other_is_asked_about(question, acts, asked):
    found = supposed_in(question, TODAY)
    assert {act.day: act.kind for act in found.acts} == acts and list(found.asked) == asked


@pytest.mark.parametrize("question", ["what if i sleep more", "what if i drink a beer tonight", "if it rains"])
def test_where_no_day_of_some_kind_is_supposed_none_is_made_up(question):
    assert supposed_in(question, TODAY) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 hours hard", 120),
        ("90 min easy", 90),
        ("an hour and a half", 90),
        ("half an hour", 30),
        ("1.5 h", 90),
        ("hard tomorrow", None),
    ],
)
def test_minutes_are_read_as_they_are_said(text, minutes):
    act = supposed_in(f"if i ride {text} easy", TODAY).acts[0]
    assert act.minutes == minutes


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("kind", ["rest", "hard"])
def test_of_one_morning_one_number_and_its_distance_from_the_forecast(who, kind):
    known = everybody()[who]
    said = told(who, f"what if i {'rest' if kind == 'rest' else 'go hard'} tomorrow").text
    then, now = round(with_loads(who, {SUN: known.load_levels()[kind]}, MON)), round(foretold(who, MON))
    assert f"recovery on Monday 23 November would be about {then}, " in said
    side = "higher" if then > now else "lower"
    assert f"{abs(then - now)} points {side} than the {now} that I foretell with a usual Sunday" in said.replace(
        "1 point ", "1 points "
    )
    usual = known.forecast().load[1]
    assert f"a usual Sunday (a strain of about {usual:.1f} of 21)" in said
    assert not any(f"about {day.value.value:.0f} for Monday" in said for day in known.forecast().by_model)


@pytest.mark.parametrize("who", DEMO)
def test_what_the_page_draws_for_three_days_is_what_is_told_of_three_days(who):
    known = everybody()[who]
    for scenario in known.forecast().scenarios:
        if scenario.name in ("rest", "hard"):
            loads = {TODAY + timedelta(days=n): known.load_levels()[scenario.name] for n in range(3)}
            mornings = supposed.beside(known.forecast(), known.forecast_if(loads))
            assert [one.value for one in mornings.values()] == pytest.approx(scenario.beside, abs=1e-6)


@pytest.mark.parametrize("who", DEMO)
def test_the_day_asked_about_is_answered_for_when_the_forecast_reaches_it(who):
    said = told(who, "if I go hard tomorrow, how will I feel on Thursday?").text
    then = with_loads(who, {SUN: everybody()[who].load_levels()["hard"]}, THU)
    assert f"recovery on Thursday 26 November would be about {then:.0f}" in said and "On Monday 23 November" in said
    assert "beyond the seven mornings" in told(who, "if I rest today, how will I feel on 10 December?").text


def test_two_kinds_of_days_are_both_supposed():
    said = told("Nico", "If I go hard tomorrow and rest monday how do I feel on tuesday").text
    levels = everybody()["Nico"].load_levels()
    then = with_loads("Nico", {SUN: levels["hard"], MON: levels["rest"]}, TUE)
    assert "a hard day on Sunday 22 November" in said and "rest on Monday 23 November" in said
    assert f"recovery on Tuesday 24 November would be about {then:.0f}" in said


def test_minutes_count_where_enough_own_days_were_like_that():
    vera = everybody()["Vera"]
    rows = vera.workouts()
    rows = rows[rows["day"] > (TODAY - timedelta(days=365)).isoformat()]
    rows = rows[~rows.duplicated(["start_utc", "sport"])]
    rows = rows[rows.groupby("day")["day"].transform("size") == 1]
    effort = rows["load_au"] / rows["duration_min"]
    like = rows[(effort > effort.quantile(2 / 3)) & rows["duration_min"].between(48, 72)]
    loads = sorted(vera.values("load").loc[pd.to_datetime(like["day"])].dropna())
    found = supposed.like_days(vera, Act(SUN, "hard", 60))
    assert found == pytest.approx(loads) and len(found) >= supposed.NEED_LIKE
    said = told("Vera", "what if I ride an hour hard tomorrow").text
    assert f"With 1 h hard on Sunday 22 November (a strain of about {loads[len(loads) // 2]:.1f} of 21" in said
    assert "The minutes are not counted" in told("Vera", "what if I go hard for 9 hours tomorrow").text


def test_a_follow_up_keeps_the_kind_that_was_spoken_of():
    said = told("Rhea", "should I go hard tomorrow", "and what if i do?").text
    assert said.startswith("With a hard day on Sunday 22 November")
    both = told("Rhea", "what if i rest tomorrow", "and hard?", "which one is better for sunday").text
    assert "with rest" in both and "with a hard day" in both and "steady" not in both


@pytest.mark.parametrize("who", DEMO)
def test_a_forecast_of_tomorrow_says_under_which_load_of_today_and_what_the_session_proposed_makes_of_it(who):
    known = everybody()[who]
    kind, levels = today.todays_workout(known)[0].kind, known.load_levels()
    said = told(who, "how will i feel tomorrow").text
    assert f"with a usual Saturday (a strain of about {known.forecast().load[0]:.1f} of 21) today" in said
    assert f"it would be about {with_loads(who, {TODAY: levels[kind]}, SUN):.0f}" in said
    assert f"as I propose, it would be about {with_loads(who, {TODAY: levels[kind]}, SUN):.0f}" in told(
        who, "should I go hard tomorrow").text  # fmt: skip


def test_why_a_day_after_a_hard_session_is_for_easy_is_said():
    said = told("Rhea", "should I go hard tomorrow").text
    assert "since a hard session is proposed for today" in said and "If you leave that out" in said


@pytest.mark.parametrize("who", DEMO)
def test_each_day_of_a_week_is_judged_with_the_days_before_it_as_they_are_planned(who):
    known = everybody()[who]
    made, levels = known.forecast(), known.load_levels()
    days = week_plan.solved(week_plan.basis(known), week_plan.Terms()).days
    kinds = [one.effort.name.lower() for one in days]
    for place, one in enumerate(days[1:]):
        loads = {made.made + timedelta(days=n): levels[kind] for n, kind in enumerate(kinds[: place + 1])}
        assert one.morning.value == pytest.approx(with_loads(who, loads, one.day), abs=0.5)
    hard = [n for n, kind in enumerate(kinds) if kind == "hard"]
    assert len(hard) <= 2 and all(later - day > 2 for day, later in zip(hard, hard[1:], strict=False))
    assert "rest" in kinds and f"recovery about {days[1].morning.value:.0f}" in told(who, "plan my week").text


@pytest.mark.parametrize("who", DEMO)
def test_each_length_of_several_days_counts_also_where_its_unit_is_said_once(who):
    known = everybody()[who]
    first, second = (supposed.like_days(known, Act(day, None, n)) for day, n in ((MON, 60), (THU, 45)))
    loads = {MON: first[len(first) // 2], THU: second[len(second) // 2]}
    for asked in ("60 minutes on Monday and 45 on Thursday, how will I feel on Friday",
                  "how will I feel on Friday if I train 60 minutes on Monday and 45 on Thursday"):  # fmt: skip
        said = told(who, asked).text
        assert f"1 h of training on Monday 23 November (a strain of about {loads[MON]:.1f} of 21" in said
        assert f"45 min of training on Thursday 26 November (a strain of about {loads[THU]:.1f} of 21" in said
        assert f"recovery on Friday 27 November would be about {with_loads(who, loads, FRI):.0f}," in said


@pytest.mark.parametrize("who", DEMO)
def test_of_a_camp_each_day_within_reach_is_told_and_the_others_are_named(who):
    known = everybody()[who]
    hard = known.load_levels()["hard"]
    said = told(who, "training camp from Friday to Sunday").text
    assert f"about {foretold(who, FRI):.0f} (" in said and "on Friday 27 November, before it begins" in said
    assert f"about {with_loads(who, {FRI: hard, SAT: hard}, SAT):.0f} (" in said
    assert "The mornings of Sunday 29 November and Monday 30 November lie beyond the seven" in said
    assert "I never plan two hard days in a row" in said


@pytest.mark.parametrize("who", DEMO)
def test_hard_days_on_end_are_told_morning_by_morning(who):
    hard = everybody()[who].load_levels()["hard"]
    loads = dict.fromkeys((MON, TUE, WED), hard)
    for asked in ("three hard days in a row from Monday: what will that do?", "3 hard days straight from monday"):
        said = told(who, asked).text
        for morning in (TUE, WED, THU):
            then, now = round(with_loads(who, loads, morning)), round(foretold(who, morning))
            side = "lower" if then < now else "higher"
            assert f"about {then} (" in said
            assert f"on {morning:%A} {morning.day} November, {abs(then - now)} points {side} than without" in said
        assert "Friday" not in said and "beyond the seven" not in said


@pytest.mark.parametrize(
    "question",
    ["how was my training camp in august", "what is my longest streak of days in a row", "how do i prepare for a camp",
     "did i train three hard days in a row last week", "take three rest days in a row from monday"],
)  # fmt: skip
def test_days_on_end_behind_or_easy_are_no_block(question):
    assert not named_plainly(question, TODAY)


def test_three_days_are_three_days_in_one_sentence():
    said = told("Vera", "how will the next three days be").text
    assert said.count("times in five") == 1 and "times of five" not in said
    assert all(f"{day:%A} about {foretold('Vera', day):.0f}" in said for day in (SUN, MON, TUE))
    assert "Wednesday" not in said


def test_when_a_figure_is_next_passed_is_a_day_or_none():
    made = everybody()["Vera"].forecast()
    best = max(made.days, key=lambda day: day.value.value)
    assert told("Vera", "when will i next be above 80%").text.startswith(
        f"None of the next seven mornings is foretold above 80. {best.day:%A}")  # fmt: skip
    first = next(day for day in made.days if day.value.value > 60)
    assert told("Vera", "when will i next be above 60%").text.startswith(f"{first.day:%A}")


@pytest.mark.parametrize("who", DEMO)
def test_how_likely_a_morning_is_comes_from_its_interval(who):
    from scipy.stats import norm

    day = everybody()[who].forecast().days[1]
    sd = (day.value.value - day.value.low) / norm.ppf(0.9)
    share = norm.sf(day.value.low, day.value.value, sd)
    said = told(who, f"how likely am i above {day.value.low:.6f} on monday").text
    assert share == pytest.approx(0.9) and "about 9 of 10 such mornings" in said


@pytest.mark.parametrize("who", DEMO)
def test_bedtime_leaves_the_need_beside_the_time_awake(who):
    known = everybody()[who]
    awake = ((known.values("wake_h") - known.values("onset_h")) % 24 * 60 - known.values("asleep_min")).iloc[-28:]
    at = sleeping.bedtime(known, 7.0)[0].value
    in_bed = (7.0 - at) % 24 * 60
    assert in_bed - awake.median() == pytest.approx(sleeping.need_min(known), abs=0.01) and awake.median() > 10


@pytest.mark.parametrize(
    "question",
    [
        "what time should i be in bed if i have to get up at 5:30",
        "i need to get up at 5:30, when to bed",
        "alarm at 5:30. bedtime?",
        "i get up at 5:30 tomorrow. when should i sleep",
        "my 5:30 alarm is on, what time should i go to bed",
        "have to be up by 5:30, when should i be asleep",
    ],
)
def test_whoever_names_when_they_get_up_is_told_when_to_be_asleep(question):
    fact = sleeping.bedtime(everybody()["Nico"], 5.5)[0]
    assert told("Nico", question).text.startswith(fact.words) and "05:30" in fact.words


@pytest.mark.parametrize(("said", "hour"), [("get up at 5:30", 5.5), ("alarm 6:15", 6.25), ("be up by 6 am", 6),
                                            ("wake at 14:00", 14), ("get up", None)])  # fmt: skip
def test_the_hour_of_getting_up(said, hour):
    assert exact.up_at(said) == hour


def test_so_many_hours_of_sleep_are_held_against_the_usual_ones():
    vera = everybody()["Vera"]
    usual, effect = vera.values("asleep_min").dropna().iloc[-28:].median(), vera.forecast().sleep.per_hour
    fact = told("Vera", "if i sleep 9 hours tonight").facts[0]
    assert fact.value == pytest.approx((540 - usual) / 60 * effect.value) and fact.low < fact.value < fact.high


def test_form_after_a_week_is_that_of_own_weeks_of_as_many_hours():
    vera = everybody()["Vera"]
    fact = told("Vera", "if i ride 5 hours next week how is my form then").facts[0]
    weeks = form_ahead._weeks(vera)
    like = weeks[(weeks["hours"] / 5 - 1).abs() <= 0.15]["load"]
    made = vera.forecast()
    days = [*made.load[:2], *[like.median()] * 7]  # Saturday and Sunday as usual, and the week
    loads = vera.values("load").loc[: str(TODAY - timedelta(days=1))]
    loads = pd.concat([loads, pd.Series(days, pd.date_range(TODAY, periods=9))])
    assert fact.n == len(like) and fact.value == pytest.approx(form(loads, SUN + timedelta(days=7)).form)
    assert "Too few of your weeks" in told("Vera", "if i ride 40 hours next week how is my form then").text


def test_without_data_nothing_is_supposed():
    for who in ("Three",):
        facts = supposed.told(everybody()[who], Supposed((Act(SUN, "rest"),)))
        assert all(fact.missing or fact.value is None for fact in facts)


@pytest.mark.parametrize("who", ("Vera", "Nico", "Rhea"))
def test_a_morning_that_the_page_today_foretells_otherwise_is_told_with_both_numbers(who):
    known = everybody()[who]
    (other,) = known.findings("prediction.tomorrow")
    shown = known.forecast().days[0].value.value
    told = whole(answer("what will my recovery be tomorrow?", known, RulesEngine(), clock=lambda: 0.0)).text
    both = f"The page Today foretells about {other.estimate:.0f}"
    assert (both in told) == (abs(other.estimate - shown) >= 5)
