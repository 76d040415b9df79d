"""The commands of `ownpace` on tomorrow's recovery: train, predict, compare, who is shown it, who teaches others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.command import AsJson, Name, Refused, asked_about, named, plain, print_json, progress_bar, today

if TYPE_CHECKING:
    from dashboard.compose import Athlete, History
    from dashboard.compose.judging import Comparison
    from dashboard.compose.prediction import Prediction
    from dashboard.compose.teaching import Roster
    from dashboard.compose.training import Training


class When(StrEnum):
    """From when a morning is predicted: as analytics.recovery.learned.Horizon, which is slow to import."""

    EVENING = "evening"
    MORNING = "morning"


AsOf = Annotated[When, typer.Option("--horizon", help="From the evening before, or from the night's sleep.")]


def train(
    athlete: Annotated[
        str | None, typer.Option("--athlete", metavar="NAME", help="Whose models; else everyone's.")
    ] = None,
    horizon: Annotated[When | None, typer.Option(help="Which of the two; else both.")] = None,
    as_json: AsJson = False,
) -> None:
    """Learn tomorrow's recovery from each athlete's own past, and switch on what is no worse than before.

    Where it fails for one athlete, that is said, the others are trained, and the exit status is 1.
    """
    from analytics.recovery.learned import Horizon
    from analytics.results import NotEnoughData
    from dashboard import compose, printed_models
    from dashboard.compose import teaching, training
    from data import store

    path = store.default_path()
    athletes = [named(path, athlete)] if athlete is not None else list(compose.athletes(path))
    if not athletes:
        raise Refused("the store is empty: `ownpace import PATH` brings your data, `ownpace demo` simulated athletes.")
    roster, done, failed = teaching.Roster(path), [], False
    with progress_bar() as progress:
        for one in athletes:
            for when in [Horizon(horizon)] if horizon else Horizon:
                try:
                    done.append(training.train(path, one, when, progress, roster))
                except NotEnoughData as gap:
                    done.append((one, when, gap))
                except Exception as fault:  # whatever it is, it is said and the others are trained all the same
                    done.append((one, when, fault))
                    failed = True
    if as_json:
        print_json([_training_json(training) for training in done])
    else:
        typer.echo("\n\n".join("\n".join(printed_models.training_lines(*_and_who(path, one))) for one in done))
    if failed or all(isinstance(training, tuple) for training in done):
        raise typer.Exit(1)


def predict(athlete: Name = None, horizon: AsOf = When.EVENING, as_json: AsJson = False) -> None:
    """Foretell the next morning's recovery, with its interval."""
    from dashboard import printed_models
    from dashboard.compose import foretelling, prediction, tomorrow, training
    from dashboard.findings.prediction import passed

    with _about(athlete, horizon) as (history, when, roster):
        foretelling.check_enough(roster.task(history.athlete, when))
        if not training.trained(history.path, history.athlete, when):
            typer.echo(f"Nothing was learned of {history.athlete.name} yet: training first.", err=True)
            with progress_bar() as progress:
                training.train(history.path, history.athlete, when, progress, roster)
        made = prediction.predict(history, when)
        last = history.last_day.date()
        told = passed(made.day, last, today())
        if as_json:
            print_json(_prediction_json(made))
            if told:
                typer.echo(told, err=True)
            return
        chances = tomorrow.likely(history, made)
        scored = foretelling.scored(history, when, last)
    typer.echo("\n".join(printed_models.prediction_lines(made, chances, scored, told)))


def compare(athlete: Name = None, horizon: AsOf = When.EVENING, as_json: AsJson = False) -> None:
    """Hold machine learning against the rule, on mornings of the past that neither had seen."""
    from dashboard import printed_models
    from dashboard.compose import judging

    with _about(athlete, horizon) as (history, when, roster):
        found = judging.compare(history, when, roster=roster)
    if as_json:
        print_json(_comparison_json(found))
    else:
        typer.echo("\n".join(printed_models.comparison_lines(found)))


