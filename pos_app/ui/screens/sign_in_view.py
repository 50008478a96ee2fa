"""Sign-in: who works, PIN or staff card, language; the clock and the day's facts at the left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.presenters.sign_in_state import PersonCard, SignInFact, SignInState
from pos_app.ui import fonts, theme, tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.shell import Logo
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.keypad import Keypad
from pos_app.ui.widgets.label import ElidedLabel, IconLabel, Label, initials
from pos_app.ui.widgets.message import announce
from pos_app.ui.widgets.pin_entry import PinEntry
from pos_app.ui.widgets.plain import PlainButton

_CENTER = Qt.AlignmentFlag.AlignCenter
_BIG = QSize(160, 132)
_SMALL = QSize(208, 56)


class _Person(PlainButton):
    """A card with initials, name and role; a flat one when there are many people."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = PersonCard(id="", name="", role="")
        self._small = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_person(self, person: PersonCard, *, chosen: bool, small: bool) -> None:
        self.person, self._small = person, small
        self.setAccessibleName(f"{person.name}, {person.role}")
        self.setChecked(chosen)
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """The state decides who is chosen."""

    def focus_ring_radius(self) -> int:
        return tokens.radius("md")

    def sizeHint(self) -> QSize:
        return _SMALL if self._small else _BIG

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect, on = QRectF(self.rect()), self.isChecked()
        fill = "accent-soft" if on else "sunken" if self.underMouse() else "raised"
        line = theme.color("accent" if on else "line-strong")
        paint.box(painter, rect, tokens.radius("md"), theme.color(fill), line, 1 + on)
        px = 40 if self._small else 48
        circle = QRectF(rect.center().x() - 24, 19, px, px)
        if self._small:
            circle = QRectF(8, 8, px, px)
        ground, _, ink = paint.badge_look("solid" if on else "accent")
        paint.box(painter, circle, px / 2, ground)
        painter.setFont(fonts.sized(18 if px == 48 else 14, 600))
        painter.setPen(ink)
        painter.drawText(circle, _CENTER, initials(self.person.name))
        name_ink = theme.color("accent-text" if on else "text")
        if self._small:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            name, role = QRectF(58, 9, 142, 20), QRectF(58, 29, 142, 18)
            paint.text(painter, name, self.person.name, "bodyStrong", name_ink, left)
            paint.text(painter, role, self.person.role, "caption", theme.color("text-2"), left)
        else:
            name, role = QRectF(8, 72, 144, 22), QRectF(8, 97, 144, 18)
            paint.text(painter, name, self.person.name, "bodyStrong", name_ink, _CENTER)
            paint.text(painter, role, self.person.role, "caption", theme.color("text-2"), _CENTER)
        painter.end()


class _Side(QWidget):
    """The dark left part: shop, clock, date, facts, and quiet arcs behind them."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 40, 32, 36)
        column.setSpacing(0)
        self.column = column
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Logo(48))
        self.shop = Label("", "amount", "on-slab")
        head.addWidget(self.shop, 1)
        column.addLayout(head)
        column.addStretch(4)
        self.time = Label("", "change", "on-slab")
        self.date = Label("", "title", "on-slab-muted", wrap=True)
        column.addWidget(self.time)
        column.addSpacing(20)
        column.addWidget(self.date)
        column.addStretch(3)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(13)
        column.addLayout(self._facts)
        self._rows: list[tuple[QWidget, IconLabel, Label, Label]] = []

    def set_facts(self, facts: tuple[SignInFact, ...]) -> None:
        while len(self._rows) < len(facts):
            self._rows.append(self._make())
        for number, (row, icon, title, note) in enumerate(self._rows):
            row.setVisible(number < len(facts))
            if number < len(facts):
                fact = facts[number]
                icon.set_icon(fact.icon, "slab-accent" if fact.tone == "ok" else "warn")
                title.setText(fact.title)
                note.setText(fact.note)

    def _make(self) -> tuple[QWidget, IconLabel, Label, Label]:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        icon = IconLabel("store", 20, "slab-accent")
        across.addWidget(icon)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = ElidedLabel("", "bodyStrong", "on-slab")
        note = ElidedLabel("", "label", "on-slab-muted")
        words.addWidget(title)
        words.addWidget(note)
        across.addLayout(words, 1)
        self._facts.addWidget(row)
        return row, icon, title, note

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme.color("slab"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("on-slab", 0.035), 2))
        for step in range(5):
            reach = 130 + step * 86
            painter.drawEllipse(paint.point(self.width() - 10, self.height()), reach, reach)
        painter.end()


class _Language(Button):
    """A language by its own name."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(name, v="ghost", size="control")
        self.code = code

    def label_font(self) -> QFont:
        return fonts.role("label")


