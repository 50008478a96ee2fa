"""The step that tries scanner and printer live."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.setup_state import (
    CheckLine,
    DevicesPage,
    HeardCode,
    PrinterCard,
    ScannerCard,
    Tone,
)
from pos_app.ui.screens.setup_view_parts import Edited, FolderBox, Questions, QuestionWidget
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import ElidedLabel, IconLabel, IconTile, Label
from pos_app.ui.widgets.slip import SlipPreview

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LOOKS: dict[Tone, tuple[str, str]] = {
    "ok": ("circle-check", "accent-text"),
    "warn": ("triangle-alert", "warn-text"),
    "waiting": ("clock", "text-2"),
}


class DeviceHead(QWidget):
    """Icon, name, where it is, and how it does."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(IconTile(icon, "accent", 56))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = ElidedLabel("", "title")
        self._hint = ElidedLabel("", "label", "text-2")
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        words.addStretch(1)
        row.addLayout(words, 1)
        self._icon = IconLabel("clock", 20)
        self._status = Label("", "bodyStrong")
        row.addWidget(self._icon)
        row.addWidget(self._status)
        row.setSpacing(10)

    def show_head(self, title: str, hint: str, status: str, tone: Tone) -> None:
        """Show the device."""
        self._title.setText(title)
        self._hint.setText(hint)
        icon, colour = _LOOKS[tone]
        self._icon.set_icon(icon, colour)
        self._status.setText(status)
        self._status.set_color(colour)


class CheckList(QWidget):
    """What was found out, one line each."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._rows: list[tuple[QWidget, IconLabel, Label, Label]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_checks(self, checks: tuple[CheckLine, ...]) -> None:
        """Show these lines."""
        while len(self._rows) < len(checks):
            self._rows.append(self._make())
        for number, (row, icon, text, note) in enumerate(self._rows):
            row.setVisible(number < len(checks))
            if number < len(checks):
                check = checks[number]
                icon.set_icon(*_LOOKS[check.tone])
                text.setText(check.text)
                note.setText(check.note)
                note.setVisible(bool(check.note))
        self.setVisible(bool(checks))

    def _make(self) -> tuple[QWidget, IconLabel, Label, Label]:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        icon = IconLabel("circle-check", 20)
        text = Label("", "body", wrap=True)
        note = Label("", "label", "text-2", align=_RIGHT)
        across.addWidget(icon)
        across.addWidget(text, 1)
        across.addWidget(note)
        self._column.addWidget(row)
        return row, icon, text, note


class HeardRow(QWidget):
    """A code scanned a moment ago."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._tile = IconTile("package", "neutral", 40)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._code = ElidedLabel("", "bodyStrong")
        self._words = ElidedLabel("", "label", "text-2")
        words.addWidget(self._code)
        words.addWidget(self._words)
        row.addWidget(self._tile)
        row.addLayout(words, 1)

    def show_code(self, heard: HeardCode) -> None:
        """Show a code."""
        self._tile.set_look(heard.icon, "neutral")
        self._code.setText(heard.code)
        self._words.setText(heard.words)


class ScannerBox(Card):
    """The left card."""

    def __init__(self, edited: Edited) -> None:
        super().__init__(level=0)
        column = self.body(padding=20, gap=12)
        self.head = DeviceHead("scan-barcode")
        column.addWidget(self.head)
        self._box = Card(tone="accent")
        inner = QHBoxLayout(self._box)
        inner.setContentsMargins(16, 10, 16, 10)
        self._code = ElidedLabel("", "number", middle=True)
        side = QVBoxLayout()
        side.setSpacing(0)
        self._kind = Label("", "label", "text-2", align=_RIGHT)
        self._time = Label("", "label", "text-2", align=_RIGHT)
        side.addStretch(1)
        side.addWidget(self._kind)
        side.addWidget(self._time)
        side.addStretch(1)
        self._invitation = Label("", "body", "text-2", wrap=True)
        inner.addWidget(self._code, 1)
        inner.addWidget(self._invitation, 1)
        inner.addLayout(side)
        self._box.setMinimumHeight(66)
        column.addWidget(self._box)
        self._checks = CheckList()
        column.addWidget(self._checks)
        self._title = Label("", "label", "text-2")
        column.addWidget(self._title)
        self._rows = [HeardRow() for _ in range(4)]
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        self.port = Questions(edited, columns=1)
        column.addWidget(self.port)

    def render_card(self, card: ScannerCard) -> None:
        """Show the scanner."""
        self.head.show_head(card.title, card.hint, card.status, card.tone)
        heard = bool(card.code)
        self._code.setText(card.code)
        self._code.setVisible(heard)
        self._invitation.setText(card.invitation)
        self._invitation.setVisible(not heard)
        for label, words in ((self._kind, card.kind), (self._time, card.time)):
            label.setText(words)
            label.setVisible(bool(words))
        self._box.set_tone("accent" if heard else "sunken")
        self._checks.set_checks(card.checks)
        self._title.setText(card.heard_title)
        self._title.setVisible(bool(card.heard_title))
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(card.heard))
            if number < len(card.heard):
                row.show_code(card.heard[number])
        self.port.setVisible(card.port is not None)
        if card.port is not None:
            self.port.set_fields((card.port,))


