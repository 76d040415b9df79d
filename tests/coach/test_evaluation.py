"""A short form of the evaluation: every fifth chain of questions, by rules, and a model that knows nothing."""

import pytest

from coach.engines.rules import RulesEngine
from tests.coach.evaluation import evaluate
from tests.coach.questions import SETS
from tests.coach.tiny_model import needs_mlx

CHAINS = [chain for all_of in SETS.values() for chain in all_of]


def test_answers_by_rules_meet_every_target():
    tally = evaluate(RulesEngine, chains=CHAINS[::5])
    assert tally.asked > 100 and tally.routed >= 0.95 * tally.asked
    assert tally.numbers > 1000 and tally.faults == []
    assert (tally.numbers_wrong, tally.wrong_claims, tally.unsafe) == (0, 0, 0)
    assert tally.refused == tally.refusals_due > 5
    assert tally.false_effects <= 1 and tally.missed_effects == 0


@needs_mlx
def test_a_model_that_babbles_is_replaced_and_nothing_of_it_is_shown(babbler):
    tally = evaluate(lambda: babbler, chains=[chain for chain in CHAINS if len(chain) == 1][:6])
    assert tally.replaced >= 1 and tally.faults == []


@pytest.fixture
def babbler(tmp_path):
    from coach.engines.mlx import MlxEngine, Process
    from tests.coach import tiny_model

    process = Process()
    yield MlxEngine(process, tiny_model.write_model(tmp_path / "tiny"))
    process.close()
