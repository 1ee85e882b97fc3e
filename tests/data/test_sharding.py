"""Every training row is seen once an epoch, whoever shares the work."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.sharding import DEALS, deal_at_random, rows_in_batch, steps_per_epoch

BY_LENGTH = "random, by length"

cases = given(
    rows=st.integers(1, 200),
    batch_size=st.integers(1, 70),
    world_size=st.integers(1, 5),
    method=st.sampled_from([*sorted(DEALS), BY_LENGTH]),
    epoch=st.integers(0, 3),
)


def deal_of(method, rows, batch_size, rank, world_size, seed=7):
    if method == BY_LENGTH:
        return deal_at_random(rows, batch_size, rank, world_size, seed, lengths_of(rows))
    return DEALS[method](rows, batch_size, rank, world_size, seed)


def lengths_of(rows):
    return np.random.default_rng(rows).integers(1, 100, rows)


def epoch_of(method, rows, batch_size, world_size, epoch):
    deals = [deal_of(method, rows, batch_size, rank, world_size) for rank in range(world_size)]
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
    fresh = deal_of(method, rows, batch_size, 0, world_size)
    assert fresh(epoch, last).tolist() == batches[last][0].tolist()


@given(
    rows=st.integers(1, 200),
    batch_size=st.integers(1, 70),
    world_size=st.integers(2, 5),
    method=st.sampled_from(["random", BY_LENGTH]),
)
def test_dealt_at_random_a_global_batch_does_not_depend_on_the_number_of_ranks(
    rows, batch_size, world_size, method
):
    for alone, shared in zip(
        epoch_of(method, rows, batch_size, 1, 0),
        epoch_of(method, rows, batch_size, world_size, 0),
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


@pytest.mark.parametrize("method", ["random", BY_LENGTH])
def test_epochs_differ_in_order(method):
    deal = deal_of(method, 50, 25, 0, 1)
    assert deal(0, 0).tolist() != deal(1, 0).tolist()


def test_rows_of_similar_length_lie_in_one_batch_and_batches_in_no_order():
    lengths = np.random.default_rng(0).exponential(60, 5000).astype(int)
    deal = deal_at_random(len(lengths), 32, 0, 1, 0, lengths)
    plain = deal_at_random(len(lengths), 32, 0, 1, 0)

    def batches(of):
        return [lengths[of(1, batch)] for batch in range(len(lengths) // 32)]

    def padding(parts):
        return 1 - sum(part.sum() for part in parts) / sum(part.max() * len(part) for part in parts)

    assert padding(batches(plain)) > 0.5
    assert padding(batches(deal)) < 0.15
    longest = np.array([part.max() for part in batches(deal)])
    assert abs(np.corrcoef(longest[:-1], longest[1:])[0, 1]) < 0.3


def test_no_rank_gets_all_the_long_rows():
    lengths = np.arange(3200)
    first, second = (deal_at_random(3200, 64, rank, 2, 0, lengths) for rank in range(2))
    has_longer = [lengths[first(0, batch)].mean() > lengths[second(0, batch)].mean() for batch in range(50)]
    assert 0.2 < np.mean(has_longer) < 0.8
