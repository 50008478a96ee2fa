"""Settings of money: the currency, cash rounding, taxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos_app.domain.catalogue import TaxRate
from pos_app.domain.errors import CodedError
from pos_app.presenters.settings_form import FLAG, PERCENT, WHOLE, Common, FormSection, Spec, Values
from pos_app.presenters.settings_state import ActionView, BlockView, FieldView, RowView
from pos_app.services.catalogue import CatalogueService
from pos_app.services.currencies import CURRENCIES

_STEPS = (0, 2, 5, 10, 20, 25, 50, 100)
NEW = "new"


class MoneySection(FormSection):
    """Money and taxes. ``fixed`` is whether sales were made already."""

    key, icon = "money", "coins"

    def __init__(
        self, common: Common, values: Values, catalogue: CatalogueService, fixed: Callable[[], bool]
    ) -> None:
        super().__init__(common, values)
        self._catalogue = catalogue
        self._fixed = fixed
        self._chosen = ""
        self._sold = False

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Money and taxes")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t, f = self.c.voice.t, self.c.voice.f
        hint = ""
        if self._sold:
            hint = t._("Fixed: sales have been made in it.")
        return (
            Spec(
                key="money.currency",
                label=t._("Currency"),
                kind="select",
                choices=tuple((code, code) for code in CURRENCIES),
                hint=hint,
            ),
            Spec(
                key="money.cash_rounding",
                label=t._("Cash is rounded to"),
                kind="select",
                codec=WHOLE,
                choices=tuple(
                    (str(step), f.money(step) if step else t._("not rounded")) for step in _STEPS
                ),
            ),
            Spec(
                key="money.prices_include_tax",
                label=t._("Prices include tax"),
                kind="toggle",
                codec=FLAG,
                wide=True,
            ),
            Spec(
                key="money.tax_round",
                label=t._("Tax is rounded"),
                kind="select",
                choices=(("per_rate", t._("once per rate")), ("line", t._("on every line"))),
                wide=True,
            ),
        )

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        self._sold = self._sold or self._fixed()
        known = {spec.key: spec for spec in self.specs()}
        locked = self.locked() or self._sold
        money = (
            self.field(known["money.currency"], locked=locked),
            self.field(known["money.cash_rounding"]),
        )
        return (
            BlockView(key="money", title=t._("Money"), fields=money),
            self.card("tax", t._("Tax"), "money.prices_include_tax", "money.tax_round"),
            self._taxes(),
        )

    # --- the list of taxes -------------------------------------------------------------------

    def _taxes(self) -> BlockView:
        t, f = self.c.voice.t, self.c.voice.f
        rows = tuple(
            RowView(
                key=str(tax.id),
                title=tax.name,
                note="" if tax.active else t._("no longer used"),
                right=f.percent(tax.rate),
                icon="percent",
                tone="accent" if tax.active else "neutral",
            )
            for tax in self._catalogue.taxes()
        )
        add = ActionView(
            key="add_tax", text=t._("Add a tax"), icon="plus", cap="Ins",
            enabled=not self.locked(),
        )  # fmt: skip
        actions = [add]
        tax = self._tax()
        if tax is not None:
            words = t._("No longer used") if tax.active else t._("Use it again")
            actions.append(
                ActionView(key="switch_tax", text=words, v="ghost", enabled=not self.locked())
            )
        return BlockView(
            key="taxes",
            title=t._("Taxes"),
            note=t._("The first one is used for goods without a tax of their own."),
            rows=rows,
            rows_name=t._("Taxes"),
            chosen=self._chosen,
            fields=self._fields(),
            actions=tuple(actions),
        )

    def _fields(self) -> tuple[FieldView, ...]:
        if not self._chosen:
            return ()
        t, locked = self.c.voice.t, self.locked()
        return (
            FieldView(key="tax.name", label=t._("Name of the tax"), text=self.text("tax.name"),
                      error=self.errors.get("tax.name", ""), locked=locked),
            FieldView(key="tax.rate", label=t._("Rate"), text=self.text("tax.rate"), suffix="%",
                      right=True, error=self.errors.get("tax.rate", ""), locked=locked),
        )  # fmt: skip

    def _tax(self) -> TaxRate | None:
        return next((x for x in self._catalogue.taxes() if str(x.id) == self._chosen), None)

    def text(self, key: str) -> str:
        """See FormSection; the chosen tax has fields of its own."""
        if not key.startswith("tax."):
            return super().text(key)
        typed = self.draft.get(key)
        return self._stored_tax(key) if typed is None else typed

    def _stored_tax(self, key: str) -> str:
        tax = self._tax()
        if tax is None:
            return ""
        return tax.name if key == "tax.name" else PERCENT.show(self.c.voice.f, tax.rate)

    def choose(self, block: str, key: str) -> None:
        """Open a tax; a half-typed one has to be saved or undone first."""
        if self._typed_tax() and key != self._chosen:
            self.tell(self.c.voice.t._("Save or undo this tax first."), "warn")
            return
        self._chosen = key

    def press(self, action: str, ref: str) -> None:
        """Add a tax, or use it no longer."""
        if self.locked():
            return
        if action == "add_tax":
            self.choose("taxes", NEW)
        elif action == "switch_tax" and (tax := self._tax()) is not None:
            try:
                self._catalogue.edit_tax(
                    self.c.session(), tax.id, name=tax.name, rate=tax.rate, active=not tax.active
                )
            except CodedError as error:
                self.refuse(error)

    def edit(self, key: str, text: str) -> None:
        """See Section."""
        if not key.startswith("tax."):
            super().edit(key, text)
        elif not self.locked():
            self.errors.pop(key, None)
            self.says = ""
            if text == self._stored_tax(key):
                self.draft.pop(key, None)
            else:
                self.draft[key] = text

    def undo(self) -> None:
        """See Section."""
        super().undo()
        if self._chosen == NEW:
            self._chosen = ""

    def _typed_tax(self) -> bool:
        return any(key.startswith("tax.") for key in self.draft)

    def save(self) -> bool:
        """See Section; the tax first, for its fields are the easiest to get wrong."""
        if self._typed_tax() and not self._save_tax():
            return False
        for key in ("tax.name", "tax.rate"):
            self.draft.pop(key, None)
        return super().save()

    def _save_tax(self) -> bool:
        self.errors = {}
        try:
            rate = PERCENT.read(self.c.voice.f, self.text("tax.rate"))
        except ValueError:
            self.errors["tax.rate"] = self.mistake("percent")
            self.c.alert()
            return False
        tax, name, session = self._tax(), self.text("tax.name"), self.c.session()
        try:
            if tax is None:
                made = self._catalogue.add_tax(session, name, rate)
                self._chosen = str(made.id)
            else:
                self._catalogue.edit_tax(session, tax.id, name=name, rate=rate, active=tax.active)
        except CodedError as error:
            field = str(error.params.get("field", ""))
            if field in ("name", "rate"):
                self.errors[f"tax.{field}"] = self.c.words(error)
                self.c.alert()
            else:
                self.refuse(error)
            return False
        return True
