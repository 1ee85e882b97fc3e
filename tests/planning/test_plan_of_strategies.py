"""Who speaks, who may be lost, and how rows are counted, by strategy."""

import pytest

from engine.planning.check import check_train
from engine.planning.layout import layout_of
from engine.planning.plan import plan_train
from tests.fakes.plans import cpu_facts, gpu_facts, language_model, on, text_card

CARD = text_card()


def _plan(strategy: dict, **training):
    return plan_train(language_model(strategy, **training), CARD, cpu_facts(cores=8))


def test_the_first_server_speaks_for_workers_that_may_be_lost():
    for mode in ("async", "bounded"):
        plan = _plan(on("parameter_server", 5, servers=2, mode=mode))
        assert (plan.speaker, plan.expendable) == (3, (0, 1, 2))


def test_rank_0_speaks_where_nobody_may_be_lost():
    for strategy in (on("ddp", 2), on("pipeline", 2), on("parameter_server", 3)):
        plan = _plan(strategy)
        assert (plan.speaker, plan.expendable) == (0, ())


@pytest.mark.parametrize(
    ("strategy", "rows"),
    [
        (on("single", 1), 32),
        (on("ddp", 4), 8),
        (on("fsdp", 3), 11),
        (on("tensor_parallel", 4, degree=2), 16),
        (on("pipeline", 4), 32),
        (on("mesh", 4, mesh={"data": 2, "tensor": 2}), 16),
        (on("parameter_server", 5, servers=1), 8),
    ],
    ids=str,
)
def test_rows_are_dealt_to_the_ranks_that_take_different_ones(strategy, rows):
    assert _plan(strategy).batch_per_rank == rows


def test_a_pass_is_a_part_of_the_ranks_rows():
    assert _plan(on("ddp", 2), accumulation=4).micro_batch == 4
    assert _plan(on("pipeline", 2, micro_batches=8)).micro_batch == 4


def test_interleaving_gives_each_rank_two_stages_at_least():
    assert layout_of(language_model(on("pipeline", 2, schedule="interleaved_1f1b")).strategy).stages == 4


def test_a_language_model_is_counted_in_tokens():
    plan = _plan(on("single", 1))
    assert (plan.units, plan.units_per_row) == ("tokens", 128)
    assert plan.seconds == pytest.approx(plan.total_steps * 32 * 128 / plan.units_per_second, rel=0.2)


def test_elastic_comes_from_the_spec():
    assert _plan(on("ddp", 2, elastic=True)).elastic
    assert not _plan(on("ddp", 2)).elastic


def test_a_run_that_needs_the_memory_of_all_its_cpu_ranks_is_refused():
    spec = language_model(on("ddp", 4), size="124m")
    check = check_train(spec, CARD, cpu_facts(memory=8 << 30))
    assert "memory_too_small" in [problem.code for problem in check.problems]


def test_a_larger_model_is_slower_and_a_faster_device_faster():
    small, large = (_plan(on("single", 1)), plan_train(language_model(size="30m"), CARD, cpu_facts()))
    assert small.units_per_second > large.units_per_second
    gpu = plan_train(language_model(on("single", 1, "cuda"), size="30m"), CARD, gpu_facts())
    assert gpu.units_per_second > 10 * large.units_per_second
