import torch

from engine.runner.prediction.kept_bits import keep_bits, kept_bits, key_of


def test_what_was_found_is_found_again_for_the_same_question(tmp_path):
    keys = [
        key_of("cpu", 2, [16, 8]),
        key_of("cpu", 1, [16, 8]),
        key_of("cuda:0", 2, [16, 8]),
        key_of("cpu", 2, [8]),
    ]
    assert len({*keys}) == 4 and key_of("cpu", 2, [16, 8]) == keys[0]
    keep_bits(tmp_path, keys[0], 8)
    keep_bits(tmp_path, keys[1], 32)
    assert [kept_bits(tmp_path, key) for key in keys] == [8, 32, None, None]


def test_another_processor_is_another_question(monkeypatch):
    before = key_of("cpu", 2, [8])
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_int8": True})
    assert key_of("cpu", 2, [8]) != before


def test_a_broken_file_is_as_none(tmp_path):
    (tmp_path / "bits.json").write_text("[8")
    assert kept_bits(tmp_path, "k") is None
    (tmp_path / "bits.json").write_text('{"k": "8"}')
    assert kept_bits(tmp_path, "k") is None
    keep_bits(tmp_path, "k", 16)
    assert kept_bits(tmp_path, "k") == 16
