import sys
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.features import features
from analytics.recovery import boosted
from analytics.recovery.learned import Horizon, Unavailable
from analytics.recovery.learners import LEARNERS
from analytics.recovery.levels import levels, with_levels
from analytics.recovery.lines import LAST, MEAN, MEDIAN, SURPRISE
from analytics.recovery.ridge import Belief, learn_prior, weigh
from analytics.results import NotEnoughData
from data.schema import JournalEntry
from data.simulate import cohort

LEARNT = ("boosted", "network", "prior")
LAST_DAY = date(2026, 6, 1)


def frame(days: int = 200, *, columns: int = 6, seed: int = 0) -> tuple[pd.DataFrame, pd.Series]:
    """The first column moves recovery by 6 points an SD, the others by nothing."""
    luck = np.random.default_rng(seed)
    index = pd.date_range("2025-01-01", periods=days, freq="D")
    x = pd.DataFrame(luck.standard_normal((days, columns)), index, [f"feature {k}" for k in range(columns)])
    y = pd.Series(np.clip(60 + 6 * x["feature 0"] + 12 * luck.standard_normal(days), 1, 99), index)
    return with_levels(x, y), y


@pytest.fixture(scope="module")
def athletes():
    """x, y and the oracle's predictions of 24 athletes of one population."""
    found = []
    for person in cohort(5, 24, 180, last_day=LAST_DAY).athletes:
        daily = person.frame()
        x = features(daily, person.rows(JournalEntry), Horizon.EVENING, restarts={})
        y = daily["recovery_pct"]
        found.append((with_levels(x, y), y, person.truth.daily["expected_evening"]))
    return found


@pytest.fixture(scope="module")
def prior(athletes):
    return learn_prior([(x, y) for x, y, _ in athletes[:12]])


def error(predicted, y: pd.Series) -> float:
    return float(np.nanmean(np.abs(np.asarray(predicted) - y.to_numpy())))


def errors(athletes, name: str, days: int, prior=None, ahead: int = 60, every: int = 28) -> float:
    """Mean absolute error over that of the oracle, on the 60 mornings after so many days, trained every 28."""
    ours = oracle = 0.0
    for x, y, known in athletes[12:]:
        end = days + ahead
        said = [
            LEARNERS[name].learn(x[:at], y[:at], prior=prior).predict(x[at : min(at + every, end)])
            for at in range(days, end, every)
        ]
        ours += error(np.concatenate(said), y[days:end])
        oracle += error(known[days:end], y[days:end])
    return ours / oracle


# Levels, lines and the rule


def test_levels_see_only_the_mornings_before():
    index = pd.date_range("2025-01-01", periods=10, freq="D")
    y = pd.Series([50.0, 60, 70, np.nan, 40, 30, 80, 90, 20, 10], index)
    x = pd.DataFrame({"alcohol_yes": [0.0, 1, 0, 0, 1, 0, 0, 0, 1, 0]}, index)
    found = levels(x, y)
    assert np.isnan(found[LAST].iloc[0]) and found[LAST].iloc[4] == 70
    assert np.isnan(found[MEDIAN].iloc[7])  # 6 known mornings
    assert found[MEDIAN].iloc[8] == 60 and found[MEAN].iloc[8] == 60
    changed = levels(
        x.assign(alcohol_yes=x["alcohol_yes"].where(index < index[8], 3.0)), y.where(index < index[8], 99.0)
    )
    pd.testing.assert_frame_equal(changed.iloc[:9], found.iloc[:9])


def test_a_surprise_is_what_the_rule_had_not_foreseen():
    index = pd.date_range("2025-01-01", periods=12, freq="D")
    y = pd.Series([60.0] * 8 + [51.0, 52, np.nan, 60], index)
    x = pd.DataFrame({"alcohol_yes": [0.0] * 8 + [1, 0, 0, 0]}, index)
    surprise = levels(x, y)[SURPRISE]
    # The ninth morning came after a drink, of which a ninth was usual by then: 60 - 9 x (1 - 1 / 9) = 52 was foreseen.
    assert surprise.iloc[9] == pytest.approx(51 - 52)
    assert surprise.iloc[10] == pytest.approx(52 - (60 + 9 / 10))
    assert np.isnan(surprise.iloc[11]) and surprise.iloc[:8].isna().all()


