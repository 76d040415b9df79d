"""One key for one habit, however a journal words its question.

"Have any caffeine? ", "Consumed caffeine?" and "Koffein konsumiert?" all ask about `caffeine`. A question that is
not listed keeps its own words, less those that only ask ("did you", "have any", "took a"), so that a change of tense,
a lost question mark or a trailing space does not split a habit in two. Words that turn a question round ("avoid",
"not", "no") are never dropped.
"""

from functools import cache, lru_cache

from data.tables import fold

# English and German wordings are WHOOP's own, older and newer; of Spanish, French and Portuguese the substances only.
_HABITS = {
    "added_sugar": ("Consume added sugar?", "Zusätzlichen Zucker konsumiert?", "Azúcar añadido", "Açúcar adicionado"),
    "alcohol": (
        "Have any alcoholic drinks?", "Consumed alcohol?", "Alkohol konsumiert?", "¿Consumiste alcohol?", "Alcool",
        "¿Consumiste bebidas alcohólicas?", "¿Consumiste alguna bebida alcohólica?", "Bebida alcoólica",
        "Bebidas alcoólicas", "Boisson alcoolisée", "Boissons alcoolisées", "Alcoholic beverages",
    ),
    "anxiety": ("Feel nervous or anxious?", "Feel anxious?", "Mich nervös oder ängstlich gefühlt?"),
    "artificial_light_on_waking": ("See artificial light upon waking up?",),
    "avoid_processed_food": ("Avoid consuming processed foods?", "Avoided processed foods?", "Avoid processed food?"),
    "bloating": ("Experience bloating?", "Feel bloated?", "Blähungen gehabt?"),
    "blue_light_glasses": ("Wear blue-light blocking glasses before bed", "Wear blue-light blocking glasses?"),
    "breathwork": ("Practice breathwork?", "Do breathwork?"),
    "caffeine": ("Have any caffeine? ", "Consumed caffeine?", "Koffein konsumiert?", "¿Consumiste cafeína?", "Caféine"),
    "calcium": ("Took a calcium supplement?", "Calcium", "Kalzium zu dir genommen?", "Calcio", "Cálcio"),
    "cbd": ("Use CBD?", "Consume any CBD?"),
    "cold_shower": ("Take a cold shower?", "Eine kalte Dusche genommen?"),
    "commute": ("Commute to work?", "Zur Arbeit gependelt?"),
    "creatine": ("Take creatine?", "Kreatin eingenommen?", "Creatina", "Créatine"),
    "dairy": ("Consume dairy?", "Consume any dairy products?", "Milchprodukte konsumiert?"),
    "dark_room": ("Sleep in a dark room?",),
    "daylight_meals": (
        "Ate all your meals during daylight hours?", "Hast du alle deine Mahlzeiten tagsüber eingenommen?",
    ),
    "dimmed_lights": (
        "Dim your lights after sunset?", "Hast du deine Beleuchtung nach Sonnenuntergang gedimmt?",
    ),
    "electrolytes": ("Took electrolyte supplements?", "Consume electrolytes?"),
    "energized": ("Feel energized throughout the day?", "Den ganzen Tag über voller Energie gefühlt?"),
    "fish_oil": ("Took fish oil?",),
    "flight": ("Travel on a plane?", "Travel by plane?", "Mit dem Flugzeug gereist?"),
    "fruit_and_vegetables": ("Consumed fruits and/or vegetables?", "Eat fruits and vegetables?"),
    "headache": ("Have a headache?", "Experience a headache?", "Hast du Kopfschmerzen gehabt?"),
    "hot_flash": ("Have a hot flash while sleeping?", "Eine Hitzewallung im Schlaf gehabt?"),
    "hydration": ("Hydrate sufficiently?", "Hydrated sufficiently?", "Genug Wasser getrunken?", "Stay hydrated?"),
    "injury": ("Injured / Not Injured", "Have an injury or wound", "Eine Verletzung oder Wunde haben?"),
    "intermittent_fasting": ("Followed an intermittent fasting diet?", "Practice intermittent fasting?"),
    "journaling": ("Journaled your thoughts?",),
    "late_meal": (
        "Eat any food close to bedtime?", "Ate food close to bedtime?", "Have a late meal?",
        "Kurz vor dem Schlafengehen noch etwas gegessen?",
    ),
    "learning": ("Learned something interesting or important?", "Etwas Interessantes oder Wichtiges gelernt?"),
    "magnesium": ("Take magnesium?", "Take a magnesium supplement?", "Magnesio", "Magnésio", "Magnésium"),
    "meditation": ("Meditate? ", "Practice meditation?", "Spend time meditating?", "Meditiert?", "¿Meditaste?"),
    "melatonin": ("Take melatonin?", "Ein Melatoninpräparat eingenommen?", "Melatonina", "Mélatonine"),
    "migraine": ("Experienced a migraine?", "Have a migraine?"),
    "mouth_tape": ("Wore mouth tape while sleeping?",),
    "nicotine": ("Use nicotine?", "Nikotin konsumiert?", "Nicotina", "Nicotine"),
    "nsaid": (
        "Take an anti-inflammatory medication (NSAID)?", "Take anti-inflammatory (NSAID)?",
        "Ein entzündungshemmenden Medikaments (NSAID) eingenommen?",  # their grammar
    ),
    "outdoors": ("Spend time outdoors?",),
    "own_bed": ("Sleep in your own bed?",),
    "probiotic": ("Take a probiotic?", "Take probiotics?", "Probiotikum eingenommen?"),
    "protein": ("Consume protein?", "Eiweiß eingenommen?"),
    "read_in_bed": ("Read (non-screened device) while in bed?", "im Bett gelesen (kein Gerät mit Bildschirm)?"),
    "remote_work": ("Work from home?", "Im Home Office gearbeitet?"),
    "sauna": ("Use a sauna?", "Spend time in a sauna?", "Hast du eine Sauna benutzt?"),
    "screen_in_bed": (
        "View a screened device while in bed?", "Viewed a screen device in bed?", "View a screen device while in bed?",
        "Im Bett auf ein Gerät mit Bildschirm geschaut?",
    ),
    "shared_bed": ("Share your bed?", "Dein Bett geteilt?"),
    "sick_or_ill": ("Sick / Not Sick", "Feeling sick or ill?", "Feel sick?", "Dich krank gefühlt?"),
    "sleep_medication": ("Take prescription sleep medication?", "Verschreibungspflichtige Schlafmittel eingenommen?"),
    "social_contact": (
        "Connected with family and/or friends?", "Connect with family or friends?",
        "Kontakt mit Familie oder Freunden gehabt?",
    ),
    "steam_room": ("Use a steam room?", "Hast du ein Dampfbad benutzt?"),
    "stress": ("Experience stress?", "Feel stressed?", "Unter Stress gestanden?"),
    "stretching": ("Spend time stretching?", "Stretch?"),
    "sunlight": ("Spend time in natural sunlight?",),
    "sunlight_on_waking": (
        "See direct sunlight upon waking up?", "Beim Aufwachen direktes Sonnenlicht gesehen?",
    ),
    "tobacco": ("Use tobacco of any form?", "Use tobacco in any form?"),
}  # fmt: skip

