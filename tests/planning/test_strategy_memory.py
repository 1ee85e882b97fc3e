"""What each strategy promises to save, per rank."""

import pytest

from engine.planning.plan import outlook_of
from engine.schema.plan import MemoryPlan
from tests.fakes.plans import cpu_facts, gpu_facts, language_model, on, text_card

CARD = text_card()


def _memories(strategy: dict, **more) -> tuple[MemoryPlan, ...]:
    facts = gpu_facts(8) if strategy["devices"][0] != "cpu" else cpu_facts()
    return outlook_of(language_model(strategy, **more), CARD, facts).memories()


SINGLE = _memories(on("single", 1))[0]


def test_adamw_on_one_device_holds_weights_gradients_and_two_moments():
    assert SINGLE.weights == SINGLE.gradients == SINGLE.optimizer // 2
    assert 9e6 < SINGLE.weights / 4 < 12e6


@pytest.mark.parametrize(
    ("optimizer", "numbers"), [("sgd", 0), ("momentum", 1), ("nesterov", 1), ("lion", 1), ("adam", 2)]
)
def test_each_optimizer_keeps_its_numbers_per_weight(optimizer: str, numbers: int):
    memory = _memories(on("single", 1), optimizer={"name": optimizer})[0]
    assert memory.optimizer == numbers * memory.weights


def test_adafactor_keeps_nearly_nothing_and_muon_less_than_adamw():
    adafactor, muon = (
        _memories(on("single", 1), optimizer={"name": name})[0].optimizer for name in ("adafactor", "muon")
    )
    assert adafactor < SINGLE.weights / 50
    assert SINGLE.weights < muon < SINGLE.optimizer


def test_zero1_shares_the_optimizer_and_nothing_else():
    memory = _memories(on("zero1", 4))[0]
    assert memory.optimizer == pytest.approx(SINGLE.optimizer / 4, rel=0.05)  # dealt out whole
    assert (memory.weights, memory.gradients) == (SINGLE.weights, SINGLE.gradients)


def test_fsdp_shares_weights_gradients_and_optimizer():
    memory = _memories(on("fsdp", 4))[0]
    for part in ("weights", "gradients", "optimizer"):
        assert getattr(memory, part) == getattr(SINGLE, part) // 4


def test_fsdp_that_keeps_gathered_weights_needs_more_of_them():
    frees, keeps = (
        _memories(on("fsdp", 4, "cuda", reshard_after_forward=flag))[0].buffers for flag in (True, False)
    )
    assert keeps > frees


def test_replicas_of_shards_split_inside_their_group_only():
    assert _memories(on("fsdp", 4, replicas=2))[0].weights == SINGLE.weights // 2


def test_tensor_parallel_splits_all_but_the_norms():
    whole = _memories(on("single", 1), size="1m")[0]
    memory = _memories(on("tensor_parallel", 2), size="1m")[0]
    assert whole.weights / 2 <= memory.weights < whole.weights * 0.51


def test_the_split_loss_never_holds_the_whole_row_of_scores():
    split, whole = (
        _memories(on("tensor_parallel", 2, "cuda", loss_parallel=flag), size="1b")[0].activations
        for flag in (True, False)
    )
    assert split < whole


def test_a_stage_holds_its_layers_and_the_stages_together_all():
    memories = _memories(on("pipeline", 4))
    assert sum(memory.weights for memory in memories) == SINGLE.weights
    assert max(memory.weights for memory in memories) < SINGLE.weights / 2


def test_one_forward_one_backward_keeps_fewer_micro_batches_than_gpipe():
    gpipe, one = (
        _memories(on("pipeline", 2, "cuda", schedule=name, micro_batches=8))[1].activations
        for name in ("gpipe", "1f1b")
    )
    assert one < gpipe / 2


def test_servers_hold_the_optimizer_and_workers_none():
    *workers, server = _memories(on("parameter_server", 3))
    assert [worker.optimizer for worker in workers] == [0, 0]
    assert server.optimizer == SINGLE.optimizer
    assert server.activations < workers[0].activations / 20


def test_delay_compensation_keeps_the_weights_as_each_worker_last_saw_them():
    plain, compensated = (
        _memories(on("parameter_server", 3, mode="async", delay_compensation=value))[2].buffers
        for value in (0.0, 1.0)
    )
    assert compensated - plain == 2 * SINGLE.weights


def test_diloco_keeps_an_anchor_and_an_outer_momentum_more_than_local_sgd():
    local, diloco = (_memories(on(name, 2))[0].buffers for name in ("local_sgd", "diloco"))
    assert diloco - local == 2 * SINGLE.weights


def test_a_mesh_divides_by_its_tensor_and_pipeline_axes():
    mesh = {"data": 2, "tensor": 1, "pipeline": 2}
    assert _memories(on("mesh", 4, mesh=mesh))[0].weights < SINGLE.weights * 0.65


@pytest.mark.parametrize(
    "less",
    [
        {"accumulation": 4},
        {"activation_checkpointing": "selective"},
        {"activation_checkpointing": "full"},
        {"precision": "bf16"},
    ],
    ids=str,
)
def test_what_is_meant_to_save_activations_does(less: dict):
    assert _memories(on("single", 1, "cuda"), **less)[0].activations < (
        _memories(on("single", 1, "cuda"))[0].activations
    )


def test_full_recomputation_keeps_less_than_selective():
    full, selective = (
        _memories(on("single", 1, "cuda"), activation_checkpointing=how)[0].activations
        for how in ("full", "selective")
    )
    assert full < selective


def test_an_average_of_the_weights_is_as_large_as_they_are():
    assert _memories(on("single", 1), ema=0.99)[0].optimizer == SINGLE.optimizer + SINGLE.weights
