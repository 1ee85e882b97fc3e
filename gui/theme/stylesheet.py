"""Tokens → one style sheet. Widgets name their role (``setProperty("role", …)``); looks stand here alone."""

from string import Template

from engine.system.paths import RESOURCES
from gui.theme.tokens import CAPTION, CARD_RADIUS, CONTROL_HEIGHT, CONTROL_RADIUS, TITLE, Tokens, mix


def stylesheet(tokens: Tokens) -> str:
    """The whole application's style sheet for one theme."""
    icons = (RESOURCES / "icons").as_posix()
    names = {name: getattr(tokens, name) for name in _COLOURS}
    return Template(_SHEET).substitute(
        names,
        icons=icons,
        theme=tokens.name,
        segment=tokens.window if tokens.name == "dark" else tokens.panel,
        inner=CONTROL_HEIGHT - 2,  # a control's height without its border
        radius=CONTROL_RADIUS,
        card_radius=CARD_RADIUS,
        caption=CAPTION,
        title=TITLE,
        bad_tint=mix(tokens.bad, tokens.panel, 0.14),
        warning_tint=mix(tokens.warning, tokens.panel, 0.14),
        good_tint=mix(tokens.good, tokens.panel, 0.14),
        focus=mix(tokens.text, tokens.accent, 0.45),
        disabled=mix(tokens.accent, tokens.panel, 0.35),
    )


_COLOURS = (
    "window", "panel", "raised", "line", "text", "dim", "faint", "accent", "good", "warning", "bad",
    "on_accent", "tint", "hover", "accent_hover", "accent_down", "handle",
)  # fmt: skip

