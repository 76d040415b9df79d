"""Nights and naps out of the pieces of sleep that watches, phones and apps wrote down side by side.

Of sleeps that overlap, those of one origin count: with stages before without, then the one that is believed most,
then the longest. "In bed" alone is no sleep; it tells the time in bed of the sleep that it holds.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.digest.origins import Origins
from data.digest.zones import Zones
from data.importers.apple_words import SLEEP, STAGES
from data.schema import Sleep

APART_S = 2 * 3600  # awake for longer than this, and it is another sleep
LONGEST_S = 24 * 3600
NAP_MIN = 180  # a second sleep of a day that is shorter is a nap, and so is any that begins by day
DAYTIME_H = range(9, 20)
STAGED = ("light", "rem", "deep")
_ORDER = ("awake", "asleep", *STAGED)  # of two that one origin writes for one moment, the later counts


@dataclass(frozen=True, slots=True)
class _Piece:
    origin: str
    stage: str
    start_utc: int
    end_utc: int


@dataclass(frozen=True, slots=True)
class _Session:
    """One sleep as one origin saw it. pieces: all that it wrote of this stretch of time, in bed and awake as well."""

    origin: str
    onset_utc: int
    wake_utc: int
    pieces: tuple[_Piece, ...]

    @property
    def has_stages(self) -> bool:
        return any(piece.stage in STAGED for piece in self.pieces)

    @property
    def tells_awake(self) -> bool:
        """Whether its origin would have written of lying awake."""
        return self.has_stages or any(piece.stage == "awake" for piece in self.pieces)


def sleeps(origins: Origins, zones: Zones) -> Iterator[Sleep]:
    """All nights and naps, by day."""
    parts = [part for part in origins.parts(SLEEP) if part.details.get("value") in STAGES]
    if not parts:
        return
    rank = {origin: place for place, origin in enumerate(origins.ranked(parts, phone_last=True))}
    stage_of = {part.id: (part.origin, STAGES[part.details["value"]]) for part in parts}
    pieces = (
        _Piece(*stage_of[series], start, start + length)
        for series, start, length, _ in origins.rows(parts)
        if 0 < length <= LONGEST_S
    )
    found = (_sleep(session, zones) for group in _groups(pieces) for session in _believed(group, rank))
    yield from _with_naps(found)


def _groups(pieces: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces between which nothing was written for a while."""
    group: list[_Piece] = []
    end_utc = 0
    for piece in pieces:
        if group and piece.start_utc > end_utc + APART_S:
            yield group
            group = []
        group.append(piece)
        end_utc = max(end_utc, piece.end_utc)
    if group:
        yield group


def _believed(group: list[_Piece], rank: dict[str, int]) -> Iterator[_Session]:
    """The sleeps of a group of pieces: of those that overlap, the sleeps of one origin."""
    sessions = sorted(_sessions(group), key=lambda session: (session.onset_utc, session.wake_utc, session.origin))
    cluster: list[_Session] = []
    wake_utc = 0
    for session in sessions:
        if cluster and session.onset_utc >= wake_utc:
            yield from _best(cluster, rank)
            cluster = []
        cluster.append(session)
        wake_utc = max(wake_utc, session.wake_utc) if len(cluster) > 1 else session.wake_utc
    if cluster:
        yield from _best(cluster, rank)


def _best(cluster: list[_Session], rank: dict[str, int]) -> Iterator[_Session]:
    by_origin = defaultdict(list)
    for session in cluster:
        by_origin[session.origin].append(session)

    def worth(origin: str) -> tuple[bool, int, int]:
        mine = by_origin[origin]
        span_s = sum(session.wake_utc - session.onset_utc for session in mine)
        return any(session.has_stages for session in mine), -rank[origin], span_s

    return iter(by_origin[max(by_origin, key=worth)])


def _sessions(group: list[_Piece]) -> Iterator[_Session]:
    """The sleeps of each origin by itself."""
    by_origin = defaultdict(list)
    for piece in group:
        by_origin[piece.origin].append(piece)
    for origin, pieces in by_origin.items():
        asleep = [piece for piece in pieces if piece.stage not in ("in_bed", "awake")]
        for onset_utc, wake_utc in _stretches(asleep):
            near = (p for p in pieces if p.start_utc < wake_utc and p.end_utc > onset_utc)
            yield _Session(origin, onset_utc, wake_utc, tuple(near))


def _stretches(pieces: list[_Piece]) -> Iterator[tuple[int, int]]:
    """From the first to the last moment of pieces that follow on each other; pieces by start."""
    first = last = None
    for piece in pieces:
        if last is not None and piece.start_utc > last + APART_S:
            yield first, last
            first = last = None
        first = piece.start_utc if first is None else first
        last = piece.end_utc if last is None else max(last, piece.end_utc)
    if last is not None:
        yield first, last


def _sleep(session: _Session, zones: Zones) -> Sleep:
    minutes = _minutes(session)
    asleep_min = sum(minutes[stage] for stage in ("asleep", *STAGED))
    in_bed_min = _in_bed_min(session)
    offset_min = zones.offset_min(session.wake_utc)
    stages = {f"{stage}_min": minutes[stage] for stage in STAGED} if session.has_stages else {}
    return Sleep(
        session.onset_utc,
        session.wake_utc,
        zones.day(session.wake_utc),
        offset_min,
        in_bed_min=in_bed_min,
        asleep_min=asleep_min,
        awake_min=minutes["awake"] if session.tells_awake else None,
        efficiency_pct=100 * asleep_min / in_bed_min if in_bed_min else None,
        **stages,
    )


def _minutes(session: _Session) -> dict[str, float]:
    """Minutes of each stage between falling asleep and waking, no moment counted twice."""
    marks = []
    for piece in session.pieces:
        if piece.stage in _ORDER:
            level = _ORDER.index(piece.stage)
            marks += [(max(piece.start_utc, session.onset_utc), level, 1),
                      (min(piece.end_utc, session.wake_utc), level, -1)]  # fmt: skip
    active, seconds, before = [0] * len(_ORDER), [0] * len(_ORDER), session.onset_utc
    for at_utc, level, step in sorted(marks):
        if now := [place for place, n in enumerate(active) if n > 0]:
            seconds[now[-1]] += at_utc - before
        before = at_utc
        active[level] += step
    return {stage: s / 60 for stage, s in zip(_ORDER, seconds, strict=True)}


def _in_bed_min(session: _Session) -> float | None:
    """Time in bed around a sleep, from getting in to getting out; None where its origin does not tell."""
    in_bed = [piece for piece in session.pieces if piece.stage == "in_bed"]
    if not in_bed:
        return None
    first = min(session.onset_utc, *(piece.start_utc for piece in in_bed))
    last = max(session.wake_utc, *(piece.end_utc for piece in in_bed))
    return (last - first) / 60 if last - first <= LONGEST_S else None


def _with_naps(found: Iterator[Sleep]) -> Iterator[Sleep]:
    """The sleeps with the mark of a nap: the longest of a day is the night, unless it is short and by day."""
    by_day = defaultdict(list)
    for sleep in found:
        by_day[sleep.day].append(sleep)
    for day in sorted(by_day):
        night = max(by_day[day], key=lambda sleep: (sleep.asleep_min, -sleep.onset_utc))
        for sleep in by_day[day]:
            is_short = sleep.asleep_min < NAP_MIN
            by_daylight = (sleep.onset_utc // 60 + sleep.offset_min) // 60 % 24 in DAYTIME_H
            yield replace(sleep, nap=is_short and (sleep is not night or by_daylight))