_ARTICLES = frozenset(
    "a an the any some your my ein eine einen einem dein deine el la los las un una unos unas alguna algun "
    "le les l du de d des une o os as um uma alguma algum".split()
)
# Words that say no more than that the thing named was there, in front of it or (in German) behind it.
_ASKING = frozenset(
    "did do does have had has you i consume take use get drink hast habe haben "
    "consumiste tomaste bebiste usaste as avez avais tu vous consomme bu pris voce consumiu tomou bebeu usou".split()
)
_ASKED = frozenset("today heute hoy hoje konsumiert eingenommen genommen gehabt benutzt".split())
_PRESENT = {
    "ate": "eat", "avoided": "avoid", "avoiding": "avoid", "connected": "connect", "consumed": "consume",
    "consuming": "consume", "did": "do", "dimmed": "dim", "drank": "drink", "eating": "eat", "engaged": "engage",
    "experienced": "experience", "experiencing": "experience", "feeling": "feel", "felt": "feel", "followed": "follow",
    "following": "follow", "got": "get", "hydrated": "hydrate", "journaled": "journal", "learned": "learn",
    "meditated": "meditate", "practiced": "practice", "received": "receive", "saw": "see", "shared": "share",
    "slept": "sleep", "spent": "spend", "stayed": "stay", "stretched": "stretch", "took": "take", "taking": "take",
    "traveled": "travel", "travelled": "travel", "used": "use", "using": "use", "viewed": "view", "viewing": "view",
    "went": "go", "wore": "wear", "wearing": "wear", "worked": "work",
}  # fmt: skip


@lru_cache(maxsize=4096)
def habit(question: str) -> str:
    """The key of the habit that a question asks about; "" for a blank question."""
    key = _without_asking(question)
    return _known_keys().get(key, key)


@cache
def _known_keys() -> dict[str, str]:
    return {_without_asking(wording): key for key, wordings in _HABITS.items() for wording in wordings}


def _without_asking(question: str) -> str:
    """The words that name the thing: "Did you take a cold shower?" and "Took a cold shower" -> "cold_shower"."""
    said = [word for word in fold(question).split("_") if word]
    words = [word for word in said[:-1] if word not in _ARTICLES] + said[-1:]  # an article names nothing: "vitamin D"
    kept = [_PRESENT.get(word, word) for word in words[:2]] + words[2:]  # the verb leads, or follows "did you"
    while kept and kept[0] in _ASKING:
        kept = kept[1:]
        if kept:
            kept[0] = _PRESENT.get(kept[0], kept[0])
    while kept and kept[-1] in _ASKED:
        kept = kept[:-1]
    return "_".join(kept or words) or fold(question) or "_".join(question.casefold().split())
