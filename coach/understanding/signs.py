"""Signs in what is said, apart from its topic: greetings, which way it looks, what it draws on, what it supposes."""

import re

from coach.understanding import vocabulary
from coach.understanding.patterns import HARD, SESSION
from coach.understood import Topic

GREETING = (
    r"(?:hi|hello|hey+|hiya|heya|yo|howdy|hallo|moin|morning|evening|afternoon|good (?:morning|"
    r"evening|afternoon|day|night)|greetings|sup|"
    r"thanks?(?: you)?(?: so much| very much| a lot| a bunch)?|thank you(?: so much| very much)?|"
    r"cheers|ta|many thanks|much appreciated|bye|goodbye|"
    r"see you(?: later| tomorrow| soon)?|cya|ciao|later|good ?night|ok|okay|k|kk|cool|great|nice|"
    r"perfect|awesome|super|wow|lol|haha+|hm+|ah|oh|oops|"
    r"got it|i see|understood|alright|all right|fine|fair enough|right|very well|sounds good|"
    r"makes sense|good to know|interesting|amazing|brilliant|"
    r"excellent|wonderful|lovely|well done|good job|good bot|that helped|that helps|very helpful|"
    r"helpful|(?:you are|your|you) (?:so |really |just )?(?:great|awesome|the best|best|amazing|funny|cool|good|"
    r"nice|kind|sweet|welcome|helpful)|i love (?:you|it|this)|love it|no problem|sorry|my bad|yes|"
    r"yeah|yep|yup|no|nope|nah|sure|coach|please|there|so|then|"
    r"everyone|again|to you(?: too)?|you too|and|that is all|that is it|nothing|never ?mind|no thanks|"
    r"have a (?:good|nice) (?:day|one|evening|night|ride)|for (?:the|your) (?:help|answer|info|"
    r"advice))"
)
SMALLTALK = re.compile(rf"(?:{GREETING}\W*)+")
HAIL = (
    r"(?:hi|hello|hey+|hiya|heya|yo|howdy|hallo|moin|(?:good )?(?:morning|evening|afternoon)(?=[,.!]|"
    r" coach)|good (?:morning|evening|afternoon)|greetings|thanks?(?: you)?"
    r"(?: so much| very much| a lot)?|thank you|cheers|ok|okay|cool|great|nice|perfect|awesome|super|"
    r"wow|got it|i see|alright|all right|"
    r"fine|right|interesting|sorry|yes|yeah|yep|sure|coach|please|there)"
)
OPENING = re.compile(
    rf"^(?:(?:{HAIL}|dear|tell me|well|actually|i (?:was|am|"
    r"have been) wondering(?: for a while(?: now)?)?|just wondering|quick question|question|"
    r"one question|one more thing|btw|by the way)\b(?! (?:night|is|did|sleep|hour|hard|enough|person|"
    r"type|recovery|about))[\s,.!:;-]*)+"
)
ABOUT_YOU = re.compile(
    r"\bare you (?:\w+ )?(?:there|ok|okay|well|single)\b|"
    r"\bhow are you\b|\bdo you have (?:a name|feelings)\b|\bdo you (?:sleep|"
    r"dream|ride|run|like|love|ever)\b(?! (?:locally|offline|on my))|"
    r"\bare we friends\b|\bhow old are you\b|\bwhere are you from\b|\bhow is it going\b|"
    r"\bhow do you do\b|\bwhat is up\W*$|\bnice to meet you\b|\btell me a joke\b|\byou (?:suck|"
    r"are (?:stupid|useless|wrong|bad|annoying|an idiot))\b|"
    r"\bi am (?:bored|happy|back|lonely)\b|\bcan you hear me\b|\bdo you remember me\b"
)
# A race as a thing: "race" may be a verb too.
EVENT = (
    r"\b(?:(?:my|a|an|the|our|next|first|upcoming|big|for|goal|"
    rf"target)\s(?:[\w.]+\s){{0,3}}?{vocabulary.LOOSE_EVENTS}|{vocabulary.SURE_EVENTS}|"
    rf"{vocabulary.LOOSE_EVENTS}(?= (?:is|day|takes|will|was)\b))\b"
)
KNOWN_WORDS = re.compile(
    r"\b(?:recover|sleep|slept|hrv|heart|train|workout|load|rest|habit|ride|run|race|fit|tired|energy|"
    r"night|bed|form)\w*"
)
FIRST_PERSON = re.compile(r"\b(?:i|my|me|mine|we|our|myself)\b")
AHEAD = re.compile(
    r"\b(?:will|going to|outlook|expect|on track|signed up|upcoming|goal|target|prepare|preparing|"
    r"prep|preparation|training for|train for|taper|plan(?:ned|s|ning)?|forecast|predict|coming|next|"
    r"by|want to|get ready|ready for|ride|what if|if i|should i|can i|may i|could i|shall i|do i have|"
    r"signed up|entered|race is|event is|"
    r"marathon|[0-9]+ ?k|race on|race in|fondo|event on|best day|which day|is it (?:\w+ ){1,3}to|"
    r"(?:ok|okay|fine|good idea|wise)(?=\W*$)|what should i|take part|until my)\b"
)
BACK = re.compile(
    r"\b(?:was|were|did|had|slept|trained|rode|ran|went|happened|dropped|fell|rose|felt|have i|has my|"
    r"has been|changed|compare[d]?|since|average|why|"
    r"last|against|versus|vs|better than|worse than|higher than|lower than|what made|ago|"
    r"over the past|reason for|explain|analy[sz]e|review)\b"
)
CHANGE = re.compile(
    r"\b(?:chang\w+|improv\w+|better|worse|higher|lower|dropped|risen|rose|fallen|fell|increas\w+|"
    r"decreas\w+|different(?:ly)?|difference|up|down|"
    r"longer|shorter|more|less|fewer|gained|lost|recovered)\b"
)
WHAT_IFS = [
    (
        "longer nights",
        r"\b(?:sle(?:ep|pt|eping)|nights?|bed)\b(?: \w+){0,5} (?:more|longer|extra|earlier|in|enough|"
        r"better|(?:8|9|10|eight|nine|ten)(?:\.5)? ?(?:h\b|hours))|\b(?:more|longer|extra|additional|"
        r"another|better|early|earlier|(?:8|9|10|eight|nine|ten) ?(?:h\b|"
        r"hours)(?: of)?)(?: \w+){0,3} (?:sleep|nights?|in bed|bed)\b|\bsleep in\b|\bextra (?:hour|"
        r"half hour|30|60|45)|\bearl(?:y|ier) (?:night|to bed|bedtime)|\b(?:get|got|had|have) (?:8|9|10|"
        r"eight|nine|ten)(?:\.5)? ?(?:h\b|hours)",
    ),
    (
        "shorter nights",
        r"\b(?:sle(?:ep|pt|eping)|nights?|bed)\b(?: \w+){0,5} (?:less|shorter|later|worse|badly|only|(?:3|"
        r"4|5|6|three|four|five|six)(?:\.5)? ?(?:h\b|hours))|\b(?:less|shorter|only|lack of|"
        r"fewer hours(?: of)?|little|no|bad|short|(?:3|4|5|6|three|four|five|six) ?(?:h\b|"
        r"hours)(?: of)?)(?: \w+){0,3} (?:sleep|nights?)\b|\bstay(?:ing)? up\b|\blate (?:night|to bed)\b|"
        r"\bparty\b|\ball[- ]nighter\b|\bgo to bed late\b|\bskip(?:ping)? sleep\b|\b(?:get|got|had|"
        r"have) (?:only )?(?:3|4|5|6|three|four|five|six)(?:\.5)? ?(?:h\b|hours)",
    ),
    (
        "rest",
        r"\b(?:rest(?:ed|ing)?|days? off|(?:take|took|taking)(?: \w+)?\s+off|off day|take it off|"
        r"took it off|do nothing|nothing|skip(?:ped|ping)?|no training|not? (?:train|ride|run)(?:ing)?|"
        r"stop(?:ped)? training|take (?:a |some )?(?:break|time off)|took (?:a |some )?(?:break|time off|"
        r"(?:\w+ )?off)|pause|recovery day)\b",
    ),
    (
        "easy",
        r"\b(?:easy|easier|easily|light|gentle|gently|relaxed|slow|zone (?:1|2|one|two)|z[12]|lighter|"
        r"recovery (?:ride|run|spin)|endurance|low intensity)\b",
    ),
    (
        "hard",
        rf"\b(?:{HARD}|harder|full gas|training camp|double|interval session|crush|kill it|beast|two hard|"
        r"train more|more training)\b",
    ),
    (
        "planned",
        r"\b(?:(?:keep|stick|follow|stay)(?:ing)? (?:to|with|on)? ?(?:the|my)? ?(?:plan|schedule)|"
        r"as planned|(?:follow|do) (?:the|my) plan|go(?:es)? (?:as|according to) plan(?:ned)?|"
        r"according to plan|carry on|continue (?:as|like)|keep going|train as planned)\b",
    ),
]
WHAT_IF_KINDS = [(name, re.compile(pattern)) for name, pattern in WHAT_IFS]
HYPOTHESIS = re.compile(
    r"\b(?:what if|if (?:i|we|my)|suppose|supposing|imagine|assuming|say i|were i to|what (?:happens|"
    r"would|will)|would|and if|if)\b"
)
MORE = re.compile(r"\b(?:more|details?|go on|continue|elaborate|expand|deeper|what else|anything else|further)\b")
DRAWS_ON_BEFORE = re.compile(
    r"^(?:and|but|or|also|then|so|what about|how about|same (?:for|with)|for|on|with|in|compared?|"
    r"versus|vs|against|than|as for|instead|even|only|just|about|is that|is it|was that|was it|"
    r"does that|does it|it is|that is|and what|since|during|over)\b"
)
AGAIN = re.compile(
    r"^(?:(?:can you |could you |please |ok |and |tell me |give me |show me |go |say )*(?:more|"
    r"more (?:details?|about (?:that|this|it)|please|info)|details?|go on|continue|elaborate|expand|"
    r"go deeper|deeper|tell me more(?: about (?:that|this|it))?|explain (?:that|this|it|more|further)|"
    r"what (?:does|do) (?:that|this|it) mean|what do you mean|meaning|in other words|and then|"
    r"then what|so what|what else|anything else|"
    r"again|repeat that|say that again|in short|shorter|simpler|show me the details))\b[\w ]{0,25}\W*$"
)
PRONOUN = re.compile(
    r"\b(?:it|that|this|they|those|these|them|one)\b(?! (?:week|month|year|morning|evening|afternoon|"
    r"weekend|summer|winter|spring|autumn|quarter|is time|(?:ok|okay|safe|better|wise|true) to))"
)

