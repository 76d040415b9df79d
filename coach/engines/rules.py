"""Answers by rules: facts chosen for the question, said in plain sentences. It needs no model, and is always there.

The sentences of facts carry the numbers; here is only what leads to them, joins them and closes. Of several ways to say
the same the question and the day choose one, so that the same question reads the same all day.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from analytics.results import Grade
from coach import words
from coach.engine import Turn
from coach.engines import replies, sure
from coach.facts import Direction, Fact
from coach.understanding.exact import kind_of
from coach.understood import Topic

_HARD = re.compile(
    r"\b(hard|intervals?|vo2|threshold|tempo|sprints?|race|max|intense|intensity|all[- ]out|push)\b", re.I
)


_LOW = "low|bad|poor|down|drop|worse|terrible|tank|red|crash|tired|dip"
_HIGH = "high|good|great|up\\b|better|improv|green"


class RulesEngine:
    """Puts facts into words without a model."""

    name = "rules"
    label = "rules"

    def stream(self, turn: Turn) -> Iterator[str]:
        """The answer, sentence by sentence."""
        for sentence in compose(turn):
            yield f"{sentence} "


MOST = 5  # sentences of a first answer; the rest is asked for with "tell me more"
MOST_OF_TWO = 7  # where two things are asked, or the way to an event


def compose(turn: Turn) -> list[str]:
    """The sentences of an answer: the most important first, and few; `more` gives those that it left out."""
    topics = [topic for topic in (turn.understood.topic, *turn.understood.also) if topic in _COMPOSERS]
    if Topic.READINESS in topics and Topic.WORKOUT in topics:
        topics.remove(Topic.WORKOUT)  # how somebody is ends with the session that suits
    if turn.understood.topic is Topic.HELP and turn.understood.follow_up:
        return [replies.nearest(turn.understood.after)]
    if turn.understood.topic is Topic.OUT_OF_SCOPE and kind_of(turn.understood.text) == "food":
        return [_FOOD]
    if turn.understood.topic is Topic.SMALLTALK and (said := _to_a_mood(turn.understood.text)):
        return [said]
    if turn.understood.topic in _FIXED:
        return [_pick(_FIXED[turn.understood.topic], turn)]
    told = _Told(turn)
    if not told.known:
        return told.missing()
    graded = told.get("answer.off") or kind_of(turn.understood.text)
    of_before = turn.understood.topic is Topic.EVIDENCE and not graded
    if (outright := told.all("answer.")) and not of_before:
        return _outright(told, outright)
    first: list[str] = []
    rest: list[str] = []
    most = MOST_OF_TWO if len(topics) > 1 or topics == [Topic.GOAL] else MOST
    share = max(most // max(len(topics), 1), 2)
    for number, topic in enumerate(topics or [Topic.METRIC]):
        begin = len(told.sentences)
        _COMPOSERS[topic](told)
        left = most - _count_of(first) if number == len(topics) - 1 else share
        end = told.end_of_first(begin)
        said, over = _as_many(told.sentences[begin:end], MOST_OF_EVIDENCE if topic is Topic.EVIDENCE else max(left, 1))
        first += said
        rest += [*over, *(told.sentences[end:] if end is not None else [])]
    if turn.understood.more:
        return rest or [told.pick("That is all that your data says on it.", "I have no more on that in your data.")]
    if turn.understood.plainer and first:
        return replies.plainly(_each(first))
    return first or [*told.missing(), *(fact.words for fact in told.known[:2])]


_COMPLAINS = re.compile(
    r"\b(?:useless|stupid|dumb|rubbish|garbage|crap|shit|sucks?|terrible|awful|hate (?:you|this)|idiot|annoying|"
    r"no good|no help|(?:not|n't) (?:\w+ )?(?:help(?:ful|ing)?|useful|understand\w*|good)|bad (?:bot|coach|answer)|"
    r"makes? no sense|worthless|pointless|waste of time)\b",
    re.I,
)
_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|ty|tysm|cheers|much appreciated|appreciate it)\b", re.I)


def _to_a_mood(text: str) -> str:
    """The answer to a complaint or to thanks; nothing where it is neither."""
    if _COMPLAINS.search(text):
        return (
            "I'm sorry that I was no help. Say it in other words, or name the measure and the days that you mean, and "
            "I'll look again."
        )
    return "You're welcome. What else would you like to know about your training or your nights?" if (
        _THANKS.search(text)
    ) else ""  # fmt: skip


def _each(said: Sequence[str]) -> list[str]:
    return [sentence for one in said for sentence in _sentences(one)]


MOST_OF_EVIDENCE = 12
_FOOD = (
    "What to eat or drink for training lies outside what I know: I see your training, sleep and recovery, and a "
    "registered dietitian can tell you more."
)


def _outright(told: "_Told", answers: Sequence[Fact]) -> list[str]:
    """What was asked for by name, and nothing else; what is beyond a first answer is for those who want more."""
    first, rest = _as_many([fact.words for fact in answers], MOST_OF_TWO if len(answers) > 2 else MOST)
    if told.turn.understood.more:
        return rest or [told.pick("That is all that your data says on it.", "I have no more on that in your data.")]
    return first


def _count_of(said: Sequence[str]) -> int:
    return sum(len(_sentences(one)) for one in said)


def _as_many(said: Sequence[str], most: int) -> tuple[list[str], list[str]]:
    """What of it an answer of so many sentences holds, and what is left."""
    for place in range(len(said)):
        if _count_of(said[: place + 1]) > most:
            parts = _sentences(said[place])
            fits = most - _count_of(said[:place])
            return [*said[:place], *parts[:fits]], [*parts[fits:], *said[place + 1 :]]
    return list(said), []


def _once(facts: Sequence[Fact]) -> list[Fact]:
    """Without the mean load of those days that the week's load speaks of already."""
    week = next((fact for fact in facts if fact.id == "load.week"), None)
    mean = next((fact for fact in facts if fact.id == "mean.load"), None)
    if week is None or mean is None or (week.first_day, week.last_day) != (mean.first_day, mean.last_day):
        return list(facts)
    return [fact for fact in facts if fact.id not in ("mean.load", "compare.load")]


