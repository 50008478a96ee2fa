"""A product's other prices in words: for whom, from how many, when, and what is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.money import ceil_div
from pos_app.domain.pricing import Programme
from pos_app.i18n import Translator
from pos_app.presenters.day_text import day_text, parse_day
from pos_app.presenters.price_words import counted, unit_word
from pos_app.presenters.product_draft import LevelValues, ProductDraft
from pos_app.presenters.product_edit_state import Choices, LevelRow, LevelsState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.price_levels import TIER, LevelForm
from pos_app.services.programme_records import PriceRule

NEW: Final = "+"
"""The choice that opens the field for a new group of customers."""

WHOLE: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFacts:
    """What the words are made from: the stored prices, the groups in use, tiers, least margin."""

    voice: Voice
    rules: Sequence[PriceRule]
    groups: Sequence[str]
    programme: Programme
    today: date


def levels_state(facts: LevelFacts, draft: ProductDraft) -> LevelsState:
    """The part of the form with the other prices; figures follow price and cost as typed."""
    t = facts.voice.t
    price, cost = _typed(draft.values.price, facts), _typed(draft.values.cost, facts)
    unit = draft.values.unit
    margin = "" if price is None else margin_words(facts, price, cost)
    level = draft.level
    empty = t._("No other prices yet. Enter one for a group, a tier, a quantity or a time.")
    if not draft.product_id:
        empty = t._("Save the product first; then it can have other prices.")
    return LevelsState(
        rows=tuple(_row(facts, rule, price, cost, unit) for rule in facts.rules),
        empty=empty,
        margin=margin,
        margin_low=price is not None and is_low(facts.programme, price, cost),
        values=level,
        groups=group_choices(facts, level.group),
        quantity_suffix=unit_word(t, unit),
        new_group_open=level.group == NEW,
        usable=bool(draft.product_id),
        editing=bool(level.rule_id),
        changed=draft.is_level_changed,
        put_words=t._("Save this price") if level.rule_id else t._("Add this price"),
    )


def _typed(text: str, facts: LevelFacts) -> int | None:
    try:
        return facts.voice.f.parse_money(text)
    except ValueError:
        return None


def least_price(programme: Programme, cost: int) -> int | None:
    """The least a unit may bring by the shop's least margin, minor units; None: nothing is set."""
    if programme.margin_floor is None:
        return None
    return ceil_div(cost * WHOLE, WHOLE - programme.margin_floor)


def is_low(programme: Programme, price: int, cost: int | None) -> bool:
    """Whether a price is below the cost or the least the shop set."""
    if cost is None:
        return False
    return price < max(cost, least_price(programme, cost) or 0)


def margin_words(facts: LevelFacts, price: int, cost: int | None) -> str:
    """``40% · €4.00``: what is left of a price above the cost; "" where the cost is not known."""
    if cost is None or not price:
        return ""
    t, f = facts.voice.t, facts.voice.f
    left = f"{_share(facts, price, cost)} · {f.money(price - cost)}"
    least = least_price(facts.programme, cost)
    if least is not None and price < least:
        return t._("{margin}, the least price is {least}", margin=left, least=f.money(least))
    return left


