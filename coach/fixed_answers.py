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
    "If you feel ill, today is for rest, whatever the numbers say: they can look quite normal when an illness begins, "
    "and a fever that tablets brought down is still one. With fever, chest pain, trouble breathing or a racing heart, "
    "or if it lasts, see a doctor. Once you feel well again, come back with easy days before anything hard. You can "
    "mark the day as ill on the page Unusual days, so that it does not count as a usual one."
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
    "Stop, and get help now: call your local emergency number (112 in Europe, 911 in the US, 999 in the UK), and "
    "nobody who is ill should stay alone. Trouble breathing, swelling or a tight throat after a sting or a meal, "
    "confusion, and feeling ill in heat, in cold, high up or after drinking a lot can become dangerous within minutes. "
    "While you wait: out of the heat and cooled, or out of the cold and wrapped up; an adrenaline pen if there is one; "
    "sugar where blood sugar is low and they can swallow; "
    "no more water to somebody who is confused or throws up."
)
HOSPITAL_NOW = (
    "Please don't wait with this: go to an emergency department now, and let somebody take you, or call your local "
    "emergency number (112 in Europe, 911 in the US, 999 in the UK). With such signs hours can count, also when it "
    "eases for a while. After a fall on the back or the neck, don't move until help is there. No training, and "
    "nothing to walk off or to stretch out: nothing of mine can judge this."
)
POISONED = (
    "Please call your local emergency number now (112 in Europe, 911 in the US, 999 in the UK), also if nothing is "
    "felt yet or it feels better: some of it does its harm later. If it may be smoke, gas, a stove or a grill, get "
    "everybody out into the open air first. Don't stay alone, don't train or drive, and keep the packet to show. If it "
    "was taken to end things, you need not carry that alone: 988 in the US, 116 123 in the UK and Ireland."
)
MIND = (
    "I'm not sure that you are well, and I care more about that than about any session. Nights without sleep, a mind "
    "that races, voices, or the feeling of having powers or being watched can be signs of an illness that comes on "
    "while one feels fine, and that can be treated. Please let somebody you trust be with you and see a doctor today; "
    "if a voice tells you what to do, or you or others are not safe, call your local emergency number (112 in Europe, "
    "911 in the US, 999 in the UK). No training and no big decisions until then."
)
THREAT = (
    "It sounds as if somebody could get hurt, and that comes before everything here. Please get away from them and "
    "from anything that you could use, and don't be alone with it: call somebody who can calm you, or your local "
    "emergency number (112 in Europe, 911 in the US, 999 in the UK) if it may happen or has happened. A crisis line "
    "listens to rage, too (988 in the US, 116 123 in the UK and Ireland), and a doctor or a counsellor can help with "
    "it. No training with that in you."
)
CHILD_AT_RISK = (
    "That is not right, and no child is to blame for it. A child or teenager who is hurt, shamed, kept from food or "
    "made to train through pain needs a grown-up on their side: tell one you trust who is not part of it, or call a "
    "helpline for children (116 111 in many European countries, 0800 1111 in the UK, 1-800-422-4453 in the US). In "
    "danger, call the emergency number (112 in Europe, 911 in the US, 999 in the UK). With eating little, not growing "
    "or a period that stays away, a doctor should see them soon. No session matters more than that."
)
WARNING_SIGNS = (
    "Stop and call an emergency number (112 in Europe, 911 in the US, 999 in the UK) with pain or pressure in the "
    "chest, breathlessness that rest does not end, fainting in effort, confusion, a drooping face, a weak arm or odd "
    "speech, the worst headache of a life, a swelling throat, or a body that is hot and no longer sweats. A doctor the "
    "same day: brown urine or very swollen muscles after training, a hot swollen calf, a blow to the head with "
    "headache or sickness, a heart that races or skips at rest, blood where none belongs. A doctor before the next "
    "training: fever, pain in a bone or one that changes how you move, dizziness, a period that stays away, tiredness "
    "that weeks of rest do not end. When in doubt, be seen: I can judge none of it from data."
)
GLAD = (
    "I'm glad to hear it. Should it ever be more than a figure of speech, somebody listens at any hour: 988 in the US, "
    "116 123 in the UK and Ireland, or your local emergency number. Now, what would you like to know?"
)
UNCLEAR = (
    "I'm not sure that I read this right, and I'd rather ask than guess: is somebody hurt, ill or in danger, or is it "
    "about training alone? If it is nothing like that, tell me that you are fine and ask me once more in other "
    "words. If "
    "it is, a person can help and I cannot: your local emergency number (112 in Europe, 911 in the US, 999 in the UK) "
    "now, or a crisis line (988 in the US, 116 123 in the UK and Ireland) if you think of harming yourself."
)
WOUND = (
    "Press hard on it with a clean cloth and keep pressing, lie down, and call your local emergency number now (112 in "
    "Europe, 911 in the US, 999 in the UK). Don't take the cloth off to look: put another on top. If blood pumps "
    "from an "
    "arm or a leg and pressing does not stop it, a belt or a strap pulled tight above the wound can, until help is "
    "there."
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
    "Please don't train on it. Pain that changes how you move or that stays, or something that is swollen, wants a "
    "doctor "
    "or a physiotherapist first; after a crack or a pop, or where it bears no weight, a doctor today. I can neither "
    "see nor judge an injury, and I'd rather "
    "propose nothing than something that makes it worse."
)
DOCTOR_FIRST = (
    "That is for a doctor (or, around a birth, a midwife) to say before I propose any training: my figures don't know "
    "of it, and what suits others may not suit you. Once they have told you what is fine, I'm glad to help within "
    "that."
)
SOBER = (
    "Not with alcohol in the blood: don't drive, don't ride or train, and don't get in with a driver who has been "
    "drinking. Balance, heart and judgement are not what they should be, so water, sleep, and let today go. If you "
    "often drink to get to sleep or to get through the day, a doctor or an alcohol advice line can help, without "
    "judging you; after heavy drinking don't stop at once without one."
)
NUMBERS = (
    "A value like that can be an emergency: please don't train on it. Measure again at once if you can, follow the "
    "plan that your doctor gave you for it (with low blood sugar, take sugar now), and call your local emergency "
    "number (112 in Europe, 911 in the US, 999 in the UK) if it stays, or if you feel unwell, confused or short of "
    "breath. It is for a doctor today in any case."
)
OTHER_EMERGENCY = (
    "If somebody is hurt or in danger now, call your local emergency number (112 in Europe, 911 in the US, 999 in the "
    "UK) before anything else, stay with them, and do what you are told on the phone. Who does not wake and does not "
    "breathe normally needs somebody to push hard and fast on the middle of the chest, and a defibrillator. A child "
    "who fell on the head and "
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
    "Please don't stop at once, and don't go on, alone: when alcohol or sedatives wear off after long use, that can be "
    "dangerous, and a doctor can make it safe. If you shake badly, sweat, see or hear things that are not there, or "
    "have a fit or a racing heart, call your local emergency number now (112 in Europe, 911 in the US, 999 in the UK). "
    "Otherwise see a doctor today, before you stop. No training now: it sweats nothing out."
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
    "I'm sorry. Nobody may do that to you, and it is not your fault. After a blow to the head or a grip on the neck a "
    "hospital has to look at it today, also where nothing shows. If you are in danger, call your local emergency "
    "number (112 in Europe, 911 in the US, 999 in the UK). A helpline for violence at home can help in confidence, "
    "and so can somebody you trust."
)
COMPULSION = (
    "That sounds as if training had hold of you rather than the other way round. Rest is part of it, and fear of a "
    "day off is worth telling somebody: a doctor, a psychologist, or a person you trust."
)

