"""What somebody says of themselves that matters more than any number: feeling ill, being in distress, a hard time.

Such sentences get a fixed answer without figures. Signs of danger (coach.red_flags) go before them.
"""

import re

from coach.endings import MONTH, is_long_healed, is_over
from coach.fixed_answers import (
    CHILD_AT_RISK,
    COMPULSION,
    DISTRESS,
    DOCTOR_FIRST,
    EMERGENCY,
    FOOD,
    FRIEND_AT_RISK,
    HARD_TIME,
    HEART,
    HOSPITAL_NOW,
    INJURED,
    NOT_FOR_CHILDREN,
    NUMBERS,
    OTHER_EMERGENCY,
    OTHERS,
    POISONED,
    SOBER,
    TOO_TIRED,
    UNSAFE,
    UNWELL,
    URGENT,
    VIOLENCE,
    WITHDRAWAL,
    WOUND,
    Felt,
)
from coach.red_flags import ANSWERS, Flag
from coach.understood import Topic

_NOT_NOW = re.compile(
    r"\b(?:was i|am i|did i|have i|were|last (?:week|month|year)|since (?!\d|this|last night|yesterday)|"
    r"when i was|after i was|tired of|"
    rf"in (?:{MONTH}))\b"
)
_I_AM = r"\b(?:i am|i'm|im|i feel|i've been|ive been|i have been|feeling|feel)\b[^.?!]{0,25}?\b"
_ILL = (
    r"(?:ill|sick|unwell|feverish|flu-?ish|poorly|under the weather|coming down with|nauseous|puking|vomiting)\b(?! of)"
)
_I_HAVE = r"\b(?:i have|i've|ive|i got|caught|got|having|have|with)\b[^.?!]{0,20}\b"
_ILLNESS = (
    r"(?:a cold|the flu|flu|a fever|fever|covid|corona|a sore throat|sore throat|stomach bug|tonsillitis|bronchitis|"
    r"pneumonia|an infection)\b"
)
_ROUGH = (
    r"\b(?:(?:i|i'm|im|i am) (?:feel|feeling)|woke up feeling|feeling)\s(?:(?:a bit|bit|really|so|pretty|kinda|quite|"
    r"absolutely|slightly|just|a little) )*(?:awful|terrible|dreadful|horrible|off|rubbish|rotten|crap|crappy|"
    r"like death)\b(?! (?:the|balance|season|bike|work))"
)
_UNWELL = re.compile(
    f"{_ROUGH}|{_I_AM}{_ILL}|{_I_HAVE}{_ILLNESS}|\\b(?:sore throat|chills|throwing up)\\b", re.IGNORECASE
)
_DISTRESS = re.compile(
    r"\b(?:hopeless|worthless|i hate (?:myself|my life)|(?:nobody|no one) (?:would|will) miss me|"
    r"what(?:'?s| is) the point of (?:anything|living|it all|life)|i want to disappear|"
    r"i (?:can't|cant|cannot) go on\b(?! with)|nothing is fun|nothing matters|really down lately|"
    r"(?:i am|i'm|im) (?:so |really |very )?(?:depressed|desperate|broken|done with life)|"
    r"feel(?:ing)? (?:so |really |very )?(?:depressed|empty|numb|desperate)|cry(?:ing)? (?:every ?day|all the time))\b",
    re.IGNORECASE,
)
_SOMEBODY = (
    "dog|cat|mum|mom|mother|dad|father|brother|sister|friend|wife|husband|grandma|grandpa|grandmother|grandfather|"
    "partner|baby|child|son|daughter"
)
_HARD_TIME = re.compile(
    rf"\bmy (?:{_SOMEBODY})\b[^.?!]{{0,15}}\b(?:died|passed away|is dying|left me)\b|"
    r"\b(?:burn(?:t|ed) out|burnout|(?:so|really|just) tired of (?:training|it all|everything|this)|"
    r"i hate (?:it|training|this|running|cycling)|broke up|got divorced|lost my job|"
    r"(?:i am|i'm|im) (?:so |really )?(?:lonely|sad|stressed out|overwhelmed))\b",
    re.IGNORECASE,
)


