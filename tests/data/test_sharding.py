"""Every training row is seen once an epoch, whoever shares the work."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.data.sharding import DEALS, rows_in_batch, steps_per_epoch

cases = given(
    rows=st.integers(1, 200),
    batch_size=st.integers(1, 70),
    world_size=st.integers(1, 5),
    method=st.sampled_from(sorted(DEALS)),
    epoch=st.integers(0, 3),
)


def epoch_of(method, rows, batch_size, world_size, epoch, seed=7):
    deals = [DEALS[method](rows, batch_size, rank, world_size, seed) for rank in range(world_size)]
    return [[deal(epoch, batch) for deal in deals] for batch in range(steps_per_epoch(rows, batch_size))]


@cases
def test_an_epoch_holds_every_row_once(rows, batch_size, world_size, method, epoch):
    batches = epoch_of(method, rows, batch_size, world_size, epoch)
    seen = np.concatenate([part for batch in batches for part in batch])
    assert sorted(seen.tolist()) == list(range(rows))


@cases
def test_every_global_batch_is_full_but_the_last(rows, batch_size, world_size, method, epoch):
    for number, batch in enumerate(epoch_of(method, rows, batch_size, world_size, epoch)):
        assert sum(len(part) for part in batch) == rows_in_batch(rows, batch_size, number)


@cases
def test_a_batch_is_found_by_its_number_alone(rows, batch_size, world_size, method, epoch):
    batches = epoch_of(method, rows, batch_size, world_size, epoch)
    last = len(batches) - 1
    fresh = DEALS[method](rows, batch_size, 0, world_size, 7)
    assert fresh(epoch, last).tolist() == batches[last][0].tolist()


@given(rows=st.integers(1, 200), batch_size=st.integers(1, 70), world_size=st.integers(2, 5))
def test_dealt_at_random_a_global_batch_does_not_depend_on_the_number_of_ranks(rows, batch_size, world_size):
    for alone, shared in zip(
        epoch_of("random", rows, batch_size, 1, 0),
        epoch_of("random", rows, batch_size, world_size, 0),
        strict=True,
    ):
        assert alone[0].tolist() == np.concatenate(shared).tolist()


@given(rows=st.integers(5, 200), batch_size=st.integers(1, 70), world_size=st.integers(1, 5))
def test_in_blocks_each_rank_keeps_to_its_own_rows(rows, batch_size, world_size):
    for rank in range(world_size):
        deal = DEALS["block"](rows, batch_size, rank, world_size, 0)
        own = np.concatenate([deal(0, batch) for batch in range(steps_per_epoch(rows, batch_size))])
        first, last = rows * rank // world_size, rows * (rank + 1) // world_size
        assert sorted(own.tolist()) == list(range(first, last))


def test_epochs_differ_in_order():
    deal = DEALS["random"](50, 50, 0, 1, 0)
    assert deal(0, 0).tolist() != deal(1, 0).tolist()
