"""The sections of the programme's form below modes and tiers, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pos_app.domain.pricing import Programme
from pos_app.domain.rounding import ROUNDINGS
from pos_app.presenters.programme_draft import (
    EXPIRES,
    MAX_GROUPS,
    REVIEWS,
    ProgrammeDraft,
)
from pos_app.presenters.programme_fields import Choices, Fields
from pos_app.presenters.programme_gifts import grant_cards, holiday_card, stacking_cards
from pos_app.presenters.programme_state import CardView, GrowingView, RowOfFields
from pos_app.presenters.settings_state import FieldView
from pos_app.services.programme_example import StackedPrice

SECTIONS: Final = ("basics", "earning", "spending", "stacking", "gifts", "versions")
OF_POINTS: Final = frozenset({"earning", "spending", "gifts"})


class Sections:
    """Cards of every section; ``groups`` are the shop's groups of goods by code."""

    def __init__(self, fields: Fields, groups: Mapping[str, str]) -> None:
        self._fields = fields
        self._groups = groups
        self._voice = fields.voice

    def titles(self, mode: str) -> tuple[tuple[str, str], ...]:
        """The sections there are in a mode."""
        t = self._voice.t
        words = {
            "basics": t.pgettext("programme", "Basics"),
            "earning": t.pgettext("programme", "Earning"),
            "spending": t.pgettext("programme", "Spending"),
            "stacking": t.pgettext("programme", "Promotions"),
            "gifts": t.pgettext("programme", "Gifts"),
            "versions": t.pgettext("programme", "Versions"),
        }
        return tuple(
            (key, words[key]) for key in SECTIONS if mode != "discount" or key not in OF_POINTS
        )

    def cards(
        self,
        section: str,
        draft: ProgrammeDraft,
        base: Programme,
        stacked: Sequence[StackedPrice] = (),
    ) -> tuple[CardView, ...]:
        """The cards of a section; none where the mode has none."""
        if section == "stacking":
            return stacking_cards(self._fields, draft, stacked)
        if draft.mode == "discount":
            return ()
        if section == "basics":
            return (self._worth(draft, base), self._expiry(draft))
        if section == "earning":
            return (self._earning(draft), self._rates(draft))
        if section == "spending":
            return (self._spending(draft), self._excluded(draft))
        if section == "gifts":
            return (*grant_cards(self._fields, draft), holiday_card(self._fields, draft))
        return ()

    # --- basics ------------------------------------------------------------------------------

    def _worth(self, draft: ProgrammeDraft, base: Programme) -> CardView:
        t, f, make = self._voice.t, self._voice.f, self._fields
        per = base.point_value_per
        worth = t._("1 point is worth")
        if per != 1:
            worth = t.ngettext("{n} point is worth", "{n} points are worth", per)
        return CardView(
            key="worth",
            title=t._("Spending points"),
            fields=(
                make.text("value", worth, draft.value, f.currency_symbol),
                make.text("share", t._("Pay with points up to"), draft.share, t._("% of receipt")),
                make.toggle(
                    "on_promotions", t._("Not on promotion goods"), on=not draft.on_promotions
                ),
            ),
        )

    def _expiry(self, draft: ProgrammeDraft) -> CardView:
        t, make = self._voice.t, self._fields
        words = {
            "days": t._("a number of days"),
            "month_end": t._("to the end of a month"),
            "year_end": t._("to the end of a year"),
            "never": t._("for ever"),
        }
        choices = tuple((key, words[key]) for key in EXPIRES)
        fields = [make.select("expires_by", t._("Points live"), draft.expires_by, choices)]
        if draft.expires_by == "days":
            fields.append(make.text("expires", t._("Days"), draft.expires, t._("days")))
        elif draft.expires_by != "never":
            year = draft.expires_by == "year_end"
            label = t._("Years later") if year else t._("Months later")
            hint = t._("0 is the year they are earned.")
            if not year:
                hint = t._("0 is the month they are earned.")
            fields.append(make.text("periods", label, draft.periods, hint=hint))
        if draft.expires_by != "never":
            warn = t._("Warn on the receipt")
            fields.append(make.text("warn", warn, draft.warn, t._("days before")))
        return CardView(
            key="expiry",
            title=t.pgettext("points", "Expiry"),
            fields=tuple(fields),
            note=t._("Oldest points are spent first."),
            column=1,
        )

    def review(self, draft: ProgrammeDraft) -> FieldView:
        """When a tier may go down."""
        t = self._voice.t
        words = {"never": t._("never"), "yearly": t._("every year on 1 January")}
        keys = REVIEWS if draft.review in REVIEWS else (*REVIEWS, draft.review)
        choices = []
        for key in keys:
            if key == "own":
                choices.append((key, t._("by a rule of its own")))
            elif key in words:
                choices.append((key, words[key]))
            else:
                n = int(key)
                words[key] = t.ngettext("{n} month after it", "{n} months after it", n)
                choices.append((key, words[key]))
        label = t._("A tier may go down a step")
        return self._fields.select("review", label, draft.review, tuple(choices))

    # --- earning and spending ----------------------------------------------------------------

    def _earning(self, draft: ProgrammeDraft) -> CardView:
        t, make = self._voice.t, self._fields
        words = {
            "down": t.pgettext("rounding", "down"),
            "up": t.pgettext("rounding", "up"),
            "half_up": t.pgettext("rounding", "half up"),
            "half_down": t.pgettext("rounding", "half down"),
            "half_even": t.pgettext("rounding", "half to even"),
        }
        points, none = t._("points"), t._("no limit")
        return CardView(
            key="earning",
            title=t._("Earning points"),
            fields=(
                make.text("delay", t._("Can be spent after"), draft.delay, t._("days")),
                make.text("step", t._("Points are given in steps of"), draft.step, points),
                make.select("rounding", t._("Rounded"), draft.rounding,
                            tuple((key, words[key]) for key in ROUNDINGS)),
                make.text("most_receipt", t._("At most on a receipt"), draft.most_receipt, points,
                          placeholder=none),
                make.text("most_day", t._("At most in a day"), draft.most_day, points,
                          placeholder=none),
                make.toggle("earn_promotions", t._("Nothing on promotion goods"),
                            on=not draft.earn_promotions),
                make.toggle("earn_redeeming", t._("Nothing when paying with points"),
                            on=not draft.earn_redeeming),
            ),
        )  # fmt: skip

    def _rates(self, draft: ProgrammeDraft) -> CardView:
        t, make = self._voice.t, self._fields
        rows = tuple(
            RowOfFields(
                key=f"groups:{place}",
                fields=(
                    make.select(
                        f"group:{place}", t._("Group"), row.group, self._choices(row.group)
                    ),
                    make.text(f"rate:{place}", t.pgettext("tier", "Earns"), row.rate, "%"),
                ),
                remove=self._fields.remove(self._name(row.group)),
            )
            for place, row in enumerate(draft.groups)
        )
        return CardView(
            key="rates",
            title=t._("Groups with a rate of their own"),
            note=t._("0% earns nothing. Higher tiers get more in the same proportion."),
            growing=GrowingView(
                key="groups",
                captions=(t._("Group"), t.pgettext("tier", "Earns")),
                rows=rows,
                empty=t._("All goods earn the rate of the tier."),
                add=t._("Add group"),
                can_add=self._can_add(len(rows), len(draft.groups)),
            ),
            column=1,
        )

    def _spending(self, draft: ProgrammeDraft) -> CardView:
        t, f, make = self._voice.t, self._voice.f, self._fields
        points, none = t._("points"), t._("no limit")
        return CardView(
            key="spending",
            title=t._("Limits of paying with points"),
            fields=(
                make.text("min_money", t._("Always to pay in money"), draft.min_money,
                          f.currency_symbol, placeholder=f.amount(0, trim=True)),
                make.text("min_points", t._("Not fewer at a time than"), draft.min_points, points,
                          placeholder=none),
                make.text("multiple", t._("In steps of"), draft.multiple, points,
                          placeholder=t._("any number")),
                make.text("most_spent", t._("At most in a day"), draft.most_spent, points,
                          placeholder=none),
            ),
        )  # fmt: skip

    def _excluded(self, draft: ProgrammeDraft) -> CardView:
        t, make = self._voice.t, self._fields
        rows = tuple(
            RowOfFields(
                key=f"not_spent:{place}",
                fields=(make.select(f"not:{place}", t._("Group"), group, self._choices(group)),),
                remove=self._fields.remove(self._name(group)),
            )
            for place, group in enumerate(draft.not_spent)
        )
        return CardView(
            key="excluded",
            title=t._("Not to be paid with points"),
            growing=GrowingView(
                key="not_spent",
                captions=(),
                rows=rows,
                empty=t._("Points may pay for goods of every group."),
                add=t._("Add group"),
                can_add=self._can_add(len(rows), len(draft.not_spent)),
            ),
            column=1,
        )

    def _can_add(self, rows: int, used: int) -> bool:
        return rows < MAX_GROUPS and used < len(self._groups) and not self._fields.locked

    def _choices(self, group: str) -> Choices:
        known = dict(self._groups)
        known.setdefault(group, group)
        return tuple(known.items())

    def _name(self, group: str) -> str:
        return self._groups.get(group, group)

    # --- which section -----------------------------------------------------------------------

    def of_field(self, key: str, draft: ProgrammeDraft, base: Programme) -> str:
        """The section a field stands in; "" for one of none."""
        if key.startswith("when."):
            return ""
        for section, _title in self.titles(draft.mode):
            for card in self.cards(section, draft, base):
                rows = card.growing.rows if card.growing is not None else ()
                fields = [*card.fields, *(field for row in rows for field in row.fields)]
                if any(field.key == key for field in fields):
                    return section
        return "basics"
