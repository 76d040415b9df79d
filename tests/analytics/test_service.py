"""Who speaks: the gate on made-up pasts, and the chain with every link broken in turn."""

import re
import sys

import numpy as np
import pandas as pd
import pytest

from analytics.recovery import service
from analytics.recovery.differences import mean_and_error, one_sided_95
from analytics.recovery.evaluate import held_out
from analytics.recovery.learned import Unavailable
from analytics.recovery.learners import LEARNERS
from analytics.recovery.levels import with_levels
from analytics.recovery.service import Elsewhere, answer, decide
from analytics.results import NotEnoughData
from tests.truth.worlds_prediction import people

MODELS = ("rule", "median_30", "prior", "network", "boosted")


def past(mornings=300, seed=0, **off):
    """y and what each model said of it: half of what there is to know, and noise of so many points."""
    rng = np.random.default_rng(seed)
    signal = 10 * rng.standard_normal(mornings)
    y = 60 + signal + 12 * rng.standard_normal(mornings)
    said = {name: 60 + signal + off.get(name, 8) * rng.standard_normal(mornings) for name in MODELS}
    return pd.DataFrame({"y": y, **said})


ALL_GOOD = {"prior": 4, "network": 2, "boosted": 0, "rule": 14, "median_30": 16}


def test_the_first_that_has_earned_it_speaks():
    decision = decide(past(**ALL_GOOD))
    assert decision.order == ("boosted", "network", "prior", "rule", "median_30")
    assert not decision.refused and decision.shares["boosted"] < -0.05


@pytest.mark.parametrize(
    ("worse", "speaks"),
    [(("boosted",), "network"), (("boosted", "network"), "prior"), (("boosted", "network", "prior"), "rule")],
)
def test_worse_models_are_passed_over(worse, speaks):
    decision = decide(past(**{**ALL_GOOD, **dict.fromkeys(worse, 20)}))
    assert decision.model == speaks
    assert set(decision.refused) == set(worse)
    assert "not shown to be as close as the rule" in decision.refused["boosted"]


def test_what_is_built_on_the_prior_must_not_be_behind_it():
    decision = decide(past(prior=0, network=4, boosted=4, rule=12))
    assert decision.model == "prior"
    assert decision.refused["boosted"] == "the ridge with a prior was as close or closer on the same mornings"


def test_too_few_mornings_are_no_proof():
    decision = decide(past(29, **ALL_GOOD))
    assert decision.model == "rule"
    assert decision.refused["prior"] == "test on your own past: 29 of 30 mornings"


def test_mornings_too_few_and_far_between_are_no_proof():
    seldom = past(900, **ALL_GOOD)
    seldom.loc[seldom.index % 20 > 0, "y"] = np.nan
    assert decide(seldom).refused["prior"] == "test on your own last year: 18 of 30 mornings"


def test_how_far_off_is_said_in_words():
    why = decide(past(120, **{**ALL_GOOD, "boosted": 24})).refused["boosted"]
    said = r"not shown to be as close as the rule: \d+\.\d% further off so far, on 114 mornings; it could still be "
    assert re.fullmatch(said + r"\d+\.\d% further off", why)


def test_a_model_that_is_closer_so_far_is_not_said_to_be_further_off():
    unsure = past(60, **ALL_GOOD)
    missed = unsure["rule"] - unsure["y"]
    unsure["prior"] = unsure["y"] + missed.shift(7, fill_value=0.0) * 0.99  # as far off, on other mornings
    why = decide(unsure).refused["prior"]
    looked = unsure.iloc[: int(re.search(r"on (\d+) mornings", why)[1])]
    off = (looked[["prior", "rule"]].sub(looked["y"], axis=0)).abs().mean()
    share = off["prior"] / off["rule"] - 1
    assert share < 0 and f"{-share:.1%} closer so far" in why and why.endswith("% further off")


def test_what_others_alone_say_is_not_said_to_be_of_ones_own_mornings():
    vouched = {"prior": Elsewhere(share=-0.01, sd=0.05, athletes=12)}
    why = decide(past(5, **ALL_GOOD), elsewhere=vouched).refused["prior"]
    assert "1.0% closer so far, by what other athletes say" in why


def test_other_athletes_may_vouch_until_there_are_enough():
    vouched = {"prior": Elsewhere(share=-0.06, sd=0.03, athletes=12)}
    assert decide(past(5, **ALL_GOOD), elsewhere=vouched).model == "prior"
    doubtful = {"prior": Elsewhere(share=-0.06, sd=0.06, athletes=12)}
    assert decide(past(5, **ALL_GOOD), elsewhere=doubtful).model == "rule"
    assert (
        decide(past(200, prior=16, median_30=12), elsewhere=vouched).model == "rule"
    )  # here it is worse, whatever others say


