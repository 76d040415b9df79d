"""Which session belongs to an answer, and in which sport?"""

from coach.known import Known
from coach.tools import exact, sessions, today, week_told
from coach.tools.calling import ALONE, wish_of
from coach.understood import Period, Topic, Understood
from coach.workout import Workout


def at_hand(known: Known, sport: str) -> str:
    """A sport that is wished for; where one's own is only ruled out, what is done most beside it, else a walk."""
    if not sport.startswith("not "):
        return sport
    without, rows = sport.removeprefix("not "), sessions.done(known, None, sessions.lately(known, 365))
    of_it = sessions.of_sport(rows, without) if len(rows) else []
    others = rows[~of_it]["sport"].value_counts() if len(rows) else {}
    own = rows["sport"].value_counts() if len(rows) else {}
    usual = known.profile.sport or (own.index[0] if len(own) else "")
    is_own = bool(len(rows)) and bool(of_it[rows["sport"] == usual].any())
    return "" if not is_own else str(others.index[0]) if len(others) else "walking"


def is_to_come(known: Known, period: Period | None) -> bool:
    """Whether days begin after today, so that their sessions are chosen on their own mornings."""
    return period is not None and period.first > known.today


def proposed(understood: Understood, known: Known) -> Workout | None:
    """The session that belongs to an answer, where the question is about today's training."""
    if understood.week is not None:
        return _of_week(understood, known)
    if Topic.WORKOUT is understood.topic and is_to_come(known, understood.period):
        return None  # it is chosen on its own morning
    if exact.has_no_session(understood) or understood.aspect in ("judged", "ahead", *ALONE):
        return None
    if known.day and {Topic.WORKOUT, Topic.READINESS} & {understood.topic, *understood.also}:
        feels = today.felt_in(understood.text) or understood.feels
        sport = at_hand(known, understood.sport or "")
        return today.todays_workout(known, wish_of(understood), sport, feels)[0]
    return None


def _of_week(asked: Understood, known: Known) -> Workout | None:
    """Today's session as it stands in a week that is planned."""
    if known.day is None or asked.aspect not in (None, "shown"):
        return None
    return week_told.todays_session(known, asked.week or (), today.felt_in(asked.text) or asked.feels)
