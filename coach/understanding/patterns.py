"""What a question says of what it asks: patterns on plain text, each with its topic and its weight."""

import re

from coach.understanding import vocabulary
from coach.understood import Topic

HARD = (
    r"(?:hard|harder|intense|intensive|intensity|intervals?|vo2 ?max|all[- ]out|full gas|race|racing|"
    r"tempo|threshold|sprints?|hiit|push|smash|"
    r"\d+ ?x ?\d+|hammer|go big|max(?:imal)? efforts?|tough|heavy|big|full|fast|quality)"
)
SESSION = (
    r"(?:train|training|ride|riding|run|running|swim|workouts?|work(?:ing)? out|sessions?|exercis(?:e|"
    r"ing)|lift|gym|intervals?|bike|cycle|jog|"
    r"sport|race|racing|row|crossfit|strength)"
)
HABIT_EFFECT = (
    r"\b(?:effect|affect|impact|influence|hurt|harm|help|matter|cost|do(?:es)? (?:to|for|with|about)|"
    r"bad|good|link|connect|correlat|associat|relat|"
    r"make a difference|makes? (?:me|my|a)|worth|ruin|wreck|improve|worsen|lower|raise|better|worse|"
    r"change|benefit|sabotage|"
    r"mess|stop|quit|cut|give up|anything|doing|work|without|with)"
)

_PLAINLY = r"^(?:(?!\b(?:what|how|when|which|why|if)\b).)*?\b"  # a question to be answered by yes or no

# Days of the week held against each other.
WEEKDAYS = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b.*\b(?:tired|worse|worst|best|better|recovered|fresh|fresher|"
    r"low|lower|high|higher)\b|\b(?:tired|worse|worst|best|better|recover|recovered|fresh|fresher|low|lower|high|"
    r"higher)\b.*\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|\b(?:which|what) (?:day of the week|weekday|"
    r"week day)\b"
)

