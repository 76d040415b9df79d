"""The coach: seconds over an answer by rules and by a language model, and what the app holds in memory without one."""

import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from statistics import median

from coach.conversation import answer, whole
from coach.engines import mlx_worker
from coach.engines.mlx import WORKER, Process
from coach.engines.rules import RulesEngine
from dashboard import compose
from dashboard.compose import coaching
from dashboard.compose.coaching import KnownHistory
from data import demo
from tests.bench.figures import Figure, seconds, show
from tests.bench.processes import measured
from tests.coach.tiny_model import write_4_bit, write_bench_model

CORES = 2
PROMPT, ANSWER = 300, 80  # tokens
GOAL_S = 2.0
RULES_S = 0.5
TODAY = date(2026, 11, 21)
QUESTIONS = (
    "How am I today?",
    "Should I do hard intervals today?",
    "What should I do today?",
    "Why is my recovery low this week?",
    "Does alcohol hurt my recovery?",
    "Which habits matter most for me?",
    "When should I go to bed?",
    "When is my best time of day for hard training?",
    "How is my load?",
    "What will the next days be like?",
    "What if I rest tomorrow?",
    "Was anything unusual lately?",
    "How should I prepare for my 100 km gran fondo in 6 weeks?",
    "Compare October with September.",
    "What was my longest session?",
)
ROUNDS = 5
REFERENCE = ("-c", "from coach.engines import mlx_worker as worker; worker.BLAS = 'none'; worker.main()")

_APP = """
import resource, sys
from contextlib import closing
from pathlib import Path
from coach.engines.mlx import Process
process = Process()
asked = {"do": "answer", "messages": [{"role": "user", "content": "Why?"}], "max_tokens": 5}
asked |= {"temperature": 0, "top_p": 1}
if len(sys.argv) > 1:
    with closing(process):
        for piece in process.ask(Path(sys.argv[1]), asked, {}):
            pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))
"""


def coach(folder: Path) -> None:
    """Prints the figures, and why there are none of a model where MLX is missing."""
    show(by_rules(folder))
    if importlib.util.find_spec("mlx_lm") is None:
        print("MLX is not installed: the language model is left out.")
        return
    model = write_bench_model(folder / "15M")
    show(answers(model, write_4_bit(folder / "15M-4-bit", model)))
    show(memory(model))


def by_rules(folder: Path) -> Iterator[Figure]:
    """Answers by rules on the demo: of a history that is read already, to a first question and to a later one."""
    path = folder / "coach.db"
    demo.add(path, TODAY)
    first, later, foretold = [], [], []
    with two_cores():
        for who in compose.athletes(path):
            history = compose.history(path, who)
            answered(coaching.known(history, TODAY), QUESTIONS[0])  # imports
            for question in QUESTIONS:
                known = coaching.known(history, TODAY)
                first.append(answered(known, question))
                later.append(answered(known, question))
            foretold.append(supposing(coaching.known(history, TODAY)))
    made, supposed = (median(taken) for taken in zip(*foretold, strict=True))
    what = f"{len(first)} answers by rules"
    goal = f"the goal, {RULES_S} s"
    yield Figure(f"{what}, the slowest", goal, max(first), RULES_S, "s", at_most=1)
    yield Figure("  the middle one", goal, median(first), RULES_S, "s", at_most=1)
    yield Figure("  asked again, the slowest", goal, max(later), RULES_S, "s", at_most=1)
    yield Figure("a load that is supposed of today", "the forecast that is there", supposed, made, "s", at_most=0.2)


def supposing(known: KnownHistory) -> tuple[float, float]:
    """Seconds over the mornings to come, and over the same with another load of today."""
    return seconds(known.forecast), seconds(lambda: known.forecast_if({TODAY: "hard"}))


def answered(known: KnownHistory, question: str) -> float:
    """Seconds over the answer to a question."""
    return whole(answer(question, known, RulesEngine(), clock=time.perf_counter)).seconds


def answers(model: Path, quantised: Path) -> Iterator[Figure]:
    """An answer as the app gets it, against the goal; its first token; and what OpenBLAS and the cache gain."""
    what = f"{PROMPT} + {ANSWER} tokens, 15M parameters"
    with two_cores():
        ours, again, of_4_bits = taken(model), taken(model, anew=False), taken(quantised)
        yield Figure(what, f"the goal, {GOAL_S:.0f} s on two cores", ours["total_s"], GOAL_S, "s", at_most=1)
        yield Figure("  with weights of 4 bits", "the same goal", of_4_bits["total_s"], GOAL_S, "s", at_most=1)
        yield Figure("  its first token", "the whole answer", ours["first_token_s"], ours["total_s"], "s")
        yield Figure("  with its prompt read before", "read anew", again["first_token_s"], ours["first_token_s"], "s")
        if mlx_worker.load_blas():
            theirs = taken(model, REFERENCE)
            yield Figure("  with OpenBLAS", "the BLAS that MLX brings", ours["total_s"], theirs["total_s"], "s")
        elif sys.platform == "linux":
            print("libopenblas0 is not installed: answers take longer than they have to.")


def memory(model: Path) -> Iterator[Figure]:
    """What the app's own process holds once a model has answered, against before."""
    without, with_model = (float(measured([sys.executable, "-c", _APP, *given]).said) for given in ([], [model]))
    yield Figure("memory of the app with a model loaded", "without one", with_model, without, "MB", at_most=1.1)


def taken(model: Path, worker: tuple[str, ...] = WORKER, *, anew: bool = True) -> dict[str, float]:
    """Medians of what several answers took, after one that does not count. anew: each has another prompt."""
    with closing(Process(worker=worker)) as process:
        words = _words(process, model)
        rounds = [_answer(process, model, words, n if anew else 0) for n in range(ROUNDS + 1)]
    assert all(abs(told["prompt_tokens"] - PROMPT) < 5 and told["answer_tokens"] == ANSWER for told in rounds)
    return {name: median(told[name] for told in rounds[1:]) for name in ("first_token_s", "total_s")}


def _words(process: Process, model: Path) -> int:
    """How many words make a prompt of the right length."""
    few, many = (_answer(process, model, words, 0)["prompt_tokens"] for words in (50, 100))
    return 50 + round((PROMPT - few) * 50 / (many - few))


def _answer(process: Process, model: Path, words: int, seed: int) -> dict[str, float]:
    asked = {"role": "user", "content": " ".join([f"{seed}"] + ["HRV"] * words)}
    told: dict[str, float] = {}
    settings = {"max_tokens": ANSWER, "temperature": 0.7, "top_p": 0.9, "seed": seed}
    for _ in process.ask(model, {"do": "answer", "messages": [asked]} | settings, told):
        pass
    return told


@contextmanager
def two_cores() -> Iterator[None]:
    """Lets this process, and those that it starts, use two cores only, where the system can say so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
