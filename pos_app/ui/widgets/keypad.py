"""Keys to touch: digits for amounts and PINs, and the sums a customer may hand over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_app.ui import fonts, theme
from pos_app.ui.widgets.button import Button, Look


class Keypad(QWidget):
    """Digits to touch; ``pressed(str)`` carries a digit, the separator, ``back`` or ``clear``.

    ``order`` is ``phone`` (1 on top, for PINs) or ``calculator`` (7 on top, for money). The
    corner keys are ``separator`` (a sign) or ``clear`` (a word), and backspace.
    """

    pressed = Signal(str)

    def __init__(
        self,
        *,
        order: str = "calculator",
        separator: str = "",
        clear: str = "",
        back_name: str = "⌫",
        v: str = "quiet",
        key_height: int = 60,
        gap: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(gap)
        rows = ("789", "456", "123") if order == "calculator" else ("123", "456", "789")
        self.keys: dict[str, Button] = {}
        for line, digits in enumerate(rows):
            for column, digit in enumerate(digits):
                self._add(grid, digit, line, column, _Key(digit, v=v, height=key_height))
        corner = "0" if order == "calculator" else ""
        if corner:
            self._add(grid, "0", 3, 0, _Key("0", v=v, height=key_height))
            if separator:
                self._add(grid, separator, 3, 1, _Key(separator, v=v, height=key_height))
            self._add(grid, "back", 3, 2, _Key("", v=v, height=key_height, name=back_name))
            return
        if clear:
            self._add(grid, "clear", 3, 0, _Key(clear, v="ghost", height=key_height, small=True))
        self._add(grid, "0", 3, 1, _Key("0", v=v, height=key_height))
        self._add(grid, "back", 3, 2, _Key("", v="ghost", height=key_height, name=back_name))

    def set_clear_text(self, text: str) -> None:
        """Change the word on the clearing key."""
        if "clear" in self.keys:
            self.keys["clear"].set_label(text)

    def set_key_height(self, height: int, gap: int = 8) -> None:
        """Make all keys this high (56 or more), with this gap between them."""
        layout = self.layout()
        assert isinstance(layout, QGridLayout)
        layout.setSpacing(gap)
        for button in self.keys.values():
            assert isinstance(button, _Key)
            button.set_key_height(height)

    def _add(self, grid: QGridLayout, key: str, row: int, column: int, button: Button) -> None:
        button.clicked.connect(lambda _=False: self.pressed.emit(key))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.addWidget(button, row, column)
        self.keys[key] = button


class _Key(Button):
    def __init__(
        self, text: str, *, v: str, height: int, name: str = "", small: bool = False
    ) -> None:
        super().__init__(text, v=v, icon="" if text else "delete", name=name)
        self._key_height, self._small = height, small
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def label_font(self) -> QFont:
        return fonts.role("label") if self._small else fonts.sized(24, 600, display=True)

    def set_key_height(self, height: int) -> None:
        self._key_height = height
        self.updateGeometry()

    def _icon_px(self) -> int:
        return 24

    def sizeHint(self) -> QSize:
        return QSize(max(64, super().sizeHint().width()), self._key_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(56, min(56, self._key_height))


class QuickCash(QWidget):
    """The exact amount and the notes a customer may hand over; ``chosen(int)`` in minor units."""

    chosen = Signal(int)

    def __init__(self, *, key_height: int = 60, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._height = key_height
        self._values: tuple[int, ...] = ()
        self._buttons: list[_Cash] = []

    def set_amounts(
        self, exact: tuple[int, str] | None, notes: Sequence[tuple[int, str]], cap: str = ""
    ) -> None:
        """Show the exact amount across and the notes below it, as (minor units, text)."""
        wanted = ([exact] if exact else []) + list(notes)
        while len(self._buttons) < len(wanted):
            self._buttons.append(self._make(len(self._buttons)))
        self._values = tuple(value for value, _ in wanted)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(wanted))
            self._grid.removeWidget(button)
            if number < len(wanted):
                button.set_label(wanted[number][1])
                first = exact is not None and number == 0
                button.set_cap(cap if first else "")
                place = number - (exact is not None)
                row = 0 if first else place // 2 + (exact is not None)
                span = 2 if first else 1
                self._grid.addWidget(button, row, 0 if first else place % 2, 1, span)

    def set_chosen(self, value: int | None) -> None:
        """Mark the button of an amount, or none."""
        for number, button in enumerate(self._buttons):
            on = number < len(self._values) and self._values[number] == value
            button.set_chosen(on)

    def _make(self, number: int) -> _Cash:
        button = _Cash(self._height)
        button.setParent(self)
        button.clicked.connect(lambda _=False: self.chosen.emit(self._values[number]))
        return button


class _Cash(Button):
    def __init__(self, height: int) -> None:
        super().__init__("", v="secondary")
        self._key_height, self._on = height, False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_chosen(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self.update()

    def label_font(self) -> QFont:
        return fonts.role("item") if self._cap else fonts.role("amount")

    def sizeHint(self) -> QSize:
        return QSize(max(72, super().sizeHint().width()), self._key_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(56, self._key_height))

    def _look(self) -> Look:
        drawn = super()._look()
        if self._on and self.state() in ("default", "hover"):
            soft, accent = theme.color("accent-soft"), theme.color("accent")
            return drawn._replace(
                fill=soft, border=accent, border_width=2, ink=theme.color("accent-text")
            )
        return drawn
