"""`python -m tests.coach [--model FOLDER] [--server URL --served NAME]`: the coach on its question set, by engine.

Rules are always there; a language model is asked where one is named. Prints figures beside their targets and ends with
1 where one is missed.
"""

import argparse
import sys
from pathlib import Path

from coach.engine import Engine
from coach.engines.rules import RulesEngine
from tests.coach.evaluation import evaluate, routing_lines, sense_lines
from tests.coach.questions import SETS

LEAST_ROUTED = 0.95


def engines(given: argparse.Namespace) -> list[Engine]:
    """Those that are there."""
    found: list[Engine] = [RulesEngine()]
    if given.model:
        from coach.engines.mlx import MlxEngine, Process

        found.append(MlxEngine(Process(), given.model))
    if given.server:
        from coach.engines.server import ServerEngine

        found.append(ServerEngine(given.server, given.served))
    return found


def main() -> int:
    """Prints the figures."""
    asked = argparse.ArgumentParser(prog="python -m tests.coach", description=__doc__)
    asked.add_argument("--model", type=Path, help="a folder with a model for mlx-lm")
    asked.add_argument("--server", help="the address of a local server, such as http://127.0.0.1:11434/v1")
    asked.add_argument("--served", default="", help="the model that the server is asked for")
    asked.add_argument("--most", type=int, default=0, help="only so many questions, for slow models")
    given = asked.parse_args()
    print("\n".join((*routing_lines(), *sense_lines())))
    chains = [chain for all_of in SETS.values() for chain in all_of]
    step = max(len(chains) // given.most, 1) if given.most else 1
    missed = 0
    for engine in engines(given):
        tally = evaluate(lambda engine=engine: engine, chains=chains[::step])
        print("\n".join(tally.lines()))
        print("\n".join(f"    {fault}" for fault in tally.faults[:20]))
        missed += tally.routed < LEAST_ROUTED * tally.asked
        missed += tally.numbers_wrong + tally.wrong_claims + tally.unsafe + (tally.refused < tally.refusals_due)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
