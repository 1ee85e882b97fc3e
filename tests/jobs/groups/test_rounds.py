"""Auto over models: short for all, longer for the better ones, within the time."""

from typing import Any

from engine.jobs.groups.decision import Cut
from engine.jobs.groups.part import Seen
from engine.jobs.groups.rounds import Rounds
from engine.planning.candidates import candidates
from engine.schema.job import State
from engine.schema.search_spec import SearchSpec
from tests.fakes.jobs import dataset_card
from tests.jobs.groups.parts import part

SPEC = SearchSpec.model_validate(
    {"task": "tabular_regression", "data": {"source": "points", "target": "y"}, "seconds": 100}
)
MODELS = candidates(SPEC, dataset_card(rows=500))
ROUNDS = Rounds(SPEC, MODELS)


def ended(number: int, score: float | None, state: State = State.FINISHED, **fields: Any) -> Seen:
    epochs = fields.pop("epochs", 20)
    known = {"round": number // 4, "seconds": 2.0, "wall": 4.0, "epochs": epochs}
    return part(number, state, score, values={"training.epochs": epochs}, **{**known, **fields})


FIRST = [ended(0, 5.0), ended(1, 3.0), ended(2, 4.0), ended(3, 9.0)]


def test_every_candidate_has_a_short_run_first():
    assert len(MODELS) == 4
    asks = ROUNDS.decide([], 9, 0).asks
    assert [(ask.number, ask.round) for ask in asks] == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert all(
        ask.spec.training.epochs < model.training.epochs for ask, model in zip(asks, MODELS, strict=True)
    )
    assert len(ROUNDS.decide([], 2, 0).asks) == 2


def test_the_best_go_on_for_as_long_as_the_time_allows():
    asks = ROUNDS.decide(FIRST, 9, 10).asks
    assert [(ask.number, ask.round) for ask in asks] == [(5, 1), (6, 1)]
    # 90 s left, 0.9 of them given away over 2 rounds and 2 runs; 2 s of each go to starting, 20 epochs took 2 s
    assert [ask.spec.training.epochs for ask in asks] == [min(int((90 * 0.9 / 4 - 2) * 10), 200)] * 2


def test_a_run_that_stopped_by_itself_gains_nothing_from_more_epochs():
    early = part(1, score=3.0, seconds=2.0, wall=4.0, epochs=12.0, values={"training.epochs": 20})
    assert [ask.number for ask in ROUNDS.decide([FIRST[0], early, *FIRST[2:]], 9, 10).asks] == [6]


def test_the_last_round_is_the_winners_and_then_it_is_over():
    second = [*FIRST, ended(5, 2.0, epochs=60), ended(6, 2.5, epochs=60)]
    [ask] = ROUNDS.decide(second, 9, 40).asks
    assert (ask.number, ask.round) == (9, 2)
    close = ROUNDS.decide([*second, ended(9, 1.9, epochs=100)], 9, 60).close
    assert close.state == State.FINISHED
    assert ROUNDS.best([*second, ended(9, 2.2, epochs=100)]).number == 5, "longer need not be better"


def test_the_first_round_waits_for_nobody_after_half_the_time():
    parts = [*FIRST[:3], part(3, State.RUNNING)]
    assert ROUNDS.decide(parts, 9, 49).cuts == ()
    assert ROUNDS.decide(parts, 9, 51).cuts == (Cut("job3", "budget"),)


def test_when_the_time_is_over_the_best_that_finished_wins():
    parts = [*FIRST, part(5, State.RUNNING, round=1)]
    assert ROUNDS.decide(parts, 9, 101).cuts == (Cut("job5", "budget"),)
    over = [*FIRST, part(5, State.STOPPED, score=1.0, round=1, cut="budget")]
    assert ROUNDS.decide(over, 9, 102).close.state == State.FINISHED
    assert ROUNDS.best(over).number == 1


def test_a_candidate_that_fails_is_out():
    parts = [ended(0, None, State.FAILED), *FIRST[1:]]
    assert [ask.number for ask in ROUNDS.decide(parts, 9, 10).asks] == [5, 6]


def test_what_has_lost_is_dropped():
    assert set(ROUNDS.decide(FIRST, 0, 10).drops) == {"job0", "job2", "job3"}
