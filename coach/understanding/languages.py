"""Whether a question is asked in another language than English: by its commonest words, or by its script.

Words that are English too ("die", "man", "come") count only beside others that are not.
"""

import re
import unicodedata

_WORDS = {
    "german": """
        ich mein meine meinen meiner meinem mir mich du dein deine ist sind war waren habe hab hast hat hatte bin wie
        warum wieso weshalb wann wer wo welche welcher welches soll sollte kann konnte muss darf werde wird wurde der
        das den dem des ein eine einen einem und oder aber nicht kein keine mit ohne auf aus bei bis durch fur gegen
        nach seit uber unter vom von vor zu zum zur im am heute gestern morgen nacht woche letzte letzten diese dieser
        so hart trainieren training schlaf schlafen geschlafen erholung erholt mude niedrig hoch puls ruhepuls viel
        sehr gut schlecht besser schlechter es er sie wir ihr sich auch noch schon nur als wenn dass trinken alkohol
        hilf hilfe bitte danke lauf laufen rad fahren was man die
    """,
    "spanish": """
        yo mi mis tu el la los las un una unos de del al en por para con sin que como cuando donde quien cual es esta
        estoy soy fue era tengo tiene he ha debo deberia puedo puede hoy ayer manana noche anoche semana mes dormi
        dormir dormido sueno descansar descanso entrenar entreno entrenamiento recuperacion cansado cansada mejor peor
        bajo baja alto alta muy mas menos bien mal y o pero porque si no me se lo le mucho correr hacer hago alcohol
        ultima pasada gracias hola ayuda frecuencia cardiaca
    """,
    "french": """
        je mon ma mes tu ton ta le la les un une des du de au aux en dans par pour avec sans que qui quoi comment quand
        ou pourquoi est suis sont etait ai as a ont dois devrais peux puis aujourd'hui aujourd hui hier demain nuit
        semaine mois dormi dormir sommeil repos reposer entrainer entrainement recuperation fatigue fatiguee mieux
        pire basse bas haut tres plus moins bien mal et mais cette ce ces ne pas me se il elle nous vous est-ce quel
        quelle courir faire merci bonjour derniere alcool m'entrainer j'ai c'est
    """,
    "italian": """
        io mio mia miei mie tuo il lo la i gli le un uno una di del della dei al alla in nel nella da per con senza che
        chi come quando dove perche quale e sono era ho ha hai devo dovrei posso oggi ieri domani notte settimana mese
        dormito dormire sonno riposo riposare allenare allenarmi allenamento recupero stanco stanca meglio peggio
        basso bassa alto alta molto piu meno bene male o ma questa questo non mi si correre fare grazie ciao aiuto
        scorsa alcol quanto stato
    """,
    "portuguese": """
        eu meu minha meus minhas teu o a os as um uma de do da dos das ao em no na nos nas por para com sem que como
        quando onde quem qual e sou estou foi era tenho tem devo deveria posso hoje ontem amanha noite semana mes dormi
        dormir sono descansar descanso treinar treino recuperacao cansado cansada melhor pior baixo baixa alto alta
        muito mais menos bem mal ou mas esta este nao me se correr fazer obrigado ola ajuda passada alcool
    """,
    "dutch": """
        ik mijn mij jij je jouw is zijn was waren heb hebt heeft had ben hoe waarom wanneer wie waar welke moet mag kan
        kunnen zal wordt de het een en of maar niet geen met zonder op uit bij tot door voor tegen na sinds over onder
        van naar vandaag gisteren morgen nacht vannacht week vorige deze dit dat trainen training slaap slapen geslapen
        herstel hersteld moe laag hoog hartslag rusten rust veel heel goed slecht beter slechter ook nog al wat als
        drinken alcohol hardlopen fietsen dank
    """,
}
# What is English as well, or is said in English: no sign of another language.
_ENGLISH = frozenset(
    """
    a i am an as at be been but by can come data did die do does had has have he her how i in is it la lo man me mean
    mes mi most no of old on or over pace rest so ton tot training tu up us was we week were what when who why will with
    you alcohol het had dit chi era sad son des use see some the to and my for if not from this that should more
    less sleep today recovery hrv heart rate low high hard easy which are any all good bad last ma el le al est male
    long plus de du en on par per fare fatigue under after since does quick die puls so also bin hat hast hut mag
    """.split()
)
_FOREIGN = {name: frozenset(words.split()) for name, words in _WORDS.items()}
LEAST_WORDS = 2  # that are of the other language alone
LEAST_SHARE = 0.6  # of all words, that are in it at all


def other_than_english(text: str) -> bool:
    """Whether most of a text is in another language, as typed: accents and other scripts are still in it."""
    letters = [c for c in text[:600] if c.isalpha()]
    if len(letters) >= 3 and sum(not _latin(c) for c in letters) > len(letters) / 2:
        return True
    flat = unicodedata.normalize("NFKD", text[:600].lower().replace("\u2019", "'"))
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    words = [word.strip("'") for word in re.findall(r"[a-z\u00df']+", flat)]
    return any(_speaks(words, known) for known in _FOREIGN.values())


def _latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _speaks(words: list[str], known: frozenset[str]) -> bool:
    own = [word for word in words if word in known and word not in _ENGLISH]
    either = [word for word in words if word in known]
    return len(set(own)) >= LEAST_WORDS and len(either) >= LEAST_SHARE * len(words)
