"""Step 2: the shop's name and what stands on its receipts, the logo, the taxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_draft import SetupDraft, TaxRow
from pos_app.presenters.setup_state import (
    FieldState,
    FormPage,
    PictureState,
    RowState,
    SectionState,
)
from pos_app.presenters.setup_steps import Errors, FilePort, Shown, setting_error
from pos_app.presenters.setup_words import tell
from pos_app.services.setup import TaxAnswer

MOST_TAXES: Final = 4
_TEXTS: Final = ("shop.name", "shop.subtitle", "shop.phone", "shop.tax_number", "shop.address")
_MOST_RATE: Final = 10_000


class ShopStep(Shown):
    """See :class:`pos_app.presenters.setup_steps.Step`.

    ``look`` reads and proves a picture and raises ``picture_refused``.
    """

    def __init__(
        self,
        draft: SetupDraft,
        voice: Voice,
        show: Callable[[], None],
        files: FilePort,
        look: Callable[[str], bytes],
    ) -> None:
        super().__init__(draft, voice, show)
        self._files = files
        self._look = look
        self._image = b""
        self._image_error = ""

    def titles(self) -> tuple[str, str, str]:
        """See Step."""
        t = self.voice.t
        return (
            t._("Your shop"),
            t._("This stands at the head of every receipt."),
            t._("Only the name is needed now."),
        )

    def note(self) -> str:
        """See Step."""
        return self.draft.texts.get("shop.name", "").strip()

    # --- answers -----------------------------------------------------------------------------

    def edit(self, key: str, value: str) -> bool:
        """See Step."""
        if key == "inclusive":
            self.draft.inclusive = bool(value)
            return False
        row, _, part = key.partition(":")
        tax = next((tax for tax in self.draft.taxes if tax.key == row), None)
        if tax is not None:
            setattr(tax, part, value)
        elif key in _TEXTS:
            self.draft.texts[key] = value
        return False

    def press(self, action: str, ref: str) -> None:
        """Add or remove a tax; choose or remove the logo."""
        taxes = self.draft.taxes
        if action == "add:taxes" and len(taxes) < MOST_TAXES:
            taxes.append(TaxRow(key=self.draft.next_key("tax")))
        elif action == "remove":
            self.draft.taxes = [tax for tax in taxes if tax.key != ref]
        elif action == "picture":
            t = self.voice.t
            self._files.open_file(t._("Logo"), "PNG, JPEG (*.png *.jpg *.jpeg)", self._take)
            return
        elif action == "picture_remove":
            self.draft.logo, self._image, self._image_error = "", b"", ""
        self.show()

    def _take(self, path: str) -> None:
        try:
            self._image = self._look(path)
        except CodedError as error:
            self._image_error = tell(self.voice, error)
        else:
            self.draft.logo, self._image_error = path, ""
        self.show()

    # --- checks ------------------------------------------------------------------------------

    def errors(self) -> Errors:
        """See Step."""
        found = {}
        for key in _TEXTS:
            words = setting_error(self.voice, key, self.draft.texts.get(key, ""))
            if words:
                found[key] = words
        if "shop.name" in found and not self.draft.texts.get("shop.name", "").strip():
            found["shop.name"] = self.voice.t._("Give the shop a name.")
        for tax in self.draft.taxes:
            self._tax_errors(tax, found)
        return found

    def _tax_errors(self, tax: TaxRow, found: Errors) -> None:
        t = self.voice.t
        if not tax.rate.strip():
            if tax.name.strip():
                found[f"{tax.key}:rate"] = t._("Enter the rate, or remove the tax.")
            return
        rate = self._rate(tax)
        if rate is None or not 0 <= rate <= _MOST_RATE:
            found[f"{tax.key}:rate"] = t._("Enter a rate from 0 to 100%.")
        elif len(tax.name.strip()) > 60:
            found[f"{tax.key}:name"] = t._("This name is too long.")

    def _rate(self, tax: TaxRow) -> int | None:
        try:
            return self.voice.f.parse_percent(tax.rate)
        except ValueError:
            return None

    def taxes(self) -> tuple[TaxAnswer, ...]:
        """The taxes answered; one without a name is called by its rate."""
        t, f = self.voice.t, self.voice.f
        found = []
        for tax in self.draft.taxes:
            rate = self._rate(tax) if tax.rate.strip() else None
            if rate is not None:
                name = tax.name.strip() or t._("VAT {rate}", rate=f.percent(rate))
                found.append(TaxAnswer(name=name, rate=rate))
        return tuple(found)

    # --- the page ----------------------------------------------------------------------------

    def page(self, errors: Errors) -> FormPage:
        """See Step."""
        t = self.voice.t
        return FormPage(
            sections=(
                SectionState(
                    key="shop",
                    title=t._("On the receipt"),
                    icon="store",
                    fields=self._fields(errors),
                ),
                SectionState(
                    key="taxes",
                    title=t._("Taxes"),
                    icon="percent",
                    note=t._("None is fine. The first one is the usual one."),
                    fields=(
                        FieldState(
                            key="inclusive",
                            kind="toggle",
                            label=t._("Prices include tax"),
                            text="1" if self.draft.inclusive else "",
                            wide=True,
                        ),
                    ),
                    rows=tuple(self._tax_row(tax, errors) for tax in self.draft.taxes),
                    add=t._("Add a tax") if len(self.draft.taxes) < MOST_TAXES else "",
                ),
            ),
            picture=PictureState(
                label=t._("Logo"),
                hint=t._("PNG or JPEG, printed in black."),
                choose=t._("Choose a picture"),
                remove=t._("Remove") if self.draft.logo else "",
                image=self._image,
                error=self._image_error,
            ),
        )

    def _fields(self, errors: Errors) -> tuple[FieldState, ...]:
        t = self.voice.t
        return (
            self._text("shop.name", t._("Name of the shop"), errors, needed=True),
            self._text("shop.subtitle", t._("What you sell"), errors),
            self._text("shop.phone", t._("Phone"), errors),
            self._text("shop.tax_number", t._("Tax number"), errors),
            self._text("shop.address", t._("Address"), errors, wide=True),
        )

    def _text(
        self, key: str, label: str, errors: Errors, *, needed: bool = False, wide: bool = False
    ) -> FieldState:
        return FieldState(
            key=key,
            label=label,
            text=self.draft.texts.get(key, ""),
            error=errors.get(key, ""),
            optional="" if needed else self.voice.t._("optional"),
            wide=wide,
        )

    def _tax_row(self, tax: TaxRow, errors: Errors) -> RowState:
        t = self.voice.t
        name, rate = f"{tax.key}:name", f"{tax.key}:rate"
        return RowState(
            key=tax.key,
            remove=t._("Remove this tax"),
            fields=(
                FieldState(
                    key=name,
                    label=t._("Tax"),
                    text=tax.name,
                    placeholder=t._("VAT"),
                    error=errors.get(name, ""),
                ),
                FieldState(
                    key=rate,
                    label=t._("Rate, %"),
                    text=tax.rate,
                    error=errors.get(rate, ""),
                ),
            ),
        )
