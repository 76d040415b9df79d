"""What the command line prints: receipts, the state of the store and findings, as plain lines of text."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from analytics.results import Finding
from coach import words
from dashboard.compose import Athlete
from data.importers import label
from data.ingest import MemberReceipt, Receipt

REASONS_SHOWN = 20
GAPS_SHOWN = 10


def receipt_lines(receipt: Receipt) -> Iterator[str]:
    """A receipt as text: counts and reasons, never a value."""
    yield " · ".join([receipt.name, *([label(receipt.source)] if receipt.source else []), receipt.state])
    if receipt.error:
        yield f"  {receipt.error}"
    if not receipt.members:
        return
    counts: Counter[str] = Counter()
    for member in receipt.members:
        counts.update(member.counts)
    said = ", ".join(words.counted(n, kind) for kind, n in counts.items())
    span = f", {receipt.first_day} to {receipt.last_day}" if receipt.first_day else ""
    yield f"  {said or 'nothing new'}{span}"
    yield from _row_counts(receipt)
    reasons = receipt.rejected_reasons
    yield from (f"  rejected: {reason}" for reason in reasons[:REASONS_SHOWN])
    if len(reasons) and receipt.rows_rejected > REASONS_SHOWN:
        yield f"  ... and {receipt.rows_rejected - REASONS_SHOWN:,} more"


def _row_counts(receipt: Receipt) -> Iterator[str]:
    """A table of rows: read = new + changed + same + rejected, for each member and in all."""
    rows: list[tuple[str, Receipt | MemberReceipt]] = [(member.name, member) for member in receipt.members]
    if len(rows) > 1:
        rows.append(("all", receipt))
    wide = max(len("elements"), *(len(name) for name, _ in rows))
    heads = ("read", "new", "changed", "same", "rejected")
    unit = words.unit(receipt.source, (member.name for member in receipt.members))
    yield f"  {unit + 's':{wide}}" + "".join(f"{head:>10}" for head in heads)
    for name, counted in rows:
        yield f"  {name:{wide}}" + "".join(f"{getattr(counted, 'rows_' + head):>10,}" for head in heads)


def status_lines(found: dict) -> Iterator[str]:
    yield f"Store     {found['store']}" + ("" if found["exists"] else " (not there yet)")
    yield f"Revision  {found['revision']}"
    for athlete in found["athletes"]:
        yield ""
        yield f"{athlete['name']}{' (simulated)' if athlete['simulated'] else ''}, at home in {athlete['home_zone']}"
        yield from _athlete_lines(athlete)
    if not found["athletes"]:
        yield "The store is empty: `ownpace import PATH` brings your data, `ownpace demo` simulated athletes."


def _athlete_lines(athlete: dict) -> Iterator[str]:
    if not athlete["days"]:
        yield "  no data yet"
        return
    yield f"  {words.counted(athlete['days'], 'day')} with data, {athlete['first_day']} to {athlete['last_day']}"
    for source in athlete["sources"]:
        rows = words.counted(source["rows"], "record")
        yield f"  source: {label(source['source'])}, {rows}, {source['first_day']} to {source['last_day']}"
    gaps = athlete["gaps"]
    in_all = f", {words.counted(sum(gap['days'] for gap in gaps), 'day')} in all" if gaps else ""
    yield f"  {words.counted(len(gaps), 'gap')}{in_all}"
    for gap in sorted(gaps, key=lambda gap: -gap["days"])[:GAPS_SHOWN]:
        yield f"    {gap['first_day']} to {gap['last_day']}: {words.counted(gap['days'], 'day')}"
    if len(gaps) > GAPS_SHOWN:
        yield f"    ... and {len(gaps) - GAPS_SHOWN:,} shorter ones"


def report_lines(subject: Athlete, day: date, revision: int, findings: Iterable[Finding]) -> Iterator[str]:
    simulated = ", simulated" if subject.simulated else ""
    yield f"{subject.name}{simulated}, {day.isoformat()} (revision {revision})"
    for finding in findings:
        yield ""
        yield finding.question
        yield f"  {finding.words}"
        yield f"  {_grade(finding)}{_evidence(finding)}"


def _grade(finding: Finding) -> str:
    """The grade of an inference; a plain measurement has none to speak of, its sentence says where it lies."""
    measured = finding.estimate is not None and finding.low is None
    return "" if measured else f"[{finding.grade.words}] "


def _evidence(finding: Finding) -> str:
    """The number behind a finding, its interval, its n and its method; all that is there of them."""
    if finding.estimate is None:
        return finding.method
    parts = [_figure(finding.estimate, finding.unit, finding.unit)]
    if finding.low is not None and finding.high is not None:
        low, high = (_figure(end, finding.unit) for end in (finding.low, finding.high))
        parts.append(f"{finding.level:.0%} interval {low} to {high}")
    return f"{', '.join(parts)}, n = {finding.n}; {finding.method}"


def _figure(value: float, unit: str, said: str = "") -> str:
    """A number with one decimal, and with the unit if it is to be said; a clock time as it is."""
    return words.quantity(value, unit) if unit == words.CLOCK else words.number(value, said, digits=1)
