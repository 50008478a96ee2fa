"""Choices: chips, check rows, radios, toggles, segmented bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.flow import FlowLayout
from pos_app.ui.widgets.plain import PlainButton

_ARROWS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Choice(PlainButton):
    """Common ground: checkable, keyboard by Space, neighbours by arrows within one parent."""

    def __init__(self, text: str, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def refresh_fonts(self) -> None:
        """Measure again after the text size changed."""
        self.updateGeometry()

    def focus_ring_radius(self) -> int:
        """Corner radius the focus ring follows."""
        return tokens.radius("md")

    def label_font(self) -> QFont:
        """The font of the text."""
        return fonts.role("label")

    def minimumSizeHint(self) -> QSize:
        """The text is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; arrows go to the neighbour; the rest belongs to the page."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
            return
        step = _ARROWS.get(Qt.Key(event.key()))
        group = self.group()
        if step is None or group is None:
            event.ignore()
            return
        buttons = [b for b in group.buttons() if b.isVisible() and b.isEnabled()]
        target = buttons[(buttons.index(self) + step) % len(buttons)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if group.exclusive():
            target.click()

    def ink(self, usual: str) -> str:
        """The text colour token for the present state."""
        return usual if self.isEnabled() else "disabled"


class ChoiceChip(Choice):
    """A box to tap; chosen ones get the accent border. 48 px high, 40 when compact."""

    def __init__(
        self,
        text: str,
        *,
        icon: str = "",
        compact: bool = False,
        height: int | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, name=name, parent=parent)
        self._icon, self._height = icon, height or (40 if compact else 48)
        self._digit = ""

    def set_digit(self, digit: str) -> None:
        """Show the key that chooses this chip, small before its text."""
        if digit != self._digit:
            self._digit = digit
            self.updateGeometry()
            self.update()

    def label_font(self) -> QFont:
        """Half-bold at the label's size."""
        return fonts.sized(14, 600)

    def sizeHint(self) -> QSize:
        """Room for icon and text."""
        width = fonts.text_width(self.label_font(), self.text()) + 28
        width += (28 if self._icon else 0) + self._digit_room()
        return QSize(max(48, width), max(self._height, fonts.scaled(self._height - 16) + 16))

    def _digit_room(self) -> int:
        return 16 if self._digit else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        fill, line, width, ink = self._look()
        paint.box(painter, rect, tokens.radius("md"), theme.color(fill), theme.color(line), width)
        text_width = fonts.text_width(self.label_font(), self.text())
        room = (28 if self._icon else 0) + self._digit_room()
        x = rect.center().x() - (text_width + room) / 2
        if self._digit:
            spot = QRectF(round(x), rect.y(), 14, rect.height())
            paint.text(painter, spot, self._digit, "caption", theme.color("text-2"))
            x += self._digit_room()
        if self._icon:
            spot = QRectF(round(x), rect.y(), 20, rect.height())
            icons.paint(painter, self._icon, spot, theme.color(ink))
            x += 28
        painter.setFont(self.label_font())
        painter.setPen(theme.color(ink))
        place = QRectF(x - 1, rect.y(), text_width + 2, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _look(self) -> tuple[str, str, int, str]:
        if not self.isEnabled():
            return "sunken", "line", 1, "disabled"
        if self.isDown():
            return "press", "line-strong", 1, "text"
        if self.isChecked():
            hover = "accent-soft-2" if self.underMouse() else "accent-soft"
            return hover, "accent", 2, "accent-text"
        return ("sunken" if self.underMouse() else "raised"), "line-strong", 1, "text"


class ChipGroup(QWidget):
    """A wrapping row of chips, one or several of them chosen.

    ``changed`` carries the tuple of chosen keys after a person's tap.
    """

    changed = Signal(tuple)

    def __init__(
        self, *, several: bool = False, optional: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._several, self._optional = several, optional
        self._chips: dict[str, ChoiceChip] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        FlowLayout(self, gap=8)

    def set_several(self, several: bool) -> None:
        """Whether more than one chip may be chosen."""
        self._several = several

    def show_digits(self, first: int = 1) -> None:
        """Number the chips by the keys that choose them and leave the keys to the group's owner."""
        for number, chip in enumerate(self._chips.values(), start=first):
            chip.set_digit(str(number) if number <= 9 else "")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def pick(self, number: int) -> bool:
        """Tap the chip at a place, counted from 0; whether there is one."""
        chips = tuple(self._chips.values())
        if not 0 <= number < len(chips):
            return False
        chips[number].click()
        return True

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: Sequence[str] = ()) -> None:
        """Show the choices as (key, text); chips are kept while their keys stay the same."""
        if tuple(self._chips) != tuple(key for key, _ in choices):
            self._rebuild(choices)
        for key, text in choices:
            chip = self._chips[key]
            chip.setText(text)
            chip.setAccessibleName(text)
            chip.updateGeometry()
            chip.setChecked(key in chosen)

    def chosen(self) -> tuple[str, ...]:
        """Keys of the chosen chips, in order."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def chip(self, key: str) -> ChoiceChip:
        """The chip of a key."""
        return self._chips[key]

    def _rebuild(self, choices: Sequence[tuple[str, str]]) -> None:
        layout = self.layout()
        assert layout is not None
        for chip in self._chips.values():
            self._group.removeButton(chip)
            layout.removeWidget(chip)
            chip.deleteLater()
        self._chips = {}
        for key, text in choices:
            chip = ChoiceChip(text, parent=self)
            chip.clicked.connect(lambda on, key=key: self._clicked(key, bool(on)))
            self._group.addButton(chip)
            layout.addWidget(chip)
            chip.show()
            self._chips[key] = chip

    def _clicked(self, key: str, on: bool) -> None:
        if not self._several:
            for other, chip in self._chips.items():
                chip.setChecked(other == key and (on or not self._optional))
        self.changed.emit(self.chosen())


class CheckRow(Choice):
    """A check box whose whole row is the target, with an optional note at the right."""

    def __init__(
        self, text: str = "", *, note: str = "", height: int = 44, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent=parent)
        self._note, self._height = note, height

    def set_note(self, note: str) -> None:
        """Set the words at the right."""
        self._note = note
        self.updateGeometry()
        self.update()

    def label_font(self) -> QFont:
        """Body text."""
        return fonts.role("body")

    def sizeHint(self) -> QSize:
        """Box, text and note."""
        width = 38 + fonts.text_width(self.label_font(), self.text())
        if self._note:
            width += 16 + fonts.text_width(fonts.role("caption"), self._note)
        return QSize(width + 4, max(self._height, fonts.line_height("body") + 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick, text and note."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        box = QRectF(1, round(rect.center().y() - 13), 26, 26)
        self._draw_box(painter, box)
        place = rect.adjusted(39, 0, 0, 0)
        if self._note:
            note_width = fonts.text_width(fonts.role("caption"), self._note) + 2
            note = QRectF(rect.right() - note_width, rect.y(), note_width, rect.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, note, self._note, "caption", theme.color("text-2"), right)
            place.setRight(note.left() - 12)
        paint.text(painter, place, self.text(), "body", theme.color(self.ink("text")))
        painter.end()

    def _draw_box(self, painter: QPainter, box: QRectF) -> None:
        if self.isChecked():
            fill = "accent" if self.isEnabled() else "disabled"
            if self.isEnabled() and self.underMouse():
                fill = "accent-press" if self.isDown() else "accent-hover"
            paint.box(painter, box, tokens.radius("sm"), theme.color(fill))
            tick = QPen(theme.color("on-accent"), 2.5)
            tick.setCapStyle(Qt.PenCapStyle.RoundCap)
            tick.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(tick)
            x, y = box.x(), box.y()
            painter.drawPolyline(
                [QPointF(x + 7, y + 13.5), QPointF(x + 11.5, y + 18), QPointF(x + 19.5, y + 9)]
            )
            return
        hover = self.underMouse() and self.isEnabled()
        fill = "press" if self.isDown() else "sunken" if hover else "surface"
        line = theme.color("line-strong" if self.isEnabled() else "line")
        paint.box(painter, box, tokens.radius("sm"), theme.color(fill), line, 2)


class Radio(CheckRow):
    """One of several, as a circle; join them with a ``QButtonGroup`` or one parent."""

    def __init__(
        self, text: str = "", *, note: str = "", height: int = 44, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, note=note, height=height, parent=parent)
        self.setAutoExclusive(True)

    def _draw_box(self, painter: QPainter, box: QRectF) -> None:
        circle = box.adjusted(1, 1, -1, -1)
        if self.isChecked():
            fill = "accent" if self.isEnabled() else "disabled"
            paint.box(painter, circle, 12, theme.color(fill))
            paint.box(painter, circle.adjusted(7.5, 7.5, -7.5, -7.5), 4.5, theme.color("on-accent"))
            return
        hover = self.underMouse() and self.isEnabled()
        fill = "press" if self.isDown() else "sunken" if hover else "surface"
        line = theme.color("line-strong" if self.isEnabled() else "line")
        paint.box(painter, circle, 12, theme.color(fill), line, 2)


class Toggle(Choice):
    """On or off, at once. Give it a name: it shows no text of its own."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A 52 by 28 switch in a thumb's row."""
        return QSize(52, 40)

    def focus_ring_radius(self) -> int:
        """A pill."""
        return 16

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and knob."""
        painter = paint.start(self)
        track = QRectF(1, self.height() / 2 - 13, 50, 26)
        on, live = self.isChecked(), self.isEnabled()
        if on:
            fill = "accent-hover" if live and self.underMouse() else "accent"
            paint.box(painter, track, 13, theme.color(fill if live else "disabled"))
            knob = QRectF(track.right() - 23, track.y() + 3, 20, 20)
            paint.box(painter, knob, 10, theme.color("on-accent"))
        else:
            ground = "sunken" if live and self.underMouse() else "surface"
            line = theme.color("line-strong" if live else "line")
            paint.box(painter, track, 13, theme.color(ground), line, 2)
            knob = QRectF(track.x() + 6, track.y() + 6, 14, 14)
            paint.box(painter, knob, 7, theme.color("line-strong" if live else "disabled"))
        painter.end()


class _Segment(Choice):
    def label_font(self) -> QFont:
        return fonts.role("label")

    def sizeHint(self) -> QSize:
        return QSize(fonts.text_width(self.label_font(), self.text()) + 24, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect()).adjusted(2, 4, -2, -4)
        if self.isChecked():
            paint.box(painter, rect, 8, theme.color("raised"), theme.color("line"))
        elif self.underMouse() and self.isEnabled():
            paint.box(painter, rect, 8, theme.color("line"))
        token = self.ink("text" if self.isChecked() else "text-2")
        center = Qt.AlignmentFlag.AlignCenter
        paint.text(painter, rect, self.text(), "label", theme.color(token), center)
        painter.end()


class Segmented(QWidget):
    """A bar of two to five exclusive choices; ``changed`` carries the key."""

    changed = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 0, 2, 0)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._segments: dict[str, _Segment] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Show the choices as (key, text)."""
        for segment in self._segments.values():
            self._group.removeButton(segment)
            self._row.removeWidget(segment)
            segment.hide()
            segment.deleteLater()
        self._segments = {}
        for key, text in choices:
            segment = _Segment(text, parent=self)
            segment.clicked.connect(lambda _=False, key=key: self.changed.emit(key))
            self._group.addButton(segment)
            self._row.addWidget(segment)
            self._segments[key] = segment
        self.set_chosen(chosen or next(iter(self._segments), ""))

    def keys(self) -> tuple[str, ...]:
        """The keys shown, in order."""
        return tuple(self._segments)

    def chosen(self) -> str:
        """The key of the chosen part."""
        return next((key for key, part in self._segments.items() if part.isChecked()), "")

    def set_chosen(self, key: str) -> None:
        """Choose without a signal."""
        if key in self._segments:
            self._segments[key].setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = paint.start(self)
        paint.box(painter, QRectF(self.rect()), tokens.radius("md"), theme.color("sunken"))
        painter.end()
