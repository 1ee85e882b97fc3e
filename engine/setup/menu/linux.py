"""Linux: a .desktop entry and hicolor icons in the person's own data folder."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from engine.setup.menu.entry import MenuEntry
from engine.system.paths import MAIN, RESOURCES, user_data_folder

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)

_ENTRY = """[Desktop Entry]
Type=Application
Version=1.0
Name=Modelyard
Name[zh_CN]=Modelyard 模型工坊
GenericName=Model training
GenericName[zh_CN]=模型训练
Comment=Train models on your own data, and serve them
Comment[zh_CN]=用自己的数据训练模型，并提供服务
Keywords=machine learning;training;neural network;PyTorch;
Keywords[zh_CN]=机器学习;训练;神经网络;模型;
Exec={command}
Path={folder}
Icon=modelyard
Terminal=false
Categories=Science;ArtificialIntelligence;
StartupNotify=true
StartupWMClass=Modelyard
X-Modelyard-Main={main}
"""


def linux_entry(command: Sequence[str], data: Path | None = None) -> MenuEntry:
    """The entry under ``data``, XDG_DATA_HOME unless told otherwise."""
    data = data or user_data_folder()
    place = data / "applications" / "modelyard.desktop"
    icons = _icons(data)
    return MenuEntry(
        place=place,
        files=(place, *icons),
        install=partial(_install, place, icons, desktop_file(command)),
        uninstall=partial(_uninstall, place, icons, data),
        belongs_to_another=partial(_is_foreign, place),
    )


def desktop_file(command: Sequence[str]) -> str:
    """The text of the .desktop entry."""
    return _ENTRY.format(
        command=" ".join(quote_argument(argument) for argument in command),
        folder=_escape(str(MAIN.parent)),
        main=_escape(str(MAIN)),
    )


def quote_argument(argument: str) -> str:
    """One argument of Exec. Two layers: the quotes of Exec, then the escapes of every string in the file."""
    argument = argument.replace("%", "%%")
    if not re.fullmatch(r"[A-Za-z0-9_./:=%+@,-]+", argument):
        argument = '"' + re.sub(r'(["`$\\])', r"\\\1", argument) + '"'
    return _escape(argument)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def _icons(data: Path) -> dict[Path, Path]:
    """Where each icon goes, and where it comes from."""
    theme, own = data / "icons" / "hicolor", RESOURCES / "icons"
    icons = {
        theme / f"{size}x{size}" / "apps" / "modelyard.png": own / f"modelyard-{size}.png" for size in SIZES
    }
    return {**icons, theme / "scalable" / "apps" / "modelyard.svg": own / "modelyard.svg"}


def _install(place: Path, icons: dict[Path, Path], text: str) -> None:
    for target, source in icons.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    place.chmod(0o755)  # some file managers start only what is executable
    _tell_desktop(place.parent)


def _uninstall(place: Path, icons: dict[Path, Path], data: Path) -> None:
    from engine.setup.menu import remove_empty_folders

    for path in (place, *icons):
        path.unlink(missing_ok=True)
        remove_empty_folders(path.parent, data)
    _tell_desktop(place.parent)


def _is_foreign(place: Path) -> bool:
    try:
        return f"X-Modelyard-Main={_escape(str(MAIN))}\n" not in place.read_text(encoding="utf-8")
    except OSError:
        return False


def _tell_desktop(applications: Path) -> None:
    """Desktops look by themselves sooner or later; this makes it sooner."""
    program = shutil.which("update-desktop-database")
    # Its cache is a file of the folder: made only where somebody has made one before us.
    if program and os.path.exists(applications / "mimeinfo.cache"):  # noqa: PTH110
        subprocess.run([program, str(applications)], check=False, capture_output=True, timeout=30)
