"""The needs of a person as they are shown, at the till and elsewhere (R26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pos_app.services.need_records import KnownNeed
from pos_app.services.need_rules import stored_rules
from pos_app.services.ports import UnitOfWork


def known_needs(uow: UnitOfWork, customer_id: int, today: date) -> Sequence[KnownNeed]:
    """The needs of a person in an open transaction; said before guessed, newest first."""
    needs = uow.needs.of_customer(customer_id)
    rules = {each.id: each for each in stored_rules(uow)} if needs else {}
    shown = []
    for need in needs:
        stored = rules.get(need.rule_id) if need.rule_id is not None else None
        switched_off = need.state == "open" and stored is not None and not stored.enabled
        if need.state == "dismissed" or switched_off:
            continue
        shown.append(
            KnownNeed(
                id=need.id,
                key=need.key,
                text=need.text,
                guess=need.kind == "implicit" and need.state == "open",
                evidence=need.evidence,
                evidence_ref=need.evidence_ref,
                confidence=need.confidence,
                noticed_on=need.noticed_on,
                review_on=need.review_on,
                confirmed=need.state == "confirmed",
                stale=need.review_on is not None and need.review_on < today,
                wording=stored.rule.wording if stored is not None else None,
            )
        )
    return sorted(shown, key=lambda need: need.guess)
