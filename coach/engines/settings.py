"""What a language model is asked with, how long it may take, and how long it took."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How an answer is drawn. Raises ValueError where a value makes no sense."""

    max_tokens: int = 200
    temperature: float = 0.7  # 0: always the likeliest token
    top_p: float = 0.9  # of the likeliest tokens that together have this probability
    seed: int | None = None  # the same seed and question, the same answer; None: a new one each time

    def __post_init__(self) -> None:
        if not 1 <= self.max_tokens <= 4000:
            raise ValueError(f"max_tokens has to be 1 to 4000, got {self.max_tokens}")
        if not 0 <= self.temperature <= 2:
            raise ValueError(f"temperature has to be 0 to 2, got {self.temperature}")
        if not 0 < self.top_p <= 1:
            raise ValueError(f"top_p has to be above 0 and at most 1, got {self.top_p}")


@dataclass(frozen=True)
class Limits:
    """Seconds after which a model counts as hanging. Ours: a slow machine stays below them."""

    queue_s: float = 300  # for another question to end
    load_s: float = 300
    first_token_s: float = 180
    next_token_s: float = 30
    stop_s: float = 5  # for a model that was stopped to stop


@dataclass(frozen=True)
class Took:
    """What one answer took."""

    first_token_s: float | None  # None: not one came. Loading the model is not counted.
    total_s: float
    load_s: float = 0  # 0: it was loaded
    prompt_tokens: int | None = None  # None: the engine does not say
    cached_tokens: int | None = None  # of the prompt, those that were read for an earlier question
    answer_tokens: int | None = None
    dropped: int = 0  # earlier questions that had to be left out for want of room
    finished: bool = True  # False: it was stopped, or cut at max_tokens
