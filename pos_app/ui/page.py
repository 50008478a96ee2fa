"""The base of every screen: its name, keys, scans, layout class and margins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from pos_app.ui import tokens
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutClass:
    """The window's measure: compact, regular or wide, with the widths that follow from it.

    ``rail``, ``right`` and ``quick`` are px (``quick`` 0 when the column is closed);
    ``height`` is the window's logical height.
    """

    name: str
    rail: int
    right: int
    quick: int
    height: int

    @property
    def compact(self) -> bool:
        """Narrower than 1200."""
        return self.name == "compact"

    @property
    def wide(self) -> bool:
        """From 1500 on."""
        return self.name == "wide"


def layout_class(width: int, height: int) -> LayoutClass:
    """The class of a window of this logical size."""
    values = tokens.raw()["breakpoint"]
    name = "wide"
    if width <= int(values["compact"]["maxLogicalWidth"]):
        name = "compact"
    elif width <= int(values["regular"]["maxLogicalWidth"]):
        name = "regular"
    chosen = tokens.breakpoint_values(name)
    return LayoutClass(
        name=name,
        rail=chosen["rail"],
        right=chosen["rightColumn"],
        quick=chosen.get("quickItems", 0),
        height=height,
    )


class Page(Surface):
    """One screen. Subclasses build widgets, ``bind`` keys, and override the hooks they need.

    Keys are named as on the caps (``F10``, ``Enter``, ``Esc``, ``Del``, ``Ctrl Z``, ``+`` or a
    typed sign). A page without an action for a key lets it do nothing.
    """

    page_name = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: dict[str, Callable[[], object]] = {}
        self._buttons: dict[str, QAbstractButton] = {}
        self._fields: tuple[QWidget, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # -- keys ----------------------------------------------------------------------------
    def bind(self, key: str, action: Callable[[], object]) -> None:
        """Let a key do something on this page."""
        self._keys[key] = action

    def unbind(self, key: str) -> None:
        """Let a key mean nothing here again."""
        self._keys.pop(key, None)

    def bind_button(self, button: QAbstractButton, key: str = "") -> None:
        """Let a key press a button; without ``key`` the one on its cap.

        The key is dead while the button is hidden or disabled.
        """
        name = key or (button.cap() if isinstance(button, Button) else "")
        if not name:
            raise ValueError("a button without a cap needs a key")
        self._buttons[name] = button

    def set_form(self, fields: Sequence[QWidget]) -> None:
        """Fields in order: Enter goes to the next one, from the last to the primary button."""
        self._fields = tuple(fields)

    def keys(self) -> tuple[str, ...]:
        """All keys bound here."""
        return tuple(dict.fromkeys((*self._keys, *self._buttons)))

    def on_key(self, key: str) -> bool:
        """Handle a key; True when it meant something here."""
        if key == "Enter" and self._next_field():
            return True
        button = self._buttons.get(key)
        if button is not None and button.isVisibleTo(self):
            if button.isEnabled():
                button.click()
            return True
        action = self._keys.get(key)
        if action is not None:
            action()
            return True
        return False

    def _next_field(self) -> bool:
        focus = self.focusWidget()
        for number, field in enumerate(self._fields[:-1]):
            if focus is field or (focus is not None and field.isAncestorOf(focus)):
                rest = self._fields[number + 1 :]
                target = next((f for f in rest if f.isVisible() and f.isEnabled()), None)
                if target is None:
                    return False
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    # -- hooks ---------------------------------------------------------------------------
    def on_shown(self) -> None:
        """The page came to the front: refresh, put the focus where work begins."""

    def on_hidden(self) -> None:
        """The page left the front."""

    def on_scan(self, text: str, source: str) -> bool:
        """A scan while this page is in front; ``source`` keyboard or serial. True when used."""
        return False

    def set_layout_class(self, layout: LayoutClass) -> None:
        """The window's measure changed."""

    def message_host(self) -> QWidget:
        """Over whose lower edge the undo bar appears."""
        return self

    def on_message(self, height: int) -> None:
        """A bar of this height lies over the message host's lower edge; 0: it went away."""

    def margins(self) -> tuple[int, int, int, int]:
        """The usual page margins (left, top, right, bottom)."""
        edge = tokens.layout("margin")
        return (edge, tokens.layout("marginTop"), edge, edge)
