"""What the sign-in page says of the till: the shift, what waits, the last receipt, the backup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_app.i18n import Translator
from pos_app.presenters.sign_in_state import SignInFact

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


def sign_in_facts(frame: Frame, t: Translator) -> Sequence[SignInFact]:
    """What waits since last time: the shift, parked sales, the last receipt, the last backup."""
    shop, f = frame.shop, frame.voice.f
    found = [_shift_fact(frame, t)]
    till = shop.book.current.settings.till.id
    with shop.store.uow() as uow:
        parked = uow.drafts.parked(till)
        draft = uow.drafts.open_draft(till)
    if parked:
        first = parked[0].parked_at
        note = f.time(frame.local(first)) if first is not None else ""
        found.append(
            SignInFact(
                icon="pause",
                title=t.ngettext("{n} parked receipt", "{n} parked receipts", len(parked)),
                note=note,
            )
        )
    if draft is not None and draft.lines:
        words = t.ngettext(
            "An unfinished sale of {n} line waits",
            "An unfinished sale of {n} lines waits",
            len(draft.lines),
        )
        note = t._("Sign in to go on with it")
        found.append(SignInFact(icon="shopping-basket", title=words, note=note))
    last = shop.receipts.last(till)
    if last is not None:
        printed = {
            "yes": t._("printed"),
            "no": t._("not printed"),
            "unknown": t._("perhaps not printed"),
        }[last.printed]
        found.append(
            SignInFact(
                icon="receipt-text",
                title=t._("Last receipt {number}: {total}", number=str(last.number),
                          total=f.money(last.total)),
                note=t._("saved, {printed}", printed=printed),
                tone="ok" if last.printed == "yes" else "warn",
            )
        )  # fmt: skip
    found.append(_backup_fact(frame, t))
    return found


def _shift_fact(frame: Frame, t: Translator) -> SignInFact:
    f = frame.voice.f
    shift = frame.shop.till.current()
    till = frame.shop.book.current.settings.till.id
    if shift is None:
        return SignInFact(
            icon="store",
            title=t._("Till {till}, shift closed", till=till),
            note=t._("Open it to begin selling"),
        )
    since = frame.local(shift.opened_at)
    today = since.date() == frame.shop.book.local_now().date()
    return SignInFact(
        icon="store",
        title=t._("Till {till}, shift {number}", till=till, number=str(shift.number)),
        note=t._("open since {time}", time=f.time(since) if today else f.date_time(since)),
    )


def _backup_fact(frame: Frame, t: Translator) -> SignInFact:
    state = frame.shop.backup.state()
    if state.last_verified is None:
        note, tone = t._("No backup yet"), "warn"
    else:
        moment = frame.voice.f.date_time(frame.local(state.last_verified))
        note, tone = t._("Backup of {moment}", moment=moment), "warn" if state.old else "ok"
    return SignInFact(icon="shield-check", title=t._("Data on this computer"), note=note, tone=tone)
