"""What every section of the settings is: fields over stored values, typed but not yet saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pos_app.domain.errors import CodedError, PosError
from pos_app.i18n import Formats
from pos_app.presenters.messages import Speaker, say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import BlockView, FieldKind, FieldView, Tone
from pos_app.presenters.settings_words import SETTINGS_SENTENCES
from pos_app.services.session import Session
from pos_app.services.settings_service import SettingsService
from pos_app.services.station import StationService

_NAMED_KEYS: Final = {"\r": "Enter", "\n": "Line", "\t": "Tab", "\x1b": "Esc", "\x02": "STX"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """How a stored value stands in a field. ``read`` raises ``ValueError`` on nonsense."""

    read: Callable[[Formats, str], Any]
    show: Callable[[Formats, Any], str]
    mistake: str = ""


def _whole(_f: Formats, text: str) -> int:
    clean = text.strip()
    if not (clean.isascii() and clean.isdigit() and len(clean) < 10):
        raise ValueError("not a whole number")
    return int(clean)


def read_keys(text: str) -> str:
    """What a person wrote for the keys around a code: ``Enter``, ``Tab`` or the signs."""
    for sign, name in _NAMED_KEYS.items():
        text = text.replace(f"<{name}>", sign)
    return text


def show_keys(keys: str) -> str:
    """The keys around a code, readable: ``<Enter>``."""
    return "".join(f"<{_NAMED_KEYS[sign]}>" if sign in _NAMED_KEYS else sign for sign in keys)


TEXT: Final = Codec(read=lambda _f, text: text, show=lambda _f, value: str(value))
WHOLE: Final = Codec(read=_whole, show=lambda _f, value: str(value), mistake="whole")
MONEY: Final = Codec(
    read=lambda f, text: f.parse_money(text.strip()),
    show=lambda f, value: f.amount(value, trim=True),
    mistake="money",
)
PERCENT: Final = Codec(
    read=lambda f, text: f.parse_percent(text.strip()),
    show=lambda f, value: f.points(value),
    mistake="percent",
)
FLAG: Final = Codec(read=lambda _f, text: bool(text), show=lambda _f, value: "1" if value else "")
KEYS: Final = Codec(read=lambda _f, text: read_keys(text), show=lambda _f, value: show_keys(value))
LIST: Final = Codec(
    read=lambda _f, text: tuple(part for part in text.replace(",", " ").split() if part),
    show=lambda _f, value: ", ".join(value),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A field of a section: the setting's key and how it is asked for."""

    key: str
    label: str
    kind: FieldKind = "text"
    codec: Codec = TEXT
    choices: tuple[tuple[str, str], ...] = ()
    suffix: str = ""
    hint: str = ""
    placeholder: str = ""
    wide: bool = False
    right: bool = False


class Values(Protocol):
    """Where the values of a section are kept."""

    def value(self, key: str) -> Any:
        """The value in force."""

    def store(self, values: Mapping[str, Any]) -> None:
        """Keep them; raises ``CodedError``, all or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopValues:
    """Settings of the shop, in the name of whoever is signed in."""

    service: SettingsService
    session: Callable[[], Session]

    def value(self, key: str) -> Any:
        """See :class:`Values`."""
        return self.service.current.value(key)

    def store(self, values: Mapping[str, Any]) -> None:
        """See :class:`Values`."""
        self.service.change_many(self.session(), values)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationValues:
    """Settings of this computer; ``changed`` is told each key after it was kept."""

    service: StationService
    changed: Callable[[str], None]

    def value(self, key: str) -> Any:
        """See :class:`Values`."""
        return self.service.current.value(key)

    def store(self, values: Mapping[str, Any]) -> None:
        """See :class:`Values`."""
        for key, value in values.items():
            if self.service.current.value(key) != value:
                self.service.change(key, value)
                self.changed(key)


@dataclass(slots=True, kw_only=True)
class Memory:
    """What was typed and not saved, by section and field; it outlives the pages."""

    drafts: dict[str, dict[str, str]] = field(default_factory=dict)
    current: str = ""

    def of(self, section: str) -> dict[str, str]:
        """The typed texts of a section."""
        return self.drafts.setdefault(section, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What all sections share."""

    voice: Voice
    session: Callable[[], Session]
    is_owner: Callable[[], bool]
    show: Callable[[], None]
    alert: Callable[[], None]
    memory: Memory

    def words(self, error: CodedError) -> str:
        """A failure in words; of devices and copies as they are met here, not at the counter."""
        own = SETTINGS_SENTENCES.get(error.code)
        if own is not None:
            return own(Speaker(self.voice.t, self.voice.f, error.params))
        return say(error, self.voice.t, self.voice.f)


