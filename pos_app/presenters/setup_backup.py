"""Step 6: where copies of the shop's data go."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.domain.errors import CodedError
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_draft import SetupDraft
from pos_app.presenters.setup_state import FolderState, FormPage
from pos_app.presenters.setup_steps import Errors, FilePort, Shown
from pos_app.presenters.setup_words import tell


class BackupStep(Shown):
    """See :class:`pos_app.presenters.setup_steps.Step`.

    ``home`` is the usual folder of backups; ``probe`` raises where a folder cannot be written to.
    """

    def __init__(
        self,
        draft: SetupDraft,
        voice: Voice,
        show: Callable[[], None],
        files: FilePort,
        home: str,
        probe: Callable[[str], None],
    ) -> None:
        super().__init__(draft, voice, show)
        self._files = files
        self._home = home
        self._probe = probe
        self._error = ""

    def titles(self) -> tuple[str, str, str]:
        """See Step."""
        t = self.voice.t
        return (
            t._("Backup"),
            t._("Copies are made and proved by themselves, also while you sell."),
            t._("A second place can be chosen later."),
        )

    def note(self) -> str:
        """See Step."""
        return self.draft.second_backup or self.voice.t._("On this computer")

    def edit(self, key: str, value: str) -> bool:
        """See Step."""
        return False

    def press(self, action: str, ref: str) -> None:
        """Choose or forget the second place."""
        if action == "folder":
            t = self.voice.t
            start = self.draft.second_backup
            self._files.open_folder(t._("Folder for the second copy"), start, self._take)
            return
        if action == "folder_remove":
            self.draft.second_backup, self._error = "", ""
        self.show()

    def _take(self, path: str) -> None:
        try:
            self._probe(path)
        except CodedError as error:
            self._error = tell(self.voice, error)
        else:
            self.draft.second_backup, self._error = path, ""
        self.show()

    def page(self, errors: Errors) -> FormPage:
        """See Step."""
        t = self.voice.t
        chosen = self.draft.second_backup
        return FormPage(
            folders=(
                FolderState(
                    key="first",
                    label=t._("On this computer"),
                    path=self._home,
                    hint=t._("Every 15 minutes while you sell, and when a shift is closed."),
                ),
                FolderState(
                    key="second",
                    label=t._("On another medium"),
                    path=chosen or t._("not chosen"),
                    hint=t._("A memory stick or another disk saves the shop if this one dies."),
                    choose=t._("Choose a folder"),
                    remove=t._("Remove") if chosen else "",
                    error=self._error,
                ),
            ),
            facts=(
                ("shield-check", t._("Every copy is opened and checked before it counts.")),
                ("wifi-off", t._("Nothing is sent anywhere.")),
            ),
        )
