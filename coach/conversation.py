"""One turn of a conversation: question, tools, facts, draft, guard, answer.

A draft is checked while it grows, and shown sentence by sentence as far as it passed. One that fails is taken back,
redone once with what was wrong, and then replaced by the rules' answer; whoever asked is told which engine spoke.
"""

import queue
import re
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from coach import care, endings, guard, routing, sanitise
from coach.engine import Engine, EngineError, Turn
from coach.engines.rules import RulesEngine
from coach.facts import Fact
from coach.fixed_answers import (
    FRIEND_AT_RISK,
    GLAD,
    OF_THE_MIND,
    OTHER_EMERGENCY,
    STAYS,
    UNCLEAR,
    UNSAFE,
    Felt,
    again,
    urgency,
)
from coach.known import Known
from coach.tools import by_model, calling, exact, gathering, offered, proposing
from coach.understood import Topic, Understood
from coach.workout import Workout

SILENCE_S = 240.0  # of an engine that has not ended itself by then; beyond any limit of its own
PAUSE_S = 0.25  # between two moments at which whoever waits for a word can stop
QUESTION = 1000  # characters; what is longer is no question
# What is answered by fixed words, whatever engine is chosen: nothing there is for a model to say better.
FIXED = {
    Topic.HELP,
    Topic.SMALLTALK,
    Topic.OUT_OF_SCOPE,
    Topic.MEDICAL,
    Topic.DIET,
    Topic.RED_FLAG,
    Topic.UNWELL,
    Topic.DISTRESS,
    Topic.HARD_TIME,
    Topic.PRIVACY,
    Topic.IDENTITY,
    Topic.LANGUAGE,
}
_FELT = {Topic.RED_FLAG, Topic.MEDICAL, Topic.UNWELL, Topic.DISTRESS, Topic.DIET}
# What may still be asked after a sign was told: it is of what was recorded, and proposes nothing.
_OF_RECORDS = {
    Topic.SMALLTALK,
    Topic.PRIVACY,
    Topic.IDENTITY,
    Topic.LANGUAGE,
    Topic.DATA,
    Topic.PROFILE,
    Topic.MEANING,
    Topic.RECORD,
    Topic.COUNT,
    Topic.ACTIVITY,
    Topic.COMPARE,
    Topic.METRIC,
    Topic.SLEEP,
}
_PROPOSING = {Topic.READINESS, Topic.WORKOUT, Topic.FORECAST, Topic.WHAT_IF, Topic.GOAL, Topic.TOLERANCE}
_ASKS_NOTHING = {Topic.HELP, Topic.OUT_OF_SCOPE, Topic.SMALLTALK, Topic.MEANING, Topic.UNUSUAL}
_OF_THEM = re.compile(
    r"^\W*(?:and |but |ok )?(?:he|she|they|it|his|her|their)\b(?!.*\b(?:i|me|my|im|i'm)\b)", re.IGNORECASE
)
_NOT_IN_BRIEF = {"sleep.debt", "sleep.last_night"}


@dataclass(frozen=True)
class Piece:
    """Text to show: it passed the guard. Empty where none came for a while, so that whoever waits can stop."""

    text: str


@dataclass(frozen=True)
class TakenBack:
    """What was shown so far is withdrawn, and why; other text follows."""

    why: str


@dataclass(frozen=True)
class Guarded:
    """What the guard made of the drafts."""

    passed: bool = True  # the draft that is shown
    redone: bool = False
    replaced: bool = False
    why: str = ""  # what was wrong with the first draft that failed, or with the engine


@dataclass(frozen=True)
class Answer:
    """One answer with everything that stands behind it."""

    text: str
    understood: Understood
    tools: tuple[str, ...]
    facts: tuple[Fact, ...]
    engine: str  # who spoke in the end: rules, mlx, server
    label: str
    guarded: Guarded = field(default_factory=Guarded)
    workout: Workout | None = None
    seconds: float = 0.0
    first_s: float | None = None  # to the first word


@dataclass(frozen=True)
class Exchange:
    """An earlier question of the conversation, with its answer."""

    question: str
    answer: str
    understood: Understood | None = None
    facts: tuple[Fact, ...] = ()


