"""The texts people consent to, as the owner writes them: one language and one purpose at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.presenters.privacy_words import subject_words
from pos_app.presenters.settings_form import Common
from pos_app.presenters.settings_state import BlockView, FieldView, RowView
from pos_app.services.consent_defaults import SUBJECTS, Subject
from pos_app.services.consent_texts import ConsentTexts, Wording
from pos_app.services.session import Session

_TEXT: Final = "privacy.text"
_ABOUT: Final = "privacy.about"
_LANGUAGE: Final = "privacy.language"
_TONGUES: Final = (
    ("en", "English"), ("ru", "Русский"), ("pl", "Polski"), ("az", "Azərbaycan"),
)  # fmt: skip


class ConsentWords:
    """What was typed and not saved stays in the memory of the settings, for every text."""

    def __init__(
        self, common: Common, texts: ConsentTexts, local: Callable[[datetime], datetime]
    ) -> None:
        self._c, self._texts, self._local = common, texts, local
        self._versions: Sequence[Wording] = ()
        self._error = ""

    @property
    def _typed(self) -> dict[str, str]:
        return self._c.memory.of("privacy.texts")

    @property
    def _at(self) -> dict[str, str]:
        return self._c.memory.of("privacy.at")

    def read(self) -> None:
        """The versions there are."""
        self._versions = self._texts.history()

    def block(self, *, locked: bool) -> BlockView:
        """The card: about what, in which language, the words, the versions."""
        t, f = self._c.voice.t, self._c.voice.f
        about, language = self._about(), self._language()
        names = dict(_TONGUES)
        fields = (
            FieldView(key=_ABOUT, label=t._("About"), kind="select", text=_key(about),
                      choices=tuple((_key(each), subject_words(t, each)) for each in SUBJECTS)),
            FieldView(key=_LANGUAGE, label=t._("Language"), kind="select", text=language,
                      choices=_TONGUES),
            FieldView(key=_TEXT, label=t._("The words"), kind="lines", wide=True,
                      text=self._words(about, language), locked=locked,
                      error=self._error),
        )  # fmt: skip
        rows = tuple(
            RowView(
                key=each.version,
                title=t._("version {number}", number=each.version),
                note=t._("in force") if n == 0 else "",
                right=f.date_time(self._local(each.since)) if each.since else t._("as supplied"),
                icon="file-text",
                tone="accent" if n == 0 else "neutral",
            )
            for n, each in enumerate(self._versions)
        )
        changed = {names[key.partition("/")[2]] for key in self._typed}
        note = t._("Saving makes a new version; what was said before keeps its words.")
        if changed:
            note = t._("Changed and not saved: {languages}.", languages=", ".join(sorted(changed)))
        return BlockView(
            key="texts",
            title=t._("What people consent to"),
            note=note,
            fields=fields,
            fields_first=True,
            rows=rows,
            rows_name=t._("Versions"),
        )

    def unsaved(self) -> int:
        """How many texts were changed and not saved."""
        return len(self._typed)

    def edit(self, key: str, text: str, *, locked: bool) -> bool:
        """A field of the card changed; False when it is none of them."""
        if key == _ABOUT:
            self._at["about"] = text
        elif key == _LANGUAGE:
            self._at["language"] = text
        elif key != _TEXT:
            return False
        elif locked:
            self._c.alert()
        else:
            self._error = ""
            self._type(text)
        return True

    def undo(self) -> None:
        """Forget what was typed."""
        self._typed.clear()
        self._error = ""

    def save(self, session: Session) -> bool:
        """All that was typed as one new version; False with the refusal at the field."""
        if not self._typed:
            return True
        by_key = {_key(each): each for each in SUBJECTS}
        texts = {
            (by_key[about], language): text
            for key, text in self._typed.items()
            for about, _, language in (key.partition("/"),)
        }
        try:
            self._texts.change(session, texts)
        except CodedError as error:
            self._error = self._c.words(error)
            self._c.alert()
            return False
        self._typed.clear()
        return True

    def _about(self) -> Subject:
        wanted = self._at.get("about", "")
        return next((each for each in SUBJECTS if _key(each) == wanted), SUBJECTS[0])

    def _language(self) -> str:
        return self._at.get("language", self._c.voice.t.language)

    def _stored(self, about: Subject, language: str) -> str:
        newest = self._versions[0] if self._versions else self._texts.in_force()
        return newest.text(*about, language)

    def _words(self, about: Subject, language: str) -> str:
        return self._typed.get(f"{_key(about)}/{language}", self._stored(about, language))

    def _type(self, text: str) -> None:
        about, language = self._about(), self._language()
        if text == self._stored(about, language):
            self._typed.pop(f"{_key(about)}/{language}", None)
        else:
            self._typed[f"{_key(about)}/{language}"] = text


def _key(subject: Subject) -> str:
    purpose, channel = subject
    return channel.value if channel is not None else purpose.value
