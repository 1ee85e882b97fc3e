"""Other people's loops. Each function gives ``steps -> None``, or raises ImportError where its library is missing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset, Sampler

from engine.data.sharding import deal_at_random
from engine.model.networks.build import build_model
from engine.train.running import Run
from tests.bench.training.paced import Paced
from tests.bench.training.setting import LEARNING_RATE, NEVER, WEIGHT_DECAY, Setting

Loop = Callable[[int], None]


@dataclass(frozen=True)
class Rows(Dataset):
    """The training windows of a run, tokenised, as tensors."""

    inputs: Tensor
    targets: Tensor

    @classmethod
    def of(cls, run: Run) -> "Rows":
        batch = run.task.batch("train", torch.arange(run.task.rows("train")))
        return cls(batch.inputs.cpu(), batch.targets.cpu())

    def __len__(self) -> int:
        return len(self.inputs)

    def __getitem__(self, row: int) -> dict[str, Tensor]:
        return {"inputs": self.inputs[row], "targets": self.targets[row]}


class Order(Sampler):
    """The rows in the order in which our run takes them: of one rank, or step by step those of all ranks."""

    def __init__(self, setting: Setting, rows: int, ranks: tuple[int, ...]) -> None:
        self._rows, self._steps = rows, rows // setting.global_rows
        self._deals = [
            deal_at_random(rows, setting.global_rows, rank, setting.ranks, seed=0) for rank in ranks
        ]

    def of_step(self, step: int) -> Tensor:
        epoch, batch = divmod(step, self._steps)
        return torch.cat([torch.from_numpy(rows_of(epoch, batch)) for rows_of in self._deals])

    def __iter__(self) -> Iterator[int]:
        for step in range(NEVER):
            yield from self.of_step(step).tolist()

    def __len__(self) -> int:
        return NEVER


@dataclass(frozen=True)
class Ground:
    """What every peer stands on."""

    setting: Setting
    run: Run  # ours, for its data and its place among the ranks
    rows: Rows

    @property
    def device(self) -> torch.device:
        return self.run.rank.device

    def network(self) -> nn.Module:
        torch.manual_seed(0)
        task = self.run.task
        return build_model(self.run.spec.model, task.shape)

    def order(self, *, of_all: bool) -> Order:
        index, ranks = self.run.rank.index, self.setting.ranks
        return Order(self.setting, len(self.rows), tuple(range(ranks)) if of_all else (index,))

    def loader(self, *, of_all: bool) -> DataLoader:
        return DataLoader(self.rows, batch_size=self.setting.rows, sampler=self.order(of_all=of_all))


def adamw(model: nn.Module, fused: bool | None = True) -> torch.optim.AdamW:
    return torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY, fused=fused)


def loss_of(logits: Tensor, targets: Tensor) -> Tensor:
    """The mean cross-entropy, inside autocast as is usual: it is computed in fp32 there."""
    return functional.cross_entropy(logits.flatten(0, 1), targets.flatten())


class WithLoss(nn.Module):
    """The network as frameworks want it: batch in, loss out."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, inputs: Tensor, targets: Tensor) -> dict[str, Tensor]:
        return {"loss": loss_of(self.network(inputs), targets)}


# --- bare PyTorch


