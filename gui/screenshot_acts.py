"""What is done to a page before its picture is taken: a dialog opened, a model asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from gui.main_window import MainWindow

_SAID = "Who stole the tarts, and what did the Queen of Hearts say to the Hatter about it?"


def is_act(page: str, name: str) -> bool:
    """Else it is a tab of the page's own."""
    return (page, name) in _ACTS


def act(window: "MainWindow", page: str, name: str) -> "QDialog | None":
    """Do it; gives back the dialog that opened."""
    return _ACTS[page, name](window.page(page))


def _talk(page: Any, mode: str) -> None:
    playground = page.view.playgrounds.talk
    playground.mode.set_value(mode)
    playground._on_mode_changed()
    for talk in playground.talks():
        talk.clear()
    playground.composer.text.setPlainText(_SAID)
    playground.composer.button.click()


def _keys(page: Any, tab: str) -> "QDialog":
    dialog = page.view.dialogs.open_keys()
    dialog.tabs.set_value(tab)
    dialog._show_tab(tab)
    return dialog


def _serve(page: Any, network: bool) -> "QDialog":
    dialog = page.open_serve()
    if network:
        dialog.form.address.editor("network").box.click()
    return dialog


_ACTS: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("serve", "keys"): lambda page: _keys(page, "keys"),
    ("serve", "new-key"): lambda page: _keys(page, "new"),
    ("serve", "audit"): lambda page: _keys(page, "audit"),
    ("serve", "details"): lambda page: page.view.sampling.form.set_unfolded(True),
    ("serve", "swap"): lambda page: page.view.dialogs.open_swap(),
    ("serve", "score"): lambda page: page.view.playgrounds.currentWidget().open_scoring(),
    ("serve", "predict"): lambda page: page.view.playgrounds.currentWidget().button.click(),
    ("serve", "stream"): lambda page: _talk(page, "chat"),
    ("serve", "complete"): lambda page: _talk(page, "complete"),
    ("serve", "compare"): lambda page: _talk(page, "compare"),
    ("serve", "serve"): lambda page: _serve(page, network=False),
    ("serve", "network"): lambda page: _serve(page, network=True),
}
