"""Questions of each kind, for what no pattern speaks of: a question goes with the ones that it shares most words with.

HABIT, METRIC, PAST, NOW and AHEAD stand for what is named there. Words count by how few examples have them, pairs of
words too; likeness is the cosine.
"""

import math
import re
from collections import Counter
from functools import cache

from coach.understood import Topic

EXAMPLES = {
    Topic.READINESS: """
        is NOW a rest day | is NOW an easy day | am i up to it NOW | how do i feel NOW |
        my legs feel heavy go or no go |
        should i push NOW | can my body take it NOW | should i do my long ride NOW or wait until AHEAD |
        is my body ok NOW | am i in good shape NOW | can i add a second session NOW |
        should i listen to my legs or the plan | feeling great can i do more | feeling bad should i stay home |
        is it smart to push it NOW | am i strong enough NOW | do i have the energy for it NOW |
        hit it hard or hold back |
        should i stay in bed or go out | is NOW the day | am i well enough for the club ride |
        would you let me go hard NOW | how does my body look NOW | where am i at NOW | am i okay |
        how am i holding up |
        too tired to go out | ready or not
    """,
    Topic.WORKOUT: """
        what would you do in my place NOW | how many intervals should i do NOW | got minutes before work any ideas |
        how much time should i spend on the bike NOW | what is good for me NOW | pick a session for me |
        what is on the menu NOW | what do i do NOW | what would be the right training NOW | something shorter |
        something harder | something else | another session | in which zone should i ride NOW |
        what pace should i run NOW | what watts should i ride NOW | indoor session ideas | what about a spin |
        tell me what to train | what is the session | how many minutes NOW | what intensity NOW | a short one |
        got time for a ride what should it be | train what NOW | session idea | i want to move what do you advise |
        what could i do in hours
    """,
    Topic.WHY: """
        any idea why METRIC tanked PAST | what is it that makes me so tired | what happened to my METRIC |
        i slept well and still feel awful | where does the low METRIC come from | what did i do wrong PAST |
        what is responsible for my bad METRIC | where did it go wrong | METRIC crashed PAST |
        METRIC dropped all of a sudden | what is up with my METRIC | who is to blame for METRIC |
        what is stopping me from recovering | the drop PAST where is it from |
        what changed PAST that METRIC went down |
        cannot get my METRIC up what is it | i feel terrible NOW what is it | so tired lately | what lies behind it
    """,
    Topic.HABIT: """
        does HABIT hurt | what does it do to METRIC | is HABIT a problem | HABIT any good |
        has HABIT made any difference | would quitting HABIT help | i love HABIT is that ok |
        did HABIT do me any good |
        HABIT yes or no | should i keep HABIT up | how much HABIT is too much | HABIT before bed |
        a little HABIT fine |
        does HABIT show in my METRIC | is HABIT worth it | HABIT and METRIC |
        after HABIT i feel bad | what about HABIT | tell me about HABIT | does it help METRIC |
        what is HABIT doing to me | HABIT influence
    """,
    Topic.HABITS: """
        what three things would improve my recovery most | tips for better recovery |
        is there anything i do that harms my METRIC | what could i do differently | how to recover better |
        what is worth changing | advice to improve METRIC | ways to raise METRIC | which things in my journal count |
        what is hurting me most | what is helping me most | where can i gain most | give me tips |
        any tips to feel better | what does my journal say | what should i do more of | what should i do less of |
        things to avoid for good recovery | how do i raise my METRIC | how do i get a better METRIC |
        what is the one thing i should do | top tips | what costs me recovery | what works for me
    """,
    Topic.SLEEP: """
        did i get enough sleep | am i catching up on sleep | rate my night | slept like a baby |
        how was it PAST night |
        what about my sleep | slept badly again | was it a good night | is my sleep ok | am i a good sleeper |
        am i sleeping long enough | how restful was the night | my sleep PAST | did i rest well |
        how is my sleep going |
        sleep summary | is my sleep getting better | i lie awake a lot | do i sleep too little | do i sleep too much |
        am i behind on sleep | what is a good night for me
    """,
    Topic.BEDTIME: """
        latest i can go to bed if i have to get up at | would an earlier bedtime help |
        how long do i have to sleep to feel good | when to hit the sack | should i turn in now | is midnight too late |
        how early should i be asleep | what is the right time for bed | how many hours in bed |
        when do i have to be asleep | should i stay up | how much shuteye | lights off when |
        should i go to sleep soon |
        best hour to go to sleep | alarm at when should i sleep | optimal night length | early night NOW
    """,
    Topic.RHYTHM: """
        do i run better in the evenings | do i ride better in the morning |
        how much do my weekends mess up my sleep schedule | at what hour is my heart rate lowest |
        when do i have most energy | am i an early riser | is my day well timed | do i sleep at odd times |
        when is my dip | afternoon slump | when is my body most awake | is my schedule steady |
        are my nights at the same time | which hour is best for me | morning or evening | am i better late or early |
        do i get up at different times | is training at noon a good idea | are lunchtime sessions good for me
    """,
    Topic.LOAD: """
        am i losing fitness | am i getting fitter | is my load sustainable | acute chronic ratio |
        am i doing too little |
        is that too much | have i been lazy PAST | training hours PAST | how big was my week | was it a big week PAST |
        am i ramping too fast | is my training going well | how much riding PAST |
        is the block too heavy | how is training going |
        am i on the edge | did i train enough | can i increase my volume | should i train less | should i train more |
        balance of my training | my form | too many hard days PAST |
        am i detraining
    """,
    Topic.TOLERANCE: """
        two hard days in a row can my body take that | how long do big rides stay in my legs |
        how long does a race stay with me | can i do back to back hard days | how much can i take | am i robust |
        do i recover quickly | how long am i flat after hard training | when does a hard day wear off |
        how does my body take intensity | what does a big ride do to me the day after |
        how much rest after a hard session | do i need long between hard workouts | am i slow to recover |
        after long rides i am dead how long | how hard do hard days hit me | recover from hard days
    """,
    Topic.FORECAST: """
        will my METRIC be back to normal AHEAD | how is AHEAD looking | when can i go hard again | will i be ok AHEAD |
        how do the coming days look | what is coming | am i going to be ready AHEAD | is AHEAD good for a hard ride |
        should i train AHEAD | what does AHEAD look like | AHEAD any good | better AHEAD or later |
        when will it be over |
        when do i get back to normal | how soon will i be fresh | recovery AHEAD | on which day will i be strongest |
        hard ride AHEAD ok
    """,
    Topic.WHAT_IF: """
        say i take it off what changes | does one bad night matter before a race |
        if i do intervals how wrecked will i be | what does a day off bring | how much does an hour more sleep bring |
        and with rest | and with an easy day | should i rest or ride easy to be fresh AHEAD |
        is it better to rest or go easy before AHEAD | what difference would a rest day make | would resting help |
        would more sleep help | what does a rest day do | compare rest and hard
    """,
    Topic.UNUSUAL: """
        my throat is scratchy is anything showing | any red flags in my numbers | anything odd PAST |
        do my numbers look right | is my body telling me something | is an infection showing |
        do you see anything alarming | anything i should know | anything to watch out for | is METRIC out of range |
        am i fine | do i look ill | am i healthy | did something strange happen PAST | feeling a bit rough am i sick |
        something is not right | are my values ok | is it normal that METRIC
    """,
    Topic.GOAL: """
        where do i stand for my race | am i on track for my event | give me a plan to run a marathon |
        how many weeks do i need to prepare | can i make it to the finish |
        what should my weeks look like until the race | how long should my longest ride be | how do i build up |
        am i ready for the race AHEAD | i want to get faster | how should i pace my training until |
        when should i start my taper | is my goal realistic | how do i peak | training towards an event |
        next big goal |
        what do i need for the finish | season planning | race week what to do
    """,
    Topic.METRIC: """
        METRIC | METRIC PAST | how is my METRIC | my METRIC PAST | what was METRIC on PAST | METRIC trend |
        did i get enough METRIC PAST | METRIC values | show METRIC |
        how much METRIC | is METRIC ok | METRIC today | METRIC over time | did METRIC change | average METRIC |
        is my METRIC good | what is a good METRIC for me | how did METRIC do after PAST | METRIC history | METRIC chart
    """,
    Topic.RECORD: """
        lowest METRIC PAST | highest METRIC PAST | my best METRIC ever | worst METRIC so far | when was METRIC highest |
        on which day was my METRIC lowest | what was my worst night PAST | my best night | longest sleep PAST |
        shortest night PAST | hardest day PAST | my hardest week | longest ride PAST | furthest run PAST |
        METRIC record |
        when did i last have such a METRIC | the most i ever slept | the least i slept PAST | my top day PAST |
        how low did METRIC go PAST | how high did METRIC get PAST | did i ever sleep longer
    """,
    Topic.COUNT: """
        how often did i have HABIT | how often did i have HABIT PAST | how many days with HABIT PAST |
        how many HABIT PAST |
        how many sessions PAST | how far did i ride PAST | kilometres PAST | how many kilometers have i run PAST |
        number of workouts PAST | how often did i train PAST | how many rides PAST | how many times did i swim PAST |
        how many nights under hours PAST | how many low recoveries PAST | how many bad nights PAST | rest days PAST |
        how many rest days did i take PAST | days since my last rest day | how long since i had HABIT |
        when did i last have HABIT | when did i last run | when was my last day off | total distance PAST |
        hours trained in total PAST | how many steps in total PAST | how many hard days PAST | did i have HABIT PAST
    """,
    Topic.ACTIVITY: """
        how did my last ride go | how was my run PAST | what did i do PAST | how hard was my workout PAST |
        tell me about my last session | how was the session PAST | my ride PAST | what sport did i do PAST |
        was my last run any good | did i train PAST | what was my heart rate on the ride PAST | review my last workout |
        how long was my run PAST | how far did i go PAST | how did training go PAST | my workout PAST |
        anything special about my last ride | how was the swim
    """,
    Topic.MEANING: """
        what does METRIC mean | what is METRIC | explain METRIC to me | what is a good METRIC | meaning of METRIC |
        what do you mean by form | what is fatigue | what does strain tell me | what is ramp | what is a taper |
        what does n mean | what is the interval | what does likely mean | what is sleep debt | what are zones |
        what is a normal METRIC | what is the difference between fitness and fatigue | define METRIC | what is acwr
    """,
    Topic.COMPARE: """
        weekdays or weekends when do i recover better | PAST or PAST | METRIC PAST against PAST | better than PAST |
        more than PAST | was PAST better | is METRIC better since PAST | PAST compared to PAST | which month was best |
        how does PAST stack up to PAST | difference PAST and PAST | did it get better since PAST
    """,
    Topic.DATA: """
        which nights are missing | did i log my journal PAST | what did i log PAST | what was logged PAST |
        what is not there | are there holes in my data | which days lack sleep | is my journal filled in |
        any days missing PAST | did you read my export | is everything imported | did the upload work |
        do you see my workout | why is there no METRIC | no values for PAST | which watch do you use |
        what did you import | are my rides in | what have you stored | what time span | is it current |
        are you up to date | when did the data arrive | how fresh is the data | can you see my sleep PAST |
        did my ring sync | how complete is it
    """,
    Topic.PROFILE: """
        what is in my calendar AHEAD | which sport do you think i do | what do you know | is anything planned AHEAD |
        do i have something planned | my threshold | what is my max | what did i plan | the plan AHEAD | show my plan |
        when do i race next | what is on AHEAD | any race coming | who do you think i am | tell me about myself
    """,
    Topic.EVIDENCE: """
        you sure it is not random | what does the model base its guess on | what is behind that number |
        where does the number come from | how often are you right | have you been wrong | how good are your forecasts |
        how exact is it | is it only chance | that cannot be right | i do not believe that | are you kidding |
        does that hold | on how many days | can that be true | source | what is the error | is the effect real |
        that sounds wrong | how many nights is that from | is it enough data to say that | convince me
    """,
    Topic.HELP: """
        what else can you tell me | how do i talk to you | what are you for | how can you help me | what should i ask |
        give me an example | i do not know what to ask | what do you offer | explain what you do | how do i start |
        where do i begin | what topics | i need help | i am lost | what is possible here
    """,
    Topic.SMALLTALK: """
        cheers mate | thanks buddy | you are a good coach | see you around | good to see you | i am fine | nice one |
        well said | have fun | enjoy your day | happy birthday | what are you doing | how was your day | i like you |
        do you like cycling | are you busy | pleased to meet you | good work | that is funny
    """,
}
_SAME = {"im": "am", "mornings": "morning", "evenings": "evening", "kilometres": "km", "kilometers": "km"}
LIKE_ENOUGH = 0.36