class _Told:
    """An answer as it grows: which facts were said already, so that none is said twice."""

    def __init__(self, turn: Turn):
        self.turn = turn
        self.known = _once([fact for fact in turn.facts if not fact.missing])
        self.lacking = [fact for fact in turn.facts if fact.missing]
        self.sentences: list[str] = []
        self._said: set[str] = set()
        self._firsts: list[int] = []

    def rest(self) -> None:
        """What is said from here on is for those who want to hear more."""
        self._firsts.append(len(self.sentences))

    def end_of_first(self, begin: int) -> int | None:
        """Where the first answer ends that begins there; None: with all of it."""
        return next((end for end in self._firsts if end > begin), None)

    def get(self, id: str) -> Fact | None:
        return next((fact for fact in self.known if fact.id == id), None)

    def all(self, begin: str) -> list[Fact]:
        return [fact for fact in self.known if fact.id.startswith(begin)]

    def add(self, *sentences: str) -> None:
        self.sentences += [sentence for sentence in sentences if sentence and sentence not in self.sentences]

    def say(self, *ids: str) -> None:
        """The words of facts, those that are there."""
        for id in ids:
            fact = self.get(id)
            if fact and id not in self._said:
                self._said.add(id)
                self.add(fact.words)

    def has_said(self, id: str) -> bool:
        return id in self._said

    def say_all(self, begin: str, most: int = 3) -> None:
        self.say(*(fact.id for fact in self.all(begin)[:most]))

    def pick(self, *ways: str) -> str:
        return _pick(ways, self.turn)

    def missing(self) -> list[str]:
        """That there is nothing to say, and what would change it."""
        if not self.lacking:
            return [self.pick("Nothing on that is in your data.", "Your data says nothing on that yet.")]
        first = next((fact for fact in self.lacking if fact.id == "recovery.rule"), self.lacking[0])
        return [self.pick("I can't say that yet.", "That I don't know yet.", "It is too early to say."), first.words]

    def gap(self) -> None:
        """One line on what is missing, after what is known."""
        if self.lacking:
            self.add(f"Not enough data for the rest: {self.lacking[0].missing.rstrip('.')}.")


def _readiness(told: _Told) -> None:
    if told.get("data.stale"):
        told.say("data.stale", "recovery.rule", "recovery.device")
        told.add("Bring a newer export, and I'll tell you what suits today.")
        return
    if _why_that_session(told):
        return
    session, hard = told.get("workout.today"), _HARD.search(told.turn.understood.text)
    if session:
        told.add(_felt(session) or _lead(told, session, bool(hard)))
    told.say("refused.today")
    score = told.get("recovery.rule") or told.get("recovery.device")
    why, *more = _reasons(told, session) or [""]
    if score:
        told.add(_sentences(score.words)[0])
    if session and told.turn.workout:
        told.add(f"What would suit: {told.turn.workout[0].lower()}{told.turn.workout[1:]}")
    told.add(_START_EASY if session and _felt(session) and not session.words.startswith("Rest") else why)
    told.rest()
    told.add(*more)
    if score:
        told.add(*_sentences(score.words)[1:])
    _say_unusual(told)
    told.say("sleep.debt" if _owed(told) else "sleep.last_night")
    told.say("prediction.tomorrow", "forecast.tomorrow")


_START_EASY = "Start easy, and stop if it gets no better."


