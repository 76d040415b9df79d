"""The session of today: what the last days suggest, what allows no more, and what is wished of it."""

import re
from datetime import timedelta

import pandas as pd

from analytics.results import Grade
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import dated, measures, sessions, stored
from coach.tools.findings import said
from coach.tools.loads import week_fact
from coach.tools.state import in_short, one_need
from coach.understanding.spelling import plain
from coach.workout import FELT, NEW_SPORT, Ceiling, Effort, Wish, Workout, Zones, workout

LOW_SCORE, VERY_LOW_SCORE = 40.0, 25.0  # of 100, where 50 is usual
OWED_MIN = 180.0
NEED_WORKOUTS = 10  # before the highest heart rate of a year is believed
USUAL_DAYS = 180  # of sessions that say how long a kind of them is
GENTLE = 0.25  # of sessions by their load a minute, which are easy ones
NEAR = 8  # of them, those nearest to what an easy day comes to
LATELY_DAYS = 56  # of the longest one


_FEW_HOURS = r"(?:[0-5](?:\.\d+)?|one|two|three|four|five)(?: and a half)? ?(?:hours?|hrs?|h)\b"
_FELT = (
    ("are tired", r"\b(?:tired|exhausted|knackered|shattered|worn out|fatigued|drained|wrecked|cooked|sleepy|weary)\b"),
    ("slept badly", r"\b(?:slept|sleeping) (?:\w+ )?(?:badly|bad|poorly|terribly|horribly|awfully|little)\b|\b(?:bad|"
                    r"terrible|awful|short|rough|poor) (?:night|sleep)\b|\bhardly slept\b|\bkept me up\b|"
                    rf"\bslept (?:only |just |about |maybe |like |for )*{_FEW_HOURS}|{_FEW_HOURS} (?:of )?sleep\b"),
    ("are sore", r"\b(?:sore|stiff|achy|aching|doms)\b"),
    ("have heavy legs", r"\blegs?\b.*\b(?:heavy|dead|shot|lead|leaden|empty|toast|fried)\b|\b(?:heavy|dead) legs\b"),
)  # fmt: skip
_NOT_FELT = re.compile(
    r"\b(?:not|never|no longer|if i (?:am|feel|sleep)|when i (?:am|feel|sleep)|after (?:a|every)|was|were)\b"
)


def felt_in(text: str) -> str:
    """`slept badly`: what somebody says of today that calls for less than the figures do, if anything."""
    said = plain(text)
    found = next((name for name, pattern in _FELT if re.search(pattern, said)), "")
    return "" if _NOT_FELT.search(said) else found


def todays_workout(
    known: Known, wish: Wish | None = None, sport: str = "", feels: str = ""
) -> tuple[Workout | None, list[Fact]]:
    """The session of today, and what it rests on; None where nothing is known of the morning.

    wish: what is asked of it; sport: where another than the athlete's own is asked for; feels: as felt_in.
    """
    facts = said(
        known,
        "recovery.rule",
        "recovery.device",
        "sleep.last_night",
        "load.yesterday",
        "anomaly.today",
        "baseline.hrv",
        "sleep.debt",
    )
    if stored.is_stale(known):
        return None, [stored.stale(known), *facts]
    facts = one_need([in_short(known, fact) for fact in facts])
    by_id = {fact.id: fact for fact in facts if not fact.missing}
    week = week_fact(known)
    if not by_id:
        return None, facts
    ceilings = _ceilings(known, by_id, week)
    wanted, reason = _wanted(known, by_id)
    if feels:  # no figure says more of today than whoever lives in it; what was planned may stay, if it is not hard
        most = Effort.STEADY if reason.startswith("It is what you have planned") else Effort.EASY
        ceilings.insert(0, Ceiling(most, f"You say that you {feels}, and that counts for more than the figures.", FELT))
    own = sanitise.sport(known.profile.sport or _sport(known))
    chosen = sanitise.sport(sport) or own
    if chosen != own and not _practised(known, chosen):
        why = f"No {chosen} of yours is on record within a year, so begin it easily."
        ceilings.append(Ceiling(Effort.EASY, why, NEW_SPORT))
    zones = Zones(
        known.profile.ftp_w if _rides(known) and _is_ride(chosen) else None,
        known.profile.max_hr_bpm or highest_hr(known),
    )
    day = dated.session_day(known)
    proposed = workout(
        day,
        wanted,
        ceilings,
        sport=chosen,
        minutes_of=usual_minutes(known, chosen),
        levels=known.load_levels(),
        unit=_unit(known),
        zones=zones,
        reason=reason,
        longest_min=longest(known),
        wish=wish,
    )
    proposed = dated.with_its_day(known, proposed)
    fact = Fact(
        "workout.today",
        "A session for today",
        f"{proposed.words} {' '.join(proposed.why)}".strip(),
        float(proposed.minutes),
        "min",
        first_day=day,
        last_day=day,
        subjects=("workout", "strain"),
        page="forecast",
        method="by rules: as hard as the last days suggest, never harder than what allows least",
    )
    told = [fact for fact in (*facts, *week) if not fact.missing]
    refused = [] if not proposed.refused else [
        Fact("refused.today", "What was wished", proposed.refused, first_day=day, last_day=day,
             subjects=("workout",), page="forecast", method=fact.method)
    ]  # fmt: skip
    return proposed, [fact, *refused, *told]


