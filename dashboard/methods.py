"""Every analysis in two sentences, and how it did where the truth is known."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

TRUTH = Path(__file__).parents[1] / "docs" / "truth.md"
COLUMNS = ("check", "world", "athletes", "naive", "ours", "target", "met?")


@dataclass(frozen=True)
class Method:
    """An analysis. does, silent: a sentence each. checks: how the names of its checks begin; "": it has none."""

    name: str
    does: str
    silent: str
    checks: str = ""


METHODS = (
    Method(
        "Baselines and trends",
        "Your last 7 days are held against the 60 days before them, with an interval that knows that a day resembles "
        "the one before it.",
        "Silent with fewer than 14 days of reference or 3 of the last 7; a new device begins anew.",
        "T1",
    ),
    Method(
        "Recovery score (ours)",
        "HRV, resting HR, sleep, respiration and load of a morning, each against what is usual for you, weighted by "
        "rules that are printed on the page.",
        "Silent where HRV, resting HR and sleep are all unknown, or nothing is usual yet; parts that are missing are "
        "named.",
        "T1f",
    ),
    Method(
        "Habits",
        "Every habit of your journal at once, with strain, weekday, a slow trend and this morning's value held equal, "
        "against the next morning; noise that remembers yesterday, and a correction for looking at many habits.",
        "Silent with fewer than 5 days of yes or 5 of no, and on habits that are the outcome by another name. What it "
        "finds goes with your mornings; whether it is behind them, only days chosen by lot could tell.",
        "T2",
    ),
    Method(
        "Rhythm and regularity",
        "Waves of 24 and 12 hours through your hourly heart rate, a day counting as one observation however many "
        "hours it has; clock times are averaged around the clock.",
        "Silent with fewer than 7 days of hourly heart rate (14 for peak and trough), and where no rhythm is seen.",
        "T3",
    ),
    Method(
        "Bedtime, duration and good nights",
        "A curve of next-morning recovery over bedtime or hours asleep, with alcohol, weekend, strain and the days "
        "before held equal; first it is tested whether there is a curve at all.",
        "Silent with fewer than 60 nights or too little variation; flat, or better to one side, is an answer.",
        "T4",
    ),
    Method(
        "Recovery velocity",
        "How a hard day shows in the mornings after it, and after how many days half of that is gone, with the loads "
        "before and after held equal.",
        "Silent with fewer than 60 days or a load that hardly varies; with no effect seen stands what would have been.",
        "T6",
    ),
    Method(
        "Unusual days",
        "HRV, resting HR, respiration and skin temperature of a morning together, without what training, alcohol and "
        "the weekday explain, against your own healthy past; how often it may flag a healthy day is your choice. An "
        "isolation forest on the same days stands beside it.",
        "Silent with fewer than 60 healthy days; one signal alone is never called like an illness. It names a "
        "possibility, never a diagnosis.",
        "T7",
    ),
    Method(
        "Forecast",
        "Your level, its memory and the training that is planned, carried forward for 1 to 7 days, with intervals that "
        "are checked against days that it had not seen.",
        "Silent with fewer than 30 mornings. Where it does not beat the median of your last 30 days, that median is "
        "shown in its place.",
        "T8",
    ),
    Method(
        "Tomorrow's prediction",
        "Boosted trees, a small network and a ridge regression that begins with what other athletes have in common "
        "learn on this machine from your own mornings, each from 38 things that were known on the evening before. One "
        "speaks only while it is shown, on mornings that it had not seen, to be as close as a rule of fixed weights. "
        "Of your own days each such morning knew only those before it; what other athletes have in common is learned "
        "from their whole histories. It is looked at on every 28th morning, and so strictly that of models "
        "that are just not close enough, simulated, three in a hundred passed at any look of a year. Once through, a "
        "model stays until it was farther off than the rule over the last year. A new version replaces the one before "
        "only if it was off by no more, to a tenth of a point, on the same mornings, which neither had seen.",
        "The rule speaks until then, and the median of your last 30 days where that has been closer; silent with fewer "
        "than 14 known mornings.",
        "T9",
    ),
    Method(
        "Low and good mornings",
        "How likely the next morning is to fall into your own lowest or highest third of a year, from the prediction "
        "and how far such predictions have been off.",
        "Silent with fewer than 30 mornings, and while it would not be closer than the plain share of such mornings.",
        "T10",
    ),
    Method(
        "Watching predictions",
        "Whether predictions are further off lately, whether their intervals still hold, and whether the days that "
        "they are made from have changed, against how much days differ by themselves. PSI and the KS distance are "
        "shown beside that and raise no alarm: of so few days, alike as neighbours are, they ring falsely.",
        "Silent with fewer than 10 recent mornings or 60 before them.",
        "T15",
    ),
)


def checks(page: Path = TRUTH) -> pd.DataFrame:
    """The table of the truth bench, with a column `says`: what each figure is. Empty where it was never run."""
    lines = page.read_text(encoding="utf-8").splitlines() if page.exists() else []
    rows = [_cells(line) for line in lines if line.startswith("| T")]
    says = dict(found.groups() for line in lines if (found := re.match(r"- \*\*(.+?)\*\* (.*)", line)))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.assign(says=table["check"].map(says))


def of(method: Method, known: pd.DataFrame) -> pd.DataFrame:
    """The checks of one analysis; those of a more special one are not listed twice."""
    mine = known["check"].str.startswith(method.checks)
    for other in METHODS:
        if other is not method and other.checks.startswith(method.checks):
            mine &= ~known["check"].str.startswith(other.checks)
    return known[mine]


def verdict(known: pd.DataFrame) -> str:
    """How many figures meet their targets, in a sentence."""
    aimed = known[known["target"] != "-"]
    if aimed.empty:
        return "The truth bench has not been run on this copy: `make truth` does."
    met, near = (aimed["met?"] == "yes").sum(), (aimed["met?"] == "within error").sum()
    missed = len(aimed) - met - near
    said = f"{met} of {len(aimed)} figures reach their target where the truth is known"
    rest = [f"{n} {words}" for n, words in ((near, "lie within the error of the check"), (missed, "miss it")) if n]
    return f"{said}; {' and '.join(rest)}." if rest else f"{said}."


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip()[1:-1])
    return [cell.strip().replace(r"\|", "|") for cell in cells]