# With these, no training is proposed until they are said to be over.
STAYS = frozenset(
    {
        WITHDRAWAL,
        COMPULSION,
        UNWELL,
        DISTRESS,
        EMERGENCY,
        HEART,
        URGENT,
        INJURED,
        DOCTOR_FIRST,
        SOBER,
        TOO_TIRED,
        UNCLEAR,
    }
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
    "poisoned": Felt(Topic.RED_FLAG, POISONED),
    "emergency": Felt(Topic.RED_FLAG, EMERGENCY),
    "urgent_now": Felt(Topic.RED_FLAG, HOSPITAL_NOW),
    "withdrawal": Felt(Topic.RED_FLAG, WITHDRAWAL),
    "mania": Felt(Topic.RED_FLAG, MIND),
    "child_at_risk": Felt(Topic.RED_FLAG, CHILD_AT_RISK),
    "threat": Felt(Topic.RED_FLAG, THREAT),
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
    "warning_signs": Felt(Topic.MEDICAL, WARNING_SIGNS),
}

# How soon a person has to look at it: 2 now, 1 before all else, 0 what can wait.
_NOW = frozenset(
    {
        EMERGENCY,
        HOSPITAL_NOW,
        POISONED,
        OTHER_EMERGENCY,
        WOUND,
        FRIEND_AT_RISK,
        NUMBERS,
        WITHDRAWAL,
        VIOLENCE,
        CHILD_AT_RISK,
        THREAT,
    }
) | {ANSWERS[flag] for flag in (Flag.SELF_HARM, Flag.HEART, Flag.STROKE)}
_FIRST = frozenset({URGENT, HEART, DISTRESS, MIND, UNSAFE, UNCLEAR}) | {
    ANSWERS[flag] for flag in (Flag.FAINTING, Flag.HEAD_INJURY, Flag.BLEEDING, Flag.EATING, Flag.DRUGS)
}


