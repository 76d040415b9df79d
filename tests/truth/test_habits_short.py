"""The habits' checks with few athletes and bands that leave room for chance; `python -m tests.truth` is the whole."""

from tests.truth import t2_habits
from tests.truth.bench import Outcome
from tests.truth.worlds_habits import Kept


def within(outcome: Outcome, low: float, high: float) -> bool:
    """Inside the band, four Monte-Carlo standard errors wider on either side; a rare share has at least that of .05."""
    se = max(outcome.se, (0.05 * 0.95 / outcome.count) ** 0.5)
    return low - 4 * se <= outcome.ours <= high + 4 * se


def naive(outcome: Outcome) -> float:
    return float(outcome.naive.split()[0])


def test_chance_is_kept_out_and_the_interval_holds_the_effect_where_the_usual_rule_fails():
    false, held, found_false, strong, power, exaggeration, error, _ = t2_habits.effects(count=25, spans=(90,))
    assert within(false, 0.04, 0.07), false
    assert naive(false) > 0.2, false
    assert within(held, 0.93, 0.96), held
    assert naive(held) < 0.8, held
    assert within(found_false, 0, 0.11) and naive(found_false) > 0.3, found_false
    assert within(strong, 0, 0.05), strong
    assert power.ours > 0.5, power
    assert exaggeration.ours < 0.5 < naive(exaggeration), exaggeration
    assert error.ours < 0.7, error


def test_errors_of_another_kind_than_assumed_do_little_harm():
    (outcome,) = t2_habits.misspecified_errors(count=20, spans=(180,))
    assert within(outcome, 0, 0.08), outcome
    assert naive(outcome) > 0.3, outcome


def test_unanswered_days_are_neither_yes_nor_no(monkeypatch):
    monkeypatch.setattr(t2_habits, "GAPS", {"60% of days, 80% of questions": Kept(days=0.6, questions=0.8)})
    false, held, _, bias = t2_habits.journals_with_gaps(count=20, days=180)
    assert within(false, 0.04, 0.07), false
    assert within(held, 0.93, 0.96), held
    assert abs(bias.ours) < 1 + 3 * bias.se, bias


def test_an_effect_on_the_next_morning_is_seen_there_and_nowhere_else():
    seen, after, before, nothing = t2_habits.which_morning(count=15)
    assert seen.ours > 0.8, seen
    for outcome in (after, before, nothing):
        assert within(outcome, 0, 0.08), outcome


def test_lots_see_through_a_burden_that_no_observation_can():
    outcome = t2_habits.drawn_under_a_burden(count=80)
    assert within(outcome, 0.03, 0.07), outcome
    observed = t2_habits.hidden_confounder(count=10, spans=(180,))[0]
    assert observed.ours > 0.1, observed


def test_a_trial_by_lot_sees_more_than_a_t_test_and_tells_what_is_carried_over():
    null, power, carried = t2_habits.trials_by_lot(count=60, phis=(0.5,))
    assert within(null, 0.03, 0.07), null
    assert power.ours > max(0.85, naive(power)), power
    assert abs(carried.ours) < 0.4 + 3 * carried.se, carried
    assert naive(carried) > 1, carried
