"""Payment and done states made by hand, in the words of four languages."""

from __future__ import annotations

from dataclasses import replace

from pos_app.i18n import Formats, translator
from pos_app.presenters import certificate_words
from pos_app.presenters.payment_state import (
    CashPiece,
    CodeView,
    DoneState,
    GainView,
    LedgerView,
    PaymentState,
    PointsCard,
    TenderView,
)
from pos_app.presenters.sale_state import ChoiceView, OfferView
from pos_app.services.held_certificates import HeldCertificate

CURRENCIES = {"en": "EUR", "ru": "RUB", "pl": "PLN", "az": "AZN"}
_NAMES = {"en": "Margaret Collins", "ru": "Марина Соколова", "pl": "Katarzyna Wiśniewska",
          "az": "Aysel Məmmədova"}  # fmt: skip
_W = {
    "en": {
        "pay": "Payment",
        "sub": "Receipt 1088 · 9 items",
        "hint": "In any order. Change works itself out.",
        "points": "Points",
        "limit": "up to 553 on this receipt",
        "why": "at most 30% of a receipt",
        "none": "None",
        "card": "Card",
        "accepted": "Accepted at 17:52",
        "undo": "Undo on terminal",
        "cash": "Cash",
        "left": "Left to pay",
        "exact": "Exact",
        "now": "Points now",
        "used": "Used",
        "this": "This receipt",
        "after": "After purchase",
        "expires": "Uses 300 of the 320 points expiring on 30 November",
        "coupon": "After the sale: coupon −€15",
        "coupon_detail": "for the next purchase from €100",
        "total": "Total",
        "change": "Change",
        "transfer": "Transfer",
        "bank": "Bank transfer",
        "done": "Sale completed",
        "give": "Give the customer",
        "received": "Received €60.00 · To pay €54.60",
        "like": "Give like this",
        "earned": "Earned",
        "saved": "Saved",
        "tier": "to Gold",
        "detail": "promotions and card",
        "next": "Coupon for the next purchase: −€15",
        "slip": "from €100 · 23 Nov 2026 to 20 Dec 2026 · comes out with the receipt",
        "scan": "Scan the next item and a new sale begins",
    },
    "ru": {
        "pay": "Оплата",
        "sub": "Чек 1088 · 9 шт.",
        "hint": "В любом порядке. Сдача считается сама.",
        "points": "Баллы",
        "limit": "на этот чек до 553",
        "why": "не больше 30 % чека",
        "none": "Нет",
        "card": "Карта",
        "accepted": "Принято в 17:52",
        "undo": "Отменить на терминале",
        "cash": "Наличные",
        "left": "Осталось заплатить",
        "exact": "Без сдачи",
        "now": "Баллов сейчас",
        "used": "Списано",
        "this": "За этот чек",
        "after": "После покупки",
        "expires": "Уйдут 300 из 320 баллов, сгорающих 30 ноября",
        "coupon": "После продажи: купон −150 ₽",
        "coupon_detail": "на следующую покупку от 1 000 ₽",
        "total": "Итого",
        "change": "Сдача",
        "transfer": "Перевод",
        "bank": "Банковский перевод",
        "done": "Продажа завершена",
        "give": "Верните покупателю",
        "received": "Получено 60,00 ₽ · К оплате 54,60 ₽",
        "like": "Выдайте так",
        "earned": "Начислено",
        "saved": "Сэкономлено",
        "tier": "до Золота",
        "detail": "акции и карта",
        "next": "Купон на следующую покупку: −150 ₽",
        "slip": "от 1 000 ₽ · 23.11.2026 – 20.12.2026 · печатается вместе с чеком",
        "scan": "Сканируйте следующий товар, и начнётся новая продажа",
    },
    "pl": {
        "pay": "Płatność",
        "sub": "Paragon 1088 · 9 szt.",
        "hint": "Kolejność dowolna. Reszta liczy się sama.",
        "points": "Punkty",
        "limit": "na ten paragon do 553",
        "why": "najwyżej 30% paragonu",
        "none": "Nie",
        "card": "Karta",
        "accepted": "Przyjęto o 17:52",
        "undo": "Cofnij na terminalu",
        "cash": "Gotówka",
        "left": "Zostało do zapłaty",
        "exact": "Równo",
        "now": "Punkty teraz",
        "used": "Wykorzystane",
        "this": "Za ten paragon",
        "after": "Po zakupie",
        "expires": "Zużywasz 300 z 320 pkt wygasających 30 listopada",
        "coupon": "Po sprzedaży: kupon −15 zł",
        "coupon_detail": "na następne zakupy od 100 zł",
        "total": "Suma",
        "change": "Reszta",
        "transfer": "Przelew",
        "bank": "Przelew bankowy",
        "done": "Sprzedaż zakończona",
        "give": "Wydaj klientowi",
        "received": "Otrzymano 60,00 zł · Do zapłaty 54,60 zł",
        "like": "Wydaj tak",
        "earned": "Naliczono",
        "saved": "Oszczędność",
        "tier": "do poziomu Złoty",
        "detail": "promocje i karta",
        "next": "Kupon na następne zakupy: −15 zł",
        "slip": "od 100 zł · 23.11.2026 – 20.12.2026 · drukuje się z paragonem",
        "scan": "Zeskanuj następny towar, a zacznie się nowa sprzedaż",
    },
    "az": {
        "pay": "Ödəniş",
        "sub": "Çek 1088 · 9 ədəd",
        "hint": "Ardıcıllıq sərbəstdir. Qalıq özü hesablanır.",
        "points": "Xallar",
        "limit": "bu çekə 553 qədər",
        "why": "çekin ən çoxu 30%-i",
        "none": "Yox",
        "card": "Kart",
        "accepted": "17:52-də qəbul edildi",
        "undo": "Terminalda geri al",
        "cash": "Nağd",
        "left": "Ödənilməli qalıb",
        "exact": "Düz",
        "now": "İndi xal",
        "used": "Xərcləndi",
        "this": "Bu çek üçün",
        "after": "Alışdan sonra",
        "expires": "30 noyabrda yanacaq 320 xaldan 300-ü işlənir",
        "coupon": "Satışdan sonra: kupon −3 ₼",
        "coupon_detail": "30 ₼-dən yuxarı növbəti alış üçün",
        "total": "Cəmi",
        "change": "Qalıq",
        "transfer": "Köçürmə",
        "bank": "Bank köçürməsi",
        "done": "Satış tamamlandı",
        "give": "Müştəriyə qaytarın",
        "received": "Alındı 60,00 ₼ · Ödənilməli 54,60 ₼",
        "like": "Belə verin",
        "earned": "Qazanıldı",
        "saved": "Qənaət",
        "tier": "Qızıla qədər",
        "detail": "aksiya və kart endirimi",
        "next": "Növbəti alış üçün kupon: −3 ₼",
        "slip": "30 ₼-dən yuxarı çekdə · 23.11.26 – 20.12.26 · çeklə birlikdə çap olunur",
        "scan": "Növbəti malı skan etsəniz, yeni satış özü başlayacaq",
    },
}