def answer(
    question: str,
    known: Known,
    engine: Engine,
    *,
    clock: Callable[[], float],
    before: Sequence[Exchange] = (),
    others: Sequence[str] = (),
    silence_s: float = SILENCE_S,
) -> Iterator[Piece | TakenBack | Answer]:
    """The answer to a question, piece by piece; the last item is the whole of it.

    clock: seconds, to measure with. before: the conversation so far, the oldest first. others: names of the other
    athletes here, which no answer may hold. silence_s: how long an engine may say nothing. Whoever stops iterating
    stops the engine.
    """
    begun = clock()
    turn, called, workout = yield from _prepared(question, known, engine, before, silence_s)
    first_s: float | None = None
    spoken, made = [], _Made(engine.name, engine.label)
    for item in _drafts(turn, engine, known.today, others, silence_s, made):
        if isinstance(item, TakenBack):
            spoken.clear()
        elif item.text:
            first_s = clock() - begun if first_s is None else first_s
            spoken.append(item.text)
        yield item
    if turn.facts and turn.understood.topic in _PROPOSING and care.is_unsure(turn.understood.text, turn.before):
        spoken.append(f" {care.CAUTION}")
        yield Piece(spoken[-1])
    told = care.remembered(turn.understood.text, turn.before) if turn.facts else None
    if told and told.topic is Topic.RED_FLAG:
        spoken.append(f" {care.FIRST}")
        yield Piece(spoken[-1])
    yield Answer(
        text="".join(spoken).strip(),
        understood=turn.understood,
        tools=tuple(dict.fromkeys(call.tool for call in called)),
        facts=(*turn.facts, *_quoted(turn, "".join(spoken))),
        engine=made.engine,
        label=made.label,
        guarded=made.guarded,
        workout=workout,
        seconds=clock() - begun,
        first_s=first_s,
    )


def _quoted(turn: Turn, text: str) -> list[Fact]:
    """What an answer says of the athlete beside the facts that it was asked for."""
    numbers = set(_NUMBER.findall(text))
    of_facts = {number for fact in turn.facts for number in _NUMBER.findall(fact.words)}
    return [fact for fact in turn.context if numbers & set(_NUMBER.findall(fact.words)) - of_facts]


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def whole(events: Iterator[Piece | TakenBack | Answer]) -> Answer:
    """The answer alone, for whoever does not watch it grow."""
    return list(events)[-1]


def brief(known: Known) -> str:
    """The day in one paragraph, by rules."""
    asked = Understood("How am I today?", Topic.READINESS)
    workout = proposing.proposed(asked, known)
    session = workout.words if workout else ""
    # Five seconds at breakfast: the reasons and the rest of the night are a question away.
    facts = [
        replace(fact, words=session) if fact.id == "workout.today" else fact
        for fact in gathering.facts_for(asked, known)
        if fact.id not in _NOT_IN_BRIEF
    ]
    turn = Turn(asked, facts, known.profile.name, workout=session)
    return "".join(RulesEngine().stream(turn)).strip()


def _prepared(
    question: str, known: Known, engine: Engine, before: Sequence[Exchange], silence_s: float
) -> Generator[Piece, None, tuple[Turn, list[calling.Call], Workout | None]]:
    """What an engine is given: the question understood, and the facts that its tools return."""
    text = sanitise.question(question)[:QUESTION]
    earlier = [(one.question, one.answer) for one in before]
    name = sanitise.person(known.profile.name)
    felt, told = care.heard(text, follows=bool(before)), care.remembered(text, earlier)
    ended = care.is_ended(text, earlier)
    felt = None if ended and not care.is_near(text) else felt
    understood = Understood(text, felt.topic) if felt else _understood(text, known, before)
    if felt:
        felt = told if told and not _outweighs(felt, told, text) else felt
    elif told and (
        told.answer in OF_THE_MIND
        or care.is_near(text)
        or endings.is_over(text)
        or understood.follow_up
        or not {understood.topic, *understood.also} <= _OF_RECORDS
    ):
        felt = told
    else:
        felt = None if ended else care.goes_on(text, earlier)
    if not felt and endings.is_well(text) and before and before[-1].answer.endswith(care.CAUTION):
        understood = replace(before[-1].understood or understood, text=text, follow_up=True)
    if felt:
        said = any(answer == felt.answer for _, answer in earlier) and not care.is_news(text)
        return (
            Turn(Understood(text, felt.topic), (), name, earlier, care=again(felt) if said else felt.answer),
            [],
            None,
        )
    if ended and not felt:
        if endings.is_taken_back(text):
            return Turn(Understood(text, Topic.SMALLTALK), (), name, earlier, care=GLAD), [], None
        if understood.topic not in _PROPOSING:
            understood = Understood(text, Topic.READINESS)
    if understood.topic in _PROPOSING and care.was_unwell(text, earlier):
        understood = replace(understood, feels="were unwell lately")
    if understood.topic is Topic.OUT_OF_SCOPE:
        called = yield from _chosen(text, known, engine, silence_s)
        if called:
            understood = replace(understood, topic=Topic.METRIC)
            return Turn(understood, gathering.run(called, known), name, earlier), called, None
    if understood.topic in FIXED:
        return Turn(understood, (), name, earlier), [], None
    if understood.topic is Topic.EVIDENCE and (behind := _behind(understood, before)):
        return Turn(understood, behind, name, earlier), [], None
    called = calling.calls(understood)
    facts, workout = gathering.run(called, known), proposing.proposed(understood, known)
    if understood.topic in _PROPOSING and care.is_unsure(text, earlier):
        facts, workout = [fact for fact in facts if not fact.id.startswith("workout.")], None
        if all(fact.missing for fact in facts):
            return Turn(understood, (), name, earlier, care=care.CAUTION), [], None
    about = () if engine.name == RulesEngine.name else gathering.context(known, facts)
    words = workout.words if workout and understood.week is None else ""  # a week says more than its first day
    return Turn(understood, facts, name, earlier, workout=words, context=about), called, workout


