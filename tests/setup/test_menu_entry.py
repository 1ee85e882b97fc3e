"""The entry in the applications menu."""

import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.setup.menu.linux import desktop_file, linux_entry, quote_argument
from engine.setup.menu.macos import icns, macos_entry
from engine.setup.menu.windows import shortcut_variables
from engine.system.paths import MAIN

ODD = 'a folder/with "quotes" and $money `ticks` back\\slash 100%'


def files_under(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def main(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(MAIN), *arguments],
        env={**os.environ, "XDG_DATA_HOME": str(data)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )


def parse_exec(line: str) -> list[str]:
    """Read Exec as a desktop does: the file's escapes, then the quotes, then the field codes."""
    text = line.removeprefix("Exec=").replace("\\\\", "\\")
    arguments, current, quoted, started = [], "", False, False
    characters = iter(text)
    for character in characters:
        if character == '"':
            quoted, started = not quoted, True
        elif quoted and character == "\\":
            current += next(characters)
        elif character == " " and not quoted:
            if current or started:
                arguments.append(current)
            current, started = "", False
        else:
            current += character
    if current or started:
        arguments.append(current)
    return [argument.replace("%%", "%") for argument in arguments]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Linux entry")
def test_install_and_uninstall_leave_the_data_folder_as_it_was(tmp_path):
    (tmp_path / "applications").mkdir()
    other = tmp_path / "applications" / "other.desktop"
    other.write_text("[Desktop Entry]\n")
    before = files_under(tmp_path)
    main("install", data=tmp_path)
    once = files_under(tmp_path)
    main("install", data=tmp_path)
    assert files_under(tmp_path) == once
    assert len(once - before) == 10
    main("uninstall", data=tmp_path)
    assert files_under(tmp_path) == before
    assert not (tmp_path / "icons").exists()
    assert "was not in the menu" in main("uninstall", data=tmp_path).stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Linux entry")
def test_what_exec_says_starts_the_program(tmp_path):
    main("install", data=tmp_path)
    text = (tmp_path / "applications" / "modelyard.desktop").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("Exec="))
    command = parse_exec(line)
    assert command[-1] == "app"
    assert all(Path(part).is_absolute() for part in command[:2])
    answer = subprocess.run([*command, "--help"], capture_output=True, text=True, timeout=60, check=False)
    assert "Open the window" in answer.stdout, answer.stderr


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed")
@pytest.mark.parametrize("folder", ["/opt/modelyard", f"/home/me/{ODD}"])
def test_the_desktop_file_is_valid(tmp_path, folder):
    path = tmp_path / "modelyard.desktop"
    path.write_text(desktop_file([f"{folder}/python", f"{folder}/main.py", "app"]), encoding="utf-8")
    answer = subprocess.run(["desktop-file-validate", str(path)], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (0, "")


def test_an_argument_with_every_odd_character_is_read_back_as_it_was():
    line = "Exec=" + " ".join(quote_argument(argument) for argument in ["/usr/bin/python3", ODD, "app"])
    assert parse_exec(line) == ["/usr/bin/python3", ODD, "app"]


def test_an_entry_of_another_checkout_is_known_as_such(tmp_path):
    entry = linux_entry(["/usr/bin/python3", "/main.py", "app"], tmp_path)
    assert not entry.belongs_to_another()
    entry.install()
    assert not entry.belongs_to_another()
    entry.place.write_text(entry.place.read_text().replace(str(MAIN), "/elsewhere/main.py"))
    assert entry.belongs_to_another()


def test_the_macos_application_is_complete_and_goes_again(tmp_path):
    entry = macos_entry(["/usr/bin/python3", "/a b/main.py", "app"], tmp_path)
    entry.install()
    contents = entry.place / "Contents"
    assert plistlib.loads((contents / "Info.plist").read_bytes())["CFBundleExecutable"] == "modelyard"
    script = contents / "MacOS" / "modelyard"
    assert os.access(script, os.X_OK)
    assert "exec /usr/bin/python3 '/a b/main.py' app" in script.read_text()
    entry.uninstall()
    assert files_under(tmp_path) == set()


def test_the_macos_icon_is_as_long_as_it_says():
    data = icns()
    assert data[:4] == b"icns"
    assert int.from_bytes(data[4:8], "big") == len(data)


def test_the_windows_shortcut_quotes_its_arguments():
    variables = shortcut_variables(
        Path("Modelyard.lnk"), ["C:\\py\\pythonw.exe", "C:\\my files\\main.py", "app"]
    )
    assert variables["MODELYARD_TARGET"] == "C:\\py\\pythonw.exe"
    assert variables["MODELYARD_ARGUMENTS"] == '"C:\\my files\\main.py" app'
