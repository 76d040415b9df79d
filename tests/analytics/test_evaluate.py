"""The walk through an athlete's past, with learners that do something simple enough to work out by hand."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from analytics.recovery import differences, evaluate, intervals, probability
from analytics.recovery.boosted import BOOSTED
from analytics.recovery.evaluate import held_out
from analytics.recovery.learned import Unavailable, Why
from analytics.recovery.lines import MEDIAN_30, SAME_AS_YESTERDAY
from analytics.recovery.projection import RULE
from analytics.recovery.ridge import PRIOR
from analytics.results import NotEnoughData


@dataclass
class Told:
    """Foretells a column plus a constant error, and notes what it was given."""

    name: str
    column: str = "signal"
    off: float = 0.0
    need_days: int = 10
    seen: list = field(default_factory=list)

    def learn(self, x, y, *, prior=None, seed=0):
        if (known := int(y.notna().sum())) < self.need_days:
            raise NotEnoughData(self.name, need=self.need_days, have=known)
        self.seen.append((x.index[-1], known))
        return self

    def predict(self, x):
        return x[self.column].to_numpy() + self.off

    def why(self, row):
        return Why(0.0, {})

    def to_bytes(self):
        return b""

    def from_bytes(self, content):
        return self


class Broken(Told):
    def learn(self, x, y, *, prior=None, seed=0):
        raise Unavailable("xgboost is not installed")


def lived(days=200, seed=1, gap=0.0, noise=8.0):
    rng = np.random.default_rng(seed)
    index = pd.date_range("2024-01-01", periods=days, name="day")
    signal = 60 + 12 * rng.standard_normal(days)
    y = pd.Series(signal + noise * rng.standard_normal(days), index)
    y[rng.random(days) < gap] = np.nan
    return pd.DataFrame({"signal": signal}, index), y


def lines():
    return {"same_as_yesterday": SAME_AS_YESTERDAY, "median_30": MEDIAN_30}


def test_each_training_sees_only_what_lay_before_its_mornings():
    x, y = lived(150)
    told = Told("rule")
    held = held_out(x, y, {**lines(), "rule": told})
    assert [known for _, known in told.seen] == [15, 30, 45, 59, 87, 115, 143]
    assert [last for last, _ in told.seen] == [x.index[known - 1] for _, known in told.seen]
    assert held.first == x.index[59]
    assert len(held.frame) == 91


def test_the_ridge_is_trained_every_week():
    x, y = lived(100)
    told = Told("prior")
    whole = held_out(x, y, {**lines(), "prior": told})
    assert [known for _, known in told.seen] == [15, 22, 29, 30, 37, 44, 45, 52, 59, 66, 73, 80, 87, 94]
    done = len(told.seen)
    y.iloc[70] += 1  # learned from on the 73rd and later, and a part of what was foretold from the 59th on
    again = held_out(x, y, {**lines(), "prior": told}, known=whole)
    assert len(told.seen) - done == 6
    pd.testing.assert_frame_equal(again.walk, held_out(x, y, {**lines(), "prior": told}).walk)


def test_trees_that_were_not_grown_leave_the_ridge_of_every_week_as_it_is():
    x, y = lived(130)
    walk = held_out(x, y, {**lines(), "rule": RULE, "prior": PRIOR, "boosted": BOOSTED}).walk
    both = walk["boosted"].notna()
    assert both.sum() >= 90
    np.testing.assert_allclose(walk["boosted"][both], walk["prior"][both])


def test_mornings_to_come_change_nothing_before_them():
    x, y = lived(160)
    learners = {**lines(), "rule": Told("rule", off=3), "prior": Told("prior")}
    whole, part = held_out(x, y, learners), held_out(x.iloc[:131], y.iloc[:131], learners)
    pd.testing.assert_frame_equal(whole.walk.loc[: part.walk.index[-1]], part.walk)
    changed = y.copy()
    changed.iloc[130:] = 0.0
    again = held_out(x, changed, learners)
    pd.testing.assert_frame_equal(again.walk.loc[: x.index[129]], part.walk.iloc[:-1])


def test_a_morning_does_not_help_to_choose_who_speaks_on_it():
    x, y = lived(150, noise=0.0)
    x["rule"], x["median"] = y + 4, y - 4  # level, and so the rule speaks
    x.iloc[100, x.columns.get_loc("median")] += 1
    held = held_out(x, y, {"rule": Told("rule", "rule"), "median_30": Told("median_30", "median")})
    who = held.walk["used_model"]
    assert set(who[: x.index[100]]) == {"rule"} and set(who[x.index[101] :]) == {"median_30"}


def test_the_thirtieth_morning_lets_a_model_speak_on_the_next():
    x, y = lived(150)
    x["rule"] = 60.0
    held = held_out(x, y, {"rule": Told("rule", "rule"), "prior": Told("prior")})
    assert held.walk["used_model"].tolist() == ["rule"] * 30 + ["prior"] * (len(held.walk) - 30)


def test_a_morning_to_come_has_its_interval():
    x, y = lived(120)
    y.iloc[-1] = np.nan
    held = held_out(x, y, {**lines(), "rule": Told("rule")})
    tomorrow = held.walk.iloc[-1]
    assert np.isnan(tomorrow["y"]) and tomorrow["used_low"] < tomorrow["used"] < tomorrow["used_high"]
    assert x.index[-1] not in held.frame.index


def test_an_earlier_walk_is_taken_up_where_it_ended():
    x, y = lived(200)
    told = Told("rule")
    earlier = held_out(x.iloc[:170], y.iloc[:170], {**lines(), "rule": told})
    done = len(told.seen)
    later = held_out(x, y, {**lines(), "rule": told}, known=earlier)
    assert len(told.seen) - done == 3  # the block that was not full, and the two after it
    pd.testing.assert_frame_equal(later.walk, held_out(x, y, {**lines(), "rule": told}).walk)


def test_a_changed_past_is_walked_again():
    x, y = lived(170)
    told = Told("rule")
    earlier = held_out(x, y, {**lines(), "rule": told})
    done = len(told.seen)
    y.iloc[100] += 1
    held_out(x, y, {**lines(), "rule": told}, known=earlier)
    assert len(told.seen) - done == 3  # the trainings after the 100th day


def test_months_without_a_morning_need_no_training():
    x, y = lived(400)
    y.iloc[100:300] = np.nan
    told = Told("rule")
    held = held_out(x, y, {**lines(), "rule": told})
    assert len(told.seen) == 3 + 2 + 5
    assert held.frame["rule"].notna().all() and len(held.frame) == 141
    assert len(evaluate.scores(held)) == 4


def test_a_model_that_cannot_learn_leaves_its_mornings_empty():
    x, y = lived(150)
    held = held_out(
        x, y, {**lines(), "rule": Told("rule"), "boosted": Broken("boosted"), "late": Told("late", need_days=100)}
    )
    assert held.walk["boosted"].isna().all()
    assert held.blocks[-1].failed == {"boosted": "xgboost is not installed"}
    assert held.frame["late"].notna().sum() == 150 - 115
    assert set(evaluate.scores(held)) == {"same_as_yesterday", "median_30", "rule", "used"}
    assert evaluate.scores(held)["rule"].n == 91


def test_scores_by_hand():
    x, y = lived(60 + 19, noise=0.0)
    held = held_out(x, y, {**lines(), "rule": Told("rule", off=4.0)})
    score = evaluate.scores(held)["rule"]
    assert score.n == 20
    assert score.mae == pytest.approx(4) and score.rmse == pytest.approx(4)
    assert score.r2 == pytest.approx(1 - 16 / y.iloc[59:].var(ddof=0))
    yesterday = y.diff().abs().iloc[59:].mean()
    assert score.skill_yesterday == pytest.approx(1 - 4 / yesterday)


def test_too_short_a_past():
    x, y = lived(15)
    with pytest.raises(NotEnoughData, match="15 of 16 days"):
        held_out(x, y, lines())
    x, y = lived(40)
    held = held_out(x, y, lines())
    assert held.first is None and held.frame.empty
    with pytest.raises(NotEnoughData, match="40 of 60 known mornings"):
        evaluate.scores(held)


def test_a_clear_difference_is_seen_and_none_is_not():
    x, y = lived(240)
    held = held_out(x, y, {**lines(), "rule": Told("rule", off=10.0), "prior": Told("prior")})
    found = evaluate.difference(held, "prior", "rule")
    assert found.better == "prior" and 0 < found.low < found.value < found.high and found.p < 0.001 and found.n == 181
    turned = evaluate.difference(held, "rule", "prior")
    assert turned.better == "prior" and turned.value == pytest.approx(-found.value)
    same = evaluate.difference(held, "prior", "prior")
    assert same.better is None and same.p == 1


def test_difference_by_hand_and_by_the_library():
    from scipy.stats import t
    from statsmodels.tsa.stattools import diebold_mariano_test

    rng = np.random.default_rng(0)
    y, a, b = rng.normal(0, 10, (3, 120))
    found = differences.difference(y, a, b, ("a", "b"))
    assert found.value == pytest.approx(np.abs(y - b).mean() - np.abs(y - a).mean())
    library = diebold_mariano_test(y, a, b, criterion="mae", harvey_adj=True)
    few = 6 / 120  # the day itself and the cube root of 120
    held_back = library.statistic / ((1.96 + 2.9694 * few + 0.4160 * few**2 - 0.5324 * few**3) / 1.96)
    assert found.p == pytest.approx(2 * t.sf(abs(held_back), 119)) and found.p > library.pvalue
    with pytest.raises(NotEnoughData, match="29 of 30 mornings"):
        differences.difference(y[:29], a[:29], b[:29], ("a", "b"))


@pytest.mark.parametrize("n", [30, 90])
def test_of_few_mornings_no_more_is_claimed_than_holds(n):
    rng = np.random.default_rng(4)
    found = [differences.difference(*rng.normal(0, 10, (3, n)), ("a", "b")) for _ in range(150)]
    assert sum(one.better is not None for one in found) <= 10  # 5% are 7.5
    assert sum(one.low <= 0 <= one.high for one in found) >= 138  # 95% are 142.5


def test_athletes_count_as_one_each():
    walks = [
        held_out(*lived(120, seed), {**lines(), "rule": Told("rule", off=6.0), "prior": Told("prior")})
        for seed in range(5)
    ]
    each = [evaluate.difference(held, "prior", "rule") for held in walks]
    found = differences.pooled(each, ("prior", "rule"))
    assert found.athletes == 5 and found.ahead == 5 and found.better == "prior" and found.n == 5 * 61
    assert min(one.value for one in each) < found.value < max(one.value for one in each)
    with pytest.raises(NotEnoughData, match="2 of 3 athletes"):
        differences.pooled(each[:2], ("prior", "rule"))


def test_one_athlete_does_not_decide_for_all():
    far = differences.Difference(8.0, 7.5, 8.5, 0.0, 2000, "a")
    near = [differences.Difference(value, value - 1, value + 1, 0.5, 60, None) for value in (-0.3, 0.2, 0.1)]
    found = differences.pooled([far, *near], ("a", "b"))
    assert found.better is None and found.between_sd > 2


def test_by_weekday_and_length():
    x, y = lived(250)
    held = held_out(x, y, {**lines(), "rule": Told("rule", off=5.0)})
    week = evaluate.by_weekday(held)
    assert list(week.index) == list(range(7)) and week["n"].sum() == 191
    length = evaluate.by_length(held)
    assert list(length.index) == [60, 90, 180] and list(length["n"]) == [31, 90, 70]  # 59 are known before the first


def test_intervals_hold_and_are_wide_at_first():
    rng = np.random.default_rng(2)
    y = 60 + 15 * rng.standard_normal(600)
    value = 60 + 0.0 * y
    spread = intervals.spreads(y, value, 60 + 15 * rng.standard_normal(15))
    low, high = intervals.within(value, spread)
    inside = (low <= y) & (y <= high)
    assert 0.77 < inside[60:].mean() < 0.83
    perfect = intervals.spreads(y, y, y[:15])
    assert perfect[0] > 10 and perfect[40] < perfect[20] < 7 and perfect[-1] < 3


def test_intervals_stay_on_the_scale():
    low, high = intervals.within(np.array([5.0, 97.0]), np.array([20.0, 20.0]))
    assert low[0] == 0 and high[1] == 100


def test_calibration_of_a_right_and_of_a_cold_model():
    x, y = lived(400)
    held = held_out(x, y, {**lines(), "rule": Told("rule"), "prior": Told("prior", off=12.0)})
    right, off = evaluate.calibration(held, "rule"), evaluate.calibration(held, "prior")
    assert (right.coverage["inside"] - right.coverage.index).abs().max() < 0.06
    assert max(right.pit) < 0.16 and max(off.pit) > 0.2 and sum(off.pit) == pytest.approx(1)


def test_probabilities_are_told_where_they_helped_and_withheld_where_not():
    x, y = lived(300)
    y.iloc[-1] = np.nan
    held = held_out(x, y, {**lines(), "rule": Told("rule")})
    low, good = probability.chances(held.walk, "rule")
    assert low.why is None and low.skill > 0.2 and low.n == 300 - 45 - 1
    assert low.probability + good.probability < 1 and low.cut < good.cut
    useless = probability.chances(held.walk, "same_as_yesterday")
    assert all(one.probability is None and "not shown" in one.why for one in useless)


def test_athletes_for_whom_both_said_the_same_count_as_one_each():
    """8 of no difference at all and 9 of one point: the mean is 9/17, whatever is known of each."""
    same = [differences.Difference(0.0, 0.0, 0.0, 1.0, 100, None) for _ in range(8)]
    apart = [differences.Difference(1.0 + move, move, 2.0 + move, 0.05, 100, None) for move in (-0.8, 0.8) * 4 + (0.0,)]
    found = differences.pooled([*same, *apart], ("a", "b"))
    assert found.value == pytest.approx(9 / 17)
    assert 0 < found.low < 9 / 17 < found.high < 1.1 and found.better == "a"


def test_a_cohort_in_which_nothing_differs_shows_no_difference():
    found = differences.pooled([differences.Difference(0.0, 0.0, 0.0, 1.0, 60, None)] * 4, ("a", "b"))
    assert (found.value, found.low, found.high, found.p, found.better) == (0.0, 0.0, 0.0, 1.0, None)
