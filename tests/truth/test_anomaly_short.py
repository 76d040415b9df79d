"""T7 with few athletes and bands that leave room for chance."""

from tests.truth import t7_anomaly


def test_illnesses_are_seen_early_at_the_false_days_that_were_asked_for():
    false, seen, area = t7_anomaly.illnesses_seen(count=6)
    assert 0.1 <= false.ours <= 1.5 + 4 * false.se, false
    assert seen.ours >= 0.8 - 3 * seen.se, seen
    assert area.ours >= 0.88, area
    forest, auto, any_signal = (float(part.split()[0]) for part in area.naive.split("), "))
    assert area.ours > max(forest, auto, any_signal) + 0.05
