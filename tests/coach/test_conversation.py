"""A turn of conversation with engines that tell the truth, lie, break, hang, or say nothing."""

import itertools
import time
from dataclasses import dataclass, field

import pytest

from coach.conversation import Answer, Exchange, Piece, TakenBack, answer, brief, whole
from coach.engine import EngineError, Turn
from coach.engines.calls import Call
from coach.engines.rules import RulesEngine
from coach.suggestions import suggestions
from coach.understood import Topic
from tests.coach.people import ALL, DEMO, TODAY, everybody

LIE = "Your recovery is 97 of 100, far above your usual, and your HRV is 140 ms."


@dataclass
class Scripted:
    """An engine that says these drafts, one a turn; a draft may be an exception, or seconds of silence."""

    drafts: list
    name: str = "mlx"
    label: str = "mlx: scripted"
    turns: list[Turn] = field(default_factory=list)
    closed: bool = False

    def stream(self, turn):
        self.turns.append(turn)
        draft = self.drafts[min(len(self.turns), len(self.drafts)) - 1]
        if callable(draft):
            draft = draft(turn)
        try:
            for part in draft if isinstance(draft, list) else [draft]:
                if isinstance(part, Exception):
                    raise part
                if isinstance(part, float):
                    time.sleep(part)
                else:
                    yield part
        finally:
            self.closed = True


def truth(turn):
    """Word by word, the first fact's own sentence."""
    return [f"{word} " for word in turn.facts[0].words.split(" ")]


def ask(question, engine, who="Vera", **more):
    counted = itertools.count()
    return list(answer(question, everybody()[who], engine, clock=lambda: float(next(counted)), **more))


def told(question, engine, who="Vera", **more) -> Answer:
    return ask(question, engine, who, **more)[-1]


def test_a_true_draft_is_shown_sentence_by_sentence_as_it_is():
    engine = Scripted([truth])
    *events, final = ask("How is my HRV?", engine)
    assert final.engine == "mlx" and final.guarded.passed and not final.guarded.redone
    assert "".join(e.text for e in events).strip() == final.text == engine.turns[0].facts[0].words
    assert not any(isinstance(event, TakenBack) for event in events) and engine.closed


def test_a_lie_is_taken_back_and_redone_with_what_was_wrong():
    engine = Scripted([LIE, truth])
    *events, final = ask("How is my HRV?", engine)
    assert final.engine == "mlx" and final.guarded.redone and not final.guarded.replaced and "140" not in final.text
    assert any(isinstance(event, TakenBack) for event in events)
    assert "140" in engine.turns[1].wrong or "97" in engine.turns[1].wrong


def test_two_lies_are_replaced_by_the_rules():
    final = told("How is my HRV?", Scripted([LIE]))
    assert final.engine == "rules" and final.guarded.replaced and final.guarded.redone and final.guarded.why
    assert final.text == told("How is my HRV?", RulesEngine()).text


@pytest.mark.parametrize(
    "draft",
    [EngineError("The model is gone."), ValueError("bug"), [], "", "   ", ["Your ", RuntimeError("midway")]],
    ids=["told", "bug", "nothing", "empty", "blank", "midway"],
)
def test_an_engine_that_breaks_leaves_the_rules_answer_and_says_why(draft):
    final = told("How is my HRV?", Scripted([draft]))
    assert final.engine == "rules" and final.guarded.replaced and final.guarded.why
    assert final.text == told("How is my HRV?", RulesEngine()).text


def test_an_engine_that_hangs_is_given_up():
    begun = time.monotonic()
    final = told("How is my HRV?", Scripted([[20.0, "late"]]), silence_s=0.5)
    assert final.engine == "rules" and "has said nothing for" in final.guarded.why and time.monotonic() - begun < 5


def test_whoever_stops_listening_stops_the_engine():
    engine = Scripted([lambda turn: ["Your HRV is fine. "] * 2 + [0.05, "More. "] * 1000])
    events = answer("How is my HRV?", everybody()["Vera"], engine, clock=time.monotonic)
    next(events)
    events.close()
    for _ in range(100):
        if engine.closed:
            break
        time.sleep(0.05)
    assert engine.closed


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("I have chest pain and feel dizzy", Topic.RED_FLAG),
        ("I don't want to live any more", Topic.RED_FLAG),
        ("What is the capital of France?", Topic.OUT_OF_SCOPE),
        ("thanks!", Topic.SMALLTALK),
        ("Which antibiotic should I take?", Topic.MEDICAL),
    ],
)
def test_what_is_not_for_a_model_never_reaches_one(question, topic):
    engine = Scripted([LIE])
    final = told(question, engine)
    assert final.understood.topic is topic and not engine.turns and final.text and not final.facts and not final.workout