def _behind(asked: Understood, before: Sequence[Exchange]) -> Sequence[Fact]:
    """The facts that a question of how sure that is asks about; none where it names what it is of."""
    if asked.aspect == "off" or exact.asked_for(asked):
        return ()
    told = (one for one in reversed(before) if not one.understood or one.understood.aspect != "made")
    return next(told, Exchange("", "")).facts


def _outweighs(felt: Felt, told: Felt, text: str) -> bool:
    """Whether what is told now goes before what was told earlier."""
    if told.topic in care.GRAVE and felt.topic not in care.GRAVE or felt.answer == UNCLEAR:
        return False
    if told.answer in (FRIEND_AT_RISK, OTHER_EMERGENCY) and _OF_THEM.search(text):
        return False
    if felt.answer in (FRIEND_AT_RISK, UNSAFE) and not care.is_near(text):  # guessed, beside what was said
        return False
    if urgency(felt.answer) < urgency(told.answer) or (told.answer in STAYS and felt.answer not in STAYS | OF_THE_MIND):
        return urgency(felt.answer) > urgency(told.answer)
    return care.is_news(text)


def _chosen(text: str, known: Known, engine: Engine, silence_s: float) -> Generator[Piece, None, list[calling.Call]]:
    """The tools that a language model chooses for a question that no pattern fits; each of its calls is checked."""
    choose = getattr(engine, "choose_tools", None)
    if choose is None or routing.scored(text, today=known.today):
        return []
    schemas = [tool.schema for tool in offered.TOOLS.values()]
    picked = yield from _awaited(lambda: choose(text, schemas), silence_s)
    found = []
    for one in picked or ():
        with suppress(ValueError):  # a call that makes no sense is no call
            found.append(by_model.chosen(one.name, one.arguments, known.day or known.today))
    return found


def _awaited(work: Callable[[], object], silence_s: float) -> Generator[Piece, None, object]:
    """What some work of an engine returns, in a thread of its own; None where it breaks, or takes too long."""
    done: queue.Queue = queue.Queue(maxsize=1)

    def run() -> None:
        try:
            done.put(work())
        except Exception:  # an engine is foreign code, and will be asked for the answer itself, where it may say why
            done.put(None)

    threading.Thread(target=run, daemon=True).start()
    waited_s, pause_s = 0.0, min(PAUSE_S, silence_s)
    while waited_s < silence_s:
        with suppress(queue.Empty):
            return done.get(timeout=pause_s)
        waited_s += pause_s
        yield Piece("")
    return None


def _understood(text: str, known: Known, before: Sequence[Exchange]) -> Understood:
    journal = known.journal()
    habits = sorted(journal["habit"].unique()) if len(journal) else []
    previous = None
    for earlier in before:
        if earlier.understood:
            previous = routing.carried(previous, earlier.understood, _told_day(earlier.facts))
    understood = routing.understand(text, today=known.today, habits=habits, previous=previous)
    nothing = understood.topic in _ASKS_NOTHING and not understood.follow_up and endings.is_over_an_illness(text)
    # Of what is over nothing is left to be careful of.
    if nothing or understood.topic in _FELT and endings.is_over(text):
        understood = replace(understood, topic=Topic.READINESS)
    return understood


def _told_day(facts: Sequence[Fact]) -> date | None:
    """The day that an answer named: of a record, or of a session."""
    return next((fact.last_day for fact in facts if fact.id in ("record.top", "activity.1")), None)


@dataclass
class _Made:
    """Who spoke in the end, and what the guard said; filled in on the way."""

    engine: str
    label: str
    guarded: Guarded = field(default_factory=Guarded)

    def by_rules(self, why: str = "", *, redone: bool = False, replaced: bool = False) -> None:
        self.engine, self.label = RulesEngine.name, RulesEngine.label
        self.guarded = Guarded(True, redone, replaced, why)


