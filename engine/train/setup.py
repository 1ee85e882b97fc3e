"""Builds everything a run needs, in one place, with the reasons for the order."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.model.networks.batch_norm import nothing_counts
from engine.model.networks.build import build_model
from engine.model.networks.network import Network
from engine.model.pretrained.hub import fetched
from engine.schema.card import DatasetCard
from engine.schema.job import JobFile
from engine.schema.plan import Plan
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.schema.training_spec import TrainingSpec
from engine.system.files import read_json
from engine.system.paths import RunFiles
from engine.train.average import WeightAverage
from engine.train.batches import Batches
from engine.train.checkpoint import Checkpoints
from engine.train.device_meter import DeviceMeter
from engine.train.feeder import Feeder, loading_threads
from engine.train.judge import Judge
from engine.train.loss_scale import LossScale
from engine.train.meter import Meter
from engine.train.optimizer import build_optimizer
from engine.train.origin import Origin
from engine.train.report import Report
from engine.train.rows import sparse_tables
from engine.train.running import Run
from engine.train.schedule import build_schedule
from engine.train.strategy import build_strategy
from engine.train.strategy.base import Material
from engine.train.task import build_task
from engine.train.task.base import Batch, Source, Task, forward
from engine.train.work import Peaks, Work
from engine.worker.orders import Orders
from engine.worker.progress import Progress
from engine.worker.rank import Rank, seed_all

_HALVES = {"bf16": torch.bfloat16, "fp16": torch.float16}


@dataclass(frozen=True)
class Papers:
    """What the run directory says before anything starts."""

    spec: TrainSpec
    plan: Plan
    job: JobFile
    dataset: DatasetCard


def read_papers(files: RunFiles) -> Papers:
    """Spec, plan, job and the dataset's card; raises UserError when the dataset is gone."""
    spec = fetched(TrainSpec.model_validate(read_json(files.spec)), files.home)
    card = read_json(files.home.dataset(spec.data.source) / "card.json")
    if card is None:
        raise UserError("dataset_missing", field="data.source", dataset=spec.data.source)
    plan, job = Plan.model_validate(read_json(files.plan)), JobFile.model_validate(read_json(files.job))
    return Papers(spec, plan, job, DatasetCard.model_validate(card))


def set_up(files: RunFiles, papers: Papers, rank: Rank, progress: Progress) -> Run:
    """Data, model, strategy, optimizer, instruments; then whatever an earlier attempt left."""
    spec = papers.spec
    progress.enter("data")
    folder = files.home.dataset(spec.data.source)
    source = Source(spec, papers.dataset, folder / "data.arrow", papers.plan.features, rank.device)
    task = build_task(source)

    progress.enter("model")
    # The same seed on every rank, before anything else draws: the first weights do not depend on how many ranks there are.
    seed_all(spec.training.seed)
    origin = Origin.of(spec.model)
    began_from = origin.glance()
    network = build_model(spec.model, task.shape)
    task.furnish(network)
    network.prepare(rank.device.type, spec.training.precision)
    parameters = network.size  # before a strategy splits them
    # Strategy before optimizer: the optimizer must hold the tensors that the strategy trains.
    strategy = build_strategy(_material(spec, network, task, rank))
    optimizer = build_optimizer(spec.training.optimizer, strategy.trained, sparse_tables(network))
    task.look_back(strategy, rank)
    # From here on chance differs by share of the data, or all ranks would drop the same activations.
    seed_all(spec.training.seed * 100_003 + strategy.share.part + 1)

    batches = Batches(task, spec, strategy.share, rank.device, strategy.pass_rows, strategy.reads)
    threads = loading_threads(spec.training, task, rank.device, rank.world_size)
    total_steps = _total_steps(papers, batches.steps_per_epoch)
    orders = Orders(files.order, rank.attempt)
    orders.obey_signals()
    run = Run(
        files=files,
        papers=papers,
        rank=rank,
        task=task,
        batches=Feeder(batches, threads if strategy.reads else 0, rank.device),
        strategy=strategy,
        optimizer=optimizer,
        schedule=build_schedule(spec.training.schedule, spec.training.optimizer.learning_rate, total_steps),
        total_steps=total_steps,
        meter=_meter(rank)(rank, strategy, Work(spec, task.shape)),
        peaks=Peaks(files.home, rank.device, papers.plan),
        report=Report(progress),
        orders=orders,
        checkpoints=Checkpoints(files.checkpoints, spec.checkpoint.keep, rank),
        judge=_judge(spec.training),
        origin=origin,
        began_from=began_from,
        loss_scale=LossScale() if spec.training.precision == "fp16" else None,
        parameters=parameters,
        average=WeightAverage(spec.training.ema, strategy.trained) if spec.training.ema else None,
    )
    progress.enter("load")
    run.checkpoints.resume(run)  # last: it overwrites what was built above
    return run


def _judge(training: TrainingSpec) -> Judge:
    early = training.early_stopping
    return Judge(training.metric, early.patience, early.min_delta) if early else Judge(training.metric)


def _meter(rank: Rank) -> type[Meter]:
    return DeviceMeter if rank.device.type == "cuda" else Meter


def _material(spec: TrainSpec, network: Network, task: Task, rank: Rank) -> Material:
    def loss_of(model: nn.Module, batch: Batch) -> Tensor:
        loss = task.padded_loss if batch.padded else task.loss
        with nothing_counts() if batch.padded else nullcontext():
            output = forward(model, batch)
        return loss(output, batch.targets)

    return Material(
        spec=spec,
        network=network,
        task=task,
        rank=rank,
        loss_of=loss_of,
        precision=precision_context(spec.training, rank.device),
        treat=lambda part: treat(part, spec.training),
    )


def precision_context(training: TrainingSpec, device: torch.device) -> Callable[[], AbstractContextManager]:
    """In what numbers the network computes: weights and losses stay fp32 whatever its matrix products take."""
    if device.type == "cuda":
        # tf32 rounds what enters a matrix product to 10 bits of mantissa, and only that.
        torch.backends.cuda.matmul.allow_tf32 = training.precision == "tf32"
    half = _HALVES.get(training.precision)
    if half is None:
        return nullcontext
    return lambda: torch.autocast(device.type, dtype=half)


def treat(network: Network, training: TrainingSpec) -> None:
    """Recompute, then compile: the compiler must see what is computed twice."""
    if training.activation_checkpointing == "none" and not training.compile:
        return
    from engine.train.recompute import compile_blocks, recompute

    recompute(network, training.activation_checkpointing)
    if training.compile:
        compile_blocks(network)


def _total_steps(papers: Papers, steps_per_epoch: int) -> int:
    """Epochs and steps, whichever ends first; a trial ends where its plan says."""
    training = papers.spec.training
    limits = [
        training.epochs * steps_per_epoch if training.epochs else None,
        training.max_steps,
        papers.plan.total_steps if papers.job.trial else None,
    ]
    return min(limit for limit in limits if limit)