class PrinterBox(Card):
    """The right card."""

    pressed = Signal(str, str)

    def __init__(self, edited: Edited) -> None:
        super().__init__(level=0)
        column = self.body(padding=20, gap=8)
        self.head = DeviceHead("printer")
        column.addWidget(self.head)
        self.fields = Questions(edited)
        column.addWidget(self.fields)
        self.folder = FolderBox()
        self.folder.chosen.connect(lambda: self.pressed.emit("folder", ""))
        column.addWidget(self.folder)
        self._checks = CheckList()
        column.addWidget(self._checks)
        column.addLayout(self._test_row())
        self.slip = SlipPreview()
        self.slip.setMinimumHeight(56)
        self.slip.setMaximumWidth(280)
        self.slip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        middle = QHBoxLayout()
        middle.addWidget(self.slip)
        column.addLayout(middle, 1)
        column.addLayout(self._foot_row())

    def _test_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.test = Button("", v="secondary", icon="printer", cap="Ctrl P", size="pos")
        self.yes = Button("", v="soft", icon="check", size="pos")
        self.no = Button("", v="quiet", size="pos")
        row.addWidget(self.test, 2)
        row.addWidget(self.yes, 1)
        row.addWidget(self.no, 1)
        self.test.clicked.connect(lambda: self.pressed.emit("print_test", ""))
        self.yes.clicked.connect(lambda: self.pressed.emit("cut_yes", ""))
        self.no.clicked.connect(lambda: self.pressed.emit("cut_no", ""))
        return row

    def _foot_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.kick = Button("", v="ghost", icon="banknote", size="compact")
        self.to_pdf = Button("", v="ghost", icon="file-text", size="compact")
        row.addWidget(self.kick)
        row.addStretch(1)
        row.addWidget(self.to_pdf)
        self.kick.clicked.connect(lambda: self.pressed.emit("kick", ""))
        self.to_pdf.clicked.connect(lambda: self.pressed.emit("to_pdf", ""))
        return row

    def render_card(self, card: PrinterCard) -> None:
        """Show the printer."""
        self.head.show_head(card.title, card.hint, card.status, card.tone)
        self.fields.set_fields(card.fields)
        self.folder.setVisible(card.folder is not None)
        if card.folder is not None:
            self.folder.render_folder(card.folder)
        self._checks.set_checks(card.checks)
        self.test.set_label(card.test)
        self.test.setEnabled(card.can_test)
        self.test.set_busy(card.busy)
        for button, words in ((self.yes, card.cut_yes), (self.no, card.cut_no)):
            button.set_label(words)
            button.setVisible(card.asks_cut)
        self.kick.set_label(card.drawer)
        self.kick.setEnabled(card.can_kick)
        self.to_pdf.set_label(card.to_pdf)
        self.to_pdf.setVisible(bool(card.to_pdf))
        self.slip.set_png(card.slip, card.slip_words)


class DevicesStep(QWidget):
    """Draws a :class:`DevicesPage`."""

    edited = Signal(str, str)
    pressed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("plain", True)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(16)
        self.scanner = ScannerBox(self.edited.emit)
        self.printer = PrinterBox(self.edited.emit)
        self.printer.pressed.connect(self.pressed)
        row.addWidget(self.scanner, 1)
        row.addWidget(self.printer, 1)

    def render_page(self, page: DevicesPage) -> None:
        """Show both."""
        self.scanner.render_card(page.scanner)
        self.printer.render_card(page.printer)

    def set_compact(self, compact: bool) -> None:
        """Narrow windows put the printer below the scanner."""
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if compact else way.LeftToRight)
        self.printer.slip.setMinimumHeight(160 if compact else 56)

    def questions(self) -> list[tuple[str, QuestionWidget]]:
        """All questions shown."""
        found = list(self.printer.fields.questions.items())
        return found + list(self.scanner.port.questions.items())
