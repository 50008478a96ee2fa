"""A campaign as texts in fields, and back: every mistake named at its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Final

from pos_app.domain.campaign import Campaign
from pos_app.domain.promotion import (
    EVERYTHING,
    AmountOff,
    Effect,
    Gift,
    Hours,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
)
from pos_app.i18n import Formats
from pos_app.services.campaigns import CampaignDraft

Texts = dict[str, str]

DEFAULTS: Final[Mapping[str, str]] = {
    "benefit": "percent",
    "factor": "2",
    "goods": "all",
    "starts_after": "1",
    "life": "days",
    "valid_days": "30",
    "uses": "once",
    "max_uses": "10",
    "handover": "hand",
}
"""A new campaign: 30 days from the day after, once, handed over by hand."""

FIELDS: Final = (
    "name", "title", "benefit", "percent", "amount", "factor", "sku", "goods", "items", "groups",
    "minimum", "not_with", "starts_after", "starts_on", "life", "valid_days", "ends_on", "days",
    "hours_from", "hours_to", "named", "uses", "max_uses", "max_uses_per_customer", "handover",
    "threshold", "hand_days", "valid_from", "valid_to", "per_customer", "most", "budget",
)  # fmt: skip


def new_texts() -> Texts:
    """An empty form."""
    return {name: DEFAULTS.get(name, "") for name in FIELDS}


def texts_of(draft: CampaignDraft, f: Formats) -> Texts:
    """The fields of a campaign as kept."""
    campaign, benefit = draft.campaign, draft.campaign.benefit
    texts = new_texts()
    texts.update(name=draft.name, title=benefit.name)
    texts.update(_benefit_texts(benefit, f))
    texts.update(
        starts_after=str(campaign.starts_after),
        starts_on=_day_text(campaign.starts_on),
        valid_days=str(campaign.valid_days or ""),
        ends_on=_day_text(campaign.ends_on),
        life="days" if campaign.valid_days else "date" if campaign.ends_on else "open",
        named="1" if campaign.named else "",
        uses={0: "free", 1: "once"}.get(campaign.max_uses, "several"),
        max_uses=str(campaign.max_uses) if campaign.max_uses > 1 else DEFAULTS["max_uses"],
        max_uses_per_customer=str(campaign.max_uses_per_customer or ""),
        handover=campaign.handover,
        threshold=f.amount(campaign.threshold, trim=True) if campaign.threshold else "",
        hand_days=_days_text(campaign.weekdays),
        valid_from=_day_text(draft.valid_from),
        valid_to=_day_text(draft.valid_to),
        per_customer=str(campaign.per_customer or ""),
        most=str(campaign.most or ""),
        budget=f.amount(campaign.budget, trim=True) if campaign.budget else "",
    )
    return texts


def _benefit_texts(benefit: Promotion, f: Formats) -> Texts:
    texts: Texts = {"days": _days_text(benefit.weekdays)}
    for span in benefit.hours[:1]:
        texts.update(hours_from=f.time(span.start), hours_to=f.time(span.end))
    texts["not_with"] = "1" if benefit.not_with_promotions else ""
    for condition in benefit.conditions:
        if isinstance(condition, MinAmount):
            texts["minimum"] = f.amount(condition.amount, trim=True)
    (effect,) = benefit.effects
    scope = EVERYTHING
    if isinstance(effect, PercentOff):
        texts.update(benefit="percent", percent=f.points(effect.rate * 10_000 // effect.base))
        scope = effect.scope
    elif isinstance(effect, AmountOff):
        texts.update(benefit="amount", amount=f.amount(effect.amount, trim=True))
        scope = effect.scope
    elif isinstance(effect, PointsMultiplier):
        texts.update(benefit="points", factor=f.points(effect.factor // 100))
        scope = effect.scope
    elif isinstance(effect, Gift):
        texts.update(benefit="gift", sku=effect.sku)
    texts["goods"] = "items" if scope.skus else "groups" if scope.groups else "all"
    texts["items"] = ", ".join(sorted(scope.skus))
    texts["groups"] = ",".join(sorted(scope.groups))
    return texts


def _day_text(day: date | None) -> str:
    return f"{day.day}.{day.month}.{day.year}" if day is not None else ""


def _days_text(days: frozenset[int]) -> str:
    return ",".join(str(day) for day in sorted(days))


class CampaignReader:
    """Reads the fields; ``errors`` maps a field to the code of its mistake."""

    def __init__(self, texts: Texts, f: Formats, before: Campaign | None = None) -> None:
        self._texts, self._f = texts, f
        self._rule_id = before.benefit.rule_id if before is not None else "campaign"
        self.errors: dict[str, str] = {}

    def read(self) -> CampaignDraft | None:
        """What was typed, or None with ``errors``."""
        texts = self._texts
        if not texts["name"].strip():
            self.errors["name"] = "empty"
        by_receipt = texts["handover"] == "receipt"
        handed = texts["handover"] != "hand"
        life = texts["life"]
        uses = {"once": 1, "free": 0}.get(texts["uses"])
        if uses is None:
            uses = self._whole("max_uses")
        campaign = Campaign(
            benefit=self._benefit(),
            handover="receipt" if by_receipt else "promotion" if handed else "hand",
            starts_after=self._whole("starts_after"),
            starts_on=self._day("starts_on"),
            valid_days=self._whole("valid_days", empty="whole") if life == "days" else None,
            ends_on=self._day("ends_on", needed=life == "date") if life == "date" else None,
            named=bool(texts["named"]),
            max_uses=uses,
            max_uses_per_customer=self._whole("max_uses_per_customer")
            if texts["uses"] != "once"
            else 0,
            threshold=self._money("threshold") if handed else 0,
            weekdays=_days(texts["hand_days"]) if handed else frozenset(),
            per_customer=self._whole("per_customer") or None if handed else None,
            most=self._whole("most") or None,
            budget=self._money("budget") or None,
        )
        valid_from, valid_to = self._day("valid_from"), self._day("valid_to")
        if self.errors:
            return None
        return CampaignDraft(
            name=texts["name"], campaign=campaign, valid_from=valid_from, valid_to=valid_to
        )

    def _benefit(self) -> Promotion:
        texts = self._texts
        minimum = self._money("minimum")
        return Promotion(
            rule_id=self._rule_id,
            name=texts["title"],
            effects=(self._effect(),),
            conditions=(MinAmount(amount=minimum),) if minimum else (),
            not_with_promotions=bool(texts["not_with"]),
            weekdays=_days(texts["days"]),
            hours=self._hours(),
        )

    def _effect(self) -> Effect:
        kind, scope = self._texts["benefit"], self._scope()
        if kind == "gift":
            sku = self._texts["sku"].strip()
            if not sku:
                self.errors["sku"] = "empty"
            return Gift(sku=sku)
        if kind == "points":
            return PointsMultiplier(factor=100 * self._percent("factor"), scope=scope)
        if kind == "amount":
            return AmountOff(amount=self._money("amount", needed=True), scope=scope)
        return PercentOff(rate=self._percent("percent"), target="order", scope=scope)

    def _scope(self) -> Scope:
        kind = self._texts["goods"]
        if kind == "items":
            parts = self._texts["items"].replace(",", " ").split()
            if not parts:
                self.errors["items"] = "empty"
            return Scope(skus=frozenset(parts))
        if kind == "groups":
            groups = frozenset(part for part in self._texts["groups"].split(",") if part)
            if not groups:
                self.errors["groups"] = "empty"
            return Scope(groups=groups)
        return EVERYTHING

    def _hours(self) -> tuple[Hours, ...]:
        start, end = self._texts["hours_from"].strip(), self._texts["hours_to"].strip()
        if not start and not end:
            return ()
        first, last = self._moment("hours_from"), self._moment("hours_to")
        if first is None or last is None:
            return ()
        if first == last:
            self.errors["hours_to"] = "hours"
            return ()
        return (Hours(start=first, end=last),)

    def _moment(self, name: str) -> time | None:
        moment = parse_time(self._texts[name])
        if moment is None:
            self.errors[name] = "time"
        return moment

    def _whole(self, name: str, *, empty: str = "") -> int:
        text = self._texts[name].strip().replace("\u00a0", "").replace(" ", "")
        if not text and not empty:
            return 0
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            self.errors[name] = "whole"
            return 0
        return int(text)

    def _money(self, name: str, *, needed: bool = False) -> int:
        text = self._texts[name].strip()
        if not text and not needed:
            return 0
        try:
            return self._f.parse_money(text)
        except ValueError:
            self.errors[name] = "money"
            return 0

    def _percent(self, name: str) -> int:
        try:
            return self._f.parse_percent(self._texts[name].strip())
        except ValueError:
            self.errors[name] = "percent" if name == "percent" else "factor"
            return 0

    def _day(self, name: str, *, needed: bool = False) -> date | None:
        text = self._texts[name].strip()
        if not text and not needed:
            return None
        day = parse_day(text)
        if day is None:
            self.errors[name] = "day"
        return day


def parse_day(text: str) -> date | None:
    """A day as people type it: ``24.12.2026``, ``24/12/26``, ``2026-12-24``."""
    parts = text.replace("/", ".").replace("-", ".").replace(" ", ".").split(".")
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(numbers) != 3 or len(parts) != 3:
        return None
    year, month, day = numbers if numbers[0] > 31 else numbers[::-1]
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """A time as people type it: ``9``, ``9:30``, ``09.30``."""
    parts = text.strip().replace(".", ":").split(":")
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        return None
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    fits = len(parts) <= 2 and hour < 24 and minute < 60
    return time(hour, minute) if fits else None


def _days(text: str) -> frozenset[int]:
    return frozenset(int(part) for part in text.split(",") if part)
