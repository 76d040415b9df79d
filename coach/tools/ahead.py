"""What comes next: the session of today, the next mornings, what they would be otherwise, and the way to a goal."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analytics.forecast import Forecast, Scenario
from analytics.load import training_week
from analytics.results import Estimate, Grade, NotEnoughData
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import records
from coach.tools.findings import said
from coach.tools.state import in_short
from coach.understood import Period
from coach.workout import Ceiling, Effort, Workout, Zones, workout

LOW_SCORE, VERY_LOW_SCORE = 40.0, 25.0  # of 100, where 50 is usual
OWED_MIN = 180.0
RECENT_DAYS = 28
NEED_WORKOUTS = 10  # before the highest heart rate of a year is believed
NAMES = {"longer nights": "an hour more sleep a night", "shorter nights": "an hour less sleep a night",
         "rest": "rest", "easy": "easy days", "hard": "hard days", "planned": "the days as planned"}  # fmt: skip


def todays_workout(known: Known) -> tuple[Workout | None, list[Fact]]:
    """The session of today, and what it rests on; None where nothing is known of the morning."""
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
    if records.is_stale(known):
        return None, [records.stale(known), *facts]
    facts = [in_short(known, fact) for fact in facts]
    by_id = {fact.id: fact for fact in facts if not fact.missing}
    week = week_fact(known)
    if not by_id:
        return None, facts
    ceilings = _ceilings(known, by_id, week)
    wanted, reason = _wanted(known, by_id)
    proposed = workout(
        known.day,
        wanted,
        ceilings,
        sport=sanitise.sport(known.profile.sport or _sport(known)),
        minutes_of=_minutes(known),
        levels=known.load_levels(),
        unit=_unit(known),
        zones=Zones(known.profile.ftp_w if _rides(known) else None, known.profile.max_hr_bpm or _highest_hr(known)),
        reason=reason,
    )
    fact = Fact(
        "workout.today",
        "A session for today",
        f"{proposed.words} {' '.join(proposed.why)}".strip(),
        float(proposed.minutes),
        "min",
        first_day=known.day,
        last_day=known.day,
        subjects=("workout", "strain"),
        page="forecast",
        method="by rules: as hard as the last days suggest, never harder than what allows least",
    )
    told = [fact for fact in (*facts, *week) if not fact.missing]
    return proposed, [fact, *told]


def forecast(known: Known, period: Period | None = None) -> list[Fact]:
    """The next mornings with their intervals, those asked for first, and how good such forecasts were."""
    facts = said(known, "forecast.")
    try:
        made = known.forecast()
    except NotEnoughData:
        return facts
    mornings = {day.day: _morning(day.day, day.value, made) for day in made.days}
    asked = [fact for day, fact in mornings.items() if period and period.first <= day <= period.last]
    if asked and period.days <= 2:
        return [*(replace(fact, id=f"asked.{n}") for n, fact in enumerate(asked)), *facts]
    if period and period.first > made.days[-1].day:
        missing = "a forecast reaches seven mornings ahead, and that day lies beyond them"
        return [*facts, _mornings(made), records.nothing("forecast.beyond", "That day", missing, ("recovery",))]
    return [*facts, _mornings(made), *mornings.values()]


def _mornings(made: Forecast) -> Fact:
    """The mornings after the next one, in one sentence."""
    later = made.days[1:5]
    said = [f"{day.day:%A} about {words.number(day.value.value)} ({_span(day.value)})" for day in later]
    return Fact(
        "forecast.days",
        "The mornings after that",
        f"Then {words.listed(said)}; four times in five it lies within.",
        n=made.n,
        first_day=later[0].day,
        last_day=later[-1].day,
        subjects=("recovery",),
        page="forecast",
        method="forecast with an interval of 80%",
    )


def _span(value: Estimate) -> str:
    return words.interval(value.low, value.high, "").strip()


def what_if(known: Known, name: str = "") -> list[Fact]:
    """What rest, easy or hard days, longer or shorter nights would change, by name; or all of them."""
    try:
        made = known.forecast()
    except NotEnoughData:
        return said(known, "forecast.tomorrow")
    found = [scenario for scenario in made.scenarios if scenario.name != "planned" and name in ("", scenario.name)]
    if not found:
        return [*said(known, "forecast.what_if"), *said(known, "velocity.load")]
    told = [_scenario(scenario) for scenario in found]
    if len(told) > 1:
        told = [_scenarios(told)]
    return [*told, *said(known, "forecast.what_if", "forecast.tomorrow")]


def load(known: Known) -> list[Fact]:
    """The week's load against the athlete's own weeks, fitness, fatigue and form, and yesterday."""
    from analytics.load import form

    facts = week_fact(known)
    unit = known.unit("load")
    yesterday = known.day - timedelta(days=1)
    try:
        found = form(known.values("load"), yesterday)
    except NotEnoughData as gap:
        return [
            *facts,
            records.nothing("load.form", "Fitness and form", records.gap_words(gap), ("form",)),
            *said(known, "load.yesterday"),
        ]
    rows = (
        ("fitness", "Fitness (CTL)", found.fitness, "your mean load over six weeks, recent days counting more"),
        ("fatigue", "Fatigue (ATL)", found.fatigue, "the same over one week"),
        (
            "form",
            "Form (TSB)",
            found.form,
            "fitness less fatigue; below zero means more load lately than you are used to",
        ),
    )
    for name, what, value, meaning in rows:
        facts.append(
            Fact(
                f"load.{name}",
                what,
                f"{what} is {words.number(value, _short(unit), 1)}: {meaning}.",
                value,
                unit,
                n=found.days,
                first_day=yesterday - timedelta(days=41),
                last_day=yesterday,
                subjects=(name, "strain"),
                page="recovery",
                method="means whose weights fall by e in 42 and 7 days (Calvert et al. 1976)",
            )
        )
    if found.ramp is not None:
        same = round(abs(found.ramp), 1) == 0
        direction = Direction.SAME if same else Direction.HIGHER if found.ramp > 0 else Direction.LOWER
        by = words.number(abs(found.ramp), _short(unit), 1)
        sentence = "Fitness is as it was a week ago." if same else f"Fitness is {by} {direction.value} than a week ago."
        facts.append(
            Fact(
                "load.ramp",
                "Ramp",
                sentence,
                found.ramp,
                unit,
                n=found.days,
                first_day=yesterday - timedelta(days=6),
                last_day=yesterday,
                direction=direction,
                subjects=("ramp", "fitness", "strain"),
                page="recovery",
            )
        )
    return [*facts, *said(known, "load.yesterday"), NO_INJURY]


def week_fact(known: Known) -> list[Fact]:
    """The load of the last seven whole days against the athlete's own weeks."""
    until = known.day - timedelta(days=1)  # today's is not over
    try:
        week = training_week(known.values("load"), until)
    except NotEnoughData as gap:
        return [records.nothing("load.week", "Load of the week", records.gap_words(gap), ("strain",))]
    unit = known.unit("load")
    where = "inside" if not week.unusual else "above" if week.load > week.high else "below"
    sentence = (
        f"Your load over the last 7 days averages {words.quantity(week.load, unit)} a day, {where} the "
        f"{words.interval(week.low, week.high, unit)} of four in five of your own weeks (the middle one "
        f"{words.quantity(week.usual, unit)}, {week.weeks} weeks)."
    )
    direction = Direction.SAME if not week.unusual else Direction.HIGHER if where == "above" else Direction.LOWER
    return [
        Fact(
            "load.week",
            "Load of the week",
            sentence,
            week.load,
            unit,
            n=week.weeks,
            first_day=until - timedelta(days=6),
            last_day=until,
            direction=direction,
            subjects=("strain",),
            page="recovery",
            method="mean of the days against your own weeks of the last year",
        )
    ]


