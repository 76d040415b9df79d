"""Words that a coach may say of anybody without claiming anything: all others have to come from the facts in play.

Each word is listed in the forms in which it is harmless: `make` is here, `makes` is not. What judges, exaggerates or
foretells is left out on purpose, and so are bodies, machines, weather, seasons, food and all else that figures of
speech and invented causes are made of. A word is added where a true answer needs it and no lie could be made of it.
"""

import re

_FUNCTION = """
a able about above across actually additionally after afterwards again against ago alike all allow allows almost alone
along alongside already also alternatively although altogether am amid among amongst an and another any anybody anyhow
anyone anything anyway anywhere apart are aren't around as aside at aware away back barely be because been before
beforehand began begin beginning begins behind being below beneath beside besides between beyond both but by can can't
cannot come comes coming consequently could couldn't daren't despite did didn't different differently do does doesn't
doing don't done down downwards due during each either else elsewhere enough even eventually every everybody everyone
everything except exist exists far farther few fewer finally first firstly for former from further furthermore get
gets getting give given gives giving go goes going gone got had hadn't half hardly has hasn't have haven't having
hence here here's hereby herself himself how how's however hundred i i'd i'll i'm i've if in indeed initially inside
instead into is isn't it it'd it'll it's its itself just last lastly latest latter least less let let's like likewise
little lot lots made main mainly make making many may me meanwhile merely mightn't mine minus more moreover most
mostly much must mustn't my myself namely near nearly need needed needn't needs neither nevertheless new newest next
no nobody none nonetheless nor not nothing now of off often old on once one ones only onto onwards or originally other
others otherwise ought our ours out outside over overall own part parts per please plus previous previously purely put
quite rather regardless respectively right same second secondly see several shall she should shouldn't simply since so
solely some somebody somehow someone something sometimes somewhat somewhere soon still such taken than that that'd
that'll that's the their theirs them themselves then there there'd there'll there's thereafter thereby therefore these
they they'd they'll they're they've thing things third thirdly this those though three through throughout thus till to
together too top toward towards twice two ultimately unable under unless unlike until up upon upwards us use used uses
using usual usually various versus via vs want wanted wants was wasn't way ways we we'd we'll we're we've were weren't
what what's whatever whatsoever when when's whenever where where's whereas wherein wherever whether which whichever
while who who'd who's whoever whom whose why why's will with within without won't would wouldn't yes yet you you'd
you'll you're you've your yours yourself
"""
_TIME = """
afternoon afternoons bedtime bedtimes brief briefly clock continually current currently daily date dates day days
daytime earlier early evening evenings fortnight frequent frequently friday future halfway hour hours late lately
later long longer lunchtime mid midafternoon midday midmorning midnight midweek minute minutes moment moments monday
month monthly months morning mornings night nightly nights nighttime noon nowadays occasion occasionally occasions
ongoing overnight past period recent recently regularly saturday seconds short shorter shortly slot slots sooner spell
start starts sunday thursday time times today today's tomorrow tomorrow's tonight tonight's tuesday wednesday week
weekday weekdays weekend weekends weekly weeks window windows year yearly years yesterday yesterday's
"""
_HEDGES = """
admittedly ambiguous apparently appear appears approximately arguably assume basically believe bet broadly certain
certainty close closely closer comparatively debatable depend depending depends difficult doubt effectively
essentially estimate estimated estimates evidently exact exactly expect expected fairly frankly generally guess
guesses hint hints hopefully imagine implied implies imply inconclusive inferred largely likelihood likely loosely
marginally maybe might moderately open opinion partially partly perhaps personally plausible possibility possible
possibly potentially practically precise precisely presumably presumed pretty probability probable probably promise
reasonably relatively rough roughly seem seemed seems sound sounds strictly sufficiently suggest suggested suggests
suppose supposedly sure suspect suspects technically tend tends tentative tentatively theoretically theory thinks
thoughts tricky uncertain uncertainty unclear undecided unlikely unproven unsure vague vaguely varies vary virtually
"""
_EVIDENCE = """
accompanied accompanies accompany account accurate add added adding addition additional adds agree agreed agrees
amount amounts analysis angle answer answered answers apiece apparent area arithmetic aspect assess assessed
associated association assumption assumptions attach attached average averaged averages averaging backed background
backs band base based baseline baselines basis bit blend bottom bounds bracket brighter bulk bunch calculate
calculated case cases cause caused causes causing cautious caveat centre chance chances change changed changes chart
check checked circumstances clarify clear clearer clearly clocked coincide coincidence coincidental coincides
combination combined comment comments common commonly comparable compare compared compares comparing comparison
comparisons compute computed conclusion conclusions confirm confirmed confirming confirms connected connection
consider considered considering context contrast contrasts corner correct correlate correlated correlates correlation
correspond corresponds count countable counted counting counts couple course cover covers cross crosses crossing cup
cups data decide decided decides decision decisions degree demanding describe described describing detail details
determine device devices differ difference differences differs direction discuss discussed display displayed displays
distinct double downside drag dragging drags drawn drink drinks edge edges effect effects end ends entries entry equal
equally err evidence example expectation expectations expecting explain explanation extent fact factor factors facts
fair feature figure figures file find finding findings fixed flag flags follow followed following follows forecast
forecasts foresee fortunately found foundation fraction frequency gap gaps gather gathered glance grade graded group
handful happen happened happening happens headline held high higher highlight highlighted highlights history hold
holding holds hover hovering hovers importantly inaccurate include included includes including incomplete incorrect
indicate indicates information interestingly interpret interpretation interpreted interval journal judging keep
keeping keeps kept kind know knowing known knows lack land landed lands leaning learn learned learning leave leaves
left length level levels lie lies likelihoods limit limited limits line link linked links list listed lists literal
located log logged logging logs look looked looking looks low lower luckily major majority margin mark match matches
matching matter matters mean meaning meaningful means measurable measure measured measurement measurements measures
measuring median mention mentioned mentions message method methods middle minor minority miss missing mixed mixture
monitor monitored monitoring move moved moves name named nearby norm normal notable notably notch note noted notes
notice noticeable noticeably noticed noticing noting nuance number numbers observation observe observed observing
obvious obviously odds opening opposite option options order ordinary outcome outcomes outlier outliers overlap
overlapping overlaps overview page paired particular pattern patterns percent percentage percentages perspective phase
picture piece place places plain plainly point pointed pointing points position predict predicted predicting
prediction predictions predicts projected projection projections proof prove proves pull pulling pulls purpose puts
putting quantify quantity question questions range ranges ranging rare rate rated reach reached reaches read reading
reading's readings real reason reasons recap record recorded records refer referring refers reflect reflected reflects
regard regarding region relate related relates relating relation relative remain remainder remains remark remarkable
remember reported reporting result results rounded rounding rule rules sadly said sample say saying says scenario
scope score scored scores scoring seen separate separately seven shade shared show showed showing shown shows side
sides sign signal signals similar similarly single sit sits situation situations size small smaller snapshot sort
sorted source sources span spanning spans speak speaking speaks specific specifically splits spot spotted spread stage
stand standard standing standout stands state states stating stay stays step stood straddles straddling stretched
subject suggesting sum summarise summarised summarize summary summed surprise surprised surprising table tad takeaway
tell telling tells term terms thankfully theme think thinking thought tied ties tiny told took topic total totals
touch track tracked tracker tracking tracks trend trends true turn turned turns type types typical typically
understand understanding unexpected unfortunately unit units unknown upshot upside value values verify versions view
views visible visibly watched weigh weighed whole wide wider word words worth worthwhile zero
"""
_TRAINING = """
activities activity adapt adjust adjusted adjusting aerobic aim bike block blocks break breaks breather build building
calm carry carrying casual chat coach coaching comfortable conversational cool cooldown cruise cruising cycle cycling
cyclist distance ease easier easiest easily easing easy effort efforts endurance event events exercise final focus
form gentle gently goal goals hard harder hr hrv indoor indoors intense intensity intervals jog jogging jogs kilometre
kilometres km leisurely lift lifter lifting lifts light lighter lightly load loading loads loop mile miles moderate
outdoor outdoors outings pace paced pacing pedal pedalled pedalling pedals periods plan planned planning plans portion
portions power practise prep preparation prepare preparing programme programmes proposal proposed pulse pushing race
races racing recover recovered recovering recovery relax relaxed relaxing rep repeats repetition repetitions reps
respiration rest rested restful resting rests ride rider rides riding roll rolling rolls routine row run runner
running runs schedule scheduled segment segments session sessions set sets sleep sleeping sleeps slept slow slower
slowly soft softer spin spinning spins sport sports sprint sprints steadily steady steps stint stop strain stride
stroll strolls structure structured suit suitable suited suits swim swimmer swimming swims talk talking taper tapering
tapers target targets task tempo threshold train training trains unload unloading unstructured volume walk walking
walks warm warmup watt watts weekday's work workout workouts zone zones
"""
_ADVICE = """
accept accordingly act aid aiming alarmed allowance allowing alter alternative approach arrange ask asking asks assist
attempt attention avoid avoiding bank bed benefit benefits best better bother bring bringing buffer call calling calls
cap careful carefully catch caution cautiously choice choices choose choosing combine commit commitments compromise
concentrate conservative continue convenient curb cushion cut cutting deal deciding defer delay devote dial
discouraging drop dropping earliest encourage essential evaluate exclude experiment explore extend extra extras fall
favour feel feeling feels fill fits flexibility flexible force forcing free freely frustrating fuss generous gentlest
grab gradual gradually guide handle handled handy happier head headroom hurry idea ideally ideas important increase
insist intend intention intentions invest judge judgement key label lay lean leaving leeway lengthen lighten listen
loosen lowering maintain manage manageable manages managing mild mind mix moderation modest modify moving natural
naturally necessary nicer nudge offer omit opportunity opt optional organise organize overdo overdoing overthink
overthinking panic patience patient pause pay pencil permit pick picking postpone postponing practical prefer
preferable preserve priorities prioritise prioritising prioritize prioritizing priority proceed propose proposes
proposing protect provide push quick quickly quiet quieter raise ramp react reacting realistic reasonable reassess
receive recommend recommendation reconsider reduce reducing refine remove repay repeat request respect respond
responding responsible restrict resume resuming rethink return review revisit room rush rushing safe safely safer
safest sake save saving scale seek select selecting sense sensible settle shave shift shifting shorten simple simpler
simplest skip skipping slack slightly smooth smoothly soften softly space spend steer stick sticking stopping strategy
suggestion support swap switch tackle take taking test tidy tip tips tone treat treating tries trim trust trusting
trusts try trying turning tweak tweaking tweaks unwind useful valuable wait waiting wake waking watch watching welcome
wind wise wisely wiser wisest wish wishes wonder wondering worry worrying wrap
"""
_KIND = """
afraid ahead appreciate appreciated appreciating bye calmly care cheer cheerful cheers congrats curious delighted
encouragement enjoy enjoying forward friendly fun glad gladly good grateful great hang happily happy hear hello help
helped helpful helpfully helping helps hey hi honest honestly honesty hope hoped hopes hoping interest interested
interesting kindly listening lovely luck nice nicely ok okay ourselves pleasant pleased pleasure reassure regards
sincerely sorry thank thanks thoughtful understandable understood warmly well wishing worried yeah yep yourselves
"""
_APP = """
app bpm charts click dashboard export feedback h habit habits import min mins model ms ownpace pages reader rhythm
screen settings
"""

