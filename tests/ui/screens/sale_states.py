"""Sale states made by hand, in the words of four languages: what the drawings show."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.i18n import Formats
from pos_app.presenters.sale_state import (
    BadgeView,
    CustomerView,
    HitView,
    LineView,
    OfferView,
    SaleState,
    ShiftView,
    SlabView,
)

CURRENCIES = {"en": "EUR", "ru": "RUB", "pl": "PLN", "az": "AZN"}
_GOODS = {
    "en": ("Washing-up liquid Lemon, 900 ml", "Laundry powder Color, 3 kg",
           "Repair shampoo with keratin and argan oil, 400 ml", "Toothpaste Professional, 100 ml",
           "Paper towels, 4 rolls", "Hand cream Velvet, 80 ml", "Carrier bag"),
    "ru": ("Средство для посуды «Лимон», 900 мл", "Порошок стиральный Color, 3 кг",
           "Шампунь «Полное восстановление» с кератином и аргановым маслом, 400 мл",
           "Зубная паста «Профессиональная», 100 мл", "Полотенца бумажные, 4 рулона",
           "Крем для рук «Бархат», 80 мл", "Пакет-майка"),
    "pl": ("Płyn do naczyń cytrynowy, 900 ml", "Proszek do prania Color, 3 kg",
           "Szampon regenerujący z keratyną i olejem arganowym, 400 ml",
           "Pasta do zębów Professional, 100 ml", "Ręcznik papierowy, 4 rolki",
           "Krem do rąk Aksamit, 80 ml", "Torba na zakupy"),
    "az": ("Qab yuyan maye «Limon», 900 ml", "Paltar tozu Color, 3 kq",
           "Şampun «Tam bərpa» keratin və arqan yağı ilə, 400 ml",
           "Diş məcunu «Professional», 100 ml", "Kağız dəsmal, 4 rulon",
           "Əl kremi «Məxmər», 80 ml", "Paket"),
}  # fmt: skip
_PRICES = ((28900, 2, 49130), (74900, 1, 71155), (41200, 1, 39140), (21900, 3, 43800),
           (32900, 1, 31255), (12400, 2, 23560), (900, 1, 900))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language the states need."""

    title: str
    subtitle: str
    promo: str
    card: str
    three: str
    name: str
    card_text: str
    tier: str
    to_next: str
    usable: str
    expiring: str
    coupon: str
    coupon_detail: str
    birthday: str
    automatic: str
    gift: str
    nearly: str
    before: str
    discounts: str
    unknown: str
    unknown_detail: str
    reason: str
    no_card: str
    ask: str
    loses: str
    points: str
    worth: str


WORDS = {
    "en": Words(
        title="Receipt 1087", subtitle="7 lines · 11 items", promo="Promo −15%", card="Card −5%",
        three="3 for 2", name="Margaret Collins", card_text="Card •••• 4821", tier="Silver",
        to_next="to Gold", usable="up to 776 usable", expiring="320 points expire on 30 November",
        coupon="Coupon −€150", coupon_detail="from €2,000, until 30 November",
        birthday="Birthday: points ×2", automatic="applied automatically",
        gift="Free hand cream", nearly="€410.60 more to reach €3,000",
        before="Before discounts", discounts="Discounts",
        unknown="No such barcode: 4601 2345 6789 3",
        unknown_detail="Put the item aside. The line stays until you solve it.",
        reason="First solve the line 4601 2345 6789 3", no_card="No card shown",
        ask="Ask for the card or phone", loses="Without a card the customer loses",
        points="47 points", worth="= €47 next time",
    ),
    "ru": Words(
        title="Чек 1087", subtitle="7 позиций · 11 шт.", promo="Акция −15 %", card="Карта −5 %",
        three="3 по цене 2", name="Марина Соколова", card_text="Карта •••• 4821", tier="Серебро",
        to_next="до Золота", usable="можно списать до 776", expiring="320 баллов сгорят 30 ноября",
        coupon="Купон −150 ₽", coupon_detail="от 2 000 ₽, до 30 ноября",
        birthday="День рождения: баллы ×2", automatic="применено само",
        gift="Крем для рук в подарок", nearly="ещё 410,60 ₽ до 3 000 ₽",
        before="Без скидок", discounts="Скидки",
        unknown="Такого штрихкода нет: 4601 2345 6789 3",
        unknown_detail="Отложите товар в сторону. Строка останется в чеке, пока вы её не решите.",
        reason="Сначала решите строку 4601 2345 6789 3", no_card="Карта не предъявлена",
        ask="Спросите карту или телефон", loses="Без карты покупатель теряет",
        points="47 баллов", worth="= 47 ₽ в следующий раз",
    ),
    "pl": Words(
        title="Paragon 1087", subtitle="7 pozycji · 11 szt.", promo="Promocja −15%",
        card="Karta −5%", three="3 w cenie 2", name="Katarzyna Wiśniewska",
        card_text="Karta •••• 4821", tier="Srebrny", to_next="do poziomu Złoty",
        usable="do wykorzystania 380", expiring="320 pkt wygasa 30 listopada",
        coupon="Kupon −15 zł", coupon_detail="od 100 zł, do 30 listopada",
        birthday="Urodziny: punkty ×2", automatic="zastosowano",
        gift="Krem do rąk gratis", nearly="brakuje 23,11 zł do 150 zł",
        before="Przed rabatami", discounts="Rabaty",
        unknown="Nie ma takiego kodu: 4601 2345 6789 3",
        unknown_detail="Odłóż towar na bok. Pozycja zostanie na paragonie, aż ją rozwiążesz.",
        reason="Najpierw rozwiąż pozycję 4601 2345 6789 3", no_card="Nie pokazano karty",
        ask="Zapytaj o kartę lub telefon", loses="Bez karty klient traci",
        points="47 punktów", worth="= 47 zł następnym razem",
    ),
    "az": Words(
        title="Çek 1087", subtitle="7 sətir · 11 ədəd", promo="Aksiya −15%", card="Kart −5%",
        three="3 alana 2 qiyməti", name="Aysel Məmmədova", card_text="Kart •••• 3075",
        tier="Gümüş", to_next="Qızıla qədər", usable="1.240 istifadə oluna bilər",
        expiring="320 xal 30 noyabrda yanacaq", coupon="Kupon −3 ₼",
        coupon_detail="30 ₼-dən, 30 noyabra qədər", birthday="Ad günü: xallar ×2",
        automatic="özü tətbiq olundu", gift="Hədiyyə: əl kremi",
        nearly="60 ₼ üçün 2,95 ₼ çatmır", before="Endirimsiz", discounts="Endirimlər",
        unknown="Belə ştrixkod yoxdur: 4601 2345 6789 3",
        unknown_detail="Malı kənara qoyun. Həll edənə qədər sətir qəbzdə qalacaq.",
        reason="Əvvəlcə sətri həll edin: 4601 2345 6789 3", no_card="Kart göstərilməyib",
        ask="Kartı və ya telefonu soruşun", loses="Kartsız müştəri itirir",
        points="47 xal", worth="= növbəti dəfə 47 ₼",
    ),
}  # fmt: skip


