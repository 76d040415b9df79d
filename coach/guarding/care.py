"""What only the sentences of facts may say: medicines, symptoms, illness, alcohol, fasting, weight, other people."""

import re
from collections.abc import Collection, Iterator

_MEDICINE = re.compile(
    r"\b(?:\w{3,}(?:statin|profen|olol|pril|sartan|cillin|mycin|prazole|azepam|zolam|codone|setron|triptan)s?|"
    r"ibuprofen|"
    r"paracetamol|acetaminophen|aspirin|naproxen|nsaids?|pain ?killers?|antibiotics?|beta[- ]?blockers?|statins?|"
    r"melatonin|magnesium|zinc|creatine|vitamins?|omega[- ]?3|ashwagandha|supplement(?:s|ation|ing)?|zolpidem|ambien|"
    r"valium|xanax|anti-?depressants?|ssris?|steroids?|epo|testosterone|hgh|clenbuterol|insulin|metformin|cortisone|"
    r"predniso\w+|antihistamines?|electrolytes|beta[- ]?alanine|bicarbonate|valerian|cbd|pills?|tablets?|capsules?|"
    r"medic(?:ations?|ines?)|meds|drugs?|prescriptions?|doses?|dosage|dosing|inhalers?|ozempic|semaglutide|"
    r"(?:levo)?thyroxine|salbutamol|modafinil|adderall|amphetamines?|cannabis|marijuana|thc|cocaine|kratom|probiotics?|"
    r"(?:blood )?thinners?|nicotine (?:gum|patch|pouch)\w*|(?:iron|caffeine) (?:pills?|tablets?|gum|infusions?)|"
    r"sleeping aids?|sedatives?|diuretics?|injections?|shots? of|smelling salts|snus|hormones?|herbal|remed(?:y|ies)|"
    r"advil|tylenol|nurofen|anti-?inflammator\w+|heart (?:pills?|drugs?))\b"
)
_CARED_FOR = re.compile(
    r"\b(?:doctor|pharmacist|physician|gp|physio\w*|emergency|medical help|professional|crisis line|get help)\b"
)
_CHANGES = re.compile(
    r"\b(?:skip|stop taking|halve|drop|take|taking|double|leave out|come off|reduce|pause|cut|quit|swap|try|use|pop|"
    r"add|"
    r"increase|lower|leave the|stay on|keep taking|start)\b"
)
_PRAISES = re.compile(
    r"\b(?:safe|fine|ok|okay|harmless|recommend\w*|worth|help(?:s|ful|ed)?|good for|try|double|more often|"
    r"every (?:night|"
    r"day|evening)|keep (?:it|taking|using)|start|take|taking|use|add|you should|you could|consider|need|works?|"
    r"benefi\w+|stop|"
    r"skip|drop|increase|reduce|cut)\b"
)
_SYMPTOM = re.compile(
    r"\b(?:chest|tightness|palpitations?|dizz\w*|faint(?:ing|ed|ness)?|light-?headed\w*|numb(?:ness)?|breathless\w*|"
    r"short(?:ness)? of breath|pains?|painful|aches?|aching|nause\w*|vomit\w*|fevers?|feverish|swelling|swollen|"
    r"blood in|"
    r"flutter\w*|skipped beats?|irregular (?:beats?|heart\w*)|blurred|tingling|head ?aches?|migraines?|sore throat|"
    r"cough"
    r"\w*|wheez\w*|cramps?|passing out|passed out|black(?:ed|ing)? out|heart is (?:racing|pounding)|"
    r"burning sensation)\b"
)
_SOOTHES = re.compile(
    r"\b(?:normal|fine|harmless|keep (?:going|on|at it|riding|running|training|pushing)|carry on|ignor\w+|nothing|"
    r"common|"
    r"expected|part of|will pass|goes away|passes|push\w*|continue|go on|no (?:problem|worry|need|reason)|"
    r"don't (?:worry|stop)|do not (?:worry|stop)|just|only|typical|through|natural|good sign|fear|ok|okay|usual)\b"
)
_STOPS = re.compile(
    r"\b(?:stop|rest|ease off|call|cannot judge|can't judge|skip|break off|see a|go home|get it looked)\b"
)
_ILL = re.compile(
    r"\b(?:ill|illness(?:es)?|sick(?:ness)?|unwell|infect\w*|virus\w*|viral|bacteri\w*|inflam\w+|immun\w+|diseas\w+|"
    r"flu|"
    r"influenza|covid\w*|(?:a|the) (?:cold|bug)|germs?|coming down|come down with|"
    r"(?:fight(?:ing)?|battling|fending|warding)(?: \w+)? (?:something|off|it)|"
    r"brewing|overtrain\w*|over-?reach\w*|burn(?:ed|t)?[- ]?out|adrenals?|hormonal|nervous system|inflamed|"
    r"your body is (?:fighting|under|struggling|failing|breaking|shutting)|deficien\w+|dehydrat\w+|disorder\w*|"
    r"syndrome)\b"
)
_OPEN = re.compile(r"\b(?:if|whether|unless|in case|when|cannot|can't|no watch|not a|nobody|no one|not tell)\b")
_IF = re.compile(r"\b(?:if|when|whenever|should you|in case|any|anything|unless|whether)\b")
_FELT = re.compile(r"\b(?:hurts?|hurting|unusual|wrong|symptoms?|severe|injur\w+|unwell|worr(?:y|ies|ied))\b")
_ALCOHOL = r"(?:wines?|beers?|alcohol|booze|whisk(?:e)?y|gin|vodka|cocktails?|nightcap|champagne|spirits|cider|pint)"
_DRINK = re.compile(
    rf"\b(?:have|having|drink|drinking|enjoy|try|take|pour|grab|treat yourself to|reward\w*|celebrat\w+|go for|add|"
    rf"afford|"
    rf"allow yourself|relax with|unwind with|one more|another)\b[^.;]{{0,30}}\b{_ALCOHOL}\b|"
    rf"\b{_ALCOHOL}\b[^.;]{{0,40}}\b(?:fine|ok|okay|safe|help\w*|relax\w*|won't hurt|will not hurt|harmless|"
    rf"good(?! (?:question|to know))|"
    rf"healthy|"
    r"deserve\w*|enjoy|recommend\w*|allowed|no problem|does no harm|worth(?! (?:a |an |keeping )?(?:\w+ )?(?:look|"
    r"watching|thought|noting|noticing|mention|eye))|recipe)\b|"
    r"\b(?:double|triple|increase|raise|up|add|more of) (?:your |the )?(?:caffeine|coffees?|espressos?|nicotine)\b|"
    r"\b(?:coffee|caffeine|nicotine|smoking)\b[^.;]{0,20}\b(?:is|are|'s) (?:\w+ )?(?:fine|ok|okay|safe|harmless|"
    r"healthy)\b"
)
_FAST = re.compile(
    r"\bfasting\b|\bfasted\b|\bfast (?:for|until|before|tonight|today|after|overnight|from)\b|\b(?:a|an|"
    r"the) \w*-?(?:hour|"
    r"day)? ?fast\b(?! (?:ride|run|pace|finish|start|one|bike))|\bon an empty stomach\b|\bempty stomach\b|"
    r"\bwithout (?:breakfast|dinner|eating|food|carbs)\b|\bleave out (?:breakfast|dinner|lunch)\b|\beat(?:ing)? "
    r"(?:lighter|smaller|little|sparingly)\b"
)
_WEIGHT = re.compile(
    r"\bweigh(?:ing)? (?:too|less|a bit too|more than you should)\b|\b(?:lower|less|reduced?|lighter|ideal|excess|"
    r"extra|"
    r"surplus|healthy) (?:body )?(?:mass|weight|fat|kilos?|pounds?)\b|\b(?:be|being|get|getting|become|were|are|too|"
    r"bit|"
    r"little|run|you) (?:\w+ )?(?:lighter|leaner|slimmer|thinner|skinnier|chubby|overweight|fat)\b|\btoo heavy\b|"
    r"\bfew(?:er)? (?:kilos?|pounds?|kg)\b|\b(?:kilos?|pounds?|kg) (?:less|lighter|off|too many|to lose)\b|"
    r"\bbody composition\b|\bwatts (?:per|a) kilo\w*\b|\bpower[- ]to[- ]weight\b|\bslim (?:down|line)\b|\bwaist\w*\b"
)
_OTHERS = re.compile(
    r"\b(?:most|other|many|average|typical|normal|few|healthy|fit|young(?:er)?|old(?:er)?|pro|professional|elite|top|"
    r"trained) (?:people|persons?|athletes?|cyclists?|runners?|riders?|men|women|adults?|users?|lifters?|swimmers?|"
    r"amateurs?|humans?|beginners)\b|\b(?:for|at|of) (?:your|someone of your|somebody of your|this|that) age\b|"
    r"\byour age\b|"
    r"\bage[- ]groups?\b|\byour (?:friend|partner|wife|husband|team-?mate|peer|rival|competitor|brother|sister|"
    r"colleague)s?\b(?!'? ?(?:and|or|know))|\bpercentiles?\b|\b(?:top|bottom|upper|lower) (?:\w+ )?(?:\d+%|tenth|"
    r"quarter|"
    r"half|third|fifth|decile)\b|\b(?:general )?population\b|\bthan (?:others|anyone|anybody|everyone|everybody|"
    r"most)\b|"
    r"\b(?:norm|average|typical) for (?:a|an|men|women|somebody|someone)\b|\bpeople (?:like|such as) you\b"
)
_DENIES = re.compile(
    r"\b(?:not|no|never|nor|neither|without|nothing|don't|doesn't|cannot|can't|avoid|instead of|rather than|skip|leave)"
    r"\s(?:\w+\s){0,4}$|\w+n't\s(?:\w+\s){0,3}$"
)