def _felt(session: Fact) -> str:
    """What somebody says of themselves today, taken at their word before any figure."""
    return next((one for one in _sentences(session.words) if one.startswith("You say that you")), "")


def _lead(told: _Told, session: Fact, asked_hard: bool) -> str:
    kind = session.words.split()[0].rstrip(":").lower()
    if kind == "hard":
        if asked_hard:
            return told.pick(
                "Yes, if you feel well and nothing hurts.",
                "You can, if you feel well: nothing in your data speaks against it.",
                "If you feel well, today is a fair day for it.",
            )
        return told.pick(
            "If you feel well, today can take hard work.",
            "Today can carry real work, if you feel well.",
            "This is a day for something hard, if you feel well and want one.",
        )
    if kind == "steady":
        if asked_hard:
            return told.pick(
                "I'd keep it steady rather than hard today.", "Not the hard ones today: steady is as far as I'd go."
            )
        return told.pick("A middling day: train, but leave something in hand.", "Steady work suits today.")
    if kind == "easy":
        if asked_hard:
            return told.pick(
                "I'd leave the hard work for another day.",
                "Not today: keep it easy.",
                "I would hold back today and go easy.",
            )
        return told.pick("Take it easy today.", "Today is for easy work.", "Keep today light.")
    if asked_hard:
        return told.pick("No hard work today: rest.", "Not today. Rest is the better session.")
    return told.pick("Today is for rest.", "Give today to rest.")


def _say_unusual(told: _Told) -> None:
    """What is out of the ordinary this morning, or was yesterday; nothing where nothing is."""
    unusual = told.get("anomaly.today")
    if unusual and not unusual.words.startswith("Nothing unusual"):
        told.say("anomaly.today")


def _reasons(told: _Told, session: Fact | None) -> list[str]:
    """Why the session is what it is: the sentences behind its own."""
    if session is None or not told.turn.workout:
        return []
    reasons = session.words.removeprefix(told.turn.workout).strip()
    repeated = ("Recovery is", "By our score")
    return [sentence for sentence in _sentences(reasons) if not sentence.startswith(repeated)]


def _why_that_session(told: _Told) -> bool:
    """What speaks for the session that was proposed, where that is asked; whether it is."""
    reasons = _reasons(told, told.get("workout.today"))
    if told.turn.understood.aspect != "reasons" or not reasons:
        return False
    told.add(*reasons)
    told.say("recovery.rule")
    _say_unusual(told)
    told.say("load.yesterday", "sleep.debt")
    return True


def _workout(told: _Told) -> None:
    if _why_that_session(told):
        return
    session = told.get("workout.today")
    if session and told.all("asked."):
        _session_to_come(told, session)
        return
    if session is None and told.get("data.stale"):
        _readiness(told)
        return
    if session is None and told.all("asked."):
        _forecast(told)
        return
    if session is None:
        told.add(*told.missing())
        return
    refused, asked = told.get("refused.today"), told.turn.understood
    if refused:
        told.say("refused.today")
    elif not (asked.follow_up or asked.wishes or asked.number or asked.sport):
        told.add(_felt(session) or _lead(told, session, bool(_HARD.search(asked.text))))
    why, *more = _reasons(told, session) or [""]
    told.add(told.turn.workout)
    if not (refused and why and _content(why) in _content(refused.words)):
        told.add(why)
    if _felt(session) and not session.words.startswith("Rest"):
        told.add(_START_EASY)
    elif not session.words.startswith("Rest"):
        told.add(
            told.pick(
                "If it feels wrong once you are warm, stop there.",
                "Let the first minutes decide: if they feel heavy, make it easier.",
            )
        )
    told.rest()
    told.add(*more)
    told.say("recovery.rule") if told.get("recovery.rule") else told.say("recovery.device")
    _say_unusual(told)
    told.say("load.week", "sleep.debt")


def _session_to_come(told: _Told, session: Fact) -> None:
    """Of a day to come: how it may look, and what today's session would be."""
    told.say_all("asked.", 1)
    told.say("reply.to_come")
    told.add(f"{replies.AS_TODAY} {_sentences(session.words)[0]}")
    told.rest()
    told.say("forecast.grade")


def _content(said: str) -> str:
    return re.sub(r"[^a-z ]", "", said.lower()).strip()


