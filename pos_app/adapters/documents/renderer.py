"""From a queued job to pages: reads the saved snapshot and has the right slip drawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pos_app.adapters.documents.certificate import render_certificate
from pos_app.adapters.documents.coupon import render_coupon
from pos_app.adapters.documents.explanation import render_explanation
from pos_app.adapters.documents.logo import load_logo
from pos_app.adapters.documents.raster import rasterise, to_png
from pos_app.adapters.documents.receipt import render_receipt
from pos_app.adapters.documents.shift import render_shift
from pos_app.adapters.documents.trial import render_trial
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import Bitmap, JobKind, Paper
from pos_app.services.records import PrintJobRow
from pos_app.services.snapshots import (
    load_certificate,
    load_explanation,
    load_receipt,
    load_shift,
)


class SlipDrawer:
    """The :class:`~pos_app.services.documents.SlipRenderer` of the program.

    ``logo_folder`` is the shop's data folder that logos are taken from (None: no logos).
    """

    def __init__(self, logo_folder: Path | None = None) -> None:
        self._logos = logo_folder

    def pdf(self, job: PrintJobRow, paper: Paper) -> bytes:
        """The PDF of a job; raises ``EnvironmentProblem("slip_unreadable")`` for a bad payload."""
        try:
            return self._draw(job, paper)
        except (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise EnvironmentProblem("slip_unreadable", kind=job.kind, ref=job.ref) from error

    def bitmaps(self, pdf: bytes, paper: Paper) -> Sequence[Bitmap]:
        """Each page as dots."""
        return rasterise(pdf, paper)

    def preview(self, job: PrintJobRow, paper: Paper) -> Sequence[bytes]:
        """Each page as a PNG file, dot for dot what the printer gets."""
        return tuple(to_png(page) for page in rasterise(self.pdf(job, paper), paper))

    def _draw(self, job: PrintJobRow, paper: Paper) -> bytes:
        kind = JobKind(job.kind)
        if kind is JobKind.RECEIPT:
            receipt = load_receipt(job.payload)
            logo = load_logo(self._logos, receipt.shop.logo)
            return render_receipt(receipt, paper, copy=job.copy, language=job.language, logo=logo)
        if kind is JobKind.COUPON:
            receipt = load_receipt(job.payload)
            coupon = next((c for c in receipt.coupons if c.code == job.ref), None)
            if coupon is None:
                raise KeyError(job.ref)
            return render_coupon(coupon, receipt, paper, copy=job.copy, language=job.language)
        if kind in (JobKind.CERTIFICATE, JobKind.CERTIFICATE_BALANCE):
            return render_certificate(
                load_certificate(job.payload),
                paper,
                balance=kind is JobKind.CERTIFICATE_BALANCE,
                copy=job.copy,
                language=job.language,
            )
        if kind is JobKind.EXPLANATION:
            said = load_explanation(job.payload)
            logo = load_logo(self._logos, said.shop.logo)
            return render_explanation(said, paper, logo=logo)
        if kind in (JobKind.X_REPORT, JobKind.SHIFT_CLOSE):
            slip = load_shift(job.payload)
            logo = load_logo(self._logos, slip.shop.logo)
            return render_shift(slip, paper, copy=job.copy, language=job.language, logo=logo)
        if kind is JobKind.TEST:
            return render_trial(paper, language=job.language or "en")
        raise ValueError("the drawer has no slip")
