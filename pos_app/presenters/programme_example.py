"""The worked example in words: five steps of two visits, and what they cost the shop."""

from __future__ import annotations

from datetime import date

from pos_app.domain.pricing import Programme
from pos_app.presenters.programme_state import CostView, ExampleView, StepView
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import FieldView
from pos_app.services.programme_example import WorkedExample, rate_of, work_example
from pos_app.services.programme_store import mode_of

USUAL_MAJOR = 1000
MOST = 10**9


class ExamplePanel:
    """Remembers whose purchase of what is shown."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._tier = ""
        self._amount = ""

    def edit(self, key: str, text: str) -> None:
        """Another customer, or another sum."""
        if key == "example.tier":
            self._tier = text
        else:
            self._amount = text

    def view(self, programme: Programme, today: date, *, has_errors: bool) -> ExampleView:
        """The panel for the programme as it is typed."""
        t, f = self._voice.t, self._voice.f
        if not self._amount:
            self._amount = f.amount(USUAL_MAJOR * 10**f.minor_digits, trim=True)
        self.tier_of(programme)
        amount = self._parsed()
        problem = ""
        if has_errors:
            problem = t._("Complete the form to see the example.")
        steps: tuple[StepView, ...] = ()
        costs: tuple[CostView, ...] = ()
        if not has_errors and amount:
            done = work_example(programme, self._tier, amount, today)
            steps, costs = self._steps(programme, done), self._costs(programme, done)
        wrong = t._("A sum looks like {example}.", example=f.amount(123450))
        return ExampleView(
            title=t._("Live example"),
            hint=t._("updates as you type"),
            before=t.pgettext("example", "A"),
            tier=FieldView(
                key="example.tier",
                label=t._("Tier of the customer"),
                kind="select",
                text=self._tier,
                choices=tuple((tier.tier_id, tier.name or "—") for tier in programme.tiers),
            ),
            between=t.pgettext("example", "customer buys for"),
            amount=FieldView(
                key="example.amount",
                label=t._("Sum of the purchase"),
                text=self._amount,
                suffix=f.currency_symbol,
                right=True,
                error="" if amount else wrong,
            ),
            steps=steps,
            cost_title=t._("What these two visits cost the shop"),
            costs=costs,
            problem=problem,
        )

    def tier_of(self, programme: Programme) -> str:
        """Whose example it is: the tier chosen, else the second, else the only one."""
        known = [tier.tier_id for tier in programme.tiers]
        if self._tier not in known and known:
            self._tier = known[min(1, len(known) - 1)]
        return self._tier

    def _parsed(self) -> int:
        try:
            amount = self._voice.f.parse_money(self._amount)
        except ValueError:
            return 0
        return amount if 0 < amount <= MOST else 0

    # --- the steps ---------------------------------------------------------------------------

    def _steps(self, programme: Programme, done: WorkedExample) -> tuple[StepView, ...]:
        steps = [self._pays(done)]
        if done.first.earned:
            steps.append(self._earns(programme, done))
        steps.append(self._returns(programme, done))
        if mode_of(programme) != "discount":
            steps.append(self._has(done))
        if done.next_tier is not None and done.missing > 0:
            steps.append(self._reaches(programme, done))
        return tuple(steps)

    def _pays(self, done: WorkedExample) -> StepView:
        t, f = self._voice.t, self._voice.f
        note = t._("no discount, full price stays in the till")
        if done.first.discount:
            note = t._("{sum} off at once, gone from the till", sum=f.money(done.first.discount))
        return StepView(title=t._("Pays today"), note=note, figure=f.money(done.first.paid))

    def _earns(self, programme: Programme, done: WorkedExample) -> StepView:
        t, f = self._voice.t, self._voice.f
        rate = f.percent(rate_of(programme, done.first.tier))
        points, worth = f.points(done.first.earned), f.money(done.worth)
        if done.usable_until is None:
            note = t._("{points} points = {worth}, for ever", points=points, worth=worth)
        else:
            note = t._(
                "{points} points = {worth}, usable until {date}",
                points=points,
                worth=worth,
                date=f.date(done.usable_until),
            )
        if programme.activation_delay_days:
            first = t._("from {date}", date=f.date(done.usable_from))
            note = f"{note}, {first}"
        return StepView(
            title=t._("Earns {rate}", rate=rate),
            note=note,
            figure=f.points(done.first.earned, sign=True),
            tone="accent-text",
        )

    def _returns(self, programme: Programme, done: WorkedExample) -> StepView:
        t, f = self._voice.t, self._voice.f
        second = done.second
        title = t._("Comes back and buys for {sum}", sum=f.money(second.gross, trim=True))
        if not second.spent:
            note = t._("pays {sum}", sum=f.money(second.paid))
            return StepView(title=title, note=note, figure=f.money(-second.discount))
        fields = {"sum": f.money(second.paid), "points": f.points(second.spent)}
        note = t._("pays {sum} and {points} points", **fields)
        if second.limited_by == "share":
            share = f.percent(programme.max_points_share)
            note = t._("pays {sum} and {points} points ({share} limit)", share=share, **fields)
        given = second.spent_money + second.discount
        return StepView(title=title, note=note, figure=f.money(-given))

    def _has(self, done: WorkedExample) -> StepView:
        t, f = self._voice.t, self._voice.f
        note = t._(
            "{left} left and {earned} earned on the {sum} paid in money",
            left=f.points(done.left),
            earned=f.points(done.second.earned),
            sum=f.money(done.second.paid, trim=True),
        )
        return StepView(title=t._("Has on the card"), note=note, figure=f.points(done.on_card))

    def _reaches(self, programme: Programme, done: WorkedExample) -> StepView:
        t, f = self._voice.t, self._voice.f
        upper = done.next_tier
        assert upper is not None
        parts = []
        back = rate_of(programme, upper) if programme.earn_rules else 0
        if upper.discount:
            off = f.percent(upper.discount * 10_000 // upper.base)
            parts.append(t._("then gets {rate} off", rate=off))
        if back:
            parts.append(t._("then earns {rate}", rate=f.percent(back)))
        within = {
            "rolling_12_months": t._("more within 12 months"),
            "calendar_year": t._("more within the year"),
            "all_time": t._("more"),
        }[programme.turnover_window]
        return StepView(
            title=t._("Reaches {tier} after", tier=upper.name),
            note=", ".join([within, *parts]),
            figure=f.money(done.missing),
        )

    def _costs(self, programme: Programme, done: WorkedExample) -> tuple[CostView, ...]:
        t, f = self._voice.t, self._voice.f
        titles = {
            "discount": t._("With the discount card"),
            "points": t._("With points"),
            "both": t._("With discount and points"),
        }
        mode = mode_of(programme)
        own = CostView(
            title=titles[mode],
            figure=f.money(done.cost),
            note=t._(
                "{rate} of {sum} taken",
                rate=f.percent((done.cost_rate + 5) // 10 * 10),
                sum=f.money(done.taken, trim=True),
            ),
        )
        if mode == "discount":
            return (own,)
        plain = CostView(
            title=t._("With a {rate} discount card", rate=f.percent(done.plain_rate)),
            figure=f.money(done.plain_cost),
            note=t._("and no reason to return"),
        )
        return (own, plain)