def rollout(
    share: Annotated[
        float | None, typer.Option(min=0, max=100, help="% of athletes who get learned predictions.")
    ] = None,
    kill: Annotated[bool, typer.Option("--kill", help="Stop learned predictions for everyone, at once.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Take that back.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show or set who gets learned predictions instead of the rule's."""
    from dashboard import printed_models
    from dashboard.compose import permission
    from data import store

    if kill and resume:
        raise Refused("--kill and --resume contradict each other: name one of them.")
    path = store.default_path()
    how = permission.rollout(path)
    changed = replace(how, share=how.share if share is None else share, killed=kill or (how.killed and not resume))
    if changed != how:
        permission.keep_rollout(path, changed)
    found = permission.rollout_state(path)
    if as_json:
        print_json(found)
    else:
        typer.echo("\n".join(printed_models.rollout_lines(found)))


def consent(
    athlete: Name = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="No longer.")] = False,
) -> None:
    """Let an athlete's past teach the first guess at other athletes of this store."""
    from dashboard.compose import teaching
    from data import store

    path = store.default_path()
    subject = asked_about(path, athlete)
    if subject.simulated:
        raise Refused(
            f"{subject.name} is simulated, and teaches simulated athletes only: there is nothing to agree to."
        )
    teaching.consent(path, subject, agreed=not withdraw)
    if withdraw:
        typer.echo(
            f"{subject.name} no longer teaches others: what they taught is used no more, and the next `ownpace train` "
            "deletes it."
        )
    else:
        typer.echo(
            f"What {subject.name}'s past has in common with others may now be their first guess. Nothing leaves this "
            "machine; `ownpace consent --withdraw` takes it back."
        )


COMMANDS: tuple[Callable[..., None], ...] = (train, predict, compare, rollout, consent)


@contextmanager
def _about(name: str | None, horizon: When) -> Iterator[tuple["History", object, "Roster"]]:
    """Whose past it is about; where it says too little, that is said in a sentence."""
    from analytics.recovery.learned import Horizon
    from analytics.results import NotEnoughData
    from dashboard.compose.teaching import Roster
    from data import store

    path: Path = store.default_path()
    subject: Athlete = asked_about(path, name)
    roster = Roster(path)
    try:
        yield roster.history(subject), Horizon(horizon), roster
    except NotEnoughData as gap:
        raise Refused(f"{subject.name} has too few days for that. {gap}.") from gap


def _and_who(path: Path, training: "Training | tuple") -> tuple["Training | tuple", str]:
    """A training, and what the model that speaks after it is called."""
    from dashboard.compose import tomorrow

    if isinstance(training, tuple):
        return training, ""
    return training, tomorrow.called(path, training.athlete, training.horizon, training.used)


def _training_json(training: "Training | tuple") -> dict:
    """What became of a training. kept: the version is the one in use of its kind; speaks: it is who is shown."""
    from analytics.results import NotEnoughData

    if isinstance(training, tuple):
        subject, horizon, gap = training
        why = "missing" if isinstance(gap, NotEnoughData) else "failed"
        return {"athlete": subject.name, "horizon": horizon.value, "trained": False, why: str(gap) or repr(gap)}
    return {
        "athlete": training.athlete.name,
        "horizon": training.horizon.value,
        "trained": True,
        "first_day": training.first_day.isoformat(),
        "last_day": training.last_day.isoformat(),
        "days": training.days,
        "teachers": training.teachers,
        "seconds": round(training.seconds, 3),
        "used": training.used,
        "models": {
            one.kind: {
                "version": one.version,
                "kept": one.active,
                "speaks": one.kind == training.used,
                "bytes": one.bytes,
                "seconds": round(one.seconds, 3),
                "why_not_kept": one.why or None,
                "why_silent": training.refused.get(one.kind),
            }
            for one in training.models
        },
    }


def _prediction_json(made: "Prediction") -> dict:
    """A prediction in the words of the command line's contract, by the model whose word it is."""
    names = ("value", "low", "high", "level", "milliseconds")
    return {
        "day": made.day.isoformat(),
        "horizon": made.horizon.value,
        "model": made.by,
        "version": made.by_version,
        **{name: getattr(made, name) for name in names},
    }


def _comparison_json(found: "Comparison") -> dict:
    """A comparison in the words of the command line's contract; a model that could not be judged has no figures."""
    from dashboard.compose.judging import JUDGED

    figures = ("mae", "rmse", "r2", "coverage_80", "width_80", "n")
    scores = {
        name: {figure: plain(getattr(found.scores.get(name), figure, None)) for figure in figures} for name in JUDGED
    }
    verdict, told = found.verdict, ("words", "of", "difference", "low", "high", "better")
    return {
        "athlete": found.athlete.name,
        "horizon": found.horizon.value,
        "days": len(found.days),
        "first_day": found.days[0].date().isoformat(),
        "last_day": found.days[-1].date().isoformat(),
        "models": scores,
        "verdict": {name: plain(getattr(verdict, name)) for name in told},
    }