def split(language: str) -> PaymentState:
    """The drawing 02: points, a charged card, cash with a keypad."""
    f, w = Formats(language, CURRENCIES[language]), _W[language]
    return PaymentState(
        title=w["pay"],
        subtitle=w["sub"],
        hint=w["hint"],
        unit=f.currency_symbol,
        points=PointsCard(
            title=w["points"], limit=w["limit"], why=w["why"], equals="300 =",
            money=f.money(-3000), value=30000, maximum=55300, step=1000,
            quick=(ChoiceView(key="0", text=w["none"]),
                   ChoiceView(key="30000", text="300", on=True),
                   ChoiceView(key="55300", text="Max 553")),
        ),
        tenders=(
            TenderView(key="card", icon="credit-card", title=w["card"], detail=w["accepted"],
                       amount=f.amount(10000), mode="accepted", undo=w["undo"]),
            TenderView(key="cash", icon="banknote", title=w["cash"],
                       detail=f"{w['left']} {f.money(5460)}", amount=f.amount(6000), mode="active",
                       exact=(5460, f"{w['exact']} {f.amount(5460)}"),
                       notes=tuple((n, f.amount(n, trim=True))
                                   for n in (5500, 6000, 7000, 10000, 20000, 50000)),
                       given=6000),
        ),
        transfer=w["transfer"],
        certificate=translator(language)._("Gift card"),
        ledger=LedgerView(
            initials="MC", title=_NAMES[language], subtitle=f"{w['card']} •••• 4821",
            rows=((w["now"], f.points(124000), "text"), (w["used"], f.points(-30000), "text"),
                  (w["this"], f.points(15400, sign=True), "accent-text"),
                  (w["after"], f.points(109400), "text")),
            notice=w["expires"],
        ),
        coupon=OfferView(key="next", icon="ticket-percent", title=w["coupon"],
                         detail=w["coupon_detail"], mode="applied"),
        rows=((w["total"], f.money(18460)), (w["points"], f.amount(-3000)),
              (w["card"], f.amount(-10000)), (w["cash"], f.amount(-6000))),
        total_label=w["change"],
        total=f.money(540),
        is_change=True,
        can_complete=True,
    )  # fmt: skip