def test_few_mornings_and_few_others_count_for_less_than_their_errors_say():
    """Student's t with 11 degrees of freedom, 1.7959, against the normal 1.6449."""
    frame = past(12, prior=4, rule=14)
    missed = frame[["prior", "rule"]].sub(frame["y"], axis=0).abs()
    mean, error = mean_and_error((missed["prior"] - missed["rule"]).to_numpy()) / missed["rule"].mean()
    own, theirs = 1 / (error * one_sided_95(12) / 1.6449) ** 2, 1 / (0.04 * 1.7959 / 1.6449) ** 2
    found = decide(frame, elsewhere={"prior": Elsewhere(share=-0.03, sd=0.04, athletes=12)}, learned=("prior",))
    assert found.shares["prior"] == pytest.approx((own * mean - theirs * 0.03) / (own + theirs), rel=1e-4)
    assert one_sided_95(12) > 1.5 * 1.6449


def test_vouching_by_others():
    pasts = [past(120, seed, prior=2) for seed in range(8)]
    found = service.vouched(pasts, ["prior", "boosted"])
    assert found["prior"].share < -0.05 and found["prior"].athletes == 8
    assert abs(found["boosted"].share) < 0.05
    assert service.vouched(pasts[:4]) == {}


def test_switched_off_and_barred():
    good = past(**ALL_GOOD)
    off = decide(good, enabled=False)
    assert off.model == "rule" and set(off.refused.values()) == {"learned predictions are switched off"}
    barred = decide(good, barred={"boosted": "stopped by the kill switch"})
    assert barred.model == "network" and barred.refused["boosted"] == "stopped by the kill switch"


def test_where_the_median_has_been_closer_than_the_rule_it_is_shown():
    decision = decide(past(rule=16, median_30=8), enabled=False)
    assert decision.order == ("median_30", "rule")
    assert decision.refused["rule"] == "the median of 30 days was closer on the same mornings"
    assert decide(past(rule=8, median_30=16)).order[-2:] == ("rule", "median_30")
    assert decide(past(29, rule=16, median_30=8)).model == "rule"  # too few mornings to tell


def through(frame):
    return decide(frame, learned=("prior",)).model == "prior"


def test_models_that_are_worse_by_the_margin_seldom_get_through_at_any_look_of_a_year():
    """Noise of the model such that its mean absolute error is 2% above the rule's."""
    rng, ever = np.random.default_rng(5), 0
    sigma = np.hypot(12, 8)
    noise = np.sqrt((sigma * 1.02) ** 2 - 144)
    for _ in range(150):
        y, rule, model = 12 * rng.standard_normal(366), 8 * rng.standard_normal(366), noise * rng.standard_normal(366)
        frame = pd.DataFrame({"y": y, "rule": rule, "prior": model})
        ever += any(through(frame[:n]) for n in range(30, 367, 28))
    assert ever <= 13  # 5%, and two standard errors


def test_between_two_looks_nothing_changes():
    frame = past(113, **ALL_GOOD)
    assert through(frame[:86])
    frame.loc[86:, "prior"] = frame["y"][86:] + 60
    assert through(frame[:113])  # the looks are on the 86th and the 114th morning
    assert not through(pd.concat([frame, frame[-1:]], ignore_index=True))


def test_who_is_through_stays_until_it_was_farther_off():
    first, flat = past(86, **ALL_GOOD), past(140, seed=1)
    assert not through(flat)  # as close as the rule, which is not yet proven
    both = pd.concat([first, flat], ignore_index=True)
    assert through(first) and through(both)
    both.loc[86:, "prior"] = both["rule"] - 0.6 * (both["y"] - both["rule"])
    assert not through(both)


def test_months_without_a_morning_make_it_begin_anew():
    gap = pd.DataFrame(np.nan, range(400), ["y", *MODELS])
    before, after = past(200, **ALL_GOOD), past(40, seed=1, **ALL_GOOD)
    assert through(before)
    assert not through(pd.concat([before, gap, after], ignore_index=True))


@pytest.mark.parametrize("vouched", [{}, {"prior": Elsewhere(share=-0.03, sd=0.04, athletes=9)}])
def test_what_is_decided_for_a_morning_rests_on_those_before_it(vouched):
    frame = past(260, prior=7, network=6, boosted=8, rule=10, median_30=10)
    frame.loc[frame.index % 9 == 4, "y"] = np.nan
    gate = service.Gate.of(frame, elsewhere=vouched)
    for row in range(0, 261, 13):
        assert gate.before(row) == decide(frame[:row], elsewhere=vouched), row


# The chain with the learners that there are


@pytest.fixture(scope="module")
def athlete():
    rng = np.random.default_rng(3)
    index = pd.date_range("2024-01-01", periods=130, name="day")
    x = pd.DataFrame(rng.standard_normal((130, 3)), index, columns=["hrv_z", "load_yesterday_z", "alcohol_usuals"])
    y = pd.Series(60 - 9 * x["load_yesterday_z"] + 8 * rng.standard_normal(130), index)
    return x, y