def test_a_red_flag_gets_a_person_and_no_numbers_of_the_athlete():
    text = told("I fainted during my run and my chest hurts", Scripted([LIE])).text
    assert "112" in text or "911" in text
    assert "recovery" not in text.lower() and "HRV" not in text


def test_how_do_you_know_speaks_of_the_answer_before():
    first = told("Does alcohol affect my recovery?", RulesEngine())
    before = [Exchange("Does alcohol affect my recovery?", first.text, first.understood, first.facts)]
    then = told("How do you know that?", RulesEngine(), before=before)
    assert then.understood.topic is Topic.EVIDENCE and then.facts == first.facts
    assert "It rests on" in then.text and "How: " in then.text


def test_a_follow_up_keeps_the_subject():
    first = told("How was my HRV last week?", RulesEngine())
    before = [Exchange("How was my HRV last week?", first.text, first.understood, first.facts)]
    then = told("and last month?", RulesEngine(), before=before)
    assert then.understood.follow_up and then.understood.metric == first.understood.metric


def test_the_session_is_bounded_whatever_a_model_says():
    engine = Scripted(["Go all out today: 10 sprints of 60 seconds, then 2 hours hard."])
    final = told("What should I do today?", engine)
    assert final.guarded.replaced and final.workout.kind == "easy"


def test_nobody_else_is_named():
    final = told(
        "How is my HRV?", Scripted(["Your HRV is better than that of Rhea Restart."]), others=("Rhea Restart",)
    )
    assert final.guarded.replaced and "Rhea" not in final.text


def test_of_nobody_nothing_is_claimed():
    final = told("How recovered am I?", Scripted([LIE]), "Nobody")
    assert not any(letter.isdigit() for letter in final.text) and "Not enough data" in final.text


@pytest.mark.parametrize("who", ALL)
def test_the_brief_and_the_suggestions_fit_everybody(who):
    assert brief(everybody()[who]).strip()
    asked = suggestions(everybody()[who])
    assert 1 <= len(asked) <= 4 and len(set(asked)) == len(asked)
    for question in asked:
        assert told(question, RulesEngine(), who).text


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize(
    "question",
    [
        "Should I do hard intervals today?",
        "Why is my recovery low this week?",
        "How should I prepare for my 100 km gran fondo in 6 weeks?",
    ],
)
def test_the_questions_that_a_coach_has_to_answer_are_answered(question, who):
    final = told(question, RulesEngine(), who)
    assert final.facts and len(final.text) > 200 and final.guarded.passed


def test_a_long_question_is_cut_and_answered():
    assert told("Should I train hard today? " * 500, RulesEngine()).text
    assert TODAY == everybody()["Vera"].day


def test_pieces_are_all_there_is_to_the_text():
    events = ask("How did I sleep?", RulesEngine())
    assert "".join(e.text for e in events[:-1] if isinstance(e, Piece)).strip() == events[-1].text
    assert whole(iter(events)) is events[-1]


@dataclass
class Choosing(Scripted):
    """One that chooses tools as well."""

    picks: list | None = None
    offered: list = field(default_factory=list)

    def choose_tools(self, question, tools):
        self.offered = tools
        return self.picks


def test_a_model_may_choose_the_tools_of_a_question_that_was_not_understood():
    picks = [Call("measure", {"metric": "hrv"}), Call("erase_all", {}), Call("measure", {"metric": "shoe size"})]
    engine = Choosing([truth], picks=picks)
    final = told("flurb the wizzle?", engine)
    assert final.tools == ("measure",) and final.engine == "mlx" and "HRV" in final.text
    assert {"measure", "goal"} <= {tool["function"]["name"] for tool in engine.offered}


def test_where_a_model_chooses_nothing_the_question_stays_unanswered():
    assert not told("flurb the wizzle?", Choosing([truth])).facts


def test_what_is_plainly_out_of_scope_is_not_offered_to_a_model():
    engine = Choosing([truth], picks=[Call("measure", {"metric": "hrv"})])
    assert not told("Write me a poem about the sea", engine).facts and not engine.offered


@pytest.mark.parametrize("fault", [EngineError("gone"), RuntimeError("bug"), 3.0], ids=["told", "bug", "hangs"])
def test_a_choice_that_breaks_or_hangs_holds_nobody_up(fault):
    class Breaking(Choosing):
        def choose_tools(self, question, tools):
            if isinstance(fault, float):
                time.sleep(fault)
            else:
                raise fault

    begun = time.monotonic()
    events = ask("flurb the wizzle?", Breaking([truth]), silence_s=0.6)
    assert events[-1].text and not events[-1].facts and time.monotonic() - begun < 2.5
    assert not isinstance(fault, float) or any(isinstance(e, Piece) and not e.text for e in events)
