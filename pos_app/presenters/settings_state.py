"""What the settings pages show: fields, lists, buttons and facts, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["text", "lines", "secret", "select", "toggle", "segments", "chips", "fact"]
Tone = Literal["accent", "warn", "danger", "neutral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One question. ``text`` is the key for a selection, "1" or "" for a toggle, keys with commas
    for chips.

    ``wide`` takes the whole row; ``right`` aligns figures; ``locked`` cannot be changed by whoever
    is signed in. A ``fact`` is only read.
    """

    key: str
    label: str
    text: str = ""
    kind: FieldKind = "text"
    choices: tuple[tuple[str, str], ...] = ()
    suffix: str = ""
    hint: str = ""
    error: str = ""
    placeholder: str = ""
    optional: str = ""
    wide: bool = False
    right: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """A button. ``ref`` says what of; ``v`` is its variant; ``cap`` its key."""

    key: str
    text: str
    icon: str = ""
    v: str = "secondary"
    cap: str = ""
    ref: str = ""
    enabled: bool = True
    busy: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A line of a list."""

    key: str
    title: str
    note: str = ""
    right: str = ""
    right_note: str = ""
    icon: str = ""
    person: str = ""
    tone: str = "accent"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """A card of the form: fields, then rows, a sentence, a picture, buttons.

    ``says`` is how something went (``tone``). ``picture`` is a PNG with its words; ``slip`` shows
    it as a strip of paper. Fields stand under the rows unless ``fields_first``; buttons under them
    unless ``beside`` puts them at the right of a single field.
    """

    key: str
    title: str = ""
    note: str = ""
    fields: tuple[FieldView, ...] = ()
    rows: tuple[RowView, ...] = ()
    rows_name: str = ""
    chosen: str = ""
    says: str = ""
    tone: Tone = "neutral"
    picture: bytes = b""
    picture_words: str = ""
    slip: bool = False
    fields_first: bool = False
    beside: bool = False
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRef:
    """A section in the list at the left; ``mark`` names what is special about it (unsaved)."""

    key: str
    icon: str
    title: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsState:
    """The page. ``blocks`` stand in the form, ``side`` (a slip, for instance) beside it.

    ``notice`` is a sentence over the form. ``fault`` is the first wrong field; the page goes there
    once per ``attempt``. ``saves`` is whether the section has a Save of its own.
    """

    sections: tuple[SectionRef, ...] = ()
    current: str = ""
    title: str = ""
    hint: str = ""
    blocks: tuple[BlockView, ...] = ()
    side: BlockView | None = None
    unsaved: str = ""
    notice: str = ""
    notice_tone: Tone = "neutral"
    lock: str = ""
    saves: bool = False
    can_save: bool = False
    fault: str = ""
    attempt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreQuestion:
    """What stands before a restore: what would be lost and gained, then the owner's secret."""

    title: str
    text: str
    facts: tuple[tuple[str, str, str], ...]
    secret: str
    yes: str
    no: str
