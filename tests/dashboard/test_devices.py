"""What is said of devices that took turns."""

import pandas as pd

from dashboard import devices
from data.resolve import SourceChange

DAY = pd.Timestamp("2026-03-12")


def said(metric, offset, nights=20):
    (sentence,) = devices.turns([SourceChange(DAY, metric, "whoop", "oura", nights, offset)])
    return sentence


def test_a_ratio_is_told_as_one_and_a_difference_in_its_unit():
    assert said("hrv_rmssd_ms", 1.254) == (
        "**HRV (rMSSD)** comes from Oura export since 12 March 2026. It reads 1.25 times what WHOOP does, by 20 "
        "nights with both; earlier days are shifted by as much."
    )
    assert "It reads 2.0 bpm less than WHOOP, by 20 nights" in said("resting_hr_bpm", -2.0)
    assert "It reads as WHOOP does" in said("resting_hr_bpm", 0.02)
    assert "It reads as WHOOP does" in said("hrv_rmssd_ms", 1.003)


def test_a_baseline_that_began_anew_is_told_with_what_was_missing():
    assert said("resting_hr_bpm", None, nights=1).endswith(
        "Its baseline began anew there: 1 night with both, and 14 are needed to tell how they differ."
    )


def test_of_several_turns_at_one_measure_the_last_is_told():
    turns = [
        SourceChange(DAY, "resting_hr_bpm", "whoop", "oura", 20, 1.0),
        SourceChange(DAY + pd.Timedelta(days=9), "resting_hr_bpm", "oura", "whoop", 20, -1.0),
        SourceChange(DAY, "recovery_pct", "whoop", "oura", 20, 12.0),
    ]
    first, second = devices.turns(turns)
    assert "comes from WHOOP since 21 March 2026" in first and "12.0 points more than WHOOP" in second