def _why(told: _Told) -> None:
    change = told.get("compare.recovery")
    if told.turn.understood.aspect == "not":
        _without(told)
    elif change and change.direction is Direction.SAME and _rather_the_other_way(told.turn.understood.text, change):
        told.add("By these days it is not.")
    elif change and change.direction is Direction.SAME:
        told.add(told.pick("It does not stand out from the weeks before.", "It is less clear-cut than it may feel."))
    elif change and _asked_the_other_way(told.turn.understood.text, change):
        told.add("It is rather the other way round.")
    if not change and not told.get("step.all"):
        told.add(_premise(told))
    told.say("step.all")
    told.say("measure.recovery", "mean.recovery", "compare.recovery")
    logged = [fact for fact in told.all("done.") if _goes_with_lower(told, fact)]
    told.add(*[_logged(told, fact) for fact in logged[:1]])
    pulls = told.all("pulls.") or told.all("pull.")
    if (side := _side_of(told)) and not told.all("pulls."):
        pulls = sorted(pulls, key=lambda fact: (fact.value or 0) * side < 0)  # what is asked for first
    told.say("pulls.all") if told.get("pulls.all") else told.say(*(fact.id for fact in pulls[:2]))
    others = [fact.id for fact in told.all("compare.") if fact.id != "compare.recovery"]
    done = [fact for fact in told.all("done.")[:2] if fact.n > 1 or fact not in logged[:1]]  # of one day once
    proof = told.pick(
        "These go together with it; what did it nobody can read off days that were only watched.",
        "That is what goes with it, which is not the same as proof.",
    )
    before = len(told.sentences)
    _say_unusual(told)
    unusual = len(told.sentences) > before
    if not unusual:
        told.say(*others[:1]) if others else told.say(*(fact.id for fact in done[:1]))
        told.add(proof if done or pulls else "")
    told.rest()
    told.say(*others, *(fact.id for fact in pulls[2:4] if not told.get("pulls.all")))
    for fact in done:
        told.say(fact.id)
        told.add(_habit_sentence(told.get(f"habit.{fact.id.removeprefix('done.')}")))
    if _owed(told):
        told.say("sleep.debt")
    told.add(proof if unusual and (done or pulls) else "")


def _side_asked(question: str) -> int:
    """1 where reasons of a good morning are asked for, -1 of a bad one, 0 where neither or both."""
    low, high = (bool(re.search(rf"\b({ways})", question, re.I)) for ways in (_LOW, _HIGH))
    return int(high) - int(low)


def _side_of(told: _Told) -> int:
    """The side of a morning whose reasons are told first: the one that is asked for, unless it was the other."""
    morning = told.get("measure.recovery")
    if morning and morning.direction in (Direction.HIGHER, Direction.LOWER):
        return 1 if morning.direction is Direction.HIGHER else -1
    return _side_asked(told.turn.understood.text)


CLEARLY = 10.0  # points by which the parts of our score have to move a morning for it to count as low, or as good


def _premise(told: _Told) -> str:
    """That a morning was not what a question takes it for."""
    morning, side = told.get("measure.recovery"), _side_asked(told.turn.understood.text)
    if morning is None or morning.direction is None or not side:
        return ""
    pulled = sum(fact.value or 0 for fact in told.all("pull."))
    follows = told.turn.understood.follow_up  # on our score, by which it was what they say
    if morning.direction is Direction.SAME and follows and side * pulled >= CLEARLY:
        return ""
    if morning.direction is Direction.SAME:
        return f"First of all, it was no {'good' if side > 0 else 'bad'} morning by your own days, but a usual one."
    if (morning.direction is Direction.HIGHER) != (side > 0):
        was, asked = ("low", "good") if side > 0 else ("good", "bad")
        return f"First of all, it was a {was} morning for you, not a {asked} one."
    return ""


def _without(told: _Told) -> None:
    """`i had no alcohol`: one reason less, unless the journal says otherwise."""
    done = told.get(f"done.{told.turn.understood.habit}")
    name = (told.turn.understood.habit or "").replace("_", " ")
    if done:
        told.add("Your journal says otherwise:")
        told.say(done.id)
    else:
        told.add(f"Then {name} is out, and something else has to account for it.")


def _goes_with_lower(told: _Told, done: Fact) -> bool:
    """Whether a habit that was done is known to go with lower mornings."""
    effect = told.get(f"habit.{done.id.removeprefix('done.')}")
    return bool(effect and effect.direction is Direction.LOWER and effect.low is not None and effect.high < 0)


def _logged(told: _Told, done: Fact) -> str:
    """`You logged alcohol on 2 of 5 answered days, which goes with recovery 15 points lower (11 to 18).`"""
    effect = told.get(f"habit.{done.id.removeprefix('done.')}")
    span = words.interval(*sorted((abs(effect.low), abs(effect.high))), "points")
    name = _named(effect)
    on = f"on {done.value:.0f} of {words.counted(done.n, 'answered day')}" if done.n > 1 else "the day before"
    return (
        f"You logged {name} {on}, and days with it go with a recovery {words.change(effect.value, 'points')} the next "
        f"morning ({span})."
    )