_SHEET = """
QMainWindow, QDialog, QWidget[role="page"] { background: $window; }
QWidget[role="panel"] { background: $panel; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }

/* text */
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="dim"] { color: $dim; }
QLabel[role="caption"] { color: $dim; font-size: ${caption}px; }
QLabel[role="faint"] { color: $faint; font-size: ${caption}px; }
QLabel[role="good"] { color: $good; font-size: ${caption}px; }
QLabel[role="warning"] { color: $warning; font-size: ${caption}px; }
QLabel[role="bad"] { color: $bad; font-size: ${caption}px; }
QLabel[role="code"] { background: $window; border-radius: ${radius}px; padding: 10px 12px; }
QDialog QLabel[role="code"] { background: $raised; }
QLabel[role="chip"] {
    background: $raised; color: $dim; border: 1px solid $line; border-radius: 11px;
    padding: 3px 9px; font-size: ${caption}px;
}

/* cards */
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: ${card_radius}px; }
QFrame[role="step"] { background: $window; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="separator"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="notice"] { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="notice"][level="error"] { background: $bad_tint; border-color: $bad; }
QFrame[role="notice"][level="warning"] { background: $warning_tint; border-color: $warning; }
QFrame[role="notice"][level="good"] { background: $good_tint; border-color: $good; }
QFrame[role="notice"][level="open"] { background: $panel; border: 2px solid $bad; }
QFrame[role="bubble"] { background: $raised; border: 1px solid $raised; border-radius: ${card_radius}px; }
QFrame[role="bubble"][side="user"] { background: $tint; border-color: $tint; }
QFrame[role="toast"] { background: $raised; border: 1px solid $line; border-radius: ${card_radius}px; }

/* buttons */
QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    min-height: ${inner}px; max-height: ${inner}px; padding: 0 13px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:checked { background: $tint; border-color: $accent; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_down; border-color: $accent_down; }
QPushButton[kind="primary"]:focus { border: 2px solid $focus; padding: 0 12px; min-height: 28px; max-height: 28px; }
QPushButton[kind="primary"]:disabled { background: $disabled; border-color: $disabled; color: $dim; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:focus { border-color: $bad; }
QPushButton[kind="danger"]:disabled { color: $faint; }
QPushButton[kind="link"], QPushButton[kind="danger_link"] {
    background: transparent; border: 1px solid transparent; color: $accent; padding: 0 4px;
    min-height: 22px; max-height: 22px;
}
QPushButton[kind="danger_link"] { color: $bad; }
QPushButton[kind="breadcrumb"] {
    background: transparent; border: 1px solid transparent; color: $dim; padding: 0; text-align: left;
    min-height: 18px; max-height: 18px; font-size: ${caption}px;
}
QPushButton[kind="breadcrumb"]:hover { color: $text; }
QPushButton[kind="breadcrumb"]:focus { color: $accent; }
QPushButton[kind="link"]:hover, QPushButton[kind="danger_link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QPushButton[kind="danger_link"]:focus { border-color: $bad; }
QPushButton[kind="link"]:disabled, QPushButton[kind="danger_link"]:disabled { color: $faint; }
QPushButton[kind="chip"] {
    background: $raised; color: $dim; border: 1px solid $line; border-radius: 12px;
    min-height: 22px; max-height: 22px; padding: 0 10px; font-size: ${caption}px;
}
QPushButton[kind="chip"]:checked { background: $tint; color: $accent; border-color: $tint; }
QPushButton[kind="chip"]:hover { color: $text; }
QPushButton[kind="chip"][menu="true"] { padding-right: 24px; }
QPushButton[kind="chip"][marked="true"] { padding-right: 20px; }
QPushButton[kind="chip"]:focus { border-color: $accent; }
QPushButton[kind="choice"] {
    background: $panel; border: 1px solid $line; border-radius: 9px; text-align: left;
    min-height: 0px; max-height: 16777213px; padding: 0;
}
QPushButton[kind="choice"]:hover { border-color: $faint; }
QPushButton[kind="choice"]:checked { background: $tint; border-color: $accent; }
QPushButton[kind="choice"]:focus { border-color: $accent; }
QPushButton[kind="choice"][impossible="true"] { background: $window; }
QPushButton[kind="choice"][impossible="true"]:checked { background: $tint; }
QPushButton[kind="choice"][impossible="true"] QLabel { color: $faint; }
QPushButton[kind="choice"][impossible="true"] QLabel[role="caption"] { color: $faint; }
QPushButton[kind="choice"][impossible="true"] QLabel[role="reason"] { color: $dim; font-size: ${caption}px; }
QPushButton::menu-indicator { image: url($icons/chevron-down-$theme.svg); subcontrol-origin: padding; subcontrol-position: right center; right: 8px; width: 12px; height: 12px; }

/* segmented control */
QFrame[role="segmented"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame[role="segmented"] QPushButton {
    background: transparent; border: 1px solid transparent; border-radius: 6px; color: $dim;
    min-height: 24px; max-height: 24px; padding: 0 11px;
}
QFrame[role="segmented"] QPushButton:hover { color: $text; }
QFrame[role="segmented"] QPushButton:checked { background: $segment; color: $text; font-weight: 500; }
QFrame[role="segmented"] QPushButton:focus { border-color: $accent; }

/* navigation */
QWidget[role="navigation"] { background: $panel; border-right: 1px solid $line; }
QPushButton[kind="navigation"] {
    background: transparent; border: 1px solid transparent; border-radius: ${radius}px; color: $dim;
    text-align: left; min-height: 33px; max-height: 33px; padding: 0 9px;
}
QPushButton[kind="navigation"]:hover { background: $raised; }
QPushButton[kind="navigation"]:checked { background: $tint; color: $text; font-weight: 500; }
QPushButton[kind="navigation"]:focus { border-color: $accent; }
QLabel[role="count"] { background: $raised; color: $dim; border-radius: 9px; padding: 0 7px; font-size: 11px; font-weight: 500; }

/* fields */
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateTimeEdit {
    background: $raised; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    min-height: ${inner}px; max-height: ${inner}px; padding: 0 10px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit, QTextEdit {
    background: $raised; color: $text; border: 1px solid $line; border-radius: ${radius}px; padding: 6px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit[role="words"], QPlainTextEdit[role="words"]:focus { background: transparent; border: none; border-radius: 0; padding: 0; }
QPlainTextEdit[role="log"], QPlainTextEdit[role="code"] { background: $window; border-color: $window; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QLineEdit[invalid="true"], QSpinBox[invalid="true"], QDoubleSpinBox[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[invalid="true"] { border-color: $bad; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { color: $faint; }
QLineEdit:read-only { color: $dim; }
QComboBox { padding-right: 0; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url($icons/chevron-down-$theme.svg); width: 12px; height: 12px; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; background: transparent; padding: 0; min-height: 0; border-radius: 0; }
QComboBox QAbstractItemView {
    background: $raised; color: $text; border: 1px solid $line; outline: none; padding: 4px;
    selection-background-color: $tint; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 5px; }
QComboBox QAbstractItemView::item:selected { background: $tint; color: $text; }
QSpinBox, QDoubleSpinBox, QDateTimeEdit { padding-right: 4px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 22px; subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 3px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 3px; }
QAbstractSpinBox::up-arrow { image: url($icons/chevron-up-$theme.svg); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url($icons/chevron-down-$theme.svg); width: 9px; height: 9px; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; min-height: 24px; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $faint; background: $raised; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($icons/check-$theme.svg); }
QRadioButton::indicator:checked { background: $on_accent; border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox:focus, QRadioButton:focus { color: $focus; }
QCheckBox:focus::indicator, QRadioButton:focus::indicator { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:focus { background: $focus; }
QSlider::add-page:horizontal { background: $line; border-radius: 2px; }
QProgressBar { background: $raised; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

/* tables and lists */
QTableView, QTreeView, QListView {
    background: transparent; border: none; outline: none; gridline-color: transparent; color: $text;
    selection-background-color: $tint; selection-color: $text;
}
QTableView::item, QTreeView::item { border-bottom: 1px solid $line; padding: 0 8px; }
QTreeView { show-decoration-selected: 1; }
QTreeView::branch { border-bottom: 1px solid $line; }
QTreeView::branch:selected { background: $tint; }
QTreeView::branch:hover:!selected { background: $raised; }
QTreeView::branch:has-children:closed { image: url($icons/chevron-right-$theme.svg); }
QTreeView::branch:has-children:open { image: url($icons/chevron-down-$theme.svg); }
QListView::item { padding: 4px 8px; border-radius: 5px; }
QTreeView::item:hover, QListView::item:hover { background: $raised; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: $tint; color: $text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: $panel; color: $dim; border: none; border-bottom: 1px solid $line;
    padding: 6px 11px; font-size: ${caption}px; font-weight: 400;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url($icons/chevron-up-$theme.svg); width: 9px; height: 9px; subcontrol-position: center right; right: 2px; }
QHeaderView::down-arrow { image: url($icons/chevron-down-$theme.svg); width: 9px; height: 9px; subcontrol-position: center right; right: 2px; }
QTableCornerButton::section { background: transparent; border: none; }

/* scrolling */
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $handle; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 28px; margin: 2px; }
QScrollBar::handle:horizontal { min-width: 28px; margin: 2px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: transparent; }

/* menus, tabs, dialogs */
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 10px; border-radius: 5px; }
QMenu::item:selected { background: $tint; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $dim; padding: 6px 10px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }
"""
