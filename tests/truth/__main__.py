"""`python -m tests.truth`: every check on known truths; prints the table and writes it to docs/truth.md.

`python -m tests.truth T3 T4` runs those checks alone and writes nothing.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.truth import (
    t1_baseline,
    t1_recovery,
    t2_habits,
    t3_circadian,
    t4_timing,
    t6_velocity,
    t7_anomaly,
    t8_forecast,
    t9_prediction,
    t10_probability,
    t15_drift,
)
from tests.truth.bench import Outcome, markdown, text_table
from tests.truth.worlds import SEED

PAGE = Path(__file__).parents[2] / "docs" / "truth.md"

CHECKS: dict[str, tuple[Callable[[], list[Outcome]], ...]] = {
    "T1": (
        partial(t1_baseline.null_days_flagged, count=400),
        partial(t1_baseline.shifts_seen, count=1000),
        partial(t1_baseline.level_errors, count=300, peers=100),
        partial(t1_baseline.days_outside_range, count=400),
        partial(t1_baseline.trend_intervals, count=2000),
        partial(t1_recovery.recovery_intervals, count=300),
    ),
    "T2": (
        partial(t2_habits.effects, 300),
        partial(t2_habits.effects_without_feedback, 100),
        partial(t2_habits.misspecified_errors, 100),
        partial(t2_habits.journals_with_gaps, 60),
        partial(t2_habits.other_outcomes, 80),
        partial(t2_habits.hidden_confounder, 60),
        lambda: [t2_habits.drawn_under_a_burden(400)],
        partial(t2_habits.trials_by_lot, 400),
        partial(t2_habits.which_morning, 120),
    ),
    "T3": (
        partial(t3_circadian.phase_intervals, count=500),
        partial(t3_circadian.false_rhythms, count=1000),
        partial(t3_circadian.skewed_days, count=500),
        partial(t3_circadian.moved_rhythms, count=500),
        partial(t3_circadian.bedtimes, count=300),
        partial(t3_circadian.regularity_indices, count=120),
        partial(t3_circadian.free_against_work, count=300),
    ),
    "T4": (
        partial(t4_timing.nothing_to_find, count=250),
        partial(t4_timing.best_times, count=250, forests=20),
        partial(t4_timing.no_best_inside, count=200),
        partial(t4_timing.nights_explained, count=200),
    ),
    "T6": (
        partial(t6_velocity.responses, count=200, peers=40),
        partial(t6_velocity.no_response, count=400),
        partial(t6_velocity.low_scores, count=200),
    ),
    "T7": (partial(t7_anomaly.illnesses_seen, count=120),),
    "T8": (
        partial(t8_forecast.closer_than_the_simple_ones, {60: 200, 120: 200, 365: 60}),
        partial(t8_forecast.ties_where_nothing_acts, 80),
        partial(t8_forecast.intervals_hold, 80),
        partial(t8_forecast.load_effects, 60, 8),
        partial(t8_forecast.load_seen, 80),
        partial(t8_forecast.promises_kept, 60),
    ),
    "T9": (
        partial(
            t9_prediction.errors_against_the_oracle,
            {30: 40, 60: 40, 90: 40, 180: 40, 365: 40},
            {30: 8, 90: 8, 365: 8},
        ),
        partial(t9_prediction.leaks_show, count=20),
        partial(t9_prediction.shuffled_targets, count=24),
        partial(t9_prediction.used_against_the_median, count=40),
        partial(t9_prediction.intervals_hold, count=30),
        partial(t9_prediction.gate_keeps_its_word, trials=600),
        partial(t9_prediction.gate_lets_good_ones_through, trials=600),
        partial(t9_prediction.gate_where_others_vouch, trials=600),
    ),
    "T10": (partial(t10_probability.low_mornings, 30), partial(t10_probability.withheld, 30)),
    "T15": (partial(t15_drift.false_alarms, 1000), partial(t15_drift.prediction_alarms, 200)),
}


def main(asked: list[str]) -> int:
    if unknown := set(asked) - CHECKS.keys():
        print(f"There is no check {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    outcomes = [outcome for name in asked or CHECKS for check in CHECKS[name] for outcome in check()]
    print(text_table(outcomes))
    if not asked:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(markdown(outcomes, SEED), encoding="utf-8")
    return int(any(outcome.met == "no" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
