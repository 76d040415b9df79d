"""Questions that ask for one thing by name: a zone, a highest heart rate, a day to come, an event that was marked.

Whatever topic a question belongs to, one of these is answered with what is asked for and not with the whole of the
topic; where it is not stored, that is the answer.
"""

import re
from collections.abc import Sequence

from coach.understanding.spelling import plain
from coach.understood import Topic

_ZONE = r"\bz(?:one)?s? ?(?:[0-5]|one|two|three|four|five)\b"
_DONE = r"(?:rides?|runs?|sessions?|workouts?|activit\w+|rode|ridden|ran|swims?)"
_AHEAD_DAY = (
    r"(?:tomorrow|(?:on |this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:at |on |over |this |the )*weekend)"
)
_TRAINS = (
    r"(?:train|ride|run|rest|race|swim|lift|tempo|intervals?|hard|easy|long ride|long run|workout|session|cycle|"
    r"free|do|suggest|ride|pr\b|pb\b)"
)

# What is wished, allowed or supposed is no question of what was.
_NOT_DONE = r"^(?!.*\b(?:should|could|can|may|shall|would|must|if|need|ok to|okay to|safe to)\b)"
_DAY = r"(?:(?:last |this |on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday)(?: (?:morning|night))?"
_ODD = r"(?:unusual\w*|weird|odd|strange|abnormal\w*|anomal\w+|outliers?|out of the ordinary|stood out|stand out)"
_SLEEPS = r"(?:go(?:ing)? to (?:bed|sleep)|fall(?:ing)? asleep|wak(?:e|ing) up|get(?:ting)? up|wake)"
_USUALLY = r"(?:usually|normally|typically|generally|on average)"
_SCORES = (
    r"(?:recover\w*|readiness|scores?|hrv|strain|load|form|fitness|fatigue|sleep debt|debt|monotony|chronotype|"
    r"baselines?|efficiency|acwr|tsb|ctl|atl|sleep need|need|forecasts?|predictions?|best hours?|bed ?time|"
    r"(?:normal|usual) range|regularity|social jet ?lag|resting (?:hr|heart rate)|half[- ]life)"
)
_FORETELLS = r"(?:forecasts?|predict\w*|models?|foretell\w*|machine learning|estimates?)"
_GRADED = r"(?:wrong|far off|off|accurate|close|precise|exact|reliable|good|bad|trustworthy|right|correct)"

_ILL = r"(?:sick|ill|illness|unwell|virus|infection|flu|a cold|coming down with something|a bug)"
_OF_LOAD = (
    r"(?:(?:the |my |from |too much |hard )*(?:training|load|workouts|sessions|exercise)|over-?trained|over-?training|"
    r"over-?reached|(?:just |only )?(?:tired|fatigued?|worn out))"
)

WEEK_PLAN = re.compile(
    r"\bplan (?:out )?(?:(?:me|us) )?(?:my|the|this|next|a)(?: (?:next|coming|training|whole))* week\b|"
    r"(?<!\d )(?<!\d-)\b(?:a|my|this|next|the) (?:week(?:ly)?|"
    r"training) plan for (?:this|next|the) week\b|\b(?:a|my) weekly (?:training )?plan\b|\bplan for (?:the|this|"
    r"next) (?:coming |next )?week\b|\bwhat should i (?:train|do) (?:this|next) week\b|"
    r"\bplan (?:me )?(?=(?:the )?(?:next|coming) (?:\d|two|three|four|five|six|seven|few) days\b)|"
    r"\bschedule (?:my|the) (?:training )?week\b|\bplan (?:my )?(?:training|sessions|workouts) for "
    r"(?:the|this|next) (?:coming |next )?week\b|\bplan around (?:it|that|this|them)\b|"
    r"\bplan (?=(?:from )?(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:to|till|until|through) \w+day\b)"
)

