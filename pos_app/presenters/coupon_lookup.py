"""One coupon by its code: how it stands, where it came from, where it was used; void it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.promotion import MinAmount
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.campaign_words import benefit_word, coupon_state_word, when_word
from pos_app.presenters.campaigns_state import BlockPagePort, BlockPageState, CampaignWays
from pos_app.presenters.messages import refusal, say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import ActionView, BlockView, FieldView, RowView, Tone
from pos_app.services.campaign_codes import CouponCodes, CouponReport
from pos_app.services.coupon_issue import ONE_BY_ONE
from pos_app.services.coupons import hours_text, printed_code, weekdays_text
from pos_app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupParts:
    """What the presenter is joined from."""

    codes: CouponCodes
    session: Callable[[], Session]
    voice: Voice
    ways: CampaignWays
    local: Callable[[datetime], datetime]
    prefix: Callable[[], str]


class CouponLookupPresenter:
    """A code goes in, all about it comes out."""

    def __init__(self, parts: LookupParts, view: BlockPagePort) -> None:
        self._p = parts
        self._view = view
        self._code = ""
        self._reason = ""
        self._found: CouponReport | None = None
        self._says: tuple[str, Tone] = ("", "neutral")
        self._opened = 0

    def open(self, code: str = "") -> None:
        """Come to the page, with a code or to type one."""
        self._opened += 1
        self._says = ("", "neutral")
        if code:
            self.scan(code)
        else:
            self._code, self._found, self._reason = "", None, ""
            self.show()

    def refresh(self) -> None:
        """Something was sold or voided meanwhile."""
        if self._found is not None:
            self._read(self._found.record.code)
            self.show()

    def edit(self, key: str, text: str) -> None:
        """A field was typed in."""
        if key == "code":
            self._code = text
        elif key == "reason":
            self._reason = text
        self.show()

    def scan(self, text: str) -> None:
        """A coupon was scanned."""
        self._code = text
        self.find()

    def press(self, action: str, ref: str) -> None:
        """A button of a card."""
        if action == "find":
            self.find()
        elif action == "void":
            self.void()
        elif action == "campaign" and self._found is not None and self._found.campaign:
            self._p.ways.open_campaign(self._found.campaign.id)

    def choose(self, block: str, key: str) -> None:
        """A receipt of its history."""
        if key.isdigit() and int(key):
            self._p.ways.open_receipt(key)

    def find(self) -> None:
        """Look the code up."""
        if not self._code.strip():
            return
        self._says, self._reason = ("", "neutral"), ""
        self._read(self._code)
        if self._found is None:
            self._view.alert()
        self.show()

    def void(self) -> None:
        """Make it worthless."""
        if self._found is None:
            return
        code = self._found.record.code
        try:
            self._p.codes.void(self._p.session(), code, self._reason)
        except CodedError as error:
            self._view.alert()
            self._says = (say(error, self._p.voice.t, self._p.voice.f), "danger")
            self.show()
            return
        self._reason = ""
        self._read(code)
        self._says = (self._p.voice.t._("The coupon is void now."), "accent")
        self.show()

    def back(self) -> None:
        """To the list of campaigns."""
        self._p.ways.to_list()

    def _read(self, code: str) -> None:
        try:
            self._found = self._p.codes.look_up(code)
        except PosError as error:
            self._found = None
            self._says = (say(error, self._p.voice.t, self._p.voice.f), "danger")

    # --- words -------------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t, found = self._p.voice.t, self._found
        says, tone = self._says
        find = ActionView(
            key="find", text=t._("Look up"), icon="search", v="primary", cap="Enter",
            enabled=bool(self._code.strip()),
        )  # fmt: skip
        ask = BlockView(
            key="ask",
            title=t._("Which coupon?"),
            note=t._("Scan it, or type its code."),
            fields=(FieldView(key="code", label=t._("Code"), text=self._code, wide=True),),
            says=says,
            tone=tone,
            actions=(find,),
        )
        self._view.render(
            BlockPageState(
                title=t._("Look up a coupon"),
                badge=coupon_state_word(t, found.record.state) if found is not None else "",
                badge_tone=self._tone(found) if found is not None else "neutral",
                main=(ask, self._facts(found)) if found is not None else (ask,),
                side=self._side(found) if found is not None else (),
                tabs=(("main", t._("Coupon")), ("side", t._("History"))) if found else (),
                focus="code",
                opened=self._opened,
            )
        )

    def _tone(self, found: CouponReport) -> Tone:
        if found.record.state == "void":
            return "danger"
        return "accent" if found.refusal is None else "neutral"

    def _facts(self, found: CouponReport) -> BlockView:
        t, f, record = self._p.voice.t, self._p.voice.f, found.record
        until = f.date(record.valid_to) if record.valid_to else t._("without an end")
        uses = t._("{done} of {total}", done=f.number(record.uses), total=self._most(found))
        rows = [
            ("gives", t._("It gives"), self._gives(found)),
            ("good", t._("Good"), f"{f.date(record.valid_from)} – {until}"),
            ("when", t._("On days and hours"), when_word(f, found.rule)),
            ("uses", t.pgettext("coupon", "Used"), uses),
            ("whose", t._("For"), found.trail.customer or t._("whoever brings it")),
            ("why", t._("Why void"), found.trail.reason),
            ("now", t._("At the till now"), self._now(found)),
        ]
        campaign = found.campaign
        opens = ActionView(key="campaign", text=t._("To the campaign"), icon="arrow-right")
        return BlockView(
            key="coupon",
            title=printed_code(record.code, self._p.prefix()),
            note=campaign.name if campaign is not None else t._("By the next-purchase setting."),
            fields=tuple(
                FieldView(key=f"fact_{key}", label=label, kind="fact", text=text)
                for key, label, text in rows
                if text
            ),
            actions=(opens,) if campaign is not None else (),
        )

    def _gives(self, found: CouponReport) -> str:
        t, f = self._p.voice.t, self._p.voice.f
        parts = [benefit_word(t, f, found.rule), found.rule.name]
        parts += [
            t._("from {amount}", amount=f.money(condition.amount, trim=True))
            for condition in found.rule.conditions
            if isinstance(condition, MinAmount)
        ]
        return ", ".join(part for part in parts if part)

    def _most(self, found: CouponReport) -> str:
        most = found.record.max_uses
        return self._p.voice.f.number(most) if most else "∞"

    def _now(self, found: CouponReport) -> str:
        t, f = self._p.voice.t, self._p.voice.f
        if found.refusal is None:
            return t._("It is taken.")
        record = found.record
        return refusal(
            found.refusal,
            t,
            f,
            valid_from=record.valid_from.isoformat(),
            valid_to=record.valid_to.isoformat() if record.valid_to else "",
            weekdays=weekdays_text(found.rule),
            hours=hours_text(found.rule),
        )

    def _side(self, found: CouponReport) -> tuple[BlockView, ...]:
        t = self._p.voice.t
        history = BlockView(
            key="history", title=t._("History"), rows=tuple(self._rows(found)),
            rows_name=t._("History"),
        )  # fmt: skip
        if found.record.state in ("void", "redeemed"):
            return (history,)
        may = right_for(self._p.session().role, Action.COUPON_VOID) is Right.YES
        void = ActionView(
            key="void", text=t._("Void the coupon"), icon="ban", v="danger",
            enabled=bool(self._reason.strip()), locked=not may,
        )  # fmt: skip
        return (
            history,
            BlockView(
                key="void",
                title=t._("Make it worthless"),
                fields=(
                    FieldView(key="reason", label=t._("Reason"), text=self._reason, wide=True),
                ),
                actions=(void,),
            ),
        )

    def _rows(self, found: CouponReport) -> list[RowView]:
        t, f, trail = self._p.voice.t, self._p.voice.f, found.trail
        made = found.record.issued_at
        batch = ""
        if found.batch and found.batch != ONE_BY_ONE:
            batch = t._("Batch {number}", number=found.batch)
        rows = [
            RowView(
                key=str(trail.source_number),
                title=t._("With receipt {number}", number=str(trail.source_number))
                if trail.source_receipt
                else t._("Made"),
                note=batch,
                right=f.date_time(self._p.local(made)) if made is not None else "",
                icon="ticket-percent",
            )
        ]
        rows += [
            RowView(
                key=str(use.number),
                title=t._("Used on receipt {number}", number=str(use.number))
                if use.uses > 0
                else t._("Given back by a return"),
                note=use.customer,
                right=f.date_time(self._p.local(use.at)),
                icon="receipt-text" if use.uses > 0 else "undo-2",
            )
            for use in trail.uses
        ]
        if found.record.state == "void":
            rows.append(
                RowView(
                    key="0",
                    title=t._("Made void"),
                    note=trail.reason,
                    right=f.date_time(self._p.local(trail.state_at)),
                    icon="ban",
                    tone="danger",
                )
            )
        return rows
