"""The right-hand side of the form for a new person: gains, keypad, total; and the card's banner."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.new_customer_state import GainRow
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.keypad import Keypad
from pos_app.ui.widgets.label import ElidedLabel, IconLabel, IconTile, Label
from pos_app.ui.widgets.layout import bare_column, bare_row

MOST_GAINS = 4


class CardBanner(Card):
    """The card that has been scanned, or the wish for one; ``more`` opens further fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="accent", level=0, parent=parent)
        row = bare_row(16)
        self._tile = IconTile("id-card", "solid", 48)
        words = bare_column(0)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._title = ElidedLabel("", "heading")
        self._detail = ElidedLabel("", "label", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self._mark = IconLabel("circle-check", 24, "accent-text")
        self.more = Button("", v="secondary", cap="F2")
        row.addWidget(self._tile)
        row.addLayout(words, 1)
        row.addWidget(self._mark)
        row.addWidget(self.more)
        self.body(padding=12).addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_card(self, title: str, detail: str, *, good: bool) -> None:
        """Show the card's number, or ask for a scan."""
        self.set_tone("accent" if good else "sunken")
        self._tile.set_look("id-card", "solid" if good else "accent")
        self._title.setText(title)
        self._detail.setText(detail)
        self._mark.setVisible(good)


class Gain(QWidget):
    """One thing the person gains."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        self._tile = IconTile("gift", "accent", 40)
        words = bare_column(0)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._title = ElidedLabel("", "bodyStrong")
        self._detail = ElidedLabel("", "caption", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self._mark = IconLabel("circle-check", 20, "accent-text")
        row.addWidget(self._tile)
        row.addLayout(words, 1)
        row.addWidget(self._mark)

    def show_gain(self, gain: GainRow) -> None:
        """Show one."""
        self._tile.set_look(gain.icon, "accent")
        self._title.setText(gain.title)
        self._detail.setText(gain.detail)
        self._detail.set_color("warn-text" if gain.tone == "warn" else "text-2")
        self._mark.setVisible(gain.tone == "done")


class GainsCard(Card):
    """All that the person gains today."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        inside = self.body(gap=0)
        self._title = ElidedLabel("", "heading")
        inside.addWidget(self._title)
        self.rows = [Gain() for _ in range(MOST_GAINS)]
        for row in self.rows:
            inside.addWidget(row)

    def show_gains(self, title: str, gains: Sequence[GainRow]) -> None:
        """Show the rows there are."""
        self._title.setText(title)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(gains))
            if number < len(gains):
                row.show_gain(gains[number])


class PadCard(Card):
    """A keypad for numbers, shown while a field for one was tapped: ``pressed(str)``."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(padding=12, gap=4)
        self._title = ElidedLabel("", "label", "text-2")
        column.addWidget(self._title)
        self._pad = Keypad(order="phone", clear="+", key_height=56)
        self._pad.pressed.connect(self._pressed)
        self._sign = "+"
        column.addWidget(self._pad)

    def open_for(self, label: str, sign: str) -> None:
        """Serve a field: its label, and the sign beside the digits ("" for none)."""
        self._title.setText(label)
        self._sign = sign
        self._pad.set_clear_text(sign)
        self._pad.keys["clear"].setEnabled(bool(sign))

    def _pressed(self, key: str) -> None:
        self.pressed.emit(self._sign if key == "clear" else key)


def hint_card(label: Label) -> Card:
    """The sentence about keys."""
    card = Card()
    row = bare_row(12)
    row.addWidget(IconLabel("keyboard", 20, "text-2"))
    row.addWidget(label, 1)
    card.body().addLayout(row)
    return card


def known_card(words: Label, more: Label, use: Button, other: Button) -> Card:
    """Who may be the same person, with what can be done about it."""
    card = Card(tone="warn", level=0)
    column = card.body(padding=12, gap=6)
    column.addWidget(words)
    column.addWidget(more)
    row = bare_row(8)
    row.addWidget(use)
    row.addWidget(other)
    row.addStretch(1)
    column.addLayout(row)
    card.hide()
    return card


def words_of(t: Translator) -> tuple[str, str]:
    """The texts of the consents, as they are shown."""
    return t._("Keep my details for the loyalty card"), t._("Tell me about offers by:")
