"""Grounds: the page that paints its cards' faint shadows, cards, the dark slab, tender cards."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.ui import theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.label import ElidedLabel, IconLabel, IconTile, Label
from pos_app.ui.widgets.sale_fit import FitLabel


class Surface(QWidget):
    """A page ground in the ``bg`` colour that paints the shadows of the cards lying on it.

    Cards on a scrolled ground inside belong to that one.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground, then the shadow of each visible card touched by the update."""
        painter = paint.start(self)
        painter.fillRect(event.rect(), theme.color("bg"))
        for card in self.findChildren(Card):
            if card.level() and card.isVisibleTo(self) and _ground_of(card) is self:
                place = QRectF(card.rect()).translated(card.mapTo(self, card.rect().topLeft()))
                inside = place.adjusted(16, 16, -16, -16)
                if not inside.contains(QRectF(event.rect())):
                    paint.shadow(painter, place, card.corner(), card.level())
        painter.end()


def _ground_of(widget: QWidget) -> Surface | None:
    """The ground a widget lies on."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, Surface):
        above = above.parentWidget()
    return above


class Card(QFrame):
    """A white box with a border; its page paints the shadow, so a repaint inside stays cheap.

    ``tone``: surface, sunken, accent, warn, danger or plain (border only, no shadow).
    ``selected`` draws the accent border and ground.
    """

    def __init__(
        self, *, tone: str = "surface", level: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone, self._selected = tone, False
        self._level = level if level is not None else (1 if tone == "surface" else 0)

    def body(self, *, padding: int | None = None, gap: int = 8) -> QVBoxLayout:
        """Install and return a column layout with the usual padding (16)."""
        column = QVBoxLayout(self)
        edge = tokens.layout("cardPadding") if padding is None else padding
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(gap)
        return column

    def level(self) -> int:
        """Elevation 0-3."""
        return self._level

    def corner(self) -> int:
        """Corner radius in px."""
        return tokens.radius("lg") if self._tone == "surface" else tokens.radius("md")

    def focus_ring_radius(self) -> int:
        """Corner radius the focus ring follows."""
        return self.corner()

    def set_tone(self, tone: str) -> None:
        """Change the ground."""
        self._tone = tone
        self.update()

    def set_selected(self, selected: bool) -> None:
        """Draw as chosen: 2 px accent border on the soft ground."""
        self._selected = selected
        self.update()

    def is_selected(self) -> bool:
        """Whether drawn as chosen."""
        return self._selected

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and border."""
        painter = paint.start(self)
        rect, corner = QRectF(self.rect()), self.corner()
        if self._selected:
            fill, line = theme.color("accent-soft"), theme.color("accent")
            paint.box(painter, rect, corner, fill, line, 2)
        elif self._tone in ("surface", "plain"):
            paint.box(painter, rect, corner, theme.color("surface"), theme.color("line"))
        elif self._tone == "sunken":
            paint.box(painter, rect, corner, theme.color("sunken"))
        else:
            paint.box(painter, rect, corner, theme.color(f"{self._tone}-soft"))
        painter.end()


class Slab(QFrame):
    """The dark ground that holds the total in both themes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("slab", True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the slab."""
        painter = paint.start(self)
        fill, line = theme.color("slab"), theme.color("slab-line")
        paint.box(painter, QRectF(self.rect()), tokens.radius("lg"), fill, line)
        painter.end()


class TotalSlab(Slab):
    """Small rows, the word and the big amount; ``buttons`` below takes the tender buttons.

    States: ``idle`` (muted amount), ``ready``, ``blocked`` (with the reason above the buttons).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 16, 17, 17)
        column.setSpacing(4)
        self._rows = QGridLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setVerticalSpacing(1)
        self._rows.setColumnStretch(0, 1)
        self._row_labels: list[tuple[Label, Label]] = []
        column.addLayout(self._rows)
        line = QHBoxLayout()
        self._word = Label("", "amount", "on-slab-muted")
        self._amount = FitLabel("", "total", "on-slab", align=Qt.AlignmentFlag.AlignRight)
        # a sign like ł reaches a little beyond its own width
        self._amount.setContentsMargins(0, 0, 2, 0)
        line.addWidget(self._word, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._amount, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(line)
        self._reason = SlabReason()
        self._reason.hide()
        column.addWidget(self._reason)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setContentsMargins(0, 4, 0, 0)
        column.addLayout(self.buttons)

    def set_total(self, word: str, amount: str, *, muted: bool = False) -> None:
        """Set the word and the amount, already formatted; ``muted`` for an empty receipt."""
        self._word.setText(word)
        self._amount.setText(amount)
        self._amount.setAccessibleName(f"{word} {amount}")
        self._amount.set_color("on-slab-muted" if muted else "on-slab")

    def set_rows(self, rows: tuple[tuple[str, str], ...], *, strong_last: bool = True) -> None:
        """Set the small lines above the total as (words, amount)."""
        while len(self._row_labels) < len(rows):
            number = len(self._row_labels)
            pair = (
                Label("", "label", "on-slab-muted"),
                Label("", "label", "on-slab-muted", align=Qt.AlignmentFlag.AlignRight),
            )
            self._rows.addWidget(pair[0], number, 0)
            self._rows.addWidget(pair[1], number, 1)
            self._row_labels.append(pair)
        for number, (words, amount) in enumerate(self._row_labels):
            shown = number < len(rows)
            words.setVisible(shown)
            amount.setVisible(shown)
            if shown:
                words.setText(rows[number][0])
                amount.setText(rows[number][1])
                last = strong_last and number == len(rows) - 1
                amount.set_color("on-slab" if last else "on-slab-muted")

    def set_reason(self, text: str) -> None:
        """Say above the buttons why payment is blocked; empty hides it."""
        self._reason.set_text(text)
        self._reason.setVisible(bool(text))


class SlabReason(QFrame):
    """A red line on the slab: why the main action is off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(10)
        row.addWidget(IconLabel("circle-alert", 20, "danger-text"))
        self._label = ElidedLabel("", "label", "danger-text")
        row.addWidget(self._label, 1)

    def set_text(self, text: str) -> None:
        """Set the sentence."""
        self._label.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = paint.start(self)
        paint.box(painter, QRectF(self.rect()), tokens.radius("md"), theme.color("danger-soft"))
        painter.end()


class TenderCard(Card):
    """One way to pay: icon tile, title, hint, a place at the right and a body below.

    States: ``waiting`` (quiet tile), ``active`` (2 px accent, body shown), ``accepted``.
    """

    def __init__(self, icon: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(tone="plain", parent=parent)
        self._state, self._icon = "waiting", icon
        column = self.body(gap=12)
        head = QHBoxLayout()
        head.setSpacing(16)
        self._tile = IconTile(icon, "accent", 48)
        head.addWidget(self._tile)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._title = Label(title, "heading")
        self._hint = ElidedLabel("", "label", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._hint)
        head.addLayout(words, 1)
        self.right = QHBoxLayout()
        self.right.setSpacing(12)
        head.addLayout(self.right)
        column.addLayout(head)
        self.content = QWidget()
        column.addWidget(self.content)

    def state(self) -> str:
        """waiting, active or accepted."""
        return self._state

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_hint(self, text: str) -> None:
        """Set the line under the title."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def set_state(self, state: str) -> None:
        """Change the state; the body is the caller's to show."""
        self._state = state
        self._tile.set_look(self._icon, "solid" if state == "active" else "accent")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and border."""
        painter = paint.start(self)
        active = self._state == "active"
        line = theme.color("accent" if active else "line")
        rect = QRectF(self.rect())
        paint.box(painter, rect, tokens.radius("lg"), theme.color("surface"), line, 1 + active)
        painter.end()