def _rather_the_other_way(question: str, change: Fact) -> bool:
    """Whether what is asked for does not show at all: `why low` of days whose mean is as high as before, or higher."""
    value = change.value or 0.0
    low, high = (bool(re.search(rf"\b({ways})", question, re.I)) for ways in (_LOW, _HIGH))
    return low and value >= -1 or high and value <= 1


def _asked_the_other_way(question: str, change: Fact) -> bool:
    low, high = (bool(re.search(rf"\b({ways})", question, re.I)) for ways in (_LOW, _HIGH))
    return change.direction is Direction.HIGHER and low or change.direction is Direction.LOWER and high


def _habit(told: _Told) -> None:
    told.say("reply.together", "journal.asked")
    told.say("contrast.habits")
    two = bool(told.get("contrast.habits"))
    told.say_all("effect.", 1)
    if two:
        told.rest()
    for fact in told.all("habit.")[: 0 if told.all("effect.") else 2 if two else 1]:
        if fact.grade is Grade.NONE or fact.value is None:
            told.add(_no_effect(told, fact))
        told.add(_habit_sentence(fact) or fact.words, *_rest(fact))
    if not told.all("habit."):
        told.say("habits.top")
    told.gap()


def _habit_sentence(fact: Fact | None) -> str:
    """`Evenings with alcohol go with a recovery 15 points lower next morning (11 to 18; strong).`"""
    if fact is None or fact.direction not in (Direction.HIGHER, Direction.LOWER) or fact.low is None:
        return ""
    if fact.low * fact.high < 0:  # an interval that holds none is no evidence
        return ""
    name = fact.id.removeprefix("habit.").replace("_", " ")
    low, high = sorted((abs(fact.low), abs(fact.high)))
    span = (
        words.interval(low, high, "points")
        if fact.low * fact.high > 0
        else f"{words.change(fact.low, 'points')} to {words.change(fact.high, 'points')}"
    )
    return (
        f"Days on which you log {name} go with a recovery {words.change(fact.value, 'points')} the next morning "
        f"({span}{_days_behind(fact)}; the evidence is {fact.grade.words})."
    )


def _days_behind(fact: Fact) -> str:
    found = re.search(r"\b([\d,]+ days)\b", fact.words)
    return f", {found[1]}" if found else ""


def _rest(fact: Fact) -> list[str]:
    """What a habit's own words say beyond their first figure."""
    if not _habit_sentence(fact):
        return []
    return [s for s in _sentences(fact.words)[1:] if s.rstrip(".").lower() not in ("strong", "likely")]


def _no_effect(told: _Told, fact: Fact) -> str:
    if "each further" in fact.words or fact.words.startswith("No clear effect"):
        return ""  # its own words say how far
    return told.pick("Nothing that I can see.", "No effect shows in your days.") if fact.grade is Grade.NONE else ""


_HELPS = re.compile(r"\b(?:helps?|good for|improves?|best for|raises?|boosts?|better)\b", re.I)
_HURTS = re.compile(r"\b(?:hurts?|worst|bad for|harms?|lowers?|costs?|worse)\b", re.I)


def _habits(told: _Told) -> None:
    wanted = (
        Direction.HIGHER if _HELPS.search(told.turn.understood.text)
        else Direction.LOWER if _HURTS.search(told.turn.understood.text) else None
    )  # fmt: skip
    if wanted and _of_one_side(told, wanted):
        return
    told.say("habits.top")
    top = told.get("habits.top")
    named = top.words.lower() if top else ""
    found = [fact for fact in told.all("habit.") if fact.grade in (Grade.STRONG, Grade.LIKELY)]
    told.add(*[_habit_sentence(fact) for fact in found if _named(fact) not in named][:2])
    silent = [_named(fact) for fact in told.all("habit.") if fact.grade is Grade.NONE]
    if silent:
        told.add(f"No effect is seen of {words.listed(silent)}.")
    told.add("All of that is what goes together in your days; only days drawn by lot could say what does what.")


def _of_one_side(told: _Told, wanted: Direction) -> bool:
    """What helps, or what hurts, where only that is asked for: with that first, the rest in a line."""
    found = [
        fact for fact in told.all("habit.") if fact.grade in (Grade.STRONG, Grade.LIKELY) and _habit_sentence(fact)
    ]
    asked = [fact for fact in found if fact.direction is wanted]
    if not asked:
        told.say("habits.none_of_side")
        return False
    asked = sorted(asked, key=lambda fact: -abs(fact.value))
    told.add(*[_habit_sentence(fact) for fact in asked[:3]])
    others = [_named(fact) for fact in found if fact.direction is not wanted]
    side = "higher" if wanted is Direction.LOWER else "lower"
    if others:
        told.add(f"The other way, {words.listed(others)} {'goes' if len(others) == 1 else 'go'} with {side} mornings.")
    told.rest()
    told.say("habits.top")
    return True