# The first that fits is meant.
KINDS: Sequence[tuple[str, re.Pattern]] = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("learned", r"\b(?:is|does|would|can) (?:ai|machine learning|a model) (?:\w+ ){0,2}?(?:any )?(?:use|good|"
                    r"help)\b|"
                    r"\bmachine[ -]?learn\w*|\bdeep learning\b|\bneural net\w*|\bml\b|\bartificial intelligence\b|"
                    r"\b(?:use|uses|using|used)\b.*\bai\b|\b(?:which|what)(?: kind of| sort of)? (?:models?|"
                    r"algorithms?)\b"
                    r".*\b(?:forecasts?|predict\w*|foretell\w*)\b|\b(?:do|does|did) (?:you|it|ownpace|the (?:app|"
                    r"coach|forecast|model)) (?:ever |really )?learn\b"),
        ("off", rf"^(?:and |so |but )?how (?:often )?{_GRADED} (?:is|are|was|were|have|has|do|does) (?:your|the|my|"
                rf"these|those|such) (?:\w+ )?{_FORETELLS}\b(?! score)|^(?:and |so |but )?(?:is|are) (?:your|the|my|"
                rf"these) (?:\w+ )?{_FORETELLS} (?:\w+ )?(?:any )?{_GRADED}\b|^(?:and |so )?how (?:wrong|far off|"
                rf"accurate) are "
                rf"you\b|\b(?:error|accuracy|mae|track record|hit rate) of (?:your|the|my) (?:\w+ )?{_FORETELLS}\b|"
                rf"^(?:and |so |but )?(?:can|should|do) i (?:really )?(?:trust|believe|rely on) (?:your|the|my) "
                rf"(?:\w+ )?"
                rf"{_FORETELLS}\b|^how (?:much|often) (?:is|are|do|does) (?:your|the|my) (?:\w+ )?{_FORETELLS} "
                rf"(?:\w+ )?"
                rf"(?:wrong|off|miss|right|err|correct)\b|\b{_FORETELLS} (?:\w+ ){{0,3}}(?:better|closer) than "
                rf"(?:\w+ )*?"
                r"(?:guess\w*|chance|luck|random|a coin|nothing|the median)\b"),
        ("fresh", r"^(?:and |so |but |ok )*(?:when|how (?:long|soon|many days))\b(?! did| have| was).*\b(?:will|am|"
                  r"can|do|until|till|before|would|to|be|get) (?:i )?(?:am )?(?:be |feel |get |really |fully |finally |"
                  r"totally )*"
                  r"fresh(?:er)?(?: again| legs)?\b(?! (?:enough )?(?:for|after|from))|\b(?:when|how (?:long|soon|"
                  r"many days))\b.*\b(?:form|tsb)\b"
                  r".*\b(?:positive|above (?:0|zero)|come back|back|recover|get better|turn|rise|improve|again)\b|"
                  r"^(?:and |so )?when (?:do|will|can) i (?:stop (?:being|feeling)|no longer (?:be|feel)) (?:tired|"
                  r"fatigued|"
                  r"exhausted)\b"),
        ("depends", r"^(?:and |so )?(?:what is |which is )?(?:the |my )?(?:best|worst) (?:things?|habits?) (?:(?:i|you|"
                    r"to) (?:can )?do )?(?:for|to (?:raise|lower|improve|get))\b|"
                    r"^(?:and |so )?what (?:does|do|did|might|can) (?:my |the |a |good )*(?:\w+ ){1,3}depend "
                    r"(?:up)?on\b|"
                    r"^(?:and |so )?what (?:affects|influences|drives|determines|moves|shapes) (?:my |the )?(?:\w+ "
                    r"){0,2}\w+"
                    r"(?: (?:most|the most))?\W*$"),
        ("how_made", rf"^(?:and |so |but )?(?:how|the way)\b(?! (?:many|much|long|often|far))(?!.*\b(?:i|"
                     rf"we)\b).*\b(?:calc(?:ulat\w+)?|"
                     rf"comput\w+|work(?:ed|s)? (?:it )?out|deriv\w+|put together|made up|figure out|arrive at|"
                     rf"estimat\w+|"
                     rf"determin\w+|come up with)\b.*\b{_SCORES}\b|^(?:and |so )?where (?:do|does) (?:my |the |your )?"
                     rf"(?:\w+ )?{_SCORES} (?:score |number |figure )?come from\b|^(?:and |so )?how (?:do|does) "
                     rf"(?:my |the "
                     rf"|your )?(?:\w+ )?{_SCORES} (?:score )?work\b|"
                     rf"^(?:and |so )?how (?:is|are|was) (?:my |the |your |a )?(?:\w+ )?{_SCORES} (?:score )?"
                     r"(?:calculated|computed|derived|made(?: up)?|worked out|put together|estimated|"
                     r"determined|measured)\b|"
                     rf"\bwhat (?:goes into|makes up) (?:my |the |your )?(?:\w+ )?{_SCORES}\b"),
        ("stored", r"^(?:and |so )?how (?:many|much) (?:nights?|days?|mornings?)(?: of)?(?: (?:my|sleep|hrv|data|"
                   r"recovery|"
                   r"journal|resting|heart|rate|hr))* (?:do you (?:have|know|hold|store|see)|have you(?: got)?|you "
                   r"(?:got|have|hold)|"
                   r"are (?:there|stored|on record|held)|is (?:there|stored)|do i have (?:stored|on record|here|"
                   r"in here))"
                   r"(?: (?:in (?:total|all|here)|on record|stored|of (?:me|mine)|here|from me|already|so far|now|on|"
                   r"about|"
                   r"data|me|sleep))*\W*$|^(?:and |so )?how many (?:nights|days|"
                   r"mornings) of (?:my )?(?:\w+ )?(?:data|sleep|"
                   r"hrv|recovery)(?: do (?:i|we) have| in (?:total|all)| so far| on record)*\W*$"),
        ("usual_hour", r"\b(?:average|mean|usual|typical|normal|median)(?: \w+)? (?:bed ?times?|sleep onset|"
                       r"(?:wak(?:e|ing)|"
                       rf"wake[- ]up|get[- ]up|rising) ?times?|time (?:of|for|to) {_SLEEPS})\b|\b(?:when|"
                       rf"what time) (?:do|did) "
                       rf"i {_USUALLY} {_SLEEPS}\b|\b(?:when|what time) (?:do|did) i {_SLEEPS} {_USUALLY}\b"),
        ("form_then", r"^(?:and |so )?(?:what|how)\b.*\b(?:was|were)\b.*\b(?:my|the) (?:\w+ )?(?:form|tsb|ctl|atl|"
                      r"fatigue|"
                      r"fitness)\b(?! (?:test|age|class))"),
        ("was_it", rf"^(?:and |so |but )?was (?:my (?:recovery|hrv|resting (?:hr|heart rate|pulse)|sleep|night|morning)"
                   rf"(?: on| of)? )?{_DAY}(?: (?:so|really|that|very|a|an|all that|actually))* (?:bad|good|low|high|"
                   rf"normal|ok|"
                   r"okay|great|poor|terrible|usual|awful)(?: (?:day|morning|night|one))?\W*$"),
        ("unusual_days", rf"\b(?:which|what|any|there|list|show|when)\b.*\b(?:days|nights|mornings)\b.*\b{_ODD}\b|"
                         rf"\b(?:which|what) (?:day|night|morning)s? (?:was|were|is|are|had)\b.*\b{_ODD}\b|"
                         rf"\b(?:any|which|list|show|how many)\b.*\b{_ODD}\b(?: \w+){{0,3}} (?:days|nights|mornings)\b|"
                         rf"\bthere (?:a|any|an) (?:day|night|morning)s?\b.*\b{_ODD}\b"),
        ("hardest_week", r"\bhow (?:many (?:hours|km|kms|kilomet\w+|miles)|much|long|far)\b.*\b(?:in|during|of|"
                         r"on) (?:my|the) "
                         r"(?:hardest|biggest|busiest|heaviest) week\b"),
        ("own_ratio", r"^(?!.*\b(?:mean|define|explain)\b).*\bmy (?:\w+ ){0,2}?(?:acwr|acute[ :-]*(?:to[ -])?chronic|"
                      r"load ratio|"
                      r"monotony)\b"),
        ("hour_to_train", r"^(?!.*\b(?:bed|sleep|asleep)\b).*\b(?:\d{1,2} ?(?:am|pm) or (?:at )?\d{1,2} ?(?:am|pm)|"
                          r"(?:morning|evening|afternoon)s? or (?:in )?(?:the )?(?:morning|evening|"
                          r"afternoon)s?)\b.*\b(?:intervals?|"
                          r"train\w*|rides?|runs?|workouts?|sessions?|lift\w*|swim\w*)\b|"
                          r"^(?:and |so )?(?:what|when)(?: is| are|'s)? (?:my |the )?(?:best|ideal) (?:times?|hours?)"
                          r"(?: of (?:the )?day)?(?: for me)? (?:to|for) (?:train\w*|exercise|work ?outs?|"
                          r"my (?:training|"
                          r"workouts?)|intervals?|hard \w+)\W*$|^best (?:times?|hours?) (?:to|for) train\w*\W*$"),
        ("recovered_from", rf"^(?:and |so )?how (?:well |fast |quickly |badly )?(?:did|have) i (?:recover|"
                           rf"recovered) (?:from|after) "
                           rf"(?:(?:my|the|that) )?(?:.* on )?{_DAY}(?:'?s)?\b"),
        ("nap", r"^(?!.*\b(?:did|was|were|had|how many|how long|how much)\b).*\bnaps?\b"),
        ("food", r"\bfuel\w*\b|\bwhat\b(?! (?:if|happens)\b).*\b(?:eat|drink)\b"
                 r"(?! (?:do|does|did))|\b(?:nutrition|hydrat\w+|carbs?|gels?|"
                 r"electrolytes)\b|\bhow much (?:water|should i (?:eat|drink))\b"),
        ("stopped", r"\bsince i (?:have )?(?:stopped|quit|gave up|given up|cut out|dropped)\b"),
        ("hour_of_habit", r"\bcut[ -]?off\b|\b(?:after|before|later than) (?:\d{1,2}(?::\d\d)? ?(?:pm|am|o'clock)|"
                          r"\d{1,2}:"
                          r"\d\d|noon|lunch|midday)\b"),
        ("remind", r"\b(?:remind|notify|alert|nudge|text|email) me\b"),
        ("comeback", r"\b(?:come|get|getting|coming|go) back\b.*\b(?:after|from|into)\b|\brestart\b|\breturn\w* "
                     r"(?:after|from|"
                     r"to training)\b|\b(?:missed|after) (?:a|one|two|three|\d+) weeks?\b(?: off)?"),
        ("how_far", r"^(?:and )?how (?:far|many (?:km|kms|kilomet\w+|miles)) (?:did|have|had) i\b"),
        ("sleep_evidence", r"\bevidence\b.*\bsleep\b|\bsleep\b.*\bevidence\b"),
        ("ftp", r"^(?:what is|what's|tell me|show me|how high is|do you know|and)?(?: my| the)? ?ftp\W*$|\bwhat is "
                r"my ftp\b"),
        ("tolerate", r"\bhow much (?:load|training|strain|volume)\b.*\b(?:tolerate|take|handle|stand|bear|manage)\b"),
        ("habits_on", r"\b(?:which|what)\b.*\bhabits?\b.*\b(?:hrv|heart[ -]rate variability|resting (?:hr|"
                      r"heart[ -]?rate|"
                      r"pulse)|pulse)\b"),
        ("habits_sleep", r"\b(?:worst|best|what|which)\b.*\b(?:thing|habits?)\b.*\b(?:for|on|to) my sleep\b"),
        ("polarized", r"\bpolari[sz]\w+|\b80[/: -]+20\b|\bhow (?:much|often)\b.*\b(?:low|high)[ -]intensity\b"),
        ("zone_last", rf"{_ZONE}.*\b(?:last|latest|newest|previous) {_DONE}\b"),
        ("zone_time", rf"{_NOT_DONE}(?:.*\b(?:how (?:much|long|many)|time|minutes|hours)\b.*{_ZONE}|"
                      rf".*{_ZONE}.*\b(?:time|"
                      r"minutes|hours)\b|.*\b(?:time|hours|minutes) in (?:each |my |the )?zones?\b)"),
        ("zones", rf"\b(?:watts?|power|heart rate|hr|bpm|pace|what|which)\b.*{_ZONE}|"
                  r"\b(?:heart[ -]rate|hr|power|training) zones?\b|\bmy zones\b|\beasy pace\b.*\bbe\b|"
                  r"\bwhat (?:should|is) my easy pace\b"),
        ("max_hr", r"\b(?:max(?:imum|imal)?|highest|top|peak)\b(?: \w+)? (?:hr|heart[ -]?rate|pulse|bpm)\b"),
        ("speed", r"\b(?:average|mean|avg|usual|typical)\b(?: \w+)? (?:speed|pace)\b"),
        ("calories", r"\b(?:calories|kcal|energy)\b.*\b(?:burn\w*|use\w*|spen\w+)\b|\bburn\w*\b.*\b(?:calories|"
                     r"kcal)\b"),
        ("deep", r"^(?!.*\b(?:lowest|highest|best|worst|why|last night|compare|than|mean)\b).*\bhow much deep sleep\b"),
        ("asleep_mean", r"\bhow (?:many hours|much|long)\b.*\bsleep\b.*\b(?:on average|usually|normally|a night|per "
                        r"night)\b|\baverage\b.*\bhours?\b.*\bsleep"),
        ("last_rest", r"\b(?:last|latest|most recent|newest) (?:rest|off)[ -]?day\b|\blast day off\b"),
        ("best_power", r"\b(?:\d+ ?(?:min(?:ute)?s?|sec(?:ond)?s?|s|h(?:our)?)) (?:\w+ )?(?:power|watts|effort)\b|"
                       r"\b(?:best|highest|peak|max)\b.*\b(?:power|watts)\b|\bpower (?:curve|record|pb|best)\b"),
        ("fastest", r"\b(?:fastest|best|quickest|pb|pr|record)\b(?: \w+){0,2} (?:\d+(?:\.\d+)? ?(?:km|k|miles?|mi)|"
                    r"half(?: marathon)?|marathon)\b|\b\d+ ?(?:km|k) (?:pb|pr|record|best)\b"),
        ("over_km", r"\bhow (?:many|often)\b.*\b(?:over|above|more than|longer than|at least|farther than|beyond)\b"
                    r" \d+ ?(?:km|k|kms|kilomet\w+|miles?)\b"),
        ("streak", rf"{_NOT_DONE}.*\b(?:streak|days? in a row|consecutive days?)\b.*|\blongest run of\b"),
        ("ascent", r"\b(?:climb(?:ed)?|elevation|ascent|ascended|vertical)\b.*\b(?:met(?:er|re)s?|this|last|year|month|"
                   r"total|feet)\b|\bhow (?:many met(?:er|re)s|much)\b.*\b(?:climb|elevation|ascent)\w*\b"),
        ("hard_count", r"\bhow (?:often|many)\b.*\b(?:train(?:ed)? hard|hard (?:sessions?|workouts?|days?|rides?|"
                       r"runs?)|"
                       r"(?:go|went|ride|rode|run|ran) hard)\b"),
        ("sessions", rf"\b(?:list|show)\b.*\b(?:last|latest|recent)\b.*\b{_DONE}\b|\blast (?:\d+|three|four|five|two) "
                     rf"{_DONE}\b"),
        ("next_race", r"\b(?:when|what|which)\b.*\bnext (?:race|event|competition|start)\b|\bnext race\b|"
                      r"\bdo i have (?:a|any) (?:races?|events?)\b"),
        ("weight", r"\b(?:my|gained|lost|gain|lose) weight\b(?!.*\bhow (?:do|can|to)\b)|\b(?:am i too heavy|how "
                   r"much do i weigh)\b|\bhow (?:heavy am "
                   r"i)\b"),
        ("others", r"\bhow (?:is|are) (?!my|your|the|this|that|it|a\b)\w+ (?:doing|training|sleeping|recovering|"
                   r"going)\b|"
                   r"\bhow (?!it\b|everything\b|that\b|this\b|training\b)\w+ is (?:doing|training|sleeping|"
                   r"recovering)\b"),
        ("graded", r"\bwhat\b.*\b(?:mean\w*|by)\b.*\b(?:likely|strong|insufficient)\b|\b(?:likely|strong)\b.*\bmean\b|"
                   r"\bwhat (?:does|do|is)\b (?:\w+ )?[\"']?(?:no effect seen|not enough data)\b"),
        ("two_scores", r"\bwhy\b.*\b\d+\b.*\b(?:watch|whoop|device|strap|ring|garmin|oura|app)\b.*\b\d+\b|"
                       r"\b(?:difference between|differ\w*|not (?:the same|match|agree)|disagree)\b.*\b(?:your|our|"
                       r"two) "
                       r"scores?\b|\byour score\b.*\b(?:device|watch|whoop|strap|ring)\b|"
                       r"\b(?:watch|whoop|device|strap|ring)\b.*\b(?:says?|shows?)\b.*\byou\b"),
        ("happened", r"\bwhat (?:happened|was (?:going on|up|wrong))\b"),
        ("ill_days", r"\bhow (?:long|many days)\b.*\b(?:sick|ill|illness|cold|flu)\b|\bwhen was i (?:last )?(?:sick|"
                     r"ill)\b|"
                     r"\bhow often (?:was|have) i (?:been )?(?:sick|ill)\b|^(?!.*\b(?:because|since|after|before|why|"
                     r"going to)\b).*"
                     r"\b(?:was|have|did|had) i (?:ever |been |get |fall |gotten |become )*(?:sick|ill)\b"),
        ("since_mark", r"\b(?:since|after|before) (?:(?!(?:then|and|but)\b)\w+ ){0,5}?(?:(?:new|my) (?:strap|watch|"
                       r"device|ring)"
                       r"|(?:the|my) (?:\w+ )?(?:illness|camp|trip|race)|i (?:was|got) (?:sick|ill))\b(?! (?:says?|"
                       r"said|shows?|"
                       r"tells?|thinks?)\b)|\b(?:illness|being (?:ill|sick)|"
                       r"cold|flu|(?:my|the|that|last) (?:\w+ )?(?:trip|camp|holidays?))\b.*\b(?:set me back|cost|"
                       r"set back|"
                       r"affect\w*)\b|\brecovery trend since\b"),
        ("marked", r"\b(?:how (?:was|did|were|is)|did)\b.*\b(?:race|gran fondo|fondo|marathon|event|camp)\b"
                   r"(?=.*\b(?:go|went|was|in|did|day|last|well)\b)|\bhow was my (?:road )?(?:race|event)\b"),
        ("camps", r"\bcompare\b.*\bcamps?\b|\bcamps?\b.*\b(?:against|versus|vs|with the one)\b"),
        ("ftp_to", r"\bftp\b.*\bto \d{2,3} ?w?\b|\b\d{2,3} ?w(?:atts?)? ftp\b|\bftp of \d{2,3}\b"),
        ("better_day", r"\b(?:when|which day|what day)\b.*\b(?:ftp|ramp|fitness|max) test\b|\b(?:ftp|ramp) test "
                       r"this week\b"),
        ("week_plan", WEEK_PLAN.pattern),
        ("better_day", r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day or (?:on )?(?:mon|tues|wednes|thurs|fri|satur|"
                       r"sun)"
                       r"day\b|\bwhich day\b.*\b(?:this|next|coming) week\b.*\b(?:hard|long|best|race|test)\b"),
        ("what_if_today", r"\b(?:if|suppose)\b.*\b(?:ride|run|train|go|do|rest|spin|swim|lift)\b.*\btoday\b|"
                          r"\b(?:if|suppose)\b.*\btoday\b.*\b(?:ride|run|train|go|do|rest|spin)\b"),
        ("weekdays", r"\bwhich (?:day of the week|weekday)\b|\bwhat day of the week\b|\bbest (?:day of the week|"
                     r"weekday)\b"),
        ("fitter", r"\b(?:am|have) i (?:really |actually )?(?:get(?:ting)?|got(?:ten)?|become|becoming) (?:any )?"
                   r"(?:fitter|faster|stronger|in better shape)\b|\bis my (?:fitness|shape) (?:improving|getting "
                   r"better|"
                   r"going (?:up|down))\b|\bam i (?:improving|losing (?:form|fitness))\b"),
        ("ill_or_load", rf"\b{_ILL}\b.*\bor\b.*\b{_OF_LOAD}\b|\b{_OF_LOAD}\b.*\bor\b.*\b{_ILL}\b"),
        ("heavy_legs", r"\blegs?\b.*\b(?:heavy|dead|tired|sore|shot|lead|empty)\b.*\bwhy\b|"
                       r"\bwhy\b.*\blegs?\b.*\b(?:heavy|"
                       r"dead|tired|sore|shot|empty)\b"),
        ("tired", r"\bwhy (?:am|do|have|are) i\b.*\b(?:tired|exhausted|sleepy|fatigued|worn out|knackered)\b"),
        ("ignore", r"\b(?:feel|feeling) (?:great|good|fine|strong|amazing|fresh)\b.*\b(?:ignore|despite|low|but)\b.*"
                   r"\b(?:recovery|score)\b|\bignore\b.*\b(?:low |the )*(?:recovery|score)\b"),
        ("the_day", r"\btell me (?:all )?about (?:yesterday|my (?:day|yesterday)|today)\b|"
                    r"\bhow was (?:yesterday|my day|my yesterday)\b|\bsum(?:mari[sz]e| up) (?:yesterday|my day)\b"),
        ("the_week", r"\b(?:how was|tell me (?:all )?about|sum(?:mari[sz]e| up)) (?:my|this|last|the) (?:\w+ )?week\b"
                     r"(?!.*\bend)"),
        ("morning_person", r"\bam i (?:a|an|more of an?|rather an?) (?:morning|evening|night) (?:person|type)\b|"
                           r"\bam i (?:a|an) (?:night )?(?:owl|lark|early bird)\b"),
        ("a_lot", r"\bis (?:a )?(?:strain|load)?(?: of)? ?\d+(?:\.\d+)? ?(?:strain|load)?\b.*\b(?:a lot|much|high|"
                  r"hard|big)\b"),
        ("sleep_trend", r"\bsleep\b.*\b(?:getting|become|becoming|gotten)\b.*\b(?:better|worse|longer|shorter)\b"),
        ("get_up", r"\b(?:when|what time)\b.*\b(?:get up|wake up|rise|alarm)\b(?!.*\bdid\b)"),
        ("bedtime", r"\b(?:when|what time)\b.*\b(?:should|shall|must|do|to)\b.*\b(?:go to (?:bed|sleep)|sleep|be in "
                    r"bed|"
                    r"in bed|bed ?time|asleep|hit the (?:hay|sack))\b(?!.*\bdid\b)|^(?:my |ideal |best )*bed ?time\b"
                    r"(?: tonight)?\W*$"),
        ("gain", r"^(?:and )?(?:no|zero) \w+ for\b|"
                 r"^(?!.*\b(?:days?|nights?) (?:with|without)\b).*(?:\b(?:if|when|were to|without|suppose)\b|"
                 r"^no\b).*\b(?:stop\w*|quit\w*|give up|gave up|cut out|drop(?:ped)?|"
                 r"without|no|skip\w*|never|less|have|drink|drank)\b"),
        ("ahead", rf"\b(?:should|can|could|may|shall|ok|okay|what|fine|ready|possible|suggest|long)\b.*\b{_TRAINS}\b.*"
                  rf"\b{_AHEAD_DAY}\b|\b{_AHEAD_DAY}\b.*\b{_TRAINS}\b|\b\d+ ?(?:h|hours?)\b.*\b{_AHEAD_DAY}\b"),
    )
]  # fmt: skip
_PAST = re.compile(r"\b(?:last|was|did|were|had|went|yesterday|ago|since|rode|ran|slept)\b")
_ONLY_AHEAD = ("ahead", "better_day")
# What is asked so plainly that nothing else can be meant, the first kinds above: the topic of each, whatever else a
# question sounds like.
TOPICS = {
    "learned": Topic.MEANING,
    "off": Topic.EVIDENCE,
    "fresh": Topic.LOAD,
    "depends": Topic.HABITS,
    "how_made": Topic.MEANING,
    "stored": Topic.DATA,
    "usual_hour": Topic.RHYTHM,
    "form_then": Topic.LOAD,
    "unusual_days": Topic.UNUSUAL,
    "was_it": Topic.METRIC,
    "hardest_week": Topic.COUNT,
    "own_ratio": Topic.MEANING,
    "hour_to_train": Topic.RHYTHM,
    "recovered_from": Topic.METRIC,
}


