"""One campaign: its terms at the left, how it goes and its codes at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.promotion import AmountOff, Gift, PercentOff, PointsMultiplier, Scope
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.campaign_blocks import CampaignBlocks, FormFacts
from pos_app.presenters.campaign_codes import CodesPanel, CodesParts
from pos_app.presenters.campaign_form import CampaignReader, Texts, new_texts, texts_of
from pos_app.presenters.campaign_words import TONES, coupon_sentence, standing_word
from pos_app.presenters.campaigns import next_state
from pos_app.presenters.campaigns_state import BlockPagePort, BlockPageState
from pos_app.presenters.messages import say
from pos_app.presenters.settings_state import ActionView, BlockView, FieldView, Tone
from pos_app.services.campaigns import CampaignDraft, CampaignService, CampaignView
from pos_app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignParts:
    """What the presenter is joined from. ``find_item`` gives the SKU of a code or SKU typed."""

    service: CampaignService
    codes: CodesParts
    groups: Callable[[], Sequence[tuple[str, str]]]
    find_item: Callable[[str], str | None]


class CampaignPresenter:
    """The form, its unsaved changes, and the deeds beside it."""

    def __init__(self, parts: CampaignParts, view: BlockPagePort) -> None:
        self._p = parts
        self._voice = parts.codes.voice
        self._view = view
        self._id = 0
        self._found: CampaignView | None = None
        self._saved: Texts = new_texts()
        self._texts: Texts = new_texts()
        self._errors: dict[str, str] = {}
        self._notice: tuple[str, Tone] = ("", "neutral")
        self._ends = False
        self._groups: tuple[tuple[str, str], ...] = ()
        self._attempt = 0
        self._opened = 0
        self._codes = CodesPanel(parts.codes, self._codes_changed, view.alert)

    # --- coming and going --------------------------------------------------------------------

    def open(self, campaign_id: int) -> None:
        """Come to a campaign; 0 for a new one. What was typed for it before is still there."""
        if campaign_id == self._id and self.unsaved and self._opened:
            self._notice = (
                self._voice.t._("What you changed is kept here until you save it."),
                "warn",
            )
            self.show()
            return
        self._id = campaign_id
        self._load()
        self._notice = ("", "neutral")
        self._opened += 1
        self._codes.open(self._found)
        self.show()

    def refresh(self) -> None:
        """Coupons were made or used, or goods changed; not while codes are being stored."""
        if self._codes.busy or not self._opened:
            return
        self._groups = tuple(self._p.groups())
        if self._id:
            try:
                self._found = self._p.service.read(self._id)
            except CodedError as error:
                self._refuse(error)
                return
            self._codes.refresh(self._found)
        self.show()

    def take_over(self, before: CampaignPresenter) -> None:
        """The pages were made anew (another language): what was typed goes on being there."""
        if before._opened:
            self.open(before._id)
            if before.unsaved:
                self._texts = dict(before._texts)
            self.show()

    @property
    def unsaved(self) -> int:
        """How many fields were changed and not saved."""
        return sum(1 for key, text in self._texts.items() if text != self._saved[key])

    def _load(self) -> None:
        self._groups = tuple(self._p.groups())
        self._found = self._p.service.read(self._id) if self._id else None
        if self._found is None:
            self._saved = new_texts()
        else:
            record = self._found.record
            draft = CampaignDraft(
                name=record.name,
                campaign=self._found.campaign,
                valid_from=record.valid_from,
                valid_to=record.valid_to,
            )
            self._saved = texts_of(draft, self._voice.f)
        self._texts = dict(self._saved)
        self._errors = {}
        self._ends = False

    def back(self) -> None:
        """To the list; nothing is thrown away."""
        if self.unsaved:
            t = self._voice.t
            self._p.codes.ways.say(t._("What you changed is kept here until you save it."))
        self._p.codes.ways.to_list()

    # --- gestures ----------------------------------------------------------------------------

    def edit(self, key: str, text: str) -> None:
        """A field was typed in."""
        if self._codes.edit(key, text):
            self.show()
            return
        if self._locked():
            self._view.alert()
        elif key in self._texts:
            self._texts[key] = text
            self._errors.pop(key, None)
            self._notice = ("", "neutral")
        self.show()

    def choose(self, block: str, key: str) -> None:
        """A row of a list."""
        if block == "codes":
            self._codes.choose(key)
            self.show()

    def press(self, action: str, ref: str) -> None:
        """A button of a card."""
        if action == "move" and self._found is not None:
            self._move(next_state(self._found))
        elif action == "end":
            self._ends = True
            self.show()
        elif action == "end_no":
            self._ends = False
            self.show()
        elif action == "end_yes":
            self._ends = False
            self._move("ended")
        else:
            self._codes.press(action)

    def scan(self, text: str) -> None:
        """A customer's card goes into the field that wants one."""
        self._codes.edit("person", text)
        self.show()

    def undo(self) -> None:
        """Back to what is kept."""
        self._texts = dict(self._saved)
        self._errors = {}
        self._notice = ("", "neutral")
        self.show()

    def save(self) -> None:
        """Keep the terms; a new campaign becomes a draft."""
        if self._locked() or (self._id and not self.unsaved):
            return
        before = self._found.campaign if self._found is not None else None
        reader = CampaignReader(self._texts, self._voice.f, before)
        draft = reader.read()
        codes = dict(reader.errors)
        if draft is not None:
            draft = self._with_items(draft, codes)
        if draft is None or codes:
            self._fault({key: self._mistake(code) for key, code in codes.items()})
            return
        try:
            self._id = self._p.service.save(self._session(), draft, self._id)
        except PosError as error:
            self._blame(error)
            return
        except CodedError as error:
            self._refuse(error)
            return
        self._load()
        self._codes.refresh(self._found)
        self._notice = (self._saved_words(), "accent")
        self.show()

    def _with_items(self, draft: CampaignDraft, errors: dict[str, str]) -> CampaignDraft:
        """The same with the SKUs of the codes typed; unknown ones become mistakes."""
        benefit = draft.campaign.benefit
        (effect,) = benefit.effects
        if isinstance(effect, Gift):
            sku = self._p.find_item(effect.sku)
            if sku is None:
                errors["sku"] = "item"
                return draft
            effect = replace(effect, sku=sku)
        elif isinstance(effect, (PercentOff, AmountOff, PointsMultiplier)) and effect.scope.skus:
            found = [self._p.find_item(each) for each in sorted(effect.scope.skus)]
            if None in found:
                errors["items"] = "item"
                return draft
            scope = Scope(skus=frozenset(sku for sku in found if sku is not None))
            effect = replace(effect, scope=scope)
        benefit = replace(benefit, effects=(effect,))
        return replace(draft, campaign=replace(draft.campaign, benefit=benefit))

    def _saved_words(self) -> str:
        t = self._voice.t
        if self._found is not None and self._found.record.state == "draft":
            return t._("Saved as a draft. Start it when everything is right.")
        return t._("Saved. Coupons made before keep their terms.")

    def _move(self, state: str) -> None:
        if not state or self._id == 0:
            return
        try:
            self._p.service.move(self._session(), self._id, state)
        except CodedError as error:
            self._refuse(error)
            return
        self.refresh()

    # --- mistakes ----------------------------------------------------------------------------

    def _blame(self, error: PosError) -> None:
        field = str(error.params.get("field", ""))
        if field in self._texts:
            self._fault({field: self._wrong(field, error)})
        else:
            self._refuse(error)

    def _fault(self, errors: dict[str, str]) -> None:
        self._errors = errors
        self._attempt += 1
        self._notice = (
            say(PosError("campaign_invalid"), self._voice.t, self._voice.f),
            "danger",
        )
        self._view.alert()
        self.show()

    def _refuse(self, error: CodedError) -> None:
        self._notice = (say(error, self._voice.t, self._voice.f), "danger")
        self._view.alert()
        self.show()

    def _wrong(self, field: str, error: PosError) -> str:
        if error.code != "campaign_invalid":
            return say(error, self._voice.t, self._voice.f)
        t = self._voice.t
        special = {
            "name": t._("This must not stay empty."),
            "percent": t._("A share is between 0 and 100%."),
            "ends_on": t._("The end lies before the beginning."),
            "valid_to": t._("The end lies before the beginning."),
            "factor": t._("More than once, for example 2."),
            "sku": t._("This product is not in the list."),
        }
        return special.get(field, t._("This is not possible here."))

    def _mistake(self, code: str) -> str:
        t, f = self._voice.t, self._voice.f
        return {
            "empty": t._("This must not stay empty."),
            "money": t._("A sum looks like {example}.", example=f.amount(123450)),
            "percent": t._("Enter per cent, for example {example}.", example=f.points(1250)),
            "factor": t._("More than once, for example 2."),
            "whole": t._("Enter a whole number."),
            "day": t._("A day looks like 24.12.2026."),
            "time": t._("A time looks like 9:30."),
            "hours": t._("The two times must differ."),
            "item": t._("This product is not in the list."),
        }[code]

    # --- state -------------------------------------------------------------------------------

    def _session(self) -> Session:
        return self._p.codes.session()

    def _locked(self) -> bool:
        ended = self._found is not None and self._found.record.state == "ended"
        return ended or right_for(self._session().role, Action.PROGRAMME) is not Right.YES

    def _codes_changed(self) -> None:
        if self._id and not self._codes.busy:
            self._found = self._p.service.read(self._id)
            self._codes.refresh(self._found)
        self.show()

    def show(self) -> None:
        """Render what is."""
        t, found = self._voice.t, self._found
        unsaved, locked = self.unsaved, self._locked()
        facts = FormFacts(
            texts=self._texts,
            errors=self._errors,
            groups=self._groups,
            locked=locked,
        )
        self._view.render(
            BlockPageState(
                title=found.record.name if found is not None else t._("New campaign"),
                badge=standing_word(t, found.standing) if found is not None else "",
                badge_tone=TONES[found.standing] if found is not None else "neutral",
                unsaved=t.ngettext("{n} change not saved", "{n} changes not saved", unsaved)
                if unsaved
                else "",
                saves=True,
                can_save=bool(unsaved) or not self._id,
                lock=self._lock_words(),
                notice=self._notice[0],
                notice_tone=self._notice[1],
                main=tuple(CampaignBlocks(self._voice, facts).all()),
                side=(self._figures(found), *self._codes.blocks(locked=locked))
                if found is not None
                else (),
                tabs=(("main", t._("Terms")), ("side", t._("Figures and codes")))
                if found is not None
                else (),
                fault=next((key for key in self._texts if key in self._errors), ""),
                attempt=self._attempt,
                focus="" if self._id else "name",
                opened=self._opened,
            )
        )

    def _lock_words(self) -> str:
        t = self._voice.t
        if self._found is not None and self._found.record.state == "ended":
            return t._("The campaign has ended. Copy it to begin anew.")
        if self._locked():
            return t._("Only the owner changes this. The owner has to sign in.")
        return ""

    def _figures(self, found: CampaignView) -> BlockView:
        t, f, figures = self._voice.t, self._voice.f, found.figures
        facts = (
            ("made", t._("Made"), f.number(figures.issued)),
            ("used", t.pgettext("coupon", "Used"), f.number(figures.redeemed)),
            ("void", t._("Void"), f.number(figures.void)),
            ("given", t._("Money given"), f.money(figures.given)),
        )
        return BlockView(
            key="figures",
            title=t._("How it goes"),
            note=coupon_sentence(t, f, found),
            fields=tuple(
                FieldView(key=f"fact_{key}", label=label, kind="fact", text=text)
                for key, label, text in facts
            ),
            fields_first=True,
            says=t._("End it for ever? Coupons handed over stay good.") if self._ends else "",
            tone="warn",
            actions=self._moves(found),
        )

    def _moves(self, found: CampaignView) -> tuple[ActionView, ...]:
        t = self._voice.t
        locked = right_for(self._session().role, Action.PROGRAMME) is not Right.YES
        if self._ends:
            return (
                ActionView(key="end_yes", text=t._("End it"), v="danger", icon="check"),
                ActionView(key="end_no", text=t._("No"), icon="x"),
            )
        words = {
            "draft": (t.pgettext("campaign", "Start"), "play", "primary"),
            "paused": (t._("Go on"), "play", "primary"),
            "running": (t._("Pause"), "pause", "secondary"),
        }
        if found.record.state not in words:
            return ()
        word, icon, variant = words[found.record.state]
        return (
            ActionView(key="move", text=word, icon=icon, v=variant, cap="Ctrl 2", locked=locked),
            ActionView(key="end", text=t._("End"), icon="ban", v="ghost", locked=locked),
        )
