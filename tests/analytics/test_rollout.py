"""Rollouts: the same place every time, shares that hold, a kill switch, an alarm neither deaf nor nervous."""

from hashlib import sha256

import numpy as np
import pytest

from analytics.cohort.rollout import IN, OUT, Rollout, arm, place, sample_ratio
from analytics.results import NotEnoughData

ATHLETES = range(1, 20_001)


def test_a_place_is_the_hash_of_name_and_athlete():
    digits = sha256(b"new score:7").hexdigest()[:15]
    assert place("new score", 7) == int(digits, 16) / 16**15
    assert 0 <= place("new score", 7) < 1


@pytest.mark.parametrize("share", [0, 1, 10, 50, 100])
def test_as_many_are_in_as_the_share_says(share):
    found = np.mean([arm(Rollout("new score", share), athlete) == IN for athlete in ATHLETES])
    assert found == pytest.approx(share / 100, abs=0.012)
    assert share not in (0, 100) or found == share / 100


def test_nobody_falls_out_as_the_share_rises():
    shares = (5, 20, 60)
    within = [{n for n in ATHLETES if arm(Rollout("new score", share), n) == IN} for share in shares]
    assert within[0] < within[1] < within[2]


def test_two_rollouts_and_two_salts_draw_apart():
    one, other, salted = (
        np.array([place(name, n, salt) for n in ATHLETES]) for name, salt in (("a", ""), ("b", ""), ("a", "2"))
    )
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03
    assert abs(np.corrcoef(one, salted)[0, 1]) < 0.03


def test_the_kill_switch_leaves_nobody_in():
    assert {arm(Rollout("new score", 100, killed=True), n) for n in range(100)} == {OUT}


@pytest.mark.parametrize("share", [-1, 101, float("nan")])
def test_a_share_is_a_percentage(share):
    with pytest.raises(ValueError, match="between 0 and 100"):
        Rollout("new score", share)


def test_the_ratio_check_agrees_with_pearson_by_hand():
    check = sample_ratio([50] * 1000, [True] * 540 + [False] * 460)
    # (540 - 500)^2 / 500 + (460 - 500)^2 / 500 = 6.4
    assert (check.athletes, check.expected, check.seen) == (1000, 500, 540)
    assert check.p == pytest.approx(0.011412, abs=1e-5)
    assert not check.alarm
    assert sample_ratio([50] * 1000, [True] * 560 + [False] * 440).alarm


def test_a_share_that_was_raised_on_the_way_is_no_alarm():
    shares = [10] * 1000 + [80] * 1000
    was_in = [n < 100 for n in range(1000)] + [n < 800 for n in range(1000)]
    assert sample_ratio(shares, was_in).p == pytest.approx(1)


def test_a_fair_lot_rarely_alarms_and_a_broken_one_nearly_always():
    rng = np.random.default_rng(5)
    fair = [sample_ratio([50] * 2000, rng.random(2000) < 0.5).alarm for _ in range(1000)]
    broken = [sample_ratio([50] * 20_000, rng.random(20_000) < 0.52).alarm for _ in range(100)]
    assert np.mean(fair) <= 0.006
    assert np.mean(broken) >= 0.9


@pytest.mark.parametrize("shares", [[], [50] * 9, [100] * 500])
def test_too_few_in_either_arm_give_no_verdict(shares):
    with pytest.raises(NotEnoughData, match="expected in each arm"):
        sample_ratio(shares, [True] * len(shares))