_KG = r"\d+ ?(?:kg|kilos?|lbs?|pounds)"
_YOUNG = r"(?:[3-9]|1[0-7])"
_CHILD = r"(?:son|daughter|kid|child|boy|girl|nephew|niece)"
_LIMB = r"(?:arm|forearm|wrist|elbow|finger|thumb|leg|shin|ankle|foot|toe|knee ?cap|knee|shoulder|collar ?bone)"
_PUFFED = r"(?:breath\w*|puff(?:ed|y|ing)?|winded|gasp\w*|panting)"
_THICK = r"(?:swollen|swelling|fat|hot|thick|bigger|balloon\w*|red)"
_TROPICS = (
    r"(?:kenya|tanzania|uganda|rwanda|ghana|nigeria|zambia|malawi|mozambique|zimbabwe|ethiopia|madagascar|senegal|"
    r"gambia|"
    r"cameroon|congo|africa|india|bali|indonesia|cambodia|laos|vietnam|thailand|burma|myanmar|philippines|papua|amazon|"
    r"tropics|safari|malaria)"
)
_BEAST = r"(?:dog|cat|bat|fox|monkey|raccoon|rat|snake)"
# The gravest first.
_SAID: tuple[tuple[str, Topic, str], ...] = (
    (r"\b(?:[89]|[1-9]\d|dozens?|lots|loads|handfuls?|whole (?:pack|packet|box|bottle)|bottle|box|packet)(?: (?:of|my|"
     r"the|\w+))? (?:sleeping (?:pills?|tablets?)|paracetamol|tylenol|pills|tablets|painkillers)\b(?! (?:a|per|every|"
     r"each|in) (?:week|month|year))", Topic.RED_FLAG, POISONED),
    (r"\b(?:blood|bleed\w*|gash|cut|wound|artery)\b.{0,40}\b(?:spurt\w*|pump\w*|squirt\w*|gush\w*|pour\w*|(?:won'?t|"
     r"wont|"
     r"doesn'?t|doesnt|can'?t|cant|not) stop\w*|through (?:\w+ )?(?:towels?|bandages?|cloths?|shirts?|t-?shirts?))\b|"
     r"\b(?:spurt\w*|pump\w*|squirt\w*|gush\w*)\b.{0,15}\bblood\b(?! (?:flow|pressure|volume|around|to (?:the|my) "
     r"muscles))",
     Topic.RED_FLAG, WOUND),
    (rf"\b{_TROPICS}\b.{{0,80}}\b(?:fever\w*|shakes|chills|sweats)\b|\b(?:fever\w*|shakes|"
     rf"chills)\b.{{0,80}}\b{_TROPICS}\b",
     Topic.RED_FLAG, URGENT),
    (r"\b(?:paracetamol|tylenol|acetaminophen|pills|tablets)\b.{0,25}\b(?:took|taken|swallowed) (?:[89]|[1-9]\d)\b",
     Topic.RED_FLAG, POISONED),
    (r"\b(?:too much|twice|double(?:d)?|wrong|way more)\b.{0,20}\binsulin\b|\binsulin\b.{0,15}\b(?:twice|double|"
     r"overdose)",
     Topic.RED_FLAG, NUMBERS),
    (rf"\b(?:calf|leg|thigh)\b.{{0,60}}\b{_THICK}\b.{{0,60}}\b{_PUFFED}\b|\b{_THICK}\b.{{0,12}}\b(?:calf|leg|thigh)\b"
     rf".{{0,80}}\b{_PUFFED}\b", Topic.RED_FLAG, HOSPITAL_NOW),
    (r"\bketones?\b.{0,12}\b(?:high|large|deep|purple|[3-9]|over 3)\b.{0,60}\b(?:puk\w+|vomit\w*|sick|throw\w* up|"
     r"belly|"
     r"stomach|thirst\w*|keep)\b|\b(?:puk\w+|vomit\w*|thirst\w*)\b.{0,60}\bketones?\b", Topic.RED_FLAG, HOSPITAL_NOW),
    (rf"\b{_LIMB}\b.{{0,25}}\b(?:bent|crooked|backwards|wrong (?:way|angle|direction)|(?:funny|odd|weird|strange) "
     rf"angle|"
     rf"(?:is|was|came|got) dislocated|out of (?:the |its )?(?:socket|joint)|popped out)\b|"
     rf"\bbone\b.{{0,20}}\b(?:through|"
     rf"sticking|poking)\b", Topic.RED_FLAG, HOSPITAL_NOW),
    (rf"\b(?:bit|bitten|bite|nipped)\b.{{0,25}}\b{_BEAST}\b(?! (?:off|bars?|ears?))|\b{_BEAST}\b.{{0,20}}\b(?:bit|bite|"
     rf"bitten|nipped)\b|\bscratched by (?:a|the) (?:\w+ )?{_BEAST}\b", Topic.RED_FLAG, URGENT),
    (r"\b(?:ring|bulls? ?eye|target)\b.{0,25}\b(?:rash|bite|tick)\b|\b(?:bite|tick)\b.{0,40}\b(?:ring|bulls? ?eye|"
     r"rash)\b",
     Topic.RED_FLAG, URGENT),
    (r"\b(?:heart|pulse)\b.{0,40}\b(?:no|not) (?:beat\w* )?(?:regular|correct|in order)\b|\b(?:see|seeing|all|"
     r"everything|"
     r"go|goes|going|turns?)\b.{0,10}\bblack\b(?=.{0,25}\b(?:eyes|stand|get up)\b)", Topic.RED_FLAG, HEART),
    (r"\b(?:father|dad|mother|mum|mom|brother|sister|uncle|cousin|family)\b.{0,60}\b(?:died|dropped dead|sudden(?:ly)? "
     r"(?:death|cardiac)|dead at)\b.{0,80}\b(?:i|my)\b.{0,30}\b(?:dizz\w*|faint\w*|wobbly|woozy|pass out|light ?headed|"
     r"palpitation\w*)", Topic.RED_FLAG, URGENT),
    (r"(?:not|never) wake up\b(?! (?:early|at|before|so|until|in time))|(?:see|is) (?:the|no) point (?:of|in) any|"
     r"no point any ?more|till? it kills me", Topic.DISTRESS, DISTRESS),
    (r"\b(?:hits|hit|beats|beat|punche[sd]|choked) me\b|(?:partner|husband|hubby|wife|boyfriend|girlfriend) is violent",
     Topic.RED_FLAG, VIOLENCE),
    (r"throat (?:is )?(?:closing|swelling|tight)|(?:lips?|tongue|face) (?:is |are )?swell|sting\b.{0,30}swell|"
     r"stopped sweating|not sweating any ?more|\bheat\b.{0,25}(?:sick|dizzy|chills|goosebumps|confused)|"
     r"(?:chills|goosebumps)\b.{0,25}\bheat\b", Topic.RED_FLAG, EMERGENCY),
    (r"(?:heart|ticker)\b.{0,30}(?:flutter|flip|skip|racing|pounding out|thump)|palpitation|"
     r"(?:pulse|heart rate|hr)\b.{0,15}(?:stuck|is|at)\b.{0,6}1[2-9]\d\b.{0,25}(?:sofa|couch|rest|sat|sitting|"
     r"lying|bed)",
     Topic.RED_FLAG, HEART),
    (r"coffee grounds|(?:can'?t|cannot) (?:pee|wee|urinate)|numb (?:down there|between (?:my|the) legs)|"
     r"feel between my legs|"
     r"stiff neck\b.{0,40}(?:fever|rash|light)|rash that (?:does not|doesn'?t|doesnt|won'?t) fade",
     Topic.RED_FLAG, EMERGENCY),
    (r"\bshak\w+\b.{0,40}\b(?:drink|booze|alcohol|beer)\b|(?:stopped|quit) drinking\b.{0,40}(?:sweat|shak|seeing)|"
     r"cold turkey", Topic.RED_FLAG, WITHDRAWAL),
    (r"(?:one|left|right|a) (?:calf|leg)\b.{0,20}\b(?:bigger|fatter|larger|thicker)\b|(?:wee|pee|urine)\b.{0,25}\bcola",
     Topic.RED_FLAG, URGENT),
    (r"(?:tarry (?:poo|stools?)|black (?:\w+ )?(?:poo|stools?)|nose ?bleed\b.{0,20}(?:hours?|stop))",
     Topic.RED_FLAG, ANSWERS[Flag.BLEEDING]),
    (r"(?:brought up|threw up|puked up|throw up|get rid of) (?:\w+ ){0,3}(?:pizza|dinner|lunch|food|cake|meal|"
     r"half of it|what i ate)|fingers? down my throat|make myself (?:sick|throw up)",
     Topic.RED_FLAG, ANSWERS[Flag.EATING]),
    (r"(?:couple|few|bump|two) (?:of )?lines\b|\bdid a line\b|snort(?:ed|ing)?\b",
     Topic.RED_FLAG, ANSWERS[Flag.DRUGS]),
    (r"(?:beers?|drinks?|glass(?:es)?|wine|whisky|vodka|cans|shots)\b.{0,20}\bto (?:get to |fall a?)?sleep\b",
     Topic.MEDICAL, SOBER),
    (r"\b(?:slept|sleep|kip)\b.{0,12}\b(?:[12]|one|two|zero|no)\b ?(?:h|hrs?|hours?)\b.{0,60}\b(?:hard|smash|"
     r"race|driv\w+|roads?|intervals?|max|all out)\b", Topic.MEDICAL, TOO_TIRED),
    (r"\b(?:two|three|four|[234]) (?:h|hours?) (?:of )?sleep (?:per|a|every|each) (?:night|day)\b",
     Topic.RED_FLAG, UNSAFE),
    (r"\b(?:get|go|come|be) (?:down )?to \d\d ?(?:kg|kilos)\b", Topic.DIET, FOOD),
    (r"\b(?:bp|pressure)\b.{0,25}\b(?:1[89]\d|2\d\d) ?(?:/|over|on) ?\d{2,3}\b|"
     r"\b(?:sugar|glucose|bg|bs)\b.{0,14}\b(?:[0-3]\.\d|"
     r"1[5-9](?:\.\d)?|[23]\d(?:\.\d)?|[345]\d\d)\b|\bketones?\b.{0,20}(?:high|large|[3-9]|positive)|"
     r"\b(?:spo2|oxygen|sats?)\b.{0,12}\b(?:[67]\d|8[0-8])\b", Topic.RED_FLAG, NUMBERS),
    (r"cough\w* (?:up )?.{0,12}blood|bleed\w*\b.{0,25}(?:weeks? (?:gone|pregnant)|pregnan)|"
     r"calf\b.{0,20}(?:hot|swollen)|(?:hot|swollen)\b.{0,15}calf", Topic.RED_FLAG, URGENT),
    (rf"(?<!like )(?<!as if )(?<!though )\bi(?:'| a)?m {_YOUNG}\b(?! ?(?:kg|km|min|days?|weeks?|months?|%|hours?|into|"
     rf"out))|\bi am {_YOUNG} y|"
     rf"(?<!have a )(?<!got a )(?<!with a )\b(?:{_YOUNG}|seven|eight|nine|ten|"
     r"eleven|twelve|thirteen|fourteen|fifteen)"
     rf"[ -]?(?:yr|year)s?[- ]olds?\b|\bunder[- ]?\d{{1,2}}s\b|\bu1[0-7]s?\b|"
     rf"\bmy {_CHILD}\b.{{0,25}}\b(?:train|run|ride|hours|plan|ok)",
     Topic.OUT_OF_SCOPE, NOT_FOR_CHILDREN),
    (r"\b(?:a-?fib|afib|atrial fibrillation|angina|arrhythmia|cardiomyopathy|myocarditis|heart failure|"
     r"(?:my|a) (?:stent|pacemaker|icd|heart condition|heart defect|bypass))\b", Topic.MEDICAL, DOCTOR_FIRST),
    (r"(?:pregnan|up the duff|weeks gone|after (?:the |my |having a )?baby|had a baby|post-?partum|gave birth|"
     r"miscarriage|"
     r"an(?:a)?emi[ac]|(?:low|falling|no) ferritin|ferritin\b.{0,8}\b(?:low|under|below|down|[0-2]?\d)\b|"
     r"\b(?:no|lost|zero|lack of)\b.{0,15}\b(?:morning wood|libido|sex drive|erections?)\b|"
     r"\b(?:libido|sex drive|erections?|morning wood)\b.{0,8}\b(?:gone|vanished|low|lost|disappeared)\b|"
     r"\bhb (?:is )?low|gave blood|donated blood|"
     r"blood donation)", Topic.MEDICAL, DOCTOR_FIRST),
    (r"\b(?:i have|i've|ive|i got|got|have|with) (?:got )?(?:a |an |my )?(?:\w+ )?(?:stress fracture|fracture|torn "
     r"\w+|slipped dis[ck]|hernia|ruptured \w+)\b", Topic.MEDICAL, INJURED),
    (r"(?:\bpop\b|\bsnap\b|\bcrack\b).{0,12}\b(?:in|from) my|(?:can'?t|cannot) (?:put|bear|take) (?:any )?weight|"
     r"(?:rolled|twisted|sprained|broke|tore|pulled) my|\b(?:knee|ankle|wrist|foot|shoulder)\b.{0,20}(?:swollen|"
     r"fat like|balloon)|"
     r"\bachilles\b.{0,20}(?:stiff|sore|hurt|pain)|concuss", Topic.MEDICAL, INJURED),
    (rf"\blost {_KG}.{{0,40}}(?:stop|pros|eat)|(?:drop|lose|cut) {_KG} (?:in|by|before|for|within)|"
     r"(?:no|not had|n[o']t had|havent had|haven't had|missed|lost)\b.{0,8}\bperiods?\b.{0,20}(?:month|year|weeks)?",
     Topic.DIET, FOOD),
    (r"can'?t stop training|panic if i (?:miss|skip)|addicted to (?:training|exercise)", Topic.HARD_TIME, COMPULSION),
    (r"\b(?:still|bit|so|too) drunk\b|hung ?over|been drinking all|drink\w* (?:every|each) night to|"
     r"had \d+ (?:pints|beers|drinks|glasses)", Topic.MEDICAL, SOBER),
    (r"been (?:up|awake) (?:for )?(?:2[4-9]|[3-9]\d) ?(?:h|hrs?|hours)", Topic.MEDICAL, TOO_TIRED),
    (r"\b(?:can|is|should|could) (?:my|our) (?:wife|husband|mum|mom|dad|friend|partner|brother|sister|mate|girlfriend|"
     r"boyfriend)\b.{0,25}\b(?:use|do|follow|train|ok|run|ride)", Topic.OUT_OF_SCOPE, OTHERS),
    (r"^(?:was |got |had |it'?s |temp\w* )?(?:3[89]|4[01])[.,]\d (?:this|tonight|now|just|in the|since|last|at|and)\b|"
     r"\b(?:puk\w+|been sick|the runs|diarrh\w+|stomach cramps|tummy bug|tested positive|positive (?:test|lateral)|"
     r"lateral flow|shiver\w*|sinus|glands? (?:are |is )?up|chesty|sniffles?|achey|achy|feel(?:ing)? rough|"
     r"hit by a bus|temperature though|a temperature|(?:38|39|40)(?:\.\d)? ?(?:\N{DEGREE SIGN}|degrees?|c\b|"
     r"on the thermometer))",
     Topic.UNWELL, UNWELL),
    (r"(?:girlfriend|boyfriend|wife|husband|partner) (?:has )?left me|\b(?:dog|cat|horse)\b.{0,12}put down|"
     r"dread every|(?:don'?t|dont) care about (?:racing|anything|training)", Topic.HARD_TIME, HARD_TIME),
)  # fmt: skip
_RULES = tuple((re.compile(pattern, re.IGNORECASE), topic, said) for pattern, topic, said in _SAID)
_HAVE_NOT = r"(?:no|without|not any|(?:do not|don'?t|dont|did not|didn'?t|haven'?t) (?:have |had |got )?(?:any |a )?)"
_SIGN = r"(?:chest pain|pain|fever|illness|injury|symptoms?|dizziness|temperature|cold|covid|anything)"
_DENIED = re.compile(
    rf"\b{_HAVE_NOT} ?(?:\w+ )?{_SIGN}(?:,? (?:or|and|nor|no) (?:no )?(?:\w+ )?{_SIGN})*\b|"
    r"\b(?:not|isn'?t|wasn'?t|never) (?:at all |really |actually )?(?:ill|sick|unwell|injured|hurt|pregnant|drunk)\b",
    re.IGNORECASE,
)
_OF_RELATIVES = re.compile(
    rf"\b(?:{_SOMEBODY}|uncle|aunt|grandad|granddad|nan|cousin|boss|neighbou?r)\b.{{0,20}}"
    r"\b(?:had|got|was|suffered|died|collapsed|fainted|crashed|fell|broke)\b.{0,60}"
    r"\b(?:(?:last|in|this) (?:week|month|year|summer|winter|spring|autumn)|years? ago|"
    r"months? ago|weeks ago|in (?:19|20)\d\d|(?:19|20)\d\d|at (?:the age of )?[3-9]\d|when (?:he|she) was)\b",
    re.IGNORECASE,
)


