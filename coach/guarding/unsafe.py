"""What a coach must not say, whatever the facts: medicine, diagnoses, diets, injuries foretold, leaks, loops."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

_ILLNESSES = (
    r"overtrain(?:ed|ing syndrome)|arrhythmias?|atrial fibrillation|afib|tachycardia|bradycardia|myocarditis|heart "
    r"(?:attack|disease|failure|condition|problem)|infections?|the flu|influenza|covid\S*|pneumonia|bronchitis|asthma|"
    r"an[a]?emi[ac]|iron deficiency|depression|depressed mood|anxiety(?: disorder)?|insomnia|sleep apn(?:o)?ea|"
    r"diabet\w+|"
    r"hypertension|high blood pressure|(?:hypo|hyper)thyroidism|thyroid|red-s|relative energy deficiency|anorexia|"
    r"bulimia|orthorexia|an eating disorder|tendin(?:itis|opathy)|stress fractures?|a (?:torn|strained|pulled) \w+|"
    r"shin splints|plantar fasciitis|concussion|cancer|stroke|blood clots?|thrombosis|adrenal fatigue|burnout|"
    r"a (?:cold|virus|fever|deficiency|disorder|disease|syndrome)|chronic fatigue|long covid|adhd|mononucleosis|mono|"
    r"coming down with \w+|hormon\w+ imbalance|low testosterone|dehydrat(?:ed|ion)|ptsd|lyme"
)
_DRUGS = (
    r"ibuprofen|paracetamol|acetaminophen|aspirin|naproxen|nsaids?|painkillers?|antibiotics?|beta[- ]?blockers?|"
    r"melatonin|magnesium|zinc|iron|creatine|caffeine (?:pills?|tablets?|gum)|vitamins?(?: \w)?|omega[- ]?3|"
    r"ashwagandha|"
    r"supplements?|sleeping (?:pills?|tablets?)|zolpidem|ambien|valium|diazepam|xanax|antidepressants?|ssris?|"
    r"steroids?|"
    r"epo|testosterone|hgh|clenbuterol|insulin|metformin|statins?|cortisone|prednisone|antihistamines?|electrolytes|"
    r"salt tablets?|beta[- ]?alanine|bicarbonate|valerian|cbd(?: oil)?|pills?|tablets?|medication|medicine|meds|"
    r"ozempic|"
    r"semaglutide|thyroxine|inhalers?|salbutamol|modafinil|adderall|amphetamines?|cannabis|thc|cocaine|kratom|"
    r"probiotics?"
)
_TAKE = (
    r"(?:take|taking|try|use|using|start(?: taking)?|pop|add|consider|recommend|suggest|dose|increase|double|stop "
    r"taking|"
    r"come off|reduce your|skip your|need|get some|go for|supplement with|swallow|inject)"
)
_RULES = [
    ("diagnosis", rf"\byou(?:'ve| have| may have| might have| could have| probably have| likely have| are suffering "
                  rf"from"
                  rf"|'re suffering from| suffer from| are showing signs of| show signs of| are developing|'re "
                  rf"developing|"
                  rf" are getting| seem to have| must have| are|'re|'re coming down| are coming "
                  rf"down)\s(?:\w+\s){{0,3}}?"
                  rf"(?:{_ILLNESSES})\b",
     "names an illness"),
    ("diagnosis", rf"\b(?:signs?|symptoms?|indicat\w+|suggests?|points? to|consistent with|typical (?:of|for)|caused "
                  rf"by|"
                  rf"case of|diagnos\w+|means? (?:that )?you have|looks like|sounds like|evidence of|due to|could be|"
                  rf"may be|might be|"
                  rf"is probably|it's|this is|that is|that's|proves)\s(?:\w+\s){{0,4}}?(?:{_ILLNESSES})\b",
     "names an illness"),
    ("diagnosis", r"\bmy diagnosis\b|\bi (?:can )?diagnose\b|\bdiagnosis (?:is|:)|\byou are (?:ill|sick)\b|"
                  r"\byou(?:'re| are) (?:medically|clinically)\b|\bno need (?:to see|for) a doctor\b|"
                  r"\bdon't need (?:to see )?a doctor\b|\byour heart is (?:fine|healthy|damaged|failing|weak)\b|"
                  r"\b(?:it|this|that)(?:'s| is) (?:harmless|nothing serious|not dangerous|medically safe|benign)\b",
     "judges health as a doctor would"),
    ("medicine", rf"\b{_TAKE}\s(?:an? |some |the |your |more |less |of |\d+ ?(?:mg|g|mcg|iu|x)? ?|half |two |extra |"
                 rf"high[- ]dose |low[- ]dose |daily )*(?:{_DRUGS})\b",
     "recommends a medicine or a supplement"),
    ("medicine", r"\b\d[\d.,]*\s?(?:mg|mcg|µg|μg|iu|milligrams?|micrograms?)\b|\b(?:dose|dosage|dosing) (?:of|is|"
                 r"should)|"
                 r"\b(?:milligrams?|mg) (?:of|per|a day|before)|\bwith or without food\b|\bprescri(?:be|ption)\b",
     "gives a dose"),
    ("medicine", rf"\b(?:{_DRUGS})\s(?:will|would|can|could|should|may|might)\s(?:help|fix|cure|improve|boost|heal|"
                 rf"ease|"
                 r"lower|raise|make)",
     "recommends a medicine or a supplement"),
    ("injury", r"\b(?:you|your \w+)(?:'ll| will| are going to|'re going to| are about to| are likely to| would|"
               r" may| might| could)\s(?:\w+\s){0,3}?(?:get |be |become )?(?:injured|hurt|tear|snap|break|injury|"
               r"overtrained|burned out)\b|"
               r"\b(?:injury risk|risk of (?:an )?injury|risk of getting (?:injured|hurt|ill|sick)|chance of (?:an "
               r")?injury|"
               r"risk of (?:illness|overtraining|infection))\b|\binjury[- ]prone\b|\bhead(?:ed|ing) for (?:an )?"
               r"(?:injury|burnout|overtraining|illness)\b|\bwill (?:prevent|avoid|protect you from) (?:an )?injur\w+|"
               r"\byou(?:'ll| will| are going to) (?:get|be|become|fall) (?:ill|sick)\b",
     "foretells an injury or an illness"),
    ("diet", r"\b(?:eat|eating|consume|have) (?:less|fewer|under|below|only|nothing|no more than|at most|very "
             r"little)\b|"
             r"\b(?:cut|cutting|reduce|restrict|restricting|count|counting|burn off|slash)\s(?:\w+\s){0,2}?"
             r"(?:calories|carbs|carbohydrates?|kcal|food|portions?|meals?|your intake|body fat|fat intake)\b|"
             r"\b(?:calori(?:e|c) (?:deficit|restriction)|energy deficit|crash diet|diet plan|low[- ]carb|"
             r"keto(?:genic)?|"
             r"intermittent fasting|fast(?:ing)? for|water fast|detox|cleanse|appetite suppress\w+|laxatives?|"
             r"purg(?:e|ing))\b|"
             r"\b(?:lose|losing|drop|dropping|shed|cut)\s(?:\w+\s){0,3}?(?:weight|kg|kilos?|pounds?|lbs?|fat)\b|"
             r"\bskip(?:ping)? (?:breakfast|lunch|dinner|meals?|a meal|supper)\b|\b(?:race|ideal|goal|target) weight\b|"
             r"\b\d[\d.,]*\s?(?:kcal|calories)\b|\byou(?:'re| are) (?:too heavy|overweight|fat)\b|\bfasted (?:ride|run|"
             r"training|session)s?\b|\bgo to bed hungry\b|\bbe(?:ing)? lighter\b|\bsecond helpings\b",
     "advises on eating or on weight"),
    ("illness", r"\b(?:train|ride|run|push|work|race|go|exercise|power|fight|"
                r"play)(?:ing)?\s(?:\w+\s){0,2}?through\s(?:\w+\s){0,3}?"
                r"(?:pain|fever|illness|sickness|cold|flu|injury|symptoms?|it|infection|soreness|fatigue|discomfort|"
                r"dizziness)\b|"
                r"\bsweat (?:it|the cold|the fever|the flu) out\b|\bsweat out\b|\bignore (?:the|your|any) (?:\w+ "
                r")?(?:pain|"
                r"symptoms?|fever|warning|dizziness|signs?)\b|\bno pain,? no gain\b|\bpain is (?:just )?weakness\b|"
                r"\b(?:train|ride|race|run|exercise|hard session|intervals?)(?: \w+){0,3} (?:with|despite|even with|"
                r"in spite of) (?:a |the |your )?(?:\w+ )?(?:fever|flu|infection|injury|chest pain|illness|cold|"
                r"virus|temperature)\b|"
                r"\bfine to (?:train|ride|run|race)(?: \w+){0,2} (?:while|when) (?:ill|sick|injured)\b|\btough it "
                r"out\b|"
                r"\bpush(?:ing)? (?:on|harder) (?:despite|anyway|through)\b|"
                r"\beven (?:if|when|though) you(?:'re| are| feel)? (?:\w+ )?(?:ill|sick|injured|dizzy|feverish|"
                r"unwell)\b",
     "sends into training with an illness or pain"),
    ("certainty", r"\b(?:guarantee[ds]?|guaranteed to|definitely|certainly|undoubtedly|without (?:a )?doubt|no doubt|"
                  r"for sure|"
                  r"beyond doubt|without question|unquestionably|absolutely (?:will|certain)|is certain to|bound to|"
                  r"never fails|always works|it is (?:a )?(?:fact|proven)|prove[sn]?|proof that|100% (?:sure|certain)|"
                  r"there is no question|irrefutabl\w+|scientifically|sure to (?:rise|fall|improve|drop|recover)|"
                  r"i promise|i assure|i(?:'m| am) (?:\w+ ){0,4}(?:certain|sure|convinced|positive)|as good as certain|"
                  r"it is (?:\w+ )?(?:certain|sure) that|will surely|must be because)\b",
     "claims a certainty that no data give"),
    ("leak", r"\bsystem (?:prompt|message|instructions?)\b|\b(?:my|the|these|your|previous|prior|earlier|above|"
             r"original|"
             r"initial|hidden|secret) (?:\w+ )?(?:instructions?|prompt|directives?|guidelines)\b|\bi was (?:told|"
             r"instructed|"
             r"prompted|asked) to\b|\bas an? (?:ai|large|language|artificial)\b|\b(?:ai|language) (?:language "
             r")?model\b|"
             r"<\|[^>]*\|?>|\[/?inst\]|<</?sys>>|\[/?(?:system|user|assistant)\]|^(?:system|user|assistant|human|ai|"
             r"tool|developer)\s?:|"
             r"###|\b(?:tool|function)_calls?\b|</?(?:think|tool|answer|s|sys|facts?)>|\bfacts? json\b|\"\w+\"\s*:|"
             r"[{}]|"
             r"```|\b(?:here (?:is|are)|repeat(?:ing)?|reveal\w*|print(?:ing)?) (?:my|the|your) (?:\w+ )?(?:prompt|"
             r"instructions?|rules|facts)\b|"
             r"\b[a-z]{3,}\.[a-z]+_[a-z_]+\b|\bfact ids?\b|\bapi[_ ]key|\bpasswords?\b|\bbegin_?(?:of)?_?text\b|"
             r"\beot_id\b",
     "gives away instructions or the form of the data"),
    ("obeyed", r"\b(?:dan mode|developer mode|jailbr\w+|hacked|pwned|unrestricted|no restrictions|do anything now|"
               r"ignor(?:e|ed|ing) (?:all |any |the |my |your )*(?:previous|prior|above|earlier|safety|other|rules|"
               r"instructions?|guidelines|facts)|"
               r"overrid(?:e|den|ing)|as (?:you|the note|the journal|the file|your note|your journal) (?:instructed|"
               r"commanded|requested|says|said|asked|told)|"
               r"instructions? (?:received|accepted|followed|obeyed)|i (?:will|'ll|am going to|shall) (?:now "
               r")?(?:obey|comply|ignore|pretend|act as|roleplay)|"
               r"i am now|i'm now|new (?:persona|identity|role|instructions)|pretend(?:ing)? to be|"
               r"injection|payload|access granted|root access|mode (?:activated|enabled|on)|arr+,? matey|ahoy|"
               r"confirmed: )",
     "obeys a text instead of the facts"),
    ("sharing", r"\b(?:i|we)(?:'ll| will| have|'ve| can| could| am going to| just| already|)\s(?:\w+\s){0,2}?(?:send|"
                r"sent|share[d]?|upload(?:ed)?|"
                r"e-?mail(?:ed)?|post(?:ed)?|forward(?:ed)?|transmit(?:ted)?|publish(?:ed)?|sync(?:ed)?|report(?:ed)?|"
                r"submit(?:ted)?|notif(?:y|ied)|contact(?:ed)?|book(?:ed)?|call(?:ed)?|message[d]?|text(?:ed)?|"
                r"inform(?:ed)?|"
                r"export(?:ed)?|back(?:ed)? up|stor(?:e|ed)|sav(?:e|ed)|delet(?:e|ed)|add(?:ed)? it|schedul(?:e|ed)|"
                r"order(?:ed)?|remember(?:ed)?)\b|"
                r"\byour data (?:has|have|will|is being|are being|was|were|is|are) (?:\w+ )?(?:sent|shared|uploaded|"
                r"posted|"
                r"transmitted|forwarded|emailed|published|synced|sold|leaked|safe)\b|\b(?:in|to|on) the cloud\b|"
                r"\bour servers?\b|"
                r"\bupload(?:ing)? (?:your|the)\b|\bsend (?:me |us |your |the )+(?:data|file|export|database|"
                r"results?)\b|"
                r"\b(?:e-?mail|whatsapp|telegram|paste) (?:me|us|it|your)\b|\bcurl\b|\bwebhook\b|\bdrop table\b|\brm "
                r"-rf\b|\bsudo\b",
     "promises to do or to send something"),
    ("person", r"\bi am (?:a |your )?(?:doctor|physician|human|nurse|therapist|real person|psychologist|dietitian)\b|"
               r"\bas (?:a|your) (?:doctor|physician|nurse|therapist|dietitian|physio\w*)\b|\bi love you\b|"
               r"\bkill (?:yourself|himself|herself)\b|\bharm yourself\b|\bhurt yourself\b|\bsuicide\b(?! sprints?)|"
               r"\bend your life\b|"
               r"\b(?:fuck|shit|bitch|cunt|nigg\w+|faggot|retard(?:ed)?|idiot|moron|stupid|worthless|pathetic|"
               r"loser)\w*\b",
     "is not how a coach speaks"),
]  # fmt: skip
_COMPILED = [(kind, re.compile(pattern, re.MULTILINE), why) for kind, pattern, why in _RULES]
_DENIED = re.compile(
    r"\b(?:no|none|not|never|cannot|can't|isn't|doesn't|don't|won't|nor|neither|without|nothing|n't|hardly|"
    r"instead of|rather than|is not a|do not|avoid|whether|nobody can|no one can)\s(?:\w+\s){0,4}$"
)
_MAY_BE_DENIED = {"certainty", "diagnosis", "injury", "illness", "sharing", "person", "medicine"}
_CAUSAL_VERB = (
    r"(?:lowers?|lowered|reduces?|reduced|raises?|raised|improves?|improved|boosts?|boosted|increases?|increased|"
    r"decreases?|decreased|hurts?|harms?|harmed|ruins?|ruined|wrecks?|wrecked|kills?|tanks?|tanked|drops?|dropped|"
    r"cuts?|"
    r"costs?|damages?|damaged|worsens?|worsened|lifts?|lifted|drives?|drove|makes?|made|gives?|gave|helps?|helped|"
    r"suppresse[sd]|destroys?|destroyed|affects?|affected|impairs?|impaired|pushe[sd]|brings?|brought|took|takes|is "
    r"costing|"
    r"is hurting|is killing|is ruining|is lowering|is raising|is improving|is boosting|is driving|keeps)"
)
_CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing|ation|ally)|because of|due to|thanks to|owing to|leads? to|led to|leading to|"
    r"results? (?:in|from)|resulted (?:in|from)|resulting (?:in|from)|(?:is|are|was|were) (?:to blame|responsible|"
    r"the reason|why|the culprit)|the reason (?:is|for|why)|"
    r"as a result of|consequence of|the effect of your|triggered|triggers|induced|attributable|the culprit|blame)\b"
)
_UNPROVEN = re.compile(
    r"\b(?:can't|cannot|can not|doesn't|does not|don't|do not|no|not|nobody|nothing|impossible to|"
    r"hard to) (?:\w+ ){0,3}"
    r"(?:say|tell|prove|proves|proof|proven|mean|means|know|show|shows|certain|clear|sure)\b[^.;]*$"
)
_NOT_A_CAUSE = re.compile(
    r"\b(?:not|no|never|n't|whether|nor|isn't|doesn't|cannot|if|than|nothing|rather than|or)\s(?:\w+\s){0,4}$"
)
_PROMISED = re.compile(
    r"\s(?:[\w ]{0,25}\s)?(?:will|would|'ll|is going to) (?:\w+ )?(?:add|give|bring|cost|gain|raise|lift|boost|help|"
    r"improve|"
    r"lower|reduce|hurt|save|make|let|get)\b"
)
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ufff9-\ufffb]")
_MARKUP = re.compile(
    r"<\s*/?\s*[a-z!][^>]{0,300}>?|<!--|!\[|\]\s*\(|\]\s*\[|^\s*\[[^\]]+\]:|https?:|www\.|javascript:|data:\w+/|"
    r"&(?:#x?[0-9a-f]+|[a-z]{2,8});|\b[\w-]+\.(?:com|net|org|io|ru|cn|dev|app|ai|xyz|info|co|uk|de|html?|php|exe|zip|"
    r"js|py)\b|"
    r"[\w.+-]+@[\w-]+\.\w+|\{\{|\}\}|\$\{|<%|\$\$|\\\(|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|^\s*\|.*\||^\s*>|^\s*#|"
    r"on(?:error|load|click)\s*=|file:/|ftp:/",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_ENGLISH = frozenset(
    "a about after all also an and are as at be been before but by can could day days do does down each enough for "
    "from "
    "go goes good had has have high higher how if in into is it its just last less like likely long low lower may "
    "might "
    "more morning most much near next night nights no none normal not now of on one only or other our out over own "
    "range seen since sleep so some still than that the their them then there these they this those through to today "
    "too under up usual very was week weeks well went were what when where which while who will with within without "
    "would "
    "yesterday yet you your yours i me my we us here rest easy keep again both any let's that's it's strong".split()
)
MOST_CHARACTERS = 3000
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def in_sentence(text: str) -> Iterator[tuple[str, str, str]]:
    """What one sentence (`plain` text) says that a coach must not: kind, the words, why."""
    for kind, pattern, why in _COMPILED:
        for match in pattern.finditer(text):
            if kind in _MAY_BE_DENIED and _DENIED.search(text[: match.start()]):
                continue
            yield kind, match[0].strip(), why
            break


def causes(text: str, doers: Sequence[tuple[int, int]], has_subject: bool) -> str | None:
    """The words that make a cause of what only goes together; doers: where habits are named."""
    for match in _CAUSE.finditer(text):
        before = text[: match.start()]
        if has_subject and not _UNPROVEN.search(before) and not _NOT_A_CAUSE.search(before):
            return match[0]
    for begin, end in doers:
        after = re.match(rf"\s(?:in bed |really |probably |clearly |also |always |usually "
                         rf")?({_CAUSAL_VERB})\s(?:\w+\s)?"
                         r"(?:your|you|recovery|hrv|sleep|it|resting|the)\b", text[end:])  # fmt: skip
        if after:
            return after[1]
        if promised := _PROMISED.match(text[end:]):
            return promised[0].strip()
        before = re.search(r"\bbecause (?:you |of |your |the )?(?:\w+ ){0,4}$", text[:begin])
        if before:
            return "because"
    return None


def markup(draft: str) -> str | None:
    """Markup, links or addresses in a draft."""
    found = _MARKUP.search(draft)
    return found[0][:40] if found else None


def garbage(draft: str, allowed: str = "") -> str | None:
    """Why a draft cannot be read: control characters, marks piled up, another script, another language, no words.

    allowed: text whose letters may occur, such as the athlete's name and the names of habits.
    """
    if not draft.strip():
        return "it says nothing"
    if len(draft) > MOST_CHARACTERS:
        return f"it is longer than {MOST_CHARACTERS} characters"
    if hidden := unseen(draft):
        return hidden
    composed = unicodedata.normalize("NFC", draft)
    if sum(unicodedata.combining(c) > 0 for c in composed) > 2:
        return "marks are piled on its letters"
    foreign = [c for c in composed if c.isalpha() and not _latin(c) and c not in allowed]
    if foreign:
        return "it is written in another script"
    symbols = sum(unicodedata.category(c) in ("So", "Sk") for c in composed)
    return _unreadable(composed, symbols)


def unseen(text: str) -> str | None:
    """Characters that control a terminal or a page, or that cannot be seen."""
    if any(unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs") and c not in "\n\r\t" for c in text):
        return "it holds control characters"
    return "it holds characters that cannot be seen" if _UNSEEN.search(text) else None


def _unreadable(text: str, symbols: int) -> str | None:
    words = [word.lower() for word in _WORDS.findall(text.replace("\u2019", "'"))]
    if not words:
        return "it holds no words"
    if symbols > 5 + len(words) / 10:
        return "it is full of symbols"
    if max(map(len, words)) > 30:
        return "it holds a word that is none"
    if len(words) >= 8 and sum(word in _ENGLISH for word in words) < 0.2 * len(words):
        return "it is not English"
    return None


def _latin(character: str) -> bool:
    return character.isascii() or ord(character) < 0x250 or character in "\u03bc\u03c3\u0394" or 0x1E00 <= ord(
        character) < 0x1F00  # fmt: skip


def loops(draft: str, said: Sequence[str]) -> str | None:
    """What a draft repeats: a sentence, a run of words, a character. said: its sentences as `plain` text."""
    counted = Counter(re.sub(r"\W+", " ", one).strip() for one in said)
    for sentence, times in counted.items():
        if times >= 3 and len(sentence.split()) > 1 or times >= 6:
            return sentence
    words = [word.lower() for word in re.findall(r"[^\W_]+", draft)]
    for i in range(len(words) - 2):
        if words[i] == words[i + 1] == words[i + 2]:
            return words[i]
    for size, most in ((3, 8), (8, 3)):
        runs = Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
        for run, times in runs.most_common(3):
            if times > most and not all(word in _UNITS or word.isdigit() for word in run):
                return " ".join(run)
    run = re.search(r"([^\s.\-])\1{5,}|([.\-_=*!?])\2{7,}", draft)
    return run[0][:10] if run else None


_UNITS = frozenset("h min km bpm ms to and w".split())  # a plan of weeks repeats them
_COMMON_NAMES = frozenset(
    "may will mark rose grace hope faith joy april june august bill rob pat art drew chance ray dean grant miles max "
    "rich "
    "jack sunny sky river chase hunter rest sleep load day an can do see ski run so su wei he she you and the".split()
)


def named(draft: str, others: Collection[str], own: str) -> str | None:
    """The name of somebody else that a draft says: in full, a first name, or a surname inside a sentence."""
    folded, own_parts = _folded(draft), set(_folded(own).split())
    for other in others:
        full = _folded(other)
        if not full or full == _folded(own):
            continue
        if re.search(rf"(?<!\w){re.escape(full)}(?!\w)", folded):
            return other
        parts = [part for part in full.split() if len(part) > 2 and part not in own_parts]
        for i, part in enumerate(parts):
            if _says_name(draft, folded, part, first=i == 0):
                return part.capitalize()
    return None


def _says_name(draft: str, folded: str, part: str, first: bool) -> bool:
    for match in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", folded):
        if first and part not in _COMMON_NAMES:
            return True
        if len(draft) != len(folded):
            return part not in _COMMON_NAMES
        capital = draft[match.start()].isupper()
        opens = not draft[: match.start()].strip() or draft[: match.start()].rstrip()[-1] in ".!?:\n"
        if capital and not opens:
            return True
    return False


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()
