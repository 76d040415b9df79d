"""What one athlete's habits go with on the next morning, as of a day: nothing later is used."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from analytics import habits
from analytics.habits import HabitImpact
from analytics.journal import answers
from dashboard import compose
from dashboard.compose import History
from dashboard.compose import outcome as mornings
from dashboard.compose.outcome import Outcome

RECOVERY = "recovery_pct"


def outcomes(history: History, until: date) -> Mapping[str, str]:
    """What a good morning may be measured by, as people choose it; of HRV, the kind that counts on that day."""
    return {
        "Recovery": RECOVERY,
        "HRV": compose.hrv_on(history, until),
        "Resting HR": "resting_hr_bpm",
        "Sleep": "asleep_min",
    }


def kept(history: History, until: date) -> Sequence[str]:
    """The habits that the journal knows of."""
    return sorted(mornings.journal(history, until)["habit"].unique())


def recovery(history: History, until: date) -> Outcome:
    """Whose recovery counts."""
    return mornings.outcome(history, until)


def impact(history: History, until: date, metric: str = RECOVERY) -> HabitImpact:
    """All habits against one outcome of the next morning, of analytics.habits.OUTCOMES. Raises NotEnoughData."""
    found = recovery(history, until)
    restarts = found.restarts if metric == RECOVERY else mornings.as_of(history, until).restarts[metric]
    journal = mornings.journal(history, until)
    return habits.habit_impact(found.daily, journal, outcome=metric, restarts=restarts)


def days_behind(history: History, until: date, metric: str, habit: str) -> pd.DataFrame:
    """The days with a yes to one habit that have a known morning after them, the newest first.

    Index day; columns amount (NaN where none was given), answered_from, value (of the next morning), measured_from.
    Empty where there is none.
    """
    found = recovery(history, until)
    journal = mornings.journal(history, until)
    journal = journal[journal["habit"] == habit]
    given = answers(journal, found.daily.index)
    said = journal.assign(day=pd.to_datetime(journal["day"])).drop_duplicates("day").set_index("day")["source"]
    index = found.daily.index
    if metric == RECOVERY and not found.device:
        values, measured = found.daily[metric], pd.Series("Ownpace", index)
    else:  # as it was measured, not as shifted to a later device
        values, measured = (
            history.daily[metric].reindex(index),
            mornings.sources_of(history, metric)[metric].reindex(index),
        )
    table = pd.DataFrame(
        {
            "done": given.done.get(habit),
            "amount": given.amount.get(habit),
            "answered_from": said.reindex(index),
            "value": values.shift(-1),
            "measured_from": measured.shift(-1),
        },
        index=index,
    )
    return table[(table["done"] == 1) & table["value"].notna()].drop(columns="done").iloc[::-1]