def without_denied(text: str) -> str:
    """The text without the signs that it says are not there: `no chest pain, no fever`."""
    return " ".join(_DENIED.sub(" ", text).split())


_OTHER = (
    r"\b(?:friend|mate|teammate|buddy|wife|husband|partner|girlfriend|boyfriend|brother|sister|mum|mom|dad|mother|"
    r"father|son|"
    r"daughter|kid|child|baby|toddler|runner|rider|guy|girl|somebody|someone|man|woman|colleague|client|athlete)\b"
)
_RELATIVE = rf"(?:{_SOMEBODY}|uncle|aunt|grandad|granddad|grandma|grandpa|nan|cousin|boss|neighbou?r)"
_BEFELL = re.compile(
    rf"\b{_RELATIVE}\b.{{0,80}}?\b(?:had|got|was|suffered|died|collapsed|fainted|crashed|fell|broke)\b", re.I
)
_CLAUSES = re.compile(
    r"[,.;!?\n]|\b(?:and|but)? ?(?=(?:now|today|since then|this (?:morning|week)|tonight)\b)|\b(?:and|but) (?=(?:i|"
    r"my|im|"
    r"i'm|ive|i've)\b)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"^\W*(?:and |but )?(?:he|she|they|his|her|hes|shes|it|its|does (?:that|it)|is (?:that|it))\b", re.IGNORECASE
)
_DIED = re.compile(
    rf"\b{_RELATIVE}\b.{{0,25}}\b(?:died|passed away|is dying|dropped dead)\b(?!.{{0,40}}\b(?:years ago|in (?:19|"
    rf"20)\d\d|last "
    rf"year|at (?:the age of )?\d\d)\b)",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"\b(?:call|ring|phone|need|get|send|want)\b(?: (?:me|an?|the|us|someone|somebody|for|please|now))* (?:ambulance|"
    r"paramedics?|112|911|999)\b|^\W*(?:(?:please )?(?:sos|mayday)|ambulance\b.{0,40})\W*$|"
    r"\b(?:should|shall|do|must) i (?:\w+ ){0,3}?(?:to )?(?:(?:a ?(?:&|and|n) ?e)|the er|er|(?:the )?hospital|casualty|"
    r"(?:the )?emergency(?: room)?|an ambulance)\b|"
    r"\bhelp me,? (?:(?:please|pls),? )?(?:i think )?(?:i'?m|i am|im) (?:dying|bleeding|choking|hurt|having)\b|"
    r"^\W*(?:i'?m|i am|im|i think i'?m) dying\W*(?:help\b.*)?$|"
    r"^\W*(?:(?:please|pls) )?(?:somebody|someone|anyone|anybody),? (?:please )?help(?: me)?(?: please)?\W*$",
    re.IGNORECASE,
)
_NO_HELP = re.compile(
    r"\b(?:buttons?|menu|app|screen|settings?|plan|export|import|feature)\b|"
    r"\b(?:drove|drive|driving|work(?:ed|s)? (?:in|at|for|on)|behind|past|saw) (?:an? |the )?ambulances?\b",
    re.IGNORECASE,
)
_THE_YOUNG = re.compile(
    rf"\b{_CHILD}s?\b|\b(?:kids?|children|teen\w*|pupils?|students?|juniors?|youth|school|class|parents?|mum|mom|mommy|"
    rf"mummy|dad|daddy|mother|father|stepdad|stepmum|teacher|grown-?ups?|u1\d|under[- ]?1\d)\b|"
    rf"\b(?:i'?m|i am|is|of|aged?|age of|he'?s|she'?s|,) (?:only |just )?{_YOUNG}\b(?! ?(?:kg|km|min|days?|weeks?|"
    rf"months?|%|"
    rf"hours?|kilos?))|\b{_YOUNG} ?(?:y|yo|yrs?|years?)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    rf"{_OTHER}|\b{_RELATIVE}\b|\b(?:he|she|they|him|her|them|his|hers|their|hes|shes|theyre|everybody|everyone|people|"
    rf"lad|lads|lass|bloke|pal|bf|gf|dude|fella|coach|trainer|stranger|neighbou?r|cyclist|pedestrian|swimmer|driver|"
    rf"patient|"
    rf"teen\w*|teammates?|friends|kids|children|we|us|our)\b|\b(?:he|she|they)'s?\b",
    re.IGNORECASE,
)
_MADE_TO = re.compile(
    rf"\b(?:{_CHILD}|kids?|girls|boys|she|he|they)\b.{{0,80}}\b(?:coach|trainer|teacher|dad|father|mum|"
    rf"mother)\b.{{0,25}}\b"
    r"(?:makes?|made|forces?|forced|tells?|told|wants?|won'?t let|wont let|doesn'?t let)\b.{0,30}\b(?:skip (?:meals?|"
    r"dinner|lunch|breakfast)|starve|not (?:to )?eat|eat|lose weight|train through|run through|weigh)\b",
    re.IGNORECASE,
)
_OTHERS = (
    (
        rf"{_OTHER}.{{0,40}}\b(?:collapsed|(?:not|isn'?t|isnt) (?:waking|breathing|moving|responding)|unconscious|"
        r"took (?:a load|a lot|lots|too many|loads) of pills|overdosed|having a (?:seizure|fit|stroke|heart attack)|"
        r"choking)\b",
        OTHER_EMERGENCY,
    ),
    (
        rf"{_OTHER}.{{0,40}}\b(?:(?:want\w*|going|try\w*) to (?:end it|die|kill)|kill (?:him|her|them)sel\w+|suicidal|"
        r"(?:texted|said|wrote) goodbye|(?:does not|doesn'?t|doesnt) want to live)\b",
        FRIEND_AT_RISK,
    ),
)


def of_somebody_else(text: str) -> Felt | None:
    """The answer where somebody else is in danger now; None where nothing of the kind is said."""
    if _MADE_TO.search(text) and is_of_the_young(text):
        return Felt(Topic.RED_FLAG, CHILD_AT_RISK)
    for pattern, answer in _OTHERS:
        if re.search(pattern, text, re.IGNORECASE):
            return Felt(Topic.RED_FLAG, answer)
    return None


def is_of_the_young(text: str) -> bool:
    """Whether a child or a teenager may be meant, or speak."""
    return bool(_THE_YOUNG.search(text))


def is_of_another(text: str) -> bool:
    """Whether anybody but the writer is spoken of."""
    return bool(_ANOTHER.search(text))


def is_of_a_relatives_past(text: str) -> bool:
    """Whether it tells of something that befell somebody near them a while ago."""
    return bool(_OF_RELATIVES.search(text))


def of_oneself(text: str) -> str:
    """What is left of such a text once the clauses on that somebody are out of it."""
    theirs = (_OF_RELATIVES, _BEFELL, _OF_THEM)
    own = [one for one in _CLAUSES.split(text) if not any(of.search(one) for of in theirs)]
    return ", ".join(one.strip() for one in own if one.strip())


def is_grief(text: str) -> bool:
    """Whether somebody near them has died of late."""
    return bool(_DIED.search(text))


def calls_for_help(text: str) -> bool:
    """Whether somebody calls for an ambulance, or asks whether to: no other word of the text has to be understood."""
    return bool(_HELP.search(text)) and not _NO_HELP.search(text)


def felt(text: str) -> Felt | None:
    """What somebody says of how they are, the gravest first; None where nothing of the kind is said."""
    plain = without_denied(" ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()))
    if _DISTRESS.search(plain):
        return Felt(Topic.DISTRESS, DISTRESS)
    if is_over(plain):
        return None
    past = _NOT_NOW.search(plain.lower()) or is_long_healed(plain)
    for pattern, topic, said in _RULES:
        if pattern.search(plain) and not (past and topic in (Topic.UNWELL, Topic.MEDICAL)):
            return Felt(topic, said)
    if _UNWELL.search(plain) and not past:
        return Felt(Topic.UNWELL, UNWELL)
    if _HARD_TIME.search(plain):
        return Felt(Topic.HARD_TIME, HARD_TIME)
    return None
