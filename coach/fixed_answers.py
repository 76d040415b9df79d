"""What is answered, word for word, to somebody who tells of what a person has to look after.

No number of the athlete, no diagnosis and no training is in any of these answers, and no engine is asked.
"""

from dataclasses import dataclass

from coach.red_flags import ANSWERS, Flag
from coach.understood import Topic


@dataclass(frozen=True)
class Felt:
    """What was said, and the answer to it."""

    topic: Topic
    answer: str


UNWELL = (
    "If you feel ill, today is for rest, whatever the numbers say: they can look quite normal when an illness begins. "
    "With fever, chest pain, trouble breathing or a racing heart, or if it lasts, see a doctor. Once you feel well "
    "again, come back with easy days before anything hard. You can mark the day as ill on the page Unusual days, so "
    "that it does not count as a usual one."
)
DISTRESS = (
    "I'm sorry that it feels like this. That matters more than any training, and I'm only a program that reads your "
    "data: please talk to somebody you trust, or to a doctor, today. If you ever think of harming yourself, call your "
    "local emergency number (112 in Europe, 911 in the US), or a crisis line: 988 in the US, 116 123 in the UK and "
    "Ireland. Training can wait."
)
HARD_TIME = (
    "That sounds hard, and I'm sorry. It is fine to train less, or not at all, for a while: nothing is lost by it, "
    "and an easy walk counts. If it goes on, or weighs on your days, somebody you trust or a doctor can help more "
    "than I can. When you want it, I'll tell you what suits the day."
)
EMERGENCY = (
    "Stop, and get help now: call your local emergency number (112 in Europe, 911 in the US, 999 in the UK), and do "
    "not stay alone. Trouble breathing, swelling or a tight throat after a sting or a meal, confusion, and feeling ill "
    "in the heat can become dangerous within minutes. If it is the heat, get into the shade and cool down while you "
    "wait."
)
HEART = (
    "Please do not train with that. A heart that races at rest, skips, flutters or flips has to be looked at by a "
    "doctor first, and soon; with chest pain, breathlessness or faintness call your local emergency number (112 in "
    "Europe, 911 in the US). No watch, and no figure of mine, can tell whether it is harmless."
)
URGENT = (
    "Please have that looked at by a doctor today, before any training; if it is heavy or gets worse, call your local "
    "emergency number (112 in Europe, 911 in the US). It is nothing that I could judge from your data."
)
INJURED = (
    "Please don't train on it. Pain that changes how you move or that stays, something that popped, is swollen, or "
    "bears no weight, wants a doctor or a physiotherapist first. I can neither see nor judge an injury, and I'd rather "
    "propose nothing than something that makes it worse."
)
DOCTOR_FIRST = (
    "That is for a doctor (or, around a birth, a midwife) to say before I propose any training: my figures don't know "
    "of it, and what suits others may not suit you. Once they have told you what is fine, I'm glad to help within "
    "that."
)
SOBER = (
    "Not now. With alcohol in you, balance, heart and judgement are not what they should be: drink water, sleep, and "
    "let today go. If you often drink to get to sleep or to get through the day, a doctor or an alcohol advice line "
    "can help, without judging you."
)
NUMBERS = (
    "A value like that can be an emergency: please don't train on it. Measure again at once if you can, follow the "
    "plan that your doctor gave you for it (with low blood sugar, take sugar now), and call your local emergency "
    "number (112 in Europe, 911 in the US, 999 in the UK) if it stays, or if you feel unwell, confused or short of "
    "breath. It is for a doctor today in any case."
)
OTHER_EMERGENCY = (
    "If somebody is hurt or in danger now, call your local emergency number (112 in Europe, 911 in the US, 999 in the "
    "UK) before anything else, stay with them, and do what you are told on the phone. A child who fell on the head and "
    "is sleepy, was shaken, or was left in the heat has to be seen at once. I know nothing of them and can't judge it."
)
FRIEND_AT_RISK = (
    "Take that seriously, and don't wait: call them or go there, ask openly whether they think of harming themselves, "
    "and stay with them. If you can't reach them or they may act on it, call your local emergency number (112 in "
    "Europe, 911 in the US, 999 in the UK). Crisis lines advise friends and family too: 988 in the US, 116 123 in the "
    "UK and Ireland. You need not carry this alone."
)
UNSAFE = (
    "I won't help with that: it can do you real harm, and no session and no race is worth it. Tell me what you are "
    "after, and I'll look for a way that gets you nearer to it without the risk. If somebody presses you to do it, or "
    "you feel unwell now, talk to a doctor or to somebody you trust."
)

