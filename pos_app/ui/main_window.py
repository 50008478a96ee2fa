"""The one window: rail, strip, pages, messages, modal sheets, keys and scans."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.presenters.shell_state import ShellState
from pos_app.ui import keys
from pos_app.ui.dialog_service import DialogCard, Overlay
from pos_app.ui.edit_keys import edit_wants
from pos_app.ui.feedback import Feedback
from pos_app.ui.focus_ring import FocusRing
from pos_app.ui.page import LayoutClass, Page, layout_class
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.shell import Rail, TopStrip
from pos_app.ui.widgets.message import UndoBar

KEPT_SCANS = 20
"""Scans kept while a dialog is open; more than that is somebody playing with the scanner."""
_NO_REPEAT = ("Enter", "Esc", "Del", "Ins")


class MainWindow(QMainWindow):
    """Navigation, keys, scans and messages; no rule and no query lives here.

    Signals: ``page_changed(str)``, ``rail_chosen(str)`` (before the page changes),
    ``scan_unhandled(text, source)`` for a scan the page in front did not use,
    ``lock_requested()`` on Ctrl L or after the idle limit, ``keys_requested()`` on F1,
    ``user_pressed()``, ``status_pressed(key)``, ``ticked()`` once a second, ``closing()``.
    """

    page_changed = Signal(str)
    rail_chosen = Signal(str)
    scan_unhandled = Signal(str, str)
    lock_requested = Signal()
    keys_requested = Signal()
    user_pressed = Signal()
    status_pressed = Signal(str)
    ticked = Signal()
    closing = Signal()

    def __init__(
        self,
        router: ScanRouter,
        *,
        feedback: Feedback | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.router = router
        self.feedback = feedback or Feedback(parent=self)
        self._pages: dict[str, Page] = {}
        self._expected: dict[str, Callable[[], object]] = {}
        self._current = ""
        self._overlays: list[tuple[Overlay, QWidget | None]] = []
        self._kept: deque[tuple[str, str]] = deque(maxlen=KEPT_SCANS)
        self._guard: Callable[[str], bool] | None = None
        self._may_close: Callable[[], bool] | None = None
        self._on_undo: Callable[[], object] | None = None
        self._idle_limit = 0
        self._layout = layout_class(1366, 768)
        self._state = ShellState()
        self._build()
        self.ring = FocusRing(self)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._second)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keep_focus_on_page)
        router.set_key_handler(self._before_focus)
        router.scanned.connect(self.take_scan)
        router.garbage.connect(self.feedback.error)

    def _build(self) -> None:
        self._root = QStackedWidget()
        self._full = QStackedWidget()
        frame = QWidget()
        across = QHBoxLayout(frame)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.rail = Rail()
        self.strip = TopStrip()
        self._stack = QStackedWidget()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)
        across.addWidget(self.rail)
        across.addLayout(column, 1)
        self._root.addWidget(frame)
        self._root.addWidget(self._full)
        self.setCentralWidget(self._root)
        self._bar = UndoBar(self)
        self._bar.undone.connect(self._undo)
        self._bar.covers.connect(self._covered)
        self.rail.chosen.connect(self._go)
        self.strip.user_pressed.connect(self.user_pressed)
        self.strip.status_pressed.connect(self.status_pressed)
        self.setMinimumSize(800, 560)

    def launch(self, *, full_screen: bool = True) -> None:
        """Show the window: over the whole screen by default, a task bar costs a tenth of it."""
        if full_screen:
            self.showFullScreen()
        else:
            self.resize(1366, 768)
            self.show()
        self.activateWindow()

    # -- pages ---------------------------------------------------------------------------
    def add_page(self, page: Page, *, full: bool = False) -> None:
        """Add a screen under its ``page_name``; ``full`` ones hide rail and strip."""
        if not page.page_name:
            raise ValueError("a page needs a page_name")
        self._expected.pop(page.page_name, None)
        (self._full if full else self._stack).addWidget(page)
        self._pages[page.page_name] = page
        page.set_layout_class(self._layout)

    def replace_page(self, page: Page, *, full: bool = False) -> None:
        """Add a screen in the place of the one of its name, which is given up."""
        before = self._pages.pop(page.page_name, None)
        self.add_page(page, full=full)
        if before is not None:
            _give_up(before)

    def expect_page(self, name: str, make: Callable[[], object]) -> None:
        """A page that ``make`` adds when it is first wanted; one of that name is given up."""
        before = self._pages.pop(name, None)
        self._expected[name] = make
        if before is not None:
            _give_up(before)

    def page_names(self) -> tuple[str, ...]:
        """The pages there are, those still to be made among them."""
        return (*self._pages, *self._expected)

    def page(self, name: str) -> Page:
        """The page of a name, made now if it was only expected; KeyError when there is none."""
        make = self._expected.get(name)
        if make is not None:
            make()
        return self._pages[name]

    def has_page(self, name: str) -> bool:
        """Whether there is such a page."""
        return name in self._pages or name in self._expected

    def current_page(self) -> Page | None:
        """The page in front."""
        return self._pages.get(self._current)

    def set_navigation_guard(self, guard: Callable[[str], bool] | None) -> None:
        """``guard(name)`` may refuse (and say why) before the rail changes the page."""
        self._guard = guard

    def set_close_guard(self, guard: Callable[[], bool] | None) -> None:
        """``guard()`` may keep the window open (an unfinished payment)."""
        self._may_close = guard

    def show_page(self, name: str) -> None:
        """Bring a page to the front; showing the one in front refreshes it."""
        page = self.page(name)
        before = self.current_page()
        if before is not None and before is not page:
            self._bar.dismiss()
            before.on_hidden()
        self._current = name
        full = self._full.indexOf(page) >= 0
        (self._full if full else self._stack).setCurrentWidget(page)
        self._root.setCurrentIndex(1 if full else 0)
        page.set_layout_class(self._layout)
        self.rail.set_entries(self._state.rail, self._state.current or name)
        page.setFocus()
        page.on_shown()
        self.page_changed.emit(name)

    def _go(self, name: str) -> None:
        if self._guard is not None and not self._guard(name):
            return
        self.rail_chosen.emit(name)
        if self.has_page(name):
            self.show_page(name)

    # -- frame ---------------------------------------------------------------------------
    def render(self, state: ShellState) -> None:  # type: ignore[override]
        """Show the frame's state."""
        self._state = state
        self.strip.render(state)
        self.rail.set_entries(state.rail, state.current or self._current)

    def layout_class(self) -> LayoutClass:
        """The window's present measure."""
        return self._layout

    def show_undo(
        self,
        text: str,
        action: str,
        on_undo: Callable[[], object],
        *,
        icon: str = "undo-2",
    ) -> None:
        """Say what was done and offer the way back for ten seconds (Ctrl Z works as well)."""
        self._on_undo = on_undo
        self._bar.show_over(self._host(), text, icon=icon, action=action, cap="Ctrl Z")

    def show_message(
        self, text: str, *, tone: str = "", icon: str = "info", seconds: float | None = None
    ) -> None:
        """Say something over the page's lower edge; ``tone`` danger or accent colours the icon."""
        self._on_undo = None
        usual = {"danger": "circle-alert", "accent": "circle-check"}.get(tone, icon)
        shown = icon if icon != "info" else usual
        self._bar.show_over(self._host(), text, icon=shown, tone=tone, seconds=seconds)
        if tone == "danger":
            self.feedback.error()

    def message(self) -> str:
        """The words on the bar while it is shown."""
        return self._bar.text() if self._bar.isVisible() else ""

    def hide_message(self) -> None:
        """Take the bar away."""
        self._bar.dismiss()

    def _covered(self, height: int) -> None:
        page = self.current_page()
        if page is not None:
            page.on_message(height)

    def _host(self) -> QWidget:
        page = self.current_page()
        return page.message_host() if page is not None else self._root

    def _undo(self) -> None:
        action, self._on_undo = self._on_undo, None
        self._bar.dismiss()
        if action is not None:
            action()

    # -- modal sheets --------------------------------------------------------------------
    def open_dialog(self, sheet: DialogCard) -> None:
        """Show a sheet over everything; scans are kept until it closes."""
        before = QApplication.focusWidget()
        overlay = Overlay(sheet, self)
        self._overlays.append((overlay, before))
        sheet.closed.connect(lambda: self._close(overlay))
        overlay.show()
        overlay.raise_()
        self._bar.dismiss()
        first = sheet.first_focus()
        (first or sheet).setFocus()

    def dialog(self) -> DialogCard | None:
        """The sheet in front, if any."""
        return self._overlays[-1][0].sheet if self._overlays else None

    def close_dialogs(self) -> None:
        """Close every sheet (locking)."""
        for overlay, _ in list(self._overlays):
            self._close(overlay)

    def _close(self, overlay: Overlay) -> None:
        entry = next((item for item in self._overlays if item[0] is overlay), None)
        if entry is None:
            return
        self._overlays.remove(entry)
        overlay.hide()
        overlay.deleteLater()
        _, before = entry
        if before is not None and before.window() is self and before.isVisible():
            before.setFocus()
        elif (page := self.current_page()) is not None:
            page.setFocus()
        if not self._overlays:
            # after the answer has run: what the person chose comes before what was scanned
            QTimer.singleShot(0, self, self._apply_kept)

    # -- scans ---------------------------------------------------------------------------
    def take_scan(self, text: str, source: str) -> None:
        """Give a scan to the page in front, or keep it while a dialog is open."""
        if self._is_blocked():
            self._kept.append((text, source))
            self.feedback.error()
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        page = self.current_page()
        if page is None or not page.on_scan(text, source):
            self.scan_unhandled.emit(text, source)

    def _is_blocked(self) -> bool:
        """Whether a sheet or a system dialog (files) is open."""
        return bool(self._overlays) or QApplication.activeModalWidget() is not None

    def _apply_kept(self) -> None:
        while self._kept and not self._is_blocked():
            self.take_scan(*self._kept.popleft())

    # -- keys ----------------------------------------------------------------------------
    def _before_focus(self, event: QKeyEvent) -> bool:
        """Every key before the focus gets it; True when it ends here."""
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return False
        if not self.isActiveWindow() and self.isVisible():
            return False
        name = keys.key_name(event)
        if event.isAutoRepeat() and (name in _NO_REPEAT or keys.is_control(name)):
            return True
        if not keys.is_control(name):
            return False
        if name.startswith("Ctrl ") and edit_wants(name):
            return False
        self._command(name)
        return True

    def _command(self, name: str) -> None:
        sheet = self.dialog()
        if sheet is not None:
            if name == "F1" and sheet.property("key_overview"):
                sheet.closed.emit()
            else:
                sheet.on_key(name)
            return
        page = self.current_page()
        if name == "Ctrl Z" and self._bar.isVisible() and self._on_undo is not None:
            self._undo()
        elif page is not None and page.on_key(name):
            return
        elif name == "F1":
            self.keys_requested.emit()
        elif name == "Ctrl L":
            self.lock_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys the focus did not want: the sheet's or the page's."""
        name = keys.key_name(event)
        target = self.dialog() or self.current_page()
        if not name or target is None or not target.on_key(name):
            event.ignore()

    def _keep_focus_on_page(self, old: QWidget | None, new: QWidget | None) -> None:
        """A button that hides or goes dead under the focus must not throw it at the rail."""
        page = self.current_page()
        if page is None or old is None or new is None or not page.isAncestorOf(old):
            return
        gone = not old.isVisibleTo(page) or not old.isEnabled()
        if gone and new.window() is self and new is not page and not page.isAncestorOf(new):
            page.setFocus()

    # -- events --------------------------------------------------------------------------
    def set_idle_limit(self, seconds: int) -> None:
        """Ask for the lock after so many idle seconds; 0 never."""
        self._idle_limit = max(0, seconds)

    def _second(self) -> None:
        self.ticked.emit()
        if self._idle_limit and self.router.idle_seconds() >= self._idle_limit:
            self.router.touch()
            self.lock_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the layout class and tell rail, strip and page."""
        super().resizeEvent(event)
        fresh = layout_class(self.width(), self.height())
        self.rail.setFixedWidth(fresh.rail)
        for overlay, _ in self._overlays:
            overlay.setGeometry(self.rect())
        if fresh != self._layout:
            self._layout = fresh
            self.strip.set_compact(compact=fresh.compact)
            for page in self._pages.values():
                page.set_layout_class(fresh)

    def changeEvent(self, event: QEvent) -> None:
        """Coming back from a system dialog: apply what was scanned meanwhile."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._kept:
            QTimer.singleShot(0, self, self._apply_kept)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to tick."""
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop ticking."""
        super().hideEvent(event)
        self._tick.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the guard, then say good-bye."""
        if self._may_close is not None and not self._may_close():
            event.ignore()
            return
        self.closing.emit()
        event.accept()


def _give_up(page: Page) -> None:
    page.hide()
    page.setParent(None)
    page.deleteLater()