def _named(fact: Fact) -> str:
    return fact.id.removeprefix("habit.").replace("_", " ")


_BETTER_NIGHTS = re.compile(
    r"\b(?:what|how)\b.*\b(?:makes?|helps?|lets?|precedes?|comes? before|better|improve|well)\b|\bgood nights?\b", re.I
)


_OWED = re.compile(r"\b(?:debt|owe|need|enough)\b", re.I)


def _sleep(told: _Told) -> None:
    period = told.turn.understood.period
    if _BETTER_NIGHTS.search(told.turn.understood.text):
        told.say("sleep.good_night")
    if _OWED.search(told.turn.understood.text):
        told.say("sleep.debt")
    of_last = told.get("sleep.last_night")
    newest = of_last is not None and period is not None and period.days == 1 and period.last == of_last.last_day
    told.say(*(() if newest else ("measure.asleep_min",)))
    told.say(*(() if told.has_said("baseline.sleep") else ("mean.asleep_min",)), "compare.asleep_min")
    if not told.all("mean.") and (period is None or of_last is None or period.last == of_last.last_day):
        told.say("sleep.last_night")
    told.say("sleep.debt")
    if newest or not (told.all("mean.") or told.all("measure.")):
        told.say("baseline.sleep")
    told.rest()
    told.say("baseline.sleep", "sleep.good_night", "sleep.regularity")
    told.gap()


_HOW_LONG = re.compile(r"\b(?:how (?:much|long|many)|hours?|enough|need|length|\d+ ?h)\b", re.I)


def _bedtime(told: _Told) -> None:
    told.say("night.left")
    if _HOW_LONG.search(told.turn.understood.text):
        told.say("timing.duration", "sleep.debt")
        told.rest()
        told.say("timing.bedtime", "sleep.timing")
    else:
        told.say("timing.bedtime", "sleep.timing")
        told.rest()
        told.say("timing.duration")
        if _owed(told):
            told.say("sleep.debt")
    told.gap()


def _rhythm(told: _Told) -> None:
    if told.get("reply.only_then"):
        told.say("reply.only_then", "rhythm.readiness")
        return
    chosen = next((ids for pattern, ids in _RHYTHMS if re.search(pattern, told.turn.understood.text, re.I)), ())
    told.say(*[id for id in chosen if told.get(id)][:2])
    if not chosen:
        told.say("rhythm.readiness", "sleep.chronotype", "sleep.regularity")
    told.rest()
    told.say("rhythm.readiness", "rhythm.heart", "sleep.chronotype", "sleep.regularity", "sleep.social_jetlag")
    told.gap()


_RHYTHMS = (
    (r"\bsocial|weekend|free day", ("sleep.social_jetlag", "sleep.regularity")),
    (r"\bregular|irregular|consisten|same time", ("sleep.regularity", "sleep.timing")),
    (r"chronotype|morning (?:person|type)|owl|lark|evening (?:person|type)|early bird",
     ("sleep.chronotype", "sleep.social_jetlag")),
    (r"\bheart|pulse|lowest|highest", ("rhythm.heart",)),
    (r"\bbest|strong|peak|train|perform|fit", ("rhythm.readiness", "rhythm.heart")),
)  # fmt: skip


def _load(told: _Told) -> None:
    text = f"{told.turn.understood.text} {told.turn.understood.term or ''}"
    week = told.get("load.week")
    if week and week.direction and replies.asks_yes_or_no(text):
        told.add(_yes_or_no(told, week))
    if one := _OF_TERM.get(told.turn.understood.term or _form_named(told.turn.understood.text)):
        told.say(one)
    if (day := told.get("measure.load")) and (day.value is not None or told.turn.understood.topic is Topic.LOAD):
        told.say("measure.load")
        told.rest()
    elif told.all("mean.load"):
        told.say("mean.load", "compare.load")
    elif re.search(r"\byesterday\b", text, re.I):
        told.say("load.yesterday")
    told.say("load.week")
    if re.search(r"\b(?:form|tsb|fresh|atl|ctl|fitness|fatigue)", text, re.I):
        told.say("load.form", "load.fitness", "load.fatigue")
    elif re.search(r"\b(?:ramp|fast|quick|increas|build)", text, re.I):
        told.say("load.ramp", "load.form")
    else:
        told.say("load.form")
    told.say("load.no_injury")
    told.rest()
    told.say("load.form", "load.fitness", "load.fatigue", "load.ramp", "load.yesterday")
    told.gap()


_FORM_ALONE = re.compile(
    r"(?!.*\b(?:load|week|strain)\b).*\b(?:(?P<tsb>form|tsb)|(?P<ctl>ctl|fitness)|(?P<atl>atl|fatigue))\b.*", re.I
)