# Harmless only in these turns of speech.
_PHRASES = (
    r"(?:do|does|did) (?:you|your \w+|yourself) (?:some |a lot of |the world of )?good|keep up the good work|"
    r"keep it up|(?:good|nice|great) (?:question|luck|habit|choice|thinking|one)|well done|"
    r"(?:have|enjoy) (?:a|your|the rest of (?:the|your)) (?:\w+ )?(?:day|evening|night|week|weekend|ride|run|session|"
    r"rest|training|morning|walk|sleep)|good (?:morning|afternoon|evening|night)(?=[!,. ]|$)|"
    r"(?:makes?|would make|making) (?:good |perfect |the most |more |a lot of )?sense|makes it (?:hard|difficult|"
    r"tricky)"
    r"(?: to)?|"
    r"keep(?:ing)? (?:an|half an|one) eye on|no harm(?: in (?:that|it))?|no surprise|not (?:be )?surprising|"
    r"no(?:thing)? unusual|"
    r"all in all|on the whole|on the (?:\w+ )?side|at the moment|right (?:now|on|at|around|about)|(?:quite|just) right|"
    r"what feels right|feels? right(?: to you)?|that's right|right\?|in mind|"
    r"(?:listen(?:ing)? to|go(?:ing)? by) (?:how )?your (?:own )?(?:body|legs)|how your (?:body|legs) (?:feels?|"
    r"responds?|reacts?)|"
    r"your body (?:shows|is showing|tells) (?:you|nothing|no)|"
    r"catch(?:ing)? up(?! with)|(?:fell|fall|falls|falling) (?:asleep|between|within|inside|into|in line)|(?:drift|"
    r"drifted|doze|dozed|nod|nodded) off|wind(?:ing)? down|turn(?:ing)? in|head(?:ing)? to bed|give or take|"
    r"by and large|first thing|"
    r"stands? out|at a time|bear(?:ing)? in mind|with a pinch of salt|grain of salt|cross(?:ing)? (?:my |your )?"
    r"fingers|fingers crossed|rule of thumb|no need|up to you|feel(?:ing)? (?:up to (?:it|that)|free|like it)|"
    r"no single|every (?:now and then|other day|day|night|morning|week)|(?:as|you can|there's) always|or never mind|"
    r"if ever|for ever(?:yone)?|(?:both|either) ways?|one way or (?:the other|another)|by the way|in (?:some|a) way|"
    r"along the way|most of the way|on (?:your|the) way|a long way off|very (?:easy|gentle|gently|light|short|much|"
    r"welcome|likely|little|few|lightly|small|slightly|gradually|slowly)|"
    r"talk in (?:whole|full) sentences|hold a conversation|chat(?:ting)? (?:easily|freely)?|no hurry|no rush|"
    r"kind to yourself|easy on yourself|be patient|do(?:n't| not) worry|no worries|in your own time|sleep well|"
    r"take care|rest (?:up|well)|small steps|step by step|day by day|bit by bit|(?:bigger|big|whole|full) picture|"
    r"in short|short answer|long story short|in a nutshell|simply put|to be (?:fair|clear|honest|sure|safe)|"
    r"dial(?:ling)? (?:it |things )?(?:back|down)|(?:hold|scale|ease|hold|back)(?:ing)? (?:it )?(?:back|off)|in hand|"
    r"call it a day|lights out|early night|chances are|by the looks of it|(?:you've|you have) got this|hang in there|"
    r"(?:clock|come|came|sit|sits|sitting)(?:s|ed|ing)? in at|ballpark|on a positive note|wiggle room|plus side|"
    r"(?:completely|totally|perfectly) (?:understandable|fine|okay|ok|normal to (?:ask|wonder))|fair question|"
    r"look(?:ing)? forward to|great to hear|sounds? (?:good|like a plan)|heads-up|make up for|trade-off|"
    r"fits? the bill|(?:nothing|not|too|anything) heavy|hard stuff|up and about|good news|bad news|nothing dramatic|"
    r"(?:not|isn't|nothing) (?:\w+ )?(?:dramatic|unusual|alarming|special|wrong)|no (?:big )?drama|big deal|"
    r"be on the safe side|better safe than sorry|play it safe|as far as (?:i|we) (?:can|know)|for what it's worth|"
    r"(?:worth|have|take|taking|having) a (?:closer )?look|worth (?:trying|a try|noting|watching|knowing|"
    r"keeping(?: an eye on| in mind)?|"
    r"mentioning|remembering|a thought|it)|can't hurt|cannot hurt|won't hurt|does no harm|not a problem|"
    r"in (?:the|your) bank|all the best|of course|at all|at first glance|in general|in particular|for now|so far|"
    r"for example|for instance|in fact|in other words|on average|at best|your best bet|the best (?:thing|option|idea|"
    r"choice|bet|way)|my best guess|best wishes"
)
PHRASES = re.compile(rf"(?<![\w'])(?:{_PHRASES})(?![\w'])")