# Patterns are read on plain text; several of one topic add up, but the strongest of them counts most.
PATTERNS: list[tuple[Topic, float, str]] = [
    # how am I today
    (
        Topic.READINESS,
        7,
        rf"{_PLAINLY}(?:(?:should|can|could|may|shall|dare|do|am|must) i|i should|i can) (?:(?:dare|able|"
        r"ready|ok|fit|really|still|safely|better|just|be|to|do|go|have|some|a|the|my|that|for|fresh|"
        rf"enough) )*{HARD}",
    ),
    (
        Topic.READINESS,
        7,
        rf"{_PLAINLY}(?:(?:should|shall|can|could|may|must|dare) i|i should) (?:(?:really|still|safely|"
        r"better|just|do|go|have|to|some|a|the|my|that|for|even|be) )*(?:rest|resting|take (?:a|the|"
        rf"it) (?:rest|day|easy)|skip|back off|ease off|off\b|easy|{SESSION})",
    ),
    (
        Topic.READINESS,
        6,
        r"\b(?:do|would|might) i (?:need|want|have|deserve) (?:(?:a|some|to|take|another|more|"
        r"the) )*(?:rest|day off|break|easy day|recovery day|off)\b",
    ),
    (
        Topic.READINESS,
        4,
        r"\bhow (?:am i|is my body|is the body|do i look|am i doing|am i looking|am i feeling|"
        r"is everything|are things|did i wake|are my (?:numbers|signals|values))\b",
    ),
    (Topic.READINESS, 5.5, r"\bhow am i\b(?! (?:supposed|going))"),
    (
        Topic.READINESS,
        4,
        r"\breadiness\b|\b(?:am|are|be|feel) (?:i |we |you )?(?:really |fully )?(?:ready|up for|up to|"
        r"fit for|fresh|good to go)\b|\bgood to go\b|\bready (?:to|for)\b|\bgo or no[- ]go\b|"
        r"\bgreen light\b",
    ),
    (
        Topic.READINESS,
        4,
        r"\bhow (?:well |much |fully )?(?:recovered|rested|fresh|fit|tired|ready)\b|\bam i (?:well |"
        r"fully |properly |completely |already )?(?:recovered|rested|fresh|tired|fit)\b",
    ),
    (
        Topic.READINESS,
        6,
        r"\b(?:is|would|will) (?:it|today|this|now|tonight)(?: be)? (?:a |an )?(?:\w+ )?(?:ok|okay|fine|"
        r"safe|wise|smart|sensible|good|bad|right|the|clever|stupid|day|time|"
        rf"alright)(?: \w+){{0,3}} (?:{HARD}|{SESSION}|rest)",
    ),
    (
        Topic.READINESS,
        5,
        r"\b(?:hard|easy|rest|big)(?: \w+)? (?:or|versus|vs) (?:hard|easy|rest|not|off|go)\b|"
        rf"\brest day\b.*\?|\b{HARD} today\b|\btrain or rest\b|\brest or (?:train|go|ride|run)",
    ),
    (
        Topic.READINESS,
        4,
        r"\b(?:picture|summary|brief|briefing|overview|report|rundown|status|update|state|verdict|"
        r"check[- ]?in|snapshot)\b",
    ),
    (
        Topic.READINESS,
        5,
        r"\bhow is my recovery\b|\brecovery (?:today|score|status|this morning|right now|now)\b|"
        r"^(?:my )?recovery\W*$|\bwhat is my recovery\W*$",
    ),
    (
        Topic.READINESS,
        2,
        r"\b(?:today|this morning|right now)\b.*\b(?:recover|fresh|shape|condition|fit|state)|\b(?:shape|"
        r"condition)\b.*\b(?:today|now)\b|\bwhat shape am i\b",
    ),
    (
        Topic.READINESS,
        6,
        r"\b(?:leg|legs|arm|chest|back|upper body|lower body|gym|interval|speed|track|hill|strength|long run|"
        r"long ride) "
        r"day\b|^(?:\w+ )?(?:gym|crossfit|intervals|hiit|long ride|long run) (?:today|now|tonight)\W*$|"
        rf"\b(?:{SESSION}|{HARD}|vo2|go) or (?:nah|no|not|skip|bail|couch|sofa|day off|(?:a |take (?:a|the) )?rest)\b|"
        rf"\b(?:{SESSION}) (?:twice|two times|2x)\b|\bsecond (?:session|workout)\b",
    ),
    # a session for today
    (
        Topic.WORKOUT,
        6.5,
        r"\bwhat (?:should|shall|can|could|do|would you have|must|to|might) (?:(?:i|me|you|we|have|"
        r"suggest) )?(?:be )?(?:do|doing|train|ride|run|swim|suggest|recommend|advise|"
        r"propose)\b(?! (?:about|to (?:improve|recover|sleep|get|raise|feel|lower)|against|differently|"
        r"better|for my (?:recovery|sleep|hrv)))",
    ),
    (
        Topic.WORKOUT,
        6.5,
        r"\b(?:give|suggest|plan|make|build|create|recommend|propose|design|show|find|pick|choose|"
        rf"prescribe|set|i need|i want)(?: me)?(?: \w+){{0,4}} (?:workouts?|sessions?|intervals|{SESSION}|"
        r"something (?:easy|hard|short|long)|(?:easy|hard) (?:ride|run|one))\b",
    ),
    (
        Topic.WORKOUT,
        6.5,
        r"\bsuggest(?:ions?)? (?:something|anything)|\bany (?:workout|session|training) (?:ideas?|"
        r"suggestions?|tips?)",
    ),
    (
        Topic.WORKOUT,
        6.5,
        r"\b(?:which|what)(?: kind of| type of| sort of| a)?(?: \w+)? (?:workout|session|training|ride|"
        r"run|intervals|exercise)\b(?! (?:load|stress|have|did|history))",
    ),
    (
        Topic.WORKOUT,
        6.5,
        r"\bhow (?:long|far|hard|intense|intensely|much|easy|fast)(?: \w+)? (?:should|shall|can|could|may|"
        rf"do) (?:i|my|we|today's)(?: \w+)? (?:go|push|{SESSION})\b",
    ),
    (
        Topic.WORKOUT,
        6,
        rf"\b(?:today's|todays) (?:{SESSION}|plan)\b|\b(?:workout|session|"
        r"training)(?: plan)? (?:for )?(?:today|this (?:morning|afternoon|evening)|tonight)\b|"
        r"^(?:a )?(?:workout|session|training)(?: please)?\W*$",
    ),
    (
        Topic.WORKOUT,
        6.5,
        r"\b(?:run|ride|bike|cycle|swim|row|gym|jog|walk|yoga|weights|strength|trainer) or (?:(?:a|the|go|to) )?(?:run|"
        r"ride|bike|cycle|swim|row|gym|jog|walk|yoga|weights|strength)\b|"
        r"\bplan (?:out )?(?:my|the|this|next|a) (?:\w+ )?(?:weeks?|days|weekend|training)\b(?! (?:work|for))",
    ),
    (
        Topic.WORKOUT,
        6.5,
        r"^(?!.*\b(?:was|did|were|last)\b).*\b(?:something|session|workout|one)\b.*\b(?:on|in) (?:the|my) (?:trainer|"
        r"turbo|"
        r"bike|pool|gym|treadmill|rower)\b",
    ),
    (
        Topic.WORKOUT,
        6.5,
        r"^(?:about |around |max |only |just )?(?:\d+|an|one|two|half an|thirty|forty|sixty) ?(?:min|minutes|hours?|h)"
        r"(?: (?:please|today|max|tops|only|now|then|session|for training))*\W*$",
    ),
    (Topic.WORKOUT, 6.5, r"\b(?:give|got|need|want|suggest)\b.*\b(?:something|one)\b.*\b\d+ ?(?:min|minutes|hours?)\b"),
    (Topic.WORKOUT, 5, r"\b(?:anything|something)(?: \w+){0,4} (?:i (?:can|could|should)|to) do\b"),
    (Topic.WORKOUT, 3, r"\b(?:got|have|only|with) (?:\w+ )?(?:\d+|an|one|two|half an) (?:minutes|hours?)\b"),
    # why
    (
        Topic.WHY,
        7,
        r"\bwhy\b(?! (?:should i (?:believe|trust)|do you (?:think|say|believe)|not\b))|\bhow come\b|"
        r"\bwhat (?:made|makes|caused|causes|explains|explained|is behind|was behind|lies behind|drove|"
        r"went wrong|is wrong with|is up with|happened)\b(?! (?:me sleep|for (?:a )?good|(?:when|if)))",
    ),
    (
        Topic.WHY,
        6,
        r"\b(?:reasons?|cause|causes|culprit|explanation) (?:for|of|behind|why)\b|^(?:please )?(?:explain|"
        r"tell me why)\b(?! (?:yourself|how|hrv|what))|\b(?:reason|cause|culprit)\W*$",
    ),
    (
        Topic.WHY,
        6,
        r"\bwhat(?: is| was| has been| keeps| has)? (?:\w+ )?(?:dragg|pull|bring|hold|keep|push|weigh|"
        r"drag|driv|depress|tank|hitt)\w*(?: \w+){0,4}? (?:down|up|low|high|back|on my|my)\b",
    ),
    (Topic.WHY, 6, r"\bwhat did i do(?: wrong)?\W*$|\bany idea what\b|\bwhat is behind\b"),
    (Topic.WHY, 3, r"\bwhat is (?:going on|wrong)\b"),
    # habits
    (
        Topic.HABITS,
        6,
        r"\b(?:which|what|my|best|worst|bad|good|any|these|those|of my|other) (?:\w+ )?(?:habits?|"
        r"behaviou?rs?|journal (?:entries|items))\b|^habits?\W*$|\blifestyle\b|\broutines?\b|"
        r"\bchange (?:one|a|some|any) ?things?\b",
    ),
    (
        Topic.HABITS,
        6,
        r"\bwhat (?:\w+ )?(?:help|hurt|improve|boost|lower|raise|harm|affect|influence|impact|matter|"
        r"increase|decrease|reduce|ruin|wreck|determine|predict|drive|cost|support|spoil|damage|"
        r"kill)s?\b(?! i | does)",
    ),
    (
        Topic.HABITS,
        7,
        r"\bwhat (?:can|should|could|must|might|would|do|else can|to) (?:(?:i|we) )?(?:(?:have|be|need|"
        r"to) )*(?:do|chang|stop|start|improv|avoid|tweak|drop|give up|try|work on)\w*(?: \w+){0,3} (?:to|"
        r"for|about|against|differently|better)\b",
    ),
    (
        Topic.HABITS,
        6,
        r"\bwhat (?:should|could|can|must) i (?:change|avoid|stop|drop|give up|improve)\b|\bwhat (?:is|"
        r"are) (?:good|bad|best|worst|better)(?: \w+)? for (?:me|my)\b|\bwhat works\b",
    ),
    (
        Topic.HABITS,
        5,
        r"\bhow (?:can|do|could|should|might|to) (?:i )?(?:best )?(?:improve|raise|increase|boost|lower|"
        r"recover|get|bring|lift|optimi[sz]e|push)\b(?!.*\b(?:ready|sick|fitter|in shape for|to bed)\b)",
    ),
    (
        Topic.HABITS,
        6,
        r"\b(?:levers?|factors?|drivers?)\b|\b(?:most|best|worst|biggest) (?:\w+ )?(?:effect|influence|"
        r"impact)s?\b|\bmatters? (?:the )?most\b|\bthe most\b.*\brecovery\b|\brecovery\b.*\bthe most\b",
    ),
    (
        Topic.HABIT,
        5,
        r"\b(?:does|do|did|can|could|will) (?!(?:i|it|that|this|they|my|you|we|the|more|less|one|an?|extra|resting)\b)"
        r"(?:\w+ ){1,3}(?:affect|hurt|influence|impact|ruin|wreck|mess with|damage|harm) (?:my|me)\b",
    ),
    # sleep
    (
        Topic.SLEEP,
        5,
        r"\bhow (?:did|do|have|was|is|were|well|bad|badly|good|has|about) (?:did |do |was |is |"
        r"have )?(?:i|my|the|we|last)(?: \w+){0,3} (?:sleep|slept|nights?|sleeping)\b|"
        r"\bhow was (?:last )?night\b|\bwas (?:my|the|last) (?:sleep|night)\b",
    ),
    (
        Topic.SLEEP,
        6,
        r"\bsleep (?:debt|deficit)\b|\b(?:owe|debt|catch up on)\b|\benough sleep\b|"
        r"\bsleep(?:ing)? enough\b|\btoo little sleep\b|\bsleep (?:quality|score|performance|summary|"
        r"report)\b|\bunderslept\b|\bsleep[- ]deprived\b",
    ),
    (
        Topic.SLEEP,
        5,
        r"\b(?:good|bad|better|best|great|poor|restless|short) (?:nights?|sleep)\b|\bsle(?:ep|pt|"
        r"eping) (?:so |really |very |that )?(?:well|better|badly|poorly|worse|bad|good|ok|okay|deeply|"
        r"soundly)\b|\bquality\b.*\bsleep\b|\bget better sleep\b",
    ),
    (
        Topic.SLEEP,
        6,
        r"\bwhat (?:makes|helps|lets|gets|gives|brings|precedes|leads to|comes before|"
        r"happens before)(?: \w+){0,3} (?:sleep|nights?)\b|\bhow (?:can|do|could|to|"
        r"should)(?: i)?(?: \w+)? (?:sleep|improve my sleep|get (?:more|better) sleep)\b",
    ),
    (Topic.SLEEP, 3, r"\b\d+(?:\.\d)? ?(?:h|hours?)(?: of)? sleep\b|\bslept (?:\w+ )?\d"),
    (Topic.SLEEP, 2, r"\bsle(?:ep|pt|eping)\b|\bnights?\b(?<!last night)|\basleep\b"),
    # when to go to bed, how long to sleep
    (
        Topic.BEDTIME,
        8,
        r"\b(?:when|what time|how late|how early|at what time|by when|until when|"
        r"which time)\b(?: \w+){0,5} (?:(?:go |get |be |going |in )?(?:to )?(?:bed|sleep(?:ing)?)|asleep|"
        r"lights out|turn in|hit the (?:hay|sack|pillow)|hit bed|fall asleep)\b",
    ),
    (Topic.BEDTIME, 6, r"\bbed ?time\b(?! (?:snack|routine))|\blights out\b|\bsleep window\b"),
    (
        Topic.BEDTIME,
        8,
        r"\bhow (?:much|many hours(?: of)?|long)(?! .*\b(?:recover|recovery|rest|after|between)\b)(?: sleep)?(?: \w+)? "
        r"(?:should|must|do|would|does|shall|"
        r"ought)(?: my)? (?:i|body)(?: \w+){0,4} (?:sleep|need|bed)\b|\bhow (?:much|"
        r"many hours(?: of)?) sleep (?:do|does|should|would|is|are)\b(?!.*\bowe\b)|"
        r"\bhours should i sleep\b|\bhow long should i (?:sleep|be in bed)",
    ),
    (
        Topic.BEDTIME,
        7,
        r"\bsleep need\b|\bneed (?:more|less|how much) sleep\b|"
        r"\bneed(?: \w+){0,3} (?:hours?(?: of)? )?sleep\b|\bhours (?:of sleep )?do i need\b|\b(?:ideal|"
        r"optimal|best|right) (?:amount|length|duration|time|hours)(?: \w+){0,4} (?:sleep|asleep|bed)\b|"
        r"\b(?:ideal|optimal|best) (?:sleep|sleeping|night) ?(?:times?|length|duration|window|hours)?\b",
    ),
    (
        Topic.BEDTIME,
        8,
        r"\b(?:too late|late|early|earlier|too early|go|going)(?: \w+){0,3} to (?:bed|sleep)\b|\b(?:bed|"
        r"sleep) (?:earlier|later|early|late|too late|tonight|at)\b|\bgoing to bed\b|\bin bed (?:by|at|"
        r"before)\b|\bbe in bed\b",
    ),
    (
        Topic.BEDTIME,
        7,
        r"\b(?:is|are|would|will)(?: just| only)? (?:\d+(?:[.,]\d+)?|four|five|six|seven|eight|nine|ten) ?(?:hours?|"
        r"h)\b"
        r"(?: of sleep| sleep| a night| per night| in bed| be)* (?:enough|ok|okay|fine|sufficient|plenty|"
        r"too (?:little|much|few|short|long))\b",
    ),
    # rhythm
    (
        Topic.RHYTHM,
        8,
        r"\b(?:time of (?:the )?day|part of the day|hours? of the day)\b|\b(?:best|worst|strongest|peak|"
        r"weakest|fittest) (?:hours?|times?)(?: of day)?\b(?! (?:to|for) (?:sleep|fall|go to bed|bed))|"
        r"\bwhat time (?:should|is best|do i|am i)(?: \w+){0,3} (?:train|ride|run|race|work ?out|exercise|"
        r"perform|best|strongest)",
    ),
    (
        Topic.RHYTHM,
        7,
        r"\bmorning (?:person|type|lark|bird)\b|\bnight ?(?:owl|person)\b|\bevening (?:person|type)\b|"
        r"\bearly bird\b|\blark\b|\bowl\b|\bchrono ?type\b|\bsocial jet ?lag\b|\bjet ?lag(?:ged)?\b|"
        r"\brhythms?\b|\bcircadian\b|\b(?:body|internal|biological|inner) clock\b",
    ),
    (
        Topic.RHYTHM,
        6,
        r"\b(?:ir)?regular(?:ity|ly)?\b|\bconsisten(?:t|cy|tly)\b|\bsame time (?:every|each)\b|"
        r"\bweekends?\b.*\b(?:later|longer|lie in|sleep in|versus|vs)\b|\bnatural (?:wake|sleep|bed)",
    ),
    (
        Topic.RHYTHM,
        8,
        rf"\b(?:{SESSION}|perform|better|go)\b.*\b(?:mornings?|am|noon)\b.*\b(?:or|than|versus|"
        r"vs)\b.*\b(?:evenings?|afternoons?|nights?|pm|later)\b|\b(?:mornings?|evenings?)\b.*\b(?:or|than|"
        rf"versus|vs)\b.*\b(?:mornings?|evenings?|afternoons?)\b.*\b(?:{SESSION}|best|better)\b",
    ),
    (
        Topic.RHYTHM,
        7,
        r"\bwhen (?:am i|do i|is my|are my|should i|is it best to|is the best (?:time|moment|hour) to|"
        rf"is a good time to)(?: \w+){{0,3}} (?:at my best|perform|strongest|fittest|best|peak|sharpest|"
        rf"most|dip|low|high|{SESSION})\b",
    ),
    # load
    (
        Topic.LOAD,
        5,
        r"\b(?:training |weekly |daily )?load\b|\bstrain\b|\b(?:ctl|atl|tsb|tss|acwr|trimp)\b|"
        r"\bmonotony\b|\bramp(?:ing)?(?: rate| up)?\b|\btraining (?:stress|volume|status|balance)\b|"
        r"\bvolume\b",
    ),
    (
        Topic.LOAD,
        4,
        r"\b(?:my|in|current|training|good|best|top|the|what|how is|bad) form\b|^form\W*$|\bfitness\b|"
        r"\bfatigued?\b|\bfreshness\b|\bin (?:good )?shape\b",
    ),
    (
        Topic.LOAD,
        8,
        r"^(?!.*\b(?:sleep|slept|rem|deep)\b).*\bover ?-?(?:train|reach|do|load|cook)\w*|"
        r"\bunder ?-?train\w*|^(?!.*\b(?:sleep|slept|rem|deep|recovered|rested|fresh|"
        r"ready)\b).*\b(?:too much|too hard|too little|enough|too many)\b.*\b(?:train|rid|run|session|"
        r"load|doing|did|exercise|work)\w*|^(?!.*\b(?:sleep|slept|rem|deep)\b).*\b(?:train|rid|run|do|"
        r"work|did|doing|done|exercis)\w*\b(?: \w+){0,2} (?:too (?:much|hard|little|often)|enough)\b|"
        r"\bburn(?:ed|t|ing)? (?:myself )?out\b|\bbuild(?:ing)? up too\b|\btoo (?:fast|quickly) too\b|"
        r"\btoo much too soon\b",
    ),
    (
        Topic.LOAD,
        6,
        r"\b(?:too many|too much|too few)(?: \w+)? (?:intervals?|sessions?|workouts?|rides?|runs?|days?|"
        r"races?|hours|miles|km)\b",
    ),
    (
        Topic.LOAD,
        5,
        r"\b(?:was|were|is) (?:it|that|yesterday|today|\w+ week|last \w+|the \w+|my \w+|monday|tuesday|"
        r"wednesday|thursday|friday|saturday|sunday)(?: \w+)? (?:too|very|so|really) (?:hard|easy|much|"
        r"long|little|light)\b",
    ),
    (
        Topic.LOAD,
        7,
        r"\bhow (?:much|hard|often|many (?:hours|times|sessions|workouts|rides|runs))(?: \w+)? (?:have|"
        r"did|do|am|has|was)(?: been)? i(?: been)?(?: \w+)? (?:train|rid|rode|run|ran|exercis|work|do|did|"
        r"done|go|swim)\w*|\bhow (?:hard|tough|heavy) (?:was|were|is|has)\b|\bhow (?:was|is|has) (?:my|"
        r"the) (?:training|week of training|block)\b|\bhow is (?:my )?(?:training|strain)\b",
    ),
    (
        Topic.LOAD,
        7,
        r"^(?:was|is) (?:yesterday|today|last week|(?:\w+ )?\w+day|this week|my week) (?:a )?(?:hard|easy|tough|big|"
        r"light)\b",
    ),
    (Topic.LOAD, 7, r"\bde-?load(?:ing)?\b|\b(?:recovery|easy|rest|light) week\b"),
    # tolerance
    (
        Topic.TOLERANCE,
        8,
        r"\bhow (?:fast|quick|quickly|soon|long|well|many days|slowly|much time)\b(?:(?! hrv|"
        r" sleep).)*\b(?:recover|recovery|recovered|bounce back|fresh again|rest(?:ed)? (?:after|again)|"
        r"back to normal|need (?:after|between|from)|get over|handle|cope|tolerate|absorb|respond|"
        r"wears? off|lasts?)\b",
    ),
    (
        Topic.TOLERANCE,
        8,
        r"\bhow (?:much|hard|many)(?: \w+){0,4} (?:can|could|should|do|am|is|are)(?: i| my body| my legs|"
        r" sessions)?(?: able to)? (?:take|handle|tolerate|cope|bear|stand|absorb|sustain|survive|"
        r"put up)\b|\btoleran(?:ce|t)\b|\bbounce back\b|\brecovery (?:time|speed|rate|half)\b|"
        r"\bhow (?:hard|much|far) can i push\b",
    ),
    (
        Topic.TOLERANCE,
        7,
        r"\b(?:hard|tough|big|intense|heavy) (?:day|session|ride|run|workout|race|training|block|week|"
        r"effort|interval)s?\b.*\b(?:cost|take out of|do to|effect|set me back|hit|hurt)\b|\b(?:cost|"
        r"effect|price|toll) of (?:a |an |my )?(?:hard|tough|intense|race|big)|\b(?:what does|"
        r"how much does) (?:a |an )?(?:hard|race|big|intense)|\b(?:respond|"
        r"react)(?: \w+){0,2} to (?:\w+ )?(?:hard|load|training|intensity|intervals|stress)",
    ),
    (
        Topic.TOLERANCE,
        8,
        r"\b(?:how many|days?|rest)(?: \w+){0,5} (?:after|between) (?:a |an |the |my |two |hard |"
        r"every )*(?:hard|race|races|intervals?|long|big|marathon|sessions?|session|tough|workouts?)",
    ),
    # the next days
    (
        Topic.FORECAST,
        7,
        r"\bforecasts?\b|\bpredict(?:ion|ions|ed)?\b|\boutlook\b|\bprognos\w+|\bprojected\b|\bprojection\b",
    ),
    (
        Topic.FORECAST,
        4,
        r"\b(?:will|would) (?:i|my|it|things)\b|\bgoing to (?:be|feel|recover|look)\b|\bhow (?:will|"
        r"might) (?:i|my)\b|\bexpect(?:ed)?\b|\blooking ahead\b",
    ),
    (
        Topic.FORECAST,
        6.5,
        r"\bwhen (?:will|can|could|am|is|may|should) (?:i|my|recovery)(?: \w+){0,4} (?:again|next|back|"
        r"recovered|fresh|ready|hard|normal|recover)\b|\bwhich (?:days?|morning) (?:\w+ ){0,4}(?:best|"
        r"fresh|good|suit|hard|should)|\bbest day\b|\bnext (?:good|hard|best) day\b",
    ),
    # the next days, if
    (
        Topic.WHAT_IF,
        5,
        r"\bwhat if\b|\b(?:suppose|supposing|imagine|assuming|say i|were i to|provided)\b|"
        r"\bwhat (?:happens|would happen|will happen|might happen|changes)\b(?! to my sleep when)|"
        r"\bhow (?:would|will|might|am|do) (?:i|my)(?: \w+){0,6} if\b|\bif (?:i|we|my)\b",
    ),
    (
        Topic.WHAT_IF,
        5,
        r"\b(?:would|could|does|do|will)(?: (?:a|an|one|two|three|some|more|less|another|extra|resting|"
        r"sleeping|taking|going))+(?: \w+){0,5}\b(?:help|do|change|bring|make|give|be|hurt|gain|cost|"
        r"matter)|\b(?:gain|get|lose) (?:from|by|if|with)\b|\bwould (?!being)\w+ing\b",
    ),
    # unusual
    (
        Topic.UNUSUAL,
        7,
        r"\b(?:get|getting|got|fall|falling|feel like i am getting|becoming|about to (?:get|be)) (?:sick|"
        r"ill|a cold|the flu|unwell)\b|\bcoming down with\b|\bfighting (?:off |with )?(?:something|an|a|"
        r"off)|\bam i (?:ill|sick|unwell)\b|\bcatching (?:a |something)|\b(?:illness|sickness)\b|"
        r"\bbrewing\b|\bincubating\b",
    ),
    (
        Topic.UNUSUAL,
        7,
        r"\b(?:unusual|abnormal|anomal\w+|outliers?|out of (?:the )?(?:ordinary|line|whack)|suspicious|"
        r"stands? out|stood out|warning signs?|warnings?|alarm\w*|alerts?|strange|weird|odd|fishy|"
        r"peculiar|unexpected|irregularities|atypical)\b|\b(?:look|seem|are|is|feel|looking|be|anything|"
        r"something) (?:\w+ )?off\b|\bnot normal\b|\bout of place\b|\b(?:anything|"
        r"something)(?: \w+)? (?:looks?|stands?|seems?|shows?)\b|\bfighting (?:a|the|some)\b|"
        r"\beverything (?:normal|ok|okay|alright|fine)\b|\ball (?:normal|ok|good|in range)\b|"
        r"\bdo not fit\b|\bshould i (?:be )?worr(?:y|ied)\b|\bworrying\b",
    ),
    (Topic.UNUSUAL, 2, r"\bnormal\b"),
    # goals
    (
        Topic.GOAL,
        6,
        r"\bprepar(?:e|ing|ation)\b|\bprep\b|\bget(?:ting)? (?:me |myself )?(?:ready|in shape|fit) for\b|"
        r"\btaper(?:ing)?\b|\brace day\b|\bpeak(?:ing)? for\b|\bbuild ?-?up\b|\btraining plan\b|"
        r"\bbe ready for\b",
    ),
    (
        Topic.GOAL,
        6,
        r"\btrain(?:ing)? (?:for|towards?) (?:a|an|my|the|this|that|it|\d)|\b(?:my|a|first|"
        rf"next) (?:\w+ ){{0,3}}{vocabulary.EVENTS} (?:is|in|on|takes|will be)\b|\b(?:goal|target|"
        r"aim)\b(?! (?:heart|zone|weight|power))|\b(?:want|hope|plan|like|signed up|entered|registered|"
        r"going|aiming) (?:to|for) (?:do |run |ride |finish |complete |race |win |enter |a |my |the |"
        rf"break |go )+(?:\w+ ){{0,4}}{vocabulary.EVENTS}",
    ),
    (Topic.GOAL, 5, r"\b(?:finish|complete|qualify|personal best|pb|pr|break \d|sub[- ]?\d|faster (?:at|over|in))\b"),
    (Topic.GOAL, 3, rf"\b{vocabulary.SURE_EVENTS}\b"),
    (
        Topic.GOAL,
        7,
        rf"\b(?:i have|have|got|entered|doing|racing|signed up for|there is) (?:a|an|my|the|this) (?:\w+ ){{0,2}}"
        rf"(?:\d+ ?(?:k|km|miles?)|{vocabulary.EVENTS})\b (?:on|in|at|this|next|tomorrow)\b|"
        rf"^(?:my |a |the )?(?:\d+ ?k|\d+ ?km (?:race|run)|{vocabulary.SURE_EVENTS}) (?:on|in|at|this|next|coming)\b",
    ),
    # a measure
    (
        Topic.METRIC,
        1.5,
        r"\b(?:trend(?:s|ing)?|average|averages|mean|over time|develop(?:ed|ment|ing)?|evolv\w+|"
        r"going (?:up|down)|went (?:up|down)|rising|falling|how (?:high|low|many|much|long)|what (?:was|"
        r"is|were|are)|value|latest|current|show|history|highest|lowest|numbers?|trajectory|moving|graph|"
        r"chart|typical|usual)\b",
    ),
    (Topic.METRIC, 9, WEEKDAYS.pattern),
    (
        Topic.METRIC,
        8,
        r"\bsince when\b.*\b(?:low|high|up|down|lower|higher|better|worse|dropp\w+|ris\w+|fall\w+|declin\w+|"
        r"improv\w+|increas\w+|decreas\w+)\b|\bfor (?:someone )?(?:of )?my (?:age|sex|gender|height)\b",
    ),
    # one time against another
    (
        Topic.COMPARE,
        3,
        r"\bcompar(?:e|ed|ing|ison)\b|\bversus\b|\bvs\b|\bagainst\b|\bdifference between\b|"
        r"\bbefore and after\b",
    ),
    # what is here
    (
        Topic.DATA,
        6,
        r"\bdata(?:base)?\b(?! (?:model|science))|\b(?:import|upload|sync|synced|syncing|export|files?|"
        r"sources?|devices?|receipts?|stored|backup)\b|\b(?:whoop|oura|apple (?:watch|health)|garmin|"
        r"fitbit|polar|suunto|coros|strava|wahoo|ring|strap|watch)\b|\bup[- ]to[- ]date\b|\bhow (?:old|"
        r"new|fresh|recent|current) (?:is|are) (?:your|my|the)(?: \w+)? (?:data|info|information|numbers|"
        r"values)\b",
    ),
    (Topic.DATA, 9, r"\b(?:info|information)\b.*\babout me\b"),
    (
        Topic.DATA,
        7,
        r"\bsince when\b(?!.*\b(?:low|high|up|down|lower|higher|better|worse|dropp\w+|ris\w+|fall\w+)\b)|"
        r"\bhow far back\b|\b(?:last|latest|newest|first|oldest) (?:update|sync|upload|"
        r"import|record|day|entry|data)\b|\bhow many (?:days|nights|mornings|records|weeks|months|"
        r"years)\b(?: \w+)? (?:of|do you|have you|are (?:there|in|stored))\b|\b(?:is|are|was|"
        r"has) .{0,25}\b(?:in yet|arrived|there yet|recorded|imported|loaded|synced|missing)\b|"
        r"\bwhat (?:do you|have you|is) (?:have|got|stored|recorded|missing)\b|\bgaps?\b|"
        r"\bwhen did you (?:last|first)\b|\bwhere (?:do|does|did|are|is)(?: \w+){0,4} (?:come|numbers|"
        r"kept|from)\b|\bmissing (?:days|nights|mornings|data|values)\b",
    ),
    # who I am here
    (
        Topic.PROFILE,
        8,
        r"\bftp\b(?! test)|\bthreshold (?:power|heart rate|watts)\b|\b(?:max(?:imum|imal)?|highest|"
        r"peak) (?:heart ?-?rate|pulse)\b(?! (?:of|in|on|during|yesterday|last|this))|\bprofile\b|"
        r"\bwhat do you know (?:about|of) me\b|\bwho am i\b(?! (?:talk|speak|chat|writ))|\bmy name\b|\bhow old am i\b|"
        r"(?<!for )(?<!of )\bmy (?:age|"
        r"sport|zones?|birthday|settings)\b|\b(?:what|which) sport\b|\babout me\b|\b(?:heart rate|power|"
        r"training) zones\b",
    ),
    (
        Topic.PROFILE,
        7,
        r"\b(?:what|anything|something|is|have i|do i have|which)\b.*\bplan(?:ned|s)?\b(?!.*\bsuggest)|"
        r"\bmy (?:training )?plan\b(?! work)|\b(?:training |my )?(?:calendar|(?<!sleep )schedule)\b|"
        r"\bplanned (?:sessions?|workouts?|for)\b|\b(?:next|upcoming|coming) (?:race|event|"
        r"competition)s?\b|\bwhen is my (?:next |\w+ )?(?:race|event|marathon|competition)\b|\bcoming up\b",
    ),
    (Topic.PROFILE, 9, rf"^when is (?:my|the|our) (?:\w+ ){{0,3}}{vocabulary.EVENTS}\W*$"),
    # how do you know
    (
        Topic.EVIDENCE,
        8,
        r"\b(?:is|are) (?:your|the|these|this) (?:\w+ ){0,2}(?:numbers?|predictions?|forecasts?|figures|values|"
        r"results?|"
        r"models?|estimates?|scores?|advice|machine learning|rules?)(?: \w+){0,3} (?:right|accurate|reliable|correct|"
        r"true|real|trustworthy|good|better|worse|wrong|legit|valid|precise)\b|\bhow good is (?:your|the|"
        r"this) (?:\w+ )?"
        r"(?:forecast|prediction|model|score|estimate|machine learning)|\bmachine learning\b|"
        r"\bwhat (?:are|do) you (?:bas(?:e|ing)|go(?:ing)? by)\b",
    ),
    (
        Topic.EVIDENCE,
        8,
        r"\bhow (?:sure|certain|confident|reliable|accurate|trustworthy|precise|good are (?:your|the)|"
        r"solid|strong is the|exact|well do you know|robust)\b|\bare you (?:\w+ )?(?:sure|certain|"
        r"confident|guessing|making)\b|\bhow (?:do|did|can|could|would|come) you (?:\w+ )?(?:know|tell|"
        r"say|figure|calculate|compute|come up|work|arrive|measure|get|claim|determine|estimate)\b|"
        r"\bhow (?:is|are|was|were|does)(?: \w+){0,5} (?:calculat|comput|work|measur|estimat|deriv|"
        r"determin|made|defin|figured|scored)\w*",
    ),
    (
        Topic.EVIDENCE,
        7,
        r"\bevidence\b|\bproofs?\b|\bprove\b|\b(?:based|basis) (?:on|of|for)\b|\b(?:can|should|do|"
        r"could) i (?:really )?(?:trust|believe|rely)\b|\btrust (?:that|this|you|it|these)\b|\bsays who\b|"
        r"\bwhat makes you (?:so )?(?:think|sure|say|certain)\b|\bmargin of error\b|\bconfiden(?:ce|t)\b|"
        r"\buncertain(?:ty)?\b|\b(?:coincidence|by chance|just chance|random|luck|significant|placebo)\b|"
        r"\b(?:is|are) (?:that|this|it|these) (?:really |actually )?(?:true|real|right|correct|legit|"
        r"certain|sure|proven|reliable)\b|\bwhy (?:should i (?:believe|trust)|do you (?:think|say|"
        r"believe))\b|\bcausal\b|\bcorrelation\b|\bwhat is that based on\b|\bwhich (?:method|methods|"
        r"formula|data is that)\b|\bmethod(?:s|ology)?\b|\bhow many days is that\b|\bsure\?|^sure\b.*\?|"
        r"^really\W*\?",
    ),
]