def test_the_surprise_is_told_as_a_part_of_the_last_morning():
    x, y = frame(120)
    model = LEARNERS["prior"].learn(x, y)
    assert SURPRISE in model.inputs.features
    why = model.why(x.iloc[-1])
    assert SURPRISE not in why.parts and LAST in why.parts


def test_errors_that_remember_are_made_use_of(athletes, prior):
    """The noise of these athletes resembles that of the day before (phi .3)."""
    with_it, without = [], []
    blind = learn_prior([(x.assign(**{SURPRISE: np.nan}), y) for x, y, _ in athletes[:12]])
    for x, y, _ in athletes[12:]:
        with_it.append(error(LEARNERS["prior"].learn(x[:90], y[:90], prior=prior).predict(x[90:]), y[90:]))
        x = x.assign(**{SURPRISE: np.nan})
        without.append(error(LEARNERS["prior"].learn(x[:90], y[:90], prior=blind).predict(x[90:]), y[90:]))
    assert np.mean(with_it) < 0.998 * np.mean(without)


def test_the_month_and_not_more_is_in_the_median():
    index = pd.date_range("2025-01-01", periods=60, freq="D")
    found = levels(pd.DataFrame(index=index), pd.Series(np.arange(60.0), index))
    assert found[MEDIAN].iloc[59] == np.median(np.arange(29, 59))


def test_the_lines_say_what_their_columns_say():
    x, y = frame(40)
    assert LEARNERS["same_as_yesterday"].learn(x[:30], y[:30]).predict(x[30:])[0] == y.iloc[29]
    assert LEARNERS["median_30"].learn(x[:30], y[:30]).predict(x[30:])[0] == np.median(y.iloc[:30])


def test_a_line_without_a_word_says_the_long_run():
    x, y = frame(40)
    unknown = x.assign(**{MEDIAN: np.nan})
    assert LEARNERS["median_30"].learn(x, y).predict(unknown)[0] == np.median(y)


def test_the_rule_by_hand():
    x, y = frame(40, columns=1)
    x["load_yesterday_z"], x["alcohol_yes"], x["sleep_debt_h"] = 0.0, [1.0, 0, 0, 0] * 10, 0.5
    x["recovery_last_points"] = 0.0
    rule = LEARNERS["rule"].learn(x, y)
    row = x.iloc[[-1]].assign(
        **{MEDIAN: 60.0}, load_yesterday_z=1.5, alcohol_yes=1.0, sleep_debt_h=2.5, recovery_last_points=-20.0
    )
    # 60 - 2 x 1.5 - 9 x (1 - 0.25) - 1 x (2.5 - 0.5) + 0.1 x -20
    assert rule.predict(row)[0] == pytest.approx(60 - 3 - 6.75 - 2 - 2)
    assert rule.why(row.iloc[0]).parts["alcohol_yes"] == pytest.approx(-6.75)


def test_the_rule_counts_a_night_once():
    x, y = frame(40, columns=1)
    x["night_need_z"], x["night_asleep_z"] = 0.0, 0.0
    rule = LEARNERS["rule"].learn(x, y)
    both = x.iloc[[-1]].assign(**{MEDIAN: 60.0}, night_need_z=1.0, night_asleep_z=2.0)
    assert rule.predict(both)[0] == 63
    assert rule.predict(both.assign(night_need_z=np.nan))[0] == 66


# The ridge


def test_one_belief_is_the_ridge_of_scikit_learn():
    from sklearn.linear_model import Ridge

    luck = np.random.default_rng(1)
    table = luck.standard_normal((80, 5))
    apart = table @ [3.0, 0, -2, 0, 0] + 5 * luck.standard_normal(80)
    found = weigh(table, apart, [Belief(1.0, np.zeros(5), np.eye(5) / 20)], None).coefficients
    free = np.column_stack([table, np.ones(80)])
    # The intercept is held as well (0.2 SDs of the noise): as one more column of a ridge without one.
    scaled = free * np.append(np.full(5, np.sqrt(1 / 20)), 0.2)
    theirs = Ridge(alpha=1.0, fit_intercept=False).fit(scaled, apart).coef_
    np.testing.assert_allclose(found, theirs * np.append(np.full(5, np.sqrt(1 / 20)), 0.2), rtol=1e-8)


