"""The words that people have for measures, habits, sports and events, beside those of coach.subjects."""

import re
from collections.abc import Sequence
from functools import lru_cache

from coach.guarding.subjects import HABITS, MEASURES
from coach.understanding.spelling import Speller, distance

# Measures as tools take them: names of data.schema.METRICS, columns of nights, "recovery", "hrv" and "load".
# The finer ones come first: deep sleep is more than sleep.
METRICS = {
    "hrv": MEASURES["hrv"],
    "max_hr_bpm": r"(?:max(?:imum|imal)?|highest|peak) (?:heart[- ]rate|pulse)",
    "avg_hr_bpm": r"(?:average|mean|daily|day) (?:heart[- ]rate|pulse)",
    "resting_hr_bpm": rf"{MEASURES['resting_hr']}|heart[- ]?rate|pulse|resting",
    "efficiency_pct": r"(?:sleep )?efficiency",
    "deep_min": r"deep sleep|deep(?=(?: and|,| or| &| \+) rem\b)|deep phases?|slow wave",
    "rem_min": r"rem(?: sleep)?|dream(?:ing)?",
    "light_min": r"light sleep",
    "awake_min": r"(?:time |minutes |long |how much )(?:\w+ ){0,2}awake|awake (?:time|at night|in the night)|"
    r"wakefulness",
    "nap_min": r"(?:minutes|hours|time) of naps?|nap (?:time|minutes)",
    "in_bed_min": r"(?:time|hours|long)(?: \w+){0,3} in bed",
    "wake_h": r"(?:when|what time)(?: \w+){0,3} (?:wake|woke|get up|got up|waking)|wake[- ]?(?:up )?times?",
    "onset_h": r"(?:when|what time) (?:did|do|have|was) (?:i|my)(?: \w+){0,2} (?:fall(?:en)? asleep|go to (?:bed|"
    r"sleep)|gone to bed|asleep)|sleep onset",
    "respiration_brpm": MEASURES["respiration"] + r"|respiratory",
    "spo2_pct": MEASURES["spo2"] + r"|oxygen|sp02|o2",
    "skin_temp_c": r"(?:skin |body |wrist )?temp(?:erature)?s?",
    "weight_kg": r"(?:body ?)?weight|how (?:much|heavy) (?:do|did|was|am) i (?:weigh)?|weigh(?:ed)?|kilos",
    "steps": r"steps?(?! by step)|walked|step count",
    "energy_kcal": r"(?:calories|kcal|energy)(?: \w+){0,2} (?:burn(?:ed|t)?|spent|used|expenditure)|(?:burn(?:ed|t)?|"
    r"spend|spent) (?:\w+ ){0,3}(?:calories|kcal|energy)|calories|kcal|energy expenditure",
    "asleep_min": MEASURES["sleep"] + r"|nights?(?= (?:length|duration))|length of (?:my )?nights?",
    "workout_min": r"training (?:time|hours|minutes)|(?:hours|minutes|time)(?: \w+){0,3} (?:trained|training|ridden|"
    r"riding|run|running)",
    "load": r"(?:training |weekly |daily |day )?load|strain|training stress|tss|trimp",
    "recovery": MEASURES["recovery"] + r"|score",
}
# Keys as importers give them, where they differ from the words of coach.subjects or not among them. The finer first.
_MORE_HABITS = {
    "hydration": r"hydrat(?:ion|ed|ing|e)|(?:drink(?:ing)?|enough|more|glass(?:es)? of) water|fluids?",
    "late_meal": HABITS["late_meal"] + r"|(?:late|big|heavy)(?: \w+)? (?:dinners?|meals?|suppers?|snacks?|food)|"
    r"eat(?:ing)?(?: \w+)? late|ate(?: \w+)? late|"
    r"(?:dinner|eat(?:ing)?|ate|food|meals?|snack(?:s|ing)?) (?:close to|right before|before|near|"
    r"just before) (?:bed(?:time)?|sleep)|"
    r"late(?:[- ]night)? (?:snack(?:s|ing)?|eating)|midnight snacks?|(?:night|evening) (?:snack(?:s|ing)?|eating)",
    "read_in_bed": r"read(?:ing)?(?: \w+)? (?:in|before|to) (?:bed|sleep)|reading",
    "screen_in_bed": HABITS["screen_in_bed"] + r"|(?:phone|tv|netflix|tablet|laptop|scrolling|television|ipad|youtube|"
    r"screens?)(?: \w+)? (?:in bed|before (?:bed|sleep)|at night)|"
    r"(?:watch(?:ing)?|look(?:ing)? at) (?:tv|my phone|netflix)|doomscroll(?:ing)?|scrolling|my phone",
    "cold_shower": HABITS["cold_shower"] + r"|cold (?:plunges?|bath)|ice(?: |-)?baths?",
    "intermittent_fasting": r"(?:intermittent )?fasting|fasted",
    "added_sugar": r"(?:added )?sugar|sweets|candy|dessert|chocolate",
    "blue_light_glasses": r"blue[- ]light(?: blocking)?(?: glasses)?",
    "breathwork": r"breath(?: |-)?work|breathing exercises?",
    "mouth_tape": r"mouth[- ]?tap(?:e|ing)",
    "sunlight": r"(?:morning |natural )?(?:sun ?light|daylight)",
    "shared_bed": r"shar(?:e|ed|ing) (?:my|a|the) bed|shared bed|sleep(?:ing)? next to",
    "own_bed": r"own bed",
    "sleep_medication": r"sleep(?:ing)? (?:medication|meds)",
    "nsaid": r"nsaids?|ibuprofen|anti[- ]?inflammator(?:y|ies)",
    "creatine": r"creatine",
    "protein": r"protein(?: shakes?)?",
    "fish_oil": r"fish oil|omega[- ]?3",
    "electrolytes": r"electrolytes?",
    "calcium": r"calcium",
    "dairy": r"dairy|milk",
    "probiotic": r"probiotics?",
    "steam_room": r"steam rooms?",
    "commute": r"commut(?:e|es|ing)",
    "remote_work": r"(?:remote work|work(?:ing)? from home|home office)",
    "flight": r"flights?|flying|planes?",
    "journaling": r"journal(?:l)?ing",
    "outdoors": r"(?:time )?outdoors|time outside",
    "social_contact": r"(?:seeing|time with) (?:my )?(?:friends|family)",
    "headache": r"headaches?",
    "migraine": r"migraines?",
    "bloating": r"bloat(?:ing|ed)",
    "tobacco": HABITS["nicotine"] + r"|tobacco|cigarettes?|cigars?",
    "caffeine": HABITS["caffeine"]
    + r"|caffeinated|energy drinks?|red ?bulls?|lattes?|cappuccinos?|black tea|cola|coke",
    "stress": r"(?<!training )stress(?:ed|ful)?",
    "late_session": HABITS["late_session"]
    + r"|(?:train(?:ing)?|work(?:ing)? ?out|exercis(?:e|ing)|workouts?|sessions?) (?:late|"
    r"in the late evening)",
}
_ALCOHOL = (
    r"alcohol(?:ic)?|wine|beers?|booze|pints?|whisk(?:e)?y|vodka|gin|rum|cocktails?|champagne|"
    r"prosecco|cider|lagers?|hangovers?|"
    r"hung ?over|sober|nightcap|glass(?:es)? of red"
)
_DRINKS = r"drinking|drinks?|drank|drunk"
# Other keys under which a habit may be kept.
_SAME = {
    "tobacco": ("tobacco", "nicotine"),
    "read_in_bed": ("read_in_bed", "reading"),
    "flight": ("flight", "travel"),
    "screen_in_bed": ("screen_in_bed", "screens"),
    "intermittent_fasting": ("intermittent_fasting", "fasting"),
    "hydration": ("hydration", "hydrated"),
    "sunlight": ("sunlight", "sunlight_on_waking", "daylight"),
    "late_session": ("late_session", "late_workout"),
    "stress": ("stress", "stressed"),
}
_NO_HABIT_OF_A_QUESTION = {"sick_or_ill", "free_morning", "nicotine", "reading"}  # said of states, or under another key


