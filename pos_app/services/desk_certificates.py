"""What a cashier does with gift certificates: sells them as lines, takes them to pay with (R22)."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.certificate import masked, refusal, stored_code
from pos_app.domain.errors import PosError
from pos_app.domain.money import MAX_PRICE
from pos_app.domain.sale import DraftLine, TenderKind
from pos_app.domain.scan import CertificateScan, ProductScan, UnknownScan, classify
from pos_app.services.certificates import MOST_CODE, domain_certificate, find, fresh_code
from pos_app.services.desk_lines import LineGestures
from pos_app.services.held_certificates import HeldCertificate
from pos_app.services.ports import UnitOfWork
from pos_app.services.text import clean_text

MOST_CERTIFICATES = 10
"""Certificates one receipt takes."""


class CertificateGestures(LineGestures):
    """Gestures on certificates."""

    def sell_certificate(self, amount: int, name: str, code: str = "") -> str:
        """Put a gift certificate of ``amount`` on the receipt; the line's id.

        ``code`` is a preprinted number as scanned, "" for one of our own making; ``name`` what the
        receipt calls it. It exists once the sale is completed. Raises ``PosError``
        ``amount_invalid``, ``certificate_code_taken``, ``certificate_code_invalid``.
        """
        if not 0 < amount <= MAX_PRICE:
            raise PosError("amount_invalid")
        chosen = self._free_code(code)
        line = DraftLine(
            line_id=self._new_line_id(),
            name=name,
            unit_price=amount,
            barcode=chosen,
            certificate=chosen,
        )
        self._append(line, "line")
        return line.line_id

    def _free_code(self, text: str) -> str:
        settings = self._parts.book.current.settings.scanner
        clean = clean_text(text, MOST_CODE, field="code")
        with self._parts.uow() as uow:
            if not clean:
                return fresh_code(uow, self._parts.ids, settings.certificate_prefix)
            code = stored_code(clean, settings.certificate_prefix)
            self._demand_meaningless(uow, clean, code)
            taken = find(uow, code, settings.certificate_prefix) is not None
        if taken or any(line.certificate == code for line in self._draft.lines):
            raise PosError("certificate_code_taken", certificate=code)
        return code

    def _demand_meaningless(self, uow: UnitOfWork, text: str, code: str) -> None:
        """A number that means goods, a card or a slip would never be read as a certificate."""
        scan = classify(text, self._parts.book.current.scan)
        known = (
            not isinstance(scan, CertificateScan | ProductScan | UnknownScan)
            or uow.products.by_barcode(code) is not None
            or uow.products.by_sku(code) is not None
            or uow.cards.by_number(code) is not None
            or (isinstance(scan, ProductScan) and uow.products.by_barcode(scan.gtin) is not None)
        )
        if known or len(code) < 4:
            raise PosError("certificate_code_invalid", certificate=code)

    def present_certificate(self, text: str) -> HeldCertificate:
        """Pay with a certificate, as far as its balance goes (R22); change never comes from it.

        Raises ``PosError`` ``certificate_unknown``, ``certificate_blocked``,
        ``certificate_expired``, ``certificate_empty``, ``certificate_present``,
        ``certificate_limit``, or ``certificate_for_certificate`` where nothing else is sold.
        """
        known = self.look_up_certificate(text)
        if known.refusal:
            raise PosError(known.refusal, certificate=masked(known.code))
        held = self._draft.certificates
        if known.code in held:
            raise PosError("certificate_present")
        if len(held) >= MOST_CERTIFICATES:
            raise PosError("certificate_limit", most=MOST_CERTIFICATES)
        if self._draft.lines and all(line.certificate for line in self._draft.lines):
            raise PosError("certificate_for_certificate")
        free = tuple(
            tender
            for tender in self._draft.tenders
            if tender.locked or tender.kind is TenderKind.CASH
        )
        self._next(
            replace(self._draft, certificates=(*held, known.code), tenders=free), "certificate"
        )
        return next(one for one in self.certificates if one.code == known.code)

    def look_up_certificate(self, text: str) -> HeldCertificate:
        """What is on a certificate; raises ``PosError("certificate_unknown")``."""
        book = self._parts.book.current
        today = book.local(self._parts.clock.now()).date()
        with self._parts.uow() as uow:
            record = find(uow, text, book.settings.scanner.certificate_prefix)
        if record is None:
            raise PosError("certificate_unknown")
        return HeldCertificate(
            code=record.code,
            kind=record.kind,
            balance=record.balance,
            pays=0,
            valid_to=record.valid_to,
            refusal=refusal(domain_certificate(record), today) or "",
        )

    def remove_certificate(self, code: str) -> None:
        """Take a shown certificate back off the sale; nothing was taken from it."""
        kept = tuple(one for one in self._draft.certificates if one != code)
        self._next(replace(self._draft, certificates=kept), "certificate")

    @property
    def certificates(self) -> tuple[HeldCertificate, ...]:
        """The certificates shown, with what each pays."""
        return self._ensure_priced().held