def test_left_out_is_what_the_others_say():
    luck = np.random.default_rng(2)
    table, apart = luck.standard_normal((40, 3)), luck.standard_normal(40)
    belief = [Belief(1.0, np.zeros(3), np.eye(3))]
    without = weigh(table[1:], apart[1:], belief, None).coefficients
    assert weigh(table, apart, belief, None).left_out[0] == pytest.approx(np.append(table[0], 1) @ without)


def test_the_strength_agrees_with_the_bayesian_ridge_of_scikit_learn():
    from sklearn.linear_model import BayesianRidge

    x, y = frame(400, columns=12, seed=3)
    model = LEARNERS["prior"].learn(x[:300], y[:300])
    z, target = (part[7:300] for part in (x.filter(like="feature").to_numpy(), (y - x[MEDIAN]).to_numpy()))
    theirs = BayesianRidge().fit(z, target)
    ours = dict(zip(model.inputs.terms, model.coefficients / model.inputs.scale.tolist(), strict=True))
    np.testing.assert_allclose([ours[f"feature {k}"] for k in range(12)], theirs.coef_, atol=0.5)


def test_with_others_it_is_close_to_the_oracle_and_far_ahead_of_the_median(athletes, prior):
    at_30, at_60 = errors(athletes, "prior", 30, prior), errors(athletes, "prior", 60, prior)
    assert at_30 <= 1.10 and at_60 <= 1.09  # 12 athletes, 60 mornings each: give or take 0.02
    assert at_30 < errors(athletes, "rule", 30) - 0.05
    assert at_30 < errors(athletes, "median_30", 30) - 0.2
    assert errors(athletes, "prior", 15, prior) < errors(athletes, "median_30", 15) - 0.2


def test_alone_it_is_close_to_the_oracle_from_two_months_on(athletes):
    assert errors(athletes, "prior", 60) <= 1.20  # 1.13 over 60 athletes
    assert errors(athletes, "prior", 120) <= 1.12


def test_a_prior_of_other_people_does_little_harm(athletes, prior):
    """Days on which nothing has an effect, against athletes on whom much has."""
    luck = np.random.default_rng(4)
    ours, median = [], []
    for x, y, _ in athletes[12:]:
        noise = pd.Series(np.clip(60 + 18 * luck.standard_normal(len(y)), 1, 99), y.index)
        own = with_levels(x, noise)
        ours.append(error(LEARNERS["prior"].learn(own[:120], noise[:120], prior=prior).predict(own[120:]), noise[120:]))
        median.append(error(own[MEDIAN][120:], noise[120:]))
    assert np.mean(ours) <= 1.03 * np.mean(median)


def test_the_prior_finds_what_drink_costs(athletes, prior):
    number = prior.features.index("alcohol_yes")
    assert -17 < prior.mean[number] / prior.scale[number] < -10  # planted: -13
    assert prior.athletes == 12 and prior.noise_sd == pytest.approx(12, abs=1.5)
    np.linalg.cholesky(prior.covariance)


def test_no_prior_without_two_athletes(athletes):
    x, y, _ = athletes[0]
    assert learn_prior([]) is None and learn_prior([(x, y)]) is None
    assert learn_prior([(x, y), (x[:20], y[:20])]) is None


def test_a_prior_of_frames_without_levels(athletes):
    bare = [(x.drop(columns=[LAST, MEDIAN, MEAN, SURPRISE]), y) for x, y, _ in athletes[:3]]
    np.testing.assert_allclose(learn_prior(bare).mean, learn_prior([(x, y) for x, y, _ in athletes[:3]]).mean)


# Boosted trees and the network