WITHDRAWAL = (
    "Please don't stop drinking, or go on with it, alone: shaking, sweating or fits when the alcohol wears off can be "
    "dangerous, and a doctor can make it safe. See one today. If you see or hear things that are not there, have a "
    "fit or a racing heart, call your local emergency number (112 in Europe, 911 in the US, 999 in the UK). No "
    "training now."
)
TOO_TIRED = (
    "Please don't drive or train on so little sleep: rest first. Everything else can wait until you have slept. If "
    "sleep won't come for nights on end, or you feel full of energy without it, see a doctor today: that can be a sign "
    "of illness, also when you feel well."
)
FOOD = (
    "I give no advice on losing weight, and losing a lot or quickly does harm: to hormones, bones, heart and mind. A "
    "period that stays away, or eating that you cannot stop thinking about, is a reason to see a doctor. Please talk "
    "to a doctor or somebody you trust about it."
)
NOT_FOR_CHILDREN = (
    "I'm made for grown-ups, and what I propose is not fit for children or teenagers: they are still growing, and my "
    "figures know nothing of that. A coach who works with young athletes, a parent or a doctor can help."
)
OTHERS = (
    "I only know your own data, so I can say nothing about anybody else: a plan made for you may be quite wrong for "
    "them. A coach or a doctor who knows them can help."
)
VIOLENCE = (
    "I'm sorry. Nobody may do that to you, and it is not your fault. If you are in danger, call your local emergency "
    "number (112 in Europe, 911 in the US, 999 in the UK). A helpline for violence at home can help in confidence, "
    "and so can somebody you trust."
)
COMPULSION = (
    "That sounds as if training had hold of you rather than the other way round. Rest is part of it, and fear of a "
    "day off is worth telling somebody: a doctor, a psychologist, or a person you trust."
)

# With these, no training is proposed until they are said to be over.
STAYS = frozenset(
    {WITHDRAWAL, COMPULSION, UNWELL, DISTRESS, EMERGENCY, HEART, URGENT, INJURED, DOCTOR_FIRST, SOBER, TOO_TIRED}
)

# What is heard by the sense for texts (coach.understanding.sense), the gravest first, and what is answered to it.
CARES = {
    "self_harm": Felt(Topic.RED_FLAG, ANSWERS[Flag.SELF_HARM]),
    "heart": Felt(Topic.RED_FLAG, ANSWERS[Flag.HEART]),
    "stroke": Felt(Topic.RED_FLAG, ANSWERS[Flag.STROKE]),
    "fainting": Felt(Topic.RED_FLAG, ANSWERS[Flag.FAINTING]),
    "head_injury": Felt(Topic.RED_FLAG, ANSWERS[Flag.HEAD_INJURY]),
    "bleeding": Felt(Topic.RED_FLAG, ANSWERS[Flag.BLEEDING]),
    "other_emergency": Felt(Topic.RED_FLAG, OTHER_EMERGENCY),
    "friend_at_risk": Felt(Topic.RED_FLAG, FRIEND_AT_RISK),
    "emergency": Felt(Topic.RED_FLAG, EMERGENCY),
    "violence": Felt(Topic.RED_FLAG, VIOLENCE),
    "urgent": Felt(Topic.RED_FLAG, URGENT),
    "eating": Felt(Topic.RED_FLAG, ANSWERS[Flag.EATING]),
    "drugs": Felt(Topic.RED_FLAG, ANSWERS[Flag.DRUGS]),
    "distress": Felt(Topic.DISTRESS, DISTRESS),
    "unwell": Felt(Topic.UNWELL, UNWELL),
    "injured": Felt(Topic.MEDICAL, INJURED),
    "doctor_first": Felt(Topic.MEDICAL, DOCTOR_FIRST),
    "medicine": Felt(Topic.MEDICAL, ANSWERS[Flag.MEDICAL]),
    "diagnosis": Felt(Topic.MEDICAL, ANSWERS[Flag.MEDICAL]),
    "sober": Felt(Topic.MEDICAL, SOBER),
    "too_tired": Felt(Topic.MEDICAL, TOO_TIRED),
    "diet": Felt(Topic.DIET, ANSWERS[Flag.DIET]),
    "compulsion": Felt(Topic.HARD_TIME, COMPULSION),
    "hard_time": Felt(Topic.HARD_TIME, HARD_TIME),
    "children": Felt(Topic.OUT_OF_SCOPE, NOT_FOR_CHILDREN),
    "others": Felt(Topic.OUT_OF_SCOPE, OTHERS),
    "unsafe_wish": Felt(Topic.RED_FLAG, UNSAFE),
}
