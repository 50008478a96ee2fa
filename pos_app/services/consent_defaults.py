"""The texts people consent to when the shop has written none of its own: version 1 (R24).

One sentence per purpose and channel, in the four languages; what is kept, what for, and that it can
be taken back. A change here would change what was said: a shop that wants other words makes version
2 in its settings.
"""

from __future__ import annotations

from typing import Final

from pos_app.domain.customer import Channel, Purpose

DEFAULT_VERSION: Final = "1"

Subject = tuple[Purpose, Channel | None]

SUBJECTS: Final[tuple[Subject, ...]] = (
    (Purpose.PROGRAMME, None),
    (Purpose.MARKETING, Channel.SMS),
    (Purpose.MARKETING, Channel.EMAIL),
    (Purpose.MARKETING, Channel.CALL),
    (Purpose.MARKETING, Channel.MESSENGER),
    (Purpose.MARKETING, Channel.POST),
)
"""What a person is asked for, in the order of forms and screens; each for itself."""

_PROGRAMME: Final = {
    "en": "I agree that this shop keeps my name, contacts and purchases to run my card account. "
    "I may see, correct or have erased what is kept, and take this consent back at any time.",
    "ru": "Даю согласие на то, чтобы этот магазин хранил моё имя, контакты и покупки для ведения "
    "счёта моей карты. Эти данные можно узнать, исправить или удалить, а согласие — отозвать "
    "в любое время.",
    "pl": "Zgadzam się, aby ten sklep przechowywał moje imię i nazwisko, dane kontaktowe i zakupy "
    "w celu prowadzenia konta mojej karty. Mogę te dane zobaczyć, poprawić lub usunąć oraz "
    "w każdej chwili wycofać zgodę.",
    "az": "Kart hesabımın aparılması üçün bu mağazanın adımı, əlaqə məlumatlarımı və alışlarımı "
    "saxlamasına razıyam. Bu məlumatları görə, düzəltdirə və sildirə, razılığı istənilən vaxt geri "
    "götürə bilərəm.",
}

_HOW: Final[dict[Channel, dict[str, str]]] = {
    Channel.SMS: {"en": "by SMS", "ru": "по SMS", "pl": "SMS-em", "az": "SMS ilə"},
    Channel.EMAIL: {
        "en": "by e-mail",
        "ru": "по электронной почте",
        "pl": "e-mailem",
        "az": "e-poçtla",
    },
    Channel.CALL: {
        "en": "by phone call",
        "ru": "по телефону",
        "pl": "telefonicznie",
        "az": "telefon zəngi ilə",
    },
    Channel.MESSENGER: {
        "en": "by messenger",
        "ru": "в мессенджере",
        "pl": "przez komunikator",
        "az": "messencerlə",
    },
    Channel.POST: {"en": "by post", "ru": "по почте", "pl": "pocztą", "az": "poçtla"},
}

_OFFERS: Final = {
    "en": "I agree to receive offers from this shop {how}. I can take this back at any time; my "
    "card works without it.",
    "ru": "Даю согласие на то, чтобы получать предложения этого магазина {how}. Его можно отозвать "
    "в любое время; карта действует и без него.",
    "pl": "Zgadzam się otrzymywać oferty tego sklepu {how}. Tę zgodę można wycofać w każdej "
    "chwili; karta działa i bez niej.",
    "az": "Bu mağazanın təkliflərini {how} almağa razıyam. Bu razılığı istənilən vaxt geri "
    "götürmək olar; kart onsuz da işləyir.",
}


def default_text(subject: Subject, language: str) -> str:
    """The text of version 1; English for a language the program has none in."""
    channel = subject[1]
    if channel is None:
        return _PROGRAMME.get(language, _PROGRAMME["en"])
    spoken = language if language in _OFFERS else "en"
    return _OFFERS[spoken].replace("{how}", _HOW[channel][spoken])
