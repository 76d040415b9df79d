"""`ownpace train`, `predict`, `compare`, `rollout` and `consent`, on a real store."""

import json
import shutil
from contextlib import closing
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from analytics.recovery.probability import Chance
from analytics.recovery.service import Decision
from dashboard import command_models, compose
from dashboard.cli import app
from dashboard.compose import prediction, teaching, tomorrow, training
from data import store, telemetry
from tests.dashboard.lives import LAST_DAY, lived, store_with

PREDICTION = {"day", "horizon", "model", "version", "value", "low", "high", "level", "milliseconds"}
MODELS = {"same_as_yesterday", "median_30", "rule", "boosted", "network", "prior", "used"}
FIGURES = {"mae", "rmse", "r2", "coverage_80", "width_80", "n"}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    one, other, third, _ = lived()
    young = lived(1, 10, seed=3)[0]
    return store_with(
        tmp_path_factory.mktemp("commands") / "ownpace.db",
        Ada=(one, False), Ben=(other, False), Young=(young, False), Sim=(third, True),
    )  # fmt: skip


@pytest.fixture
def path(stored, tmp_path, monkeypatch):
    """The store of the commands, which they may change."""
    monkeypatch.setenv("OWNPACE_HOME", str(tmp_path))
    monkeypatch.setattr(command_models, "today", lambda: LAST_DAY)
    return shutil.copy(stored, tmp_path / "ownpace.db")


def ownpace(*words, status=0):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == status, result.output
    return result


def said(*words):
    """What a command prints as JSON: all of its standard output."""
    return json.loads(ownpace(*words, "--json").stdout)


def test_a_prediction_has_exactly_its_keys_and_trains_first_where_nothing_was_learned(path):
    first = ownpace("predict", "--athlete", "Ada", "--json")
    made = json.loads(first.stdout)
    assert set(made) == PREDICTION
    assert (made["day"], made["horizon"], made["level"]) == ("2026-11-21", "evening", 0.8)
    assert made["low"] < made["value"] < made["high"]
    assert "Nothing was learned of Ada yet" in first.stderr
    again = ownpace("predict", "--athlete", "Ada", "--json")
    assert again.stderr == ""
    unlike = {"milliseconds"}
    assert {k: v for k, v in json.loads(again.stdout).items() if k not in unlike} == {
        k: v for k, v in made.items() if k not in unlike
    }


def test_the_json_the_text_and_the_telemetry_name_one_model_and_one_version(path, monkeypatch):
    """Of boosted trees none grew here: it is the ridge's word."""
    ownpace("train", "--athlete", "Ada", "--horizon", "evening")

    def decide(past, **how):
        return Decision(("boosted", "rule"), {})

    monkeypatch.setattr(prediction.service, "decide", decide)
    made, text = said("predict", "--athlete", "Ada"), ownpace("predict", "--athlete", "Ada").stdout
    with closing(store.connect(path)) as db:
        ada = next(athlete for athlete in compose.athletes(path) if athlete.name == "Ada")
        kept = telemetry.predictions(db, ada.id, "evening").iloc[-1]
    assert (made["model"], made["version"]) == (kept["model"], kept["version"]) == ("prior", 0)
    assert "said by the ridge with a prior, " in text and "version" not in text


def test_who_has_too_few_mornings_is_refused_before_anything_is_trained(path):
    result = ownpace("predict", "--athlete", "Young", status=1)
    assert "of 14 known mornings" in result.stderr.replace("\n", " ") and "training first" not in result.stderr


def test_how_likely_a_low_morning_is_stands_in_the_text_alone(path, monkeypatch):
    low = Chance("low", 50.0, 0.3, None, 0.2, 91)
    monkeypatch.setattr(tomorrow, "likely", lambda *_: (low,))
    assert "A low morning (below 50%) comes on about 3 of 10 such days" in ownpace("predict", "--athlete", "Ada").stdout
    assert set(said("predict", "--athlete", "Ada")) == PREDICTION


def test_from_the_night_the_last_morning_is_foretold(path):
    made = said("predict", "--athlete", "Ada", "--horizon", "morning")
    assert (made["day"], made["horizon"]) == ("2026-11-20", "morning")


