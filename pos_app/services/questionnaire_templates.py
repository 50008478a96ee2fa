"""Questionnaires to begin with, in four languages: good as they are, free to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pos_app.domain.questionnaire import Condition, Kind, Question, Questionnaire, Wording
from pos_app.services.questionnaire_template_kit import (
    THANKS,
    Template,
    option,
    other_option,
    words,
)
from pos_app.services.questionnaire_templates_people import LOYALTY, NEEDS

_SHOPS_FOR: Final = Question(
    id="shops_for",
    kind="one_of",
    wording=words(
        "Who do you mostly shop for?",
        "Для кого вы чаще всего покупаете?",
        "Dla kogo najczęściej robi Pan/Pani zakupy?",
        "Ən çox kimin üçün alırsınız?",
    ),
    options=(
        option("myself", "Myself", "Для себя", "Dla siebie", "Özüm üçün", key="myself"),
        option("couple", "Couple", "Для двоих", "Dla dwojga", "İki nəfər üçün", key="couple"),
        option("family", "Family", "Для семьи", "Dla rodziny", "Ailə üçün", key="family"),
        option("work", "Work", "Для работы", "Do pracy", "İş üçün", key="work"),
    ),
    saves_to="tag",
)

_BUYS_MOST: Final = Question(
    id="buys_most",
    kind="several_of",
    wording=words(
        "What do you buy here most?",
        "Что вы чаще всего у нас покупаете?",
        "Co najczęściej Pan/Pani u nas kupuje?",
        "Bizdən ən çox nə alırsınız?",
    ),
    options=(
        option("laundry", "Laundry", "Для стирки", "Pranie", "Yuma vasitələri", key="laundry"),
        option("cleaning", "Cleaning", "Для уборки", "Sprzątanie", "Təmizlik", key="cleaning"),
        option("skin", "Skin care", "Уход за кожей", "Pielęgnacja skóry", "Dəriyə qulluq",
           key="skin care"),
        option("hair", "Hair", "Для волос", "Włosy", "Saç", key="hair"),
        option("baby", "Baby", "Для малыша", "Dla dziecka", "Körpə", key="baby"),
        option("pets", "Pets", "Для питомца", "Dla zwierząt", "Ev heyvanları", key="pets"),
    ),
    saves_to="tag",
)  # fmt: skip

_HEARD: Final = Question(
    id="heard",
    kind="one_of",
    wording=words(
        "How did you hear about us?",
        "Откуда вы о нас узнали?",
        "Skąd Pan/Pani o nas wie?",
        "Bizim haqqımızda haradan bildiniz?",
    ),
    options=(
        option("friend", "From friends", "От знакомых", "Od znajomych", "Tanışlardan"),
        option("nearby", "Live or work nearby", "Живу или работаю рядом",
           "Mieszkam lub pracuję obok", "Yaxınlıqda yaşayıram və ya işləyirəm"),
        option("online", "Online", "В интернете", "Z internetu", "İnternetdən"),
        option("advert", "An advert", "Из рекламы", "Z reklamy", "Reklamdan"),
        other_option(),
    ),
)  # fmt: skip

_CARD: Final = Questionnaire(
    title=words("Three short questions", "Три коротких вопроса", "Trzy krótkie pytania",
             "Üç qısa sual"),
    questions=(_SHOPS_FOR, _BUYS_MOST, _HEARD),
    thanks=THANKS,
    reward=True,
)  # fmt: skip

_SATISFACTION: Final = Questionnaire(
    title=words("One question", "Один вопрос", "Jedno pytanie", "Bir sual"),
    questions=(
        Question(
            id="recommend",
            kind="nps",
            wording=words(
                "Would you recommend us to a friend?",
                "Вы бы посоветовали нас знакомым?",
                "Czy poleciłby Pan / poleciłaby Pani nas znajomym?",
                "Bizi tanışlarınıza məsləhət görərsiniz?",
            ),
            low_label=words("Not at all", "Ни за что", "Na pewno nie", "Qətiyyən"),
            high_label=words("Certainly", "Обязательно", "Na pewno tak", "Mütləq"),
            required=True,
        ),
        Question(
            id="missing",
            kind="several_of",
            wording=words("What should be better?", "Что нам улучшить?", "Co powinniśmy poprawić?",
                       "Nəyi yaxşılaşdıraq?"),
            options=(
                option("queue", "The queue", "Очередь", "Kolejka", "Növbə"),
                option("staff", "Service", "Обслуживание", "Obsługa", "Xidmət"),
                option("price", "Prices", "Цены", "Ceny", "Qiymətlər"),
                option("range", "Choice of goods", "Выбор товаров", "Wybór towarów", "Mal çeşidi"),
                option("clean", "Tidiness", "Порядок в зале", "Porządek", "Səliqə"),
                other_option(),
            ),
            conditions=(Condition(question="recommend", test="at_most", number=8),),
        ),
        Question(
            id="liked",
            kind="text",
            wording=words("What did you like most?", "Что понравилось больше всего?",
                       "Co podobało się najbardziej?", "Ən çox nə xoşunuza gəldi?"),
            conditions=(Condition(question="recommend", test="at_least", number=9),),
        ),
    ),
    thanks=words("Thank you!", "Спасибо!", "Dziękujemy!", "Təşəkkür edirik!"),
)  # fmt: skip

_EXIT: Final = Questionnaire(
    title=words("Why did you leave us?", "Почему вы ушли?", "Dlaczego Państwo odeszli?",
             "Niyə bizdən getdiniz?"),
    intro=words(
        "We have not seen you for a while and would like to know why.",
        "Мы давно вас не видели и хотим понять почему.",
        "Dawno Państwa nie widzieliśmy i chcielibyśmy wiedzieć dlaczego.",
        "Sizi çoxdandır görmürük və səbəbini bilmək istərdik.",
    ),
    questions=(
        Question(
            id="why_left",
            kind="several_of",
            wording=words("What was the reason?", "Что стало причиной?", "Co było powodem?",
                       "Səbəb nə oldu?"),
            options=(
                option("moved", "I moved", "Переезд", "Przeprowadzka", "Başqa yerə köçmək"),
                option("price", "Prices", "Цены", "Ceny", "Qiymətlər"),
                option("range", "You do not have what I need", "Нет того, что мне нужно",
                   "Brak tego, czego szukam", "Mənə lazım olan yoxdur"),
                option("service", "Service", "Обслуживание", "Obsługa", "Xidmət"),
                option("other_shop", "Another shop suits me better", "Другой магазин удобнее",
                   "Inny sklep bardziej mi odpowiada", "Başqa mağaza daha rahatdır"),
                other_option(),
            ),
            required=True,
        ),
        Question(
            id="what_happened",
            kind="text",
            wording=words("What happened?", "Что случилось?", "Co się stało?", "Nə baş verdi?"),
            conditions=(Condition(question="why_left", values=("service",)),),
        ),
        Question(
            id="come_back",
            kind="yes_no",
            wording=words("Would you come back?", "Вы бы вернулись?", "Czy Państwo wrócą?",
                       "Geri qayıdardınız?"),
        ),
        Question(
            id="what_helps",
            kind="text",
            wording=words("What would bring you back?", "Что поможет вам вернуться?",
                       "Co skłoniłoby Państwa do powrotu?", "Qayıtmağınıza nə kömək edərdi?"),
            conditions=(Condition(question="come_back", values=("yes",)),),
        ),
    ),
    thanks=words(
        "Thank you for telling us.",
        "Спасибо, что рассказали.",
        "Dziękujemy za szczerość.",
        "Dediyiniz üçün təşəkkür edirik.",
    ),
)  # fmt: skip

TEMPLATES: Final[Mapping[Kind, Template]] = {
    template.kind: template
    for template in (
        Template(
            kind="card",
            name=words("Card application", "Анкета для карты", "Ankieta do karty", "Kart anketi"),
            definition=_CARD,
        ),
        Template(
            kind="needs",
            name=words("Needs", "Потребности", "Potrzeby", "Ehtiyaclar"),
            definition=NEEDS,
        ),
        Template(
            kind="satisfaction",
            name=words("After a sale", "После покупки", "Po zakupie", "Alışdan sonra"),
            definition=_SATISFACTION,
        ),
        Template(
            kind="loyalty",
            name=words(
                "Brand or shop", "Марка или магазин", "Marka czy sklep", "Marka və ya mağaza"
            ),
            definition=LOYALTY,
        ),
        Template(
            kind="exit",
            name=words("Why you left", "Почему вы ушли", "Dlaczego odejście", "Niyə getdiniz"),
            definition=_EXIT,
        ),
    )
}

_TAGS: Final[Mapping[str, Wording]] = {
    "loyal to the shop": words(
        "loyal to the shop", "верность магазину", "wierność sklepowi", "mağazaya sadiq"
    ),
    "loyal to the brand": words(
        "loyal to the brand", "верность марке", "wierność marce", "markaya sadiq"
    ),
    "loyal to both": words(
        "loyal to both",
        "верность марке и магазину",
        "wierność marce i sklepowi",
        "markaya və mağazaya sadiq",
    ),
}
"""Tags that are not simply called as the answer that gives them."""


def definition_of(template: Template, language: str) -> Questionnaire:
    """A template for a shop of this language: tags are words that people there read."""
    questions = tuple(_tagged(one, language) for one in template.definition.questions)
    return replace(template.definition, questions=questions)


def _tagged(question: Question, language: str) -> Question:
    if question.saves_to != "tag":
        return question
    options = tuple(
        replace(one, key=_TAGS.get(one.key, one.wording).shown(language, language).lower())
        if one.key
        else one
        for one in question.options
    )
    return replace(question, options=options)
