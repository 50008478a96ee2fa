"""The set-up of a shop: the steps at the left, one of them at the right, Back and Continue."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.presenters.setup_state import DevicesPage, FormPage, LoyaltyPage, SetupState, StepKey
from pos_app.ui import theme
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.setup_view_devices import DevicesStep
from pos_app.ui.screens.setup_view_form import FormStep
from pos_app.ui.screens.setup_view_loyalty import LoyaltyStep
from pos_app.ui.screens.setup_view_meter import ScanMeter
from pos_app.ui.screens.setup_view_parts import QuestionWidget, StepButton
from pos_app.ui.shell import Logo
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import IconLabel, Label
from pos_app.ui.widgets.message import announce

_FORMS: tuple[StepKey, ...] = ("language", "shop", "people", "backup")
_STEPS = 6


class StepRail(QWidget):
    """The white left part: what this is, the steps, the promise."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 0, 0)
        head.setSpacing(14)
        head.addWidget(Logo(44))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._heading = Label("", "amount", wrap=True)
        self._duration = Label("", "label", "text-2")
        words.addWidget(self._heading)
        words.addWidget(self._duration)
        head.addLayout(words, 1)
        self._column.addLayout(head)
        self._column.addSpacing(28)
        self.buttons = [StepButton(number + 1) for number in range(_STEPS)]
        self._keys: list[str] = [""] * _STEPS
        for place, button in enumerate(self.buttons):
            self._column.addWidget(button)
            self._column.addSpacing(4)
            button.clicked.connect(lambda _=False, at=place: self.chosen.emit(self._keys[at]))
        self._column.addStretch(1)
        promise = Card(tone="sunken")
        row = QHBoxLayout(promise)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(IconLabel("wifi-off", 20))
        self._promise = Label("", "label", "text-2", wrap=True)
        row.addWidget(self._promise, 1)
        self._column.addWidget(promise)

    def render_rail(self, state: SetupState) -> None:
        """Show the steps."""
        self._heading.setText(state.heading)
        self._duration.setText(state.duration)
        self._promise.setText(state.promise)
        for place, mark in enumerate(state.steps):
            self._keys[place] = mark.key
            self.buttons[place].set_mark(mark)

    def set_compact(self, compact: bool) -> None:
        """Narrow windows have a narrower rail."""
        self.setFixedWidth(264 if compact else 337)
        edge = 12 if compact else 20
        self._column.setContentsMargins(edge, 28, edge + 1, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its right edge."""
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("line"))
        painter.end()


class SetupView(Page):
    """Draws a :class:`SetupState`.

    Signals: ``edited(field, value)``, ``pressed(action, ref)``, ``go_on()``, ``back()``,
    ``step_chosen(key)``, ``scanned(ScanReading)``.
    """

    page_name = "setup"
    edited = Signal(str, str)
    pressed = Signal(str, str)
    go_on = Signal()
    back = Signal()
    step_chosen = Signal(str)
    scanned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meter = ScanMeter(self)
        self._attempt = -1
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.rail = StepRail()
        self.rail.chosen.connect(self.step_chosen)
        across.addWidget(self.rail)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        across.addLayout(self._column, 1)
        self._build_head()
        self._build_steps()
        self._build_foot()
        self.bind("Left", lambda: self._step_mode(-1))
        self.bind("Right", lambda: self._step_mode(1))
        self.bind_button(self.devices.printer.test)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keep_in_sight)

    def _build_head(self) -> None:
        self._number = Label("", "label", "accent-text")
        self._title = Label("", "title", wrap=True)
        self._text = Label("", "body", "text-2", wrap=True)
        for widget, gap in ((self._number, 2), (self._title, 4), (self._text, 14)):
            self._column.addWidget(widget)
            self._column.addSpacing(gap)

    def _build_steps(self) -> None:
        self._stack = QStackedWidget()
        self.forms: dict[str, FormStep] = {}
        self._scrolls: dict[str, QScrollArea] = {}
        self.loyalty, self.devices = LoyaltyStep(), DevicesStep()
        for key in _FORMS:
            form = FormStep()
            form.edited.connect(self.edited)
            form.pressed.connect(self.pressed)
            self.forms[key] = form
            self._add_scrolled(key, form)
        self.loyalty.edited.connect(self.edited)
        self._add_scrolled("loyalty", self.loyalty)
        self.devices.edited.connect(self.edited)
        self.devices.pressed.connect(self.pressed)
        self._add_scrolled("devices", self.devices)
        self._column.addWidget(self._stack, 1)

    def _add_scrolled(self, key: str, step: QWidget) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(step)
        self._scrolls[key] = scroll
        self._stack.addWidget(scroll)

    def _build_foot(self) -> None:
        self._problem = Label("", "label", "danger-text", wrap=True)
        self._column.addWidget(self._problem)
        self._column.addSpacing(8)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        self.back_button = Button("", v="ghost", icon="arrow-left", cap="Esc", size="pos")
        self._hint = Label("", "body", "text-2", wrap=True, align=Qt.AlignmentFlag.AlignCenter)
        self.next_button = Button("", v="primary", cap="Enter", size="pos")
        self.next_button.setMinimumWidth(239)
        foot.addWidget(self.back_button)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.next_button)
        self._column.addLayout(foot)
        self.bind_button(self.back_button)
        self.bind_button(self.next_button)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.go_on)

    # -- state ---------------------------------------------------------------------------
    def render(self, state: SetupState) -> None:  # type: ignore[override]
        """Show a state; after a refusal the focus goes to what is wrong."""
        self.rail.render_rail(state)
        self._number.setText(state.number)
        self._title.setText(state.title)
        self._text.setText(state.text)
        self._hint.setText(state.hint)
        self.back_button.set_label(state.back)
        self.back_button.setEnabled(not state.busy)
        self.next_button.set_label(state.go_on)
        self.next_button.set_busy(state.busy)
        self._problem.setVisible(bool(state.problem))
        if state.problem and state.problem != self._problem.text():
            announce(self._problem, state.problem)
        self._problem.setText(state.problem)
        self._stack.setEnabled(not state.busy)
        self._show_page(state)
        self._stack.setCurrentWidget(self._scrolls[state.step])
        self.set_form([widget for _, widget in self._questions(state.step)])
        if state.attempt != self._attempt:
            self._attempt = state.attempt
            QTimer.singleShot(0, self, lambda: self._focus(state.step, state.fault))

    def _show_page(self, state: SetupState) -> None:
        page = state.page
        if isinstance(page, FormPage):
            self.forms[state.step].render_page(page)
        elif isinstance(page, LoyaltyPage):
            self.loyalty.render_page(page)
        elif isinstance(page, DevicesPage):
            self.devices.render_page(page)

    def _questions(self, step: StepKey) -> list[tuple[str, QuestionWidget]]:
        if step in self.forms:
            return self.forms[step].questions()
        return self.devices.questions() if step == "devices" else []

    def _focus(self, step: StepKey, fault: str) -> None:
        """To what is wrong, else to the first line to be typed, else to the page itself."""
        questions = dict(self._questions(step))
        if fault in questions:
            questions[fault].setFocus(Qt.FocusReason.TabFocusReason)
        elif step in ("shop", "people") and questions:
            next(iter(questions.values())).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocus()
        self._scrolls[step].verticalScrollBar().setValue(0)

    # -- gestures ------------------------------------------------------------------------
    def _step_mode(self, step: int) -> None:
        if self._stack.currentWidget() is self._scrolls["loyalty"]:
            self.edited.emit("mode_step", str(step))

    def on_scan(self, text: str, source: str) -> bool:
        """A scan, with how it came."""
        self.scanned.emit(self.meter.reading(text, source))
        return True

    def on_shown(self) -> None:
        """Begin to watch how scans come."""
        self.meter.start()
        self._attempt = -1

    def on_hidden(self) -> None:
        """Watch no longer."""
        self.meter.stop()

    def _keep_in_sight(self, _old: QWidget | None, new: QWidget | None) -> None:
        scroll = self._stack.currentWidget()
        if isinstance(scroll, QScrollArea) and new is not None and scroll.isAncestorOf(new):
            scroll.ensureWidgetVisible(new, 8, 48)

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow windows have a narrower rail, narrower margins and stacked cards."""
        compact = layout.compact
        self.rail.set_compact(compact)
        edge = 24 if compact else 48
        self._column.setContentsMargins(edge, 24 if compact else 32, edge, 24)
        for form in self.forms.values():
            form.set_compact(compact)
        self.loyalty.set_compact(compact)
        self.devices.set_compact(compact)
