"""Render every component in light and dark into build/gallery, for eyes and for the docs.

Run: ``QT_QPA_PLATFORM=offscreen python -m tests.ui.gallery``.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Formats
from pos_app.ui import theme
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Slab, Surface
from pos_app.ui.widgets.choice import CheckRow, ChoiceChip, Radio, Segmented, Toggle
from pos_app.ui.widgets.field import Labelled, MoneyEdit, Select, TextField
from pos_app.ui.widgets.keypad import Keypad, QuickCash
from pos_app.ui.widgets.label import Avatar, Badge, Divider, IconTile, KeyCap, Label
from pos_app.ui.widgets.message import Banner, Skeleton, StatusItem, UndoBar
from pos_app.ui.widgets.number import PointsSlider, Progress, Stepper
from pos_app.ui.widgets.rows import Row, RowList
from pos_app.ui.widgets.search import SearchField
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow
from tests.ui.shots import grab

STATES = ("default", "hover", "pressed", "focus", "disabled")
LOOKS = (
    ("primary", "check", "Save"),
    ("secondary", "search", "Find"),
    ("soft", "", "Apply"),
    ("quiet", "", "Max"),
    ("ghost", "arrow-left", "Back"),
    ("danger", "trash-2", "Delete"),
)


def row(widgets: Iterable[QWidget], *, gap: int = 8) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(gap)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line


def type_row() -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(24)
    samples = (
        ("total", "41.18"), ("number", "1,240"), ("title", "Title"), ("heading", "Heading"),
        ("amount", "5.93"), ("item", "Item name"), ("body", "Body"), ("label", "Label"),
        ("caption", "Caption"), ("overline", "F10"),
    )  # fmt: skip
    for role, text in samples:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Label(text, role))
        column.addWidget(Label(role, "caption", "text-2"))
        line.addLayout(column)
    line.addStretch(1)
    return line


def buttons() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(10)
    for line, (variant, icon, text) in enumerate(LOOKS):
        grid.addWidget(Label(variant, "caption", "text-2"), line, 0)
        for column, state in enumerate(STATES):
            cap = "F7" if variant == "soft" and state == "default" else ""
            button = Button(text, v=variant, icon=icon, cap=cap)
            button.setEnabled(state != "disabled")
            button.preview(state)
            button.setMinimumWidth(107)
            grid.addWidget(button, line, column + 1)
    return grid


def numbers() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    slab = Slab()
    tenders = QHBoxLayout(slab)
    tenders.setContentsMargins(17, 17, 17, 17)
    for v, icon, text, cap in (
        ("slab-primary", "banknote", "Cash", "F10"),
        ("slab", "credit-card", "Card", "F11"),
        ("slab", "", "Split", "F12"),
    ):
        button = Button(text, v=v, icon=icon, cap=cap, size="primary", stacked=True)
        button.setEnabled(text != "Split")
        tenders.addWidget(button, 1)
    column.addWidget(slab)
    progress = Progress()
    progress.set_value(0.8, 0.08)
    slider = PointsSlider(names=("Points", "Less", "More"))
    slider.set_range(553, 10)
    slider.set_value(300)
    column.addLayout(row([Stepper("3"), slider, progress], gap=20))
    column.addLayout(row([Stepper("12.5", height=44), Avatar("Marina S."), IconTile("gift")]))
    column.addStretch(1)
    return column


def fields() -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(12)
    error = TextField("Error", text="+48 601")
    error.set_error("3 digits missing")
    off = TextField("Disabled", text="Silver")
    off.setEnabled(False)
    money = MoneyEdit(Formats("pl", "PLN"), "Amount")
    money.set_value(5460)
    select = Select((("xlsx", "Excel (.xlsx)"), ("csv", "CSV")))
    plain = TextField("Default", placeholder="Placeholder", hint="Hint text", optional="optional")
    for widget in (plain, error, off, money, Labelled("Select", select)):
        line.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return line


def choices() -> QHBoxLayout:
    chosen, on, radio, toggle = ChoiceChip("Family"), CheckRow("On"), Radio("On"), Toggle("on")
    for button in (chosen, on, radio, toggle):
        button.setChecked(True)
    parts = Segmented((("7", "7 days"), ("30", "30 days"), ("y", "Year")))
    parts.set_chosen("30")
    widgets = (
        ChoiceChip("Myself"), chosen, CheckRow("Off"), on, Radio("Off"), radio, Toggle("off"),
        toggle, parts,
    )  # fmt: skip
    return row(widgets, gap=14)


def words() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(10)
    badges = (
        ("Silver", "accent"), ("In file", "solid"), ("Version 4", "neutral"),
        ("az missing", "warn"), ("Withdrawn", "danger"), ("Optional", "outline"),
    )  # fmt: skip
    line: list[QWidget] = [Badge(text, tone) for text, tone in badges]
    line += [KeyCap(key) for key in ("F7", "Enter", "Ctrl Z")]
    line += [StatusItem("scan-line", "Scanner ready")]
    line += [StatusItem("printer", "Printer: no paper", "danger")]
    column.addLayout(row(line))
    banners = QHBoxLayout()
    banners.addWidget(Banner("Coupon applied: −€5.00", "accent"))
    banners.addWidget(Banner("320 points expire on 30 November", "warn", icon="clock-alert"))
    banners.addWidget(Banner("Solve the unknown barcode first", "danger"))
    column.addLayout(banners)
    column.addWidget(SearchField("Scan, or type a barcode, code or name", state="ready"))
    host = QWidget()
    host.setFixedHeight(76)
    column.addWidget(host)
    bar = UndoBar(host)
    host.setProperty("bar", bar)
    host.setObjectName("bar-host")
    return column


def lists() -> QHBoxLayout:
    line = QHBoxLayout()
    people = RowList(height=64, name="Customers")
    people.set_rows(
        (
            Row(key="1", title="Sokolova Marina", note="4821 · 6 days", right="Silver",
                person="Sokolova Marina"),
            Row(key="2", title="Petrov Andrey", note="1190 · 41 days", right="Start",
                person="Petrov Andrey", tone="neutral"),
        ),
        "1",
    )  # fmt: skip
    people.setFixedHeight(140)
    table = Table(
        (Column(title="Name", strong=True), Column(title="Card", width=100),
         Column(title="Sum", width=100, right=True)),
        row_height=41,
        name="Export",
    )  # fmt: skip
    table.set_rows(
        (
            TableRow(key="a", cells=("Hannah", "•••• 2210", "€241.20")),
            TableRow(key="b", cells=(Cell(text="Lydia", struck=True),
                                     Cell(text="no consent", tone="danger-text", icon="ban"), "")),
        )
    )  # fmt: skip
    table.setFixedHeight(140)
    skeleton = Skeleton(2)
    skeleton.show_now()
    for widget in (people, table, skeleton):
        line.addWidget(widget, 1)
    return line


def keys() -> QHBoxLayout:
    cash = QuickCash()
    cash.set_amounts((5460, "Exact 54.60"), [(5500, "55"), (6000, "60"), (7000, "70")], "F10")
    cash.set_chosen(6000)
    line = QHBoxLayout()
    line.addWidget(cash, 1)
    line.addWidget(Keypad(separator=",", back_name="Backspace"), 1)
    return line


def build() -> QWidget:
    """The whole sheet."""
    page = Surface()
    outer = QVBoxLayout(page)
    outer.setContentsMargins(16, 16, 16, 16)
    card = Card()
    column = card.body(padding=24, gap=14)
    outer.addWidget(card)
    column.addLayout(type_row())
    column.addWidget(Divider())
    middle = QHBoxLayout()
    middle.setSpacing(32)
    middle.addLayout(buttons())
    middle.addLayout(numbers(), 1)
    column.addLayout(middle)
    for part in (fields, choices, words, lists, keys):
        column.addWidget(Divider())
        column.addLayout(part())
    return page


def main() -> None:
    """Write both pictures."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    page = build()
    for name in theme.NAMES:
        page.resize(1366, 1300)
        page.show()
        host = page.findChild(QWidget, "bar-host")
        assert host is not None
        bar = host.property("bar")
        app.processEvents()
        bar.show_over(host, "Removed: Carrier bag", icon="trash-2", action="Undo", cap="Ctrl Z")
        grab(page, f"components-{name}.png", name=name)
    page.close()
    page.deleteLater()
    app.processEvents()


if __name__ == "__main__":
    main()
