"""Which mornings of one athlete are unusual, as of a day: nothing later is used."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics import anomaly
from analytics.anomaly import EPISODE, NEED, Judged
from analytics.expected import LAG, NEED_SPREAD, NEED_USUAL
from analytics.journal import YES, answers
from analytics.mornings import load_of
from analytics.results import NotEnoughData
from dashboard import compose
from dashboard.compose import History
from dashboard.compose.outcome import as_of, sources_of

RATES = (0.5, 1.0, 2.0, 4.0)  # false days a month that an athlete may choose from
USUAL_RATE = 1.0
RATE = "false_days_per_30"  # the name under which the choice is kept
ILLNESS = "illness"  # the kind of an event
ALCOHOL, SICK = "alcohol", "sick_or_ill"  # habits of a journal
LATELY_D = 28
BEHIND_D = 28  # days that are listed

# Mornings in a row until the first score: 10 for a usual that ends two days before, 21 deviations from it for a spread.
WARM_UP = NEED_USUAL + LAG - 1 + NEED_SPREAD
SKIN = ("skin_temp_c", "skin_temp_deviation_c")


def rate(history: History) -> float:
    """How many false days a month the athlete accepts."""
    kept = compose.setting(history.path, history.athlete, RATE)
    return next((rate for rate in RATES if f"{rate:g}" == kept), USUAL_RATE)


def signals(history: History, until: date) -> tuple[str, ...]:
    """What is looked at: of HRV the kind that counts on that day, of skin temperature what is known of more mornings.

    Only what was ever recorded up to then.
    """
    daily = history.aligned.loc[: pd.Timestamp(until)]
    known = daily[list(SKIN)].iloc[-anomaly.HEALTHY_DAYS :].count()
    wanted = (compose.hrv_on(history, until), "resting_hr_bpm", "respiration_brpm", known.idxmax())
    return tuple(metric for metric in wanted if daily[metric].notna().any())


def judged(history: History, until: date) -> Judged:
    """Every morning up to a day, at the rate of false days that the athlete chose. Raises NotEnoughData."""
    looked_at = signals(history, until)
    if not looked_at:
        raise NotEnoughData("mornings with HRV, resting HR, respiration or skin temperature", WARM_UP + NEED, 0)
    known, said = as_of(history, until), _said(history, until)
    return anomaly.judged(
        known.aligned,
        signals=looked_at,
        load=str(load_of(known.daily).name),
        alcohol=said.get(ALCOHOL),
        ill=_marked_ill(known) | (said.get(SICK) == YES),
        false_days_per_30=rate(history),
        restarts=known.restarts,
    )


def _said(history: History, until: date) -> pd.DataFrame:
    """What the journal says of alcohol and of feeling ill: as analytics.journal.Answers.done."""
    said = history.journal[history.journal["habit"].isin([ALCOHOL, SICK])]
    return answers(said[said["day"] <= until.isoformat()], history.daily.loc[: pd.Timestamp(until)].index).done


def _marked_ill(known: History) -> pd.Series:
    """For each day, whether it is marked as one of illness."""
    ill = pd.Series(False, known.daily.index)
    marks = known.events[known.events["kind"] == ILLNESS]
    for first, last in marks[["day", "until"]].itertuples(index=False):
        ill[first : first if pd.isna(last) else last] = True
    return ill


def enough_in(found: Judged) -> int | None:
    """In how many days a morning can first be judged, if as many are recorded as lately; None where none is."""
    recorded = float(found.measured.iloc[-LATELY_D:].mean())
    if recorded == 0:
        return None
    scores = found.days["score"]
    if scores.notna().any():
        to_come = NEED - int(found.days["n"].iloc[-1]) - int(pd.notna(scores.iloc[-1]))
    else:
        to_come = NEED + max(WARM_UP - int(found.measured.sum()), 0)
    return int(np.ceil((to_come + 1) / recorded))  # the one that is judged comes on top


@dataclass(frozen=True)
class Lately:
    """The last 28 days: mornings that were judged and flagged, and the stretches that the flagged ones make.

    Flagged mornings at most 3 days apart are one stretch, as in the analysis: one illness flags several.
    """

    known: int
    flagged: int
    stretches: int
    in_a_row: int  # the most flagged mornings that followed each other


def lately(found: Judged) -> Lately:
    """What the last 28 days hold."""
    days = found.days.iloc[-LATELY_D:]
    rows = np.flatnonzero(days["flagged"])
    apart = np.diff(rows)
    runs = np.split(rows, np.flatnonzero(apart > 1) + 1)
    return Lately(
        known=int(days["beyond"].count()),
        flagged=len(rows),
        stretches=int((apart > EPISODE).sum()) + int(len(rows) > 0),
        in_a_row=max(map(len, runs)),
    )


def days_behind(history: History, until: date) -> pd.DataFrame:
    """The last 28 mornings, the newest first.

    Index day; columns kind, beyond (as in Judged.days), ill, and for each signal METRIC, METRIC expected and METRIC
    from (its source).
    Raises NotEnoughData.
    """
    found = judged(history, until)
    sources = sources_of(history, *found.signals)
    parts = [found.days[["kind", "beyond", "ill"]]]
    for metric in found.signals:
        measured = pd.DataFrame(
            {
                metric: history.daily[metric],  # as it was measured, not as shifted to a later device
                f"{metric} expected": found.expected[metric],
                f"{metric} from": sources[metric],
            }
        )
        parts.append(measured.reindex(found.days.index))
    return pd.concat(parts, axis=1).iloc[-BEHIND_D:][::-1]
