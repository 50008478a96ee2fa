"""The window that stands in for the program when the shop cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.start_problem import StartProblemState
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Surface
from pos_app.ui.widgets.label import IconTile, Label
from pos_app.ui.widgets.message import Banner


class ProblemWindow(Surface):
    """Says what is wrong and offers the ways out. ``closed`` comes for every way of closing."""

    restore_wanted = Signal()
    again_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(IconTile("circle-alert", "danger", 48), 0, Qt.AlignmentFlag.AlignTop)
        self.title = Label("", "title", wrap=True)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        self.text = Label("", "body", wrap=True)
        self.place = Label("", "label", "text-2", wrap=True)
        self.error = Banner("", "danger", parent=self)
        self.error.hide()
        for part in (self.text, self.place, self.error):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(self._buttons())
        self.resize(640, 360)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.close_button = Button("", v="ghost", cap="Esc")
        self.again = Button("", v="secondary", icon="refresh-cw")
        self.restore = Button("", v="primary", icon="history")
        self.close_button.clicked.connect(self.close)
        self.again.clicked.connect(self.again_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        row.addWidget(self.close_button)
        row.addStretch(1)
        row.addWidget(self.again)
        row.addWidget(self.restore)
        return row

    def render(self, state: StartProblemState) -> None:  # type: ignore[override]
        """Show a state."""
        self.setWindowTitle(state.title)
        self.title.setText(state.title)
        self.text.setText(state.text)
        self.place.setText(state.place)
        self.error.set_message(state.error, "danger")
        for button, words in (
            (self.close_button, state.close),
            (self.again, state.again),
            (self.restore, state.restore),
        ):
            button.set_label(words)
            button.setVisible(bool(words))
            button.setEnabled(not state.busy)
        (self.restore if state.restore else self.again).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, Enter presses the button with the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, Button) and focus.isEnabled():
                focus.click()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """However it goes."""
        self.closed.emit()
        event.accept()
