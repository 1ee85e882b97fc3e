"""A form drawn from the fields of a schema: label above control, several in a row, problems beside their field.

It knows nothing of what the fields mean; a page hands in editors of its own for fields that need one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.problem import Problem
from gui.client.words import say_problem
from gui.forms.cell import FieldCell
from gui.forms.editors import BoolEditor, ChoiceEditor, Editor, editor_for
from gui.forms.field_grid import FieldGrid
from gui.forms.fields import FieldView, Option
from gui.forms.paths import get_at, set_at
from gui.widgets.button import Button

EditorFactory = Callable[[FieldView], Editor]
Condition = Callable[[], bool]
Place = tuple[int, ...]  # of a field among those declared: the order in which a form shows them
_NARROW = 560  # pixels of a form below which fields need twice their share


@dataclass(frozen=True)
class _Entry:
    """A cell and when it counts: a member's field counts while that member is chosen."""

    cell: FieldCell
    counts: Condition
    place: Place
    toggles: bool = False  # switches an optional group on and off


@dataclass(frozen=True)
class _Union:
    """A choice and its members; a member's fields are made when it is first chosen."""

    view: FieldView
    choice: Editor
    counts: Condition
    place: Place
    made: set[str] = field(default_factory=set)


class SchemaForm(QWidget):
    """Holds a part of a spec as nested dicts; ``value`` and ``set_value`` use the schema's own paths."""

    changed = Signal()

    def __init__(
        self,
        fields: Sequence[FieldView],
        columns: int = 4,
        editors: Mapping[str, EditorFactory] | None = None,
        spans: Mapping[str, int] | None = None,
        first: Sequence[str] = (),
        with_fold: bool = True,  # else the details are unfolded by ``set_unfolded`` alone
        narrow: int = _NARROW,  # pixels; 0 where the fields are short
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._with_fold = with_fold
        self._editors = editors or {}
        self._widening, self._narrow = 1, narrow
        self._first = tuple(first)  # paths shown before the others, against the schema's order
        self._entries: list[_Entry] = []
        self._unions: list[_Union] = []
        self._hidden: frozenset[str] = frozenset()
        self._folded: frozenset[str] = frozenset()
        self._more = QWidget()
        self._grid = FieldGrid(self, columns, spans or {})
        self._more_grid = FieldGrid(self._more, columns, spans or {})
        self._more.setLayout(self._more_grid)
        self.fold = Button(
            self.tr("Details ▾"), "link"
        )  # a page may move it, to the title of its card for instance
        self._arrange()
        self._add_all(fields, _always, ())
        self._reflow()
        self.order_stops()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is short fields stand half as many to a row: a word cut off says nothing."""
        super().resizeEvent(event)
        widening = 2 if event.size().width() < self._narrow else 1
        if widening != self._widening:
            self._widening = widening
            QTimer.singleShot(0, self, self._reflow)  # not while a layout is at work

    def showEvent(self, event: QShowEvent) -> None:
        """A label with other script than its neighbours' is higher; even them out, or controls stand askew."""
        super().showEvent(event)
        labels = [entry.cell.label for entry in self._entries]
        height = max((label.sizeHint().height() for label in labels), default=0)
        for label in labels:
            label.setMinimumHeight(height)

    # --- values

    def value(self) -> dict[str, Any]:
        """What stands in the form, as a part of the spec."""
        values: dict[str, Any] = {}
        for entry in self._entries:
            if not entry.counts() or entry.cell.editor.shows_only:
                continue
            value, view = entry.cell.editor.value(), entry.cell.view
            if view.kind == "union" and value is None:  # none of the members
                set_at(values, view.path, None)
            elif not entry.toggles:
                set_at(values, entry.cell.path, value)
            elif not value:
                set_at(values, entry.cell.path, None)
        return values

    def set_value(self, values: Mapping[str, Any]) -> None:
        """Show a spec, or a part of one; what it leaves out gets its default."""
        for union in self._unions:
            union.choice.set_value(get_at(values, union.view.choice_path, _default(union.view)))
        self._make_members()
        for entry in self._entries:
            cell = entry.cell
            if cell.editor.shows_only:
                continue
            if entry.toggles:
                cell.editor.set_value(get_at(values, cell.path) is not None)
            elif entry.counts():
                cell.editor.set_value(get_at(values, cell.path, _default(cell.view)))
            else:
                cell.editor.set_value(_default(cell.view))
        self._reflow()

    def editor(self, path: str) -> Editor:
        """The editor of a field that counts now; KeyError when there is none."""
        return self._cell(path).editor

    @property
    def hidden(self) -> frozenset[str]:
        """Paths of fields that are left out of sight."""
        return self._hidden

    def set_hidden(self, paths: frozenset[str]) -> None:
        """Leave these fields out of sight; their values stay."""
        if paths != self._hidden:
            self._hidden = paths
            self._reflow()

    @property
    def folded(self) -> frozenset[str]:
        """Paths that count among the details for now."""
        return self._folded

    def set_folded(self, paths: frozenset[str]) -> None:
        """Count these among the details for now, beside those that always do."""
        if paths != self._folded:
            self._folded = paths
            self._reflow()

    def set_unfolded(self, unfolded: bool) -> None:
        """Show the details, or not."""
        self.fold.setChecked(unfolded)

    def has_shown(self) -> bool:
        """Whether any field stands outside the details."""
        return any(entry.counts() and not self._is_detail(entry.cell) for entry in self._entries)

    def set_choices(self, path: str, options: Sequence[Option]) -> None:
        """Narrow a choice to the options that make sense now."""
        editor = self.editor(path)
        if isinstance(editor, ChoiceEditor):
            editor.set_options(options)
        self._reflow()

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in the order the fields are shown; what is hidden is passed by."""
        entries = sorted(self._entries, key=self._rank)
        shown = [stop for e in entries if not self._is_detail(e.cell) for stop in e.cell.editor.stops()]
        folded = [stop for e in entries if self._is_detail(e.cell) for stop in e.cell.editor.stops()]
        return [*shown, *([self.fold] if self._with_fold else []), *folded]

    def order_stops(self, after: QWidget | None = None) -> None:
        """Let the Tab key walk the fields as they are shown; again after an editor got new parts."""
        join_stops([*([after] if after else []), *self.stops()])

    # --- problems

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say each problem beside its field, clear what is mended; returns those that have no field here."""
        said: dict[FieldCell, Problem] = {}
        elsewhere = []
        for problem in problems:
            cell = self._nearest(problem.field or "")
            if cell is None:
                elsewhere.append(problem)
            elif cell not in said or said[cell].severity == "warning":
                said[cell] = problem
        for entry in self._entries:
            problem = said.get(entry.cell)
            entry.cell.show_problem(_words(problem), problem.severity if problem else "")
        if any(self._is_detail(cell) for cell in said):
            self._unfold()
        return elsewhere

    def problem_at(self, path: str) -> str:
        """The words beside a field, empty when all is well."""
        return self._cell(path).problem_text

    def focus(self, field: str) -> bool:
        """Put the cursor into the field of a problem; False when it is not of this form."""
        cell = self._nearest(field)
        if cell is None:
            return False
        if self._is_detail(cell):
            self._unfold()
        cell.editor.stops()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # --- building

    def _arrange(self) -> None:
        self.fold.setCheckable(True)
        self.fold.setAccessibleName(self.tr("Show details"))
        self.fold.toggled.connect(self._on_fold_toggled)
        self._more.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        layout.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._more)

    def _add_all(self, views: Sequence[FieldView], counts: Condition, within: Place) -> None:
        for number, view in enumerate(views):
            self._add(view, counts, (*within, number))

    def _add(self, view: FieldView, counts: Condition, place: Place) -> None:
        match view.kind:
            case "group" if view.optional:
                toggle = self._add_cell(view, BoolEditor(self.tr("on")), counts, place, toggles=True)
                self._add_all(view.fields, _both(counts, toggle.value), place)
            case "group":
                self._add_all(view.fields, counts, place)
            case "union":
                self._add_union(view, counts, place)
            case _:
                self._add_cell(view, self._editor(view), counts, place)

    def _add_union(self, view: FieldView, counts: Condition, place: Place) -> None:
        union = _Union(view, self._editor(view), counts, place)
        union.choice.changed.connect(lambda: self._on_member_chosen(union))  # before the form says so
        self._unions.append(union)
        self._add_cell(view, union.choice, counts, place)

    def _editor(self, view: FieldView) -> Editor:
        return self._editors.get(view.choice_path, editor_for)(view)

    def _add_cell(
        self, view: FieldView, editor: Editor, counts: Condition, place: Place, toggles: bool = False
    ) -> Editor:
        cell = FieldCell(view, view.choice_path, editor, self)
        if not toggles:
            editor.set_value(_default(view))
        editor.changed.connect(self._on_edited)
        self._entries.append(_Entry(cell, counts, place, toggles))
        return editor

    def _make_members(self) -> None:
        """Make the fields of the members that are chosen now and never were before."""
        before = len(self._entries)
        for union in self._unions:
            name, choice = union.choice.value(), union.choice
            members = {option.value: option.fields for option in union.view.options}
            if name not in union.made and name in members:
                union.made.add(name)
                chosen = _both(union.counts, lambda name=name, choice=choice: choice.value() == name)
                self._add_all(members[name], chosen, (*union.place, list(members).index(name)))
        if len(self._entries) > before:
            self._entries.sort(key=lambda entry: entry.place)

    def _on_member_chosen(self, union: _Union) -> None:
        self._make_members()
        self._carry_over(union.view)

    def _carry_over(self, view: FieldView) -> None:
        """A learning rate typed for one optimizer stays when another is chosen."""
        inside = [entry for entry in self._entries if entry.cell.path.startswith(f"{view.path}.")]
        for new in (entry for entry in inside if entry.counts()):
            twins = [e for e in inside if e.cell.path == new.cell.path and not e.counts()]
            for old in twins:
                value, default = old.cell.editor.value(), _default(old.cell.view)
                if value != default:
                    new.cell.editor.set_value(value)
                    old.cell.editor.set_value(default)
        self._reflow()

    # --- showing

    def _reflow(self) -> None:
        self._make_members()
        self._place(self._grid, details=False)
        shown = self._place(self._more_grid, details=True)
        self.fold.setVisible(shown > 0 and self._with_fold)
        self._more.setVisible(shown > 0 and self.fold.isChecked())

    def _place(self, grid: FieldGrid, *, details: bool) -> int:
        entries = [entry for entry in self._entries if self._is_detail(entry.cell) == details]
        cells = (
            (entry.cell, entry.counts() and entry.cell.path not in self._hidden)
            for entry in sorted(entries, key=self._rank)
        )
        return grid.place(cells, self._widening)

    def _rank(self, entry: _Entry) -> int:
        path = entry.cell.path
        return self._first.index(path) if path in self._first else len(self._first)

    def _is_detail(self, cell: FieldCell) -> bool:
        return cell.view.advanced or cell.path in self._folded

    def _unfold(self) -> None:
        self.fold.setChecked(True)

    def _on_fold_toggled(self, unfolded: bool) -> None:
        self.fold.setText(self.tr("Details ▴") if unfolded else self.tr("Details ▾"))
        self._more.setVisible(unfolded)

    def _on_edited(self) -> None:
        if self._has_parts_that_come_and_go():
            self._reflow()
        self.changed.emit()

    def _has_parts_that_come_and_go(self) -> bool:
        return isinstance(self.sender(), BoolEditor | ChoiceEditor)

    def _cell(self, path: str) -> FieldCell:
        for entry in self._entries:
            if entry.cell.path == path and entry.counts():
                return entry.cell
        raise KeyError(path)

    def _nearest(self, field: str) -> FieldCell | None:
        """The cell of a path, of the closest path above it, or the first one below it."""
        cells = [
            entry.cell for entry in self._entries if entry.counts() and entry.cell.path not in self._hidden
        ]
        above = [cell for cell in cells if field == cell.path or field.startswith(f"{cell.path}.")]
        if above:
            return max(above, key=lambda cell: len(cell.path))
        below = (cell for cell in cells if field and cell.path.startswith(f"{field}."))
        return next(below, None)


def join_stops(stops: Sequence[QWidget]) -> None:
    """Let the Tab key walk these in their order."""
    for before, next_one in pairwise(stops):
        QWidget.setTabOrder(before, next_one)


def _always() -> bool:
    return True


def _both(first: Condition, second: Condition) -> Condition:
    return lambda: bool(first() and second())


def _default(view: FieldView) -> Any:
    if view.kind == "union":
        default = view.default if isinstance(view.default, Mapping) else {}
        return default.get(view.tag, None if view.optional else view.options[0].value)
    if view.kind == "choice" and view.default is None and not view.optional:
        return view.options[0].value
    return view.default


def _words(problem: Problem | None) -> str:
    """What and why; what to do has no room in a narrow cell, and stands in the page's list of problems."""
    return " ".join(part for part in say_problem(problem)[:2] if part) if problem else ""