def _compiled(table: dict[str, str]) -> dict[str, re.Pattern]:
    return {name: re.compile(rf"(?<![\w-])(?:{words})(?![\w])") for name, words in table.items()}


_METRICS = _compiled(METRICS)
_HABITS = _compiled(
    _MORE_HABITS
    | {key: words for key, words in HABITS.items() if key not in _MORE_HABITS and key not in _NO_HABIT_OF_A_QUESTION}
    | {"alcohol": _ALCOHOL}
)
_DRINKING = re.compile(rf"(?<![\w-])(?:{_DRINKS})(?!\w)")


def metrics_in(text: str) -> list[str]:
    """The measures that plain text names, in its order."""
    return [name for _, name in sorted((start, name) for start, _, name in _places(text, _METRICS))]


def habits_in(text: str, known: Sequence[str] = ()) -> list[str]:
    """The habits that plain text names, in its order, by the keys of this athlete where there are such."""
    places = _places(text, _own(tuple(known)) | _HABITS)
    if drinking := _DRINKING.search(text):
        near = any(start - drinking.end() <= 12 and end > drinking.start() for start, end, _ in places)
        places += [] if near else [(*drinking.span(), "alcohol")]
    found = [_key(name, known) for _, _, name in sorted(places)]
    return list(dict.fromkeys(found)) or _nearly(text, tuple(known))


