"""Printed questionnaires as kept and as drawn, and what keeps and draws them (R25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.questionnaire import Questionnaire
from pos_app.domain.receipt import SlipShop
from pos_app.services.tabular import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """One printed form. ``response_id`` is what was keyed in from it, None while it waits."""

    id: int = 0
    uuid: str
    code: str
    version_id: int
    customer_id: int | None = None
    language: str
    printed_at: datetime
    person_id: int | None = None
    response_id: int | None = None


class PaperFormRepo(Protocol):
    """Printed forms."""

    def add(self, form: PaperForm) -> int:
        """Store a new one; its id."""

    def by_code(self, code: str) -> PaperForm | None:
        """The form of a code as stored."""

    def tie(self, form_id: int, response_id: int) -> None:
        """Say what was keyed in from it; raises ``PosError("paper_form_unknown")``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """What is different on each form of a batch: its code as stored, and a name or ""."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBatch:
    """All that stands on the forms; texts come in ``language``, else in the shop's."""

    definition: Questionnaire
    language: str
    shop: SlipShop
    sheets: tuple[FormSheet, ...]


class QuestionnaireFormArtist(Protocol):
    """Draws forms to fill by hand."""

    def questionnaire_forms(self, batch: FormBatch, progress: Progress) -> bytes:
        """An A4 PDF of all of them; what ``progress`` raises ends the work."""
