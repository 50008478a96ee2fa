"""The tab of consents: what holds now, and everything that was ever said (R24)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pos_app.domain.customer import Consent, Purpose
from pos_app.domain.staff import Approval
from pos_app.presenters.profile_forms import Deed, Done, Form
from pos_app.presenters.profile_state import ActionView, LineView, TabView
from pos_app.presenters.profile_tabs import Place, Tab
from pos_app.presenters.profile_words import CHANNELS, ProfileWords, kept
from pos_app.presenters.sale_words import DOT
from pos_app.services.customers import ConsentChoice, CustomerService
from pos_app.services.profile import Profile
from pos_app.services.session import Session

CHOICES: Final = (
    ConsentChoice(purpose=Purpose.PROGRAMME),
    *(ConsentChoice(purpose=Purpose.MARKETING, channel=channel) for channel in CHANNELS),
)
"""What can be consented to, in the order of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentServices:
    """Where the deeds end.

    ``wording`` is the version of the text in force for a choice; ``name_of`` names one of the
    staff; ``form`` prints the form for a person to sign (None: there is none).
    """

    customers: CustomerService
    session: Callable[[], Session]
    wording: Callable[[ConsentChoice], str]
    name_of: Callable[[int], str]
    form: Callable[[int], object] | None = None


class ConsentsTab(Tab):
    """Present state and history; giving and taking back."""

    key = "consents"

    def __init__(self, words: ProfileWords, services: ConsentServices) -> None:
        self._words = words
        self._services = services

    def title(self, profile: Profile) -> str:
        """See Tab."""
        return self._words.voice.t._("Consents")

    def body(self, profile: Profile, place: Place) -> TabView:
        """See Tab."""
        t = self._words.voice.t
        parts = (("now", t._("In force")), ("history", t._("What was said")))
        part = kept(parts, place.part)
        now = part == "now"
        return TabView(
            parts=parts,
            part=part,
            rows=tuple(self._now(profile, one) for one in CHOICES) if now
            else self._history(profile),
            rows_name=dict(parts)[part],
            empty_title=t._("Nothing was said about consents yet."),
            actions=self._actions(profile, place.row) if now else (),
        )  # fmt: skip

    def act(self, profile: Profile, action: str, place: Place) -> Form | Deed | None:
        """See Tab."""
        services, t = self._services, self._words.voice.t
        customer_id = profile.customer.id
        if action == "form":
            if services.form is not None:
                services.form(customer_id)
            return None
        choice = next((one for one in CHOICES if key_of(one) == place.row), None)
        if choice is None:
            return None
        given = action == "give"

        def run(_approval: Approval | None) -> Done:
            services.customers.state_consent(
                services.session(), customer_id, choice, given=given,
                wording=services.wording(choice),
            )  # fmt: skip
            what = self._words.purpose(choice.purpose, choice.channel)
            words = t._("{what}: consent given", what=what)
            return Done(text=words if given else t._("{what}: consent withdrawn", what=what))

        return run

    def _now(self, profile: Profile, choice: ConsentChoice) -> LineView:
        t, said = self._words.voice.t, profile.consents.get((choice.purpose, choice.channel))
        title = self._words.purpose(choice.purpose, choice.channel)
        if choice.channel is not None:
            title = t._("Offers: {channel}", channel=title)
        if said is None:
            return LineView(
                key=key_of(choice), title=title, note=t._("not asked yet"), right=t._("no consent"),
                icon="circle-x", icon_tone="neutral", tone="text-2",
            )  # fmt: skip
        return LineView(
            key=key_of(choice),
            title=title,
            note=self._story(said),
            right=t._("given") if said.given else t._("withdrawn"),
            icon="circle-check" if said.given else "circle-x",
            icon_tone="accent" if said.given else "danger",
            tone="accent-text" if said.given else "danger-text",
        )

    def _history(self, profile: Profile) -> tuple[LineView, ...]:
        t = self._words.voice.t
        lines = []
        for number, said in reversed(list(enumerate(profile.statements))):
            name = self._words.purpose(said.purpose, said.channel)
            lines.append(
                LineView(
                    key=str(number),
                    title=name if said.channel is None else t._("Offers: {channel}", channel=name),
                    note=self._story(said),
                    right=t._("given") if said.given else t._("withdrawn"),
                    icon="circle-check" if said.given else "circle-x",
                    icon_tone="accent" if said.given else "danger",
                    tone="accent-text" if said.given else "danger-text",
                )
            )
        return tuple(lines)

    def _story(self, said: Consent) -> str:
        t, words = self._words.voice.t, self._words
        parts = (
            words.voice.f.date_time(words.local(said.at)),
            t._("text {version}", version=said.wording),
            self._source(said.source),
            self._services.name_of(said.person_id) if said.person_id else "",
        )
        return f" {DOT} ".join(part for part in parts if part)

    def _source(self, source: str) -> str:
        t = self._words.voice.t
        return {
            "counter": t._("at the counter"),
            "till": t._("at the counter"),
            "paper": t._("on paper"),
            "import": t._("from a file"),
            "merge": t._("after merging"),
        }.get(source, source)

    def _actions(self, profile: Profile, row: str) -> tuple[ActionView, ...]:
        t = self._words.voice.t
        given = {key_of(one): profile.consents_to(one.purpose, one.channel) for one in CHOICES}.get(
            row, False
        )
        actions = [
            ActionView(
                key="give", text=t._("Gives consent"), icon="check", cap="F4", enabled=not given
            ),
            ActionView(key="withdraw", text=t._("Takes it back"), icon="x", cap="F5",
                       enabled=given),
        ]  # fmt: skip
        if self._services.form is not None:
            actions.append(
                ActionView(key="form", text=t._("Form to sign"), icon="file-text", cap="F6")
            )
        return tuple(actions)


def key_of(choice: ConsentChoice) -> str:
    """The row of a choice."""
    return choice.channel.value if choice.channel is not None else choice.purpose.value