def three(language: str) -> PaymentState:
    """Card, transfer and cash together: the tightest the page gets."""
    w = _W[language]
    state = split(language)
    card, cash = state.tenders
    transfer = TenderView(key="transfer", icon="landmark", title=w["transfer"], detail=w["bank"],
                          amount="", mode="waiting")  # fmt: skip
    return replace(state, tenders=(card, transfer, cash), transfer="")


def with_certificate(language: str, *, tenders: int = 3) -> PaymentState:
    """A certificate pays a part; with card, transfer and cash beside it there are four."""
    t, f = translator(language), Formats(language, CURRENCIES[language])
    state = three(language) if tenders > 3 else split(language)
    held = HeldCertificate(
        code="G7K3A0002M1", kind="gift", balance=10_000, pays=5_460, valid_to=None
    )
    words = certificate_words.detail(t, f, held)
    card = TenderView(key="certificate", icon="gift", title=t._("Gift card"),
                      detail=f"{words} · \u2022\u2022\u2022\u2022\u00a02M1X", amount=f.amount(5460),
                      mode="accepted", undo=t._("Take it back"))  # fmt: skip
    return replace(
        state, tenders=(card, *state.tenders), certificate=t._("Gift card"),
        points=None if tenders > 3 else state.points,
    )  # fmt: skip


def code(language: str) -> PaymentState:
    """A certificate's code being typed, and refused."""
    t = translator(language)
    return replace(
        with_certificate(language),
        code=CodeView(
            title=t._("Gift certificate"),
            text="G-7K3A-0002-M1XW",
            hint=t._("Scan the certificate, or type its code and press Enter."),
            action=t._("Apply"),
            error=t._("There is no such gift certificate."),
        ),
    )


def finished(language: str) -> DoneState:
    """The drawing 03: change, notes, gains and a coupon."""
    f, w = Formats(language, CURRENCIES[language]), _W[language]
    return DoneState(
        title=w["done"],
        receipt=w["sub"].split(" · ")[0],
        label=w["give"],
        change=f.money(340),
        detail=w["received"],
        pieces_title=w["like"],
        pieces=(CashPiece(count="3 ×", value=f.money(100, trim=True)),
                CashPiece(count="2 ×", value=f.money(20))),
        gains=(
            GainView(icon="sparkles", label=w["earned"], value="+46", detail=w["detail"],
                     gain=True),
            GainView(icon="piggy-bank", label=w["saved"], value=f.money(781), detail=w["detail"]),
            GainView(icon="trending-up", label=w["tier"], value=f.money(1534000),
                     detail=w["detail"]),
        ),
        coupon_title=w["next"],
        coupon_detail=w["slip"],
        hint=w["scan"],
        paper="80 mm",
    )  # fmt: skip
