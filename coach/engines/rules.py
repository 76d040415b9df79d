"""Answers by rules: facts chosen for the question, said in plain sentences. It needs no model, and is always there.

The sentences of facts carry the numbers; coach.engines.telling has what leads to them, joins them and closes, a topic
a function. Here is which of them speak, and how much of it a first answer holds.
"""

from collections.abc import Callable, Iterator, Sequence

from coach.engine import Turn
from coach.engines import replies
from coach.engines.telling import ahead, background, causes, habits, measures, nights, today, training
from coach.engines.telling.small_talk import FIXED, FOOD, to_a_mood
from coach.engines.telling.told import Told, one_of, sentences_in
from coach.facts import Fact
from coach.understanding.exact import kind_of
from coach.understood import Topic


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
        return [FOOD]
    if turn.understood.topic is Topic.SMALLTALK and (said := to_a_mood(turn.understood.text)):
        return [said]
    if turn.understood.topic in FIXED:
        return [one_of(FIXED[turn.understood.topic], turn)]
    told = Told(turn)
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


def _each(said: Sequence[str]) -> list[str]:
    return [sentence for one in said for sentence in sentences_in(one)]


MOST_OF_EVIDENCE = 12


def _outright(told: Told, answers: Sequence[Fact]) -> list[str]:
    """What was asked for by name, and nothing else; what is beyond a first answer is for those who want more."""
    first, rest = _as_many([fact.words for fact in answers], MOST_OF_TWO if len(answers) > 2 else MOST)
    if told.turn.understood.more:
        return rest or [told.pick("That is all that your data says on it.", "I have no more on that in your data.")]
    return first


def _count_of(said: Sequence[str]) -> int:
    return sum(len(sentences_in(one)) for one in said)


def _as_many(said: Sequence[str], most: int) -> tuple[list[str], list[str]]:
    """What of it an answer of so many sentences holds, and what is left."""
    for place in range(len(said)):
        if _count_of(said[: place + 1]) > most:
            parts = sentences_in(said[place])
            fits = most - _count_of(said[:place])
            return [*said[:place], *parts[:fits]], [*parts[fits:], *said[place + 1 :]]
    return list(said), []


_COMPOSERS: dict[Topic, Callable[[Told], None]] = {
    Topic.READINESS: today.readiness,
    Topic.WORKOUT: today.workout,
    Topic.WHY: causes.why,
    Topic.HABIT: habits.habit,
    Topic.HABITS: habits.habits,
    Topic.SLEEP: nights.sleep,
    Topic.BEDTIME: nights.bedtime,
    Topic.RHYTHM: nights.rhythm,
    Topic.LOAD: training.load,
    Topic.TOLERANCE: training.tolerance,
    Topic.FORECAST: ahead.forecast,
    Topic.WHAT_IF: ahead.what_if,
    Topic.UNUSUAL: measures.unusual,
    Topic.GOAL: ahead.goal,
    Topic.METRIC: measures.metric,
    Topic.COMPARE: measures.metric,
    Topic.DATA: background.data,
    Topic.RECORD: measures.record,
    Topic.COUNT: measures.count,
    Topic.ACTIVITY: measures.activity,
    Topic.MEANING: background.meaning,
    Topic.PROFILE: background.profile,
    Topic.EVIDENCE: background.evidence,
}
