"""Devices are listed without torch, as CUDA numbers them, and no error of the driver gets past."""

import pynvml
import pytest

from engine.system.devices import list_devices
from engine.system.limits import cpu_share, usable_cores, usable_memory
from engine.system.monitor import Monitor
from tests.fakes.nvml import fake_nvml

ERRORS = sorted(
    value
    for name, value in vars(pynvml).items()
    if name.startswith("NVML_ERROR_") and isinstance(value, int) and value
)
CALLS = (
    "nvmlDeviceGetHandleByIndex",
    "nvmlDeviceGetMemoryInfo",
    "nvmlDeviceGetUtilizationRates",
    "nvmlDeviceGetTemperature",
    "nvmlDeviceGetPowerUsage",
    "nvmlDeviceGetEnforcedPowerLimit",
    "nvmlDeviceGetTotalEnergyConsumption",
    "nvmlDeviceGetClockInfo",
    "nvmlDeviceGetMaxClockInfo",
    "nvmlDeviceGetCurrentClocksThrottleReasons",
    "nvmlDeviceGetComputeRunningProcesses",
)


def ids(environment=None, gpus=3):
    return [(device.id, device.name) for device in list_devices(fake_nvml(gpus), environment or {})][1:]


def test_the_cpu_comes_first_with_a_slot_for_each_core():
    cpu = list_devices(fake_nvml(0), {})[0]
    assert cpu.id == "cpu"
    assert cpu.slots == usable_cores() >= 1
    assert cpu.memory == usable_memory() > 1 << 28


def test_gpus_are_numbered_as_cuda_does():
    assert ids() == [("cuda:0", "Fake GPU 0"), ("cuda:1", "Fake GPU 1"), ("cuda:2", "Fake GPU 2")]


@pytest.mark.parametrize(
    ("visible", "names"),
    [
        ("", []),
        ("-1", []),
        ("2,0", ["Fake GPU 2", "Fake GPU 0"]),
        ("1", ["Fake GPU 1"]),
        ("0,7,1", ["Fake GPU 0"]),
        ("GPU-0002", ["Fake GPU 2"]),
        ("GPU-", []),
        ("0,0", ["Fake GPU 0"]),
        (" 1 , 0", ["Fake GPU 1", "Fake GPU 0"]),
    ],
)
def test_only_visible_gpus_are_listed_in_their_order(visible, names):
    assert [name for _, name in ids({"CUDA_VISIBLE_DEVICES": visible})] == names


@pytest.mark.parametrize("number", ERRORS)
def test_no_driver_is_no_gpu_whatever_the_reason(number):
    nvml = fake_nvml(2, {"nvmlInit": number})
    assert [device.id for device in list_devices(nvml, {})] == ["cpu"]
    assert nvml.driver() is None


@pytest.mark.parametrize("call", CALLS)
def test_a_call_that_fails_leaves_its_value_unknown(tmp_path, call):
    for number in ERRORS:
        monitor = Monitor(tmp_path, fake_nvml(1, {call: number}))
        gpu = monitor.take_sample().gpus[0]
        assert None in gpu.model_dump().values() or call.endswith("Processes")
        assert monitor.nvml.memory_by_process(monitor.gpus()[0][1]) == {}
        assert monitor.machine().devices[1].id == "cuda:0"


def test_a_lost_gpu_is_listed_as_unhealthy():
    lost = fake_nvml(1, {"nvmlDeviceGetMemoryInfo": pynvml.NVML_ERROR_GPU_IS_LOST})
    assert [device.healthy for device in list_devices(lost, {})] == [True, False]
    gone = fake_nvml(1, {"nvmlDeviceGetHandleByIndex": pynvml.NVML_ERROR_GPU_IS_LOST})
    assert [device.healthy for device in list_devices(gone, {})] == [True, False]


def test_a_gpu_that_keeps_its_memory_to_itself_is_healthy():
    shy = fake_nvml(1, {"nvmlDeviceGetMemoryInfo": pynvml.NVML_ERROR_NOT_SUPPORTED})
    device = list_devices(shy, {})[1]
    assert (device.healthy, device.memory) == (True, None)


def test_a_gpu_that_dies_later_is_noticed(tmp_path):
    now = [0.0]
    nvml = fake_nvml(1)
    monitor = Monitor(tmp_path, nvml, clock=lambda: now[0])
    assert monitor.devices()[1].healthy
    nvml._library.failing["*"] = pynvml.NVML_ERROR_GPU_IS_LOST
    now[0] = 60.0
    assert monitor.take_sample().gpus[0].busy is None
    assert [(device.id, device.healthy) for device in monitor.devices()[1:]] == [("cuda:0", False)]
    assert monitor.available_memory("cuda:0") is None


def test_two_threads_of_a_core_are_one_slot(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.system.limits._affinity", lambda: [0, 1, 2, 3])
    for cpu, core in ((0, 0), (1, 1), (2, 0), (3, 1)):
        folder = tmp_path / f"cpu{cpu}" / "topology"
        folder.mkdir(parents=True)
        (folder / "physical_package_id").write_text("0\n")
        (folder / "core_id").write_text(f"{core}\n")
    assert usable_cores(tmp_path, tmp_path) == 2
    (tmp_path / "cpu.max").write_text("100000 100000\n")
    assert usable_cores(tmp_path, tmp_path) == 1


def test_a_control_group_bounds_cpu_and_memory(tmp_path):
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("1048576\n")
    assert cpu_share(tmp_path) is None
    assert usable_memory(tmp_path) == 1 << 20
