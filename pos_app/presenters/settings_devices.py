"""Settings of this till: the scanner, the looks of the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from pos_app.domain.errors import CodedError
from pos_app.domain.scan import ScanSettings, classify
from pos_app.presenters.settings_form import (
    FLAG,
    KEYS,
    LIST,
    WHOLE,
    Common,
    FormSection,
    Spec,
    Values,
)
from pos_app.presenters.settings_printer import SPEEDS, choices_of
from pos_app.presenters.settings_state import BlockView
from pos_app.presenters.setup_scanner import kind_words


class ScannerSection(FormSection):
    """What the scanner sends, what codes mean, and a place to try one."""

    key, icon = "scanner", "scan-barcode"

    def __init__(
        self, common: Common, values: Values, *, ports: Callable[[], Sequence[str]], digits: int
    ) -> None:
        super().__init__(common, values)
        self._ports, self._digits = ports, digits
        self._code = ""
        self._found: Sequence[str] = ()

    def opened(self) -> None:
        """Look for serial ports, once."""
        self._found = self._ports()

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Scanner")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Scan anything here: below stands what the till takes it for.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t = self.c.voice.t
        keys = t._("Keys are written as {example}.", example="<Enter>, <Tab>")
        ports = choices_of(self._found, self.values.value("scanner.device"))
        return (
            Spec(key="scanner.prefix", label=t._("Before each code"), codec=KEYS),
            Spec(key="scanner.suffix", label=t._("After each code"), codec=KEYS, hint=keys),
            Spec(key="scanner.weighed_templates", label=t._("Codes from the scales"), codec=LIST,
                 hint=t._("P goods, W weight, M price, C check digit."), wide=True),
            Spec(key="scanner.card_prefix", label=t._("Own cards begin with")),
            Spec(key="scanner.card_formats", label=t._("Other card numbers"), codec=LIST,
                 hint=t._("# stands for a digit."), placeholder="7700####"),
            Spec(key="scanner.coupon_prefix", label=t._("Coupons begin with")),
            Spec(key="scanner.certificate_prefix", label=t._("Gift certificates begin with")),
            Spec(key="scanner.staff_prefix", label=t._("Staff cards begin with")),
            Spec(key="scanner.error_tone", label=t._("Error tone"), kind="toggle", codec=FLAG),
            Spec(key="scanner.device", label=t._("The scanner is connected"), kind="select",
                 choices=(("", t._("like a keyboard (USB)")), *ports)),
            Spec(key="scanner.baud", label=t._("Speed"), kind="select", codec=WHOLE,
                 choices=choices_of(SPEEDS, str(self.values.value("scanner.baud")))),
        )  # fmt: skip

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        port = ("scanner.device",)
        if self.meant("scanner.device"):
            port = ("scanner.device", "scanner.baud")  # type: ignore[assignment]
        return (
            self._trial(),
            self.card("cable", t._("The scanner of this till"), *port, "scanner.prefix",
                      "scanner.suffix", "scanner.error_tone"),
            self.card("codes", t._("What codes mean in this shop"), "scanner.weighed_templates",
                      "scanner.card_prefix", "scanner.card_formats", "scanner.coupon_prefix",
                      "scanner.certificate_prefix", "scanner.staff_prefix"),
        )  # fmt: skip

    def _trial(self) -> BlockView:
        t = self.c.voice.t
        says, tone = "", "neutral"
        if self._code:
            try:
                scan = classify(self._code, self._settings())
            except (CodedError, ValueError):
                says, tone = t._("The settings below do not fit each other yet."), "warn"
            else:
                says = kind_words(scan, t)
                good = scan.kind.value not in ("unknown", "refused")
                tone = "accent" if good else "warn"
        from pos_app.presenters.settings_state import FieldView

        return BlockView(
            key="try",
            title=t._("Try it"),
            fields=(
                FieldView(key="try.code", label=t._("A code, scanned or typed"), text=self._code,
                          placeholder=t._("Scan a code"), wide=True),
            ),
            says=says,
            tone=tone,  # type: ignore[arg-type]
        )  # fmt: skip

    def _settings(self) -> ScanSettings:
        names = (
            "prefix",
            "suffix",
            "weighed_templates",
            "card_prefix",
            "card_formats",
            "coupon_prefix",
            "certificate_prefix",
            "staff_prefix",
        )
        values = {name: self.meant(f"scanner.{name}") for name in names}
        return ScanSettings(**values, minor_digits=self._digits)

    def edit(self, key: str, text: str) -> None:
        """See Section."""
        if key == "try.code":
            self._code = text
        else:
            super().edit(key, text)

    def heard(self, text: str) -> bool:
        """A scan is only looked at."""
        self._code = text
        self.c.show()
        return True


class TillSection(FormSection):
    """The looks of this till: everybody's, and at once."""

    key, icon = "till", "monitor"
    saves = False

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("This till")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Changes show at once, on this computer only.")

    def locked(self) -> bool:
        """Whoever stands at the screen sets it up for their eyes."""
        return False

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t, f = self.c.voice.t, self.c.voice.f
        names = (("en", "English"), ("ru", "Русский"), ("pl", "Polski"), ("az", "Azərbaycan"))
        scales = tuple((str(n), f.percent(n * 100)) for n in (100, 125, 150, 175, 200))
        sizes = tuple((str(n), f.percent(n * 100)) for n in (100, 110, 125, 150))
        return (
            Spec(key="look.language", label=t._("Language"), kind="select",
                 choices=(("", t._("the shop's")), *names)),
            Spec(key="look.theme", label=t._("Colours"), kind="segments", choices=(
                ("light", t._("Light")), ("dark", t._("Dark")), ("system", t._("As the system")))),
            Spec(key="look.text", label=t._("Size of text"), kind="segments", codec=WHOLE,
                 choices=sizes),
            Spec(key="look.scale", label=t._("Size of everything"), kind="select", codec=WHOLE,
                 choices=(("0", t._("by the screen")), *scales),
                 hint=t._("From the next start.")),
            Spec(key="look.full_screen", label=t._("Full screen"), kind="toggle", codec=FLAG),
        )  # fmt: skip

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        return (self.card("look", t._("Looks"), *(spec.key for spec in self.specs())),)

    def edit(self, key: str, text: str) -> None:
        """Keep it at once."""
        super().edit(key, text)
        self.save()
        self.says = "" if self.tone == "accent" else self.says


class BothValues:
    """Settings of the shop and of this computer in one form, told apart by their keys."""

    def __init__(self, shop: Values, station: Values, station_keys: frozenset[str]) -> None:
        self._shop, self._station, self._keys = shop, station, station_keys

    def value(self, key: str) -> Any:
        """See Values."""
        return (self._station if key in self._keys else self._shop).value(key)

    def store(self, values: Any) -> None:
        """See Values; the shop's first, for they may be refused."""
        self._shop.store({k: v for k, v in values.items() if k not in self._keys})
        self._station.store({k: v for k, v in values.items() if k in self._keys})


SCANNER_KEYS: Final = frozenset({"scanner.device", "scanner.baud"})
