from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runner.generation.blocks import BLOCK, SCRATCH, BlockPool, digest
from engine.runner.generation.scheduler import Budget, Scheduler
from engine.runner.generation.sequence import Sequence


def run_step(scheduler: Scheduler, written: dict[Sequence, int]) -> list:
    """One step; each text whose tokens are all computed gets one more, and ends when it has enough."""
    slices = scheduler.schedule()
    scheduler.computed(slices)
    for text, _ in slices:
        if text.pending == 0:
            text.tokens.append(7)
            written[text] -= 1
            if written[text] == 0:
                scheduler.end(text)
    return slices


def check_blocks(pool: BlockPool, scheduler: Scheduler) -> None:
    """Every block is free or held, by as many as hold it; what is shared holds equal tokens."""
    holders: dict[int, list] = {}
    for text in scheduler.running:
        assert len(text.blocks) == len(set(text.blocks)) >= text.blocks_of(text.computed)
        for place, block in enumerate(text.blocks):
            beginning = text.tokens[: (place + 1) * BLOCK]
            holders.setdefault(block, []).append((place, beginning))
    assert SCRATCH not in holders
    assert pool.free + len(holders) == pool.blocks - 1
    for block, found in holders.items():
        assert pool.held_once([block]) == ([block] if len(found) == 1 else [])
        assert len(found) == 1 or all(other == found[0] and len(other[1]) % BLOCK == 0 for other in found)


texts = st.lists(
    st.tuples(st.integers(1, 70), st.integers(1, 40), st.integers(0, 2)), min_size=1, max_size=12
)


@settings(deadline=None, max_examples=150)
@given(texts, st.integers(8, 30), st.integers(1, 6), st.integers(1, 40), st.data())
def test_everyone_finishes_and_no_block_leaks_or_is_held_twice(asked, blocks, streams, alone, data):
    pool = BlockPool(blocks + 1)
    scheduler = Scheduler(pool, streams, Budget(alone, max(alone // 2, 1)))
    written = {}
    leader = None
    for length, more, kind in asked:
        more = min(more, blocks * BLOCK - length)
        text = Sequence([kind] * length)  # texts of one kind begin alike
        if kind == 2 and leader is not None:
            text = Sequence([*leader.tokens], leader=leader)
            more = max(min(more, blocks * BLOCK - len(text.tokens)), 1)
        leader = text
        written[text] = max(more, 1)
        scheduler.add(text)
    cancelled = data.draw(st.sets(st.integers(0, len(asked) - 1), max_size=3))
    for step in range(20_000):
        if scheduler.is_idle:
            break
        slices = run_step(scheduler, written)
        assert slices
        decodes = sum(piece.tokens == 1 for piece in slices)
        assert [piece.tokens == 1 for piece in slices] == [True] * decodes + [False] * (len(slices) - decodes)
        assert len(scheduler.running) <= streams
        check_blocks(pool, scheduler)
        if step in cancelled:
            text = list(written)[step]
            if not text.ended:
                scheduler.end(text)
    assert scheduler.is_idle and pool.free == blocks
    assert all(text.ended for text in written)


def test_who_waits_for_a_next_word_comes_before_prompts_and_a_prompt_comes_in_pieces():
    scheduler = Scheduler(BlockPool(64), 8, Budget(alone=40, beside=24))
    short, long = Sequence([1] * 4), Sequence([2] * 100)
    written = {short: 20, long: 1}
    scheduler.add(short)
    scheduler.add(long)
    steps = [[(text is short, tokens) for text, tokens in run_step(scheduler, written)] for _ in range(4)]
    assert steps == [
        [(True, 4), (False, 36)],
        [(True, 1), (False, 24)],
        [(True, 1), (False, 24)],
        [(True, 1), (False, 16)],
    ]


def test_the_newest_is_put_back_when_blocks_run_out_and_ends_later():
    pool = BlockPool(5)
    scheduler = Scheduler(pool, 8, Budget(100, 100))
    old, new = Sequence([1] * 30), Sequence([2] * 14)
    written = {old: 10, new: 10}
    for text in written:
        scheduler.add(text)
    ended = []
    while not scheduler.is_idle:
        run_step(scheduler, written)
        ended += [text for text in written if text.ended and text not in ended]
    assert ended == [old, new]
    assert len(old.tokens) == 40 and len(new.tokens) == 24


def test_an_equal_beginning_is_computed_once_and_the_last_token_always():
    pool = BlockPool(64)
    scheduler = Scheduler(pool, 8, Budget(1000, 1000))
    first, second, third = Sequence([5] * 48), Sequence([5] * 48), Sequence([5] * 40 + [6] * 8)
    for text in (first, second, third):
        scheduler.add(text)
        run_step(scheduler, {text: 1})
    assert [first.reused, second.reused, third.reused] == [0, 2 * BLOCK, 2 * BLOCK]


def test_what_was_longest_unused_is_forgotten_first():
    pool = BlockPool(4)
    names = [digest(b"", [n]) for n in range(4)]
    blocks = [pool.take() for _ in range(3)]
    for block, name in zip(blocks, names, strict=False):
        pool.name(block, name)
    for block in blocks:
        pool.give_back([block])
    pool.hold(pool.find(names[:1]))
    pool.give_back(pool.find(names[:1]))  # used again
    pool.take()
    assert [bool(pool.find([name])) for name in names] == [True, False, True, False]


def test_other_answers_wait_for_the_first_and_others_do_not_wait_for_them():
    scheduler = Scheduler(BlockPool(64), 8, Budget(alone=32, beside=32))
    first = Sequence([1] * 60)
    second, other = Sequence([1] * 60, leader=first), Sequence([3] * 2)
    for text in (first, second, other):
        scheduler.add(text)
    written = dict.fromkeys((first, second, other), 9)
    run_step(scheduler, written)
    assert scheduler.running == [first]
    run_step(scheduler, written)
    assert scheduler.running == [first, other]
    run_step(scheduler, written)
    assert second.reused == 3 * BLOCK


def test_names_of_blocks_follow_from_all_tokens_before_them():
    assert digest(digest(b"", [1, 2]), [3]) != digest(digest(b"", [2, 1]), [3]) != digest(b"", [3])


def test_after_a_shortage_of_memory_as_many_run_again_as_before_but_not_at_once():
    pool = BlockPool(400)
    scheduler = Scheduler(pool, 4, Budget(100, 100))
    written = {Sequence([n] * 4): 1_000_000 for n in range(4)}
    for text in written:
        scheduler.add(text)
    run_step(scheduler, written)
    assert scheduler.put_back() and scheduler.put_back()
    counts = []
    for _ in range(1100):
        run_step(scheduler, written)
        counts.append(len(scheduler.running))
    assert counts[0] == counts[400] == 2 and counts[-1] == 4
