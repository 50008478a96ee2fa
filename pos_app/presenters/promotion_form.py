"""The cards of the promotion's form, built from its texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pos_app.i18n import Formats, Translator
from pos_app.presenters.promotion_kinds import benefit_kinds, condition_kinds, namings, targets
from pos_app.presenters.promotion_read import Errors
from pos_app.presenters.promotion_text import (
    BENEFITS,
    CONDITIONS,
    SCOPED,
    Group,
    PartText,
    PromotionText,
)
from pos_app.presenters.promotion_words import Names
from pos_app.presenters.settings_state import ActionView, BlockView, FieldKind, FieldView, RowView

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """What the form offers to choose from, and names behind keys."""

    groups: Choices = ()
    tiers: Choices = ()
    campaigns: Choices = ()
    names: Names
    new_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a field of a part is asked for."""

    label: str
    kind: FieldKind = "text"
    suffix: str = ""
    hint: str = ""
    optional: bool = False
    right: bool = True
    choices: Choices = field(default=())


class PromotionForm:
    """Makes the cards; ``errors`` are sentences by field, ``hits`` products found, by part,
    ``picks`` the kind about to be added under each heading."""

    def __init__(
        self,
        t: Translator,
        f: Formats,
        facts: FormFacts,
        errors: Errors,
        hits: Mapping[str, tuple[RowView, ...]],
        picks: Mapping[str, str],
        *,
        locked: bool,
        raw: Callable[[PartText], str],
    ) -> None:
        self._t, self._f, self._facts = t, f, facts
        self._errors, self._hits, self._picks = errors, hits, picks
        self._locked, self._raw = locked, raw
        self._asked = self._questions()

    def blocks(self, draft: PromotionText) -> tuple[BlockView, ...]:
        """All cards, from the name to how it gets on with other promotions."""
        t = self._t
        name = self._field("name", Asked(label=t._("Name"), right=False), draft.name)
        base = BlockView(key="base", fields=(replace(name, wide=True),))
        return (
            base,
            *self._group(draft, "when"),
            *self._group(draft, "then"),
            *self._group(draft, "unless"),
            self._life(draft),
            self._limits(draft),
            self._others(draft),
        )

    # --- parts -------------------------------------------------------------------------------

    def _group(self, draft: PromotionText, group: Group) -> Sequence[BlockView]:
        t = self._t
        title, note, more = {
            "when": (
                t._("When"), t._("All of it must hold. Nothing means always."),
                t._("Add a condition"),
            ),
            "then": (t._("Then"), t._("What the customer gets."), t._("Add a benefit")),
            "unless": (
                t._("Unless"), t._("If any of it holds, the promotion gives nothing."),
                t._("Add an exception"),
            ),
        }[group]  # fmt: skip
        words = benefit_kinds(t) if group == "then" else condition_kinds(t)
        kinds = BENEFITS if group == "then" else CONDITIONS
        choices = tuple((kind, words[kind]) for kind in kinds)
        add = ActionView(
            key=f"{group}.add", text=t._("Add"), icon="plus", v="soft", locked=self._locked
        )
        field = FieldView(
            key=f"add.{group}", label=more, kind="select", choices=choices,
            text=self._picks[group], locked=self._locked,
            error=self._errors.get(f"add.{group}", ""),
        )  # fmt: skip
        head = BlockView(
            key=f"head.{group}",
            title=title,
            note=note,
            fields=(field,),
            actions=(add,),
            beside=True,
        )
        return (head, *(self._part(part, words) for part in draft.parts(group)))

    def _part(self, part: PartText, words: Mapping[str, str]) -> BlockView:
        t = self._t
        remove = ActionView(
            key=f"{part.key}.remove", text=t._("Remove"), icon="trash-2", v="ghost",
            locked=self._locked,
        )  # fmt: skip
        if part.kind == "raw":
            return BlockView(
                key=part.key, title=words["raw"], note=self._raw(part), actions=(remove,)
            )
        fields = [
            self._field(f"{part.key}.{name}", self._asked_of(part, name), part.text(name))
            for name in (*BENEFITS.get(part.kind, ()), *CONDITIONS.get(part.kind, ()))
            if name != "find"
        ]
        finds = part.kind == "gift"
        if finds:
            fields.insert(
                0, self._find(f"{part.key}.find", part.text("find"), self._gift_hint(part))
            )
        scoped = part.kind in SCOPED
        if scoped:
            fields += self._scope_fields(part)
        item = scoped and part.scope.open and part.scope.what == "item"
        return BlockView(
            key=part.key,
            title=words[part.kind],
            fields=tuple(fields),
            fields_first=True,
            rows=self._hits.get(part.key, ()),
            rows_name=t._("Products found") if finds or item else "",
            actions=(*self._entries(part), remove),
        )

    def _find(self, key: str, text: str, hint: str = "") -> FieldView:
        asked = Asked(label=self._t._("Find a product"), hint=hint, right=False)
        return replace(self._field(key, asked, text), wide=True)

    def _gift_hint(self, part: PartText) -> str:
        sku = part.text("sku")
        return self._facts.names.item(sku) if sku else ""

    def _asked_of(self, part: PartText, name: str) -> Asked:
        t, f = self._t, self._f
        if name == "count" and part.kind == "nth":
            return Asked(label=t._("Number of the purchase"))
        if name == "quantity" and part.kind == "contains":
            return Asked(label=t._("Pieces together"), optional=True)
        if name == "target" and part.kind == "steps":
            return replace(self._asked[name], label=t._("Taken off"))
        if name == "price" and part.kind == "bundle":
            return Asked(label=t._("Price together"), suffix=f.currency_symbol)
        return self._asked[name]

    def _questions(self) -> dict[str, Asked]:
        t, facts = self._t, self._facts
        money, off = self._f.currency_symbol, targets(t)
        prices = ("unit", "line", "order", "cheapest_unit", "cheapest_units")
        return {
            "amount": Asked(label=t._("Sum"), suffix=money),
            "rate": Asked(label=t._("Per cent"), suffix="%"),
            "price": Asked(label=t._("Price"), suffix=money),
            "quantity": Asked(label=t._("Pieces")),
            "count": Asked(label=t._("How many")),
            "every": Asked(label=t._("And every such one again"), kind="toggle"),
            "before": Asked(label=t._("Days before"), suffix=t._("days")),
            "after": Asked(label=t._("Days after"), suffix=t._("days")),
            "tiers": Asked(label=t._("Tiers"), kind="chips", choices=facts.tiers),
            "groups": Asked(
                label=t._("Groups of customers"), hint=t._("Several with commas."), right=False
            ),
            "target": Asked(
                label=t._("Taken off"), kind="select", choices=tuple(off.items())
            ),
            "price_target": Asked(
                label=t._("For"), kind="select", choices=tuple((key, off[key]) for key in prices)
            ),
            "max_units": Asked(label=t._("Pieces at most"), optional=True),
            "per_line": Asked(label=t._("Pieces of a line at most"), optional=True),
            "max_amount": Asked(label=t._("Sum at most"), suffix=money, optional=True),
            "buy": Asked(label=t._("For each bought")),
            "get": Asked(label=t._("Free")),
            "max_free": Asked(label=t._("Free pieces at most"), optional=True),
            "per_units": Asked(label=t._("For each so many pieces"), optional=True),
            "units": Asked(label=t._("Pieces")),
            "max_bundles": Asked(label=t._("Times at most"), optional=True),
            "by": Asked(
                label=t._("Counted by"), kind="select",
                choices=(("quantity", t._("pieces")), ("amount", t._("sum"))),
            ),
            "gives": Asked(
                label=t._("Gives"), kind="select",
                choices=(("percent", t._("per cent off")), ("amount", t._("a sum off"))),
            ),
            "steps": Asked(
                label=t._("Steps"), hint=t._("From = gives: 3 = 5; 10 = 8"), right=False
            ),
            "first": Asked(label=t._("Off the first piece"), suffix=money),
            "more": Asked(label=t._("Off each further one"), suffix=money),
            "each_line": Asked(label=t._("Counted on each line anew"), kind="toggle"),
            "factor": Asked(label=t._("Times the points")),
            "campaign": Asked(
                label=t._("Campaign"), kind="select",
                choices=(("", t._("Choose a campaign")), *facts.campaigns),
                hint="" if facts.campaigns else t._("There is no coupon campaign yet."),
            ),
        }  # fmt: skip

    # --- goods -------------------------------------------------------------------------------

    def _scope_fields(self, part: PartText) -> Sequence[FieldView]:
        t, f, key, scope = self._t, self._f, part.key, part.scope
        opener = Asked(label=t._("Only for some goods"), kind="toggle")
        found: list[FieldView] = []
        if part.kind != "contains":
            toggle = self._field(f"{key}.open", opener, "1" if scope.open else "")
            found.append(replace(toggle, wide=True))
        if not scope.open:
            return found
        if part.kind == "contains":
            return [self._find(f"{key}.goods", scope.find)]
        signs = (("only", t._("these")), ("not", t._("all but these")))
        found += [
            self._field(
                f"{key}.sign", Asked(label=t._("Goods"), kind="select", choices=signs), scope.sign
            ),
            self._field(
                f"{key}.what",
                Asked(label=t._("Named by"), kind="select", choices=tuple(namings(t).items())),
                scope.what,
            ),
            self._adder(part),
        ]
        money = f.currency_symbol
        low = Asked(label=t._("Price from"), suffix=money, optional=True)
        high = Asked(label=t._("Price up to"), suffix=money, optional=True)
        days = Asked(label=t._("Batch ends within"), suffix=t._("days"), optional=True)
        new = Asked(
            label=t._("New goods only"),
            kind="toggle",
            hint=t.ngettext(
                "Added within the last {n} day.", "Added within the last {n} days.",
                self._facts.new_days,
            ),
        )  # fmt: skip
        return [
            *found,
            self._field(f"{key}.price_from", low, scope.price_from),
            self._field(f"{key}.price_to", high, scope.price_to),
            self._field(f"{key}.expires", days, scope.expires),
            self._field(f"{key}.new", new, "1" if scope.new else ""),
        ]

    def _adder(self, part: PartText) -> FieldView:
        t, key, scope = self._t, f"{part.key}.goods", part.scope
        if scope.what == "item":
            return self._find(key, scope.find)
        if scope.what == "group":
            choices = (("", t._("Choose a group")), *self._facts.groups)
            asked = Asked(label=t._("Group"), kind="select", choices=choices)
            return replace(self._field(key, asked, scope.find), wide=True)
        word = namings(t)[scope.what]
        asked = Asked(label=word, hint=t._("Type it, then press Add."), right=False)
        return replace(self._field(key, asked, scope.find), wide=True)

    def _entries(self, part: PartText) -> Sequence[ActionView]:
        if part.kind not in SCOPED or not part.scope.open:
            return ()
        t, found = self._t, []
        if part.scope.what != "item" and part.kind != "contains":
            found.append(ActionView(key=f"{part.key}.add", text=t._("Add"), icon="plus", v="soft"))
        for place, (sign, what, value) in enumerate(part.scope.entries):
            name = self._facts.names.of(what, value)
            words = t._("not {goods}", goods=name) if sign == "not" else name
            found.append(
                ActionView(
                    key=f"{part.key}.drop.{place}.{sign}.{value}", text=words, icon="x",
                    v="secondary", ref=str(place), locked=self._locked,
                )
            )  # fmt: skip
        return found

    # --- the rest ----------------------------------------------------------------------------

    def _life(self, draft: PromotionText) -> BlockView:
        t = self._t
        names = self._f.weekday_names()
        days = tuple((str(number), name) for number, name in enumerate(names, 1))
        hint = t._("Day, month, year: {example}", example="24.12.2026")
        asked = {
            "valid_from": Asked(label=t._("First day"), hint=hint, optional=True, right=False),
            "valid_to": Asked(label=t._("Last day"), optional=True, right=False),
            "weekdays": Asked(label=t._("Days of the week"), kind="chips", choices=days),
            "hours": Asked(
                label=t._("Hours"), hint=t._("For example {example}", example="09:00–12:00"),
                optional=True, right=False,
            ),
        }  # fmt: skip
        chosen = ",".join(str(day) for day in sorted(draft.weekdays))
        fields = (
            self._field("valid_from", asked["valid_from"], draft.valid_from),
            self._field("valid_to", asked["valid_to"], draft.valid_to),
            replace(self._field("weekdays", asked["weekdays"], chosen), wide=True),
            replace(self._field("hours", asked["hours"], draft.hours), wide=True),
        )
        return BlockView(key="life", title=t._("Days and hours"), fields=fields)

    def _limits(self, draft: PromotionText) -> BlockView:
        t, money = self._t, self._f.currency_symbol
        fields = (
            self._field(
                "usage_limit", Asked(label=t._("Times in all"), optional=True), draft.usage_limit
            ),
            self._field(
                "per_customer",
                Asked(label=t._("Times a customer"), optional=True),
                draft.per_customer,
            ),
            self._field(
                "budget", Asked(label=t._("Budget"), suffix=money, optional=True), draft.budget
            ),
        )
        return BlockView(key="limits", title=t._("How often"), fields=fields)

    def _others(self, draft: PromotionText) -> BlockView:
        t = self._t
        alone = Asked(
            label=t._("Takes its goods for itself"), kind="toggle",
            hint=t._("No other promotion on the same goods."),
        )  # fmt: skip
        joins = Asked(
            label=t._("May be joined"), kind="toggle",
            hint=t._("With another promotion that may be joined, too."),
        )  # fmt: skip
        fields = (
            self._field(
                "priority",
                Asked(label=t._("Priority"), hint=t._("The larger comes first.")),
                draft.priority,
            ),
            self._field(
                "exclusion_group",
                Asked(
                    label=t._("Only one of"), optional=True, right=False,
                    hint=t._("Of promotions with the same word here the best one applies."),
                ),
                draft.exclusion_group,
            ),
            self._field("exclusive", alone, "1" if draft.exclusive else ""),
            self._field("combinable", joins, "1" if draft.combinable else ""),
        )  # fmt: skip
        return BlockView(key="others", title=t._("Beside other promotions"), fields=fields)

    def _field(self, key: str, asked: Asked, text: str) -> FieldView:
        figure = asked.kind == "text" and asked.right
        return FieldView(
            key=key, label=asked.label, text=text, kind=asked.kind, choices=asked.choices,
            suffix=asked.suffix if text or figure else "", hint=asked.hint,
            error=self._errors.get(key, ""),
            optional=self._t._("if any") if asked.optional else "", right=figure,
            locked=self._locked, wide=asked.kind == "chips",
        )  # fmt: skip
