"""Pictures of widgets for eyes: ``grab(widget, path)`` after the layout has settled."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLabel, QWidget

from pos_app.ui import fonts, theme
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.label import ElidedLabel

CAPTION_MARGIN = 8
"""Pixels the style sheet keeps free on each side of a table's caption."""

GALLERY = Path(__file__).resolve().parents[2] / "build" / "gallery"


def settle(widget: QWidget) -> None:
    """Let layouts, polish and deferred deletions happen."""
    widget.ensurePolished()
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()


def grab(
    widget: QWidget, path: str | Path, *, size: tuple[int, int] | None = None, name: str = ""
) -> QPixmap:
    """Save a PNG of the widget; a relative path goes to build/gallery. ``name`` sets the theme."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if name in theme.NAMES:
        theme.apply(app, name)  # type: ignore[arg-type]
    if size is not None:
        widget.resize(QSize(*size))
    widget.show()
    settle(widget)
    picture = widget.grab()
    target = GALLERY / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(target)):
        raise OSError(f"cannot write {target}")
    return picture


_NAMED_ROLES = (
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.Table,
    QAccessible.Role.Slider,
)


def nameless(widget: QWidget) -> list[str]:
    """Visible controls a screen reader could not name."""
    found: list[str] = []

    def walk(item: QAccessibleInterface) -> None:
        state = item.state()
        if state.invisible:
            return
        if item.role() in _NAMED_ROLES and not item.text(QAccessible.Text.Name).strip():
            owner = item.object()
            found.append(f"{type(owner).__name__} {item.role().name} {item.rect()}")
        for number in range(item.childCount()):
            child = item.child(number)
            if child is not None and child.isValid():
                walk(child)

    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is not None:
        walk(interface)
    return found


def cut(widget: QWidget) -> list[str]:
    """Words that do not fit: buttons under their minimum, plain labels narrower than their text.

    Labels that elide on purpose are left out.
    """
    found = []
    for child in widget.findChildren(QWidget):
        if not child.isVisibleTo(widget):
            continue
        if isinstance(child, Button) and child.width() < child.minimumSizeHint().width():
            found.append(f"button {child.text()!r}: {child.width()} px")
        elif isinstance(child, QLabel) and not isinstance(child, ElidedLabel):
            need = max(
                (fonts.text_width(child.font(), line) for line in child.text().split("\n")),
                default=0,
            )
            if not child.wordWrap() and child.width() + 1 < need:
                found.append(f"label {child.text()!r}: {child.width()} of {need} px")
        elif isinstance(child, QHeaderView) and child.orientation() == Qt.Orientation.Horizontal:
            found += _cut_captions(child)
    return found


def _cut_captions(head: QHeaderView) -> list[str]:
    """Captions of a table wider than their columns."""
    model, found = head.model(), []
    for number in range(head.count()):
        said = str(model.headerData(number, Qt.Orientation.Horizontal) or "")
        room = head.sectionSize(number) - 2 * CAPTION_MARGIN
        need = fonts.text_width(head.font(), said)
        if said and not head.isSectionHidden(number) and room + 1 < need:
            found.append(f"caption {said!r}: {room} of {need} px")
    return found


def text_tree(widget: QWidget, depth: int = 0) -> str:
    """The visible words of a screen, indented by nesting: what a text snapshot compares."""
    lines: list[str] = []
    words = _words(widget)
    if words:
        state = "" if widget.isEnabled() else " (off)"
        lines.append(f"{'  ' * depth}{type(widget).__name__}: {words}{state}")
        depth += 1
    if isinstance(widget, QAbstractItemView):
        lines += [f"{'  ' * depth}- {row}" for row in _rows(widget)]
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isHidden() and not child.isWindow():
            below = text_tree(child, depth)
            if below:
                lines.append(below)
    return "\n".join(lines)


def _rows(view: QAbstractItemView) -> list[str]:
    """What a list or table says to a screen reader, row by row."""
    model = view.model()
    found: list[str] = []
    if model is None:
        return found
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(model.rowCount()):
        cells = (model.index(row, column) for column in range(columns))
        words = [
            str(cell.data(Qt.ItemDataRole.AccessibleTextRole) or cell.data() or "")
            for cell in cells
        ]
        found.append(" | ".join(word for word in words if word))
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, ElidedLabel):
        return widget.full_text()
    read = getattr(widget, "text", None)
    if callable(read):
        value = read()
        if isinstance(value, str) and value:
            cap = widget.cap() if isinstance(widget, Button) and widget.cap() else ""
            return f"{value} [{cap}]" if cap else value
    return widget.accessibleName()