def usual_minutes(known: Known, sport: str = "") -> dict[str, float]:
    """How long the athlete's sessions of each kind are, of a sport where there are enough of it, else of all.

    Easy: of the quarter with the least load a minute, since a short hard one is no easy one, those that came nearest to
    what an easy day comes to. Steady and hard: the middle and the upper third by load. The shares are our choice.
    """
    rows = sessions.done(known, None, sessions.lately(known, USUAL_DAYS)) if len(known.workouts()) else None
    if rows is None:
        return {}
    if sport and sessions.of_sport(rows, sport).sum() >= NEED_WORKOUTS:
        rows = rows[sessions.of_sport(rows, sport)]
    rows = rows.dropna(subset=["duration_min", "load"])
    if len(rows) < NEED_WORKOUTS:
        return {}
    low, high = rows["load"].quantile([1 / 3, 2 / 3])
    thirds = {"steady": (rows["load"] > low) & (rows["load"] <= high), "hard": rows["load"] > high}
    found = {kind: float(rows.loc[inside, "duration_min"].median()) for kind, inside in thirds.items() if inside.any()}
    effort = pd.to_numeric(rows["load_au"], errors="coerce").fillna(rows["load"]) / rows["duration_min"]
    gentle = rows[effort <= effort.quantile(GENTLE)]
    level = known.load_levels().get("easy", float(rows["load"].quantile(GENTLE)))
    nearest = (gentle["load"] - level).abs().sort_values(kind="stable").index[:NEAR]
    return {"easy": float(gentle.loc[nearest, "duration_min"].median())} | found


def longest(known: Known) -> float | None:
    if known.workouts().empty:
        return None
    longest = _lately(known, LATELY_DAYS)["duration_min"].dropna()
    return float(longest.max()) if len(longest) else None


def _practised(known: Known, sport: str) -> bool:
    done = known.workouts()
    return len(done) > 0 and bool(sessions.of_sport(_lately(known, 365), sport).any())


def _is_ride(sport: str) -> bool:
    return any(word in sport.lower() for word in ("cycl", "bik", "rid", "spin"))


