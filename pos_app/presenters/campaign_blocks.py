"""The form of a campaign as cards: only the questions that matter for the answers given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pos_app.presenters.campaign_form import Texts
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import BlockView, FieldKind, FieldView

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """What the form is drawn from. ``errors`` are sentences by field; ``groups`` of goods."""

    texts: Texts
    errors: Mapping[str, str]
    groups: Choices
    locked: bool


class CampaignBlocks:
    """Builds the cards."""

    def __init__(self, voice: Voice, facts: FormFacts) -> None:
        self._t, self._f = voice.t, voice.f
        self._facts = facts
        self._texts = facts.texts

    def all(self) -> Sequence[BlockView]:
        """The coupon, its life, who may use it, how it is handed over."""
        t = self._t
        return (
            BlockView(key="coupon", title=t._("What the coupon gives"), fields=self._gives()),
            BlockView(key="life", title=t._("When it is good"), fields=self._life()),
            BlockView(key="uses", title=t._("Who may use it, and how often"), fields=self._uses()),
            BlockView(key="handover", title=t._("How it is handed over"), fields=self._handover()),
        )

    def _gives(self) -> tuple[FieldView, ...]:
        t, texts, money = self._t, self._texts, self._f.currency_symbol
        kind = texts["benefit"]
        fields = [
            self._text("name", t._("Name of the campaign"), hint=t._("For the staff.")),
            self._text("title", t._("Words on the coupon"), hint=t._("For the customer.")),
            self._choice(
                "benefit",
                t._("It gives"),
                (
                    ("percent", t._("per cent off")),
                    ("amount", t._("a sum off")),
                    ("gift", t._("an item free")),
                    ("points", t._("more points")),
                ),
            ),
        ]
        if kind == "percent":
            fields.append(self._figure("percent", t._("How much"), "%"))
        elif kind == "amount":
            fields.append(self._figure("amount", t._("How much"), money))
        elif kind == "points":
            fields.append(self._figure("factor", t._("How many times the points"), "×"))
        else:
            hint = t._("SKU or bar code. It comes on top, free.")
            fields.append(self._text("sku", t._("The item"), hint=hint))
        fields.append(self._figure("minimum", t._("From a receipt of"), money))
        if kind != "gift":
            fields += self._goods()
        fields.append(self._toggle("not_with", t._("Not on promotion goods")))
        return tuple(fields)

    def _goods(self) -> list[FieldView]:
        t = self._t
        which = (
            ("all", t._("all goods")),
            ("items", t._("certain items")),
            ("groups", t._("certain groups")),
        )
        fields = [self._choice("goods", t._("On which goods"), which)]
        if self._texts["goods"] == "items":
            hint = t._("SKUs, with blanks or commas between them.")
            fields.append(self._text("items", t._("Items"), hint=hint, wide=True))
        elif self._texts["goods"] == "groups":
            fields.append(self._chips("groups", t._("Groups"), self._facts.groups))
        return fields

    def _life(self) -> tuple[FieldView, ...]:
        t, days = self._t, self._t._("days")
        ends = (
            ("days", t._("for some days")),
            ("date", t._("until a day")),
            ("open", t._("without an end")),
        )
        fields = [
            self._figure("starts_after", t._("Starts after"), days),
            self._text(
                "starts_on",
                t._("Not before"),
                placeholder=t._("day.month.year"),
                optional=True,
            ),
            self._choice("life", t._("Then it is good"), ends),
        ]
        if self._texts["life"] == "days":
            fields.append(self._figure("valid_days", t._("How long"), days))
        elif self._texts["life"] == "date":
            fields.append(
                self._text("ends_on", t._("Its last day"), placeholder=t._("day.month.year"))
            )
        fields.append(
            self._chips(
                "days",
                t._("Days of the week"),
                self._weekdays(),
                hint=t._("None chosen: every day. The day is that of the purchase."),
            )
        )
        fields.append(self._text("hours_from", t._("From what time"), optional=True))
        hint = t._("Before the first time: past midnight.")
        fields.append(self._text("hours_to", t._("Until what time"), hint=hint, optional=True))
        return tuple(fields)

    def _uses(self) -> tuple[FieldView, ...]:
        t = self._t
        often = (
            ("once", t._("once")),
            ("several", t._("several times")),
            ("free", t._("without a limit")),
        )
        fields = [
            self._toggle("named", t._("Only for the person it was given to")),
            self._choice("uses", t._("One coupon can be used"), often),
        ]
        if self._texts["uses"] == "several":
            fields.append(self._figure("max_uses", t._("How many times"), ""))
        if self._texts["uses"] != "once":
            label = t._("By one customer at most")
            fields.append(self._figure("max_uses_per_customer", label, "", optional=True))
        return tuple(fields)

    def _handover(self) -> tuple[FieldView, ...]:
        t, texts, money = self._t, self._texts, self._f.currency_symbol
        ways = (
            ("hand", t._("by hand, as codes")),
            ("receipt", t._("with receipts")),
            ("promotion", t._("by a promotion")),
        )
        fields = [self._choice("handover", t._("It is handed over"), ways, wide=True)]
        if texts["handover"] != "hand":
            label = t._("With a receipt from")
            fields.append(self._figure("threshold", label, money, optional=True))
            label = t._("To one customer at most")
            fields.append(self._figure("per_customer", label, "", optional=True))
            hint = t._("None chosen: every day.")
            fields.append(self._chips("hand_days", t._("On these days"), self._weekdays(), hint))
        day = t._("day.month.year")
        fields += [
            self._text("valid_from", t._("First day"), placeholder=day, optional=True),
            self._text("valid_to", t._("Last day"), placeholder=day, optional=True),
            self._figure("most", t._("Coupons in all"), "", optional=True),
            self._figure(
                "budget",
                t._("Until this was given"),
                money,
                optional=True,
                hint=t._("By the coupons used. Then nothing more is handed over."),
            ),
        ]
        return tuple(fields)

    # --- fields ------------------------------------------------------------------------------

    def _weekdays(self) -> Choices:
        return tuple((str(n), name) for n, name in enumerate(self._f.weekday_names(), start=1))

    def _field(
        self,
        key: str,
        label: str,
        kind: FieldKind,
        *,
        hint: str = "",
        optional: bool = False,
        choices: Choices = (),
        suffix: str = "",
        placeholder: str = "",
        wide: bool = False,
        right: bool = False,
    ) -> FieldView:
        return FieldView(
            key=key,
            label=label,
            kind=kind,
            text=self._texts[key],
            hint=hint,
            optional=self._t._("optional") if optional else "",
            choices=choices,
            suffix=suffix,
            placeholder=placeholder,
            wide=wide,
            right=right,
            error=self._facts.errors.get(key, ""),
            locked=self._facts.locked,
        )

    def _text(
        self,
        key: str,
        label: str,
        *,
        hint: str = "",
        placeholder: str = "",
        wide: bool = False,
        optional: bool = False,
    ) -> FieldView:
        return self._field(
            key, label, "text", hint=hint, placeholder=placeholder, wide=wide, optional=optional
        )

    def _figure(
        self, key: str, label: str, suffix: str, *, hint: str = "", optional: bool = False
    ) -> FieldView:
        return self._field(
            key, label, "text", suffix=suffix, right=True, hint=hint, optional=optional
        )

    def _choice(self, key: str, label: str, choices: Choices, *, wide: bool = False) -> FieldView:
        return self._field(key, label, "select", choices=choices, wide=wide)

    def _chips(self, key: str, label: str, choices: Choices, hint: str = "") -> FieldView:
        return self._field(key, label, "chips", choices=choices, wide=True, hint=hint)

    def _toggle(self, key: str, label: str) -> FieldView:
        return self._field(key, label, "toggle", wide=True)
