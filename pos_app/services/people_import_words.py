"""Words that exports of other systems head their columns of people with, in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.services.import_columns import plain

SINGLE: Final = (
    "external", "name", "surname", "first_name", "patronymic", "birthday", "language", "card",
    "referrer", "tier", "points", "points_expire", "turnover", "turnover_day", "wording",
    "do_not_call",
)  # fmt: skip
MANY: Final = ("phone", "email", "messenger", "address", "tags", "groups", "note")
CONSENTS: Final = (
    "consent_programme", "consent_all", "consent_sms", "consent_email", "consent_call",
    "consent_messenger", "consent_post",
)  # fmt: skip
FIELDS: Final = (*SINGLE, *MANY, *CONSENTS)
"""What a column may hold. Several columns may hold one of :data:`MANY`."""

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "external": (
        "id", "code", "customer code", "external id", "external number", "customer id",
        "client id", "customer number",
        "customer no", "reference id", "square customer id", "uid", "guid", "код", "код клиента",
        "ид", "идентификатор", "внешний код", "внешний id", "id клиента", "номер клиента",
        "id klienta", "numer klienta", "nr klienta", "kod klienta", "identyfikator",
        "müştəri kodu", "müştəri nömrəsi", "müştəri id", "kod",
    ),
    "name": (
        "name", "full name", "customer", "customer name", "client", "client name", "contact",
        "contact name", "display name", "fn", "фио", "ф и о", "имя клиента", "клиент",
        "покупатель", "наименование", "полное имя", "контактное лицо", "контакт",
        "фамилия имя", "имя фамилия", "фамилия имя отчество", "imię i nazwisko",
        "nazwisko i imię", "klient", "nazwa", "nazwa klienta", "osoba", "ad soyad",
        "soyad ad", "ad və soyad", "tam ad", "müştəri", "müştərinin adı", "s a a", "saa",
    ),
    "surname": (
        "surname", "last name", "lastname", "family name", "фамилия", "nazwisko", "soyad",
        "soyadı", "familiya",
    ),
    "first_name": (
        "first name", "firstname", "given name", "forename", "имя", "imię", "imie", "ad", "adı",
    ),
    "patronymic": (
        "patronymic", "middle name", "additional name", "отчество", "drugie imię", "ata adı",
        "atasının adı",
    ),
    "phone": (
        "phone", "mobile", "phone number", "telephone", "tel", "cell", "cell phone", "cellphone",
        "mobile phone", "mobile number", "home phone", "business phone", "work phone",
        "primary phone", "other phone", "contact phone", "phones", "телефон", "мобильный",
        "мобильный телефон", "номер телефона", "сотовый", "сотовый телефон", "тел", "телефоны",
        "контактный телефон", "домашний телефон", "рабочий телефон", "моб", "моб тел", "telefon",
        "komórka", "numer telefonu", "nr telefonu", "tel kom", "telefon komórkowy", "telefony",
        "telefon nömrəsi", "mobil", "mobil telefon", "mobil nömrə", "əlaqə nömrəsi", "nömrə",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "e mail address", "emails",
        "эл почта", "почта", "электронная почта", "адрес электронной почты", "емейл", "имейл",
        "e mail адрес", "poczta", "adres e mail", "adres email", "elektron poçt", "e poçt",
        "epoçt", "poçt",
    ),
    "messenger": (
        "messenger", "whatsapp", "telegram", "viber", "skype", "мессенджер", "телеграм",
        "ватсап", "вайбер", "komunikator", "mesencer",
    ),
    "birthday": (
        "birthday", "birth date", "birthdate", "date of birth", "dob", "born", "дата рождения",
        "день рождения", "др", "д р", "рождение", "urodziny", "data urodzenia", "data ur",
        "doğum tarixi", "doğum günü", "ad günü", "təvəllüd",
    ),
    "language": (
        "language", "preferred language", "язык", "język", "dil", "dili",
    ),
    "address": (
        "address", "street", "street address", "street address 1", "street address 2",
        "address 1", "address 2", "address line 1", "address line 2", "city", "town", "postal code",
        "postcode", "zip", "zip code", "state", "region", "country", "home address",
        "home street", "home city", "home state", "home postal code", "home country",
        "home country region", "адрес", "город", "индекс", "почтовый индекс", "улица", "область",
        "страна", "адрес доставки", "домашний адрес", "дом", "квартира", "adres", "ulica",
        "miasto", "miejscowość", "kod pocztowy", "kraj", "ünvan", "ünvanı", "şəhər", "küçə",
        "poçt indeksi", "ölkə",
    ),
    "tags": (
        "tags", "tag", "labels", "categories", "group membership", "метки", "метка", "теги",
        "тег", "ярлыки", "категории", "tagi", "etykiety", "etiketlər", "teqlər",
    ),
    "groups": (
        "group", "groups", "customer group", "segment", "группа", "группы", "группа клиентов",
        "группа покупателей", "сегмент", "grupa", "grupy", "grupa klientów", "qrup", "qruplar",
        "müştəri qrupu",
    ),
    "note": (
        "note", "notes", "comment", "comments", "memo", "remark", "примечание", "примечания",
        "комментарий", "комментарии", "заметка", "заметки", "uwagi", "notatka", "notatki",
        "komentarz", "qeyd", "qeydlər", "şərh",
    ),
    "tier": (
        "tier", "level", "status", "loyalty level", "loyalty tier", "уровень", "статус",
        "уровень лояльности", "категория клиента", "poziom", "próg", "səviyyə", "dərəcə",
    ),
    "card": (
        "card", "card number", "card no", "loyalty card", "discount card", "barcode",
        "loyalty card number", "карта", "номер карты", "дисконтная карта", "бонусная карта",
        "штрихкод карты", "код карты", "карта лояльности", "номер дисконтной карты", "karta",
        "numer karty", "nr karty", "karta lojalnościowa", "karta stałego klienta", "kart",
        "kart nömrəsi", "kartın nömrəsi", "endirim kartı", "bonus kartı",
    ),
    "referrer": (
        "referrer", "referred by", "invited by", "referrer no", "referrer number", "referral",
        "кто пригласил", "пригласил", "рекомендатель", "реферер", "polecający",
        "polecił", "polecony przez", "dəvət edən", "tövsiyə edən",
    ),
    "points": (
        "points", "balance", "points balance", "bonus", "bonuses", "bonus balance", "баллы",
        "бонусы", "баланс", "остаток", "бонусные баллы", "баланс бонусов", "остаток баллов",
        "punkty", "saldo", "saldo punktów", "xal", "xallar", "bonuslar", "qalıq",
    ),
    "points_expire": (
        "expires", "expires on", "expiry", "valid to", "valid until", "expiry date",
        "points expire", "points expiry", "сгорают", "срок", "действует до", "годны до",
        "баллы до", "срок баллов", "ważne do", "wygasają", "data ważności", "punkty ważne do",
        "bitir", "bitmə tarixi", "etibarlıdır", "son tarix",
    ),
    "turnover": (
        "turnover", "total spent", "lifetime spend", "total purchases", "spent", "sales",
        "amount spent", "оборот", "сумма покупок", "накоплено", "сумма заказов", "куплено на",
        "обороты", "накопления", "obrót", "suma zakupów", "wartość zakupów", "obroty",
        "dövriyyə", "alış məbləği", "ümumi alış", "alışların cəmi",
    ),
    "turnover_day": (
        "turnover day", "turnover date", "last visit", "last purchase", "дата оборота",
        "последняя покупка", "дата последней покупки", "последний визит", "ostatni zakup",
        "data ostatniego zakupu", "son alış", "son alış tarixi", "son ziyarət",
    ),
    "wording": (
        "consent wording", "wording", "consent version", "текст согласия", "версия согласия",
        "treść zgody", "wersja zgody", "razılıq mətni",
    ),
    "do_not_call": (
        "do not call", "no calls", "не звонить", "nie dzwonić", "zəng etmə", "zəng etməyin",
    ),
    "consent_programme": (
        "consent", "data consent", "personal data consent", "согласие",
        "согласие на обработку", "согласие на обработку персональных данных", "согласие пдн",
        "zgoda", "zgoda rodo", "rodo", "razılıq", "şəxsi məlumat razılığı",
    ),
    "consent_all": (
        "marketing", "marketing consent", "accepts marketing", "newsletter", "opt in",
        "subscribed", "рассылка", "согласие на рассылку", "подписан на рассылку", "подписка",
        "zgoda marketingowa", "zgoda na marketing", "marketinq", "reklam razılığı", "abunə",
    ),
    "consent_sms": (
        "accepts sms", "accepts sms marketing", "sms рассылка", "смс", "sms",
        "sms opt in", "согласие на смс", "согласие смс", "zgoda sms",
    ),
    "consent_email": (
        "accepts email marketing", "email subscription status", "accepts email",
        "email opt in", "e mail рассылка", "zgoda email",
    ),
    "consent_call": ("accepts calls", "согласие на звонки", "zgoda na telefon", "zəngə razılıq"),
    "consent_messenger": ("accepts messenger",),
    "consent_post": ("accepts post", "accepts mail",),
}  # fmt: skip

IGNORED: Final = frozenset(
    map(
        plain,
        (
            "gender",
            "sex",
            "пол",
            "płeć",
            "plec",
            "cins",
            "cinsi",
            "№",
            "no",
            "n п п",
            "№ п п",
            "п п",
            "lp",
            "l p",
            "row",
            "sıra",
            "s s",
            "organization",
            "organisation",
            "company",
            "компания",
            "firma",
            "şirkət",
            "fax",
            "факс",
            "faks",
            "title",
            "suffix",
            "nickname",
        ),
    )
)
"""Known, and of no use here: they help to find the header."""

CONSENT_SIGNS: Final = (
    "consent", "opt in", "accepts", "subscri", "согласи", "рассылк", "подпис", "zgod", "razili",
)  # fmt: skip
CHANNEL_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "consent_sms": ("sms", "смс"),
    "consent_email": ("mail", "почт", "емейл", "poczt elektr"),
    "consent_messenger": (
        "messenger", "whatsapp", "telegram", "viber", "мессендж", "ватсап", "телеграм",
        "komunikator", "mesencer",
    ),
    "consent_call": ("call", "phone", "звон", "телефон", "telefon", "zəng", "dzwon"),
    "consent_post": ("post", "letter", "письм", "poczt", "list", "poçt", "məktub"),
    "consent_all": ("marketing", "newsletter", "реклам", "рассылк", "reklam", "marketinq", "sale"),
}  # fmt: skip
"""In the order they are tried: an e-mail is no letter."""

PART_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("e mail", "email", "эл почт", "электронн"),
    "birthday": ("birth", "рожден", "urodz", "doğum", "dogum"),
    "phone": ("phone", "mobile", "телефон", "моб", "сотов", "telefon", "komórk"),
    "card": ("card", "карт", "kart"),
}  # fmt: skip
NOT_PARTS: Final = (
    "type", "label", "тип", "date", "дата", "data", "type", "extension", "fax", "факс", "faks",
    "status", "verified", "country", "код страны", "count", "подтвержд", "валид", "провер",
)  # fmt: skip
