"""What a check of a draft comes to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a draft."""

    kind: str  # number, unit, date, direction, comparison, certainty, confidence, diagnosis, medicine, injury, diet ...
    said: str  # the words of the draft
    why: str


@dataclass(frozen=True)
class Verdict:
    """Whether a draft may be shown."""

    faults: tuple[Fault, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.faults

    @property
    def wrong(self) -> str:
        """What was wrong, as the engine is told when it has another try."""
        return "; ".join(f'"{fault.said}": {fault.why}' for fault in self.faults[:5])