def _form_named(text: str) -> str:
    """Form, fitness or fatigue, where one of them is what a question is of."""
    found = _FORM_ALONE.fullmatch(text)
    return found.lastgroup or "" if found else ""


_OF_TERM = {"tsb": "load.form", "ctl": "load.fitness", "atl": "load.fatigue"}


def _yes_or_no(told: _Told, week: Fact) -> str:
    """Which way the week points; load alone settles nothing."""
    if week.direction is Direction.HIGHER:
        return (
            "That no figure can tell, but the week is above what is usual for you, so take it as a sign to go easier."
        )
    return told.pick("By your load alone, no.", "Going by load alone: no.")


def _tolerance(told: _Told) -> None:
    told.say("velocity.load", "velocity.short_night")
    if len(told.sentences) == 0:
        told.say("velocity.low", "load.week")
    told.rest()
    told.say("velocity.low", "load.week")
    told.gap()


def _forecast(told: _Told) -> None:
    if told.all("asked."):
        told.say_all("asked.", 2)
    else:
        told.say("forecast.tomorrow", "forecast.days")
    told.say("forecast.other")
    told.rest()
    told.say("forecast.grade")
    told.gap()


def _what_if(told: _Told) -> None:
    if told.all("what_if."):
        told.say_all("what_if.")
    else:
        told.say("velocity.load")
    told.say("forecast.what_if")
    told.gap()


def _unusual(told: _Told) -> None:
    told.say("anomaly.today", "anomaly.lately")
    outside = [fact for fact in told.all("baseline.") if fact.direction in (Direction.HIGHER, Direction.LOWER)]
    told.say(*(fact.id for fact in outside))
    told.add("Whether you are ill no watch can tell: go by how you feel, and ask a doctor where you doubt it.")
    told.gap()


def _goal(told: _Told) -> None:
    if told.get("goal.gone"):
        told.say("goal.gone")
        return
    told.say("reply.which_days", "reply.fewer_days")
    if re.search(r"\btaper", told.turn.understood.text, re.I):
        told.say("goal.end", "goal.taper")
    told.say("goal.verdict")
    told.say("goal.event", "goal.raises", "goal.time", "goal.week", "goal.other_sport")
    told.say("goal.far") if told.get("goal.far") else told.say("goal.expected")
    told.say("goal.lighter", "goal.build")
    if not told.get("goal.event"):
        told.add("Tell me the day of an event, and I can lay out the weeks until then.")
    told.rest()
    if told.get("goal.build"):
        told.add("Keep most of it easy, with one or two hard sessions a week, and let bad mornings make a day lighter.")
    told.say("goal.longest", "goal.expected", "goal.taper", "goal.growth")
    told.gap()


_ON_AVERAGE = re.compile(r"\b(?:averages?|averaged|typical(?:ly)?)\b", re.I)


def _metric(told: _Told) -> None:
    told.say_all("contrast.", 1)
    if several := len(told.turn.understood.metrics):
        told.say_all("measure.", several)
        told.say_all("mean.", several)
        told.rest()
        told.say_all("compare.", several)
        return
    if _ON_AVERAGE.search(told.turn.understood.text) and told.all("mean."):
        told.say_all("mean.", 1)
        told.say_all("compare.", 1)
        return
    told.say_all("measure.", 2 if told.turn.understood.against else 1)
    if told.all("baseline."):
        told.say_all("baseline.", 1)
        told.say_all("trend.", 1)
    else:
        told.say_all("mean.", 1)
        told.say_all("compare.", 1)
    if not told.sentences:
        told.say("load.week")
    if not told.sentences:
        told.say(*(fact.id for fact in told.known[:3]))
    told.gap()


def _record(told: _Told) -> None:
    told.say("record.top", "record.usual")
    told.rest()
    told.say("record.next")
    if not told.sentences:
        told.add(*told.missing())


def _count(told: _Told) -> None:
    told.say_all("count.", 2)
    told.say_all("mean.", 1)
    told.rest()
    told.say_all("count.", 4)
    told.gap()


def _activity(told: _Told) -> None:
    told.say("activity.against")
    told.say("activity.all", "activity.none", "activity.before")
    for number in range(1, 5):
        told.say(f"activity.{number}", f"activity.usual.{number}")


def _meaning(told: _Told) -> None:
    told.say_all("meaning.", 1)
    own = [fact for fact in told.known if not fact.id.startswith("meaning.")]
    told.say(*(fact.id for fact in own[:2]))
    if not told.sentences:
        told.add(*told.missing())


