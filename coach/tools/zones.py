"""Time in zones of heart rate, as devices give it for a session; and which watts or beats a zone is here."""

import pandas as pd

from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import sessions
from coach.tools.telling import answer, not_stored, upper, when
from coach.tools.today import highest_hr
from coach.understood import Period
from coach.workout import EASY, HARD, STEADY, Zones

ZONES = range(6)
EASY_ZONES, HARD_ZONES = (0, 1, 2), (4, 5)  # of six by heart rate; ours, near the bounds of Seiler's three
_UNKNOWN = "Time in zones is not stored for your sessions {when}, so I can't say it; their length in all would mislead."


def time_in(known: Known, zone: int | None, period: Period | None, sport: str = "") -> list[Fact]:
    """Minutes in a zone, or in each, over some days; the last 28 without them."""
    period = period or sessions.lately(known, 28)
    rows = sessions.done(known, sport or None, period) if len(known.workouts()) else known.workouts()
    return _of(rows, zone, when(period), period)


def time_of_last(known: Known, zone: int | None, sport: str = "") -> list[Fact]:
    """The same of the newest session."""
    rows = sessions.done(known, sport or None) if len(known.workouts()) else known.workouts()
    if rows.empty:
        return [not_stored("zones", "Time in zones", "No session is on record.", ("workout",))]
    last = rows.iloc[[-1]]
    day = last["when"].iloc[0]
    return _of(last, zone, f"in your last session, on {words.day(day)}", Period(day, day, "the last session"))


def _of(rows: pd.DataFrame, zone: int | None, during: str, period: Period) -> list[Fact]:
    have = rows[[f"zone{n}_min" for n in ZONES]].apply(pd.to_numeric, errors="coerce") if len(rows) else rows
    if len(have):
        have = have.dropna(how="all")
    if not len(rows):
        return [not_stored("zones", "Time in zones", f"No session is on record {during}.", ("workout",))]
    if not len(have):
        return [not_stored("zones", "Time in zones", _UNKNOWN.format(when=during), ("workout",))]
    totals, whole = have.sum(), words.hours(float(rows["duration_min"].sum()))
    n = words.counted(len(rows), "session")
    if zone is None:
        parts = [f"{words.hours(totals[f'zone{one}_min'])} in zone {one}" for one in ZONES if one]
        said = f"{upper(during)}: {words.listed(parts)}, of {whole} in {n}."
        value = None
    else:
        value = float(totals[f"zone{zone}_min"])
        said = f"{words.hours(value)} in zone {zone} {during}, of {whole} in {n}."
    if len(have) < len(rows):
        said += f" Zones are known for {len(have)} of them."
    return [answer("zones", "Time in zones", said, value=value, unit="min", n=len(have), period=period,
                   method="zones by heart rate, as the device counts them")]  # fmt: skip


def ranges(known: Known) -> list[Fact]:
    """Which watts or beats easy, steady and hard sessions have here."""
    ftp, most = known.profile.ftp_w, known.profile.max_hr_bpm or highest_hr(known)
    if not ftp and not most:
        said = "Neither an FTP nor a highest heart rate is known of you, so I have no zones to give."
        return [not_stored("ranges", "Zones", said, ("ftp", "max_hr"))]
    zones = Zones(ftp, most)
    parts = [f"{kind} {zones.of(kind)}" for kind in (EASY, STEADY, HARD)]
    base = f"your FTP of {words.number(ftp, 'W')}" if ftp else f"your highest heart rate of {words.number(most, 'bpm')}"
    said = f"From {base} I use {words.listed(parts)}."
    said += " Easy is what many call zone 2, steady zone 3, and hard the efforts around zone 5."
    return [answer("ranges", "What easy, steady and hard mean in figures", said, about=("ftp", "max_hr", "workout"),
                   method="percent of FTP (Allen and Coggan), percent of the highest heart rate (ACSM)")]  # fmt: skip


def polarized(known: Known, period: Period | None = None) -> list[Fact]:
    """How the minutes of some weeks lie between easy, middle and hard zones."""
    period = period or sessions.lately(known, 28)
    rows = sessions.done(known, None, period) if len(known.workouts()) else known.workouts()
    have = rows[[f"zone{n}_min" for n in ZONES]].apply(pd.to_numeric, errors="coerce") if len(rows) else rows
    total = float(have.to_numpy().sum()) if len(have.dropna(how="all")) and not have.isna().any().any() else 0.0
    if not total:
        return [not_stored("polarized", "Time in zones", _UNKNOWN.format(when=when(period)), ("workout",))]
    easy = float(have[[f"zone{n}_min" for n in EASY_ZONES]].to_numpy().sum()) / total * 100
    hard = float(have[[f"zone{n}_min" for n in HARD_ZONES]].to_numpy().sum()) / total * 100
    middle = 100 - easy - hard
    verdict = "Yes, near it" if easy >= 75 and hard > middle else "Not really"
    said = (
        f"{verdict}: {when(period)} {words.number(easy, '%')} of your minutes lay in zones 0 to 2, "
        f"{words.number(middle, '%')} in zone 3 and {words.number(hard, '%')} in zones 4 and 5."
    )
    return [answer("polarized", "How your minutes lie between zones", said, value=easy, unit="%", n=len(rows),
                   period=period, method="minutes by zones of heart rate; 80% easy and little in the middle is called "
                   "polarized")]  # fmt: skip
