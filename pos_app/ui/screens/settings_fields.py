"""One field of the settings pages as a widget: made once, then only told what it shows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.settings_state import FieldView
from pos_app.ui import fonts, theme
from pos_app.ui.widgets.choice import ChipGroup, Segmented, Toggle
from pos_app.ui.widgets.field import Select, TextField
from pos_app.ui.widgets.label import IconLabel, Label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Lines(QPlainTextEdit):
    """Several lines of plain text; Tab leaves it, Enter makes a line."""

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._quiet = False
        self.refresh_fonts()
        self.textChanged.connect(self._changed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def refresh_fonts(self) -> None:
        """Take the body font again; three lines stay in sight."""
        self.setFont(fonts.role("body"))
        self.setFixedHeight(3 * fonts.line_height("body") + 28)

    def set_plain(self, text: str) -> None:
        """Show a text without a signal; one being typed keeps its cursor."""
        if self.toPlainText() != text:
            self._quiet = True
            self.setPlainText(text)
            self._quiet = False

    def _changed(self) -> None:
        if not self._quiet:
            self.edited.emit(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc belongs to the page."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


class FieldBox(QWidget):
    """A field with its label above (or, ``inline``, at the left); ``edited(key, text)``."""

    edited = Signal(str, str)

    def __init__(
        self,
        view: FieldView,
        *,
        inline: bool = False,
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.key, self.kind, self._inline = view.key, view.kind, inline
        self._control: QWidget
        self._label = Label("", "body" if inline else "label", "text-2", wrap=inline)
        self._lock = IconLabel("lock", 16, "text-3")
        self._note = Label("", "caption", "text-2", wrap=True)
        self._make(view)
        if width:
            self._control.setFixedWidth(width)
            if isinstance(self._control, Select):
                self._control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.setFocusProxy(self._focus())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_field(view)

    # --- building ----------------------------------------------------------------------------

    def _make(self, view: FieldView) -> None:
        if view.kind in ("text", "secret"):
            field = TextField("", size="compact" if self._inline else "control")
            field.set_masked(view.kind == "secret")
            if view.right:
                field.edit.setAlignment(_RIGHT)
                field.edit.set_font_role("bodyStrong")
            field.changed.connect(self._emit)
            self._control = field
        elif view.kind == "lines":
            lines = Lines()
            lines.edited.connect(self._emit)
            self._control = lines
        elif view.kind == "select":
            select = Select(size="compact" if self._inline else "control")
            select.chosen.connect(self._emit)
            select.setMinimumWidth(96)
            select.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._control = select
        elif view.kind == "segments":
            parts = Segmented()
            parts.changed.connect(self._emit)
            self._control = parts
        elif view.kind == "chips":
            chips = ChipGroup(several=True)
            chips.changed.connect(lambda keys: self._emit(",".join(keys)))
            self._control = chips
        elif view.kind == "toggle":
            toggle = Toggle(view.label)
            toggle.clicked.connect(lambda on: self._emit("1" if on else ""))
            self._control = toggle
        else:
            self._control = Label("", "bodyStrong", wrap=True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(6)
        beside = self._inline or self.kind == "toggle"
        head.addWidget(self._label, 1 if beside else 0)
        head.addWidget(self._lock)
        if beside:
            head.setSpacing(12)
            head.addWidget(self._control)
            column.addLayout(head)
        else:
            head.addStretch(1)
            column.addLayout(head)
            row = QHBoxLayout()
            row.addWidget(self._control, 0 if self.kind == "segments" else 1)
            if self.kind == "segments":
                row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self._note)

    def _focus(self) -> QWidget:
        return self._control.edit if isinstance(self._control, TextField) else self._control

    # --- showing -----------------------------------------------------------------------------

    def show_field(self, view: FieldView) -> None:
        """Show the field's state; typing in it is not disturbed."""
        label = f"{view.label} · {view.optional}" if view.optional else view.label
        self._label.setText(label)
        self._lock.setVisible(view.locked and view.kind != "fact")
        self._note.setText(view.error or view.hint)
        self._note.set_color("danger-text" if view.error else "text-2")
        self._note.setVisible(bool(view.error or view.hint))
        control = self._control
        if isinstance(control, TextField):
            control.set_text(view.text)
            control.set_suffix(view.suffix)
            control.edit.setPlaceholderText(view.placeholder)
            control.edit.set_error(bool(view.error))
            control.edit.setReadOnly(view.locked)
            control.edit.setEnabled(not view.locked)
        elif isinstance(control, Lines):
            control.set_plain(view.text)
            control.setPlaceholderText(view.placeholder)
            if bool(control.property("error")) != bool(view.error):
                control.setProperty("error", bool(view.error))
                theme.repolish(control)
            control.setEnabled(not view.locked)
        elif isinstance(control, Select):
            control.set_choices(view.choices, view.text)
            control.setEnabled(not view.locked)
        elif isinstance(control, Segmented):
            self._show_segments(control, view)
        elif isinstance(control, ChipGroup):
            control.set_choices(view.choices, view.text.split(","))
            control.setEnabled(not view.locked)
        elif isinstance(control, Toggle):
            control.setChecked(bool(view.text))
            control.setEnabled(not view.locked)
        elif isinstance(control, Label):
            control.setText(view.text)
        if not isinstance(control, Label):
            self._focus().setAccessibleName(view.label)

    def _show_segments(self, control: Segmented, view: FieldView) -> None:
        known = getattr(self, "_choices", None)
        if known != view.choices:
            self._choices = view.choices
            control.set_choices(view.choices, view.text)
        control.set_chosen(view.text)
        control.setEnabled(not view.locked)

    def bare(self) -> FieldBox:
        """Without its label (it stays the accessible name): for cells of a table."""
        self._label.hide()
        self._lock.hide()
        return self

    def show_bare(self, view: FieldView) -> None:
        """As :meth:`show_field`, label and lock stay away."""
        self.show_field(view)
        self._label.hide()
        self._lock.hide()

    def control(self) -> QWidget:
        """What takes the focus."""
        return self._focus()

    def _emit(self, text: str) -> None:
        self.edited.emit(self.key, text)
