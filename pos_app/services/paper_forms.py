"""Questionnaires on paper: forms printed with a code of their own, keyed in by it (R25)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.paper_form import is_form_code, make_form_code, stored_form_code
from pos_app.domain.staff import Action
from pos_app.services import checks
from pos_app.services.paper_form_records import (
    FormBatch,
    FormSheet,
    PaperForm,
    QuestionnaireFormArtist,
)
from pos_app.services.people import known_customer
from pos_app.services.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.questionnaire_records import VersionRow
from pos_app.services.questionnaire_store import (
    known_questionnaire,
    known_version,
    load_questionnaire,
)
from pos_app.services.response_model import Filling
from pos_app.services.responses import ResponseService
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import LANGUAGES, load_settings
from pos_app.services.slips import local_day, slip_shop
from pos_app.services.tabular import Progress

MOST_FORMS: Final = 200
_LANGUAGE = checks.one_of(LANGUAGES)
_COUNT = checks.whole(1, MOST_FORMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperParts:
    """What the service works with."""

    uow: UnitOfWorkFactory
    responses: ResponseService
    artist: QuestionnaireFormArtist
    clock: Clock
    ids: IdSource


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundForm:
    """A form by its code, with the questionnaire printed on it and the person named on it."""

    form: PaperForm
    version: VersionRow
    name: str = ""


class PaperForms:
    """Anybody at the counter prints a form and keys it in; many at once are a senior's."""

    def __init__(self, parts: PaperParts) -> None:
        self._parts = parts
        self._uow = parts.uow

    def print_forms(
        self,
        session: Session,
        version_id: int,
        *,
        language: str,
        count: int = 1,
        customer_id: int | None = None,
        progress: Progress = lambda done, total: None,
    ) -> bytes:
        """The PDF of ``count`` forms, each with a code of its own; known once it is returned.

        Drawn before anything is written, so that no till waits for a batch. Raises
        :class:`NeedsApproval` or ``PosError``: ``not_allowed``, ``setting_invalid`` (language,
        count), ``questionnaire_unknown``, ``customer_unknown``.
        """
        wanted = _COUNT("count", count)
        ensure_may(session, Action.CUSTOMER_CREATE if wanted == 1 else Action.REPORTS)
        spoken = _LANGUAGE("language", language)
        with self._uow() as uow:
            version = known_version(uow, version_id)
            person = None if customer_id is None else known_customer(uow, customer_id)
            shop = slip_shop(load_settings(uow))
            codes: set[str] = set()
            while len(codes) < wanted:
                codes.add(self._fresh_code(uow))
        sheets = tuple(
            FormSheet(code=code, name=person.name if person is not None else "")
            for code in sorted(codes)
        )
        definition = load_questionnaire(version.definition)
        batch = FormBatch(definition=definition, language=spoken, shop=shop, sheets=sheets)
        pdf = self._parts.artist.questionnaire_forms(batch, progress)
        with self._uow() as uow:
            for sheet in sheets:
                form = PaperForm(
                    uuid=self._parts.ids.uuid(),
                    code=sheet.code,
                    version_id=version.id,
                    customer_id=customer_id,
                    language=spoken,
                    printed_at=self._parts.clock.now(),
                    person_id=session.person_id,
                )
                uow.paper_forms.add(form)
            row = known_questionnaire(uow, version.questionnaire_id)
            content = {
                "questionnaire": row.uuid,
                "name": row.name,
                "version": version.number,
                "language": spoken,
                "forms": wanted,
                "customer": None if person is None else person.uuid,
            }
            event = Event(type="questionnaire.printed", content=content, person=session.person_uuid)
            uow.record(event)
            uow.commit()
        return pdf

    def find(self, session: Session, text: str) -> FoundForm:
        """The form of a typed or scanned code, ready to be keyed in.

        Raises ``PosError``: ``paper_form_misread`` (no code of a form, or its check character is
        wrong), ``paper_form_unknown``, ``paper_form_keyed`` (``when``: the shop's day of that).
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        if not is_form_code(text):
            raise PosError("paper_form_misread")
        with self._uow() as uow:
            form = uow.paper_forms.by_code(stored_form_code(text))
            if form is None:
                raise PosError("paper_form_unknown")
            _ensure_waiting(uow, form)
            version = known_version(uow, form.version_id)
            if form.customer_id is None:
                return FoundForm(form=form, version=version)
            name = known_customer(uow, form.customer_id).name
            return FoundForm(form=form, version=version, name=name)

    def begin(self, session: Session, text: str) -> Filling:
        """Begin to key a form in, or go on where somebody stopped; raises as :meth:`find`."""
        found = self.find(session, text)
        form, responses = found.form, self._parts.responses
        with self._uow() as uow:
            begun = form.response_id and uow.questionnaires.response(form.response_id)
        if begun and begun.state == "draft":
            return responses.resume(session, begun.id)
        filling = responses.begin(
            session,
            form.version_id,
            customer_id=form.customer_id,
            channel="paper",
            language=form.language,
        )
        with self._uow() as uow:
            uow.paper_forms.tie(form.id, filling.response.id)
            uow.commit()
        return filling

    # --- inside ------------------------------------------------------------------------------

    def _fresh_code(self, uow: UnitOfWork) -> str:
        while True:
            try:
                code = make_form_code(self._parts.ids.random_bytes(24))
            except ValueError:
                continue
            if uow.paper_forms.by_code(code) is None:
                return code


def _ensure_waiting(uow: UnitOfWork, form: PaperForm) -> None:
    if form.response_id is None:
        return
    response = uow.questionnaires.response(form.response_id)
    if response is not None and response.completed_at is not None:
        raise PosError(
            "paper_form_keyed", when=local_day(response.completed_at, load_settings(uow))
        )