class SignInView(Page):
    """Renders a ``SignInState``.

    Signals: ``person_chosen(id)``, ``pin_entered(id, pin)``, ``language_chosen(code)``,
    ``scanned(text)`` for a staff card (anything else the presenter refuses with a beep).
    """

    page_name = "sign_in"
    person_chosen = Signal(str)
    pin_entered = Signal(str, str)
    language_chosen = Signal(str)
    scanned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SignInState()
        self._people: list[_Person] = []
        self._languages: list[_Language] = []
        self._form = (False, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.side = _Side()
        self.side.setFixedWidth(496)
        across.addWidget(self.side)
        across.addLayout(self._middle(), 1)
        self.bind("Left", lambda: self._step(-1))
        self.bind("Right", lambda: self._step(1))

    def _middle(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(0)
        column.addStretch(3)
        self._question = Label("", "title", align=_CENTER)
        column.addWidget(self._question)
        column.addSpacing(12)
        column.addWidget(self._people_box())
        column.addSpacing(23)
        self.pin = PinEntry()
        self.pin.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pin.completed.connect(self._complete)
        column.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._secret_row(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(1)
        self._problem = Label("", "label", "danger-text", align=_CENTER)
        self._problem.setFixedHeight(fonts.line_height("label"))
        column.addWidget(self._problem)
        self.keypad = Keypad(order="phone", clear=" ", v="key", key_height=72, gap=12)
        self.keypad.setFixedWidth(360)
        self.keypad.pressed.connect(self._pad)
        column.addWidget(self.keypad, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        column.addLayout(self._hint_row())
        column.addStretch(3)
        self._language_row = QHBoxLayout()
        self._language_row.setSpacing(6)
        self._language_row.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._language_row)
        return column

    def _secret_row(self) -> QWidget:
        """A masked field for secrets of any length: the owner's."""
        self._free = QWidget()
        self._free.setFixedWidth(360)
        row = QHBoxLayout(self._free)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.secret = TextField()
        self.secret.set_masked(True)
        self.secret.submitted.connect(self._enter)
        self.enter = Button("", v="primary", cap="Enter")
        self.enter.clicked.connect(self._enter)
        self.bind_button(self.enter)
        row.addWidget(self.secret, 1)
        row.addWidget(self.enter)
        self._free.hide()
        return self._free

    def _people_box(self) -> QScrollArea:
        """The cards; more than two rows of them scroll."""
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ground = QWidget()
        ground.setProperty("plain", True)
        self._cards = QGridLayout(ground)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(12)
        self._cards.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setWidget(ground)
        return self._scroll

    def _hint_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(IconLabel("id-card", 20))
        self._hint = Label("", "body", "text-2")
        row.addWidget(self._hint)
        row.addStretch(1)
        return row

    # -- state ---------------------------------------------------------------------------
    def render(self, state: SignInState) -> None:  # type: ignore[override]
        """Show a state; the digits are forgotten when ``attempt`` or the person changed."""
        before, self._state = self._state, state
        side = self.side
        side.shop.setText(state.shop)
        side.time.setText(state.time)
        side.date.setText(state.date)
        side.set_facts(state.facts)
        self._question.setText(state.question)
        self._show_people()
        self._show_pin(before)
        self._hint.setText(state.card_hint)
        self.keypad.set_clear_text(state.clear)
        self.keypad.keys["back"].setAccessibleName(state.backspace)
        self._show_languages()

    def _show_pin(self, before: SignInState) -> None:
        state = self._state
        self.pin.set_length(state.pin_length)
        words = state.waiting or state.problem
        locked = bool(state.waiting) or state.busy or not state.chosen
        self.pin.set_locked(locked)
        self.keypad.setEnabled(not state.waiting and bool(state.chosen))
        self._show_secret(free=self._is_free(), locked=locked)
        if (before.attempt, before.chosen) != (state.attempt, state.chosen):
            self.pin.clear(error=bool(state.problem or state.waiting))
            self.secret.set_text("")
        if words != self._problem.text():
            self._problem.setText(words)
            if state.problem and not state.waiting:
                announce(self._problem, words)

    def _is_free(self) -> bool:
        chosen = self._state.chosen
        return any(person.free for person in self._state.people if person.id == chosen)

    def _show_secret(self, *, free: bool, locked: bool) -> None:
        self.pin.setVisible(not free)
        self._free.setVisible(free)
        self.secret.edit.setEnabled(not locked)
        self.secret.edit.setPlaceholderText(self._state.secret_hint)
        self.secret.edit.setAccessibleName(self._state.secret_hint)
        self.enter.set_label(self._state.confirm)
        self.enter.setEnabled(not locked)

    def _show_people(self) -> None:
        people = self._state.people
        while len(self._people) < len(people):
            card = _Person(self)
            card.clicked.connect(lambda _=False, it=card: self._choose(it.person.id))
            self._people.append(card)
        small, columns = self._form = self._people_form(len(people))
        rows = min(2, -(-len(people) // columns))
        height = (_SMALL if small else _BIG).height()
        self._scroll.setFixedHeight(max(1, rows) * (height + 12) - 12)
        for number, card in enumerate(self._people):
            self._cards.removeWidget(card)
            card.setVisible(number < len(people))
            if number < len(people):
                chosen = people[number].id == self._state.chosen
                card.set_person(people[number], chosen=chosen, small=small)
                self._cards.addWidget(card, number // columns, number % columns)

    def _people_form(self, count: int) -> tuple[bool, int]:
        """Whether the cards are flat, and how many stand in a row."""
        room = max(320, self.width() - self.side.width() - 32)
        big = max(1, (room + 12) // (_BIG.width() + 12))
        if count <= big:
            return False, max(1, count)
        return True, max(1, min(count, (room + 12) // (_SMALL.width() + 12)))

    def _show_languages(self) -> None:
        wanted = [code for code, _ in self._state.languages]
        if wanted != [button.code for button in self._languages]:
            for button in self._languages:
                button.hide()
                button.deleteLater()
            self._languages = []
            for code, name in self._state.languages:
                button = _Language(code, name)
                button.clicked.connect(lambda _=False, it=button: self._speak(it.code))
                self._language_row.addWidget(button)
                self._languages.append(button)
        for button in self._languages:
            button.set_variant("soft" if button.code == self._state.language else "ghost")

    # -- gestures ------------------------------------------------------------------------
    def _choose(self, person: str) -> None:
        self.setFocus()
        self.person_chosen.emit(person)

    def _speak(self, code: str) -> None:
        if code != self._state.language:
            self.language_chosen.emit(code)

    def _step(self, step: int) -> None:
        ids = [person.id for person in self._state.people]
        if ids:
            place = ids.index(self._state.chosen) if self._state.chosen in ids else -step
            self.person_chosen.emit(ids[(place + step) % len(ids)])

    def _pad(self, key: str) -> None:
        if not self._is_free():
            self.pin.press(key)
        elif key == "back":
            self.secret.edit.backspace()
        elif key == "clear":
            self.secret.set_text("")
        elif not self.secret.edit.isEnabled():
            return
        else:
            self.secret.edit.insert(key)

    def _enter(self) -> None:
        if self._is_free() and self.secret.text():
            self.pin_entered.emit(self._state.chosen, self.secret.text())

    def _complete(self, digits: str) -> None:
        self.pin_entered.emit(self._state.chosen, digits)

    def on_key(self, key: str) -> bool:
        """Digits go to the PIN wherever the focus is; Esc and Del forget them."""
        name = {"Backspace": "back", "Esc": "clear", "Del": "clear"}.get(key, key)
        if not self._is_free():
            return self.pin.press(name) or super().on_key(key)
        if name in ("back", "clear") or (len(name) == 1 and name.isprintable()):
            self._pad(name)
            self.secret.edit.setFocus()
            return True
        return super().on_key(key)

    def on_shown(self) -> None:
        """Begin with no digits."""
        self.pin.clear()
        self.secret.set_text("")
        self.setFocus()

    def on_scan(self, text: str, source: str) -> bool:
        """A staff card signs in; the presenter tells other codes apart."""
        self.scanned.emit(text)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards stand in as many columns as there is room for."""
        super().resizeEvent(event)
        if self._people_form(len(self._state.people)) != self._form:
            self._show_people()

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow windows get a narrower clock side; low ones smaller keys."""
        self.side.setFixedWidth(372 if layout.compact else 496)
        edge = 28 if layout.compact else 48
        self.side.column.setContentsMargins(edge, 40, 20 if layout.compact else 32, 36)
        low = layout.height < 740
        self.keypad.set_key_height(56 if low else 72, 8 if low else 12)
        self._show_people()
