"""Fields: labelled text, amounts with their unit, selections."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from pos_app.i18n import Formats
from pos_app.ui import fonts, icons, theme
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.label import Label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LineEdit(QLineEdit):
    """A line of text without a label; ``size`` is compact 40, control 48 or pos 56 high."""

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        size: str = "control",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._font_role = "body"
        self.setProperty("compact", size == "compact")
        self.setProperty("big", size == "pos")
        self.setFont(fonts.role(self._font_role))
        self.setPlaceholderText(placeholder)
        self.setText(text)
        self.setAccessibleName(name)

    def set_font_role(self, role: str) -> None:
        """Use another type role for the content."""
        self._font_role = role
        self.refresh_fonts()

    def refresh_fonts(self) -> None:
        """Take the role's font again."""
        self.setFont(fonts.role(self._font_role))

    def set_error(self, error: bool) -> None:
        """Draw the red border."""
        if bool(self.property("error")) != error:
            self.setProperty("error", error)
            theme.repolish(self)


class TextField(QWidget):
    """Label above, line below it, then a hint or an error; optional fields say so.

    ``keep_note`` reserves the lower line, so that an error moves nothing.
    ``changed(str)`` follows a person's typing, ``submitted()`` the Enter key.
    """

    changed = Signal(str)
    submitted = Signal()

    def __init__(
        self,
        label: str = "",
        *,
        text: str = "",
        placeholder: str = "",
        hint: str = "",
        optional: str = "",
        size: str = "control",
        suffix: str = "",
        keep_note: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keep_note = keep_note
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        self._label = Label(label, "label", "text-2")
        self._optional = Label(optional, "caption", "text-2", align=_RIGHT)
        if not optional:
            self._optional.hide()
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._optional)
        column.addLayout(head)
        self._label.setVisible(bool(label))
        self.edit = self._make_edit(size)
        self.edit.setText(text)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label or placeholder)
        self._label.setBuddy(self.edit)
        column.addWidget(self.edit)
        self._note = Label("", "caption", "text-2", wrap=True)
        column.addWidget(self._note)
        self._hint, self._error = hint, ""
        self._suffix = Label(suffix, "label", "text-2", parent=self.edit)
        self._place_suffix()
        self._show_note()
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.edit.textEdited.connect(self.changed)
        self.edit.returnPressed.connect(self.submitted)
        self.edit.installEventFilter(self)

    def _make_edit(self, size: str) -> LineEdit:
        return LineEdit(size=size)

    def text(self) -> str:
        """The content without spaces around it."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Set the content without a signal; a field being typed in keeps what is the same."""
        if self.edit.text() != text:
            self.edit.setText(text)

    def set_label(self, label: str) -> None:
        """Change the label and the accessible name."""
        self._label.setText(label)
        self._label.setVisible(bool(label))
        self.edit.setAccessibleName(label)

    def set_optional(self, word: str) -> None:
        """Change the word that says the field may stay empty."""
        self._optional.setText(word)
        self._optional.setVisible(bool(word))

    def set_hint(self, hint: str) -> None:
        """Change the sentence below."""
        self._hint = hint
        self._show_note()

    def set_error(self, error: str) -> None:
        """Show what is wrong in red; empty takes it back."""
        self._error = error
        self.edit.set_error(bool(error))
        self._show_note()

    def error(self) -> str:
        """The sentence shown in red, or nothing."""
        return self._error

    def set_suffix(self, suffix: str) -> None:
        """Change the unit at the right end."""
        self._suffix.setText(suffix)
        self._place_suffix()

    def set_masked(self, masked: bool) -> None:
        """Hide what is typed (PIN)."""
        mode = QLineEdit.EchoMode.Password if masked else QLineEdit.EchoMode.Normal
        self.edit.setEchoMode(mode)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the unit in its place."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place_suffix()
        return False

    def _show_note(self) -> None:
        words = self._error or self._hint
        self._note.setText(words)
        self._note.set_color("danger-text" if self._error else "text-2")
        self._note.setVisible(bool(words) or self._keep_note)
        if self._keep_note:
            self._note.setMinimumHeight(fonts.line_height("caption"))

    def _place_suffix(self) -> None:
        text = self._suffix.text()
        self._suffix.setVisible(bool(text))
        width = self._suffix.sizeHint().width() if text else 0
        left = self.edit.width() - width - 15
        self._suffix.setGeometry(left, 0, width, self.edit.height())
        self.edit.setTextMargins(0, 0, width + 8 if width else 0, 0)