def bare(ground: Ground, network: nn.Module | None = None, fused: bool | None = True) -> Loop:
    """Autocast, DistributedDataParallel as it comes, AdamW; batches cut from tensors, no data loader."""
    from torch.nn.parallel import DistributedDataParallel

    setting, device, rows = ground.setting, ground.device, ground.rows
    model = (network or ground.network()).to(device)
    if setting.compiled:
        model = torch.compile(model)
    model = DistributedDataParallel(model) if setting.ranks > 1 else model
    optimizer, order, done = adamw(model, fused), ground.order(of_all=False), 0

    def loop(steps: int) -> None:
        nonlocal done
        for step in range(done, done + steps):
            chosen = order.of_step(step)
            inputs, targets = rows.inputs[chosen].to(device), rows.targets[chosen].to(device)
            with torch.autocast(device.type, torch.bfloat16, enabled=setting.precision == "bf16"):
                logits = model(inputs)
                loss = loss_of(getattr(logits, "logits", logits), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        done += steps

    return loop


def bare_unfused(ground: Ground) -> Loop:
    """The optimizer as torch gives it without being asked for more."""
    return bare(ground, fused=None)


def bare_llama(ground: Ground) -> Loop:
    """The same loop around transformers' own network of the same shape."""
    from transformers import LlamaConfig, LlamaForCausalLM

    shape, outputs = ground.run.spec.model.shape, ground.run.task.outputs
    config = LlamaConfig(
        vocab_size=outputs,
        hidden_size=shape.width,
        intermediate_size=shape.feed_forward,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.kv_heads,
        max_position_embeddings=ground.setting.context,
        tie_word_embeddings=False,
        use_cache=False,
        attn_implementation="sdpa",
    )
    return bare(ground, LlamaForCausalLM(config))


# --- frameworks


def accelerated(ground: Ground) -> Loop:
    """The loop of accelerate's own guide."""
    from accelerate import Accelerator

    mixed = "bf16" if ground.setting.precision == "bf16" else "no"
    accelerator = Accelerator(cpu=ground.device.type == "cpu", mixed_precision=mixed)
    network = WithLoss(ground.network())
    model, optimizer, loader = accelerator.prepare(network, adamw(network), ground.loader(of_all=True))
    batches = iter(loader)

    def loop(steps: int) -> None:
        for _ in range(steps):
            loss = model(**next(batches))["loss"]
            accelerator.backward(loss)
            optimizer.step()
            optimizer.zero_grad()

    return loop


def trainer(ground: Ground) -> Loop:
    """transformers' Trainer."""
    from transformers import Trainer, TrainerCallback, TrainingArguments

    class Ours(Trainer):
        def _get_train_sampler(self, train_dataset: Any = None) -> Order:
            return ground.order(of_all=True)

    def body(paced: Paced) -> None:
        class Pace(TrainerCallback):
            def on_step_end(self, *_: Any, **__: Any) -> None:
                paced.step_is_done()

        torch.set_num_threads(ground.setting.threads)
        arguments = TrainingArguments(
            output_dir=str(ground.run.files.root / "trainer"),
            per_device_train_batch_size=ground.setting.rows,
            max_steps=NEVER,
            learning_rate=LEARNING_RATE,
            weight_decay=WEIGHT_DECAY,
            lr_scheduler_type="constant",
            optim="adamw_torch_fused",
            max_grad_norm=0.0,
            bf16=ground.setting.precision == "bf16",
            use_cpu=ground.device.type == "cpu",
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            remove_unused_columns=False,
            label_names=["targets"],
        )
        network = WithLoss(ground.network())
        Ours(network, arguments, train_dataset=ground.rows, callbacks=[Pace()]).train()

    return Paced(body)


def lightning(ground: Ground) -> Loop:
    """Lightning's Trainer."""
    import lightning as pl
    from lightning.pytorch.strategies import DDPStrategy

    class Module(pl.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.network = ground.network()

        def training_step(self, batch: dict[str, Tensor], _: int) -> Tensor:
            return loss_of(self.network(batch["inputs"]), batch["targets"])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return adamw(self)

    def body(paced: Paced) -> None:
        class Pace(pl.Callback):
            def on_train_batch_end(self, *_: Any) -> None:
                paced.step_is_done()

        torch.set_num_threads(ground.setting.threads)
        backend = "nccl" if ground.device.type == "cuda" else "gloo"
        ranks = ground.setting.ranks
        pl.Trainer(
            accelerator=ground.device.type,
            devices=ranks,
            strategy=DDPStrategy(process_group_backend=backend) if ranks > 1 else "auto",
            precision="bf16-mixed" if ground.setting.precision == "bf16" else "32-true",
            max_steps=-1,
            max_epochs=-1,
            use_distributed_sampler=False,
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            callbacks=[Pace()],
            default_root_dir=str(ground.run.files.root / "lightning"),
        ).fit(Module(), ground.loader(of_all=False))

    return Paced(body)


PEERS: dict[str, Callable[[Ground], Loop]] = {
    "bare": bare,
    "bare, AdamW not fused": bare_unfused,
    "bare, Llama": bare_llama,
    "Trainer": trainer,
    "accelerate": accelerated,
    "Lightning": lightning,
}
