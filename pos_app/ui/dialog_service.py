"""The few modal dialogs, drawn inside the window, and file dialogs behind a port."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.ui import theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import Label


class DialogCard(Card):
    """The sheet of a modal dialog. Subclasses fill it; ``closed()`` asks the overlay to go."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(level=0, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def on_key(self, key: str) -> bool:
        """Keys while the dialog is open; Esc closes."""
        if key == "Esc":
            self.closed.emit()
            return True
        return False

    def first_focus(self) -> QWidget | None:
        """Where the focus starts."""
        return None


class Overlay(QWidget):
    """The veil over the whole window with a sheet in its middle; Tab stays inside."""

    def __init__(self, sheet: DialogCard, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheet = sheet
        sheet.setParent(self)
        self.setGeometry(parent.rect())
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sheet in the middle."""
        self._place()

    def _place(self) -> None:
        room = self.size() - QSize(32, 32)
        wanted = self.sheet.sizeHint().expandedTo(self.sheet.minimumSizeHint())
        wanted = wanted.expandedTo(self.sheet.minimumSize())
        size = wanted.boundedTo(room).boundedTo(self.sheet.maximumSize())
        if self.sheet.hasHeightForWidth():
            size.setHeight(min(self.sheet.heightForWidth(size.width()), room.height()))
        left = (self.width() - size.width()) // 2
        top = (self.height() - size.height()) // 2
        self.sheet.setGeometry(left, top, size.width(), size.height())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks round inside the sheet."""
        policy = Qt.FocusPolicy.TabFocus
        stops = [
            child
            for child in self._in_order()
            if child.focusPolicy() & policy and child.isVisible() and child.isEnabled()
        ]
        if not stops:
            return True
        focus = self.focusWidget()
        place = stops.index(focus) if focus in stops else (-1 if forward else 0)
        target = stops[(place + (1 if forward else -1)) % len(stops)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _in_order(self) -> list[QWidget]:
        chain: list[QWidget] = []
        widget = self.sheet.nextInFocusChain()
        while widget is not None and widget is not self.sheet and len(chain) < 2000:
            if self.sheet.isAncestorOf(widget):
                chain.append(widget)
            widget = widget.nextInFocusChain()
        return chain

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A tap beside the sheet does nothing: nothing is lost by a slip of the hand."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the veil and the sheet's shadow."""
        painter = paint.start(self)
        painter.fillRect(event.rect(), theme.color("scrim", 0.5))
        place = QRectF(self.sheet.geometry())
        paint.shadow(painter, place, tokens.radius("lg"), 3)
        painter.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its words ready: what, why it matters, yes, no."""

    title: str
    text: str
    yes: str
    no: str
    danger: bool = False


class ConfirmSheet(DialogCard):
    """A question with two answers; Enter is yes, Esc is no."""

    answered = Signal(bool)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(question.title, "title", wrap=True))
        column.addWidget(Label(question.text, "body", "text-2", wrap=True))
        column.addSpacing(12)
        row = QHBoxLayout()
        row.addStretch(1)
        self.no = Button(question.no, v="ghost", cap="Esc", size="pos")
        variant = "danger" if question.danger else "primary"
        self.yes = Button(question.yes, v=variant, cap="Enter", size="pos")
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
        self.setMinimumWidth(480)
        self.setMaximumWidth(640)
        self.no.clicked.connect(lambda: self._answer(yes=False))
        self.yes.clicked.connect(lambda: self._answer(yes=True))

    def on_key(self, key: str) -> bool:
        """Enter says yes, Esc no."""
        if key in ("Enter", "Esc"):
            self._answer(yes=key == "Enter")
            return True
        return False

    def first_focus(self) -> QWidget:
        """The harmless answer has the focus."""
        return self.no

    def _answer(self, *, yes: bool) -> None:
        self.closed.emit()
        self.answered.emit(yes)


class FileDialogPort(Protocol):
    """Choosing a file; answers come by callback, so that nothing waits in a nested loop."""

    def open_file(self, title: str, pattern: str, on_path: Callable[[str], None]) -> None:
        """Ask for an existing file; ``pattern`` as in ``"CSV (*.csv)"``."""

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        """Ask where to write; ``suggested`` is a file name or path."""

    def open_folder(self, title: str, start: str, on_path: Callable[[str], None]) -> None:
        """Ask for a folder."""


class QtFileDialogs:
    """The system's own file dialogs over a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def open_file(self, title: str, pattern: str, on_path: Callable[[str], None]) -> None:
        """Ask for an existing file."""
        dialog = QFileDialog(self._window, title, "", pattern)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._ask(dialog, on_path)

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        """Ask where to write."""
        dialog = QFileDialog(self._window, title, "", pattern)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggested)
        self._ask(dialog, on_path)

    def open_folder(self, title: str, start: str, on_path: Callable[[str], None]) -> None:
        """Ask for a folder."""
        dialog = QFileDialog(self._window, title, start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask(dialog, on_path)

    def _ask(self, dialog: QFileDialog, on_path: Callable[[str], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(on_path)
        dialog.open()


class DialogHost(Protocol):
    """Who can show a modal sheet (the main window)."""

    def open_dialog(self, sheet: DialogCard) -> None:
        """Show the sheet over everything until it closes."""


class DialogService:
    """What presenters ask the person: confirmations and files."""

    def __init__(self, host: DialogHost, files: FileDialogPort) -> None:
        self._host, self._files = host, files

    def confirm(self, question: Question, on_yes: Callable[[], None]) -> None:
        """Ask; ``on_yes`` runs after the dialog is gone, nothing runs on no."""
        sheet = ConfirmSheet(question)
        sheet.answered.connect(lambda yes: on_yes() if yes else None)
        self._host.open_dialog(sheet)

    def show(self, sheet: DialogCard) -> None:
        """Show a dialog of one's own."""
        self._host.open_dialog(sheet)

    def open_file(self, title: str, pattern: str, on_path: Callable[[str], None]) -> None:
        """Ask for an existing file."""
        self._files.open_file(title, pattern, on_path)

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        """Ask where to write."""
        self._files.save_file(title, suggested, pattern, on_path)

    def open_folder(self, title: str, start: str, on_path: Callable[[str], None]) -> None:
        """Ask for a folder."""
        self._files.open_folder(title, start, on_path)