def test_boosting_noise_is_the_ridge(athletes, prior):
    same = 0
    for x, y, _ in athletes[12:18]:
        trees, ridge = (LEARNERS[name].learn(x[:150], y[:150], prior=prior) for name in ("boosted", "prior"))
        assert np.abs(trees.predict(x) - ridge.predict(x)).mean() < 2
        same += trees.trees.num_boosted_rounds() == 0
    assert same >= 4


def test_trees_find_what_is_no_line():
    x, y = bent()
    trees, ridge = (LEARNERS[name].learn(x[:400], y[:400]) for name in ("boosted", "prior"))
    assert trees.trees.num_boosted_rounds() > 0
    assert error(trees.predict(x[400:]), y[400:]) < 0.9 * error(ridge.predict(x[400:]), y[400:])


def bent():
    """Days with an effect that is no line, so that trees grow."""
    x, _ = frame(500)
    luck = np.random.default_rng(6)
    y = 65 + np.where(np.abs(x["feature 1"]) > 1, -18.0, 0.0) + 8 * luck.standard_normal(500)
    y = pd.Series(np.clip(y, 1, 99), x.index)
    return with_levels(x, y), y


@pytest.mark.parametrize("name", ["boosted", "network"])
def test_renewed_on_the_same_days_a_model_is_the_same(name):
    x, y = bent()
    model = LEARNERS[name].learn(x[:400], y[:400])
    again = LEARNERS[name].renew(model, x[:400], y[:400])
    np.testing.assert_allclose(again.predict(x[400:]), model.predict(x[400:]))


def test_renewed_trees_stand_on_the_ridge_of_today():
    x, y = bent()
    x["new"] = np.where(np.arange(500) > 400, np.random.default_rng(7).standard_normal(500), np.nan)
    model = LEARNERS["boosted"].learn(x[:400], y[:400])
    again, today = LEARNERS["boosted"].renew(model, x[:450], y[:450]), LEARNERS["prior"].learn(x[:450], y[:450])
    assert "new" in again.ridge.inputs.features and "new" not in again.reads and again.trees is model.trees
    added = model.predict(x[450:]) - LEARNERS["prior"].learn(x[:400], y[:400]).predict(x[450:])
    said = again.predict(x[450:])
    np.testing.assert_allclose(said, np.clip(today.predict(x[450:]) + added, 0, 100), atol=1e-4)
    why = again.why(x.iloc[450])
    assert why.base + sum(why.parts.values()) == pytest.approx(said[0], abs=1e-3)
    back = LEARNERS["boosted"].from_bytes(again.to_bytes())
    np.testing.assert_array_equal(back.predict(x[450:]), said)


def test_a_renewed_network_keeps_its_hidden_layer_and_what_it_reads():
    x, y = bent()
    model = LEARNERS["network"].learn(x[:400], y[:400])
    again = LEARNERS["network"].renew(model, x[:450], y[:450])
    assert again.hidden is model.hidden and again.inputs is model.inputs
    assert np.abs(again.weights - model.weights).max() > 0
    with pytest.raises(ValueError, match="came from its bytes"):
        LEARNERS["network"].renew(LEARNERS["network"].from_bytes(model.to_bytes()), x, y)


def test_the_network_is_within_a_point_of_the_trees(athletes, prior):
    for held in (prior, None):
        for days in (60, 120):
            missed = {
                name: np.mean([
                    error(LEARNERS[name].learn(x[:days], y[:days], prior=held).predict(x[days:]), y[days:])
                    for x, y, _ in athletes[12:18]
                ])
                for name in ("boosted", "network")
            }  # fmt: skip
            assert abs(missed["network"] - missed["boosted"]) < 0.5


def test_the_hidden_layer_finds_what_is_no_line():
    x, _ = frame(500)
    luck = np.random.default_rng(7)
    y = pd.Series(np.clip(60 - 12 * np.maximum(x["feature 1"], 0) + 5 * luck.standard_normal(500), 1, 99), x.index)
    x = with_levels(x, y)
    net, ridge = (LEARNERS[name].learn(x[:400], y[:400]) for name in ("network", "prior"))
    assert np.abs(net.hidden.out).sum() > 0
    assert error(net.predict(x[400:]), y[400:]) < error(ridge.predict(x[400:]), y[400:])