def with_places(text: str) -> str:
    """The text with HABIT in place of each habit, METRIC of each measure but sleep and recovery."""
    taken = [(start, end, "HABIT") for start, end, _ in _places(text, _HABITS)]
    taken += [
        (start, end, "METRIC")
        for start, end, name in _places(text, _METRICS)
        if name not in ("asleep_min", "recovery", "load") and not any(start < e and s < end for s, e, _ in taken)
    ]
    for start, end, what in sorted(taken, reverse=True):
        text = f"{text[:start]}{what}{text[end:]}"
    return text


def _places(text: str, table: dict[str, re.Pattern]) -> list[tuple[int, int, str]]:
    taken: list[tuple[int, int, str]] = []
    for name, pattern in table.items():
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end, _ in taken):
                taken.append((*match.span(), name))
    return taken


def _key(name: str, known: Sequence[str]) -> str:
    return next((key for key in _SAME.get(name, ()) if key in known), name)


@lru_cache(maxsize=64)
def _own(known: tuple[str, ...]) -> dict[str, re.Pattern]:
    """The athlete's own habits by the words of their keys, the longest first; not the ones that we have words for."""
    own = {}
    for key in sorted(known, key=len, reverse=True):
        words = [re.escape(word) for word in key.lower().split("_") if word]
        if key not in _HABITS and words and (len(words) > 1 or len(words[0]) > 3) and key not in _COMMON:
            own[key] = re.compile(rf"(?<![\w-]){'[ _-]'.join(words)}(?:s|es|ing|ed)?(?!\w)")
    return own


_COMMON = frozenset(
    "sleep recovery training load strain today night morning rest work hard easy note notes other none".split()
)


def _nearly(text: str, known: tuple[str, ...]) -> list[str]:
    """The athlete's own habit of which all words are in the text but for a slip: "evning walks"."""
    said = re.findall(r"[a-z]{4,}", text)
    for key in known:
        parts = [part for part in key.lower().split("_") if len(part) > 3]
        if parts and key not in _COMMON and all(any(_near(word, part) for word in said) for part in parts):
            return [key]
    return []


def _near(said: str, word: str) -> bool:
    reach = 2 if len(word) >= 8 else 1 if len(word) >= 5 else 0
    return said.rstrip("s") == word.rstrip("s") or (said[0] == word[0] and distance(said, word) <= reach)


