"""Every network of every task with every strategy: what is refused and why, as one table; all else goes.

That what goes is computed rightly is held against a plain loop in tests/strategies. What a pretrained network allows
depends on its folder, and is tested with it.
"""

import itertools

import pytest

from engine.planning.anatomy import anatomy_of
from engine.planning.check import check_train
from engine.planning.combinations import check_combinations
from engine.planning.layout import layout_of
from engine.planning.shape import Shape
from engine.planning.splitting import check_splitting
from engine.schema.card import Column
from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.roles import ROLES_OF_TASK
from engine.schema.train import TrainSpec
from tests.fakes.jobs import dataset_card
from tests.fakes.plans import GIB, cpu_facts, gpu_facts

STRATEGIES = {
    "single": (1, {"name": "single"}),
    "ddp": (2, {"name": "ddp"}),
    "zero1": (2, {"name": "zero1"}),
    "fsdp": (2, {"name": "fsdp"}),
    "replicas of fsdp": (4, {"name": "fsdp", "replicas": 2}),
    "tensor": (2, {"name": "tensor_parallel"}),
    "pipeline": (2, {"name": "pipeline"}),
    "data x tensor": (4, {"name": "mesh", "mesh": {"data": 2, "tensor": 2}}),
    "data x pipeline": (4, {"name": "mesh", "mesh": {"data": 2, "pipeline": 2}}),
    "local_sgd": (2, {"name": "local_sgd"}),
    "diloco": (2, {"name": "diloco"}),
    "servers": (2, {"name": "parameter_server"}),
    "free servers": (2, {"name": "parameter_server", "mode": "async"}),
}
_WHOLE = dict.fromkeys(("tensor", "data x tensor"), "model_has_no_split")
_UNCUT = dict.fromkeys(("pipeline", "data x pipeline"), "model_cannot_be_cut")
REFUSED: dict[str, dict[str, str]] = {
    "linear": _WHOLE | _UNCUT,
    "mlp": {},
    "resnet_mlp": {},
    "ft_transformer": {},
    "mean_embedding": _WHOLE | _UNCUT,
    "text_cnn": _WHOLE,
    "transformer_encoder": {},
    "decoder": {},
    "small_cnn": _WHOLE,
    "resnet": {
        **_WHOLE,
        **dict.fromkeys(("pipeline", "data x pipeline"), "batch_norm_in_pipeline"),
        "free servers": "batch_norm_free_running",
    },
    "convnext": _WHOLE,
    "vit": {},
    "matrix_factorization": _WHOLE | _UNCUT,
    "neural_cf": _WHOLE | _UNCUT,
    "two_tower": _WHOLE | _UNCUT,
    "sasrec": _WHOLE | _UNCUT,
}
PAIRS = [
    (task, network) for task, networks in MODELS_OF_TASK.items() for network in networks if network in REFUSED
]
SHAPE = Shape(8, 2, 16, groups=(1,) * 8, channels=3, users=9, items=9, user_features=2, item_features=2)


def test_no_network_is_missing():
    networks = set(itertools.chain.from_iterable(MODELS_OF_TASK.values()))
    assert networks - REFUSED.keys() == {"pretrained"}


@pytest.mark.parametrize(("task", "network"), PAIRS, ids=map("-".join, PAIRS))
def test_what_does_not_go_together_is_refused_with_its_reason(task, network):
    found = {}
    for name, (ranks, strategy) in STRATEGIES.items():
        spec = _spec(task, network, strategy, ranks)
        anatomy = anatomy_of(spec.model, SHAPE)
        problems = [*check_combinations(spec), *check_splitting(spec, anatomy, layout_of(spec.strategy))]
        if problems:
            [found[name]] = [problem.code for problem in problems]
    assert found == REFUSED[network]


def _spec(task, network, strategy, ranks, device="cpu"):
    roles = {role: role for role, need in ROLES_OF_TASK[task].items() if need == "required"}
    roles |= {"recommendation": {"time": "time"}, "language_model": {"text": "text"}}.get(task, {})
    devices = ("cpu",) * ranks if device == "cpu" else tuple(f"{device}:{number}" for number in range(ranks))
    value = {
        "task": task,
        "data": {"source": "any", **roles},
        "model": {"name": network},
        "training": {"batch_size": 32},
        "strategy": {**strategy, "devices": devices},
    }
    return TrainSpec.model_validate(value)


@pytest.mark.parametrize(("task", "network"), PAIRS, ids=map("-".join, PAIRS))
def test_auto_chooses_what_goes_with_the_network(task, network):
    kinds = {"text": "text", "image": "image", "time": "number"}
    kinds |= dict.fromkeys(("target", "user", "item"), "category")
    kinds |= {"target": "number"} if task == "tabular_regression" else {}
    columns = (Column(name=name, kind=kind, distinct=90, mean_length=60) for name, kind in kinds.items())
    card = dataset_card(rows=1000, columns=tuple(columns))
    # On GPUs of little memory, what can be split at all is.
    for facts, device in ((cpu_facts(), "cpu"), (gpu_facts(4), "cuda"), (gpu_facts(4, memory=GIB), "cuda")):
        spec = _spec(task, network, {"name": "auto"}, 4, device)
        check = check_train(spec, card, facts)
        assert check.proposal is not None
        assert {problem.code for problem in check.problems} <= {"memory_too_small", "more_ranks_than_cores"}