def test_a_comparison_has_exactly_its_keys_without_any_training(path):
    found = said("compare", "--athlete", "Ben")
    assert set(found) == {"athlete", "horizon", "days", "first_day", "last_day", "models", "verdict"}
    assert set(found["models"]) == MODELS
    assert all(set(figures) == FIGURES for figures in found["models"].values())
    assert {figures["n"] for figures in found["models"].values()} == {found["days"]}
    verdict = found["verdict"]
    assert set(verdict) == {"words", "of", "difference", "low", "high", "better"}
    off = {name: found["models"][name]["mae"] for name in (verdict["of"], "rule")}
    assert verdict["difference"] == pytest.approx(off["rule"] - off[verdict["of"]])
    assert (found["athlete"], found["horizon"], found["last_day"]) == ("Ben", "evening", "2026-11-20")
    assert found["first_day"] < found["last_day"]


def test_a_morning_that_has_passed_is_not_sold_as_one_to_come(path, monkeypatch):
    monkeypatch.setattr(command_models, "today", lambda: LAST_DAY + timedelta(days=1))
    assert "has passed" not in ownpace("predict", "--athlete", "Ada").stdout  # foretold of this very morning
    monkeypatch.setattr(command_models, "today", lambda: LAST_DAY + timedelta(days=4))
    told = "Saturday 21 November 2026 has passed, and nothing newer than Friday 20 November is stored"
    assert told in ownpace("predict", "--athlete", "Ada").stdout
    result = ownpace("predict", "--athlete", "Ada", "--json")
    assert set(json.loads(result.stdout)) == PREDICTION
    assert told in result.stderr


def take_away(path, where):
    with closing(store.connect(path)) as db, store.writing(db):
        db.execute(f"DELETE FROM measurement WHERE {where}")


def test_sixty_days_without_a_morning_stop_no_command(path):
    first, last = (LAST_DAY - timedelta(days=back) for back in (89, 30))
    take_away(path, f"metric = 'recovery_pct' AND day BETWEEN '{first}' AND '{last}'")
    assert said("train", "--athlete", "Ada", "--horizon", "evening")[0]["trained"]
    assert set(said("predict", "--athlete", "Ada")) == PREDICTION
    found = said("compare", "--athlete", "Ada")
    assert set(found["models"]) == MODELS and found["last_day"] == LAST_DAY.isoformat()


def test_of_sleep_alone_nothing_is_foretold_from_the_night(path):
    take_away(path, "1")
    assert set(said("predict", "--athlete", "Ada")) == PREDICTION
    for command in ("train", "predict", "compare"):
        result = ownpace(command, "--athlete", "Ada", "--horizon", "morning", status=1)
        assert "mornings with HRV and resting HR" in result.output.replace("\n", " ")


def test_whose_score_is_foretold_is_said_where_no_device_scores(path):
    take_away(path, "metric = 'recovery_pct'")
    printed = ownpace("predict", "--athlete", "Ada", "--horizon", "morning").stdout
    assert "Recovery by our score" in printed and "sleep, respiration and load are left out of it here" in printed


def test_a_comparison_is_printed_as_a_table_under_its_verdict(path):
    printed = ownpace("compare", "--athlete", "Ben", "--horizon", "morning").stdout
    assert "on 9" in printed.splitlines()[1]
    for label in ("the rule", "the boosted trees", "the ridge with a prior", "what was shown"):
        assert f"\n  {label} " in printed


def test_training_tells_what_became_of_each_model(path):
    (done,) = said("train", "--athlete", "Ada", "--horizon", "evening")
    assert done["trained"] and done["athlete"] == "Ada"
    assert set(done["models"]) == {"boosted", "network", "prior"}
    assert all(model["version"] == 1 and model["bytes"] <= 500_000 for model in done["models"].values())
    assert all(model["kept"] and not model["why_not_kept"] for model in done["models"].values())
    assert all(model["speaks"] == (kind == done["used"]) for kind, model in done["models"].items())
    printed = ownpace("train", "--athlete", "Ada", "--horizon", "evening").stdout
    assert "the ridge with a prior: version 2" in printed
    reasons = [line.partition(": ")[2] for line in printed.splitlines() if line.startswith("  why not ")]
    assert len(reasons) == len(set(reasons))