def kind_of(text: str) -> str | None:
    """Which of these a question asks for, if any."""
    said = plain(text)
    for kind, pattern in KINDS:
        if pattern.search(said) and not (kind in _ONLY_AHEAD and _PAST.search(said)):
            return kind
    return None


LONGEST = 200  # characters of what is asked plainly


def outright(text: str) -> tuple[str, Topic] | None:
    """The kind and the topic of a question that can mean nothing else; None for all others."""
    if len(text) > LONGEST:
        return None
    said = plain(text)
    found = next((kind for kind, pattern in KINDS[: len(TOPICS)] if pattern.search(said)), None)
    return (found, TOPICS[found]) if found else None


_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def zone_in(text: str) -> int | None:
    """`zone 2`, `z4`, `zone two`."""
    found = re.search(r"\bz(?:one)?s? ?([0-5]|one|two|three|four|five)\b", plain(text))
    return None if not found else int(found[1]) if found[1].isdigit() else _WORDS[found[1]]


def amount_in(text: str) -> float | None:
    """The first number of a question that is no day: km, watts, or how many."""
    found = re.search(r"\b(?:over|above|more than|longer than|at least|farther than|beyond|to|of|last|is|fastest|best|"
                      r"strain|load) (?:strain |load |a )?(\d+(?:\.\d+)?|two|three|four|five)\b",
                      plain(text))  # fmt: skip
    found = found or re.search(r"\b(\d+(?:\.\d+)?) ?(?:km|k|w|watts|strain)\b", plain(text))
    return None if not found else float(_WORDS.get(found[1], 0) or found[1])


def clock_in(text: str) -> float | None:
    """`get up at 5:30`: hours after midnight."""
    found = re.search(r"\b(?:up|wake|rise|alarm|work)\b(?: \w+){0,3}? (?:at|by|before) (\d{1,2})(?:[:.](\d\d))? "
                      r"?(am|pm)?",
                      plain(text))  # fmt: skip
    if not found:
        return None
    hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0) if found[3] else int(found[1])
    return hour + int(found[2] or 0) / 60 if hour < 24 else None
