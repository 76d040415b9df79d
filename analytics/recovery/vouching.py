"""What other athletes say of a learned model to an athlete who is not among them, for service.decide.

The model that is judged on one of them knows neither that one nor the athlete it is for.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import pandas as pd

from analytics.recovery import service
from analytics.recovery.evaluate import held_out
from analytics.recovery.learned import Prior
from analytics.recovery.learners import LEARNERS
from analytics.recovery.service import NEED_ATHLETES, RULE, Elsewhere

KIND = "prior"  # the kind of model that other athletes vouch for: of the others the judgement is not worth its time

Who = TypeVar("Who", bound=Hashable)


def elsewhere(
    drawn: Sequence[Who], athlete: Who | None, past: Callable[[Who, tuple[Who, ...]], pd.DataFrame]
) -> dict[str, Elsewhere] | None:
    """What they vouch for; None where they are too few: six are needed, of whom five can be judged.

    drawn: who teaches, in an order that is the same whoever asks; the athlete is among them where they teach others.
    athlete: whom it is for; None for one who does not teach. past: what the model would have said of the mornings of
    the first, having learned from the others alone, as `past_of` makes it.
    """
    if sum(one != athlete for one in drawn) <= NEED_ATHLETES:
        return None
    pasts = [past(one, knowing) for one, knowing in judged_by(drawn, athlete)]
    return service.vouched(pasts, (KIND,)) or None


def judged_by(drawn: Sequence[Who], athlete: Who | None) -> list[tuple[Who, tuple[Who, ...]]]:
    """Who is judged, and from whom the model learns that they are judged with.

    Many are dealt into parts, the athlete among them, and those of the athlete's own part are judged by what all other
    parts teach: which is the same for everyone of that part, and so is found once. Of a few, each is judged by all
    others.
    """
    parts = len(drawn) // (2 * NEED_ATHLETES)
    if parts < 2:
        others = [one for one in drawn if one != athlete]
        return [(one, tuple(other for other in others if other != one)) for one in others]
    part = drawn.index(athlete) % parts if athlete in drawn else 0
    knowing = tuple(one for place, one in enumerate(drawn) if place % parts != part)
    return [(one, knowing) for one in drawn[part::parts] if one != athlete]


def past_of(x: pd.DataFrame, y: pd.Series, prior: Prior | None) -> pd.DataFrame:
    """What the model would have said of each morning of an athlete, beside the rule: as service.decide takes a past.

    x, y: as for evaluate.held_out. prior: of those who know neither this athlete nor the one it is for.
    Raises NotEnoughData with fewer than 16 known mornings.
    """
    learners = {name: LEARNERS[name] for name in (KIND, RULE)}
    return held_out(x, y, learners, prior=prior).walk[["y", *learners]]
