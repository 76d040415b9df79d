"""Heart rate by the hour: a daily rhythm in local clock hours, sessions on top of it, noise from hour to hour."""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from data.simulate import causes
from data.simulate.calendar import Calendar
from data.simulate.device import Seen
from data.simulate.profile import Profile, Rhythm

HOUR_S = 3600
SETTLES = 0.35  # share of a session's lift that is left one hour after it
ADAPTS_H = 1.0  # by which the body clock follows the local one on a day abroad


@dataclass(frozen=True)
class Hours:
    hour_utc: np.ndarray
    offset_min: np.ndarray
    n: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


def curve_bpm(rhythm: Rhythm, hour: np.ndarray, acrophase_h) -> np.ndarray:
    """The noise-free rhythm at local clock hours, above its mesor [bpm]."""
    turn = 2 * np.pi / 24
    second_h = rhythm.second_acrophase_h + (acrophase_h - rhythm.acrophase_h)
    first = rhythm.amplitude_bpm * np.cos(turn * (hour - acrophase_h))
    return first + rhythm.second_bpm * np.cos(2 * turn * (hour - second_h))


def acrophase_h(profile: Profile, calendar: Calendar) -> np.ndarray:
    """Where the first harmonic peaks on each day, in hours of the local clock; abroad it lags behind that clock."""
    shifts = causes.shift_of(profile.rota, calendar.days)
    usual = [shift.acrophase_h for shift in shifts] if shifts else [profile.rhythm.acrophase_h] * calendar.days
    return (np.array(usual) + _jet_lag_h(calendar)) % 24


def _jet_lag_h(calendar: Calendar) -> np.ndarray:
    """How many hours the body clock peaks later than it would at home on that clock, day by day."""
    if not calendar.trips:
        return np.zeros(calendar.days)
    jumps = np.diff(calendar.hours_from_home, prepend=0.0)
    return np.array(list(accumulate(jumps.tolist(), _lag_after, initial=0.0))[1:])


def _lag_after(lag: float, jump: float) -> float:
    lag -= np.sign(lag) * min(abs(lag), ADAPTS_H)
    return float(lag + jump)


def hours(
    profile: Profile, calendar: Calendar, seen: Seen, acrophase: np.ndarray, luck: dict[str, np.random.Generator]
) -> Hours:
    """Every hour from the first night to an hour after the last waking, less the gaps."""
    rhythm, heart = profile.rhythm, luck["heart"]
    first = seen.nights.onset_utc[0] // HOUR_S
    last = seen.nights.wake_utc[-1] // HOUR_S + 1
    hour_utc = np.arange(first, last) * HOUR_S
    n = len(hour_utc)
    offset_min = calendar.offset_min(hour_utc)
    local_h = calendar.clock_h(hour_utc, offset_min) + 0.5
    day = np.clip((local_h // 24).astype(int), 0, calendar.days - 1)

    phase = acrophase + rhythm.jitter_h * luck["phase"].standard_normal(calendar.days)
    noise = rhythm.noise_bpm * causes.ar1(heart.standard_normal(n), rhythm.noise_phi)
    resting = seen.signals.resting_hr_bpm - profile.body.resting_hr.level
    mean = rhythm.mesor_bpm + 0.5 * resting[day] + curve_bpm(rhythm, local_h, phase[day]) + noise
    lift, top = _lifts(seen, hour_utc, mean)
    mean = np.clip(mean + lift, 34, 205)
    spread_low, spread_high = np.abs(heart.standard_normal((2, n)))
    low, high = mean - 4 - 2.5 * spread_low, np.maximum(mean + 7 + 5 * spread_high, top)
    samples = np.where(heart.random(n) < 0.06, heart.integers(5, 60, n), 60)
    kept = (heart.random(n) >= profile.gaps.hours) & _worn(seen, day, hour_utc)
    return Hours(
        hour_utc=hour_utc[kept],
        offset_min=offset_min[kept],
        n=samples[kept],
        mean=np.round(mean, 1)[kept],
        low=np.round(np.maximum(low, 28), 1)[kept],
        high=np.round(np.minimum(high, 215), 1)[kept],
    )


def _worn(seen: Seen, day: np.ndarray, hour_utc: np.ndarray) -> np.ndarray:
    """Hours of recorded days, and of recorded nights; a night that was not recorded has no hours."""
    worn = (seen.wore | seen.woke)[day]
    for night in np.flatnonzero(~seen.woke):
        first, last = np.searchsorted(hour_utc, (seen.nights.onset_utc[night] - HOUR_S, seen.nights.wake_utc[night]))
        worn[first + 1 : last] = False
    return worn


def _lifts(seen: Seen, hour_utc: np.ndarray, base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What sessions add to the mean of each hour, fading after them, and the highest heart rate of its session."""
    lift, top, sessions = np.zeros(len(hour_utc)), np.zeros(len(hour_utc)), seen.sessions
    reach = 1 + int(np.max(sessions.end_utc - sessions.start_utc, initial=0)) // HOUR_S + 1
    start_hour = (sessions.start_utc - hour_utc[0]) // HOUR_S
    for step in range(reach):
        hour = start_hour + step
        inside = (hour >= 0) & (hour < len(hour_utc))
        begins = hour_utc[0] + hour * HOUR_S
        share = (np.minimum(sessions.end_utc, begins + HOUR_S) - np.maximum(sessions.start_utc, begins)) / HOUR_S
        inside &= share > 0
        at = hour[inside]
        lift[at] += share[inside] * (sessions.avg_hr_bpm[inside] - base[at])
        top[at] = np.maximum(top[at], sessions.max_hr_bpm[inside])
    fading = accumulate(lift.tolist(), lambda before, now: max(now, SETTLES * before))
    return np.array(list(fading)), top
