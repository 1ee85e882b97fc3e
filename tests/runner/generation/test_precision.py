import pytest
import torch

from engine.runner.generation.precision import fastest


@pytest.mark.parametrize(
    ("device", "has_kernels", "processor", "dtype"),
    [
        ("cpu", False, {"avx512_bf16": False, "amx_bf16": False}, torch.float32),
        ("cpu", False, {"avx512_bf16": True}, torch.bfloat16),
        ("cpu", False, {"bf16": True}, torch.bfloat16),
        ("cpu", True, {}, torch.bfloat16),
        ("cuda", False, {}, torch.bfloat16),
    ],
)
def test_sixteen_bits_are_taken_where_something_computes_with_them(
    monkeypatch, device, has_kernels, processor, dtype
):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: processor)
    assert fastest(torch.device(device), has_kernels=has_kernels) == dtype
