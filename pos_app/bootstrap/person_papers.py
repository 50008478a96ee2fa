"""Papers of one person: the card agreement, to the printer of this till or into a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters.files.disk import write_bytes_durably
from pos_app.bootstrap.office_devices import StationPrinters
from pos_app.domain.errors import CodedError
from pos_app.presenters.messages import say
from pos_app.services.documents import Paper

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


def print_agreement(frame: Frame, customer_id: int, language: str = "") -> None:
    """Put the card agreement of a person on the paper this till prints on, in the background."""
    shop, t = frame.shop, frame.voice.t
    printer = shop.station.current.printer
    paper = Paper(printer.paper)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")

    def job(_control: object) -> None:
        pdf = shop.consent_forms.of_customer(customer_id, language, paper=paper)
        StationPrinters(shop).send(printer, f"agreement-{stamp}", pdf, paper)

    frame.tasks.run(
        job,
        lambda _none: frame.say(t._("The card agreement is printed."), "accent"),
        lambda error: _failed(frame, error),
    )


def save_agreement(frame: Frame, customer_id: int, language: str = "") -> None:
    """Ask where the card agreement goes, and write it there as an A4 PDF."""
    t = frame.voice.t

    def write(path: str) -> None:
        target = Path(path if path.lower().endswith(".pdf") else f"{path}.pdf")

        def job(_control: object) -> None:
            pdf = frame.shop.consent_forms.of_customer(customer_id, language)
            write_bytes_durably(target, pdf)

        frame.tasks.run(
            job,
            lambda _none: frame.say(t._("Saved: {file}", file=target.name), "accent"),
            lambda error: _failed(frame, error),
        )

    name = f"card-agreement-{customer_id}.pdf"
    frame.dialogs.save_file(t._("Save the form"), name, t._("PDF file (*.pdf)"), write)


def _failed(frame: Frame, error: Exception) -> None:
    if not isinstance(error, CodedError):
        raise error
    frame.say(say(error, frame.voice.t, frame.voice.f), "danger")