@pytest.fixture(scope="module")
def loaders(athlete):
    """What brings each model: learned once, then from its bytes as from the registry."""
    x, y = athlete
    x = with_levels(x, y)
    content = {name: learner.learn(x, y).to_bytes() for name, learner in LEARNERS.items()}
    return {name: (lambda name=name: LEARNERS[name].from_bytes(content[name])) for name in LEARNERS}


def row(athlete):
    x, y = athlete
    return with_levels(x, y).iloc[[-1]]


def test_the_whole_chain_answers(athlete, loaders):
    found = answer(decide(past(**ALL_GOOD)), loaders, row(athlete))
    assert found.model == "boosted" and 0 <= found.value <= 100 and not found.refused


def broken(error):
    def load():
        raise error

    return load


def test_every_link_breaks_in_turn(athlete, loaders):
    decision, models = decide(past(**ALL_GOOD)), dict(loaders)
    failures = {
        "boosted": Unavailable("xgboost is not installed"),
        "network": ValueError("these bytes are a damaged model: they are not what was saved"),
        "prior": NotEnoughData("prediction of recovery", need=7, have=3),
        "rule": ValueError("a prediction needs the column hrv_z"),
    }
    told = {}
    for (name, error), following in zip(failures.items(), ("network", "prior", "rule", "median_30"), strict=True):
        models[name], told[name] = broken(error), str(error)
        found = answer(decision, models, row(athlete))
        assert found.model == following and found.refused == told
    models["median_30"] = broken(ValueError("damaged"))
    with pytest.raises(NotEnoughData, match="models that can speak"):
        answer(decision, models, row(athlete))


def test_damaged_bytes_are_passed_over(athlete, loaders):
    x, y = athlete
    x = with_levels(x, y)
    for name, following in (("boosted", "network"), ("network", "prior"), ("prior", "rule")):
        content = bytearray(LEARNERS[name].learn(x, y).to_bytes())
        content[len(content) // 2] ^= 1
        models = {**loaders, name: lambda name=name, content=content: LEARNERS[name].from_bytes(bytes(content))}
        order = decide(past(**ALL_GOOD)).order
        decision = service.Decision(order[order.index(name) :], {})
        found = answer(decision, models, row(athlete))
        assert found.model == following and "damaged" in found.refused[name]


def test_what_is_not_trained_is_passed_over(athlete, loaders):
    found = answer(decide(past(**ALL_GOOD)), {"rule": loaders["rule"]}, row(athlete))
    assert found.model == "rule" and found.refused["prior"] == "not trained"


@pytest.mark.parametrize(
    ("missing", "learner"),
    [
        (["xgboost"], ["boosted"]),
        (["mlx", "mlx.core"], ["network"]),
        (["xgboost", "mlx", "mlx.core"], ["boosted", "network"]),
    ],
)
def test_a_machine_without_the_package(athlete, monkeypatch, missing, learner):
    for module in missing:
        monkeypatch.setitem(sys.modules, module, None)
    x, y = athlete
    held = held_out(x, y, LEARNERS)
    for name in learner:
        assert held.walk[name].isna().all() and name in held.blocks[-1].failed
    assert held.walk["used"].notna().all()
    assert not set(held.walk["used_model"]) & set(learner)


@pytest.mark.parametrize("vouched", [None, {"prior": Elsewhere(share=-0.03, sd=0.05, athletes=20)}])
def test_the_walk_shows_whom_the_service_would_have_named_each_morning(vouched):
    person = people(3, 240)[2]  # for whom it changes, other athletes or not
    learners = {name: LEARNERS[name] for name in ("same_as_yesterday", "median_30", "rule", "prior")}
    walk = held_out(person.x, person.y, learners, elsewhere=vouched).walk
    named = [
        decide(walk.iloc[:row][["y", *learners]], elsewhere=vouched).model  # as before the morning, with nothing after
        for row in range(0, len(walk), 5)
    ]
    assert walk["used_model"].iloc[::5].tolist() == named
    assert len(set(named)) > 1


def test_used_is_chosen_from_earlier_mornings_alone(athlete):
    x, y = athlete
    learners = {name: LEARNERS[name] for name in ("same_as_yesterday", "median_30", "rule", "prior")}
    held = held_out(x, y, learners)
    assert (held.walk["used_model"].iloc[:30] == "rule").all()  # nothing to choose by yet
    assert (held.walk["used_model"].iloc[-15:] == "prior").all()
    off = held_out(x, y, learners, enabled=False)
    pd.testing.assert_series_equal(off.walk["used"], off.walk["rule"], check_names=False)
    changed = y.copy()
    changed.iloc[-28:] = 5.0
    again = held_out(x, changed, learners)
    assert again.walk["used_model"].iloc[:80].tolist() == held.walk["used_model"].iloc[:80].tolist()
