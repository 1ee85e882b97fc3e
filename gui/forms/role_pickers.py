"""The pickers of columns by role: each offers only the columns that can play it. Knows the roles, not what is made of them."""

from engine.schema.card import DatasetCard
from engine.schema.roles import GROUP_KINDS, KINDS_OF_ROLE, ROLES_OF_TASK
from gui.forms.column_editors import ColumnEditor, ColumnsEditor
from gui.forms.editors import Editor, editor_for
from gui.forms.fields import FieldView
from gui.state.roles import fitting_columns

_FEATURES, _SEPARATOR = "features", "separator"
_OF_SPLIT = {"split.group": GROUP_KINDS, "split.time": KINDS_OF_ROLE["time"]}
DATA = "data."


class RolePickers:
    """Makes the editors of a form, and keeps what they offer true to a dataset and a task."""

    def __init__(self) -> None:
        self._pickers: dict[str, ColumnEditor] = {}
        self._features = ColumnsEditor()
        self._card: DatasetCard | None = None

    def make(self, view: FieldView) -> Editor:
        """The editor of a field of ``data`` that names columns, or the sign between labels."""
        role = view.path.removeprefix(DATA)
        if role == _SEPARATOR:
            return editor_for(view)
        if role == _FEATURES:
            return self._features
        self._pickers[role] = ColumnEditor(optional=True)
        return self._pickers[role]

    def show_dataset(self, card: DatasetCard | None, task: str) -> None:
        """Offer the columns of a dataset; none may be left empty that the task needs."""
        self._card = card
        needs = ROLES_OF_TASK.get(task, {})
        for role, picker in self._pickers.items():
            if kinds := _OF_SPLIT.get(role):
                picker.set_columns(
                    [column for column in card.columns if column.kind in kinds] if card else ()
                )
            else:
                columns = fitting_columns(card, task, role) if card else ()
                picker.set_columns(columns, optional=needs.get(role) != "required")
        self.follow(task)

    def follow(self, task: str) -> None:
        """A column that plays another part is no feature; all others are when none is named, of ratings none."""
        taken = {picker.value() for picker in self._pickers.values()}
        columns = fitting_columns(self._card, task, _FEATURES) if self._card else []
        free = [column for column in columns if column.name not in taken]
        self._features.set_columns(free, no_all=task == "recommendation")

    def fill_text(self) -> None:
        """A plain text has one column only, which nobody has to choose."""
        if self._card is not None and not self._pickers["text"].value():
            self._pickers["text"].set_value(self._card.text_column(None))