def _drafts(
    turn: Turn, engine: Engine, today: date, others: Sequence[str], silence_s: float, made: _Made
) -> Iterator[Piece | TakenBack]:
    """The engine's draft, once more where it fails, then the rules'."""
    if turn.care:
        made.by_rules()
        yield Piece(turn.care)
        return
    if engine.name == RulesEngine.name or turn.understood.topic in FIXED or not turn.facts:
        made.by_rules()
        yield Piece(_by_rules(turn, today, others))
        return
    why = ""
    for attempt in range(2):
        try:
            fault = yield from _checked(replace(turn, wrong=why), engine, today, others, silence_s)
        except EngineError as broken:
            why = str(broken)
            break
        if not fault:
            made.guarded = Guarded(True, redone=attempt > 0, why=why)
            return
        yield TakenBack(fault)
        why = why or fault
        made.guarded = replace(made.guarded, redone=True)
    else:
        made.by_rules(why, redone=True, replaced=True)
        yield Piece(_by_rules(turn, today, others))
        return
    yield TakenBack(why)
    made.by_rules(why, redone=made.guarded.redone, replaced=True)
    yield Piece(_by_rules(turn, today, others))


def _checked(turn: Turn, engine: Engine, today: date, others: Sequence[str], silence_s: float) -> Iterator[Piece]:
    """Passes on what the guard lets through, and returns what is wrong with the draft, if anything.

    Raises EngineError where the engine breaks, falls silent, or says nothing.
    """
    stream = guard.GuardedStream(turn, today=today, others=others)
    with _Speaking(engine, turn, silence_s) as pieces:
        for piece in pieces:
            yield Piece(stream.feed(piece) if piece else "")
            if stream.stopped:
                return stream.verdict.wrong
    if passed := stream.close():
        yield Piece(passed)
    if not stream.verdict.passed:
        return stream.verdict.wrong
    if not stream.text.strip():
        raise EngineError(f"{engine.label} said nothing. Choose another model in Settings, or ask again.")
    return ""


def _by_rules(turn: Turn, today: date, others: Sequence[str]) -> str:
    """The rules' answer; a sentence of it that the guard would not pass is left out."""
    text = "".join(RulesEngine().stream(replace(turn, wrong=""))).strip()
    # How facts are known is read off the facts themselves, field by field.
    if turn.understood.topic in FIXED | {Topic.EVIDENCE} or guard.check(text, turn, today=today, others=others).passed:
        return text
    kept = [
        sentence
        for sentence in RulesEngine().stream(turn)
        if guard.check(sentence.strip(), turn, today=today, others=others).passed
    ]
    return "".join(kept).strip() or "I can't put that into words safely; the facts below say it."


class _Speaking:
    """An engine in a thread of its own, so that one that hangs holds nobody up."""

    def __init__(self, engine: Engine, turn: Turn, silence_s: float):
        self._label, self._silence_s = engine.label, silence_s
        self._pieces: queue.Queue = queue.Queue(maxsize=64)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._speak, args=(engine, turn), daemon=True)

    def __enter__(self) -> Iterator[str]:
        self._thread.start()
        return self._heard()

    def __exit__(self, *_) -> None:
        self._over.set()

    def _heard(self) -> Iterator[str]:
        silent_s, pause_s = 0.0, min(PAUSE_S, self._silence_s)
        while True:
            try:
                item = self._pieces.get(timeout=pause_s)
            except queue.Empty:
                silent_s += pause_s
                if silent_s >= self._silence_s:
                    raise EngineError(
                        f"{self._label} has said nothing for {self._silence_s:.0f} s and was given up. "
                        "Try a smaller model."
                    ) from None
                yield ""
                continue
            silent_s = 0.0
            if item is None:
                return
            if isinstance(item, EngineError):
                raise item
            yield item

    def _speak(self, engine: Engine, turn: Turn) -> None:
        try:
            pieces = engine.stream(turn)
            for piece in pieces:
                if not self._put(str(piece)):
                    break
            close = getattr(pieces, "close", None)
            if close:
                close()
        except EngineError as broken:
            self._put(broken)
        except Exception as fault:  # an engine is foreign code: whatever it does, there is an answer by rules
            self._put(EngineError(f"{self._label} broke down ({type(fault).__name__}). The answer is by rules."))
        else:
            self._put(None)

    def _put(self, item: object) -> bool:
        """Whether somebody still listens."""
        while not self._over.is_set():
            try:
                self._pieces.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False