def like(said: str) -> dict[Topic, tuple[float, str]]:
    """For each topic how like a question is to one of its examples (0 to 1), and to which."""
    weights = _weighted(Counter(_features(said)))
    length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    sums: Counter[int] = Counter()
    places, examples = _index()
    for feature, weight in weights.items():
        for number, other in places.get(feature, ()):
            sums[number] += weight * other / length
    best: dict[Topic, tuple[float, str]] = {}
    for number, likeness in sums.items():
        topic, example = examples[number]
        if likeness > best.get(topic, (LIKE_ENOUGH, ""))[0]:
            best[topic] = likeness, example
    return best


@cache
def _index() -> tuple[dict[str, list[tuple[int, float]]], list[tuple[Topic, str]]]:
    examples = _examples()
    places: dict[str, list[tuple[int, float]]] = {}
    for number, (_, example) in enumerate(examples):
        weights = _weighted(Counter(_features(example)))
        length = math.sqrt(sum(weight**2 for weight in weights.values()))
        for feature, weight in weights.items():
            places.setdefault(feature, []).append((number, weight / length))
    return places, examples


@cache
def _examples() -> list[tuple[Topic, str]]:
    return [(topic, one.strip()) for topic, some in EXAMPLES.items() for one in some.split("|")]


@cache
def _rarity() -> dict[str, float]:
    every = _examples()
    counts = Counter(feature for _, example in every for feature in set(_features(example)))
    return {feature: math.log(len(every) / n) for feature, n in counts.items()}


def _weighted(counts: Counter[str]) -> dict[str, float]:
    """Words by their rarity; one that no example has counts as the rarest, so that much unknown is unlike all."""
    rarity = _rarity()
    rarest = max(rarity.values())
    return {
        feature: rarity.get(feature, rarest if " " not in feature else 0) * (0.6 if " " in feature else 1)
        for feature in counts
    }


def _features(said: str) -> list[str]:
    words = [_stem(word) for word in re.findall(r"[A-Za-z]+", said)]
    return words + [f"{one} {other}" for one, other in zip(words, words[1:], strict=False)]


def _stem(word: str) -> str:
    word = _SAME.get(word, word)
    if word.isupper() or len(word) < 5:
        return word
    return re.sub(r"(?:ing|ed|es|s|e|ly)$", "", word)