def _data(told: _Told) -> None:
    if told.all("gap."):
        told.say("gap.all") if told.get("gap.all") else told.say_all("gap.", 3)
        told.say_all("measure.", 3)
        told.rest()
        told.say_all("gap.", 9)
        return
    if told.get("reply.add"):
        told.say("reply.add", "data.days")
        return
    told.say("data.days")
    told.say_all("data.source.", 5)


def _profile(told: _Told) -> None:
    if told.get("reply.change"):
        told.say("reply.change")
        told.rest()
    told.say_all("profile.", 4)
    told.say_all("plan.", 5)
    told.gap()


def _evidence(told: _Told) -> None:
    """How the facts of the answer before are known; without one, how close forecasts have been."""
    if told.all("prediction.grade") or told.all("forecast.grade"):
        told.say("prediction.grade", "forecast.grade")
        told.add("How each figure is made, and how often such methods err, stands on the page Methods.")
        return
    asked = told.turn.understood
    if named := told.get(_OF_FIGURE.get(asked.of or "", "")):
        told.add(*sure.sentences([named], None, None, asked.text))
        return
    told.add(*sure.sentences(told.known, asked.habit, asked.metric, asked.text))


_OF_FIGURE = {
    "debt": "sleep.debt", "need": "sleep.debt", "form": "load.form", "fitness": "load.fitness",
    "fatigue": "load.fatigue",
}  # fmt: skip


def _owed(told: _Told) -> bool:
    debt = told.get("sleep.debt")
    return bool(debt and debt.grade is not Grade.NONE)


_COMPOSERS: dict[Topic, Callable[[_Told], None]] = {
    Topic.READINESS: _readiness,
    Topic.WORKOUT: _workout,
    Topic.WHY: _why,
    Topic.HABIT: _habit,
    Topic.HABITS: _habits,
    Topic.SLEEP: _sleep,
    Topic.BEDTIME: _bedtime,
    Topic.RHYTHM: _rhythm,
    Topic.LOAD: _load,
    Topic.TOLERANCE: _tolerance,
    Topic.FORECAST: _forecast,
    Topic.WHAT_IF: _what_if,
    Topic.UNUSUAL: _unusual,
    Topic.GOAL: _goal,
    Topic.METRIC: _metric,
    Topic.COMPARE: _metric,
    Topic.DATA: _data,
    Topic.RECORD: _record,
    Topic.COUNT: _count,
    Topic.ACTIVITY: _activity,
    Topic.MEANING: _meaning,
    Topic.PROFILE: _profile,
    Topic.EVIDENCE: _evidence,
}

_FIXED: dict[Topic, Sequence[str]] = {
    Topic.HELP: (
        "Ask me about this morning, what to train today, why your recovery is as it is, what a habit goes with, sleep "
        "and bedtime, your rhythm, load, the next days, unusual days, how to prepare for an event, your best and worst "
        "days, how often you did something, how a session went, or what a word means. Every number I say comes from "
        "your own data, and links to where it is shown.",
    ),
    Topic.PRIVACY: (
        "Your data lies in one file on this machine, and nothing of it is sent anywhere: no answer of mine leaves this "
        "computer either, unless you choose a server elsewhere in Settings. On the page Data you can export or delete "
        "all of it.",
    ),
    Topic.IDENTITY: (
        "I'm the coach of Ownpace: a program on this machine that reads your own data, no person and no doctor. Who "
        "puts my answers into words stands under each of them, and every number is checked against your data.",
    ),
    Topic.LANGUAGE: (
        "I only understand English so far: please ask me in English. In an emergency call 112 in Europe, 911 in the US, "
        "or 999 in the UK.",
    ),
    Topic.SMALLTALK: (
        "Good to hear from you. Ask me how you are this morning, or what to do today.",
        "Hello! I know your data, and I am here for what it says: shall we start with today?",
    ),
    Topic.OUT_OF_SCOPE: (
        "That lies outside what I know: I only speak of your own training, sleep and recovery.",
        "I can't help with that. What I do know is your own data: recovery, sleep, habits, load and what comes next.",
    ),
    Topic.MEDICAL: (
        "That is a question for a doctor or a physiotherapist, not for me: I see a few signals of your body, and can "
        "neither examine nor treat anything. If you like, I can tell you what is unusual in your data.",
    ),
    Topic.DIET: (
        "I give no advice on losing weight or eating less: I know nothing of what you eat, and such advice does harm "
        "in the wrong place. A doctor or a registered dietitian can look at the whole of it with you.",
    ),
}


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text) if part.strip()]


def _pick(ways: Sequence[str], turn: Turn) -> str:
    """One of several ways to say it: always the same for a question and a day."""
    days = max((str(fact.last_day) for fact in turn.facts if fact.last_day), default="")
    seed = sha256(f"{turn.understood.text.lower().strip()}|{days}|{ways[0]}".encode()).digest()
    return ways[seed[0] % len(ways)]