class AmountField(TextField):
    """An amount, right-aligned, its currency or unit muted behind it.

    ``parse`` turns typed text into an integer of minor units (or hundredths, or basis points)
    and raises ``ValueError``; ``show`` writes such an integer. Both "," and "." are taken.
    ``value_changed`` carries the integer, or None while the text means nothing.
    """

    value_changed = Signal(object)

    def __init__(
        self,
        label: str = "",
        *,
        parse: Callable[[str], int],
        show: Callable[[int], str],
        suffix: str = "",
        hint: str = "",
        optional: str = "",
        size: str = "control",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            label, suffix=suffix, hint=hint, optional=optional, size=size, parent=parent
        )
        self._parse, self._show = parse, show
        self.edit.setAlignment(_RIGHT)
        self.edit.set_font_role("amount" if size == "pos" else "bodyStrong")
        self.edit.setMaxLength(18)
        self.edit.textEdited.connect(self._edited)

    def value(self) -> int | None:
        """The amount, or None when the text is empty or no number."""
        try:
            return self._parse(self.text()) if self.text() else None
        except ValueError:
            return None

    def is_valid(self) -> bool:
        """Whether the text is empty or a number."""
        return not self.text() or self.value() is not None

    def set_value(self, value: int | None) -> None:
        """Show an amount without a signal; leaves an equal one as it was typed."""
        if value != self.value() or value is None:
            self.edit.setText("" if value is None else self._show(value))

    def type_key(self, key: str) -> None:
        """Take a key of an on-screen keypad: a digit, a separator, or ``back``."""
        if key == "back":
            if self.edit.hasSelectedText():
                self.edit.del_()
            else:
                self.edit.backspace()
        else:
            self.edit.insert(key)
        self._edited(self.edit.text())

    def select_all(self) -> None:
        """Select the text so that the next key replaces it."""
        self.edit.selectAll()

    def _edited(self, _text: str) -> None:
        self.value_changed.emit(self.value())


class MoneyEdit(AmountField):
    """An amount of money in minor units, parsed and written by the screen's ``Formats``."""

    def __init__(
        self,
        formats: Formats,
        label: str = "",
        *,
        hint: str = "",
        optional: str = "",
        size: str = "control",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            label,
            parse=formats.parse_money,
            show=formats.amount,
            suffix=formats.currency_symbol,
            hint=hint,
            optional=optional,
            size=size,
            parent=parent,
        )


class Select(QComboBox):
    """One of a list of keys with their texts; ``chosen(str)`` follows a person's choice."""

    chosen = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]] = (),
        *,
        size: str = "control",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("compact", size == "compact")
        self.setFont(fonts.role("body"))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(12)
        # the usual delegate of a combo box ignores the sheet's row height
        self.setItemDelegate(QStyledItemDelegate(self))
        self.set_choices(choices)
        self.activated.connect(lambda index: self.chosen.emit(str(self.itemData(index))))

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str | None = None) -> None:
        """Show the choices as (key, text), keeping the chosen key where it still exists."""
        wanted = self.key() if chosen is None else chosen
        shown = tuple((self.itemData(i), self.itemText(i)) for i in range(self.count()))
        if shown != tuple(choices):
            blocked = self.blockSignals(True)
            self.clear()
            for key, text in choices:
                self.addItem(text, key)
            self.blockSignals(blocked)
        self.set_key(wanted)

    def key(self) -> str:
        """The chosen key, or nothing."""
        data = self.currentData()
        return "" if data is None else str(data)

    def set_key(self, key: str) -> None:
        """Choose without a signal."""
        index = self.findData(key)
        if index >= 0 and index != self.currentIndex():
            self.setCurrentIndex(index)

    def refresh_fonts(self) -> None:
        """Take the body font again."""
        self.setFont(fonts.role("body"))

    def font_for_items(self) -> QFont:
        """The font of the list."""
        return fonts.role("body")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A scrolled page must not change a setting in passing."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box by the style and a chevron on it."""
        super().paintEvent(event)
        painter = paint.start(self)
        token = "text-2" if self.isEnabled() else "disabled"
        spot = QRectF(self.width() - 32, 0, 20, self.height())
        icons.paint(painter, "chevron-down", spot, theme.color(token))
        painter.end()


class Labelled(QWidget):
    """A label above any control."""

    def __init__(self, label: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label(label, "label", "text-2")
        self.control = control
        if not control.accessibleName():
            control.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addWidget(control)
        self.setFocusProxy(control)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
