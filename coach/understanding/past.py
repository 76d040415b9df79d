"""Patterns of what asks back: the ends of a measure, how many, sessions that were done, gaps; and of what a word means.

As in coach.understanding.patterns: each with its topic and its weight, read on plain text.
"""

from coach import glossary
from coach.understanding import vocabulary
from coach.understood import Topic

_END = r"(?:highest|lowest|best|worst|peak|record|max(?:imum|imal)?|min(?:imum|imal)?|top|poorest|strongest|weakest)"
_MEASURE = (
    r"(?:hrv|heart rate variability|recover(?:y|ies)|readiness|resting (?:heart[ -]?rate|hr|pulse)|sleep|efficiency|"
    r"respirat\w+|breathing|spo2|oxygen|strain|load|steps|step count|deep|rem|weight|skin temp\w*|temp\w*|scores?|"
    r"calories)"
)
_SESSION = rf"(?:{vocabulary.SESSIONS})s?"
_PRESENT = r"^(?!.*\b(?:should|shall|need|can|could|must|may|would|will|next|tomorrow|plan(?:ned)?|to recover)\b)"
_DID = r"(?:did|have|had|has|was|were|do|does|am|is|are)"
_TERMS = "|".join(f"(?:{term.asked})" for term in glossary.TERMS if term.key != "n")

