"""What the command line prints of tomorrow's recovery: training, prediction, comparison, rollout, as text."""

from collections.abc import Iterator, Mapping, Sequence

from analytics.recovery.learned import Horizon
from analytics.recovery.probability import Chance
from analytics.recovery.service import LABELS
from analytics.results import NotEnoughData
from coach import words
from dashboard.compose.judging import JUDGED, Comparison
from dashboard.compose.outcome import Outcome
from dashboard.compose.prediction import Prediction
from dashboard.compose.training import Training
from dashboard.findings.prediction import likely, waiting
from data.store import StoreError

SEEN_FROM = {Horizon.EVENING: "from the evening before", Horizon.MORNING: "from the night's sleep"}


def training_lines(training: Training | tuple, by: str = "") -> Iterator[str]:
    """by: what the model that speaks is called (dashboard.compose.tomorrow.called)."""
    if isinstance(training, tuple):
        subject, horizon, gap = training
        why = gap if isinstance(gap, NotEnoughData | StoreError) else f"{type(gap).__name__}: {gap}"
        yield f"{subject.name}, {SEEN_FROM[horizon]}: not trained. {_capital(str(why)).rstrip('.')}."
        return
    yield f"{training.athlete.name}, {SEEN_FROM[training.horizon]}"
    span = words.span(training.first_day.isoformat(), training.last_day.isoformat())
    others = f", beginning with what {words.counted(training.teachers, 'other athlete')} taught" * bool(
        training.teachers
    )
    yield f"  {words.counted(training.days, 'morning')}, {span}{others}; {training.seconds:.1f} s"
    for one in training.models:
        if one.version is None:
            yield f"  {LABELS[one.kind]}: not learned. {_capital(one.why)}"
            continue
        state = "kept" if one.active else f"not used: {one.why}"
        yield f"  {LABELS[one.kind]}: version {one.version}, {one.bytes / 1024:.1f} KB, {one.seconds:.2f} s, {state}"
    yield f"  who speaks for {training.athlete.name}: {LABELS[by]}"
    unlearned = {one.kind for one in training.models if one.version is None}
    yield from _refused({name: why for name, why in training.refused.items() if name not in unlearned})


def prediction_lines(made: Prediction, chances: Sequence[Chance], scored: Outcome, told: str) -> Iterator[str]:
    """chances: as dashboard.compose.tomorrow.likely; scored: the recovery that is foretold; told: that its morning has
    passed, "" where it has not."""
    yield f"{made.athlete.name}, {words.day(made.day)}, {SEEN_FROM[made.horizon]}"
    if told:
        yield f"  {told}"
    low, high = (words.number(end) for end in (made.low, made.high))
    yield f"  recovery {words.number(made.value)} of 100, and {made.level:.0%} sure to lie between {low} and {high}"
    kept = f", version {made.by_version}" if made.by_version else ""
    if not scored.device:
        yield f"  {scored.said}"
    if sentence := waiting(made.waits_for):
        yield f"  {sentence}"
    if sentence := likely(chances, scored.unit):
        yield f"  {sentence}"
    yield f"  said by {LABELS[made.by]}{kept}, {words.counted(made.days, 'morning')}; {made.milliseconds:.1f} ms"
    yield from _refused(made.refused)


def _refused(refused: Mapping[str, str]) -> Iterator[str]:
    """Why others do not speak, each reason once."""
    by_reason: dict[str, list[str]] = {}
    for name, why in refused.items():
        by_reason.setdefault(why, []).append(LABELS.get(name, name))
    for why, names in by_reason.items():
        yield f"  why not {words.listed(names)}: {why}"


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def comparison_lines(found: Comparison) -> Iterator[str]:
    span = words.span(*(day.date().isoformat() for day in (found.days[0], found.days[-1])))
    yield f"{found.athlete.name}, {SEEN_FROM[found.horizon]}: {words.counted(len(found.days), 'morning')}, {span}"
    yield f"  {found.verdict.words}."
    yield ""
    labels = {**LABELS, "used": "what was shown"}
    wide = max(len(labels[name]) for name in JUDGED)
    yield f"  {'':{wide}}" + "".join(f"{head:>12}" for head in ("off by", "RMSE", "R2", "80% holds", "80% width"))
    for name in JUDGED:
        score = found.scores.get(name)
        if score is None:
            yield f"  {labels[name]:{wide}}    not judged: it foretold fewer than half of these mornings"
            continue
        figures = (f"{score.mae:.2f}", f"{score.rmse:.2f}", f"{score.r2:.2f}", f"{score.coverage_80:.0%}")
        yield f"  {labels[name]:{wide}}" + "".join(f"{figure:>12}" for figure in (*figures, f"{score.width_80:.1f}"))


def rollout_lines(found: dict) -> Iterator[str]:
    share = f"{found['share']:g}% of athletes"
    yield f"Learned predictions: {'stopped for everyone; else for ' if found['killed'] else 'for '}{share}"
    for group, counts in found["exposed"].items():
        yield f"  shown so far, {group} athletes: {counts['learned']} learned, {counts['rule']} the rule's alone"
        yield f"    {counts['check']}"
