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
    # help, small talk
    (
        Topic.HELP,
        7,
        r"^(?:\w+ )?help(?: me)?(?: please)?\W*$|\bwhat (?:can|could|do|are|would) you (?:\w+ )?(?:do|"
        r"able|help|answer|know|offer|good for|tell)\b(?! (?:about|of) me|.*\b(?:suggest|today|"
        r"tomorrow)\b)|\bwhat (?:can|could|should|may|else can) i (?:ask|type|say)\b|\bhow (?:do|does|can|"
        r"should) (?:i use|this (?:app |thing )?work|it all work|you work|i start|i talk)\b|\b(?:commands|"
        r"features|capabilities|example questions?|examples)\b|\bwhat (?:kind of |sort of |"
        r"other )?(?:questions|things can you|topics)\b|\bwhat is this(?: (?:app|page|thing|for))?\W*$|"
        r"\bhow can you help\b",
    ),
    # where data go, who answers
    (
        Topic.PRIVACY,
        14,
        r"\b(?:send|share|sell|leak|transmit|upload|give|pass|use)\b(?: \w+){0,2} (?:my|our|any|the) (?:\w+ ){0,3}"
        r"(?:data|numbers|sleep|hrv|health|information|journal|notes)\b.*\b(?:to|with|for|on)\b(?! (?:me|tell|say|see|"
        r"answer|calculate|predict)\b)|\b(?:private|privacy|confidential|gdpr|anonym\w+|encrypt\w*|telemetry)\b|"
        r"\bwho (?:else )?(?:can |could |may |will |has )?(?:see|sees|read|reads|access|accesses|gets?|own|owns|"
        r"access to) "
        r"(?:to )?(?:my|the data|this|it|all)\b|\bwhere (?:is|are|do|does)(?: \w+){0,3} (?:data|it|chats?|journal|"
        r"information)(?: \w+){0,2} (?:stored|kept|saved|go|live|end up)\b|\b(?:delete|erase|wipe|remove|forget) "
        r"(?:(?:all|everything|every|of|my|the|you|know|your|athlete) )*(?:data|history|information|"
        r"account|chats?|about me|know)\b|\bleaves? (?:my|this|the) (?:computer|machine|laptop|device|pc|mac|phone)\b|"
        r"\b(?:is|are) my (?:\w+ )?(?:data|information) (?:safe|secure|protected|shared|sold)\b|"
        r"\b(?:to|in) the cloud\b|\b(?:is|are) (?:my|our|the|this) (?:\w+ ){1,3}(?:shared|sold|sent|uploaded) (?:with|"
        r"to)\b|"
        r"\bwhat (?:happens|do you do|is done) (?:to|with) (?:my|our|the) (?:\w+ )?(?:data|information|journal|"
        r"chats?)\b|"
        r"\b(?:someone|somebody|anyone|anybody|others?|nobody)(?: else)? (?:gets?|sees?|reads?|has|have|access) "
        r"(?:to )?(?:my|this|it)\b|\b(?:store|keep|save|record|log) (?:this|our|my|these|the) (?:chats?|conversations?|"
        r"questions?|messages?)\b|\b(?:does|do) (?:it|this|you) (?:run|work) (?:locally|offline)\b",
    ),
    (
        Topic.IDENTITY,
        9,
        r"\b(?:who|what) (?:exactly )?are you\b(?! (?:able|good|doing|\w+ing|sure|basing))|\bare you (?:\w+ )?"
        r"(?:a |an )?(?:real |actual )?(?:human|robot|bot|chat ?bot|ai|person|machine|computer|program|doctor|"
        r"physician|"
        r"coach|trainer|chat ?gpt|gpt|claude|gemini|llama|siri|llm|language model|artificial\w*|conscious|sentient|"
        r"alive)\b|\b(?:what|which) (?:\w+ )?(?:llm|(?:language |ai )?model)\b(?: \w+)? (?:are|do|is|you|this)\b|"
        r"\bwhat is your name\b|\bwho (?:made|built|created|trained|programmed) you\b|"
        r"\b(?:talking|speaking|chatting|writing) (?:to|with) (?:a|an) (?:real )?(?:human|person|bot|robot|machine|ai|"
        r"computer|doctor)\b|\bwho am i (?:talking|speaking|chatting|writing)\b|\bis (?:this|it) (?:chat ?gpt|"
        r"an? (?:ai|bot|human|real person))\b",
    ),
    # what somebody tells of
    (
        Topic.SMALLTALK,
        14,
        r"^(?:i |we )?(?:have )?(?:just |finally |totally |absolutely )*(?:(?:crushed|smashed|nailed|won|beat|broke|"
        r"killed) (?:\w+ ){0,4}(?:pb|pr|personal best|record|race|kom|event|competition)|(?:got|set|hit|ran|rode|did) "
        r"(?:\w+ ){0,3}(?:pb|pr|personal best|record|kom))\b(?!.*\b(?:how|what|why|when|should|can|will|could)\b)",
    ),
    # not ours
    (
        Topic.OUT_OF_SCOPE,
        12,
        r"^(?!.*\b(?:does|do|did|effects?|affects?|helps?|lose|weight)\b)(?:.*\b(?:carbs?|gels?|fuel(?:l?ing)?|"
        r"drink mix|hydration|sodium)\b.*\b(?:on the day|race(?: day)?|during|event|per hour|marathon)\b|.*\b(?:race|"
        r"marathon|event)\b.*\b(?:carbs?|gels?|fuel(?:l?ing)?|drink mix)\b)|\b(?:what is|how (?:high|good|low) is|"
        r"estimate|tell me|do you know) my vo2 ?max\b|^(?:my )?vo2 ?max\W*$",
    ),
    (
        Topic.OUT_OF_SCOPE,
        12,
        r"\b(?:ignore|forget|disregard|override|bypass|skip|drop) (?:all |any |the |your |my |of |these |"
        r"previous |prior |above |earlier |everything |every )*(?:instructions?|rules?|prompts?|above|"
        r"guidelines|guard(?:rails?)?|restrictions|facts|safety|limits|told)\b|\bsystem ?prompt\b|"
        r"\byour (?:\w+ )?(?:prompt|instructions|guidelines)\b|\byou are now\b|\b(?:pretend|act as|"
        r"roleplay|role-play|role play|behave like|simulate being)\b|\bjail ?break\b|\b(?:developer|dan|"
        r"god|debug|admin|sudo) mode\b|\bdo anything now\b|\b(?:no|without|free of) (?:any )?(?:rules|"
        r"restrictions|limits|filters?)\b|\bas an? (?:ai|language model|llm)\b|\bapi key\b|\bpasswords?\b|"
        r"\brm -rf\b|\bdrop table\b|\bselect (?:\*|.+ from)\b|\bsudo\b|\bfrom now on\b.*\b(?:you|answer|"
        r"say|only)\b|\brepeat (?:after me|the words|everything|your|the text)\b|\b(?:say|write|print|"
        r"output|answer|respond|reply) (?:only |just |with |exactly |that )*(?:my \w+ is|the (?:word|"
        r"text)|hacked|pwned|yes|ok)\b|\breveal\b|\bsecret\b|\bfunction call|\btool call|"
        r"\bend of (?:prompt|instructions)\b|\bnew (?:instructions|rules|persona)\b|"
        r"\bchat ?gpt\b.*\bmode\b",
    ),
    (
        Topic.OUT_OF_SCOPE,
        12,
        r"\b(?:other|another|all|every|someone else's|somebody else's|my (?:friend|wife|husband|partner|"
        r"brother|sister|teammate|colleague|coach|client|boss|neighbou?r|son|daughter|mother|father|mum|"
        r"dad|buddy|mate)(?:'s|s)?)(?: \w+)? (?:athletes?|users?|people|persons?|clients?|recovery|hrv|"
        r"sleep|data|load)\b|\b(?:his|her|their) (?:recovery|hrv|sleep|data|load|training)\b|\bwho else\b",
    ),
    (
        Topic.OUT_OF_SCOPE,
        11,
        r"\b(?:poem|haiku|limerick|story|song|lyrics|essay|joke|rap|novel|sonnet|riddle|cover letter|"
        r"e-?mail|speech|tweet|blog)\b|\bcapital of\b|\b(?:stocks?|shares|bitcoin|crypto|invest\w*|"
        r"lottery|mortgage|interest rates?|tax(?:es)?|economy|exchange rate)\b|\bweather\b|"
        r"\brain(?:ing)? (?:today|tomorrow)\b|\b(?:python|javascript|java|sql|html|code|program(?:ming)?|"
        r"algorithm|regex|excel)\b|\btranslate\b|\b(?:in|into) (?:german|french|spanish|italian|chinese|"
        r"latin)\b",
    ),
    (
        Topic.OUT_OF_SCOPE,
        11,
        r"\b(?:president|prime minister|election|politic\w+|parliament|pope|king of|queen of|war in|"
        r"religion|god exist\w*|meaning of life|philosoph\w+)\b|\b(?:movie|film|netflix series|tv show|"
        r"book recommendation|restaurant|pizza|recipes?|cook(?:ing)? (?:me|a|dinner)|bake|hotel|flight to|"
        r"ticket|girlfriend|boyfriend|dating|love life|horoscope|zodiac|homework|math|maths|equation|"
        r"physics|chemistry|history of)\b|\bwho (?:won|invented|wrote|discovered|is the|was the|founded|"
        r"painted|directed|killed|makes)\b|\bhow (?:tall|old|big|far|heavy) is (?:the (?:moon|sun|earth|"
        r"world|eiffel|sea|ocean|universe|white house|pyramid)|mount|queen|king|trump)\b|\bwhat year\b|"
        r"\bsquare root\b|\b\d+ ?(?:times|plus|minus|divided by|\*|\+) ?\d+\b|^(?:what is )?\d+ ?x ?\d+\W*$|"
        r"\bfootball\b|\bsoccer\b|"
        r"\bpremier league\b|\bvot(?:e|ing)\b|\bplanets?\b|\b(?:super bowl|world cup|olympics)\b|"
        r"\bsolve\b|\bspell\b|\bsynonym\b|\b(?:buy|cheap|price of|which bike should|best bike|"
        r"shoes should|bike should|tyres?|tires?)\b|\bnews\b",
    ),
    # medicine and eating, where coach.red_flags has not spoken
    (
        Topic.MEDICAL,
        11,
        r"\b(?:diagnos\w+|do i have (?:covid|flu|the flu|an? \w+ (?:disease|disorder|infection)|cancer|"
        r"apnea|anemia|diabetes|asthma)|prescri\w+|side effects?|symptoms?|antibiotics?|vaccin\w+|"
        r"blood test|physio(?:therapist)?|surgery)\b|\b(?:knee|ankle|back|hip|achilles|shin|shoulder|calf|"
        r"hamstring|foot|neck|wrist|elbow|groin|tendon)s?(?: \w+){0,3} (?:hurts?|pains?|aches?|aching|"
        r"hurting|sore|injur\w+|swollen|torn|twisted|sprained)\b|\b(?:tore|torn|pulled|twisted|sprained|"
        r"strained|broke|fractured|injured|hurt) (?:my|a|the) (?:\w+ )?(?:calf|knee|ankle|back|hip|"
        r"achilles|shin|shoulder|hamstring|foot|neck|wrist|elbow|groin|tendon|muscle|quad|arm|leg|"
        r"collarbone|rib|toe|hand|finger)s?\b|\b(?:pain|ache|injury|injured|fever|swelling|sprain\w*|torn|"
        r"inflam\w+) (?:in|on) (?:my|the)\b|\b(?:with|through|despite) (?:a |an |the )?(?:fever|cold|flu|"
        r"injury|pain|infection)\b|\bi have (?:a |the )?(?:fever|cold|flu|infection|covid|temperature)\b|"
        r"\b(?:dose|dosage|mg|pills?|medication|medicine|drugs?)\b",
    ),
    (
        Topic.DIET,
        10,
        r"\b(?:get|come|be|go|reach) (?:down )?(?:to|under|below|at)? ?\d+ ?(?:kg|kilos|lbs|pounds)\b|"
        r"\b(?:lose|losing|drop|shed|cut) (?:\w+ ){0,3}(?:weight|kilos?|kgs?|pounds|lbs|fat)\b|"
        r"\b(?:weight loss|diet|dieting|calorie (?:deficit|intake)|keto|low[- ]carb|carbs|macros|eat less|"
        r"race weight|lighter|slimmer|thinner|skinny|nutrition|meal plan)\b|\b(?:what|how much|"
        r"how many calories)(?: \w+)? (?:should|shall|can|do) i (?:eat|need to eat|consume)\b|"
        r"\bskip(?:ping)? (?:breakfast|lunch|dinner|meals?)\b",
    ),
]

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
    r"helpful|you are (?:great|awesome|the best|amazing|funny|"
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
    r"marathon|race on|race in|fondo|event on|best day|which day|is it (?:\w+ ){1,3}to|(?:ok|okay|fine|good idea|"
    r"wise)(?=\W*$)|what should i|take part|until my)\b"
)
BACK = re.compile(
    r"\b(?:was|were|did|had|slept|trained|rode|ran|went|happened|dropped|fell|rose|felt|have i|has my|"
    r"has been|changed|compare[d]?|since|average|why|"
    r"last|against|versus|vs|better than|worse than|higher than|lower than|what made|ago|"
    r"over the past|reason for|explain)\b"
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