class Section:
    """Base of the sections: nothing to save, no fields, no buttons.

    ``says`` is the sentence over the form, ``tone`` how it is meant.
    """

    key = ""
    icon = ""
    saves = False

    def __init__(self, common: Common) -> None:
        self.c = common
        self.says = ""
        self.tone: Tone = "accent"
        self.errors: dict[str, str] = {}

    def title(self) -> str:
        """Its name over the form."""
        return ""

    def short(self) -> str:
        """Its name in the list, where the title is long."""
        return self.title()

    def hint(self) -> str:
        """A sentence under the title."""
        return ""

    def locked(self) -> bool:
        """Whether whoever is signed in may only look."""
        return not self.c.is_owner()

    def blocks(self) -> Sequence[BlockView]:
        """The cards of the form."""
        return ()

    def side(self) -> BlockView | None:
        """A card beside the form."""
        return None

    def unsaved(self) -> int:
        """How many fields were changed and not saved."""
        return 0

    def opened(self) -> None:
        """The section came to the front."""

    def edit(self, key: str, text: str) -> None:
        """A field was typed in."""

    def press(self, action: str, ref: str) -> None:
        """A button."""

    def choose(self, block: str, key: str) -> None:
        """A row of a list."""

    def save(self) -> bool:
        """Keep what was typed; False with errors in place."""
        return True

    def undo(self) -> None:
        """Forget what was typed."""

    def heard(self, text: str) -> bool:
        """A scan while the section is in front; whether it was wanted."""
        return False

    def tell(self, text: str, tone: Tone = "accent") -> None:
        """Say how something went."""
        self.says, self.tone = text, tone

    def refuse(self, error: CodedError) -> None:
        """Say what failed."""
        self.tell(self.c.words(error), "danger")
        self.c.alert()


class FormSection(Section):
    """A section of fields over stored values; they are kept together or not at all."""

    saves = True

    def __init__(self, common: Common, values: Values) -> None:
        super().__init__(common)
        self.values = values

    @property
    def draft(self) -> dict[str, str]:
        """What was typed, by setting."""
        return self.c.memory.of(self.key)

    def specs(self) -> Sequence[Spec]:
        """All fields, also those of other choices."""
        return ()

    def text(self, key: str) -> str:
        """The field as it stands: typed, else stored."""
        typed = self.draft.get(key)
        if typed is not None:
            return typed
        spec = self._spec(key)
        codec = spec.codec if spec is not None else TEXT
        return codec.show(self.c.voice.f, self.values.value(key))

    def meant(self, key: str) -> Any:
        """The value of the field as typed; the stored one while the text means nothing."""
        spec = self._spec(key)
        if spec is None or key not in self.draft:
            return self.values.value(key)
        try:
            return spec.codec.read(self.c.voice.f, self.draft[key])
        except ValueError:
            return self.values.value(key)

    def field(self, spec: Spec, *, locked: bool | None = None) -> FieldView:
        """The field of a spec as it stands."""
        return FieldView(
            key=spec.key,
            label=spec.label,
            text=self.text(spec.key),
            kind=spec.kind,
            choices=spec.choices,
            suffix=spec.suffix,
            hint=spec.hint,
            placeholder=spec.placeholder,
            wide=spec.wide,
            right=spec.right,
            error=self.errors.get(spec.key, ""),
            locked=self.locked() if locked is None else locked,
        )

    def card(self, key: str, title: str, *names: str, note: str = "") -> BlockView:
        """A card of the named fields."""
        known = {spec.key: spec for spec in self.specs()}
        return BlockView(
            key=key, title=title, note=note, fields=tuple(self.field(known[n]) for n in names)
        )

    def unsaved(self) -> int:
        """See Section."""
        return len(self.draft)

    def edit(self, key: str, text: str) -> None:
        """See Section; a text that equals the stored one is no change."""
        if self.locked():
            self.c.alert()
            return
        self.errors.pop(key, None)
        self.says = ""
        spec = self._spec(key)
        codec = spec.codec if spec is not None else TEXT
        if codec.show(self.c.voice.f, self.values.value(key)) == text:
            self.draft.pop(key, None)
        else:
            self.draft[key] = text

    def undo(self) -> None:
        """See Section."""
        self.draft.clear()
        self.errors = {}
        self.says = ""

    def save(self) -> bool:
        """See Section."""
        values = self._read()
        if self.errors:
            self.c.alert()
            return False
        try:
            self.values.store(values)
        except PosError as error:
            self._blame(error, values)
            return False
        except CodedError as error:
            self.refuse(error)
            return False
        self.draft.clear()
        self.tell(self.c.voice.t._("Saved."))
        return True

    def _read(self) -> dict[str, Any]:
        f, values = self.c.voice.f, {}
        self.errors = {}
        for key, text in self.draft.items():
            spec = self._spec(key)
            codec = spec.codec if spec is not None else TEXT
            try:
                values[key] = codec.read(f, text)
            except ValueError:
                self.errors[key] = self.mistake(codec.mistake)
        return values

    def _blame(self, error: PosError, values: Mapping[str, Any]) -> None:
        field = str(error.params.get("field") or error.params.get("key") or "")
        if field in values:
            self.errors[field] = self.c.words(error)
            self.c.alert()
        else:
            self.refuse(error)

    def mistake(self, code: str) -> str:
        """A sentence for a text that means nothing in its field."""
        t, f = self.c.voice.t, self.c.voice.f
        return {
            "money": t._("A sum looks like {example}.", example=f.amount(123450)),
            "percent": t._("Enter per cent, for example {example}.", example=f.points(1250)),
            "whole": t._("Enter a whole number."),
        }.get(code, t._("This is not possible here."))

    def _spec(self, key: str) -> Spec | None:
        return next((spec for spec in self.specs() if spec.key == key), None)