def in_sentence(text: str, habits: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """What a sentence (`plain` text) that is no fact's own must not say: kind, the words, why.

    habits: those that facts speak of; one that is a supplement may be said to go with something, and no more.
    """
    yield from _medicines(text, habits)
    if found := _SYMPTOM.search(text):
        guided = _STOPS.search(text) or _CARED_FOR.search(text)
        if not guided or _soothed(text):
            yield "illness", found[0], "a symptom is for a doctor, not for a coach"
    if (found := _ILL.search(text)) and not (_OPEN.search(text) and not _soothed(text)):
        if not (habits & {"sick_or_ill"} and re.search(r"\bleft out\b", text)):
            yield "diagnosis", found[0], "whether anybody is ill no fact can say"
    if (found := _DRINK.search(text)) and not _denied(text, found):
        yield "diet", found[0], "advises what to drink"
    if (found := _FAST.search(text)) and not _denied(text, found):
        known = any("fast" in habit for habit in habits)
        if not known or _PRAISES.search(text):
            yield "diet", found[0], "advises on eating"
    if found := _WEIGHT.search(text):
        yield "diet", found[0], "advises on weight"
    if (found := _OTHERS.search(text)) and not _denied(text, found):
        yield "comparison", found[0], "no fact speaks of other people"


def guides(text: str) -> bool:
    """Whether a sentence (`plain` text) does nothing but send somebody with a symptom to stop, or to a doctor."""
    felt = _SYMPTOM.search(text) or _ILL.search(text) or _FELT.search(text)
    return bool(felt and _IF.search(text) and (_STOPS.search(text) or _CARED_FOR.search(text)) and not _soothed(text))


def logged(said: str, text: str, habits: Collection[str]) -> bool:
    """Whether words on eating are a habit of the journal, of which is told and which is not praised."""
    return any(_same_words(said, habit) for habit in habits) and not _PRAISES.search(text)


def _same_words(said: str, habit: str) -> bool:
    return said == habit.replace("_", " ")


def _medicines(text: str, habits: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for found in _MEDICINE.finditer(text):
        if any(_same_word(found[0], habit) for habit in habits) and not _PRAISES.search(text):
            continue
        if _CARED_FOR.search(text) and not _CHANGES.search(text):
            continue
        yield "medicine", found[0], "speaks of a medicine or a supplement"
        return


def _same_word(said: str, habit: str) -> bool:
    name = habit.replace("_", " ")
    return said.rstrip("s") in (name, name.rstrip("s")) or name.split()[0].rstrip("s") == said.rstrip("s")


def _soothed(text: str) -> bool:
    return bool(_SOOTHES.search(text))


def _denied(text: str, found: re.Match) -> bool:
    return bool(_DENIES.search(text[: found.start()]))
