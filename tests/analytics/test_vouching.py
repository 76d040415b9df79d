"""Who vouches for a model to whom: nobody is judged with a model that knows them or the one it is for."""

import numpy as np
import pandas as pd
import pytest

from analytics.recovery import vouching
from analytics.recovery.service import NEED_ATHLETES, vouched

ATHLETES = [f"athlete {n}" for n in range(47)]


def past(one, knowing=()):
    """120 mornings on which the model misses by 10 points and the rule by 12, but for luck that is the athlete's."""
    rng = np.random.default_rng(int(one.split()[1]))
    y = 60 + 15 * rng.standard_normal(120)
    return pd.DataFrame({name: y + sd * rng.standard_normal(120) for name, sd in (("prior", 10), ("rule", 12))}).assign(
        y=y
    )


@pytest.mark.parametrize("count", [6, 19, 20, 21, 47])
def test_a_model_is_judged_on_who_it_does_not_know_and_knows_nothing_of_whom_it_is_for(count):
    drawn = ATHLETES[:count]
    for athlete in (*drawn, None):
        pairs = vouching.judged_by(drawn, athlete)
        assert pairs and all(len({one, athlete, *knowing}) == len(knowing) + 2 for one, knowing in pairs)
        assert len({one for one, _ in pairs}) == len(pairs)


def test_of_fewer_than_twenty_each_is_judged_by_all_others():
    pairs = dict(vouching.judged_by(ATHLETES[:19], "athlete 3"))
    assert len(pairs) == 18
    assert set(pairs["athlete 5"]) == set(ATHLETES[:19]) - {"athlete 3", "athlete 5"}


def test_of_many_a_part_is_judged_which_is_the_same_for_everyone_in_it():
    drawn = ATHLETES[:40]  # four parts of ten
    one, other = (dict(vouching.judged_by(drawn, athlete)) for athlete in ("athlete 1", "athlete 5"))
    assert set(one) == set(drawn[1::4]) - {"athlete 1"} and len(one) == 9
    both = one.keys() & other.keys()
    assert len(both) == 8 and all(one[judged] == other[judged] for judged in both)
    assert len({knowing for athlete in drawn for _, knowing in vouching.judged_by(drawn, athlete)}) == 4
    assert len(vouching.judged_by(drawn, None)) == 10  # who teaches nobody is in no part


def test_what_is_said_is_what_those_pasts_say():
    found = vouching.elsewhere(ATHLETES[:8], "athlete 0", past)
    by_hand = vouched([past(one) for one in ATHLETES[1:8]], ("prior",))
    assert found == by_hand and found["prior"].athletes == 7 and found["prior"].share < -0.05


def test_five_are_too_few_to_vouch():
    for drawn, athlete in ((ATHLETES[:NEED_ATHLETES], None), (ATHLETES[: NEED_ATHLETES + 1], "athlete 2")):
        assert vouching.elsewhere(drawn, athlete, past) is None
    assert vouching.elsewhere(ATHLETES[: NEED_ATHLETES + 1], None, past)["prior"].athletes == 6
