"""Questions as they are typed, made plain: small letters, short forms in full, typos of the words that we know mended.

Only a word that we do not know is changed, and only to one that is a slip or two away from it.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MOST_CHARACTERS = 600  # of a question that are read
_SHORT = {
    "whats": "what is", "what's": "what is", "wats": "what is", "wat": "what", "wot": "what", "hows": "how is",
    "how's": "how is", "whos": "who is", "who's": "who is", "wheres": "where is", "where's": "where is",
    "whens": "when is", "when's": "when is", "why's": "why is", "whys": "why is", "that's": "that is",
    "thats": "that is", "it's": "it is", "there's": "there is", "let's": "let us", "i'm": "i am", "im": "i am",
    "i've": "i have", "ive": "i have", "i'd": "i would", "i'll": "i will", "you're": "you are", "youre": "you are",
    "you've": "you have", "we're": "we are", "they're": "they are", "isn't": "is not", "isnt": "is not",
    "aren't": "are not", "wasn't": "was not", "wasnt": "was not", "don't": "do not", "dont": "do not",
    "doesn't": "does not", "doesnt": "does not", "didn't": "did not", "didnt": "did not", "can't": "can not",
    "cant": "can not", "cannot": "can not", "won't": "will not", "wont": "will not", "shouldn't": "should not",
    "couldn't": "could not", "haven't": "have not", "hasn't": "has not", "u": "you", "ur": "your", "r": "are",
    "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks", "tmrw": "tomorrow", "tmr": "tomorrow",
    "tomoz": "tomorrow", "2moro": "tomorrow", "2morrow": "tomorrow", "2day": "today", "tody": "today",
    "2nite": "tonight", "tonite": "tonight", "nite": "night", "yday": "yesterday", "yest": "yesterday",
    "shud": "should", "shld": "should", "cud": "could", "wud": "would", "gonna": "going to", "wanna": "want to",
    "gotta": "have to", "abt": "about", "bc": "because", "cuz": "because", "cos": "because", "b4": "before",
    "wk": "week", "wks": "weeks", "mins": "minutes", "hrs": "hours", "avg": "average", "rn": "right now",
    "hr": "heart rate", "rhr": "resting heart rate", "wkout": "workout", "y'all": "you", "lemme": "let me",
    "gimme": "give me", "slp": "sleep", "yr": "year", "vs": "vs", "recov": "recovery", "bday": "birthday",
}  # fmt: skip


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """Small letters without accents, straight quotes, short forms in full; marks at the ends of clauses stay."""
    text = unicodedata.normalize("NFKD", text[:MOST_CHARACTERS].replace("\u2019", "'").replace("\u2018", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    text = re.sub(r"[\u2013\u2014]", " - ", text)
    text = re.sub(
        r"(?<=[a-z])'s(?= (?:\w+ )?(?:my|the|your|a|it|going|wrong|up|best|behind|next|better)\b)", " is", text
    )
    text = re.sub(r"(?<=[a-z])'ll\b", " will", text)
    text = re.sub(r"[^a-z0-9'.,:;!?/%+&()\n -]", " ", text)
    text = re.sub(r"([a-z])\1{2,}", r"\1\1", text)  # "sooo"
    text = re.sub(r"^((?:and|but|so|ok) )?y(?= [a-z])", r"\1why", text)  # "y so low"
    text = re.sub(r"[a-z0-9]+'?[a-z]*", lambda m: _SHORT.get(m[0], m[0]), text)
    return re.sub(r"\s+", " ", text).strip()


class Speller:
    """Mends words that are near to one of `words`; `others` are right as they stand."""

    def __init__(self, words: Iterable[str], others: Iterable[str] = ()):
        self._words = dict.fromkeys(words)
        self._right = set(self._words) | set(others)
        self._near: dict[str, list[str]] = {}
        for word in self._words:
            if len(word) >= 4:
                for form in _shorter(word, _reach(word)):
                    self._near.setdefault(form, []).append(word)

    def mended(self, text: str) -> str:
        return re.sub(r"(?<![\w'])[a-z]{4,}(?![\w'])", lambda m: self.word(m[0]), text)

    @lru_cache(maxsize=4096)  # noqa: B019 - one speller lives as long as the program
    def word(self, said: str) -> str:
        """The word that was meant, or the word itself."""
        if said in self._right or _stem(said) in self._right:
            return said
        reach = _reach(said)
        found = {word for form in _shorter(said, reach) for word in self._near.get(form, ())}
        near = sorted((distance(said, word), abs(len(word) - len(said)), word) for word in found if word[0] == said[0])
        return near[0][2] if near and near[0][0] <= min(reach, _reach(near[0][2])) else said


def _reach(word: str) -> int:
    """How many slips a word bears; its first letter is taken to be right."""
    return 2 if len(word) >= 8 else 1


def _stem(word: str) -> str:
    return re.sub(r"(?:'s|s|ed|ing|ly)$", "", word)


def _shorter(word: str, by: int) -> set[str]:
    """The word, and all that is left of it without one letter or two."""
    forms = {word}
    for _ in range(by):
        forms |= {form[:i] + form[i + 1 :] for form in forms for i in range(len(form))}
    return forms


def distance(one: str, other: str) -> int:
    """How many slips lie between two words: a letter left out, put in, changed, or two swapped.

    Source: Damerau (1964), Commun ACM 7(3):171-6; the restricted form, in which no letter is edited twice.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        now = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, row = row, now
    return row[-1]
