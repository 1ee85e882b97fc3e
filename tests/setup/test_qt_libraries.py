"""The libraries Qt takes from the system."""

import pytest

from engine.setup.libraries import needed, packages_of
from engine.setup.system_packages import InstallCommand


def test_those_of_x_are_needed_only_where_the_window_opens_on_x():
    assert "libxcb-cursor.so.0" in needed({"DISPLAY": ":0"})
    assert "libxcb-cursor.so.0" in needed({"QT_QPA_PLATFORM": "xcb"})
    assert "libxcb-cursor.so.0" not in needed({})
    assert "libxcb-cursor.so.0" not in needed({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"})


@pytest.mark.parametrize("manager", ["apt", "dnf", "zypper", "pacman"])
def test_every_library_has_a_package_on_every_system(manager):
    libraries = needed({"DISPLAY": ":0"})
    packages = packages_of(libraries, manager)
    assert packages
    assert len(packages) == len(set(packages))


def test_the_command_for_a_person_is_one_line_without_our_switches():
    command = InstallCommand("apt", ("libegl1", "libgl1"))
    assert command.for_person.endswith("apt install libegl1 libgl1")
    assert command.argv == ["apt-get", "install", "-y", "libegl1", "libgl1"]
