"""Several athletes as one: those who were chosen, on the days that were chosen, and nobody by name."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.recovery.differences import Difference
from dashboard.charts import cohort as charts
from dashboard.charts.look import look
from dashboard.compose import Athlete, cohort
from dashboard.compose.cohort import Everyone, Member, Walked
from dashboard.compose.comparing import Stretch
from tests.dashboard.test_compare_charts import walk

LIGHT = look("light")


def walked(id, held=None, sport="Cycling", device="WHOOP"):
    return Walked(id, f"Athlete {id:06X}", sport, device, held)


@pytest.fixture(scope="module")
def people():
    """Four who were walked through for 400 days, one of them a year before the others; a fifth who never was."""
    early = walk(seed=4)
    early = replace(
        early,
        walk=early.walk.set_axis(early.walk.index - pd.Timedelta(days=366)),
        first=early.first - pd.Timedelta(days=366),
    )
    return (
        *(walked(n, walk(seed=n), "Running" if n == 1 else "Cycling") for n in (1, 2, 3)),
        walked(4, early),
        walked(5),
    )


def chosen(people, ids, stretch=Stretch(), a="used", b="rule"):  # noqa: B008
    return cohort.everyone([one for one in cohort.judged(people, stretch, a, b) if one.id in ids], a, b)


def test_everything_follows_the_chosen_athletes(people):
    found = chosen(people, {1, 2, 3})
    assert {one.label for one in found.members} == {f"Athlete {n:06X}" for n in (1, 2, 3)}
    assert (found.athletes, found.pooled.athletes, found.waiting, found.few) == (3, 3, 0, ())
    assert {one.label: one.athletes for one in found.subgroups if one.by == "sport"} == {"Running": 1, "Cycling": 2}
    assert set(cohort.csv_of_everyone(found)["athlete"]) == {one.label for one in found.members}
    assert (found.days, found.first) == (356, date(2025, 2, 14))
    everybody = chosen(people, {1, 2, 3, 4, 5})
    assert (everybody.athletes, everybody.pooled.athletes, everybody.waiting) == (5, 4, 1)
    assert everybody.days == 2 * 356  # the fourth's lie before those of the others


def test_everything_follows_the_chosen_days(people):
    june = Stretch(date(2025, 6, 1), date(2025, 6, 30))
    found = chosen(people, {1, 2, 3, 4}, june)
    assert (found.first, found.last, found.days) == (june.first, june.last, 30)
    assert found.few == (0,) and found.pooled.n == 90  # the fourth ended before
    for one, member in ((people[0], "Athlete 000001"), (people[1], "Athlete 000002")):
        frame = one.held.walk.loc["2025-06-01":"2025-06-30"]
        missed = frame[["used", "rule"]].sub(frame["y"], axis=0).abs().mean()
        shown = next(each for each in found.members if each.label == member)
        assert shown.difference.value == pytest.approx(missed["rule"] - missed["used"])
        assert (shown.difference.n, shown.error) == (30, pytest.approx(missed["used"]))
    assert charts.cohort_counted(found) == (
        "3 of 4 athletes, 30 days, 1 Jun 2025 to 30 Jun 2025. 1 athlete is left out: 30 mornings on the chosen days "
        "are needed, there are 0."
    )


def test_length_of_data_is_what_was_known_by_the_last_chosen_day(people):
    found = chosen(people, {1, 2, 3}, Stretch(last=date(2025, 5, 1)))
    assert {one.length for one in found.members} == {"3 to 6 months"}  # 15 mornings before the walk, 121 in it
    assert {one.length for one in chosen(people, {1, 2, 3}).members} == {"over a year"}


def test_under_thirty_mornings_nobody_is_compared_and_it_is_said(people):
    found = chosen(people, {1, 2, 3}, Stretch(date(2025, 6, 1), date(2025, 6, 29)))
    assert (found.members, found.pooled, found.few, found.days) == ((), None, (29, 29, 29), 0)
    assert charts.cohort_answer(found, "ML", "the rule") == (
        "Not enough data to speak of all: 3 athletes with 30 mornings are needed, none has as many."
    )
    assert charts.cohort_counted(found) == (
        "0 of 3 athletes. 3 athletes are left out: 30 mornings on the chosen days are needed, the most that one of "
        "them has is 29."
    )


def test_a_model_that_never_spoke_compares_nobody(people):
    found = chosen(people, {1, 2, 3}, a="network")
    assert (found.members, found.few) == ((), (0, 0, 0))


def test_the_first_and_the_last_day_of_predictions_are_those_of_all_who_are_chosen(people):
    days = cohort.foretold_days(people)
    assert days == Stretch(people[3].held.frame.index[0].date(), people[0].held.frame.index[-1].date())
    assert cohort.foretold_days(people[4:]) is None


def test_arms_follow_the_chosen_athletes_and_days():
    days = [date(2025, 6, 1) + timedelta(days=n) for n in range(6)]
    shown = pd.DataFrame(
        {
            "athlete": range(1, 7),
            "simulated": 0,
            "arm": ["learned", "rule"] * 3,
            "share": 50.0,
            "first_utc": [int(pd.Timestamp(day).timestamp()) + 3600 for day in days],
        }
    )
    rows = cohort.shown_in(shown, {1, 2, 3, 4}, Stretch(days[1], days[4]))
    assert rows["athlete"].tolist() == [2, 3, 4] and rows["since"].tolist() == days[1:4]
    assert cohort.shown_in(shown, {1, 2}, Stretch())["athlete"].tolist() == [1, 2]
    assert cohort.shown_in(shown, {6}, Stretch(last=days[4])).empty


def member(n, value, sure=False, sport="Cycling", length="over a year"):
    low, high = (value - 0.5, value + 0.5) if sure else (value - 3, value + 3)
    better = ("ml" if value > 0 else "rule") if sure else None
    difference = Difference(value, low, high, 0.01 if sure else 0.5, 200, better)
    return Member(f"Athlete {n:06X}", sport, "WHOOP", length, difference, 12.0, 12.0 + value, 0.9)


def everyone(*members):
    return Everyone(members, cohort._pooled(members, "ml", "rule"), cohort._subgroups(members, "ml", "rule"))


def test_the_cohort_counts_athletes_and_not_mornings():
    found = everyone(*(member(n, 2.0 - n / 10, sure=True, sport="Running" if n % 2 else "Cycling") for n in range(8)))
    assert charts.cohort_answer(found, "ML", "the rule").startswith("ML was closer than the rule by 1.")
    assert "over 8 athletes and 1,600 mornings" in charts.cohort_answer(found, "ML", "the rule")
    figure = charts.cohort(found, "ML", "rule", LIGHT)
    assert len(figure.data[0].x) == 8 and "<b>all</b>" in figure.layout.yaxis.ticktext
    notes = [note.text for note in figure.layout.annotations]
    assert notes.count("n = 200") == 8 and "n = 1,600" in notes
    groups = charts.subgroup_table(found)
    assert set(groups["by"]) == {"Sport", "Length of data", "Device"}
    assert groups.loc[groups["group"] == "Running", "athletes"].item() == 4
    title = charts.cohort_title(found, "ML", "the rule")
    assert title.startswith("ML was closer than the rule for 8 of 8 athletes; beyond chance for 8, and further off")
    assert title.endswith("for none")


def test_a_p_that_rounds_to_nothing_is_said_to_be_below_a_thousandth():
    sure = everyone(*(member(n, 5.0 + n / 100, sure=True) for n in range(8)))
    unsure = everyone(member(1, 2.0), member(2, 0.0), member(3, -1.0))
    assert sure.pooled.p < 0.0005 and set(charts.subgroup_table(sure)["p"]) == {"< 0.001"}
    assert charts.subgroup_table(unsure)["p"].iloc[0] == f"{unsure.pooled.p:.3f}"


def test_an_athlete_who_was_shown_the_rule_alone_counts_as_no_different():
    found = everyone(member(1, 2.0, sure=True), member(2, 0.0), member(3, -1.0))
    assert "for 1 of 3 athletes, the same for 1; beyond chance for 1" in charts.cohort_title(found, "ML", "the rule")
    only = charts.cohort_title(everyone(member(1, 0.0)), "What was shown", "the rule")
    assert only == "What was shown was the same as the rule for the one athlete who can be compared"
    one = charts.cohort_title(everyone(member(1, 2.0, sure=True)), "What was shown", "the rule")
    assert one == "What was shown was closer than the rule for the one athlete who can be compared, beyond chance"
    none = charts.cohort_title(everyone(member(1, 0.0), member(2, 0.0)), "What was shown", "the rule")
    assert none == "What was shown was the same as the rule for all 2 athletes"
    assert charts.subgroup_table(found)["closer by"].iloc[0] == pytest.approx(found.pooled.value)
    assert charts.cohort_table(found)["closer by"].to_list() == [2.0, 0.0, -1.0]


def test_the_diamond_is_drawn_whole():
    found = everyone(member(1, 2.0, sure=True), member(2, 0.0), member(3, -1.0))
    low, high = charts.cohort(found, "ML", "rule", LIGHT).layout.xaxis.range
    assert low < found.pooled.low and found.pooled.high < high


def test_two_athletes_are_not_everyone():
    found = everyone(member(1, 1.0), member(2, -1.0, sport="Running"))
    assert found.pooled is None
    assert charts.cohort_answer(found, "ML", "the rule") == (
        "Not enough data to speak of all: 3 athletes with 30 mornings are needed, 2 have as many."
    )
    assert set(charts.subgroup_table(found)["95%"]) == {"too few athletes"}
    assert charts.cohort(found, "ML", "rule", LIGHT).data


def test_a_big_cohort_is_drawn_without_labels():
    found = everyone(*(member(n, np.sin(n), sure=n % 3 == 0) for n in range(60)))
    figure = charts.cohort(found, "ML", "rule", LIGHT)
    assert figure.layout.yaxis.ticktext == ("<b>all</b>",) and figure.layout.height < 800


def test_a_pseudonym_is_the_same_every_time_and_tells_no_name():
    one, other = (Athlete(id, "Ada", False, "UTC") for id in (1, 2))
    assert cohort.pseudonym(one) == cohort.pseudonym(replace(one, name="Bea")) != cohort.pseudonym(other)
    assert "Ada" not in cohort.pseudonym(one)
