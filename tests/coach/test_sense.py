"""The sense for texts, on texts that it has not learned from."""

import re
from functools import cache
from itertools import product

import pytest

from coach import care
from coach.conversation import Answer, Exchange, answer, whole
from coach.engines.rules import RulesEngine
from coach.fixed_answers import CARES, Felt, urgency
from coach.routing import understand
from coach.understanding import sense
from coach.understood import Topic
from tests.coach import teach
from tests.coach.people import everybody

CAREFUL = {Topic.RED_FLAG, Topic.MEDICAL, Topic.DIET, Topic.UNWELL, Topic.DISTRESS, Topic.HARD_TIME}
HABITS = (
    "alcohol",
    "caffeine",
    "late_meal",
    "magnesium",
    "melatonin",
    "meditation",
    "sauna",
    "screen_in_bed",
    "stress",
)
BLIND = ("blind", "blind2", "blind3", "blind4")


@cache
def heard(author: str) -> list[tuple[str, str, Felt | None]]:
    return [(label, text, care.heard(text)) for label, text in teach.unseen(author)]


def test_the_table_was_learned_from_the_corpus_as_it_is():
    about = sense.about_table(teach.TABLE.read_bytes())
    assert about["of"] == teach.checksum(teach.corpus()), "the texts have changed: run `make coach-teach`"
    assert teach.TABLE.stat().st_size < 4e6


@pytest.mark.parametrize("author", [*teach.authors(), *BLIND])
def test_every_text_has_a_label_that_is_known(author):
    known = {*Topic, *CARES, sense.FOLLOWS}
    assert not {label for label, _ in teach.texts(author)} - known


@pytest.mark.parametrize(("author", "least"), [("blind", 0.97), ("blind2", 0.95), ("blind3", 0.97), ("blind4", 0.96)])
def test_signs_are_heard_however_they_are_said(author, least):
    signs = [felt for label, _, felt in heard(author) if label in CARES]
    assert len(signs) > 140
    assert sum(felt is not None for felt in signs) / len(signs) >= least


@pytest.mark.parametrize("author", BLIND)
def test_what_may_be_a_sign_brings_no_session_even_where_it_is_not_heard(author):
    missed = [text for label, text, felt in heard(author) if label in CARES and felt is None]
    assert sum(not care.is_unsure(text, ()) for text in missed) <= 4


@pytest.mark.parametrize(("author", "most"), [("blind", 0.07), ("blind2", 0.02), ("blind3", 0.08), ("blind4", 0.08)])
def test_harmless_questions_are_answered_though_they_sound_alarming(author, most):
    harmless = [felt for label, _, felt in heard(author) if label not in CARES]
    assert len(harmless) > 130
    assert sum(felt is not None for felt in harmless) / len(harmless) <= most


@pytest.mark.parametrize(("author", "least"), [("blind", 0.86), ("blind2", 0.95)])
def test_questions_of_people_unseen_are_understood(author, least):
    today = everybody()["Rhea"].today
    asked = [(label, text) for label, text in teach.unseen(author) if label not in CARES]
    found = [(label, understand(text, today=today, habits=HABITS)) for label, text in asked]
    right = sum(label == now.topic or label in now.also for label, now in found)
    assert right / len(found) >= least


@pytest.mark.parametrize(("author", "least"), [("blind", 0.97), ("blind2", 0.95), ("blind3", 0.83), ("blind4", 0.92)])
def test_what_must_be_seen_now_is_answered_so(author, least):
    now = [felt for label, _, felt in heard(author) if label in CARES and care.urgency_of(label) == 2]
    assert len(now) >= 40
    assert sum(felt is not None and urgency(felt.answer) == 2 for felt in now) / len(now) >= least


SERIES = ("hrv", "recovery", "resting hr", "sleep", "deep sleep", "form", "fitness", "load", "sleep score")
MOVES = ("keeps dropping", "fell again", "has dropped a lot", "keeps rising", "is tanking", "is all over the place")
WORRIES = ("", ", why", ", should i worry", " is that bad", " any idea why")


def test_a_figure_that_moves_is_no_sign_of_illness():
    asked = [f"my {one} {move}{worry}" for one, move, worry in product(SERIES, MOVES, WORRIES)]
    assert sum(care.heard(text) is not None for text in asked) <= 0.02 * len(asked)


def test_what_is_known_of_no_word_is_not_guessed_at():
    assert care.heard("flurb the wizzle grompf?") is None
    assert sense.sense("flurb the wizzle grompf").known < care.KNOWN


def test_all_that_a_text_may_be_adds_up_to_one():
    for text in ("", "?!", "how did i sleep", "x" * 5000, "\N{PILE OF POO}"):
        found = sense.sense(text)
        assert sum(found.topics.values()) + found.care + found.follows == pytest.approx(1)


def dialogues() -> list[list[tuple[str, list[str]]]]:
    """Turns of people unseen: what is said, and the labels that its answer may have."""
    found = []
    for dialogue in (teach.CORPUS / "dialogues.txt").read_text(encoding="utf-8").split("\n---"):
        said = re.findall(r"^user: (.+)\n\[label: ([^|\]]+)", dialogue, re.MULTILINE)
        found.append([(text, re.findall(r"[a-z_]+", labels.replace("also right", ""))) for text, labels in said])
    return found


def held(dialogue: list[tuple[str, list[str]]]) -> list[tuple[list[str], Answer]]:
    before: list[Exchange] = []
    answers = []
    for text, labels in dialogue:
        final = whole(answer(text, everybody()["Rhea"], RulesEngine(), clock=lambda: 0.0, before=before))
        before.append(Exchange(text, final.text, final.understood, final.facts))
        answers.append((labels, final))
    return answers


def test_what_was_told_in_a_conversation_is_not_talked_away():
    turns = [turn for dialogue in dialogues() for turn in held(dialogue)]
    due = [final for labels, final in turns if set(labels) & set(CARES) and not set(labels) & set(Topic)]
    assert len(due) >= 25
    for final in due:
        assert final.workout is None and not final.facts and final.understood.topic in CAREFUL, final.understood.text
