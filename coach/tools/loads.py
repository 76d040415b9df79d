"""Training load: the week against the athlete's own weeks, fitness, fatigue and form."""

from datetime import timedelta

from analytics.load import training_week
from analytics.results import NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import measures, spans, unsaid
from coach.tools.findings import said
from coach.understood import Period


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
            unsaid.nothing("load.form", "Fitness and form", unsaid.gap_words(gap), ("form",)),
            *said(known, "load.yesterday"),
        ]
    name = measures.named(known, "load", daily=True)
    rows = (
        ("fitness", "Fitness (CTL)", found.fitness, f"your mean {name} over six weeks, recent days counting more"),
        ("fatigue", "Fatigue (ATL)", found.fatigue, "the same over one week"),
        (
            "form",
            "Form (TSB)",
            found.form,
            _form_words(found.form, found.fitness),
        ),
    )
    for part, what, value, meaning in rows:
        facts.append(
            Fact(
                f"load.{part}",
                what,
                f"{what} is {in_unit(value, unit)}{', not in TSS' if part == 'fitness' else ''}: {meaning}.",
                value,
                unit,
                n=found.days,
                first_day=yesterday - timedelta(days=41),
                last_day=yesterday,
                subjects=(part, "strain"),
                page="recovery",
                method="means whose weights fall by e in 42 and 7 days (Calvert et al. 1976)",
            )
        )
    if found.ramp is not None:
        same = round(abs(found.ramp), 1) == 0
        direction = Direction.SAME if same else Direction.HIGHER if found.ramp > 0 else Direction.LOWER
        by = words.number(abs(found.ramp), "" if unit == "of 21" else unit, 1)
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
        return [unsaid.nothing("load.week", "Load of the week", unsaid.gap_words(gap), ("strain",))]
    unit = known.unit("load")
    days = Period(until - timedelta(days=6), until, "the last 7 whole days")
    where = "inside" if not week.unusual else "above" if week.load > week.high else "below"
    sentence = (
        f"Your {measures.named(known, 'load', daily=True)} {spans.within(days)} averages "
        f"{words.quantity(week.load, unit)}, {where} the {words.interval(week.low, week.high, unit)} of four in five "
        f"of your own weeks (the middle one {words.quantity(week.usual, unit)}, {week.weeks} weeks)."
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
            first_day=days.first,
            last_day=days.last,
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


EVEN = 0.05  # of fitness: within it form says nothing; ours


def _form_words(form: float, fitness: float) -> str:
    """What form says: more load lately than somebody is used to, less, or about as much."""
    if abs(form) <= EVEN * fitness:
        return "fitness less fatigue, about even: lately you do what you are used to"
    return f"fitness less fatigue; you have lately done {'more' if form < 0 else 'less'} than you are used to"


def in_unit(value: float, unit: str) -> str:
    """`11.6 in strain`: the names come from training stress (TSS), so it is said what these figures are of."""
    return f"{words.number(value, digits=1)} in strain" if unit == "of 21" else words.number(value, unit, 1)