def urgency(answer: str) -> int:
    """How soon a person has to look at what is answered so: 2 now, 1 before all else, 0 what can wait."""
    return 2 if answer in _NOW else 1 if answer in _FIRST else 0


def again(felt: Felt) -> str:
    """The answer to what was told a while ago, where something else is asked now: shorter, and no less clear."""
    if felt.answer in _AGAIN:
        return _AGAIN[felt.answer]
    if felt.answer in OF_THE_MIND:
        return (
            "I haven't forgotten what you wrote, and it matters more than this. Please talk to somebody you trust or "
            "to a doctor; if you might harm yourself, call your local emergency number (112 in Europe, 911 in the US, "
            "999 in the UK) or a crisis line (988 in the US, 116 123 in the UK and Ireland). Training can wait for you."
        )
    if felt.answer in (VIOLENCE, THREAT, CHILD_AT_RISK, FRIEND_AT_RISK, UNCLEAR):
        return felt.answer
    if urgency(felt.answer) == 2:
        return (
            "What you told me comes first, and I propose no training after it. If nobody has looked at it yet, call "
            "your local emergency number now (112 in Europe, 911 in the US, 999 in the UK), also if it feels better. "
            "Once a doctor has said that you are fine to train, tell me."
        )
    if urgency(felt.answer) == 1:
        return (
            "What you told me comes first: please let a doctor look at it before any training, and call your local "
            "emergency number (112 in Europe, 911 in the US, 999 in the UK) if it gets worse. Once a doctor has said "
            "that you are fine to train, tell me, and I go on."
        )
    return felt.answer


_AGAIN = {
    OTHER_EMERGENCY: (
        "They come first: stay with them, and stay on the line with your local emergency number (112 in Europe, 911 "
        "in the "
        "US, 999 in the UK). If they don't wake and don't breathe normally, push hard and fast on the middle of the "
        "chest, "
        "let somebody fetch a defibrillator, and do what you are told on the phone. What I know is about you alone."
    ),
    ANSWERS[Flag.EATING]: (
        "I haven't forgotten what you wrote, and it matters more than this: a body that gets too little to eat cannot "
        "take training well. Please see a doctor, or somebody who knows eating disorders, before anything hard; with "
        "faintness or pain in the chest call your local emergency number (112 in Europe, 911 in the US, 999 in the UK)."
    ),
    MIND: (
        "I haven't forgotten what you wrote, and it comes first. Please don't stay alone with it, see a doctor today, "
        "and if you or others are not safe, call your local emergency number (112 in Europe, 911 in the US, 999 in the "
        "UK). Training can wait for you."
    ),
}
OF_THE_MIND = frozenset({DISTRESS, MIND, ANSWERS[Flag.SELF_HARM], ANSWERS[Flag.EATING]})