def _ceilings(known: Known, by_id: dict[str, Fact], week: list[Fact]) -> list[Ceiling]:
    found = dated.ceilings(known)
    of_today = dated.is_of_today(known)

    def add(effort: Effort, fact: Fact, why: str) -> None:
        found.append(Ceiling(effort, why, fact.id))

    unusual, score, hrv = (by_id.get(id) for id in ("anomaly.today", "recovery.rule", "baseline.hrv"))
    if unusual and unusual.grade is not Grade.NONE and of_today:
        add(Effort.REST, unusual, "Your signals this morning are unusual, so today is for rest.")
    elif unusual and ("Yesterday was unusual" in unusual.words or not of_today and unusual.grade is not Grade.NONE):
        add(Effort.EASY, unusual, "Your signals were unusual yesterday, so today is no day for hard work.")
    if score and score.value is not None and score.value < LOW_SCORE:
        low = score.value < VERY_LOW_SCORE
        add(
            Effort.EASY if low else Effort.STEADY,
            score,
            dated.said(known, f"Recovery is {words.number(score.value)} of 100, below your usual of 50."),
        )
    device = by_id.get("recovery.device")
    if device and device.value is not None and (not score):
        share = float((known.values("recovery").iloc[-60:].dropna() < device.value).mean())
        if share < 0.25:
            add(
                Effort.EASY if share < 0.1 else Effort.STEADY,
                device,
                "Your device's recovery is among your lowest of two months.",
            )
    if hrv and hrv.direction is Direction.LOWER:
        add(Effort.EASY, hrv, "Your HRV over the last 7 days is below what your weeks usually keep.")
    name = measures.named(known, "load")
    for fact in week:
        if fact.direction is Direction.HIGHER:
            add(Effort.EASY, fact, f"Your {name} of the last 7 whole days is above what your own weeks usually hold.")
    night = by_id.get("sleep.last_night")
    if night and night.grade is Grade.LIKELY and "outside" in night.words and _short_night(known):
        add(Effort.STEADY, night, dated.said(known, "Last night was unusually short for you."))
    owed = by_id.get("sleep.debt")
    if owed and owed.value is not None and owed.grade is not Grade.NONE and owed.value > OWED_MIN:
        add(Effort.STEADY, owed, dated.said(known, f"You owe {words.hours(owed.value)} of sleep."))
    return found


def _wanted(known: Known, by_id: dict[str, Fact]) -> tuple[Effort, str]:
    """What the plan says for today, else what the last days leave room for."""
    plans = known.plans()
    day = dated.session_day(known)
    planned = plans[plans["day"] == day.isoformat()] if len(plans) else plans
    if len(planned):
        kinds = [Effort[kind.upper()] for kind in planned["kind"] if kind.upper() in Effort.__members__]
        if kinds:
            return max(kinds), "It is what you have planned for today."
    levels, loads = known.load_levels(), known.values("load")
    recent = loads.loc[: pd.Timestamp(day) - pd.Timedelta(days=1)].iloc[-2:].to_numpy(dtype=float)
    if not levels or pd.isna(recent).all():
        return Effort.STEADY, "Too little is known of your last days' load for more."
    hard = levels["steady"] + (levels["hard"] - levels["steady"]) / 2
    if len(recent) and recent[-1] >= hard:
        return Effort.EASY, "Yesterday was hard, and a hard day wants an easy one after it."
    if (recent >= hard).any():
        return Effort.STEADY, "The day before yesterday was hard."
    return Effort.HARD, "Your last two days were not hard, and nothing in your data speaks against it."


def highest_hr(known: Known) -> float | None:
    done = _lately(known, 365)["max_hr_bpm"].dropna() if len(known.workouts()) else pd.Series(dtype=float)
    return float(done.max()) if len(done) >= NEED_WORKOUTS else None


def _lately(known: Known, days: int) -> pd.DataFrame:
    done = known.workouts()
    first = (known.day - timedelta(days=days)).isoformat()
    return done[done["day"] > first]


def _sport(known: Known) -> str:
    sports = _lately(known, 90)["sport"].dropna() if len(known.workouts()) else pd.Series(dtype=object)
    return str(sports.value_counts().index[0]) if len(sports) else ""


def _rides(known: Known) -> bool:
    return "cycl" in (known.profile.sport or _sport(known)).lower() or "ride" in _sport(known).lower()


def _unit(known: Known) -> str:
    return "strain" if known.unit("load") == "of 21" else "AU"


def _short_night(known: Known) -> bool:
    nights = known.values("asleep_min").dropna()
    return len(nights) > 14 and nights.iloc[-1] < nights.iloc[-61:-1].median()
