"""Printed questionnaires and what was keyed in from them."""

from __future__ import annotations

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import Session, reference, utc_text, utc_time
from pos_app.domain.errors import PosError
from pos_app.services.paper_form_records import PaperForm


class SqlitePaperForms:
    """See :class:`pos_app.services.paper_form_records.PaperFormRepo`."""

    def __init__(self, session: Session) -> None:
        self._rows = SealedRows(session, "paper_form")

    def add(self, form: PaperForm) -> int:
        """Store a new one; its id."""
        return self._rows.add(
            {
                "id": form.id,
                "uuid": form.uuid,
                "code": form.code,
                "version_id": form.version_id,
                "customer_id": form.customer_id,
                "language": form.language,
                "printed_at": utc_text(form.printed_at),
                "person_id": reference(form.person_id),
                "response_id": form.response_id,
            }
        )

    def by_code(self, code: str) -> PaperForm | None:
        """The form of a code as stored."""
        rows = self._rows.find("code = ?", code)
        if not rows:
            return None
        row = rows[0]
        return PaperForm(
            id=row[0],
            uuid=row[1],
            code=row[2],
            version_id=row[3],
            customer_id=row[4],
            language=row[5],
            printed_at=utc_time(row[6]),
            person_id=row[7],
            response_id=row[8],
        )

    def tie(self, form_id: int, response_id: int) -> None:
        """Say what was keyed in from it; raises ``PosError("paper_form_unknown")``."""
        if not self._rows.change(form_id, response_id=response_id):
            raise PosError("paper_form_unknown")
