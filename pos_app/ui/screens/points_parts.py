"""The form at the right of the points page: ways, fields, the button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from pos_app.presenters.points_state import FieldView, FormView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.field import Labelled, Select, TextField
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import bare_column


class FormCard(Card):
    """Shows a :class:`FormView`; fields are made anew only when others are asked for."""

    edited = Signal(str, str)
    mode_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shape: tuple[object, ...] = ()
        self._fields: dict[str, TextField] = {}
        self._selects: dict[str, Select] = {}
        self._boxes: list[QWidget] = []
        self._attempt = 0
        body = self.body(padding=16, gap=10)
        self._title = Label("", "heading", wrap=True)
        self._hint = Label("", "label", "text-2", wrap=True)
        self._modes = ChipGroup(optional=False)
        self._modes.changed.connect(lambda keys: self.mode_chosen.emit(keys[0]) if keys else None)
        self._column = bare_column(10)
        self.confirm = Button("", v="primary", icon="check", cap="Enter", size="primary")
        body.addWidget(self._title)
        body.addWidget(self._hint)
        body.addWidget(self._modes)
        body.addLayout(self._column)
        body.addStretch(1)
        body.addWidget(self.confirm)

    def controls(self) -> list[QWidget]:
        """The fields in order."""
        return [
            self._selects[key] if key in self._selects else self._fields[key].edit
            for key in self._order
        ]

    @property
    def _order(self) -> list[str]:
        return [str(key) for key in self._shape[1:]]

    def forget(self) -> None:
        """The form was closed: the next one begins at its first field."""
        self._shape = ()

    def begin(self) -> None:
        """Put the cursor into the first field."""
        controls = self.controls()
        if controls:
            controls[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_form(self, form: FormView) -> bool:
        """Show the form; whether its fields are new ones."""
        self._title.setText(form.title)
        self._hint.setText(form.hint)
        self._hint.setVisible(bool(form.hint))
        self._modes.setVisible(bool(form.modes))
        self._modes.set_choices(form.modes, [form.mode])
        self.confirm.set_label(form.confirm)
        shape = (form.key, *(field.key for field in form.fields))
        fresh = shape != self._shape
        begun = bool(self._shape) and self._shape[0] == form.key
        if fresh:
            self._rebuild(form.fields)
            self._shape = shape
        for field in form.fields:
            self._show_field(field)
        if form.attempt != self._attempt:
            self._attempt = form.attempt
            self._go_to_fault(form)
        return fresh and not begun

    def _rebuild(self, fields: tuple[FieldView, ...]) -> None:
        for box in self._boxes:
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes, self._fields, self._selects = [], {}, {}
        for field in fields:
            box = self._select(field) if field.choices else self._text(field)
            self._boxes.append(box)
            self._column.addWidget(box)

    def _select(self, field: FieldView) -> QWidget:
        select = Select(field.choices, name=field.label)
        select.chosen.connect(lambda key: self.edited.emit(field.key, key))
        self._selects[field.key] = select
        return Labelled(field.label, select)

    def _text(self, field: FieldView) -> QWidget:
        made = TextField(field.label, size="pos", hint=field.hint)
        made.changed.connect(lambda text: self.edited.emit(field.key, text))
        self._fields[field.key] = made
        return made

    def _show_field(self, field: FieldView) -> None:
        if field.choices:
            self._selects[field.key].set_choices(field.choices, field.text)
            return
        shown = self._fields[field.key]
        shown.set_text(field.text)
        shown.set_hint(field.hint)
        shown.set_error(field.error)

    def _go_to_fault(self, form: FormView) -> None:
        wrong = next((field.key for field in form.fields if field.error), "")
        if wrong in self._fields:
            self._fields[wrong].edit.setFocus(Qt.FocusReason.OtherFocusReason)
