import numpy as np
import pandas as pd
import pytest

from analytics.journal import answers

DAYS = pd.date_range("2025-03-03", periods=4, name="day")


def journal(*rows: tuple) -> pd.DataFrame:
    """Rows of (number of the day, habit, answer, amount, unit)."""
    return pd.DataFrame(
        [(str(DAYS[day].date()), habit, f"{habit}?", *rest) for day, habit, *rest in rows],
        columns=["day", "habit", "question", "answer", "amount", "unit"],
    )


def test_a_no_and_a_default_are_no_and_silence_is_neither():
    given = answers(
        journal(
            (0, "sauna", "yes", np.nan, None),
            (1, "sauna", "no", np.nan, None),
            (2, "sauna", "no_or_default", None, None),
        ),
        DAYS,
    )
    assert given.done["sauna"].tolist()[:3] == [1, 0, 0]
    assert np.isnan(given.done["sauna"].iloc[3])
    assert given.questions == {"sauna": "sauna?"}


def test_of_two_sources_a_yes_counts():
    given = answers(journal((0, "sauna", "yes", np.nan, None), (0, "sauna", "no_or_default", np.nan, None)), DAYS)
    assert given.done["sauna"].iloc[0] == 1


def test_an_amount_alone_is_an_answer_and_a_note_alone_is_none():
    rows = journal(
        (0, "caffeine", None, 2, "cups"), (1, "caffeine", None, 0, "cups"), (2, "caffeine", None, np.nan, None)
    )
    given = answers(rows, DAYS)
    assert given.done["caffeine"].iloc[:2].tolist() == [1, 0]
    assert given.done["caffeine"].isna().tolist() == [False, False, True, True]
    assert given.amount["caffeine"].dropna().tolist() == [2]


def test_amounts_in_another_unit_are_left_out():
    rows = journal(
        (0, "alcohol", "yes", 2, "drinks"), (1, "alcohol", "yes", 500, "ml"), (2, "alcohol", "yes", 1, "drinks")
    )
    given = answers(rows, DAYS)
    assert given.amount["alcohol"].dropna().tolist() == [2, 1]
    assert given.units == {"alcohol": "drinks"}
    assert given.done["alcohol"].sum() == 3


def test_answers_outside_the_days_are_left_out():
    outside = journal((0, "sauna", "yes", np.nan, None)).assign(day="2024-01-01")
    assert answers(outside, DAYS).done["sauna"].isna().all()


def test_another_answer_is_our_mistake():
    with pytest.raises(ValueError, match="maybe"):
        answers(journal((0, "sauna", "maybe", np.nan, None)), DAYS)
