"""The one style sheet: text colours, fields, lists, scroll bars; buttons paint themselves."""

from __future__ import annotations

from functools import lru_cache
from string import Template

from pos_app.resource_paths import resource
from pos_app.ui import tokens

_TEXT_COLOURS = (
    "text",
    "text-2",
    "text-3",
    "accent-text",
    "warn-text",
    "danger-text",
    "on-slab",
    "on-slab-muted",
    "slab-accent",
    "on-accent",
    "disabled",
)

# Families are never named here: that would drop the tabular digits set on the fonts.
_SHEET = Template("""
QWidget { color: $text; }
QToolTip { background: $slab; color: $onslab; border: 1px solid $slabline; padding: 6px 8px; }
QLabel { background: transparent; border: 0; padding: 0; }
QLabel:disabled { color: $disabled; }

QLineEdit, QPlainTextEdit {
  background: $surface; color: $text; border: 1px solid $linestrong; border-radius: 10px;
  padding: 0 15px; min-height: 46px; selection-background-color: $accent;
  selection-color: $onaccent; placeholder-text-color: $text3;
}
QPlainTextEdit { padding: 8px 10px; }
QLineEdit[compact="true"] { min-height: 38px; padding: 0 11px; }
QLineEdit[big="true"] { min-height: 54px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 0 14px; }
QLineEdit:focus { min-height: 44px; }
QPlainTextEdit:focus { padding: 7px 9px; }
QLineEdit[compact="true"]:focus { min-height: 36px; padding: 0 10px; }
QLineEdit[big="true"]:focus { min-height: 52px; }
QLineEdit[error="true"], QPlainTextEdit[error="true"] {
  border: 2px solid $danger; padding: 0 14px; }
QLineEdit[error="true"] { min-height: 44px; }
QLineEdit[error="true"][compact="true"] { min-height: 36px; padding: 0 10px; }
QLineEdit[error="true"][big="true"] { min-height: 52px; }
QLineEdit:disabled, QPlainTextEdit:disabled {
  background: $sunken; color: $disabled; border: 1px solid $line; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus, QLineEdit[bare="true"]:disabled {
  background: transparent; border: 0; padding: 0; min-height: 20px; }

QComboBox {
  background: $surface; color: $text; border: 1px solid $linestrong; border-radius: 10px;
  padding: 0 36px 0 15px; min-height: 46px; }
QComboBox[compact="true"] { min-height: 38px; padding: 0 32px 0 11px; }
QComboBox:hover { background: $sunken; }
QComboBox:on, QComboBox:focus { border: 2px solid $accent; min-height: 44px;
  padding: 0 35px 0 14px; }
QComboBox[compact="true"]:focus, QComboBox[compact="true"]:on { min-height: 36px;
  padding: 0 31px 0 10px; }
QComboBox:disabled { background: $sunken; color: $disabled; border: 1px solid $line; }
QComboBox::drop-down { border: 0; width: 34px; subcontrol-position: center right; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView {
  background: $raised; color: $text; border: 1px solid $line; outline: 0; padding: 4px;
  selection-background-color: $accentsoft; selection-color: $accenttext; }
QComboBox QAbstractItemView::item { min-height: 44px; padding: 0 10px; border-radius: 6px; }
QComboBox QAbstractItemView::item:hover { background: $sunken; }
QComboBox QAbstractItemView::item:selected { background: $accentsoft; color: $accenttext; }

QAbstractItemView { background: $surface; color: $text; border: 0; outline: 0;
  selection-background-color: $accentsoft; selection-color: $text; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: $surface; color: $text3; border: 0;
  border-bottom: 1px solid $line; padding: 0 8px; }
QTableCornerButton::section { background: $surface; border: 0; }

QScrollArea, QScrollArea > QWidget > QWidget[plain="true"] { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $linestrong; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 48px; }
QScrollBar::handle:horizontal { min-width: 48px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 6px; }
QMenu::item { min-height: 40px; padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accentsoft; color: $accenttext; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QCalendarWidget QWidget { alternate-background-color: $sunken; }
QSplitter::handle { background: transparent; }
""")


@lru_cache(maxsize=8)
def style_sheet(theme: str, text_scale: int = 100) -> str:
    """The sheet for a theme; ``text_scale`` only keys the cache, sizes of text live in fonts."""
    colours: dict[str, str] = tokens.raw()["color"][theme]
    plain = {name.replace("-", ""): value for name, value in colours.items()}
    rules = [_SHEET.substitute(plain, icons=resource("icons").as_posix())]
    rules += [f'QLabel[c="{name}"] {{ color: {colours[name]}; }}' for name in _TEXT_COLOURS]
    return "\n".join(rules)
