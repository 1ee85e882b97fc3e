"""What an endpoint's page asks in dialogs of their own: keys, another version, one more model, a passphrase, a name's end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.client.words import problem_line
from gui.forms.serve_dialog import ServeDialog
from gui.pages.serve.keys_dialog import KeysDialog
from gui.pages.serve.swap_dialog import SwapDialog
from gui.pages.serve.unlock_dialog import UnlockDialog
from gui.widgets.ask import Question

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context
    from gui.state.endpoint import EndpointState


class EndpointDialogs(QObject):
    """Each opens over ``page``. ``key_made`` tells a new key, with its secret."""

    key_made = Signal(object)

    def __init__(self, context: "Context", endpoint: str, state: "EndpointState", page: QWidget) -> None:
        super().__init__(page)
        self._context, self._endpoint, self._state, self._page = context, endpoint, state, page

    def open_keys(self) -> KeysDialog:
        dialog = KeysDialog(self._context, self._page)
        dialog.key_made.connect(self.key_made)
        dialog.open()
        return dialog

    def open_new_key(self) -> None:
        self.open_keys().ask_for_new()

    def open_swap(self) -> SwapDialog | None:
        served, job = self._state.chosen, self._context.library.jobs.get(self._endpoint)
        if served is None or job is None:
            return None
        spec = next((each for each in job.spec.models if each.name == served.name), None)
        if spec is None:
            return None
        dialog = SwapDialog(self._context, self._endpoint, spec, self._state, self._page)
        dialog.open()
        return dialog

    def open_add(self) -> ServeDialog:
        dialog = ServeDialog(self._context, endpoint=self._endpoint, parent=self._page)
        dialog.added.connect(self._on_added)
        dialog.open()
        return dialog

    def _on_added(self, job: "Job", name: str) -> None:
        if job.id == self._endpoint:
            self._state.show_job(job)
            self._state.choose(name)

    def open_unlock(self) -> UnlockDialog | None:
        served = self._state.chosen
        if served is None:
            return None
        dialog = UnlockDialog(self._context, self._endpoint, served.name, self._page)
        dialog.open()
        return dialog

    def ask_remove(self, name: str) -> None:
        """Whether this name is to be served no more; then it is not."""
        text = self.tr(
            "Programs that ask for it by this name get no answer. The model stays in the catalogue."
        )
        title = self.tr("Serve “{0}” no more?").format(name)
        question = Question(title, text, self.tr("Remove"), dangerous=True, parent=self._page)
        question.accepted.connect(lambda: self._remove(name))
        question.open()

    def _remove(self, name: str) -> None:
        endpoint = self._endpoint
        self._context.connection.call(
            lambda engine: engine.remove_model(endpoint, name), None, self._on_refused, receiver=self
        )

    def _on_refused(self, problems: tuple) -> None:
        self._context.notify(problem_line(problems[0]), "error")
