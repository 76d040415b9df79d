"""`python -m tests.truth`: every check on known truths; prints the table and writes it to docs/truth.md."""

import sys
from pathlib import Path

from tests.truth import t1_baseline, t1_recovery
from tests.truth.bench import markdown, text_table
from tests.truth.worlds import SEED

PAGE = Path(__file__).parents[2] / "docs" / "truth.md"


def main() -> int:
    outcomes = [
        *t1_baseline.null_days_flagged(count=400),
        *t1_baseline.shifts_seen(count=1000),
        *t1_baseline.level_errors(count=300, peers=100),
        *t1_baseline.days_outside_range(count=400),
        *t1_baseline.trend_intervals(count=2000),
        *t1_recovery.recovery_intervals(count=300),
    ]
    print(text_table(outcomes))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(markdown(outcomes, SEED), encoding="utf-8")
    return int(any(outcome.met == "no" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
