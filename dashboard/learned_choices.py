"""Learned predictions in the settings: on or off, what is in use and how good it is, training, going back, consent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from analytics.features import FEATURES, LOADS
from analytics.recovery import evaluate
from analytics.recovery.drift import BEFORE, RECENT, Drift
from analytics.recovery.learned import Horizon
from analytics.recovery.service import LEARNED
from analytics.results import NotEnoughData
from coach import words
from dashboard import cards, comparing, loaders, working
from dashboard.charts.compare import FORMATS
from dashboard.charts.prediction import NAMES, label
from dashboard.compose import Athlete, History, permission, prediction, teaching, tomorrow, training, walks
from dashboard.compose.foretelling import task
from dashboard.compose.prediction import Prediction, Watched
from dashboard.compose.training import Training
from dashboard.findings.asked import missing_words
from dashboard.navigation import page
from data.models import Version

QUALITY_DAYS, EVER_DAYS = 28, 365
EARLY = "Recorded on too few days to be worked out yet"
MADE_OF = {  # what has to be recorded for a feature, or else for all of its group
    "hrv_z": ("hrv_rmssd_ms", "hrv_sdnn_ms"),
    "resting_hr_z": ("resting_hr_bpm",),
    "respiration_z": ("respiration_brpm",),
    "skin_temp_z": ("skin_temp_c", "skin_temp_deviation_c"),
    "sleep_irregularity_h": ("onset_h",),
    "night_need_z": ("need_min",),
    "night_efficiency_z": ("efficiency_pct",),
    "night_restorative_z": ("deep_min", "rem_min"),
    "night_respiration_z": ("respiration_brpm",),
    "night_later_h": ("onset_h",),
    "recovery": ("recovery_pct",),
    "sleep": ("asleep_min",),
    "night": ("asleep_min",),
    "load": LOADS,
}
MOVED_SHOWN = 4  # features
DRIFT_KEY = (
    "**Neither PSI nor KS raises the alarm.** It is raised where the mean of the recent days moved by more than means "
    "of as many days move by themselves: p below 0.05, neighbouring days being alike, and corrected for looking at "
    "{features} things. PSI alone rings falsely: on so few days most things that have not changed at all lie above "
    "its usual line of 0.25. The test of KS takes each day for a new one, and so rings about three times too often "
    "where days are alike. How often each does so stands on the page Methods, check T15."
)
FORM = {Horizon.EVENING: "from the evening before", Horizon.MORNING: "with the night known"}


@dataclass(frozen=True)
class Quality:
    """How much of what predictions are fed with is there.

    share: % over the last 28 days, of what was there once in a year. Of what was not, by its labels: never: of which
    nothing was recorded; early: which takes more days than were recorded.
    """

    share: float | None
    never: tuple[str, ...]
    early: tuple[str, ...]


def section(athlete: Athlete) -> None:
    """Everything about learned predictions of one athlete."""
    whose = "" if athlete.name.casefold() == "me" else f" of {cards.plain(athlete.name)}"
    st.markdown(f"#### Learned predictions{whose}", anchors=False)
    st.markdown(
        "Models learn from your own mornings on this machine. One speaks only while it is shown to be as close as the "
        "rule, on mornings of yours that it had not seen; else the rule speaks.",
        width=cards.READING_PX,
    )
    history = loaders.history(athlete)
    _switch(athlete)
    when = comparing.horizon()
    _in_use(history, when)
    _train(athlete)
    _watch(history, when)
    _versions(history, when)
    _consent(athlete)


def _switch(athlete: Athlete) -> None:
    path = loaders.path()
    on, key = permission.enabled(path, athlete), f"learned-{athlete.id}"
    st.toggle(
        "Let models that learned from me speak",
        value=on,
        key=key,
        on_change=lambda: permission.enable(path, athlete, st.session_state[key]),
        help="Off: every page shows the rule's prediction. What was learned stays kept.",
    )
    how = permission.rollout(path)
    if not on:
        st.caption(":material/rule: Off: the rule speaks on every page.")
    elif how.killed:
        st.caption(":material/stop_circle: Stopped for everyone of this store, on the page Compare.")


def _in_use(history: History, when: Horizon) -> None:
    """Who speaks, since when, how well it has done, and how much it is fed with."""
    try:
        made = loaders.worked_out(history.athlete, _made, when)
    except NotEnoughData as gap:
        cards.missing(f"**{missing_words(gap)}.**", "Until then nothing is foretold.")
        return
    on = (
        _version(made, training.kept_versions(loaders.path(), made.athlete, when, made.model)) if made.learned else None
    )
    alone = teaching.alone(loaders.path(), history.athlete, when)
    st.markdown(f"**{_speaks(made, on, teaching.called(made.by, alone))}**", width=cards.READING_PX)
    grade = comparing.judged(history.athlete, when)
    quality = loaders.worked_out(history.athlete, quality_of, when)
    with st.container(horizontal=True):
        _metric("Training days", f"{on.about.days:,}" if on else f"{made.days:,} known", _span(on))
        share = "–" if quality.share is None else f"{quality.share:.0f}%"
        _metric("Data quality", share, f"last {QUALITY_DAYS} days", "Of all that predictions are fed with and that you "
                "ever recorded, the share that was there.")  # fmt: skip
        if grade is not None:
            off = permission.stopped(loaders.path(), history.athlete)
            used, rule, median = (grade[name] for name in (made.model if off else "used", "rule", "median_30"))
            _metric(
                "Error", f"{used.mae:.1f} pts", f"rule {rule.mae:.1f}, median {median.mae:.1f}",
                f"Mean absolute error of what was or would have been shown, on {used.n:,} mornings not seen before.",
            )  # fmt: skip
            _metric("80% intervals", f"{used.coverage_80:.0%} held", f"{used.width_80:.0f} points wide")
    if grade is None:
        st.caption(_ungraded(history, when))
    for said, missing in (("Not once recorded in the last year", quality.never), (EARLY, quality.early)):
        if missing:
            named = words.listed([words.inside(name) for name in missing])
            st.caption(f":material/hourglass_empty: {said}: {named}.")
    if made.refused and not made.learned:
        with st.expander("Why no learned model speaks", icon=":material/help:", type="compact"):
            named = {name: NAMES[teaching.called(name, alone)] for name in made.refused if name in NAMES}
            said = [f"- **{name}**: {cards.plain(made.refused[model])}" for model, name in named.items()]
            st.markdown("\n".join(said))
    st.page_link(page("compare"), label="ML against the rule, day by day", icon=":material/arrow_forward:")


def _ungraded(history: History, when: Horizon) -> str:
    """Why there is no grade, and what brings one."""
    there = walks.kept(loaders.path(), history.athlete, when)
    if there is None or there.held.known < evaluate.FIRST:
        return "Its grade needs 60 known mornings and a training."
    same = there.outcome == task(history, when).outcome.kind
    return f"{comparing.WITHDRAWN if same else comparing.ANOTHER} Train anew."


def _made(history: History, when: Horizon) -> Prediction:
    return prediction.predict(history, when, note=False, learn=False)


def _version(made: Prediction, kept: Sequence[Version]) -> Version | None:
    return next((version for version in kept if version.number == made.version), None)


def _speaks(made: Prediction, on: Version | None, by: str) -> str:
    who = _speak(by)
    said = f"{who[0].upper()}{who[1:]} for you, {FORM[made.horizon]}"
    if on is None:
        return f"{said}."
    return f"{said}: version {on.number}, trained on {words.day(_day(on))}."


def _speak(model: str) -> str:
    """`the boosted trees speak`, `the rule speaks`."""
    return f"{label(model)} {'speak' if model == 'boosted' else 'speaks'}"


def _day(version: Version) -> date:
    return datetime.fromtimestamp(version.created_utc, UTC).date()


def _span(on: Version | None) -> str | None:
    return on and words.span(on.about.first_day, on.about.last_day)


def _metric(name: str, value: str, beside: str | None = None, help: str | None = None) -> None:
    st.metric(
        name, value, beside, delta_color="off", delta_arrow="off", border=True, width="stretch", height="stretch",
        help=help,
    )  # fmt: skip


def quality_of(history: History, when: Horizon) -> Quality:
    """How much of the features of the last 28 mornings is known, leaving out what was not known once in a year."""
    found = task(history, when)
    x, daily = found.features, found.outcome.daily.iloc[-EVER_DAYS:]
    ever = x.iloc[-EVER_DAYS:].notna().any()
    kept = x.loc[:, ever].iloc[-QUALITY_DAYS:]
    share = float(100 * np.asarray(kept.notna()).mean()) if kept.size else None
    unknown = list(x.columns[~ever])
    early = [name for name in unknown if daily[list(_made_of(name))].notna().to_numpy().any()]
    return Quality(share, _labels(name for name in unknown if name not in early), _labels(early))


def _made_of(feature: str) -> tuple[str, ...]:
    """The daily columns of which a feature takes one; none for what is no measurement."""
    return MADE_OF.get(feature) or MADE_OF.get(FEATURES[feature].group, ())


def _labels(features: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(FEATURES[name].label.partition(",")[0] for name in features))


def _train(athlete: Athlete) -> None:
    """Learns anew on a click, both horizons."""
    last = _last_trained(athlete)
    label_, when = ("Train now", "Nothing was trained yet. ") if last is None else ("Retrain now", "")
    due = any(loaders.worked_out(athlete, training.due, one) for one in Horizon)
    with st.container(horizontal=True, vertical_alignment="center"):
        go = st.button(
            label_,
            icon=":material/model_training:",
            key="train",
            type=cards.leading() if last is None and due else "secondary",
        )
        if last is not None:
            when = f"Last trained on {words.day(last)}; {'training is due' if due else 'up to date'}. "
        st.caption(
            f"{when}`ownpace train` does the same, every week if you let it. "
            "A new version is used only if it was off by no more than the one before, on the same mornings, which "
            "neither had seen; else it is kept and stays off."
        )
    if go:
        done = working.run(partial(_train_both, athlete), "train", "What was in use before stays in use.")
        if done is not None:
            st.session_state["trained"] = (athlete.id, [_became(one) for one in done])
            st.rerun()
    of, said = st.session_state.pop("trained", (None, []))
    if of == athlete.id and said:
        st.success("  \n".join(said), icon=":material/check_circle:")


def _train_both(athlete: Athlete, bar) -> list[Training | NotEnoughData]:
    roster, done = teaching.Roster(loaders.path()), []
    for number, when in enumerate(Horizon):
        step = partial(_half, bar, number)
        try:
            done.append(training.train(loaders.path(), athlete, when, step, roster))
        except NotEnoughData as gap:
            done.append(gap)
    return done


def _half(bar, number: int, done: float, said: str) -> None:
    bar((number + done) / len(Horizon), said)


def _became(one: Training | NotEnoughData) -> str:
    """What became of a training, in a sentence."""
    if isinstance(one, NotEnoughData):
        return f"Not trained: {cards.plain(missing_words(one))}."
    off = [
        f"{NAMES[teaching.called(each.kind, not one.teachers)].lower()}: {each.why}" for each in one.models if each.why
    ]
    said = f"Trained {FORM[one.horizon]} on {words.counted(one.days, 'morning')}; {_speak(_called(one))} now."
    return said + (f" Not switched on: {cards.plain('; '.join(off))}." if off else "")


def _called(one: Training) -> str:
    name = tomorrow.called(loaders.path(), one.athlete, one.horizon, one.used)
    return teaching.called(name, not one.teachers)


def _last_trained(athlete: Athlete) -> date | None:
    made = [
        _day(version)
        for when in Horizon
        for kind in LEARNED
        for version in training.kept_versions(loaders.path(), athlete, when, kind)[:1]
    ]
    return max(made, default=None)


def _watch(history: History, when: Horizon) -> None:
    """What is alarming, in plain words; nothing is, most of the time."""
    found = loaders.worked_out(history.athlete, prediction.watched, when)
    said = list(alarming(found))
    for sentence in said:
        st.markdown(f":material/warning: {sentence}", width=cards.READING_PX)
    if not said and found.alarms:
        st.caption(":material/check: Nothing alarming: predictions are as close as before, and their intervals hold.")
    elif not said:
        st.caption(":material/hourglass_empty: Too few mornings to tell yet whether something is alarming.")
    if found.moved:
        _drift(found.moved)
    with st.expander("What was shown, and what came", icon=":material/history:"):
        if found.milliseconds:
            st.markdown(f"{took(found.milliseconds)} None of this leaves this machine.")
        if found.came_true.empty:
            st.caption("No morning has come yet that was shown beforehand.")
        else:
            alone = teaching.alone(loaders.path(), history.athlete, when)
            table, said = _shown(found.came_true, alone), "Past mornings: what was shown beforehand, and what came"
            st.dataframe(table, column_config=cards.formats(table, {}, "_index"), alt=said)
        if found.unknown:
            st.caption(
                f"Shown beforehand, but neither right nor wrong: {words.counted(found.unknown, 'morning')}. The score "
                "that was foretold of them, by your device then or by ours, is not known."
            )


def took(milliseconds: Mapping[str, float]) -> str:
    """How long predictions took, in a sentence. milliseconds: as data.telemetry.milliseconds, of one or more."""
    n, half = int(milliseconds["n"]), f"{milliseconds['p50']:.1f} ms"
    if n == 1:
        return f"The one prediction so far took {half}."
    shares = {"19 of 20": "p95", "99 of 100": "p99"}
    more = [f", {share} {milliseconds[p]:.1f} or less" for share, p in shares.items() if p in milliseconds]
    return f"Of {n:,} predictions half took {half} or less{''.join(more)}."


def alarming(found: Watched) -> list[str]:
    """What has changed, a sentence each."""
    said = []
    for alarm in found.alarms:
        if alarm.raised and alarm.what == "error":
            said.append(
                f"**Predictions are further off lately**: by {alarm.recent:.1f} points on the last {alarm.n} mornings, "
                f"{alarm.expected:.1f} before. Something may have changed in your life or your device."
            )
        elif alarm.raised:
            said.append(
                f"**Intervals promise too much lately**: {alarm.recent:.0%} of the last {alarm.n} mornings fell "
                f"inside, {alarm.expected:.0%} should. They widen by themselves; until then take them as too narrow."
            )
    drifted = [one for one in found.moved if one.drifted]
    if drifted:
        more = len(drifted) - MOVED_SHOWN
        rows = [_drifted(one) for one in drifted[:MOVED_SHOWN]]
        if more > 0:
            rows.append(f"- and {more} more, in the table below")
        said.append(
            f"**Your last {RECENT} days are not like the {BEFORE} before** in {len(drifted)} of {len(found.moved)} "
            "things that predictions are made from. Models that learned from those before may fit less well; training "
            "anew takes the new ones in.\n\n" + "\n".join(rows)
        )
    return said


def _drifted(one: Drift) -> str:
    """`- HRV against your usual, last morning: 1.2 SD higher (PSI 2.10, KS 0.52; 30 days against 88)`."""
    size = f"{abs(one.change_sd):.1f} SD " if np.isfinite(one.change_sd) else ""
    way = "higher" if one.change_sd > 0 else "lower"
    days = f"{one.n_recent} days against {one.n_before}"
    return f"- {FEATURES[one.feature].label}: {size}{way} (PSI {one.psi:.2f}, KS {one.ks:.2f}; {days})"


def _drift(moved: Sequence[Drift]) -> None:
    """Everything that predictions are made from, recent days against those before, and what raises the alarm."""
    label_ = f"What predictions are made from: the last {RECENT} days against the {BEFORE} before"
    with st.expander(label_, icon=":material/compare_arrows:"):
        st.markdown(DRIFT_KEY.format(features=len(moved)), width=cards.READING_PX)
        table = drift_table(moved)
        said = "Of everything that predictions are made from: by how much it moved, PSI, KS distance and days"
        formats = cards.formats(table, FORMATS)
        st.dataframe(table, hide_index=True, column_config=formats, placeholder="–", alt=said)


def drift_table(moved: Sequence[Drift]) -> pd.DataFrame:
    """Drift of every feature, the largest first, as people read it."""
    return pd.DataFrame(
        [
            {
                "what": FEATURES[one.feature].label,
                "alarm": "yes" if one.drifted else "",
                "moved by, SD": one.change_sd if np.isfinite(one.change_sd) else np.nan,
                "p, corrected": one.q,
                "PSI": one.psi,
                "KS distance": one.ks,
                "days, recent": one.n_recent,
                "days, before": one.n_before,
            }
            for one in moved
        ]
    )


def _shown(table: pd.DataFrame, alone: bool) -> pd.DataFrame:
    table = table.iloc[::-1]
    people = pd.DataFrame(
        {
            "shown": table["value"].round().astype(int).to_list(),
            "80%": [f"{row.low:.0f} to {row.high:.0f}" for row in table.itertuples()],
            "came": table["outcome"].round().astype(int).to_list(),
            "inside": ["yes" if held else "no" for held in table["inside"]],
            "by": [NAMES.get(teaching.called(name, alone), name) for name in table["model"]],
        }
    )
    return people.set_axis(table.index.date)


def _versions(history: History, when: Horizon) -> None:
    """The versions that are kept, and the way back to an earlier one."""
    athlete = history.athlete
    kept = {kind: training.kept_versions(loaders.path(), athlete, when, kind) for kind in LEARNED}
    if not any(kept.values()):
        return
    with st.expander("Versions, and back to an earlier one", icon=":material/settings_backup_restore:"):
        table = version_table(kept)
        said = "The kept versions of each model, with their grades"
        formats = cards.formats(table, FORMATS, "trained")
        st.dataframe(table, hide_index=True, column_config=formats, placeholder="not graded", alt=said)
        st.caption(
            "The last five of each are kept. An earlier one stays on until a training brings one that was off by no "
            "more."
        )
        for kind in kept:
            back = training.earlier(history, when, kind)
            if back and st.button(
                f"{_named(back)}: back to version {back.number}", icon=":material/undo:", key=f"back-{when}-{kind}"
            ):
                training.roll_back(loaders.path(), athlete, when, kind)
                st.rerun()


def _named(version: Version) -> str:
    return NAMES[teaching.called(version.about.kind, version.readable and not version.about.teachers)]


def version_table(kept: Mapping[str, Sequence[Version]]) -> pd.DataFrame:
    """Versions of all kinds as people read them."""
    return pd.DataFrame(
        [
            {
                "model": _named(one),
                "version": one.number,
                "in use": ("yes" if one.active else "") if one.readable else "damaged",
                "trained": _day(one),
                "mornings": one.about.days,
                "off by": one.about.grade.get("mae", np.nan),
                "80% held": 100 * one.about.grade.get("coverage_80", np.nan),
                "others taught": len(one.about.teachers),
            }
            for kind, versions in kept.items()
            for one in versions
        ]
    )


def _consent(athlete: Athlete) -> None:
    """Whether this athlete's past may be part of the first guess at others of this store."""
    if athlete.simulated:
        st.caption("Simulated athletes teach simulated ones, and nobody else.")
        return
    path, key = loaders.path(), f"teaches-{athlete.id}"
    st.toggle(
        "My past may teach the first guess at other athletes of this store",
        value=teaching.consents(path, athlete),
        key=key,
        on_change=lambda: teaching.consent(path, athlete, st.session_state[key]),
        help="Only how strongly what moves recovery moves yours, as a part of a mean over athletes. It never leaves "
        "this machine, and taking it back holds at once: what it taught is used no more.",
    )
