"""Samples are differences of counters over time; an hour is kept, and nobody waits for ever."""

import threading
import time

import pytest

from engine.system.counters import Counters, core_use, rates, read_counters
from engine.system.monitor import Monitor
from tests.fakes.nvml import fake_nvml

GIB = 1 << 30


class Script:
    """Counters and clocks that say what the test says."""

    def __init__(self) -> None:
        self.now = 0.0
        self.busy = 0.0
        self.read = self.sent = 0

    def counters(self, moment: float) -> Counters:
        return Counters(moment, ((self.busy, moment), (0.0, moment)), (self.read, 0), (0, self.sent))

    def monitor(self, home, gpus: int = 0) -> Monitor:
        return Monitor(
            home, fake_nvml(gpus), clock=lambda: self.now, wall=lambda: 1000 + self.now, read=self.counters
        )


@pytest.fixture
def script():
    return Script()


def test_a_sample_is_the_difference_to_the_last(script, tmp_path):
    monitor = script.monitor(tmp_path)
    script.now, script.busy, script.read, script.sent = 2.0, 1.0, 4096, 100
    sample = monitor.take_sample()
    assert sample.cores == (50.0, 0.0)
    assert sample.cpu == 25.0
    assert (sample.disk_read, sample.network_out) == (2048.0, 50.0)
    assert sample.time == 1002.0


def test_a_clock_that_stands_still_gives_no_rate(script, tmp_path):
    sample = script.monitor(tmp_path).take_sample()
    assert (sample.disk_read, sample.network_in) == (None, None)
    assert sample.cpu == 0.0


def test_a_counter_that_was_set_back_gives_no_rate():
    assert rates((100, 100), (50, 200), 1.0) == (None, 100.0)
    assert rates(None, (1, 1), 1.0) == (None, None)


def test_a_cpu_that_came_or_went_gives_no_figure():
    assert core_use(Counters(0, ((0, 0),)), Counters(1, ((0, 0), (0, 0)))) == ()


def test_gpus_are_in_every_sample_in_our_units(script, tmp_path):
    gpu = script.monitor(tmp_path, gpus=1).take_sample().gpus[0]
    assert gpu.id == "cuda:0"
    assert (gpu.busy, gpu.memory_used, gpu.memory_total) == (50.0, GIB, 24 * GIB)
    assert (gpu.power, gpu.energy) == (1.0, 1.0)  # NVML says mW and mJ
    assert gpu.throttle == ("power_cap", "thermal_hardware")


def test_an_hour_is_kept_and_the_last_seconds_can_be_asked_for(script, tmp_path):
    monitor = script.monitor(tmp_path)
    for second in range(1, 3701):
        script.now = float(second)
        monitor.take_sample()
    assert len(monitor.history(3600)) == 3600
    assert [sample.time for sample in monitor.history(2)] == [4699.0, 4700.0]
    assert monitor.history(0) == []


def test_a_wait_ends_with_the_next_sample_or_its_time(script, tmp_path):
    monitor = script.monitor(tmp_path)
    assert monitor.wait_for_sample(None, 0.01) is None
    threading.Timer(0.05, monitor.take_sample).start()
    sample = monitor.wait_for_sample(None, 10)
    assert sample is not None
    assert monitor.wait_for_sample(sample, 0.01) is None


def test_free_memory_of_each_device_is_known(script, tmp_path):
    monitor = script.monitor(tmp_path, gpus=1)
    assert monitor.available_memory("cuda:0") == 23 * GIB
    assert monitor.available_memory("cpu") > 0
    assert monitor.available_memory("cuda:9") is None
    assert monitor.disk_free() > 0
    assert monitor.disk_free(tmp_path / "nowhere") is None


def test_the_machine_says_what_it_is(script, tmp_path):
    machine = script.monitor(tmp_path, gpus=1).machine()
    assert machine.home == str(tmp_path)
    assert machine.cpu
    assert machine.threads >= machine.cores >= 1
    assert [device.id for device in machine.devices] == ["cpu", "cuda:0"]
    assert machine.driver == "580.1"


def test_it_starts_samples_and_ends(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.system.monitor.PERIOD_SECONDS", 0.02)
    monitor = Monitor(tmp_path, fake_nvml(0))
    monitor.start()
    assert monitor.wait_for_sample(None, 10) is not None
    monitor.close()
    assert not any(thread.name == "monitor" for thread in threading.enumerate())


def test_a_sample_costs_less_than_a_hundredth_of_a_core(tmp_path):
    monitor = Monitor(tmp_path, fake_nvml(0))
    began = time.process_time()
    for _ in range(50):
        monitor.take_sample()
    assert (time.process_time() - began) / 50 < 0.01


def test_the_real_counters_only_grow():
    first, second = read_counters(0), read_counters(1)
    assert len(first.cores) == len(second.cores) > 0
    assert all(new[1] >= old[1] for old, new in zip(first.cores, second.cores, strict=True))