NO_INJURY = Fact(
    "load.no_injury",
    "What load cannot tell",
    "Ownpace cannot predict injury; it shows how unusual your load is for you.",
    subjects=("strain",),
    page="methods",
)


def _ceilings(known: Known, by_id: dict[str, Fact], week: list[Fact]) -> list[Ceiling]:
    found = []

    def add(effort: Effort, fact: Fact, why: str) -> None:
        found.append(Ceiling(effort, why, fact.id))

    unusual, score, hrv = (by_id.get(id) for id in ("anomaly.today", "recovery.rule", "baseline.hrv"))
    if unusual and unusual.grade is not Grade.NONE:
        add(Effort.REST, unusual, "Your signals this morning are unusual, so today is for rest.")
    elif unusual and "Yesterday was unusual" in unusual.words:
        add(Effort.EASY, unusual, "Your signals were unusual yesterday, so today is no day for hard work.")
    if score and score.value is not None and score.value < LOW_SCORE:
        low = score.value < VERY_LOW_SCORE
        add(
            Effort.EASY if low else Effort.STEADY,
            score,
            f"Recovery is {words.number(score.value)} of 100, below your usual of 50.",
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
        add(Effort.EASY, hrv, "Your HRV this week is below your normal range.")
    for fact in week:
        if fact.direction is Direction.HIGHER:
            add(Effort.EASY, fact, "Your load of the last 7 days is above what your own weeks usually hold.")
    night = by_id.get("sleep.last_night")
    if night and night.grade is Grade.LIKELY and "outside" in night.words and _short_night(known):
        add(Effort.STEADY, night, "Last night was unusually short for you.")
    owed = by_id.get("sleep.debt")
    if owed and owed.value is not None and owed.grade is not Grade.NONE and owed.value > OWED_MIN:
        add(Effort.STEADY, owed, f"You owe {words.hours(owed.value)} of sleep.")
    return found


def _wanted(known: Known, by_id: dict[str, Fact]) -> tuple[Effort, str]:
    """What the plan says for today, else what the last days leave room for."""
    plans = known.plans()
    planned = plans[plans["day"] == known.day.isoformat()] if len(plans) else plans
    if len(planned):
        kinds = [Effort[kind.upper()] for kind in planned["kind"] if kind.upper() in Effort.__members__]
        if kinds:
            return max(kinds), "It is what you have planned for today."
    levels, loads = known.load_levels(), known.values("load")
    recent = loads.loc[: pd.Timestamp(known.day) - pd.Timedelta(days=1)].iloc[-2:].to_numpy(dtype=float)
    if not levels or pd.isna(recent).all():
        return Effort.STEADY, "Too little is known of your last days' load for more."
    hard = levels["steady"] + (levels["hard"] - levels["steady"]) / 2
    if len(recent) and recent[-1] >= hard:
        return Effort.EASY, "Yesterday was hard, and a hard day wants an easy one after it."
    if (recent >= hard).any():
        return Effort.STEADY, "The day before yesterday was hard."
    return Effort.HARD, "Your last two days were not hard, and nothing in your data speaks against it."


def _morning(day: date, value, made: Forecast) -> Fact:
    sentence = (
        f"Recovery on {words.day(day)}: about {words.number(value.value)}, four times in five between "
        f"{words.number(value.low)} and {words.number(value.high)}."
    )
    return Fact(
        f"forecast.{day.isoformat()}",
        f"Recovery on {words.day(day)}",
        sentence,
        value.value,
        "points",
        value.low,
        value.high,
        value.n,
        day,
        day,
        None,
        None,
        ("recovery",),
        "forecast",
        "forecast with an interval of 80%",
    )


def _scenario(scenario: Scenario) -> Fact:
    # The first morning on which it shows, of those that the scenario lasts.
    strongest = max(scenario.difference[:3], key=lambda one: abs(one.value))
    day = scenario.days[scenario.difference.index(strongest)]
    clear = not strongest.low <= 0 <= strongest.high
    name = NAMES[scenario.name]
    if clear:
        size = sorted((abs(strongest.low), abs(strongest.high)))
        sentence = (
            f"With {name} for the next days, recovery on {words.day(day.day)} would be about "
            f"{words.change(strongest.value, 'points')} than as planned ({words.interval(*size, 'points')}): "
            f"{words.number(day.value.value)}, four times in five {words.number(day.value.low)} to "
            f"{words.number(day.value.high)}."
        )
    else:
        sentence = f"With {name} for the next days, no difference in recovery can be told from what is planned."
    if any(scenario.beyond_seen):
        sentence += " Such loads lie outside those of your last year, so this is a guess."
    direction = Direction.SAME if not clear else Direction.HIGHER if strongest.value > 0 else Direction.LOWER
    return Fact(
        f"what_if.{scenario.name.replace(' ', '_')}",
        f"With {name}",
        sentence,
        strongest.value,
        "points",
        strongest.low,
        strongest.high,
        strongest.n,
        day.day,
        day.day,
        Grade.LIKELY if clear else Grade.NONE,
        direction,
        ("recovery", "strain", "sleep"),
        "forecast",
        "forecast with other loads or nights; 95% interval of the difference",
    )


def _scenarios(scenarios: list[Fact]) -> Fact:
    """What several ways would change at most, in one sentence."""
    clear = [fact for fact in scenarios if fact.direction is not Direction.SAME]
    said = [f"{words.change(fact.value, 'points')} {fact.label.lower()}" for fact in clear]
    unclear = [fact.label.lower() for fact in scenarios if fact not in clear]
    sentences = []
    if clear:
        sentences.append(f"Against the days as planned, a morning's recovery would be at most {words.listed(said)}.")
    if unclear:
        sentences.append(f"No difference can be told {words.listed(unclear)}.")
    return Fact(
        "what_if.all",
        "What other days would change",
        " ".join(sentences),
        n=scenarios[0].n,
        subjects=("recovery", "strain", "sleep"),
        page="forecast",
        method="forecast with other loads or nights, the largest difference of three mornings",
    )


def _minutes(known: Known) -> dict[str, float]:
    """How long the athlete's sessions are, by the third of their loads that they lie in."""
    done = _lately(known, 180)
    done = done.dropna(subset=["duration_min"])
    by = "load_au" if done["load_au"].notna().sum() >= NEED_WORKOUTS else "strain"
    done = done.dropna(subset=[by]) if by in done else done
    if len(done) < NEED_WORKOUTS:
        return {}
    low, high = done[by].astype(float).quantile([1 / 3, 2 / 3])
    thirds = {"easy": done[by] <= low, "steady": (done[by] > low) & (done[by] <= high), "hard": done[by] > high}
    return {kind: float(done.loc[rows, "duration_min"].median()) for kind, rows in thirds.items() if rows.any()}


def _highest_hr(known: Known) -> float | None:
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


def _short(unit: str) -> str:
    return "" if unit == "of 21" else unit


def _short_night(known: Known) -> bool:
    nights = known.values("asleep_min").dropna()
    return len(nights) > 14 and nights.iloc[-1] < nights.iloc[-61:-1].median()