SPORTS = {
    "triathlon": r"triathlons?|tri|ironman|iron man|70\.3|half[- ]ironman|sprint distance|olympic distance",
    "duathlon": r"duathlons?",
    "running": r"run|runs|running|runner|marathons?|half[- ]?marathons?|5 ?k|10 ?k|parkrun|ultra(?:marathon)?|"
    r"trail(?: race)?|jog(?:ging)?|cross country|halfs?",
    "swimming": r"swim|swims|swimming|open water",
    "rowing": r"row|rowing|regatta|erg",
    "skiing": r"ski|skiing|vasaloppet|biathlon|langlauf",
    "hiking": r"hike|hiking|trek(?:king)?|mountain climb",
    "cycling": r"ride|rides|riding|bike|biking|bicycle|cycle|cycling|cyclist|gran ?fondo|granfondo|fondo|"
    r"sportive|century|criterium|crit|gravel|mtb|mountain bike|"
    r"time trial|tt|hill ?climb|etape|alpe d'?huez|brevet|randonnee|audax|velo|stage race|ftp test",
}
_SPORTS = _compiled(SPORTS)
# A session as people call it, of one sport or of none.
SESSIONS = (
    r"(?:ride|run|swim|workout|work-out|session|training session|jog|hike|walk|row|lift|gym session|spin|race|"
    r"activity|long run|long ride|interval session|yoga class|workouts)"
)
SURE_EVENTS = (
    r"(?:(?:half[- ]?|ultra[- ]?)?marathons?|(?:half[- ])?iron ?man|70\.3|triathlons?|duathlons?|"
    r"gran ?fondos?|fondos?|sportives?|century|"
    r"time trials?|criteriums?|crits?|parkrun|regattas?|brevets?|audax|etape|ultras?|stage race|"
    r"hill ?climb|ftp test|vasaloppet|gravel race|"
    r"trail race)"
)
# Nouns only behind an article.
LOOSE_EVENTS = r"(?:races?|competitions?|events?|tournaments?|championships?|tour|trek|challenge|big day|meet)"
EVENTS = rf"(?:{SURE_EVENTS}|{LOOSE_EVENTS})"
HALF_KM = 21.0975  # of a half marathon
_DISTANCES = [  # km
    (
        re.compile(r"\bhalf[- ]?marathons?\b|\bhalfs?\b(?= in\b)|\b(?:first|my) half\b(?! (?:hour|way|of|an?)\b)"),
        HALF_KM,
    ),
    (re.compile(r"\bmarathons?\b"), 42.195),
    (re.compile(r"\bcentury\b"), 160.9),
    (re.compile(r"\bparkrun\b"), 5.0),
]
_KM = re.compile(r"(?<![\d.,:])(\d{1,4}(?:[.,]\d{1,3})?) ?-?(km|kms|k|kilomet(?:er|re)s?|miles?|mi)\b(?! ?/)")


def sport_in(text: str) -> str | None:
    return next((name for name, pattern in _SPORTS.items() if pattern.search(text)), None)


def distance_km_in(text: str) -> float | None:
    """How far an event goes, as it says or as its name means."""
    if found := _KM.search(text):
        value = float(found[1].replace(",", "." if len(found[1].split(",")[-1]) < 3 else ""))
        return round(value * (1.609344 if found[2].startswith("mi") else 1), 1)
    return next((km for pattern, km in _DISTANCES if pattern.search(text)), None)