# Where no pattern speaks: what a question that speaks of training, nights or its asker's body is most likely about.
HINTS = [
    (Topic.EVIDENCE, r"\b(?:noise|fluke|luck|chance|bias|error)\b"),
    (Topic.SLEEP, r"\b(?:sle(?:ep|pt|epy)|nights?|woke|wak(?:e|ing)|toss(?:ed|ing)?|bed|dream\w*|naps?|nap)\b"),
    (Topic.RHYTHM, r"\b(?:weekends?|weekdays|lunchtime|noon|mornings|evenings|afternoons)\b"),
    (Topic.UNUSUAL, r"\bmy (?:\w+ )?(?:numbers|values|signals|readings|metrics|measurements)\b"),
    (
        Topic.READINESS,
        rf"\b(?:{SESSION}|{HARD}|trainer|spin|couch|club|legs|body|recover\w*|tired|shattered|wrecked|"
        r"toast|drained|knackered|energy|fresh|sprints?)\b",
    ),
]
# Said after a finding: how big it is, why it is not otherwise.
HOW_MUCH = re.compile(
    r"(?:(?:and|so|but|ok),? )?(?:by )?how (?:much|many|big|large|strong)(?: (?:is|are|was|of|it|that|this|the|an?|"
    r"effect|difference|points?|percent|minutes|hours|exactly|roughly|better|worse|less|more|lower|higher))*\W*"
)
WHY_THAT = re.compile(r"(?:(?:and|but|so|ok),? )?why(?: not| so| that| is that|)(?: today| tomorrow)?\W*")
# What began or ended on the days behind `since`.
SINCE_CHANGED = re.compile(
    r"\bsince (?:\w+ )?(?:stopp|quit|gave up|giv|cut|start|began|begin|went|dropp|drop|tak|took|ditch|add|left)\w*"
)
