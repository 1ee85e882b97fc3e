"""What planning lets through is trained: every network of every task under every strategy that takes it.

Two steps and a model each; that they are the right steps is held against a plain loop in the tests beside this one.
Here the first loss tells whether the same rows met the same weights as on one device.
"""

import math

import pytest

from engine.model.folder import load_model
from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.train import TrainSpec
from tests.fakes.choices import write_choices
from tests.fakes.images import write_images
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import curve_of, run_agent, scores_of, train_here, write_dataset, write_run
from tests.planning.test_every_combination import REFUSED, STRATEGIES
from tests.strategies.cases import write_data

STEPS = 2
_SMALL = {"width": 8, "heads": 2, "layers": 2, "dropout": 0.0}
NETWORKS = {
    "linear": {},
    "mlp": {"hidden": (8, 8, 8)},
    "resnet_mlp": {"width": 8, "inner": 8, "blocks": 2, "dropout": 0.0},
    "ft_transformer": _SMALL,
    "mean_embedding": {"width": 8, "dropout": 0.0},
    "text_cnn": {"width": 8, "filters": 4, "dropout": 0.0},
    "transformer_encoder": {**_SMALL, "max_tokens": 16},
    "decoder": {"size": "1m", "context": 16, "vocabulary": 300},
    "small_cnn": {"image_size": 12, "width": 4, "stages": 2, "dropout": 0.0},
    "resnet": {"size": "10", "image_size": 32},
    "convnext": {"image_size": 32},
    "vit": {"image_size": 16, "patch": 8},
    "matrix_factorization": {"width": 8},
    "neural_cf": {"width": 8, "hidden": (8,), "dropout": 0.0},
    "two_tower": {"width": 8, "hidden": (8,), "dropout": 0.0},
    "sasrec": {**_SMALL, "history": 6},
}
_CHOICES = {"source": "choices", "user": "user", "item": "item"}
# task and what is asked of its data -> the data of a spec
TASKS = {
    ("tabular_regression", ""): {"source": "numbers", "target": "target"},
    ("tabular_classification", ""): {"source": "numbers", "target": "kind"},
    ("text_classification", ""): {"source": "texts", "target": "label", "text": "text"},
    ("text_classification", "labels"): {
        "source": "labelled",
        "target": "labels",
        "text": "text",
        "separator": ",",
    },
    ("image_classification", ""): {"source": "images", "target": "label"},
    ("recommendation", ""): {**_CHOICES, "time": "time"},
    ("recommendation", "ratings"): {**_CHOICES, "target": "rating"},
    ("language_model", ""): {"source": "prose", "text": "text"},
}
CASES = [
    (task, form, network)
    for task, form in TASKS
    for network in MODELS_OF_TASK[task]
    if network in NETWORKS and (form, network) != ("ratings", "sasrec")
]
# Of each kind of network one that no other test takes through these strategies.
FEW = {
    "diloco": [("image_classification", "", "small_cnn"), ("recommendation", "", "sasrec")],
    "data x pipeline": [("text_classification", "", "text_cnn"), ("image_classification", "", "vit")],
}
# Where the first loss is another by design: what workers see whose server moves on, and batches normalised by each rank.
APART = {("free servers", network) for network in NETWORKS}
APART |= {(name, "resnet") for name in ("local_sgd", "diloco")}


def spec_of(task, form, network, strategy, ranks):
    value = {
        "task": task,
        "data": TASKS[task, form],
        "model": {"name": network, **NETWORKS[network]},
        "training": {"epochs": None, "max_steps": STEPS, "batch_size": 16},
        "strategy": {**strategy, "devices": ("cpu",) * ranks},
    }
    return TrainSpec.model_validate(value)


def write_everything(home):
    write_data(home)
    write_images(home)
    write_choices(home, users=21)
    words = ["lovely", "dull", "warm"]
    texts = [" ".join(words[: n % 4]) + f" film {n}" for n in range(60)]
    cells = [",".join(words[: n % 4]) or None for n in range(60)]
    columns = {"text": texts, "labels": cells}
    write_dataset(home, "labelled", columns, {"text": "text", "labels": "category"})


def train(home, name, cases):
    """Each of the cases by itself and under the strategy."""
    ranks, strategy = STRATEGIES[name]
    runs = {}
    for number, case in enumerate(cases):
        if name not in REFUSED[case[-1]]:
            alone = write_run(home, f"alone-{number}", spec_of(*case, {"name": "single"}, 1))
            train_here(alone)
            runs[case] = alone, write_run(home, f"run-{number}", spec_of(*case, strategy, ranks))
    if strategy.get("mode") == "async":  # workers that meet nobody but their servers
        for _, files in runs.values():
            status, words = run_agent(files)
            assert status == 0, words
    else:
        run_on_ranks([files for _, files in runs.values()], ranks, timeout=400)
    for case, (alone, files) in runs.items():
        losses = list(curve_of(files).values())
        assert len(losses) == STEPS and all(map(math.isfinite, losses)), case
        if (name, case[-1]) not in APART:
            assert losses[0] == pytest.approx(curve_of(alone)[1], rel=1e-4), case
        assert all(math.isfinite(scores["loss"]) for scores in scores_of(files).values()), case
        assert load_model(files.model).card.step == STEPS, case
    return runs


@pytest.mark.parametrize("name", FEW)
def test_a_few_of_every_kind_are_trained(home, name):
    write_everything(home)
    assert train(home, name, FEW[name]).keys() == set(FEW[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", set(STRATEGIES) - {"single"})
def test_everything_that_is_let_through_is_trained(home, name):
    write_everything(home)
    assert train(home, name, CASES)