# Words worth mending a typo to, and words near to them that are none.
_WORDS = """
today tonight tomorrow yesterday morning afternoon evening night nights week weeks weekend month months year years days
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december christmas easter summer winter spring autumn since before after between during until lately recently
recovery recover recovered recovering readiness ready should would could what when where which why how does
sleep slept sleeping asleep bedtime debt enough heart rate resting variability respiration respiratory breathing
temperature weight steps calories oxygen strain load training train trained fitness fatigue form ramp tolerance
forecast predict prediction tomorrow rest resting easy hard intervals interval session workout workouts exercise ride
riding running cycling swim swimming race races marathon triathlon fondo event prepare preparation preparing taper goal
target ready unusual anomaly anomalies strange weird getting sick illness coming trend average compare compared
comparison against versus difference different change changed changes better worse higher lower improve improved
increase decrease habit habits alcohol drinking caffeine coffee espresso dinner late magnesium melatonin meditation
meditate meditating sauna saunas phone screen stretching stretch shower showers reading kombucha stress stressed walk
travel nicotine smoking hydration water protein creatine fasting effect affect affects influence impact matter matters
help helps helping hurt hurts cost costs alcoholic wine beer beers
rhythm chronotype regular regularity irregular person hours best bed data missing import source device sync planned
plan schedule reliable certain confident sure evidence calculated calculate accurate explain reason tired exhausted
thanks thank hello please good morning coach suggest recommend average minutes
highest lowest longest shortest worst best hardest often total meaning missing logged journal shorter longer easier
harder trainer kilometres distance happened
""".split()
_OTHERS = """
computed
data date dates even step hour confidence internal inference influence creating creation predictor predictive scheduled
prepared reset scale increased differing couch fork timed wipe prone rated ridge sink wins master match does
about after again against ahead all almost already also although always amount another answer anything april are area
athlete away back bad bath bear beach bean beans beat because become been begin being believe belly below beside best
between bike bill bird bite blame boat body bone book boost born both bottle brain break bring broken brush build burn
busy calm came capital card care carry case cause ceiling chair chance channel chart chat cheap check cheese chest child
choose city clean clear climb clock close cloud clue coach coaches coat code cold color common company computer contain
content control cook cool cope correct could count country couple course cover cramp crash create cross cure cycle
damage dance dark dates dead deal dear death deep deer degree depend desk diet direction distance dizzy doctor dogs done
doubt down dose draw dream dress drive driving dropped drug dust each early earn earth ease easier east easily eating
edge eight either else email empty enemy enjoy ever every exact exam example exercised exhausting experience extra eyes
face fact factor factors factory fail fall falling false family fancy fast faster fat father fault favour fear feed feel
feeling feels feet felt fever field fight figure file fill find fine fire first fish fix flat flight floor flow focus
follow following food foot force forget formula fort forth forward found four free fresh friend friends from front full
fund funny future game garden gate gave general gentle gift girl give given glad glass goat goes going gold gone grain
grass gravel great green ground group grow guess guide guilt hair half hand hands hang happen happens happy harm harder
hardest hardly have head heads health healthy hear heard heal heat heavy held hello here hero hide high hike hill hills
hint hobby hold holiday home honest honey hope horse hospital host hotel house huge human hundred hungry hunt hurry
ideal ideas image important indoor infection injury inner inside instead interest interesting into invest iron island
issue item items join joint joke judge juice jump june just keep kept kick kids kill kilo kind king knee knife know
known lack lady lake land lane large laser last late later latest laugh laundry lazy lead leading learn least leave left
legs lemon lend lesson letter lettuce level levels lies life lift light lights like liked limit line link list listen
little live liver lives living local long longer look looks loose lose losing lost loud love lower luck lunch lung
machine made mail main make makes making man many mark market married mate math matches maybe meal meals mean means
meat medal meet memory mental menu mess message metal meter middle might mile miles mind mine minute miss mistake mixed
mode model modern moment money mood moon more most mother mountain mouse mouth move movie much muscle muscles music must
myself nail name near neat neck need needs never news next nice nine none noon normal north nose note notes nothing
notice novel number numbers nurse oats ocean offer often okay older once ones onion only open option orange order other
others outside oven over pace pack page paid pain paint pair panic paper parent park part parts party pass past paste
pasta path pause peak peer people perfect period phase piano pick piece pill pills pine pink pizza place plain plane
plant plate play player please plenty point police poem polish pool poor population post posture potato pound power
practice pray pregnant president pretty previous price print private probably problem process produce product program
promise proof proper proud prove public pull pulling pulse pure push pushing quality queen question quick quickly quiet
quit quite quote radio rain raise ranch range rare rash rate rather raw reach react read reader real really reason
receive recent recipe recommend record records recover recovery red relax release rely remember remind remove rent
repair repeat reply report rescue research resist result results return review rice rich ride rider right ring rise
risk river road rock role roll roof room root rope round route rule rules ruin rush safe said salad salt same sand sane
sauce save says scale scared school science score scores season seat second secret seed seek seem seems seen self sell
send sense series serious serve set seven several sex shape share sharp sheet shift shine shirt shock shoe shoes shop
short should shoulder shout show shower sick side sight sign signal signals silly similar simple sing single sister
site sitting size skill skin skip slack slide slight slow slower smart smile smoke smooth snack snow social soft soil
some song soon sore sorry sort soul sound soup source south space spare speak special speed speech spend spent spin
spirit spoke spoon sport sports spread spring square staff stage stair stake stamp stand standard star stare start
started state station status stay steak steal steam steel steep stem stick still stock stocks stomach stone stood stop
stopped store storm story straight stream street strength strong stronger struck struggle student study stuff stupid
style success such suffer suit sunny super supper support sure surf swap sweat sweet switch system table take taken
takes talk tall tape task taste taught teach team tear tell tells temper tend tennis tense term test tested testing text
than that theirs them then there these they thick thin thing things think thinking third this those though thought
three throat through throw tick tight time times title together told tomato tone tongue took tool tooth total touch tour
toward tower town toxic trace track traffic trail train trainer translate treat tree trial trick tried tries trip trip
triple trouble truck true trust truth turn turned twelve twenty twice type ugly uncle under understand unit until upset
used useful user usual usually vacation value values vary vegan very view virus visit vitamin voice vote wait wake
waking wall want wanted warm warn wash waste watch wave ways weak weaker wealth wear weather wedding well went were west
what wheel when where whether which while white whole whom whose wide wife wild will wind window wing wings winner wire
wise wish with woke woman women wonder wood words wore work worked working world worried worry worse worst worth would
write writing wrong yard yeah yell yellow young your yours yourself youth zone zones
advice affected anxious anyway attempt available average awful beaten bother bottom bounce calling campaign carbs cannot
casual certainly clothes commute compete competing completely concern condition confused contest continue convert copy
costs crazy credit current currently daily deadline dealing decide decision depressed describe desert details develop
developed developing dinners direct disease display dollar double downward drag dragging drained drawing dying economy
effort efforts electric election enemies energy engine english enjoyed essay excellent excited exist expect expected
expensive explore express extremely fainted fairly fancy favorite feature fellow finally finger finish fitter flying
football force foreign forever fortune freely freshness frankly funeral gentle german getaway grade handle handling
happened haven hiking history hitting holidays ignore imagine improving indeed influenced inform instance instructions
insurance
interested invent invite joking journal journey keen killer kitchen language laptop leader letting lifting lighter
listening loading longest lovely machine manage manager marriage mayor meaning means measure measured measures medicine
mention message method methods missed mission monday monitor morning movies moving multiple mustard mystery natural
nature nearly negative nervous nobody noise notified nowhere obvious occur office official ordinary owner pacing paper
passed passing password patient pattern patterns peaking perform performance perhaps personal photo phrase physical
picture playing poison politics popular position positive possible powder prefer present presented president pressing
pressure prevent printing prior prison private prize professional profile progress project protect pulled quarter
question racing reaching reacting reading rehab relate related religion remain remove report require rested resistance
respond response retire running sadness scared scenario schedule scientific scoring screen seconds seizure sensor
separate sending setting severe shaking sitting sleepy slept slower someone something sometimes spouse standing starting
statistics staying stiff stopping strained stream streak stretched stupid subject suddenly suffering summary
supplement supplements suppose surgery surprise survive swelling swing symptom symptoms taking talking tapering teacher
telling tension terrible testing thanked theory therapy thousand threat threshold throwing ticket timing tomatoes tonic
topic tournament toward tracker tracking trading treatment trending trends trigger turning typical uncertain uneasy
unhealthy unknown useless vacation variable version viral volume vomit waiting walking warming warning watching
weekly weird wheat whatever whenever wherever willing winning wonder worn worrying younger
""".split()


@lru_cache(maxsize=64)
def speller(habits: tuple[str, ...]) -> Speller:
    """Mends typos to our words, and to those of an athlete's own habits."""
    own = [part for key in habits for part in key.lower().split("_") if len(part) > 4 and part.isalpha()]
    return Speller([*_WORDS, *own], _OTHERS)
