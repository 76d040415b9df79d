"""What a question rules out: `no pool today, can I ride instead`, `my bike is broken, so a run`."""

import re

_THING = (
    r"(?:(?:running |cycling |road |mountain |gravel |my |the |a |an |our |any )*"
    r"(?:bike|bicycle|cycling|ride|riding|cycle|trainer|turbo|pool|swim|swimming|run|running|treadmill|gym|weights|"
    r"lifting|barbell|row|rower|rowing|erg|hike|hiking|walk|shoes?|trainers|spokes?|wheel|tyres?|tires?|chain|track))"
)
_FAILS = (
    r"(?:broken?|closed|shut|full|wet|soaked|flat|stolen|gone|lost|missing|out of (?:order|service|action)|unavailable|"
    r"locked|punctured|dead|ruined|worn(?: out)?|too (?:far|small|big|old|cold|icy|crowded)|not (?:available|working|"
    r"open|here|ready|rideable|free)|(?:in|at) (?:the |a |my )?(?:shop|repair|garage|workshop|service|other\b.*)|"
    r"being (?:repaired|serviced|fixed)|away|booked|occupied|a mess|damaged|defect(?:ive)?|kaput|bust(?:ed)?|off)"
)
_OUT = re.compile(
    rf"\b(?:no|without|(?:do|have|got|am|is|are) not(?: have| got| going to| able to| allowed to| feel like| want to)?|"
    rf"can not(?: get to| use| do| go| go to)?|never|instead of|rather than|other than|except(?: for)?|not(?: a| "
    rf"the| in "
    rf"the| on the)?|skip(?:ping)?|hate|sick of|bored of|tired of) {_THING}\b|"
    rf"\b{_THING}(?:'s)?(?: \w+){{0,2}}? (?:is|are|was|were|got|has been|have been|still) (?:\w+ ){{0,3}}?{_FAILS}|"
    rf"\b{_THING} (?:has|have|had|got) (?:a |an )?(?:\w+ )?(?:broken|flat|bent|cracked|puncture|hole)(?: \w+)?|"
    rf"\b(?:broken|flat|bent|cracked|stolen|wet) {_THING}|\b{_THING}(?:'s)? (?:broke|died|{_FAILS})\b|"
    rf"\btoo (?:icy|cold|hot|wet|dark|windy|stormy|snowy|far) (?:out )?(?:to|for (?:a |the )?){{0,1}} ?{_THING}\b"
)


def without_ruled_out(said: str) -> str:
    """The text without the sports and the things for them that it says are not to be had."""
    return _OUT.sub(" ", said)
