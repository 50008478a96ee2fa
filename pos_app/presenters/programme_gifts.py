"""Cards of the programme's form about promotions and about gifts of points."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.presenters.programme_draft import KINDS, MAX_HOLIDAYS, ProgrammeDraft
from pos_app.presenters.programme_fields import Choices, Fields
from pos_app.presenters.programme_state import CardView, GrowingView, RowOfFields
from pos_app.services.programme_example import StackedPrice


def stacking_cards(
    make: Fields, draft: ProgrammeDraft, stacked: Sequence[StackedPrice]
) -> tuple[CardView, ...]:
    """How card, promotions and coupons go together, with one thing as an example."""
    t, f = make.voice.t, make.voice.f
    words: Choices = (
        ("best", t._("the larger one holds")),
        ("add", t._("both are given")),
        ("promotion_only", t._("only the promotion")),
    )
    names = {
        "list": t._("Without a discount"),
        "promotion": t._("With a promotion of {rate}", rate=f.percent(2000)),
        "card": t._("With the card of {tier}", tier=stacked[0].tier if stacked else ""),
        "all": t._("With both and a coupon of {sum}", sum=f.money(1000)),
    }
    names["both"] = t._("With both")
    return (
        CardView(
            key="stacking",
            title=t._("Card, promotions and coupons"),
            fields=(
                make.select("stacking", t._("Promotion and card on one line"), draft.stacking,
                            words),
                make.text("coupons", t._("Coupons on a receipt"), draft.coupons,
                          placeholder=t._("no limit")),
                make.text("floor", t._("Least margin left"), draft.floor, "%",
                          placeholder=t._("off"),
                          hint=t._("Counts where the cost of goods is known.")),
            ),
            column=2,
        ),
        CardView(
            key="stacked",
            title=t._("One thing for {sum}", sum=f.money(10000)),
            note=t._("as the till works it out"),
            example=tuple((names[each.key], f.money(each.money)) for each in stacked),
            column=2,
        ),
    )  # fmt: skip


def grant_cards(make: Fields, draft: ProgrammeDraft) -> tuple[CardView, ...]:
    """Points for other reasons than a purchase: welcome, birthday, questionnaire, a friend."""
    t = make.voice.t
    titles = {
        "welcome": t.pgettext("gift", "Welcome"),
        "birthday": t._("Birthday"),
        "questionnaire": t._("Questionnaire filled in"),
        "referral": t._("Brought a friend"),
    }
    extra = {
        "birthday": (
            make.text("birthday_before", t._("From"), draft.birthday_before,
                      t.pgettext("birthday", "days before")),
            make.text("birthday_after", t._("Until"), draft.birthday_after, t._("days after")),
            make.text("birthday_known", t._("Date known for"), draft.birthday_known,
                      t._("days")),
        ),
        "referral": (
            make.text("referrals", t._("At most in a month"), draft.referrals,
                      placeholder=t._("no limit"),
                      hint=t._("Given when the friend’s first receipt can no longer be "
                               "returned.")),
        ),
    }  # fmt: skip
    cards = []
    for number, kind in enumerate(KINDS):
        text = getattr(draft, kind)
        fields = [make.toggle(f"on:{kind}", t._("Give points"), on=text.on)]
        if text.on:
            fields.append(make.text(f"points:{kind}", t._("Points"), text.points, t._("points")))
            fields.append(
                make.text(f"days:{kind}", t._("They live"), text.days, t._("days"),
                          placeholder=t._("for ever"))
            )  # fmt: skip
            fields.extend(extra.get(kind, ()))
        card = CardView(key=kind, title=titles[kind], fields=tuple(fields), column=number % 2)
        cards.append(card)
    return tuple(cards)


def holiday_card(make: Fields, draft: ProgrammeDraft) -> CardView:
    """Points for everybody on certain days."""
    t = make.voice.t
    rows = tuple(
        RowOfFields(
            key=f"holidays:{place}",
            fields=(
                make.text(f"hday:{place}", t._("Day"), row.day, right=False),
                make.text(f"hname:{place}", t._("Name"), row.name, right=False),
                make.text(f"hpoints:{place}", t._("Points"), row.points),
                make.text(f"hdays:{place}", t._("They live"), row.days, t._("days"),
                          placeholder=t._("for ever")),
                make.toggle(f"hyearly:{place}", t._("Every year"), on=row.yearly),
            ),
            remove=make.remove(row.name),
        )
        for place, row in enumerate(draft.holidays)
    )  # fmt: skip
    return CardView(
        key="holidays",
        title=t._("Points for everybody on a holiday"),
        growing=GrowingView(
            key="holidays",
            captions=(t._("Day"), t._("Name"), t._("Points"), t._("They live"),
                      t._("Every year")),
            rows=rows,
            empty=t._("No holidays so far."),
            add=t._("Add holiday"),
            can_add=len(rows) < MAX_HOLIDAYS and not make.locked,
        ),
        column=2,
    )  # fmt: skip
