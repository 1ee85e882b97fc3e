from engine.runner.kept import Kept


def test_what_was_found_is_found_again_for_the_same_question(tmp_path):
    file = tmp_path / "bits.json"
    able = {"amx_int8": True, "avx2": True}
    asked = [
        ("cpu", 2, 16, 8, able),
        ("cpu", 1, 16, 8, able),
        ("cuda:0", 2, 16, 8, able),
        ("cpu", 2, 8, able),
    ]
    kept = [Kept(file, *each) for each in asked]
    kept[0].keep(8)
    kept[1].keep(32)
    assert [each.found() for each in kept] == [8, 32, None, None]
    assert Kept(file, "cpu", 2, 16, 8, {"avx2": True, "amx_int8": True}).found() == 8, "whatever its order"


def test_another_processor_is_another_question(tmp_path):
    Kept(tmp_path / "bits.json", "cpu", {"amx_int8": True}).keep(8)
    assert Kept(tmp_path / "bits.json", "cpu", {"amx_int8": False}).found() is None


def test_a_broken_file_is_as_none(tmp_path):
    file = tmp_path / "bits.json"
    for broken in ("[8", "[8]", '"8"'):
        file.write_text(broken)
        assert Kept(file, "k").found() is None
    Kept(file, "k").keep(16)
    assert Kept(file, "k").found() == 16
