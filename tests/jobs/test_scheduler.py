"""Which jobs start, as a function of plain values."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from engine.jobs.scheduler import Wish, choose_starts

SLOTS = {"cpu": 2, "cuda:0": 1, "cuda:1": 1}


def test_a_large_job_at_the_head_is_not_starved():
    running = [Wish("busy", ("cpu",))]
    waiting = [Wish("big", ("cpu", "cpu")), Wish("small", ("cpu",))]
    assert choose_starts(waiting, running, SLOTS) == []


def test_jobs_on_disjoint_devices_run_together():
    waiting = [Wish("a", ("cuda:0",)), Wish("b", ("cuda:1",)), Wish("c", ("cpu", "cpu"))]
    assert choose_starts(waiting, [], SLOTS) == ["a", "b", "c"]


def test_a_gpu_takes_one_run():
    waiting = [Wish("a", ("cuda:0",)), Wish("b", ("cuda:0",))]
    assert choose_starts(waiting, [], SLOTS) == ["a"]


def test_a_held_up_job_keeps_all_its_devices_from_those_behind_it():
    running = [Wish("busy", ("cuda:0",))]
    waiting = [Wish("both", ("cuda:0", "cuda:1")), Wish("one", ("cuda:1",)), Wish("other", ("cpu",))]
    assert choose_starts(waiting, running, SLOTS) == ["other"]


def test_more_ranks_than_slots_have_the_cpu_alone():
    crowd = Wish("crowd", ("cpu",) * 5)
    assert choose_starts([crowd, Wish("next", ("cpu",))], [], SLOTS) == ["crowd"]
    assert choose_starts([crowd], [Wish("one", ("cpu",))], SLOTS) == []


def test_an_endpoint_starts_beside_whatever_runs():
    running = [Wish("busy", ("cpu", "cpu"))]
    waiting = [Wish("held", ("cpu",)), Wish("endpoint", (), shares=True)]
    assert choose_starts(waiting, running, SLOTS) == ["endpoint"]


def test_a_device_that_is_not_there_does_not_hold_the_queue_up_for_ever():
    assert choose_starts([Wish("gone", ("cuda:7",))], [], SLOTS) == ["gone"], "its start says what is wrong"


DEVICES = st.one_of(
    st.integers(1, 5).map(lambda count: ("cpu",) * count),
    st.sets(st.sampled_from(["cuda:0", "cuda:1"]), min_size=1).map(lambda some: tuple(sorted(some))),
)
QUEUES = st.lists(st.tuples(DEVICES, st.booleans()), max_size=8).map(
    lambda rows: [Wish(f"job{n}", devices, shares) for n, (devices, shares) in enumerate(rows)]
)


@given(QUEUES)
def test_devices_are_never_given_away_twice_and_everyone_starts_in_the_end(queue: list[Wish]):
    waiting, running, order = list(queue), [], []
    while waiting or running:
        starts = choose_starts(waiting, running, SLOTS)
        assert starts or running, "something always goes on"
        running += [job for job in waiting if job.job_id in starts]
        waiting = [job for job in waiting if job.job_id not in starts]
        order += starts
        _assert_within_slots(running)
        if running:
            running.pop(0)
    assert sorted(order) == sorted(job.job_id for job in queue)


@given(QUEUES)
def test_no_one_overtakes_on_a_shared_device(queue: list[Wish]):
    starts = choose_starts(queue, [], SLOTS)
    for place, job in enumerate(queue):
        if job.shares or job.job_id in starts:
            continue
        later = [after for after in queue[place + 1 :] if after.job_id in starts and not after.shares]
        assert not any(set(after.devices) & set(job.devices) for after in later)


def _assert_within_slots(running: list[Wish]) -> None:
    used = Counter(device for job in running if not job.shares for device in job.devices)
    alone = [
        job
        for job in running
        if not job.shares and len(job.devices) > SLOTS.get("cpu", 0) and "cpu" in job.devices
    ]
    for device, count in used.items():
        if device == "cpu" and alone:
            assert len([job for job in running if not job.shares and "cpu" in job.devices]) == 1
        else:
            assert count <= SLOTS[device]
