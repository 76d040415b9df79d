"""Signs in a question that a person has to answer, not a program: what they are, and the fixed words that we say.

No number of the athlete, no diagnosis and no training is in any of these answers, and no engine is asked.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """What kind of sign a question shows; the first of these that fits is answered."""

    SELF_HARM = "self_harm"
    HEART = "heart"  # chest pain, breathlessness at rest, palpitations with dizziness
    STROKE = "stroke"
    FAINTING = "fainting"
    HEAD_INJURY = "head_injury"
    BLEEDING = "bleeding"  # blood in urine, stool, cough
    EATING = "eating"  # signs of an eating disorder
    DRUGS = "drugs"  # overuse, doping
    MEDICAL = "medical"  # diagnosis, medicine, dose, injury, pregnancy
    DIET = "diet"  # losing weight, eating less


@dataclass(frozen=True)
class RedFlag:
    """A sign in a question, and what is answered."""

    kind: Flag
    answer: str

    @property
    def urgent(self) -> bool:
        """Whether it is a red flag proper, rather than a question for a doctor."""
        return self.kind not in (Flag.MEDICAL, Flag.DIET)


_EMERGENCY = "your local emergency number (112 in Europe, 911 in the US and Canada, 999 in the UK)"
ANSWERS = {
    Flag.SELF_HARM: (
        "I am really sorry that it is this hard, and I am glad that you wrote it down. I am only a program, and this "
        f"needs a person. If you might act on it, or are not safe, please call {_EMERGENCY} now, or go to an emergency "
        "department. A crisis line listens at any hour: 988 in the US, 116 123 in the UK and Ireland, elsewhere the "
        "one "
        "of your country. If you can, tell somebody near you, a friend, family or your doctor, today. You do not "
        "have to "
        "carry this alone, and training can wait."
    ),
    Flag.HEART: (
        f"Please stop what you are doing and get help now: call {_EMERGENCY}. Signs like these in the chest, in "
        f"breathing "
        "or in the heartbeat have to be looked at by a person at once, and nothing that a watch records can say that "
        "they "
        "are harmless. If you can, do not stay alone and do not drive yourself. If it has passed, see a doctor today, "
        "before any exercise."
    ),
    Flag.STROKE: (
        f"Please call {_EMERGENCY} now. A face that droops, a weak arm, speech or sight that fails, or the worst "
        f"headache "
        "of a life can be an emergency in which minutes count, even if it passes. Note the time when it began, do not "
        "drive, and let somebody stay with you. I cannot judge this, and no recording can."
    ),
    Flag.FAINTING: (
        "Fainting or collapsing, above all during or after exercise, has to be looked at by a doctor before you "
        "exercise "
        f"again. If it happened just now, or with pain in the chest, breathlessness, an injury or confusion, call "
        f"{_EMERGENCY} and do not stay alone. I cannot tell the reason, and nothing that a watch records can."
    ),
    Flag.HEAD_INJURY: (
        "A blow to the head has to be looked at by a person. Stop for today, do not drive, and let somebody stay "
        "with you. "
        f"If there is vomiting, confusion, drowsiness, a fit, a worsening headache or trouble with sight or speech, "
        f"call "
        f"{_EMERGENCY} now. Otherwise see a doctor today, and leave it to them when you may train again."
    ),
    Flag.BLEEDING: (
        f"Blood there should be looked at by a doctor today. If it is a lot, or you feel faint, "
        f"weak or in pain, call {_EMERGENCY}. I cannot tell what it comes from, and nothing that a watch records can. "
        "Until then, no training, and no painkillers that thin the blood."
    ),
    Flag.EATING: (
        "Thank you for saying this; it is not a small thing. I will not give any advice on eating less or on weight, "
        "because it could hurt you. What would help is a person: your doctor, a dietitian or a therapist who knows "
        "eating "
        "disorders, or somebody whom you trust. Help lines for eating disorders exist in most countries, and they also "
        f"listen when you are not sure. If you feel faint, have pain in the chest or are not safe, call {_EMERGENCY}."
    ),
    Flag.DRUGS: (
        "I cannot help with that, and I do not want you to be harmed. A doctor or a pharmacist can talk with you about "
        "what you take, in confidence and without blame; for sport, the anti-doping agency of your country answers "
        f"questions. If you took too much of something, or feel unwell now, call {_EMERGENCY} or your poison line, "
        f"and do "
        "not stay alone."
    ),
    Flag.MEDICAL: (
        "That is a question for a doctor, a pharmacist or a physiotherapist; I cannot examine you, and I would only "
        "guess. "
        "I can show what your recordings say, and you can take that along. If it is severe, sudden or getting worse, "
        "do "
        f"not wait: call {_EMERGENCY}."
    ),
    Flag.DIET: (
        "I do not give advice on losing weight or on eating less: for people who train it can do more harm than "
        "good, and "
        "I cannot see how you are. A doctor or a registered dietitian can look at it with you. If thoughts of food or "
        "weight take up much of your day, please talk to one of them soon; that is common, and it can be helped."
    ),
}

# What looks like a sign and is none: taken out before anything is looked for.
_HARMLESS = re.compile(
    r"\bchest (?:strap|belt|band|day|press(?:es)?|fly|flies|flyes?|workout|exercises?|muscles?|strength|freezer|"
    r"monitor|hr|"
    r"routine|session|training|gains?|sensor|mounted)\b|\b(?:my|the|a) chest strap\b|\bdying (?:to|for|of "
    r"(?:laughter|boredom|curiosity))\b|\bto die for\b|"
    r"\bdie hard\b|\bdrop dead\b|\b(?:killer|suicide) (?:workout|session|interval|ride|run|hill|climb|sprint|set|"
    r"drill|leg|"
    r"squeeze|app|playlist|pace)s?\b|\bsuicides? (?:at|in|during|drill|before|after) (?:basketball|practice|training|"
    r"football|soccer)\b|"
    r"\b(?:run|ran|do|did|doing|running) suicides\b|\bkill(?:ed|ing|s)? (?:the|this|that|it|my (?:pr|pb|legs?|quads?|"
    r"ftp|time|race|"
    r"workout|interval|legs)|time|an? (?:interval|workout|ride|climb|race)|intervals?|your|our|mood|battery|beers?)\b|"
    r"\b(?:is|are|was|were) killing (?:me|it|my (?:legs|quads|sleep|hrv|recovery))\b|\bpassed out (?:asleep|in bed|"
    r"on the (?:sofa|couch)|early|at \d+|by \d+|"
    r"before|right after dinner|watching|immediately)\b|\bpass(?:ed|ing|es)? out (?:flyers|cups|water|numbers|bibs|"
    r"medals)\b|"
    r"\bblack(?:ed)? out (?:curtains?|blinds?|the|my (?:room|bedroom|windows?))\b|\bblackout (?:curtains?|blinds?|"
    r"mask)\b|"
    r"\bheart ?rate (?:monitor|zones?|strap|variability|sensor|drift)\b|\bheart of\b|\b(?:by|learn(?:ed)?|know\w*) "
    r"(?:it )?(?:by )?heart\b|\bheart ?break (?:hill|ridge)\b|"
    r"\bblood (?:oxygen|lactate|sweat|orange|moon|type|flow restriction|flow)\b|\bin cold blood\b|\bstroke (?:rate|"
    r"count|length|technique|volume|per|"
    r"play|improvement|seat|side|drills?)s?\b|\b(?:swim|swimming|rowing|breast|back|front|power|bike|pedal|butterfly|"
    r"freestyle|paddle|fly|my) ?strokes?\b(?! symptoms)|\bbreast ?stroke\b|\bstroke of (?:luck|genius)\b|"
    r"\b(?:can'?t|cannot|can not|couldn'?t) (?:go on|carry on|keep going|do this|take (?:it|this))(?: like this)?"
    r"(?: any ?more)? (?:with |on |at |in |for |during |to |off |of )*(?:(?:my|the|this|that|a|these|so|many|much|"
    r"such|hard|"
    r"current|training) ){0,4}(?:training|plan|pace|intervals?|workouts?|sessions?|rides?|runs?|week|climb|race|"
    r"schedule|"
    r"block|programme|program|sets?|watts|load|volume|hills?)\b|\bending it (?:with|on|there|after|early)\b|"
    r"\bdisappear(?:ing)? (?:from|in|into|on|off|behind) (?:the|my|a) (?:\w+ )?(?:group|pack|climb|woods|hills?|"
    r"mountains?|bunch|field|radar|leaderboard|front|forest)\b|"
    r"\b(?:heart attack|heart ?break|suicide|death|killer|hell|widow ?maker|devil'?s?) (?:hill|valley|squad|race|"
    r"mountain|"
    r"climb|mile|ridge|road|ultra|run|circuit|zone)\b|\bdrop(?:ping|ped|s)? the weights?\b(?=.{0,40}\b(?:bar|barbell|"
    r"deadlift\w*|rack|rep|reps|set|squats?|bench|floor)\b)|"
    r"\bsuicides?\b(?= (?:on|at|in) the (?:\w+ )?(?:court|pitch|gym|hall|field|track))|"
    r"\b(?:rep|reps|set|session|intervals?|pace|climb|load|start|ride|hill|lap|block|ramp)(?: \w+)? (?:is|was|were|"
    r"felt|"
    r"looks?|are) (?:\w+ )?suicid(?:e|al)\b|\bsuicid(?:e|al) (?:to (?:start|go out|open|run|ride|race|begin|pace)|pace|"
    r"effort|hill|sprints?|shuttles?|runs?|intervals?|drills?|lap|climb|session|mission|start)\b|"
    r"\bcall\w* (?:\w+ ){0,4}suicides\b|"
    r"\b(?:ftp|hrv|vo2 ?max\w*|power|pace|cadence|score|readiness|recovery|fitness|form|ctl|estimate|curve|numbers|"
    r"motivation|figures?)\b(?: \w+){0,2} (?:has |have |had |is |are )?(?:totally |completely )?(?:collaps\w+|crash\w+|"
    r"died|dying|bleed\w+|fell apart|fallen apart)\b|"
    r"\b(?:coach|trainer|physio|boss|missus|wife|husband|girlfriend|boyfriend|mum|mom|dad)\b(?: \w+){0,2} (?:will|"
    r"would|"
    r"is gonna|'ll|is going to) (?:kill|murder|strangle|shoot) me (?:if|when|once) (?:i|she|he) (?:\w+ "
    r"){0,3}(?:bike|ride|"
    r"run|train|buy|bought|frame|wheels|out for \d|out \d|\d h)|"
    r"\b(?:coach|trainer|physio)\b(?: is| was|s)? (?:killing|murdering|torturing|slaughtering|tortures|murders|kills|"
    r"nearly killed|murdered|tortured) (?:me|us|my \w+) (?:with|on|every|by)\b|"
    r"\bhead (?:unit|wind|start|to head|coach|tube|set|light|torch|lamp|over to)\b|\bheadwind\b|\bhead(?:ed|ing)? "
    r"(?:for|to|out|home|into)\b|"
    r"\bover(?:dose|dosed|dosing) (?:on|of) (?:training|volume|intervals|podcasts?|coffee talk|data|zone|miles|"
    r"kilometers|cute|series|episodes|netflix|sun)\b|"
    r"\bpurg(?:e|ing|ed) (?:my|the|old|all) (?:data|files?|history|journal|cache|inbox|closet|wardrobe|database|"
    r"calendar)\b|"
    r"\bdelete (?:my|the) (?:data|account)\b|\bdata diet\b|\bdiet coke\b|\bweight (?:training|lifting|room|session|"
    r"workout|plates?|vest|belt|class)\b|\bweights? (?:day|session|workout|room)\b|"
    r"\b(?:lose|losing|lost) (?:fitness|form|time|ftp|focus|motivation|sleep|power|watts|speed|track|count|"
    r"connection|data|a place|the race|minutes|my (?:fitness|form|streak|phone|data|watch|way|mind over))\b|"
    r"\bcut(?:ting)? (?:back )?(?:on )?(?:alcohol|caffeine|coffee|screens?|training|volume|load|intensity|intervals|"
    r"the (?:ride|run|session))\b|\bfast(?:er|est)? (?:ride|run|pace|lap|finish|recovery|group|twitch|bike|time|"
    r"start|5k|10k)\b|"
    r"\b(?:nearly|almost|gave me|giving me) (?:had |have |having )?a (?:heart attack|stroke)"
    r"(?= (?:haha|lol|when|from joy|at the price)|[^\w]*$)|"
    r"\b(?:tents?|marquee|arch|gels?|bench|bridge|gazebo|rack|stands?|form|shelf) (?:has |had |is |keeps? )?collaps\w+|"
    r"\b(?:light|lamp|screen|watch|phone|garmin|zwift|laptop|app|trainer|display|strap)\b(?: \w+){0,4} "
    r"(?:having |has |had )?(?:a )?(?:seizures?|fits?|stroke)\b|"
    r"\b(?:run|ride|row|go|train|work)\w* (?:'?til+|until) (?:you|we|they|u) (?:puke|drop|die|pass out)\b|"
    r"\bheart (?:sank|sinks|set on|in it|in the right|goes out|was in my mouth|in my mouth)\b|"
    r"\bfever (?:for (?:racing|running|riding|the)|pitch|dream)\b|"
    r"\bsick (?:jump|ride|bike|view|trail|descent|beat|watch)\b|\bpill (?:box|bug)\b|\bdope (?:ride|bike|playlist|"
    r"session|track|beat)\b|\b(?:so|pretty|that is|that's|is) dope\b|"
    r"\bspeed ?(?:work|session|endurance)\b|\bcrack(?:ed)? (?:rib protector|the|under|an egg|frame|my (?:phone|frame|"
    r"screen))\b|"
    r"\bburn(?:ing|t|ed|s)? (?:\d+ )?(?:k?cals?|kcal|matches|calories|legs|quads|out)\b|\bend it (?:with|on|there|"
    r"after)\b|\bend (?:my|the) (?:ride|run|season|session|week|day|block|workout|streak)\b|"
    r"\bstarving (?:after|for (?:a|some) (?:race|ride|win))\b|\bi(?:'m| am) starving\b(?! myself)|\bbinge[- "
    r"]?(?:watch\w*|read\w*|train\w*|listen\w*)\b|\bthrew up (?:a|the|my) (?:hand|hands|tent|bike|block)\b|"
    r"\bcollaps(?:e|ed|ing) (?:on the (?:couch|sofa)|into bed|in bed|the (?:table|column|tent|section|menu)|after "
    r"dinner|my (?:tent|bike|table))\b|\bfaint (?:signal|line|idea|smell|hope|praise|gps|trend|colou?r)\b|"
    r"\bdizzying\b|"
    r"\bmelatonin (?:effect|affect|habit|journal|nights?|days?|help\w* my (?:sleep|recovery) in my data)\b|"
    r"\b(?:effect|impact|influence) of (?:my )?(?:melatonin|magnesium|creatine|caffeine|ibuprofen|cbd|alcohol)\b|"
    r"\b(?:does|do|did|is|how does|how do|has) (?:my )?(?:melatonin|magnesium|creatine|caffeine|ibuprofen|cbd)(?: "
    r"\w+)? (?:affect|go with|help(?:ing)?|change|matter|influence|work|make a difference)\b",
)  # fmt: skip

_SELF = r"(?:my ?self|myslef|mysefl|meself)"
_CHEST = r"(?:chest|ches|chets|breastbone|sternum)"
_PAIN = (
    r"(?:pains?|pian|painful|paining|hurts?|hurting|huritng|aches?|aching|pressure|presure|tight(?:ness|ening)?|"
    r"tigth\w*|tighness|squeez\w+|crush\w+|"
    r"burning|stabbing|heav(?:y|iness)|discomfort|sore(?:ness)? and (?:short|breath)\w*|constricted|cramp\w*|stings?|"
    r"stinging|sharp|twinges?|weird|elephant)"
)
_FEW = r"(?:[\w']+ ){0,5}?"
_SIGNS: dict[Flag, list[str]] = {
    Flag.SELF_HARM: [
        rf"\b(?:kill|kil|killing|harm|hurt|hurting|harming|cut|cutting|end|shoot|hang|hanging|drown|starve to "
        rf"death)(?:ing)? {_SELF}\b(?! (?:in|on) (?:a|the|my) (?:ride|run|race|fall|crash|hill|climb|tree|bike))",
        r"\b(?:suicid\w*|sucid\w*|suiside|suiciadal|sucidal|self[- ]?harm\w*|self[- ]injur\w*|unalive\w*|kms)\b",
        r"\b(?:want|wan|wanna|wish|wanted|like|going|plan\w*|ready|rather) (?:to |i |i'd |i was |that i |were "
        r")*(?:die|dead|be dead|not (?:be )?(?:alive|exist\w*|wake up)|disappear forever|end it all|stop (?:living|"
        r"existing)|never wake up)\b",
        r"\bend(?:ing)? (?:it all|my (?:own )?life|everything)\b|\btak(?:e|ing) my (?:own )?life\b|\b(?:no|not any|"
        r"isn't any|any) (?:reason|point) (?:to|in|for) (?:live|living|life|go(?:ing)? on|being alive)\b",
        r"\b(?:don'?t|do not|dont|no longer|not) (?:want|wanna|wish)(?: to)? (?:live|be alive|be here|exist|go on|"
        r"wake up)(?: any ?more| tomorrow| again)?\b|\bbetter off (?:dead|without me)\b|\bcan'?t go on(?: like this| "
        r"any ?more| living)\b|\b(?:i'?m|i am|life is) (?:not worth|worthless|not worth it)\b|\blife (?:isn'?t|is "
        r"not|has no) (?:worth|meaning|point)\w*",
        r"\b(?:umbringen|selbstmord|suizid\w*|will nicht mehr leben|nicht mehr leben|mich (?:selbst )?verletzen|"
        r"ritze mich|mir das leben nehmen)\b|\b(?:suicidarme|matarme|suicidio|quitarme la vida|no quiero vivir|"
        r"quiero morir|hacerme dano)\b|\b(?:me suicider|me tuer|suicide|envie de mourir|veux mourir|en finir avec la "
        r"vie|ne veux plus vivre|me faire du mal)\b",
        r"\b(?:feel(?:ing)? like|think\w* (?:about|of)|thought(?:s)? (?:about|of)|want(?:ing)? (?:to|2)|tempted to|"
        r"ready "
        r"to|going to|urge to|consider\w*|plan(?:ning)? (?:to|on)) (?:just |of |about )?(?:end(?:ing)? (?:it|things|"
        r"everything|"
        r"all of it)|jump(?:ing)? (?:in front|off|from|out|under)|step(?:ping)? in front|throw(?:ing)? myself|"
        r"driv(?:e|ing) (?:off|into)|disappear(?:ing)?|vanish(?:ing)?|not (?:be|being|exist\w*|wak\w*)|giv(?:e|"
        r"ing) up on "
        r"(?:life|living|everything)|hang(?:ing)? myself|crash(?:ing)? (?:on purpose|myself|into))\b(?! (?:the|this|"
        r"my) "
        r"(?:ride|run|race|season|streak|pack|group|box))",
        r"\b(?:jump|jumping|throw(?:ing)? myself|step(?:ping)?|walk(?:ing)?|lie|lying|rid(?:e|ing)) (?:in front of|"
        r"off|under|into|"
        r"from) (?:a |an |the |my |that )?(?:\w+ )?(?:train|bus|lorry|truck|traffic|bridge|cliff|roof|balcony|"
        r"building|car)\b"
        r"(?! (?:stations?|ride|jams?|lights?))",
        r"\b(?:done|finished|through|tired|sick|fed up) (?:with|of) (?:life|living|being alive|everything and everyone|"
        r"existing|this life|my life)\b|\bwhat(?:'s| is| even is|s) (?:the |even the )?(?:point|use|sense) (?:of|"
        r"in) (?:living|"
        r"life|being alive|going on|anything|existing|it all|my life|staying alive)\b|\bwhy (?:should i|do i|"
        r"even) (?:live|"
        r"bother living|keep living|go on living|be alive|stay alive)\b|\b(?:i )?(?:can'?t|cannot|can not|"
        r"couldn'?t) (?:go on|"
        r"carry on|keep going|do this|take it|take this)(?: with (?:life|this life))?(?: any ?more| any longer|"
        r" like this)?\b"
        r"(?! ?(?:(?:with|on|at|in|for|through|during|after|past|to|up|about|without|because|if|when|until|over|as|so|"
        r"another|workout|session|interval|ride|run|training|pace|hard|this|the|my|a|holding|kind|sort|much|many|"
        r"\d)\b))|"
        r"\b(?:nobody|no one|noone) would (?:miss|notice|care)\b|\bnot worth living\b|\b(?:i )?(?:don'?t|do not|"
        r"dont) see (?:a|any|"
        r"the) (?:reason|point|way) (?:to (?:live|go on|keep going|continue living)|(?:of|in) (?:living|life|"
        r"going on))\b|"
        r"\bwish i(?:'d| had| was| were|) (?:never (?:been born|existed)|not (?:here|alive|born)|didn'?t (?:exist|"
        r"wake up))\b|"
        r"\bi(?:'d| would) (?:rather|be better) (?:not (?:be here|exist|live|wake up)|dead|off dead)\b|\bbe (?:gone|"
        r"no more) "
        r"forever\b|\beverything is (?:pointless|hopeless) (?:and|i)\b|\bno way out\b|\bi want (?:it|this|"
        r"everything) (?:all )?to "
        r"(?:end|be over|stop)\b(?! (?:soon enough|before))|\bi (?:want|need|just want) to (?:disappear|vanish)\b",
        r"\bno quiero (?:seguir )?viv\w+|\bya no quiero viv|\bnon voglio piu (?:vivere|esserci)\b|\bvoglio morire\b|"
        r"\bvorrei morire\b|\bfarla finita\b|\bwil (?:niet meer (?:leven|verder)|dood(?: zijn)?)\b|\bnao quero mais "
        r"viver|"
        r"\bquero (?:morrer|acabar com tudo)\b|\b(?:will|mochte) (?:sterben|nicht mehr (?:leben|da sein))\b|"
        r"\bnicht mehr (?:leben|da sein)\b|\bplus envie de vivre\b|\bnie chce (?:juz )?zyc\b|\bchce umrzec\b",
        r"\b(?:pills|tablets|rope|gun) (?:is |are )?ready\b|"
        r"\b(?:goodbye|good bye) (?:world|forever|everyone)\b|\bi(?:'m| am) (?:thinking|having thoughts) (?:about|"
        r"of) (?:dying|death|ending (?:it|things)|not being here|jumping)\b|\bthoughts? of (?:ending|dying|killing|"
        r"jumping)\b|\boverdose on purpose\b|\bdon'?t feel safe with myself\b",
    ],
    Flag.HEART: [
        rf"\b{_CHEST}\b {_FEW}{_PAIN}\b",
        rf"\b{_PAIN}\b (?:\w+ ){{0,4}}?(?:in|on|across|behind|around|inside|under|to|of) (?:\w+ ){{0,3}}?{_CHEST}\b",
        r"\b(?:tight\w*|band|squeez\w+|pressure|vice)\b.{0,30}\b(?:upper body|rib ?cage|ribs|"
        r"torso)\b(?!.{0,20}\bstrap).{0,40}"
        r"\b(?:climb\w*|hills?|efforts?|stairs|intervals?|sprint\w*)\b",
        r"\bangina\b|\bheart attack\b|\bhart attack\b|\bcardiac arrest\b|\bmyocardial\b",
        r"\b(?:pain|numb\w*|tingling|ache|aching)\b (?:\w+ ){0,4}?(?:down |in |into |to )(?:my |the )?left arm\b|"
        r"\bleft arm (?:\w+ ){0,3}?(?:numb|hurts?|pain|tingl\w+|aches?)\b|\bpain\b (?:\w+ ){0,3}?(?:into|in) my jaw\b",
        r"\b(?:short(?:ness)?|out|shortage|no|can'?t get|can'?t catch|cannot catch|can'?t get enough|struggl\w+ for) "
        r"(?:of |my |any |enough )?(?:breath|breathe|breth|breathing|air)\b(?: \w+){0,6}? (?:at rest|resting|sitting|"
        r"lying|laying|in bed|doing nothing|without (?:moving|exercise|exercising|doing)|on the sofa|on the couch|at "
        r"night|just standing|talking|walking|climbing stairs|right now)\b",
        r"\b(?:can'?t|cannot|cant|hard to|difficult to|difficulty|trouble|struggl\w+ to|unable to|not able to) "
        r"(?:breathe?|breathing|breath|breething)\b(?! (?:through (?:my|the) nose|easy|hard|freely in (?:zone|a "
        r"mask)|with (?:this|a|the) mask))|\bbreathless(?:ness)? (?:at rest|when (?:sitting|lying|resting)|while "
        r"(?:sitting|lying|resting)|doing nothing|in bed|lying)\b|\bgasping (?:for air|awake)\b|\bwake up (?:gasping|"
        r"choking|unable to breathe)\b|\bsuffocating\b",
        r"\b(?:palpitations?|palpatations?|palpitation|heart (?:is )?(?:racing|pounding|fluttering|flutters|skipping|"
        r"skips?|beating (?:irregularly|like crazy|out of my chest)|jumping|going crazy|stopped)|irregular heart "
        r"?beats?|skipped beats?|heart ?beat (?:is )?irregular|fluttering (?:in my chest|heart))\b(?: [\w']+){0,12}? "
        r"(?:dizz\w*|faint\w*|light[- ]?headed\w*|breathless|pass(?:ed|ing)? out|at rest|black\w*|sweat\w*|chest|"
        r"wobbly|vision|collapse\w*|for hours)\b",
        r"\b(?:dizz\w*|faint\w*|light[- ]?headed\w*)\b(?: [\w']+){0,10}? (?:palpitations?|palpatations?|heart (?:is "
        r")?(?:racing|pounding|fluttering|skipping|flutters|skips)|irregular heart ?beat|heart beating)\b",
        r"\b(?:heart|hart|chest|heart ?beat|pulse)(?:'s| is| was| has been| kept| keeps| started| feels?| felt|"
        r")?(?: \w+)? "
        r"(?:flutter(?:s|ed|ing)?|skip(?:s|ped|ping)?(?: (?:a |some |many )?beats?)|flip[- ]?flop\w*|quiver\w*|"
        r"thump(?:s|ed|ing)?"
        r"|misfir\w*|pause[sd]?|miss(?:es|ed|ing)? beats?|out of rhythm|erratic\w*|irregular\w*|all over the place)\b"
        r"(?: [\w']+){0,6}? (?:all (?:night|day|morning|evening|week)|for (?:\w+ )?(?:hours?|minutes|days|a while)|"
        r"at rest|"
        r"last night|in bed|at night|sitting|lying|resting|since|keeps?|again|constantly|today|this morning|yesterday|"
        r"while (?:sitting|lying)|and (?:i|won't)|won'?t stop|out of nowhere|woke|every night|doing nothing)\b|"
        r"\bflutter\w* (?:in|of|around) (?:my )?(?:heart|chest)\b|\b(?:heart|chest) flutter(?:s|ing|ed)?\b|"
        r"\b(?:woke|wake|waking) (?:up )?(?:\w+ ){0,3}?(?:with |to )?(?:my )?heart (?:\w+ )?(?:pounding|racing|"
        r"flutter\w*)\b",
        r"\b(?:brustschmerz\w*|schmerz\w* in der brust|brust (?:schmerzt|tut weh|druckt)|brustenge|druck (?:auf|in) "
        r"der brust|herzinfarkt|herzrasen\b.*schwindel|schwindel\b.*herzrasen|keine luft|atemnot)\b|\b(?:dolor (?:en "
        r"el|de) pecho|me duele el pecho|opresion en el pecho|presion en el pecho|infarto|me falta el aire|no puedo "
        r"respirar|palpitaciones y mareo\w*)\b|\b(?:douleurs? (?:a la|dans la|thoracique\w*)(?: poitrine)?|mal a la "
        r"poitrine|poitrine serree|oppression thoracique|crise cardiaque|essouffle\w* au repos|je n'arrive (?:pas|"
        r"plus) a respirer|palpitations et vertiges?)\b",
        r"\bpecho\b.{0,25}\b(?:duele|presion|dolor|aprieta|oprime)|\bdolor de pecho|\b(?:corazon|coeur|cuore|"
        r"coracao|herz|"
        r"hart)\b.{0,40}\b(?:a mil|irregular\w*|raro|n'importe comment|rast|stolper\w*|bonst|acelerado|s'emballe)|"
        r"\bherzstolpern|\b(?:male|dolor\w*)\b.{0,12}\bpetto\b|\bdor no peito|\bfalta de ar\b|\bpijn op (?:de|mijn) "
        r"borst|"
        r"\bbol\w* .{0,12}klat\w+ piersi\w*",
        r"\bblue lips\b|\blips (?:are |turned |went )?blue\b|\bcough\w* up (?:pink )?froth\b",
    ],
    Flag.STROKE: [
        r"\b(?:my |the |one side of my |half of my |left side of my |right side of my )?(?:face|mouth|smile|"
        r"eyelid)\b (?:\w+ ){0,4}?(?:droop\w*|numb|hangs?|sagging|paraly[sz]ed|lopsided|went numb)\b",
        r"\b(?:slurr\w*|slured|slurring) (?:my )?(?:speech|words)\b|\bspeech (?:is |was |got |went )?(?:slurr\w*|"
        r"slured|garbled)\b|\bcan'?t (?:speak|talk|find (?:my )?words|move my (?:arm|leg|left|right)|feel my (?:arm|"
        r"leg|left|right|face))\b|\blost (?:my )?(?:speech|vision|sight)\b|\b(?:vision|sight) (?:\w+ ){0,2}?(?:gone|"
        r"vanished|disappeared|lost|went (?:black|dark|blurry)|suddenly|black)\b|\b(?:suddenly|sudden) (?:\w+ "
        r"){0,3}?(?:blind|blurred vision|numb\w*|weak\w*|double vision|vision loss|confus\w+)\b|\bdouble vision\b|"
        r"\b(?:lost|losing) vision\b",
        r"\b(?:one|left|right) (?:side|half)(?: of (?:my )?(?:body|face))?\b (?:\w+ ){0,3}?(?:numb|weak|weakness|"
        r"paraly[sz]ed|tingl\w+|limp)\b|\b(?:arm|leg) (?:\w+ ){0,2}?(?:suddenly |went |gone |goes )(?:numb|weak|limp|"
        r"dead)\b|\b(?:numb\w*|weak\w*) (?:on|in|down) (?:one|my (?:left|right|whole (?:left|right))) side\b",
        r"\b(?:having|had|have|has) (?:a |an |had )?(?:mini[- ]?)?stroke\b|\b(?:is|was) (?:it|this|that) a stroke\b|"
        r"\bsigns? of (?:a )?stroke\b|\bstroke symptoms?\b|\btia\b|\bworst headache\b|\bthunderclap\b",
        r"\b(?:schlaganfall|gesichtslahmung|mundwinkel hangt|kann nicht (?:mehr )?sprechen)\b|\b(?:derrame cerebral|"
        r"ictus|no puedo hablar|cara caida)\b|\b(?:avc|visage paralyse|ne peux plus parler|bouche de travers)\b",
        r"\b(?:seizures?|siezure|convulsions?|had a fit|epileptic)\b",
    ],
    Flag.FAINTING: [
        r"\b(?:faint(?:ed|ing|s)?|fianted|feinted|fainte?d)\b(?! (?:signal|line|idea|hope))|\b(?:pass(?:ed|ing)?|"
        r"past|pased|black(?:ed|ing)?|blak(?:ed)?) out\b|\b(?:los(?:t|ing|e|s of)|loosing|lost my) (?:consciousness|"
        r"conciousness|conscious|consciusness)\b|\bunconscious\b|\bknocked unconscious\b|\bsyncope\b|\bblackouts?\b|"
        r"\bkeel(?:ed|ing)? over\b",
        r"\b(?:i|just|and|then|almost|nearly|he|she) (?:\w+ )?collaps(?:e|ed|ing)\b|\bcollapsed (?:during|after|at|"
        r"on|in|while|mid)\b|\bcolapsed\b|\bnearly (?:pass(?:ed)? out|went down)\b|\bfeel(?:ing)? (?:like i(?:'m| am|"
        r" will)? |as if i )?(?:going to |gonna |about to )(?:faint|pass out|collapse)\b",
        r"\b(?:ohnmacht|ohnmachtig|bewusstlos|umgekippt|zusammengebrochen|kollabiert|in ohnmacht gefallen)\b|"
        r"\b(?:desmay\w+|me desmaye|perdi el conocimiento|colapse)\b|\b(?:evanoui\w*|me suis evanoui\w*|tombe dans "
        r"les pommes|perdu connaissance|perte de connaissance|fait un malaise)\b|\b(?:sven(?:ut[oa]|ire)|desmai\w+|"
        r"flauwgevallen|"
        r"schwarz vor (?:den )?augen|zemdl\w+)\b",
    ],
    Flag.HEAD_INJURY: [
        r"\b(?:concuss\w*|concusion\w*|head injur\w*|brain injur\w*|skull)\b",
        r"\b(?:hit|hitting|bang(?:ed|ing)?|bump(?:ed|ing)?|knock(?:ed|ing)?|smack(?:ed|ing)?|crack(?:ed|ing)?|"
        r"smash(?:ed|ing)?|whack(?:ed)?|landed on|fell on|struck|hurt|injured|blow to) (?:on |to )?(?:my |the |his |"
        r"her )(?:\w+ )?(?:head|hed|temple|forehead|helmet|skull)\b|\bhead (?:hit|struck|slammed|bounced|smacked)\b|"
        r"\b(?:crash(?:ed)?|fell|fall)\b(?: [\w']+){0,8}? (?:head|helmet (?:cracked|broke|is broken|split)|dizzy|"
        r"confused|memory|remember nothing|can'?t remember)\b|\bbroke my helmet\b|\bblow to the head\b",
        r"\b(?:gehirnerschutterung|kopfverletzung|auf den kopf gefallen|kopf gestossen|kopf angeschlagen)\b|"
        r"\b(?:conmocion cerebral|golpe en la cabeza|me golpee la cabeza)\b|\b(?:commotion cerebrale|coup (?:a|sur) "
        r"la tete|cogne la tete|tape la tete)\b",
    ],
    Flag.BLEEDING: [
        r"\b(?:dark|brown|black|red|pink|rusty|tea|cola|coke|coffee|rust|bloody|blood|reddish|brownish|port wine|"
        r"rhabdo\w*)"
        r"[- ]?(?:ish|colou?red|like|stained)?(?: colou?red)? (?:urine|pee|piss|wee)\b|\b(?:urine|pee|piss|wee|"
        r"peeing|pissing|"
        r"urinating|weeing)\b (?:[\w']+ ){0,6}?(?:brown\w*|dark(?:er)?|black|red(?:dish)?|pink|rust\w*|cola\w*|coke|"
        r"tea|blood\w*|"
        r"coffee|orange)\b|\brhabdo(?:myolysis)?\b",
        r"\b(?:blood|bloody|bleeding|blod|bleed|bled)\b (?:\w+ ){0,4}?(?:in|when|from|with|after|while|out|on|"
        r"during) (?:\w+ ){0,3}?(?:urine|pee|peeing|piss\w*|wee|stools?|poop\w*|poo|cough\w*|phlegm|sputum|vomit\w*|"
        r"toilet|rectum|bowel\w*|spit|mucus|toilet paper|wiping|butt|rectal\w*|semen|ears?)\b",
        r"\b(?:pee(?:d|ing)?|piss(?:ed|ing)?|urinat\w+|cough(?:ed|ing)?|spit(?:ting)?|spat|vomit(?:ed|ing)?|"
        r"throw(?:ing)? up|threw up|poop(?:ed|ing)?|shit(?:ting)?|pass(?:ed|ing)?|puk(?:ed|ing))\b (?:\w+ "
        r"){0,3}?(?:blood|bloody|blod|red|black tar)\b|\b(?:urine|pee|stools?|poop|vomit|phlegm) (?:is|was|are|"
        r"looks?|has|had|contains?|turned|full of|with) (?:\w+ )?(?:blood\w*|red|pink|brown|cola|coke|black|tarry|"
        r"dark brown|dark red)\b|\b(?:bloody|black tarry|black|tarry|red|cola[- ]colou?red|brown|dark brown) "
        r"(?:stools?|urine|pee|poop|diarrh\w+|vomit|phlegm|sputum)\b|\brhabdo\w*\b|\bha?ematuria\b",
        r"\b(?:blut im (?:urin|stuhl)|blut (?:gehustet|erbrochen|husten|gespuckt)|huste blut)\b|\bsangre en (?:la "
        r"orina|las heces|el esputo)|tos(?:o|iendo) sangre|orin\w+ sangre\b|\bsang dans (?:les urines|mes urines|les "
        r"selles|mes selles)|crache du sang|pisse du sang|tousse du sang\b",
        r"\b(?:won'?t|doesn'?t|does not) stop bleeding\b|\bbleeding (?:a lot|heavily|badly|won'?t stop)\b",
    ],
    Flag.EATING: [
        r"\b(?:purg(?:e|ed|ing)|vomit\w*|throw(?:ing)? up|threw up|puk(?:e|ed|ing)|thr(?:ew|ow) (?:it|my food|"
        r"everything) up|be sick|sick up)\b(?: [\w']+){0,5}? (?:after (?:i |we )?(?:eat\w*|meals?|dinner|lunch|every "
        r"meal|food|bing\w+)|my food|my meals?|my dinner|meals|on purpose|to (?:lose|be|get|stay) (?:weight|thin|"
        r"light|lean|skinny)\w*|calories|to make weight)\b|\b(?:make|making|made|force|forcing|forced) myself (?:to "
        r")?(?:throw up|sick|vomit|puke|be sick)\b|\bi(?:'ve|'m)? (?:have |been |keep |am |started )*(?:purg\w+)\b|"
        r"\b(?:binge|bing(?:e)?ing|bingeing)(?: and|,? then| or) (?:purg\w+|vomit\w*|throw\w* up)\b|\bbinge "
        r"(?:eat\w*|at night and)\b|\bbing(?:e)?ing (?:and|on food|every|at night|then)\b",
        r"\b(?:laxativ\w*|laxitiv\w*|laxitav\w*|diuretic\w*|water pills?|diet pills?|slimming pills?|ipecac|appetite "
        r"suppress\w*|chew and spit\w*)\b",
        r"\b(?:starv(?:e|ed|ing)|stop(?:ped)? eating|not eating|quit eating|refus\w+ to eat|eat(?:ing)? nothing|"
        r"don'?t eat|haven'?t eaten|have not eaten|skip(?:ping)? (?:all|every|most) (?:meals?|food))\b(?: "
        r"[\w']+){0,7}? (?:myself|(?:for|in) (?:\w+ )?(?:\w+ )?days?|anything|at all|weight|lighter|thin\w*|lean\w*|"
        r"skinn\w*|all day|any more|anymore|any food|week|for the race|to race)\b|\bstarv(?:e|ing) my ?self\b|"
        r"\bmyself starv\w+\b",
        r"\b(?:eat\w*|live on|living on|get by on|under|below|less than|fewer than|only|just|max|at most|maximum|on|"
        r"stick to|limit\w*(?: to)?|intake of|diet of)\b(?: [\w']+){0,5}? (?:[1-9]\d{0,2}|1[01]\d\d|1,?200|"
        r"1,?[01]\d\d|zero|no|five hundred|eight hundred|six hundred|a thousand|four hundred|three hundred|seven "
        r"hundred) ?(?:k ?cals?|kilo ?calories|calories|cals?|cal)\b(?! (?:per hour|an hour|in (?:the|a|my) (?:ride|"
        r"run|race|workout)|burn\w*|on the bike|during|before a))",
        r"\b(?:anorexi\w*|anorex\w*|anerex\w*|bulimi\w*|bullimi\w*|orthorexi\w*|eating disorder\w*|eatting disorder|"
        r"ednos|arfid|thinspo\w*|pro[- ]?ana|binge eating|body dysmorph\w*)\b",
        r"\b(?:afraid|scared|terrified|guilty|ashamed|disgusted|hate myself|punish myself)\b(?: [\w']+){0,7}? "
        r"(?:eat\w*|food|gain\w* weight|eaten|ate|carbs|fat|calories|meal|body)\b|\b(?:hate|disgusted by|disgusted "
        r"with) (?:my|how my) (?:body|stomach|thighs|fat)\b|\b(?:too fat|so fat|feel fat|i(?:'m| am) fat|i(?:'m| am) "
        r"disgusting)\b|\b(?:burn|work|run|ride|exercise|train)(?:ing)? off (?:every|all|everything|what i ate|"
        r"dinner|lunch|the calories|that cake|my (?:food|dinner|meals?))\b|\blost my periods?\b|\b(?:no|missed|"
        r"stopped|lost|without (?:a|my)|missing) (?:my )?(?:periods?|menstruation)\b|\bperiods? (?:has |have |had "
        r")?(?:stopped|gone|vanished|disappeared)\b|\bamenorrh\w*\b",
        r"\b(?:magersucht|bulimie|essstorung\w*|abfuhrmittel|erbreche (?:mein|nach|das) \w+|hungere|mich (?:zu "
        r")?ubergeben nach dem essen)\b|\b(?:anorexia|laxantes|vomit\w+ (?:despues de|la) com\w+|trastorno "
        r"alimenti\w+|dejar de comer)\b|\b(?:anorexie|boulimie|laxatifs|vomir apres (?:manger|les repas|chaque "
        r"repas)|me fais vomir|arreter de manger|trouble(?:s)? alimentaire\w*)\b",
        r"\b(?:water|dry) fast\w*\b|\bfast(?:ing)? (?:for )?(?:[2-9]|1\d|two|three|four|five|seven|ten|several) "
        r"days?\b|\b(?:spit|sauna|sweat)\w* (?:\w+ ){0,4}?(?:to )?make weight\b|\bhow little can i eat\b|\bas little "
        r"as possible\b",
    ],
    Flag.DRUGS: [
        r"\b(?:epo|erythropoietin|clen(?:buterol)?|trenbolone|anavar|winstrol|stanozolol|dianabol|anabolics?|"
        r"anabolic steroids?|steroid cycle|sarms?|hgh|growth hormone|testosterone (?:injections?|gel|shots?|cycle|"
        r"boost\w*|microdos\w+|patch\w*)|blood doping|blood bags?|blood transfusions?|transfuse|micro[- ]?dos\w+|"
        r"peptides?|ostarine|ligandrol|turinabol|meldonium|doping|dope (?:test|control|for)|masking agents?|beat "
        r"(?:a|the) (?:drug|doping) test|pass (?:a|the) (?:drug|doping) test)\b",
        r"\b(?:steroids|roids|juicing|juice up)\b|\b(?:cocaine|coke binge|meth|methamphetamine|amphetamines?|speed "
        r"pills|ecstasy|mdma|ketamine|heroin|fentanyl|opioids?|oxy(?:contin|codone)?|tramadol|adderall|ritalin|"
        r"modafinil|crack pipe|xanax|benzos?|valium|ghb|lsd)\b",
        r"\b(?:overdos\w*|od'd|od on|too many (?:pills|tablets|painkillers|ibuprofen|paracetamol|sleeping)|took (?:a|"
        r"the) (?:whole|entire) (?:bottle|pack|box)|took (?:too much|too many)|swallowed (?:a|the|too) \w+)\b",
        r"\b(?:addict\w*|hooked on|dependent on|can'?t (?:stop|sleep without|function without|train without|ride "
        r"without)) (?:to |on |taking |using |drinking |on my )?(?:drugs?|pills?|painkillers?|alcohol|drinking|"
        r"sleeping (?:pills?|tablets?)|opioids?|ibuprofen|tramadol|wine|booze|caffeine pills)\b|\b(?:[5-9]|1\d|20|"
        r"five|six|seven|eight|nine|ten|a dozen|twelve) (?:ibuprofen|painkillers?|advil|nurofen|tablets|caffeine "
        r"pills|sleeping pills)\b|\b(?:drink|drinking|drank) (?:\w+ ){0,3}?(?:every night until|until i (?:black|"
        r"pass|forget)|in the morning to|a bottle of (?:vodka|whisky|whiskey|gin|spirits|wine (?:every|a) (?:night|"
        r"day))|bottles? of (?:vodka|whisky|whiskey))\b|\balcoholic\b|\bwithdrawal\b",
        r"\b(?:doping|anabolika|uberdosis|zu viele tabletten|drogen)\b|\b(?:dopaje|dopar\w*|esteroides|sobredosis|"
        r"drogas|demasiadas pastillas)\b|\b(?:dopage|me doper|steroides|surdose|trop de (?:cachets|medicaments|"
        r"comprimes)|drogue)\b",
    ],
    Flag.MEDICAL: [
        r"\b(?:diagnos\w*|diagnoz\w*|do i have|have i got|could (?:i|it|this) (?:have|be)|might i have|am i getting|"
        r"is (?:it|this|that)|what if i have|sign(?:s)? of|symptoms? of|what causes)\b(?: [\w']+){0,5}? (?:diabet\w*|"
        r"arrhythmia|afib|atrial fibrillation|myocarditis|heart (?:disease|condition|problem|failure|block|murmur)|"
        r"infection|covid\S*|corona|flu|influenza|bronchitis|pneumonia|asthma|an[a]?emi\w*|iron deficien\w*|"
        r"deficien\w*|thyroid\w*|depress\w*|anxiety|insomnia|sleep apn\w*|apn\w*|cancer|tumou?r|adhd|red-?s|relative "
        r"energy|overtraining syndrome|tendin\w*|tendon\w*|stress fracture\w*|fractur\w*|broken|torn|sprain\w*|"
        r"strain(?:ed)|hernia|clot|thrombosis|dvt|allerg\w*|lyme|mono\w*|hypertension|high blood pressure|menopause|"
        r"pregnan\w*|arthritis|migraine\w*|sick|burnout|virus|concussion|dehydrat\w*|hypothyr\w*|pots|gout|shin "
        r"splints|itbs|serious|normal for my age to hurt)\b",
        r"\b(?:dose|dosage|doses|dosing|how much|how many|how often|what|which|can i|should i|may i|safe to|ok to|"
        r"okay to|is it ok to|is it safe to|do i need|recommend|best|when)\b(?: [\w']+){0,7}? (?:ibuprofen|ibuprofin|"
        r"ibuprophen|paracetamol|acetaminophen|tylenol|advil|nurofen|aspirin|naproxen|nsaids?|pain ?killers?|"
        r"antibiotics?|beta[- ]?blockers?|statins?|melatonin|sleeping (?:pills?|tablets?)|zolpidem|ambien|"
        r"antidepress\w*|ssri\w*|sertraline|prozac|insulin|metformin|cortisone|prednisone|prednisolone|inhaler|"
        r"salbutamol|ventolin|antihistamin\w*|iron (?:tablets?|pills?|supplements?|infusion)|thyrox\w*|levothyroxine|"
        r"medicine|medication|medicin\w*|meds|tablets?|pills?|drugs?|creatine|ashwagandha|supplements?|vitamin \w+|"
        r"vitamins?|magnesium (?:tablets?|pills?|supplements?|should|do i|a day|per day|before bed should)|zinc|cbd "
        r"oil|ozempic|vaccin\w*|viagra|birth control|contraceptive\w*|hrt|trt|sodium bicarbonate|caffeine pills?)\b",
        r"\b(?:ibuprofen|paracetamol|acetaminophen|aspirin|naproxen|painkillers?|antibiotics?|beta[- ]?blockers?|"
        r"statins?|sertraline|prozac|insulin|metformin|cortisone|prednisone|antidepressants?|ssris?|levothyroxine|"
        r"bisoprolol|ramipril|warfarin|blood thinners?|blood pressure (?:pills?|tablets?|meds|medication))\b",
        r"\b(?:my|a|the|this) (?:\w+ )?(?:knees?|achilles|ankles?|hips?|back|shoulders?|calf|calves|hamstrings?|"
        r"groin|shins?|foot|feet|heels?|wrists?|elbows?|neck|tendons?|toes?|quads?|itb|it band|plantar|ribs?|collar "
        r"?bone|stomach|tummy|ear|tooth|throat|knee ?cap|glutes?|arm|leg|hand|finger|sit bones?)\b(?: [\w']+){0,5}? "
        r"(?:hurts?|hurting|pain\w*|pian|swollen|sore and|injur\w*|torn|broken|aches?|aching|click\w*|popped|snapped|"
        r"sprain\w*|strained|inflam\w*|tendinitis|numb|tingl\w*|infected|locked)\b",
        r"\b(?:pain|injur\w*|inflammation|swelling|tear|sprain|fracture)\b (?:\w+ ){0,3}?(?:in|of|on|to|behind|under|"
        r"around) (?:\w+ ){0,2}?(?:knees?|achilles|ankles?|hips?|back|shoulders?|calf|calves|hamstrings?|groin|"
        r"shins?|foot|feet|heels?|wrists?|elbows?|neck|tendons?|toes?|quads?|ribs?|stomach|abdomen|ear|tooth|throat|"
        r"leg|arm|side)\b|\b(?:plantar fasciitis|tendin(?:itis|opathy)|achilles tend\w+|shin splints|runner'?s knee|"
        r"stress fracture|torn (?:acl|meniscus|muscle|hamstring|calf)|acl|meniscus|slipped disc|sciatica|hernia|"
        r"saddle sores?|rotator cuff|it band syndrome|itbs|patell\w+)\b",
        r"\b(?:how (?:do|can|should|to) (?:i )?(?:treat|heal|cure|fix|rehab|get rid of|recover from)|treatment "
        r"(?:for|of)|remedy|cure for|physio(?:therapy)? exercises?|rehab (?:for|exercises?|plan))\b(?: [\w']+){0,4}? "
        r"(?:injur\w*|knee|achilles|ankle|back|shoulder|tendon\w*|sprain|tear|fracture|cold|flu|fever|infection|"
        r"cough|cramps?|illness|migraine|acne|rash|anxiety|depression|insomnia|blisters?|concussion|hip|hamstring|"
        r"calf)\b",
        r"\b(?:pregnan\w*|pregant|prgnant|miscarriage|postpartum|post[- ]natal|trimester|breast ?feeding|expecting a "
        r"baby|c[- ]section)\b|\b(?:having|had|got|getting|after|before|post) (?:my |a |an |the )?(?:surgery|"
        r"operation|ablation|pacemaker|stent|bypass|chemo\w*|transplant|biopsy|mri|ecg|ekg|vaccine|blood test)\b",
        r"\b(?:have|having|got|with|running|ran|a|had|through|despite|spiking) (?:a |an |the |my |mild |slight |high "
        r"|low[- ]grade )*(?:fever|temperature of|flu|covid\S*|bronchitis|pneumonia|infection|sore throat|chest "
        r"infection|tonsillitis|norovirus|stomach bug|food poisoning|diarrh\w+|migraine\w*|shingles|rash)\b|"
        r"\b(?:vomiting|throwing up|been sick all night|coughing (?:a lot|badly|for weeks|all night))\b",
        r"\b(?:is|are) (?:it |this |that |my |an? )(?:\w+ ){0,6}?(?:dangerous|life[- ]threatening|something wrong "
        r"with my heart|a health (?:risk|problem)|medically)\b|\b(?:abnormal|worrying|dangerous|scary) (?:ecg|ekg|"
        r"heart ?rhythm|blood (?:test|pressure)|results?)\b|\bmy (?:doctor|cardiologist|gp|physio|therapist|surgeon) "
        r"(?:said|says|told|prescribed|wants|thinks|put me)\b|\b(?:should|do|must) i (?:see|call|go to|visit|consult|"
        r"need) (?:a |the |my |an )?(?:doctor|gp|cardiologist|hospital|er|physio\w*|specialist|emergency room|a&e|"
        r"psychiatrist|therapist)\b|\bblood pressure (?:is|of|was|too)\b|\b(?:heart murmur|pacemaker|epilep\w*|"
        r"diabetic|type [12] diabetes|asthmatic|hemophilia|cystic fibrosis)\b|\b(?:dizzy|dizziness|dizzy spells?|"
        r"light[- ]?headed\w*|palpitations?|palpatations?|heart (?:flutter\w*|skip\w*|is racing at rest)|irregular "
        r"heart ?beats?|vertigo|night sweats|numbness|swollen (?:leg|calf|glands?|lymph|ankles?))\b|\b(?:depressed|"
        r"depression|panic attacks?|anxiety attacks?|mental health)\b",
        r"\b(?:schwanger\w*|ibuprofen|medikament\w*|tabletten|dosis|diagnose|verletz\w+|knie (?:schmerzt|tut weh)|"
        r"knieschmerz\w*|fieber|entzundung|schmerzen im \w+|ruckenschmerzen)\b|\b(?:embarazada|medicamento\w*|"
        r"medicina|dosis|diagnostico|lesion\w*|me duele (?:la|el|mi) \w+|fiebre|dolor de (?:rodilla|espalda|"
        r"cabeza))\b|\b(?:enceinte|medicament\w*|posologie|diagnostic|bless(?:ure|e)\w*|mal (?:au|aux) (?:genou|dos|"
        r"tendon|pied)\w*|fievre|douleur au \w+)\b",
    ],
    Flag.DIET: [
        r"\b(?:lose|losing|loose|loosing|drop|dropping|shed|shedding|cut|cutting|reduce|reducing)\b (?:\w+ "
        r"){0,5}?(?:weight|wieght|wight|kilos?|kgs?|pounds?|lbs?|fat|body ?fat|belly|stone|waist)\b|\bweight ?loss\b|"
        r"\b(?:slim(?:ming)? down|get(?:ting)? (?:leaner|lean|lighter|skinny|skinnier|thinner|thin|shredded|ripped)|"
        r"lean out|be (?:lighter|thinner|leaner)|make weight|racing weight|race weight|ideal weight|target weight|"
        r"goal weight|cutting phase|crash diet\w*|diet\w*|low[- ]carb\w*|no[- ]carb\w*|keto\w*|intermittent fasting|"
        r"fasted (?:rides?|runs?|training|sessions?|cardio)|fasting|calorie\w*(?! burn| per hour| did i burn)|kcals?|"
        r"caloric deficit|eat(?:ing)? less|eat less|skip(?:ping)? (?:breakfast|lunch|dinner|meals?|a meal)|watts per "
        r"kilo by losing|macros|bmi|overweight|obese|body fat(?: percentage)?|portion control|detox|juice cleanse|"
        r"weigh less|too heavy)\b|\bhow much should i (?:weigh|eat (?:to (?:lose|get|be|drop|make)|if i want))\b|"
        r"\bwhat should i "
        r"(?:weigh|eat (?:to (?:lose|get|be|drop|make)|if i want))\b|\b\d+ ?(?:kg|"
        r"kilos?|lbs?|pounds?) (?:lighter|less|off|too much|overweight)\b",
        r"\b(?:abnehmen|diat|weniger essen|kalorien\w*|gewicht (?:verlieren|reduzieren)|fasten)\b|\b(?:adelgazar|"
        r"perder (?:peso|kilos)|bajar de peso|dieta|calorias|comer menos|ayuno)\b|\b(?:maigrir|perdre (?:du poids|"
        r"des kilos)|regime|manger moins|jeun(?:e|er)|mincir)\b",
    ],
}  # fmt: skip
_COMPILED = {kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in _SIGNS.items()}


def check(text: str) -> RedFlag | None:
    """The sign that a question shows, the gravest first; None where there is none."""
    plain = _HARMLESS.sub(" _ ", _plain(text))
    for kind, patterns in _COMPILED.items():
        if any(pattern.search(plain) for pattern in patterns):
            return RedFlag(kind, ANSWERS[kind])
    return None


def without_idioms(text: str) -> str:
    """The text without the words that only sound like a sign."""
    return " ".join(_HARMLESS.sub(" ", _plain(text)).split())


def _plain(text: str) -> str:
    """Small letters without accents, hidden characters, runs of letters and stray signs: "I  CAN'T breeeathe!!"."""
    decomposed = unicodedata.normalize("NFKD", text[:5000].replace("\u2019", "'").replace("ß", "ss"))
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf").lower()
    kept = kept.translate(_LOOKALIKES)
    kept = re.sub(r"([a-z])\1{2,}", r"\1", kept)
    return re.sub(r"[^\w'&,-]+|_+|(?<!\d),", " ", kept).strip()


_LOOKALIKES = str.maketrans("аеорсухікмт", "aeopcyxikmt")  # Cyrillic letters that look like ours