@pytest.mark.parametrize(("name", "package"), [("boosted", "xgboost"), ("network", "mlx.core")])
def test_where_a_package_is_missing_learning_says_so(monkeypatch, name, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(Unavailable, match="does not start here"):
        LEARNERS[name].learn(*frame(60))


# What all of them share


@pytest.mark.parametrize("name", LEARNERS)
def test_why_adds_up(name, athletes, prior):
    for x, y, _ in athletes[12:15]:
        model = LEARNERS[name].learn(x[:120], y[:120], prior=prior)
        for row in (5, 100, 150, -1):
            why = model.why(x.iloc[row])
            assert why.base + sum(why.parts.values()) == pytest.approx(model.predict(x.iloc[[row]])[0], abs=1e-3)
            assert set(why.parts) <= set(x.columns)


@pytest.mark.parametrize("name", LEARNERS)
def test_why_adds_up_where_the_scale_ends(name):
    x, y = frame(120)
    y = y.clip(upper=100) * 0 + np.where(x["feature 0"] > 0, 99.0, 1.0)
    x = with_levels(x, y)
    model = LEARNERS[name].learn(x, y)
    said = model.predict(x)
    assert ((said >= 0) & (said <= 100)).all()
    for row in (int(said.argmax()), int(said.argmin())):
        why = model.why(x.iloc[row])
        assert why.base + sum(why.parts.values()) == pytest.approx(said[row], abs=1e-3)


def test_why_adds_up_with_trees_and_units():
    x, _ = frame(500)
    bent = np.where(np.abs(x["feature 1"]) > 1, -18.0, 0.0) + 8 * np.random.default_rng(6).standard_normal(500)
    y = pd.Series(np.clip(65 + bent, 1, 99), x.index)
    x = with_levels(x, y)
    for name in ("boosted", "network"):
        model = LEARNERS[name].learn(x, y)
        for row in range(450, 470):
            why = model.why(x.iloc[row])
            assert why.base + sum(why.parts.values()) == pytest.approx(model.predict(x.iloc[[row]])[0], abs=1e-3)


@pytest.mark.parametrize("name", LEARNERS)
def test_the_bytes_are_the_model(name, athletes, prior):
    x, y, _ = athletes[13]
    model = LEARNERS[name].learn(x[:120], y[:120], prior=prior)
    content = model.to_bytes()
    assert len(content) <= 500_000
    again = LEARNERS[name].from_bytes(content)
    np.testing.assert_array_equal(again.predict(x), model.predict(x))
    assert again.why(x.iloc[-1]) == model.why(x.iloc[-1])
    assert again.to_bytes() == content and again.name == name


@pytest.mark.parametrize("name", LEARNERS)
def test_the_same_seed_gives_the_same_bytes(name):
    x, y = frame(150)
    assert LEARNERS[name].learn(x, y, seed=3).to_bytes() == LEARNERS[name].learn(x, y, seed=3).to_bytes()


def test_the_formats_are_the_plain_ones():
    from safetensors.numpy import load
    from xgboost import Booster

    x, y = frame(150)
    assert "weights" in load(LEARNERS["network"].learn(x, y).to_bytes())
    Booster().load_model(bytearray(LEARNERS["boosted"].learn(x, y).to_bytes()))


@pytest.mark.parametrize("name", LEARNERS)
def test_damaged_bytes_are_refused(name):
    learner = LEARNERS[name]
    content = learner.learn(*frame(150)).to_bytes()
    luck = np.random.default_rng(8)
    for _ in range(150):
        flipped = bytearray(content)
        flipped[luck.integers(len(content))] ^= 1 << luck.integers(8)
        with pytest.raises(ValueError):
            learner.from_bytes(bytes(flipped))
        with pytest.raises(ValueError):
            learner.from_bytes(content[: luck.integers(len(content))])
    for strange in (b"", b"{}", b"\x80\x04K\x01.", luck.bytes(500), content + b" "):
        with pytest.raises(ValueError):
            learner.from_bytes(strange)


def test_bytes_of_another_kind_are_refused():
    content = {name: learner.learn(*frame(60)).to_bytes() for name, learner in LEARNERS.items()}
    for name, learner in LEARNERS.items():
        for other in set(LEARNERS) - {name}:
            with pytest.raises(ValueError, match="kind"):
                learner.from_bytes(content[other])


@pytest.mark.parametrize("name", LEARNERS)
def test_odd_histories_are_survived(name, prior):
    x, y = frame(400, columns=4)
    x["nothing"], x["always"], x["endless"] = np.nan, 7.0, np.inf
    x["late"] = np.where(np.arange(400) < 380, np.nan, 1.0)
    x["gappy"] = np.where(np.arange(400) % 3, 1.0, np.nan) * x["feature 1"]
    x["once"] = (np.arange(400) == 17).astype(float)
    y = y.mask(np.arange(400) % 5 < 2)  # a known morning in two of five missing
    y.iloc[100:220] = np.nan  # months without one
    x = with_levels(x, y)
    for days in (60, 230, 400):
        for held in (None, prior):
            model = LEARNERS[name].learn(x[:days], y[:days], prior=held)
            said = model.predict(x.assign(late=1e9, always=-1e9, once=1e6))
            assert np.isfinite(said).all() and (said >= 0).all() and (said <= 100).all()
            blank = pd.DataFrame(np.nan, x.index[:1], x.columns)
            assert np.isfinite(model.predict(blank)).all()
            model.why(blank.iloc[0])


@pytest.mark.parametrize("name", LEARNERS)
def test_thirty_days_and_a_score_that_never_moves(name):
    x, y = frame(37)
    assert np.isfinite(LEARNERS[name].learn(x, y).predict(x)).all()
    flat = y * 0 + 55
    x = with_levels(x, flat)
    assert LEARNERS[name].learn(x, flat).predict(x[-1:])[0] == pytest.approx(55, abs=1)


@pytest.mark.parametrize("name", LEARNERS)
def test_too_few_mornings_are_said(name):
    x, y = frame(60)
    with pytest.raises(NotEnoughData, match="known mornings"):
        LEARNERS[name].learn(x, y.where(np.arange(60) < 3))


@pytest.mark.parametrize("name", LEARNERS)
def test_a_missing_column_is_said(name):
    x, y = frame(100)
    model = LEARNERS[name].learn(x, y)
    with pytest.raises(ValueError, match="needs the column"):
        model.predict(x[["feature 0"]])


@pytest.mark.parametrize("name", LEARNT)
def test_unknown_mornings_teach_nothing(name):
    x, y = frame(150)
    gaps = y.mask(np.arange(150) % 4 == 0)
    some = LEARNERS[name].learn(x, gaps)
    none = LEARNERS[name].learn(x[gaps.notna()], gaps[gaps.notna()])
    np.testing.assert_array_equal(some.predict(x), none.predict(x))


@pytest.mark.parametrize("name", LEARNERS)
def test_predictions_do_not_depend_on_the_rows_beside_them(name):
    x, y = frame(150)
    model = LEARNERS[name].learn(x, y)
    together = model.predict(x[-20:])
    np.testing.assert_allclose([model.predict(x.iloc[[row]])[0] for row in range(-20, 0)], together, atol=1e-9)


def test_trees_that_were_not_worth_it_need_no_xgboost(athletes, prior, monkeypatch):
    x, y, _ = athletes[0]
    monkeypatch.setattr(boosted, "_chosen", lambda *_: (1, 0))
    made = LEARNERS["boosted"].learn(x[:120], y[:120], prior=prior)
    content, said = made.to_bytes(), made.predict(x[120:130])
    monkeypatch.setitem(sys.modules, "xgboost", None)
    again = LEARNERS["boosted"].from_bytes(content)
    assert again.predict(x[120:130]) == pytest.approx(said) and again.to_bytes() == content
    why = again.why(x.iloc[125])
    assert why.base + sum(why.parts.values()) == pytest.approx(again.predict(x[125:126])[0])