PATTERNS: list[tuple[Topic, float, str]] = [
    # the ends of a measure
    (
        Topic.RECORD,
        11,
        rf"\b{_END}(?: (?:ever|overall|single|daily|night'?s?|day'?s?|morning'?s?|of all|all[- ]time|average|recorded|"
        rf"measured|nightly))* {_MEASURE}\b(?! (?:time|window|length|duration|hours|schedule|habits?|tips?|hygiene))"
        rf"(?!.*\b(?:for me to|should i)\b)|\b{_MEASURE} {_END}(?=\W*$| (?:ever|this|in|since|of)\b)|"
        rf"\b{_MEASURE} (?:record|all[- ]time|peak)\b",
    ),
    (
        Topic.RECORD,
        11,
        r"\b(?:best|worst|longest|shortest|poorest|record)(?: \w+)? (?:nights?|sleeps?)\b(?! (?:for|length|is|to be))|"
        r"\b(?:latest|earliest) (?:bed ?time|night|to bed|wake\w*)\b",
    ),
    (
        Topic.RECORD,
        11,
        rf"{_PRESENT}.*\b(?:best|worst|hardest|easiest|toughest|lightest|biggest|busiest|heaviest|laziest) (?:single |"
        r"training |recovery )?(?:days?|mornings?|weeks?|months?)\b(?! (?:for|to|of the week|is)\b)",
    ),
    (
        Topic.RECORD,
        11,
        rf"{_PRESENT}.*\b(?:longest|farthest|furthest|fastest|hardest|biggest|shortest|toughest|easiest|slowest) "
        rf"(?:\w+ )?{_SESSION}\b",
    ),
    (
        Topic.RECORD,
        11,
        r"\bwhen (?:did|was|have|were)(?: i| my)\b.*\b(?:longest|shortest|highest|lowest|best|worst|latest|earliest|"
        r"hardest|most|least|furthest|farthest|fastest)\b|\bwhich (?:night|day|morning|week|month) (?:was|did|had|were)"
        r"\b.*\b(?:longest|shortest|highest|lowest|best|worst|most|least|hardest)\b",
    ),
    (
        Topic.RECORD,
        11,
        rf"\bthe (?:lowest|highest|most|least|best|worst)\b(?: \w+)? my {_MEASURE}\b|\bmy record (?:for|of|in)\b|"
        r"\b(?:fastest|furthest|farthest|longest|hardest)\b.*\b(?:ever|have i)\b.*\b(?:run|ridden|rode|ran|swum|swam|"
        r"cycled|ride|trained|slept|walked)\b",
    ),
    # how many, how often, how much in all, how long since
    (
        Topic.COUNT,
        10,
        rf"{_PRESENT}(?!.*\b(?:sleep|slept|asleep|on average|average|too many|too much|enough|points?|cost|data|"
        rf"matter|watts|threshold|steps|calories|kcal)"
        rf"\b).*\bhow (?:many|often|frequently|many times)\b.*\b{_DID}\b|{_PRESENT}(?!.*\b(?:sleep|slept|average|data|"
        r"points?)\b)^how many (?:\w+ )?(?:workouts?|sessions?|rides?|runs?|swims?|drinks?|beers?|coffees?|km|"
        r"kilomet\w+|miles|rest days|days off)\b",
    ),
    (
        Topic.COUNT,
        12,
        r"\b(?:how many|how often|number of|count)\b.*\b(?:nights?|days?|mornings?|times|recover\w+|sleep|slept)\b.*"
        r"\b(?:under|below|less than|fewer than|shorter than|over|above|more than|longer than|at least|lower than|"
        r"higher than)\b.*\d|\b(?:how (?:many|often)|number of)\b.*\b(?:low|bad|red|green|poor|good|high|terrible|"
        r"great) (?:recover\w+|"
        r"mornings?|days?|nights?)\b",
    ),
    (
        Topic.COUNT,
        12,
        rf"{_PRESENT}.*\bhow (?:many|often|much)\b.*\b(?:rest days?|days? off|days? of rest)\b|\b(?:rest days?|"
        rf"days off)"
        r"\b.*\b(?:did|have|had|taken|last|this)\b(?!.*\b(?:need|should)\b)(?=.*\bhow many\b)",
    ),
    (
        Topic.COUNT,
        12,
        rf"\b(?:days?|weeks?|time|long)(?: \w+){{0,2}} since (?:my |i |the )?last\b|\bhow long (?:ago|is it since|"
        rf"has it "
        rf"been since)\b|\bwhen (?:did i last|have i last)\b(?! (?:sync|upload|import|bring))|\bwhen was (?:my|the) "
        rf"last (?:time i |rest|day off|drink|beer|wine|coffee|{_SESSION}|hard|race|alcohol|\w+ day\b)(?! (?:update|"
        r"sync|upload|import|export))|\bdays? since (?:i|my|alcohol|last)\b",
    ),
    (
        Topic.COUNT,
        12,
        rf"\b(?:did|has|have|was)\b.*\b{_MEASURE}\b.*\bever\b.*\b(?:under|below|over|above|at least|less than|"
        rf"more than)"
        r"\b.*\d",
    ),
    (
        Topic.COUNT,
        10,
        rf"\bhow (?:far|many km|many kilomet\w+|many miles) (?:have|did|was) i\b|\btotal (?:distance|km|kilomet\w+|"
        rf"hours|"
        rf"time|training|steps|number|sleep|load|calories)\b|\bin total\b|{_PRESENT}^(?:my )?(?:kilomet\w+|km|mileage) "
        r"(?:this|last|in|since|so far)\b|\bhow much did i (?:run|ride|swim|cycle|walk|lift|row)\b",
    ),
    # a session that was done
    (
        Topic.ACTIVITY,
        11,
        rf"{_PRESENT}.*\b(?:how|what|was|rate|review|analy[sz]e|summari[sz]e|describe|about|show)\b.*\b(?:my|the|that|"
        rf"this|yesterday's|yesterdays|last|latest|(?!today)\w+day's|\w+days) (?:(?!good\b|best\b|next\b)\w+ )"
        rf"{{0,2}}?{_SESSION}\b(?=.*\b(?:was|were|did|go|went|gone|look|yesterday|last|latest|on|this morning|today|"
        rf"review|like)\b|\W*$)(?!.*\b(?:affect|effect|cost|why|too hard|too much)\b)(?<!how is my training)|"
        rf"^(?:my |the )?(?:last|latest|most recent|yesterday's|today's) {_SESSION}\W*$",
    ),
    (
        Topic.ACTIVITY,
        11,
        rf"^(?!.*\b(?:ago|since|when)\b).*\bwas (?:my|the|that|yesterday's|"
        rf"(?!today)\w+day's) (?:\w+ )?{_SESSION}\b(?!.*"
        rf"\b(?:why|too)\b)|"
        rf"\bhow (?:hard|long|far|fast|tough|intense|good|bad) (?:was|did)\b.*\b(?:{_SESSION}|training)\b|\bwhat "
        rf"(?:workouts?|sports?|training|exercise|sessions?|activit\w+) (?:did|have) i\b|\b(?:rate|review|analy[sz]e|"
        rf"summari[sz]e) (?:\w+ )?(?:my|the|that|yesterday's|today's|last) (?:\w+ )?{_SESSION}\b|\bhow did (?:my |"
        rf"the |i "
        rf"do in my |i do on my )(?:\w+ ){{0,2}}{_SESSION} go\b|\b(?:heart rate|power|watts|pace|speed) (?:in|of|on|"
        rf"during) (?:my|the|yesterday's|that) (?:\w+ )?{_SESSION}\b",
    ),
    # what a word means
    (
        Topic.MEANING,
        12,
        rf"^(?:so |and |but )?what (?:is|are|was|does)(?: an?| the)? (?:{_TERMS})(?: (?:mean|stand for|exactly|"
        rf"actually|"
        rf"then|here|again|anyway|good for|in this app))*\W*$|\b(?:what|define|explain|meaning)\b.*\b(?:mean(?:s|ing)? "
        rf"(?:of|by)|define|explain)(?: \w+){{0,2}} (?:{_TERMS})\b|\bwhat (?:do|does)(?: you mean by| the word| the "
        rf"term)? (?:the |an? )?(?:{_TERMS}|n)(?: (?:numbers?|value|score))? (?:mean|stand for|tell|say)\b|"
        rf"^(?:define|explain|meaning of|definition of) (?:the |an? |my )?(?:{_TERMS})\W*$|^(?:{_TERMS}) (?:meaning|"
        rf"definition|explained)\W*$|\bwhat (?:is|are|would be|counts as) (?:an? )?(?:good|normal|healthy|ideal|bad|"
        rf"low|high|average) (?:values? (?:of|for) )?(?:{_TERMS})(?:(?: value| range| level)?\W*$| for (?:an?|my age|"
        r"someone|people|men|women|athletes))|\b(?:is|are) (?:the )?(?:acwr|tsb|ctl|atl|monotony|spo2|"
        r"vo2 ?max) (?:useful|"
        rf"reliable|any good|worth|important|nonsense|good|bad)\b|^(?:rmssd|mesor)\W*$|"
        rf"\bdifference "
        rf"between (?:{_TERMS}) and\b|\bwhat (?:is|are) (?:a |an )?(?:n|zones? \w+|the brackets)\W*$|"
        rf"\bi do not (?:know|"
        rf"understand) what (?:an? |the )?(?:{_TERMS}) (?:is|are|means?)\b|\bwhat is (?:wrong with|the (?:point|"
        rf"problem) "
        rf"(?:of|with)) (?:{_TERMS})\W*$",
    ),
    # what is not here, and what was written down
    (
        Topic.DATA,
        12,
        r"^(?:so )?what (?:\w+ )?is missing\W*$|\b(?:which|what|how many) (?:days|nights|mornings)\b.*\b(?:have no|"
        r"has no|"
        r"without (?:a )?(?:sleep|data|hrv|recovery|journal)|missing|lack)\b|\b(?:did|have) i (?:log|fill|answer|enter|"
        r"record|journal|write|keep)\w*\b.*\b(?:journal|diary|log|habits?)\b|\bwhat (?:was|did i|have i|has been|got) "
        r"(?:logged|log|recorded|tracked|entered|written down|note|noted|fill in)\b|\bwhat is (?:logged|"
        r"recorded) for\b|"
        r"\b(?:days|nights) missing\b|\bmissing (?:days|nights|sleep|journal|hrv)\b|\bis (?:my|the) journal (?:filled|"
        r"complete|done|empty)\b|\bany gaps\b|\bholes in\b",
    ),
]  # fmt: skip
