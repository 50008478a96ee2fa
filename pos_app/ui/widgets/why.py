"""An explanation: sections of steps, the figure each leaves at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.why_state import WhyPanel, WhyRow, WhySection
from pos_app.ui.widgets.label import Divider, Label
from pos_app.ui.widgets.layout import bare_column, scrolling
from pos_app.ui.widgets.sale_panels import PanelBase

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_FIGURE: Final = 92
_COLORS: Final = {"plain": "text", "result": "text", "gain": "accent-text", "warn": "danger-text"}


class WhyStepRow(QWidget):
    """One step: its name, its reason below, what it took, what is left."""

    def __init__(self, row: WhyRow, *, narrow: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        color = _COLORS[row.tone]
        strong = row.tone in ("result", "gain")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 5, 0, 5)
        across.setSpacing(12)
        words = bare_column(0)
        words.addWidget(Label(row.title, "bodyStrong" if strong else "body", color, wrap=True))
        if row.detail:
            words.addWidget(Label(row.detail, "caption", "text-2", wrap=True))
        words.addStretch(1)
        across.addLayout(words, 1)
        figures = [
            Label(text, role, ink, align=_RIGHT)
            for text, role, ink in (
                (row.change, "label", "text-2"),
                (row.left, "item" if strong else "bodyStrong", color),
            )
            if text
        ]
        if narrow:
            column = bare_column(0)
            for figure in figures:
                column.addWidget(figure)
            column.addStretch(1)
            across.addLayout(column)
        else:
            for figure in figures:
                figure.setMinimumWidth(_FIGURE)
                across.addWidget(figure)
        self.setAccessibleName(row.spoken)


class WhyList(QWidget):
    """All sections, one below the other; ``narrow`` puts what was taken above what is left."""

    def __init__(self, *, narrow: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", True)
        self._narrow = narrow
        self._shown: tuple[WhySection, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self._parts: list[QWidget] = []

    def show_sections(self, sections: tuple[WhySection, ...]) -> None:
        """Show an explanation; one that is shown already stays as it is."""
        if sections == self._shown:
            return
        self._shown = sections
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = [self._section(section) for section in sections]
        for place, part in enumerate(self._parts):
            self._column.insertWidget(place, part)

    def _section(self, section: WhySection) -> QWidget:
        box = QWidget()
        box.setProperty("plain", True)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if section.title:
            column.addWidget(Label(section.title, "label", "text-2", wrap=True))
        if section.note:
            column.addWidget(Label(section.note, "caption", "text-2", wrap=True))
        for row in section.rows:
            if row.tone == "result":
                column.addWidget(Divider())
            column.addWidget(WhyStepRow(row, narrow=self._narrow))
        return box


class WhyView(PanelBase):
    """Why the chosen line costs what it costs, beside the kept sale."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        self.list = WhyList()
        self.area = scrolling(self.list)
        self.column.addWidget(self.area, 1)
        self._about = ""

    def turn(self, pages: int) -> None:
        """Go on by pages, down or (negative) up."""
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def show_panel(self, t: Translator, panel: WhyPanel) -> None:
        """Show the explanation, from its beginning when it is about another line."""
        self.head.set_texts(t, panel.title, panel.subtitle)
        self.list.show_sections(panel.sections)
        if panel.subtitle != self._about:
            self._about = panel.subtitle
            self.area.verticalScrollBar().setValue(0)
