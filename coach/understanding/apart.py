"""Patterns of what is apart from training: help, privacy, who answers, small talk, what is not ours, medicine, eating.

As in coach.understanding.patterns: each with its topic and its weight, read on plain text.
"""

from coach.understood import Topic

PATTERNS: list[tuple[Topic, float, str]] = [
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