def _share(facts: LevelFacts, price: int, cost: int) -> str:
    """What is left above the cost as a share of the price, to a tenth of a per cent."""
    return facts.voice.f.percent((price - cost) * WHOLE // price // 10 * 10)


def _row(
    facts: LevelFacts, rule: PriceRule, price: int | None, cost: int | None, unit: str
) -> LevelRow:
    t, f = facts.voice.t, facts.voice.f
    past = rule.valid_to is not None and rule.valid_to < facts.today
    idle = price is not None and rule.price >= price
    tone = "danger" if is_low(facts.programme, rule.price, cost) else "text"
    margin = ""
    if cost is not None and rule.price:
        margin = _share(facts, rule.price, cost)
    days = day_words(facts, rule)
    if past:
        days = t._("{days}: over", days=days)
    elif idle:
        days = t._("not below the list price")
    return LevelRow(
        key=str(rule.id),
        who=who_words(facts, rule.customer_group),
        quantity=counted(t, f, rule.min_quantity, unit) if rule.min_quantity else "—",
        price=f.money(rule.price),
        margin=margin or "—",
        days=days,
        tone="muted" if past or idle else tone,
    )


def who_words(facts: LevelFacts, group: str) -> str:
    """Everybody, a tier by its name, or a group."""
    if not group:
        return facts.voice.t._("Everybody")
    if not group.startswith(TIER):
        return group
    wanted = group.removeprefix(TIER)
    names = {tier.tier_id: tier.name for tier in facts.programme.tiers}
    return facts.voice.t._("Tier {name}", name=names.get(wanted, wanted))


def day_words(facts: LevelFacts, rule: PriceRule) -> str:
    """The days of a price."""
    t, f = facts.voice.t, facts.voice.f
    if rule.valid_from and rule.valid_to:
        return f"{f.date(rule.valid_from)} – {f.date(rule.valid_to)}"
    if rule.valid_from:
        return t._("from {date}", date=f.date(rule.valid_from))
    if rule.valid_to:
        return t._("until {date}", date=f.date(rule.valid_to))
    return t.pgettext("price", "always")


def group_choices(facts: LevelFacts, chosen: str) -> Choices:
    """Everybody, the tiers, the groups in use, a new one."""
    t = facts.voice.t
    tiers = [f"{TIER}{tier.tier_id}" for tier in facts.programme.tiers]
    known = [*tiers, *facts.groups]
    if chosen not in ("", NEW, *known):
        known.append(chosen)
    named = tuple((key, who_words(facts, key)) for key in known)
    return (("", t._("Everybody")), *named, (NEW, t._("New group…")))


def values_of_rule(facts: LevelFacts, rule: PriceRule) -> LevelValues:
    """A stored price as the fields show it."""
    f = facts.voice.f
    return LevelValues(
        rule_id=rule.id,
        group=rule.customer_group,
        quantity=f.quantity(rule.min_quantity) if rule.min_quantity else "",
        price=f.amount(rule.price),
        first=day_text(rule.valid_from, f) if rule.valid_from else "",
        last=day_text(rule.valid_to, f) if rule.valid_to else "",
    )


def form_of_level(
    values: LevelValues, facts: LevelFacts
) -> tuple[LevelForm | None, dict[str, str]]:
    """What the service takes; None with the sentences by field where texts are no figures."""
    t, f = facts.voice.t, facts.voice.f
    errors: dict[str, str] = {}
    price, quantity = _typed(values.price, facts), 0
    if not values.price.strip():
        errors["level_price"] = t._("Enter the price.")
    elif price is None:
        errors["level_price"] = t._("A sum looks like {example}.", example=f.amount(123450))
    if values.quantity.strip():
        try:
            quantity = f.parse_quantity(values.quantity)
        except ValueError:
            errors["level_quantity"] = t._("This quantity is not possible.")
    if values.group == NEW and not values.new_group.strip():
        errors["level_new_group"] = t._("Enter the name.")
    days = {}
    for name, text in (("level_from", values.first), ("level_to", values.last)):
        days[name] = _day(text, name, errors, t)
    if errors or price is None:
        return None, errors
    group = values.new_group.strip() if values.group == NEW else values.group
    form = LevelForm(
        price=price,
        group=group,
        min_quantity=quantity,
        valid_from=days["level_from"],
        valid_to=days["level_to"],
    )
    return form, {}


def _day(text: str, name: str, errors: dict[str, str], t: Translator) -> date | None:
    if not text.strip():
        return None
    try:
        return parse_day(text)
    except ValueError:
        errors[name] = t._("A day looks like 24.12.2026.")
        return None
