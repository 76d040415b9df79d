"""Learned predictions on the pages: trained and compared by a click, switched off, rolled back, said when damaged."""

import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from analytics.features import FEATURES, NEEDED
from analytics.recovery.drift import Drift
from analytics.recovery.learned import Horizon
from analytics.recovery.service import LEARNED, Decision
from dashboard import compose, learned_choices, loaders
from dashboard.charts import prediction as morning
from dashboard.charts import recovery
from dashboard.compose import cohort, permission, prediction, teaching, training, walking, walks
from dashboard.compose.comparing import Stretch
from dashboard.compose.prediction import Watched
from data import rollouts, store, telemetry
from data.telemetry import Foretold
from tests.dashboard.lives import LAST_DAY, lived, store_with

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
EVENING, MORNING = Horizon.EVENING, Horizon.MORNING


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Ada, Ben and Cem with 150 days each, of whom nothing was learned."""
    home = tmp_path_factory.mktemp("three")
    one, other, third, _ = lived()
    store_with(home / "ownpace.db", Ada=(one, False), Ben=(other, False), Cem=(third, False))
    return home


@pytest.fixture(scope="module")
def learned(three, tmp_path_factory):
    """The same, with Ada trained for both horizons."""
    home = shutil.copytree(three, tmp_path_factory.mktemp("learned") / "home")
    for horizon in Horizon:
        training.train(home / "ownpace.db", ada(home), horizon)
    return home


@pytest.fixture
def home(learned, tmp_path):
    return shutil.copytree(learned, tmp_path / "home")


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """On this machine, and on the morning of the last day."""
    before = config.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    monkeypatch.setattr(loaders, "today", lambda: LAST_DAY)
    yield
    config.set_option("server.address", before)


@pytest.fixture
def all_may_speak(monkeypatch):
    """The models are asked in their order, whatever they have earned: boosted trees first, of which none grew here."""
    decided = prediction.service.decide

    def decide(past, **how):
        found = decided(past, **how)
        off = found.refused if not how["enabled"] else how["barred"] or {}
        refused = {name: why for name, why in found.refused.items() if name in off}
        return Decision((*(name for name in LEARNED if name not in refused), "rule", "median_30"), refused)

    monkeypatch.setattr(prediction.service, "decide", decide)


def ada(home):
    return next(athlete for athlete in compose.athletes(home / "ownpace.db") if athlete.name == "Ada")


def opened(monkeypatch, home, page=""):
    monkeypatch.setenv("OWNPACE_HOME", str(home))
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    if page:
        app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    return app


def words(app):
    return " ".join(element.value for element in (*app.header, *app.markdown, *app.caption, *app.success))


def button(app, label):
    return next(each for each in app.button if each.label.startswith(label))


def choice(app, label):
    return next(each for each in app.get("button_group") if each.label == label)


def table(app, column):
    return next(each.value for each in app.dataframe if column in each.value)


def versions(home, kind="prior"):
    return training.kept_versions(home / "ownpace.db", ada(home), EVENING, kind)


# Compare


def test_the_period_beside_the_menu_cannot_be_chosen_where_it_changes_nothing(monkeypatch, home):
    assert not choice(opened(monkeypatch, home), "Period").proto.disabled
    assert choice(opened(monkeypatch, home, "compare"), "Period").proto.disabled


def test_nothing_is_compared_until_it_is_asked_for(monkeypatch, three, tmp_path):
    home = shutil.copytree(three, tmp_path / "home")
    app = opened(monkeypatch, home, "compare")
    assert "Nothing has been compared yet" in words(app)
    assert walks.kept(home / "ownpace.db", ada(home), EVENING) is None
    button(app, "Compare now").click().run()
    assert not app.exception
    assert any(said in app.header[0].value for said in ("is better by", "No difference shown on"))
    assert "days" in app.header[0].value
    assert len(app.get("plotly_chart")) == 6
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    scores = table(app, "RMSE")
    assert set(scores["model"]) == {
        "Boosted trees", "Network", "Personal ridge", "Rule", "30-day median", "Same as the day before",
        "What was shown",
    }  # fmt: skip
    assert len(set(scores["mornings"])) == 1


def test_the_two_horizons_are_kept_apart(monkeypatch, three, tmp_path):
    home = shutil.copytree(three, tmp_path / "home")
    walking.walk(compose.history(home / "ownpace.db", ada(home)), EVENING)
    app = opened(monkeypatch, home, "compare")
    assert "Nothing has been compared yet" not in words(app)
    choice(app, "Foretold from").set_value(MORNING).run()
    assert not app.exception
    assert "Nothing has been compared yet" in words(app)


def test_any_two_models_and_any_stretch(monkeypatch, home):
    app = opened(monkeypatch, home, "compare")
    key = f"{ada(home).id}-{EVENING}"
    app.selectbox(key=f"model-{key}").set_value("network").run()
    app.selectbox(key=f"against-{key}-network").set_value("same_as_yesterday").run()
    assert not app.exception
    said = app.header[0].value
    assert "the network" in said.lower() and "the same as the day before" in said.lower()
    days = len(table(app, "came"))
    choice(app, "Mornings judged").set_value("Last 3 months").run()
    assert not app.exception
    assert len(table(app, "came")) <= days


def test_mornings_that_came_since_are_told_and_walked_on_a_click(monkeypatch, home):
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db):
        db.execute("UPDATE measurement SET value = value + 3 WHERE metric = 'recovery_pct' AND athlete = 1")
    app = opened(monkeypatch, home, "compare")
    assert "Something in the data has changed since" in words(app)
    button(app, "Compare again").click().run()
    assert not app.exception
    assert "what you see is from before" not in words(app)


def test_work_that_is_stopped_leaves_no_walk(monkeypatch, three, tmp_path):
    home = shutil.copytree(three, tmp_path / "home")
    import streamlit as st

    def stop(*_, progress, **__):
        progress(0.3, "Ada: reading")
        st.stop()  # as a click on Stop does, at a word of progress

    monkeypatch.setattr(walking, "walk", stop)
    app = opened(monkeypatch, home, "compare")
    button(app, "Compare now").click().run()
    assert not app.exception
    assert walks.kept(home / "ownpace.db", ada(home), EVENING) is None


def test_everyone_is_compared_without_a_name(monkeypatch, home):
    app = opened(monkeypatch, home, "compare")
    choice(app, "Of whom").set_value("Everyone").run()
    assert "2 athletes without a comparison" in words(app)
    button(app, "Compare them").click().run()
    assert not app.exception
    assert "what was shown" in app.header[0].value.lower()
    assert "over 3 athletes" in app.header[0].value
    (forest,) = app.get("plotly_chart")
    assert forest.proto.alt
    for name in ("Ada", "Ben", "Cem"):
        assert name not in words(app)
        assert all(name not in each.value.to_string() for each in app.dataframe)
    assert table(app, "closer by").shape[0] >= 3


@pytest.fixture
def all_walked(home):
    for one in compose.athletes(home / "ownpace.db"):
        walking.walk(compose.history(home / "ownpace.db", one), EVENING)
    return home


def everyone(monkeypatch, home):
    app = opened(monkeypatch, home, "compare")
    return choice(app, "Of whom").set_value("Everyone").run()


def test_a_choice_of_athletes_is_compared_and_fewer_than_three_are_refused(monkeypatch, all_walked):
    app = everyone(monkeypatch, all_walked)
    assert "over 3 athletes" in app.header[0].value and "3 of 3 athletes" in words(app)
    (people,) = app.multiselect
    assert not any(name in option for name in ("Ada", "Ben", "Cem") for option in people.options)
    people.set_value(people.value + list(labels(all_walked))[:2]).run()
    assert not app.exception
    said = "Not enough data to speak of all: 3 athletes with 30 mornings are needed, 2 have as many."
    assert app.header[0].value == said and "2 of 2 athletes" in words(app)
    assert table(app, "closer by").shape[0] >= 2


def test_what_is_taken_away_of_the_cohort_holds_no_name(all_walked):
    path = all_walked / "ownpace.db"
    found = cohort.everyone(cohort.judged(cohort.walked(path, compose.athletes(path), EVENING), Stretch()))
    table = cohort.csv_of_everyone(found)
    assert sorted(table["athlete"]) == sorted(labels(all_walked)) and len(found.members) == 3
    assert not any(name in table.to_csv() for name in ("Ada", "Ben", "Cem"))


def test_one_chosen_athlete_is_the_single_view_without_a_name(monkeypatch, all_walked):
    app = everyone(monkeypatch, all_walked)
    app.multiselect[0].set_value(list(labels(all_walked))[:1]).run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 6
    assert labels(all_walked)[0] in words(app) and not any(name in words(app) for name in ("Ada", "Ben", "Cem"))


def test_the_cohort_has_the_same_days_to_choose_and_walks_nobody_for_them(monkeypatch, all_walked):
    app = everyone(monkeypatch, all_walked)

    def never(*_, **__):
        raise AssertionError("a choice of days made somebody walk")

    monkeypatch.setattr(walking, "walk", never)
    monkeypatch.setattr(walks, "kept", never)  # nor is what was walked read anew
    choice(app, "Mornings judged").set_value("Choose days").run()
    first, last = LAST_DAY - timedelta(days=39), LAST_DAY
    app.date_input[0].set_value((first, last)).run()
    assert not app.exception
    assert "3 of 3 athletes, 40 days, 12 Oct 2026 to 20 Nov 2026." in words(app)
    assert "over 3 athletes and 120 mornings" in app.header[0].value
    app.date_input[0].set_value((LAST_DAY - timedelta(days=28), last)).run()
    assert not app.exception
    assert app.header[0].value.startswith("Not enough data to speak of all") and "none has" in app.header[0].value
    assert "None of them has 30 mornings on the chosen days" in words(app)


def test_the_single_view_has_days_to_choose_too(monkeypatch, home):
    app = opened(monkeypatch, home, "compare")
    choice(app, "Mornings judged").set_value("Choose days").run()
    app.date_input[0].set_value((LAST_DAY - timedelta(days=9), LAST_DAY)).run()
    assert not app.exception
    assert len(table(app, "came")) == 10
    assert app.header[0].value == "Not enough data: 30 mornings are needed, 10 so far."


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ((date(2020, 1, 1), date(2020, 2, 1)), None),  # none of them is among this athlete's: all of these
        ((date(2020, 1, 1), LAST_DAY - timedelta(days=20)), LAST_DAY - timedelta(days=20)),
    ],
)
def test_days_chosen_for_another_athlete_are_kept_as_far_as_there_are_predictions(monkeypatch, home, kept, shown):
    app = opened(monkeypatch, home, "compare")
    first = walks.kept(home / "ownpace.db", ada(home), EVENING).held.first.date()
    app.session_state["compare-days"] = kept
    choice(app, "Mornings judged").set_value("Choose days").run()
    assert not app.exception
    assert app.date_input[0].value == (first, shown or LAST_DAY)


def labels(home):
    return [cohort.pseudonym(one) for one in compose.athletes(home / "ownpace.db")]


def test_the_share_and_the_stop_reach_the_predictions(monkeypatch, home, all_may_speak):
    app = opened(monkeypatch, home, "compare")
    choice(app, "Of whom").set_value("Everyone").run()
    button(app, "Stop learned predictions").click().run()
    assert not app.exception
    assert "Stopped for everyone" in words(app)
    assert "Rule: not learned from you" in words(opened(monkeypatch, home))
    app = opened(monkeypatch, home, "compare")
    choice(app, "Of whom").set_value("Everyone").run()
    button(app, "Start again").click().run()
    with closing(store.connect(home / "ownpace.db")) as db:
        assert not rollouts.rollout(db, permission.ROLLOUT).killed


# Today


def test_today_offers_training_where_nothing_was_learned(monkeypatch, three):
    said = words(opened(monkeypatch, three))
    assert "Tomorrow: about" in said and "four times in five within" in said
    assert "No model has learned from your mornings yet" in said


def test_today_trains_nothing(monkeypatch, three):
    def never(*_, **__):
        raise AssertionError("a page trained a model")

    monkeypatch.setattr(training, "train", never)
    monkeypatch.setattr(walking, "walk", never)
    opened(monkeypatch, three)


def test_today_marks_what_is_personal_and_says_why(monkeypatch, home, all_may_speak):
    app = opened(monkeypatch, home)
    assert "Personal: ridge, " in words(app)
    points = next(each.value for each in app.dataframe if list(each.value) == ["what", "points"])["points"]
    assert points.iloc[:-1].sum() == pytest.approx(points.iloc[-1], abs=0.1 * len(points))
    assert "another method" in words(app)


def test_a_damaged_model_is_passed_over(monkeypatch, home, all_may_speak):
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db):
        db.execute("UPDATE model SET content = substr(content, 1, 900)")
    said = words(opened(monkeypatch, home))
    assert "Rule: not learned from you" in said and "damaged" in said


def test_the_forecast_says_that_its_first_morning_is_by_another_method(monkeypatch, home):
    assert "The page Today says" in words(opened(monkeypatch, home, "forecast"))


# Settings


@pytest.mark.parametrize(
    ("n", "more", "said"),
    [
        (1, {}, "The one prediction so far took 6.7 ms."),
        (7, {}, "Of 7 predictions half took 6.7 ms or less."),
        (20, {"p95": 9.0}, "Of 20 predictions half took 6.7 ms or less, 19 of 20 9.0 or less."),
        (
            1200,
            {"p95": 9.0, "p99": 12.25},
            "Of 1,200 predictions half took 6.7 ms or less, 19 of 20 9.0 or less, 99 of 100 12.2 or less.",
        ),
    ],
)
def test_how_long_predictions_took_is_said_with_how_many_there_were(n, more, said):
    assert learned_choices.took({"n": n, "p50": 6.7} | more) == said


def test_what_was_recorded_on_too_few_days_is_not_said_never_to_have_been(tmp_path):
    path = store_with(tmp_path / "ownpace.db", Ada=(lived(1, 26)[0], False))
    found = learned_choices.quality_of(compose.history(path, ada(tmp_path)), EVENING)
    fitness = "Fitness: load over about 6 weeks (CTL)"
    assert fitness in found.early and fitness not in found.never
    with closing(store.connect(path)) as db, store.writing(db):
        db.execute("DELETE FROM measurement WHERE metric IN ('day_strain', 'load_au', 'energy_kcal')")
        db.execute("DELETE FROM workout")
    without = learned_choices.quality_of(compose.history(path, ada(tmp_path)), EVENING)
    assert fitness in without.never and fitness not in without.early


def test_all_that_a_feature_is_made_of_is_recorded_or_no_measurement():
    unmeasured = {name for name in FEATURES if not learned_choices._made_of(name)}
    assert {FEATURES[name].group for name in unmeasured} == {"habits", "calendar", "data"}
    assert {column for columns in learned_choices.MADE_OF.values() for column in columns} <= set(NEEDED)


def test_the_ridge_of_one_whom_nobody_taught_is_called_personal_until_somebody_does(home):
    path = home / "ownpace.db"
    assert teaching.alone(path, ada(home), EVENING)
    assert set(learned_choices.version_table({"prior": versions(home)})["model"]) == {"Personal ridge"}
    for one in compose.athletes(path):
        teaching.consent(path, one, True)
    training.train(path, ada(home), EVENING)
    assert not teaching.alone(path, ada(home), EVENING)
    assert list(learned_choices.version_table({"prior": versions(home)})["model"]) == [
        "Ridge with a prior", "Personal ridge",
    ]  # fmt: skip
    cem = next(one for one in compose.athletes(path) if one.name == "Cem")
    assert not teaching.alone(path, cem, EVENING)  # of whom nothing is kept


def test_mornings_whose_foretold_score_is_not_known_are_counted_and_said_to_be(monkeypatch, home):
    shown = Foretold("evening", LAST_DAY.isoformat(), "rule", 0, 60.0, 45.0, 75.0, 0.8, 2.0, True, "device oura")
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db, quiet=True):
        telemetry.note(db, ada(home).id, shown)
    said = words(opened(monkeypatch, home, "settings"))
    assert "Shown beforehand, but neither right nor wrong: 1 morning." in said


def test_training_by_the_button_keeps_versions_and_says_what_became_of_them(monkeypatch, three, tmp_path):
    home = shutil.copytree(three, tmp_path / "home")
    app = opened(monkeypatch, home, "settings")
    assert "The rule speaks for you" in words(app)
    button(app, "Train now").click().run()
    assert not app.exception
    assert "Trained from the evening before on" in words(app) and "Trained with the night known on" in words(app)
    assert all(len(versions(home, kind)) == 1 for kind in LEARNED)
    assert {"Training days", "Data quality", "Error", "80% intervals"} == {metric.label for metric in app.metric}


def test_switched_off_the_rule_speaks_and_switched_on_the_model_does(monkeypatch, home, all_may_speak):
    app = opened(monkeypatch, home, "settings")
    assert "The personal ridge speaks for you" in words(app)
    switch = next(each for each in app.toggle if each.label.startswith("Let models"))
    switch.set_value(False).run()
    assert not app.exception
    assert "The rule speaks for you" in words(app)
    today = words(opened(monkeypatch, home))
    assert "Rule: not learned from you" in today and "not seen before, the rule was off by" in today
    app = opened(monkeypatch, home, "settings")
    next(each for each in app.toggle if each.label.startswith("Let models")).set_value(True).run()
    assert "Personal: ridge, " in words(opened(monkeypatch, home))


def test_back_to_an_earlier_version(monkeypatch, home, all_may_speak):
    training.train(home / "ownpace.db", ada(home), EVENING)
    assert [version.active for version in versions(home, "boosted")] == [True, False]
    app = opened(monkeypatch, home, "settings")
    assert "version 2" in words(app)
    button(app, "Boosted trees: back to version 1").click().run()
    assert not app.exception
    assert [version.active for version in versions(home, "boosted")] == [False, True]
    assert "version 1" in words(app)


def test_what_drifted_stands_with_psi_and_ks_and_why_neither_is_the_alarm(monkeypatch, home):
    app = opened(monkeypatch, home, "settings")
    assert "**Neither PSI nor KS raises the alarm.**" in words(app)
    shown = table(app, "KS distance")
    assert {"what", "alarm", "PSI", "days, recent", "days, before"} <= set(shown) and len(shown) > 10
    assert shown["KS distance"].between(0, 1).all() and (shown["PSI"] >= 0).all()
    assert shown["p, corrected"].is_monotonic_increasing


def drifted(number, change=1.2, q=0.01):
    return Drift(list(FEATURES)[number], change, q, q, 2.1, 0.52, 30, 88)


def test_each_thing_that_drifted_is_told_with_both_measures_and_its_days():
    watched = Watched(None, {}, (), (drifted(0), drifted(1, -np.inf), drifted(2, q=0.2)))
    (said,) = learned_choices.alarming(watched)
    assert said.startswith("**Your last 30 days are not like the 90 before** in 2 of 3 things")
    assert said.splitlines()[2:] == [
        "- HRV against your usual, last morning: 1.2 SD higher (PSI 2.10, KS 0.52; 30 days against 88)",
        "- Resting HR against your usual, last morning: lower (PSI 2.10, KS 0.52; 30 days against 88)",
    ]
    table = learned_choices.drift_table(watched.moved)
    assert list(table["alarm"]) == ["yes", "yes", ""] and np.isnan(table["moved by, SD"][1])
    many = Watched(None, {}, (), tuple(drifted(number) for number in range(7)))
    assert learned_choices.alarming(many)[0].endswith("\n- and 3 more, in the table below")
    assert not learned_choices.alarming(Watched(None, {}, (), (drifted(0, q=0.2),)))


def test_consent_is_given_and_taken_back(monkeypatch, home):
    app = opened(monkeypatch, home, "settings")
    for agreed in (True, False):
        next(each for each in app.toggle if each.label.startswith("My past may teach")).set_value(agreed).run()
        assert not app.exception
        assert teaching.consents(home / "ownpace.db", ada(home)) is agreed


def test_what_somebody_taught_who_withdrew_is_no_longer_shown(monkeypatch, home):
    path = home / "ownpace.db"
    others = [athlete for athlete in compose.athletes(path) if athlete.name != "Ada"]
    for other in others:
        teaching.consent(path, other, agreed=True)
    training.train(path, ada(home), EVENING)
    assert table(opened(monkeypatch, home, "compare"), "RMSE") is not None
    teaching.consent(path, others[0], agreed=False)
    app = opened(monkeypatch, home, "compare")
    assert "has taken that back" in words(app) and "Compare anew without them" in words(app)
    assert not any("RMSE" in each.value for each in app.dataframe)
    assert "has taken that back" in words(opened(monkeypatch, home, "settings"))
    assert "not seen before, what was shown" not in words(opened(monkeypatch, home))


def test_a_rerun_of_today_draws_nothing_anew(monkeypatch, home):
    app = opened(monkeypatch, home)
    drawn = len(app.get("plotly_chart"))
    for module, name in ((morning, "ahead"), (morning, "why"), (recovery, "pulls"), (recovery, "strip")):
        monkeypatch.setattr(module, name, lambda *_: 1 / 0)
    app.run()
    assert not app.exception and len(app.get("plotly_chart")) == drawn == 4


def test_figures_in_tables_are_figures(monkeypatch, home):
    app = opened(monkeypatch, home, "compare")
    for column in ("RMSE", "came"):
        found = table(app, column)
        assert found[column].dtype.kind in "if"
    assert table(app, "came")["Rule "].dtype.kind == "i"


def test_three_days_say_what_is_needed(monkeypatch, tmp_path):
    from data.saver import Saver
    from data.schema import Measurement

    with closing(store.connect(tmp_path / "ownpace.db")) as db, store.writing(db):
        athlete = store.add_athlete(db, "Few")
        file = {"athlete": athlete, "name": "days.csv", "source": "handmade", "state": "imported", "at_utc": 0}
        saver = Saver(db, athlete, "handmade", db["import_file"].insert(file).last_pk, 0)
        for day in range(3):
            when = date.fromordinal(LAST_DAY.toordinal() - day).isoformat()
            saver.save(Measurement("recovery_pct", 1_700_000_000 - day * 86400, 60.0, when))
        saver.finish()
    assert "14 known mornings are needed, 3 so far" in words(opened(monkeypatch, tmp_path))
    assert "14 known mornings are needed, 3 so far" in words(opened(monkeypatch, tmp_path, "settings"))
    assert "60 mornings with a recovery are needed, 3 so far" in words(opened(monkeypatch, tmp_path, "compare"))