# Harmless behind `if`, `whether`, `how`, where nothing is claimed.
OPEN = frozenset(
    """
    makes helps changes difference affects tired tiredness fresh ready heavy heavier sore soreness stiff ill unwell sick
    strong stronger great fine faint dizzy
    pain painful hurt hurts hurting leg legs body wrong worse weak rough sluggish flat energetic energy motivated
    stressed stressful sleepy drained rested exhausted unusual illness symptom symptoms doctor fever cold hungry thirsty
    alert awake struggle struggling comfortable uncomfortable bad poor badly busy need tiring well fully happy available
    """.split()
)
# Harmless where somebody is sent to a doctor.
CARE = frozenset(
    """
    chest pain pains pressure tightness tight faint fainting fainted dizzy dizziness palpitations breath breathless
    breathlessness shortness ill unwell sick fever feverish symptom symptoms severe sudden suddenly persist persists
    persistent persisting lasting worse worsen worsens worsening unusual hurt hurts hurting injury injured doctor
    doctors gp physician physiotherapist physio professional medical medicine medically emergency ambulance services
    number call straight immediately urgently urgent away examined looked checked advice attention seek stops heartbeat
    racing pounding irregular numb numbness swelling nausea sharp ache aches aching headache sore throat cough signs
    local nearest health concern concerns concerned worries body anything something properly first once diagnose
    diagnosis judge coach tell strange odd
    """.split()
)

_ALL = (_FUNCTION, _TIME, _HEDGES, _EVIDENCE, _TRAINING, _ADVICE, _KIND, _APP)
NEUTRAL = frozenset(word for group in _ALL for word in group.split())