def lines(language: str) -> tuple[LineView, ...]:
    """Seven lines: promotions, card discounts, three for two."""
    f, words = Formats(language, CURRENCIES[language]), WORDS[language]
    found = []
    for number, (name, (price, count, after)) in enumerate(
        zip(_GOODS[language], _PRICES, strict=True)
    ):
        gross = price * count
        badge = words.promo if number == 0 else words.three if number == 3 else words.card
        found.append(
            LineView(
                line_id=f"L{number + 1}",
                quantity=str(count),
                name=name,
                detail=f"{f.amount(price)} × {count}",
                amount=f.money(after),
                before=f.amount(gross) if gross != after else "",
                badges=(BadgeView(text=badge),) if gross != after else (),
                many=count > 1,
                accessible=f"{name}, {f.money(after)}",
            )
        )
    return tuple(found)


def customer(language: str) -> CustomerView:
    """Somebody with a card, points, a tier to reach and points about to expire."""
    f, words = Formats(language, CURRENCIES[language]), WORDS[language]
    return CustomerView(
        mode="attached", title=words.name, subtitle=words.card_text, tier=words.tier,
        to_next=words.to_next, to_next_amount=f.money(757000, trim=True), progress=870, today=915,
        points=f.points(124000), can_spend=True, usable=words.usable,
        earned=f.points(15400, sign=True), after=f"= {f.points(139400)}", expiring=words.expiring,
    )  # fmt: skip


def full(language: str) -> SaleState:
    """The drawing 01: seven lines, a customer, three offers."""
    f, words = Formats(language, CURRENCIES[language]), WORDS[language]
    return SaleState(
        title=words.title,
        subtitle=words.subtitle,
        lines=lines(language),
        selected="L4",
        customer=customer(language),
        offers=(
            OfferView(key="K1", icon="ticket-percent", title=words.coupon,
                      detail=words.coupon_detail, mode="can_apply"),
            OfferView(key="P1", icon="cake", title=words.birthday, detail=words.automatic,
                      mode="applied", gain="+77"),
            OfferView(key="P2", icon="gift", title=words.gift, detail=words.nearly, mode="nearly"),
        ),
        slab=SlabView(
            mode="ready",
            rows=((words.before, f.amount(298200)), (words.discounts, f.amount(-39260))),
            total=f.money(258940),
        ),
        quick=quick(language),
        can_undo=True,
    )  # fmt: skip


def quick(language: str) -> tuple[HitView, ...]:
    """Quick items."""
    f = Formats(language, CURRENCIES[language])
    return tuple(
        HitView(key=str(number), title=name, detail=f.money(100 * number), icon="shopping-bag")
        for number, name in enumerate((*_GOODS[language], *_GOODS[language][:5]), start=1)
    )


def unknown(language: str) -> SaleState:
    """The drawing 14: a code nobody knows, and what is lost without a card."""
    f, words = Formats(language, CURRENCIES[language]), WORDS[language]
    red = LineView(
        line_id="L9", quantity="", name=words.unknown, detail=words.unknown_detail, amount="—",
        unknown=True,
    )  # fmt: skip
    return replace(
        full(language),
        lines=(*lines(language)[:3], red),
        selected="L9",
        customer=CustomerView(
            mode="losing", title=words.no_card, subtitle=words.ask, warning=words.loses,
            lost_money=f.money(5805), lost_points=words.points, lost_points_worth=words.worth,
        ),
        offers=(),
        slab=SlabView(mode="blocked", rows=full(language).slab.rows, total=f.money(165230),
                      reason=words.reason),
    )  # fmt: skip


def empty(language: str) -> SaleState:
    """The drawing 14: nothing yet."""
    f, words = Formats(language, CURRENCIES[language]), WORDS[language]
    return SaleState(
        title=words.title,
        customer=CustomerView(mode="none", title=words.no_card, subtitle=words.ask),
        slab=SlabView(mode="idle", total=f.money(0)),
        shift=ShiftView(title="№ 214", since="09:02",
                        rows=((words.before, "41"), (words.card, "28/41"), (words.tier, "5")),
                        share=683),
        last_receipt=(f"{words.title}:", f.money(258940)),
        quick=quick(language),
        parked=2,
    )  # fmt: skip
