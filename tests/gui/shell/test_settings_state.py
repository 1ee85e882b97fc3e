"""Choices are remembered, and a damaged file costs nothing but them."""

from gui.state.settings import Settings


def test_a_choice_is_there_after_a_restart(tmp_path):
    path = tmp_path / "settings.json"
    Settings(path)["theme"] = "light"
    assert Settings(path)["theme"] == "light"


def test_a_value_of_the_wrong_type_is_as_if_it_were_not_there(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"theme": 3, "notifications": "yes"}')
    settings = Settings(path)
    assert settings["theme"] == "system"
    assert settings["notifications"] is True


def test_an_unreadable_file_gives_the_defaults(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text("{")
    assert Settings(path)["language"] == ""


def test_only_a_real_change_is_told(tmp_path, qtbot):
    settings, told = Settings(tmp_path / "settings.json"), []
    settings.changed.connect(told.append)
    settings["theme"] = "dark"
    settings["theme"] = "dark"
    assert told == ["theme"]
