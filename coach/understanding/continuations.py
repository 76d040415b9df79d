"""Short ways to go on with what was asked before, each with the topics that it can follow.

Every rule takes what is said and what was understood before, and returns the question that is meant, or None. The
order counts: the first rule that knows what is meant is believed.
"""

from dataclasses import replace

from coach.understanding import pointing
from coach.understanding.continuing import one_of_them, other_days, same_answer, same_subject, to_come, told_of_oneself
from coach.understanding.continuing.said import QUESTION, Said
from coach.understanding.naming import Named
from coach.understood import Topic, Understood


def going_on(now: Said, previous: Understood) -> Understood | None:
    """What a text means as a continuation; None where no rule knows."""
    for rule in _RULES:
        if made := rule(now, previous):
            return replace(made, text=now.text, follow_up=True, more=False)
    return None


def leans(said: str, found: Named, previous: Understood) -> bool:
    """Whether a text of the same topic, or of none, speaks of what was named before, however whole it sounds."""
    if previous.topic is Topic.GOAL:
        return found.target is None
    if previous.topic is Topic.BEDTIME:
        return not QUESTION.match(said) and told_of_oneself.CLOCK_TIME.search(said) is not None
    return previous.topic is Topic.COUNT and one_of_them.BOTH.search(said) is not None and found.times.period is None


_RULES = (
    *pointing.RULES,
    same_answer.plainer,
    same_answer.why_learned,
    same_answer.why_session,
    same_answer.mine,
    same_answer.judged,
    other_days.worse_then,
    to_come.form_on_the_day,
    to_come.days_then,
    to_come.agreed,
    to_come.session_to_come,
    to_come.then_to_come,
    told_of_oneself.alarm,
    other_days.other_number,
    told_of_oneself.only_then,
    to_come.part_of_goal,
    to_come.other_event,
    to_come.days_a_week,
    told_of_oneself.profile_changed,
    told_of_oneself.session_after_profile,
    told_of_oneself.not_that,
    other_days.one_before,
    same_subject.changed_most,
    one_of_them.which,
    one_of_them.most,
    same_subject.last_of_those,
    same_subject.end_of_it,
    same_subject.how_many_beyond,
    same_subject.mean_of_those,
    same_subject.mean_of_it,
    other_days.part_of_week,
    one_of_them.both,
    other_days.done_then,
    told_of_oneself.of_data,
    other_days.trend_of,
    other_days.span_after,
    other_days.day_after,
    one_of_them.of_those,
    other_days.that_week,
    other_days.form_then,
    other_days.fitness_then,
    same_answer.too_fast,
    to_come.of_the_goal,
    one_of_them.same_kind,
    one_of_them.after_detour,
)
