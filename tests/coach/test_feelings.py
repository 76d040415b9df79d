"""What people say of themselves is heard before any number; talk of sport is not taken for it."""

import pytest

from coach.conversation import answer, whole
from coach.feelings import DISTRESS, UNWELL, felt
from coach.understood import Topic
from tests.coach.adversaries import saying
from tests.coach.people import everybody

ILL = """im ill should i train
i'm ill, should i train?
should i train if i feel ill
i feel sick today what should i do
i am sick, should i still train?
im sick today, still do my intervals?
feel fluish and sore throat, train or not
I have a cold, can I ride?
got the flu, when can I run again
I've got a fever
i think i have covid, can i train?
i feel a bit under the weather
woke up with chills
I think I'm coming down with something""".splitlines()
DESPAIR = """i feel hopeless
i feel worthless
i want to disappear
whats the point of anything
nobody would miss me
i hate myself
i cant go on
im done with life
i feel really down lately, nothing is fun
i'm burnt out and crying every day
i feel so depressed""".splitlines()
HARD = """im so tired of training, i hate it
my dog died and i cant sleep
i'm burnt out
I just lost my job and feel nothing like training
I'm so sad today""".splitlines()
NEITHER = """Am I getting ill?
was i ill in november
How was my recovery since I was sick in March
I'm sick of intervals
should I do hard intervals today?
I want to go hard
my legs are dead
that climb killed me
I can't go on with this plan
I'm tired today
what does alcohol do to me
is it a cold start
how cold was my skin
I crushed it today
am i sick
hot or cold shower?
does being ill count as a habit
when did i last have a cold""".splitlines()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        *((text, Topic.UNWELL) for text in ILL),
        *((text, Topic.DISTRESS) for text in DESPAIR),
        *((text, Topic.HARD_TIME) for text in HARD),
    ],
)
def test_it_is_heard(text, topic):
    assert felt(text) and felt(text).topic is topic


@pytest.mark.parametrize("text", NEITHER)
def test_talk_of_sport_and_questions_are_none_of_it(text):
    assert felt(text) is None


@pytest.mark.parametrize(("text", "said"), [("im ill should i train", UNWELL), ("i feel hopeless", DISTRESS)])
@pytest.mark.parametrize("who", ["Vera", "Rhea", "Nobody"])
def test_no_session_and_no_number_of_theirs_stands_in_the_answer(who, text, said):
    engine = saying("pushes", "You are good to go: 4 times 5 minutes hard.")
    final = whole(answer(text, everybody()[who], engine, clock=lambda: 0.0))
    assert final.text == said and final.workout is None and not final.facts