def test_everyone_is_trained_and_who_has_too_few_days_is_named(path):
    done = said("train", "--horizon", "evening")
    assert {(one["athlete"], one["trained"]) for one in done} == {
        ("Ada", True), ("Ben", True), ("Sim", True), ("Young", False),
    }  # fmt: skip
    assert "of 14 known mornings" in next(one["missing"] for one in done if not one["trained"])


def test_of_whom_training_fails_is_said_and_the_others_are_trained(path, monkeypatch):
    train = training.train

    def failing(path, athlete, *inputs):
        if athlete.name == "Ada":
            raise ValueError("cannot reindex on an axis with duplicate labels")
        return train(path, athlete, *inputs)

    monkeypatch.setattr(training, "train", failing)
    done = json.loads(ownpace("train", "--horizon", "evening", "--json", status=1).stdout)
    assert [(one["athlete"], one["trained"]) for one in done][:2] == [("Ada", False), ("Ben", True)]
    assert "duplicate labels" in done[0]["failed"]
    printed = ownpace("train", "--horizon", "evening", status=1).stdout
    assert "Ada, from the evening before: not trained. ValueError: cannot reindex" in printed
    assert "who speaks for Ben" in printed


@pytest.mark.parametrize("command", ["predict", "compare"])
def test_too_few_days_are_refused_in_a_sentence(path, command):
    result = ownpace(command, "--athlete", "Young", "--json", status=1)
    assert result.stdout == ""
    assert "Young has too few days for that" in result.stderr.replace("\n", " ")


def test_training_somebody_with_too_few_days_fails(path):
    assert "not trained" in ownpace("train", "--athlete", "Young", status=1).stdout


def test_an_empty_store_says_how_to_begin(tmp_path, monkeypatch):
    monkeypatch.setenv("OWNPACE_HOME", str(tmp_path))
    for command in ("train", "predict", "compare", "consent"):
        assert "`ownpace import PATH`" in ownpace(command, status=1).stderr


def test_the_share_and_the_kill_switch(path):
    assert said("rollout") == {"name": "learned_predictions", "share": 100.0, "killed": False, "exposed": {}}
    assert said("rollout", "--share", 30)["share"] == 30
    stopped = said("rollout", "--kill")
    assert (stopped["share"], stopped["killed"]) == (30, True)
    assert "stopped for everyone" in ownpace("rollout").stdout
    resumed = said("rollout", "--resume")
    assert (resumed["share"], resumed["killed"]) == (30, False)
    assert "contradict" in ownpace("rollout", "--kill", "--resume", status=1).stderr
    ownpace("rollout", "--share", 130, status=2)


def test_a_question_about_the_rollout_changes_nothing(path):
    before = store.revision(path)
    said("rollout")
    assert store.revision(path) == before


def test_who_was_shown_what_is_counted(path):
    ownpace("predict", "--athlete", "Ada")
    exposed = said("rollout")["exposed"]
    assert exposed == {
        "real": {
            "learned": 1, "rule": 0, "p": None, "alarm": None,
            "check": "Too few athletes to check the split: it takes 5 in the share and 5 outside it.",
        }
    }  # fmt: skip


def test_consent_is_given_and_withdrawn(path):
    ada = next(athlete for athlete in compose.athletes(path) if athlete.name == "Ada")
    assert not teaching.consents(path, ada)
    assert "Nothing leaves this machine" in ownpace("consent", "--athlete", "Ada").stdout
    assert teaching.consents(path, ada)
    assert "no longer teaches" in ownpace("consent", "--athlete", "Ada", "--withdraw").stdout
    assert not teaching.consents(path, ada)
    assert "simulated" in ownpace("consent", "--athlete", "Sim", status=1).stderr
    with closing(store.connect(path)) as db:
        assert db["setting"].count == 0
