"""Ready questionnaires about people: what they need, and whether brand or shop holds them."""

from __future__ import annotations

from typing import Final

from pos_app.domain.questionnaire import Condition, Option, Question, Questionnaire
from pos_app.services.questionnaire_template_kit import NONE, THANKS, option, words

NEEDS: Final = Questionnaire(
    title=words(
        "What matters to you?",
        "Что для вас важно?",
        "Co jest dla Państwa ważne?",
        "Sizin üçün nə vacibdir?",
    ),
    intro=words(
        "So that we can recommend what suits you. Any question may be left out.",
        "Чтобы советовать то, что вам подойдёт. Любой вопрос можно пропустить.",
        "Abyśmy mogli polecać to, co Państwu odpowiada. Każde pytanie można pominąć.",
        "Sizə uyğun olanı məsləhət görə bilək deyə. İstənilən sualı buraxmaq olar.",
    ),
    questions=(
        Question(
            id="sensitivities",
            kind="several_of",
            wording=words("Any sensitivities?", "Есть ли чувствительность к чему-либо?",
                       "Czy jest Pan/Pani na coś wrażliwy/-a?", "Nəyəsə həssaslığınız var?"),
            options=(
                option("skin", "Sensitive skin", "Чувствительная кожа", "Wrażliwa skóra",
                   "Həssas dəri", key="sensitive skin"),
                option("scent", "Strong scents", "Резкие запахи", "Silne zapachy", "Kəskin qoxular",
                   key="unscented"),
                option("asthma", "Asthma", "Астма", "Astma", "Astma", key="asthma"),
                option("allergy", "Allergies", "Аллергия", "Alergie", "Allergiya", key="allergy"),
                NONE,
            ),
            saves_to="need",
        ),
        Question(
            id="allergic_to",
            kind="text",
            wording=words("What are you allergic to?", "На что у вас аллергия?",
                       "Na co ma Pan/Pani alergię?", "Nəyə allergiyanız var?"),
            saves_to="need",
            key="allergic to",
            conditions=(Condition(question="sensitivities", values=("allergy",)),),
        ),
        Question(
            id="children",
            kind="several_of",
            wording=words("Are there children at home?", "Есть ли дома дети?",
                       "Czy w domu są dzieci?", "Evdə uşaq var?"),
            options=(
                option("baby", "Up to 3 years", "До 3 лет", "Do 3 lat", "3 yaşa qədər",
                   key="baby care"),
                option("child", "4 to 12 years", "4–12 лет", "4–12 lat", "4–12 yaş",
                   key="children"),
                option("teen", "13 to 17 years", "13–17 лет", "13–17 lat", "13–17 yaş",
                   key="teenagers"),
                option("no", "No", "Нет", "Nie", "Yox"),
            ),
            saves_to="need",
        ),
        Question(
            id="pets",
            kind="several_of",
            wording=words("Do you have pets?", "Есть ли у вас домашние животные?",
                       "Czy ma Pan/Pani zwierzęta?", "Ev heyvanınız var?"),
            options=(
                option("dog", "A dog", "Собака", "Pies", "İt", key="dog"),
                option("cat", "A cat", "Кошка", "Kot", "Pişik", key="cat"),
                Option(id="another", wording=words("Another", "Другое", "Inne", "Başqa"),
                       other=True, key="pets"),
                option("no", "No", "Нет", "Nie", "Yox"),
            ),
            saves_to="need",
        ),
        Question(
            id="prefers",
            kind="several_of",
            wording=words("What do you look for first?", "На что вы смотрите в первую очередь?",
                       "Na co zwraca Pan/Pani uwagę przede wszystkim?",
                       "İlk növbədə nəyə baxırsınız?"),
            options=(
                option("price", "A good price", "Хорошая цена", "Dobra cena", "Yaxşı qiymət",
                   key="good price"),
                option("natural", "Natural ingredients", "Натуральный состав", "Naturalny skład",
                   "Təbii tərkib", key="natural"),
                option("eco", "Kind to nature", "Бережность к природе", "Troska o przyrodę",
                   "Təbiətə qayğı", key="eco"),
                option("large", "Large packs", "Большие упаковки", "Duże opakowania",
                   "Böyük qablaşdırma", key="large packs"),
                option("brand", "A brand I know", "Знакомая марка", "Znana marka", "Tanış marka",
                   key="known brands"),
            ),
            saves_to="need",
        ),
    ),
    thanks=THANKS,
    reward=True,
)  # fmt: skip

LOYALTY: Final = Questionnaire(
    title=words("Brand or shop?", "Марка или магазин?", "Marka czy sklep?", "Marka yoxsa mağaza?"),
    questions=(
        Question(
            id="out_of_stock",
            kind="one_of",
            wording=words(
                "When we are out of the brand you wanted, what do you do?",
                "Если нужной марки у нас нет, что вы делаете?",
                "Gdy nie mamy szukanej marki, co Pan/Pani robi?",
                "İstədiyiniz marka bizdə olmayanda nə edirsiniz?",
            ),
            options=(
                option("another_brand", "Take another brand here", "Беру у вас другую марку",
                   "Biorę tu inną markę", "Burada başqa marka alıram", key="loyal to the shop"),
                option("another_shop", "Look for it elsewhere", "Ищу её в другом магазине",
                   "Szukam jej gdzie indziej", "Onu başqa yerdə axtarıram",
                   key="loyal to the brand"),
                option("wait", "Wait until it is back", "Жду, пока появится",
                   "Czekam, aż wróci", "Gələnə qədər gözləyirəm", key="loyal to both"),
                option("nothing", "Do without", "Обхожусь без неё", "Obywam się bez niej",
                   "Onsuz keçinirəm"),
            ),
            required=True,
            saves_to="tag",
        ),
        Question(
            id="why_here",
            kind="several_of",
            wording=words("Why do you come to us?", "Почему вы приходите к нам?",
                       "Dlaczego Pan/Pani do nas przychodzi?", "Niyə bizə gəlirsiniz?"),
            options=(
                option("near", "It is near", "Близко", "Blisko", "Yaxındır"),
                option("prices", "Prices", "Цены", "Ceny", "Qiymətlər"),
                option("choice", "Choice", "Выбор", "Wybór", "Seçim"),
                option("advice", "Good advice", "Хороший совет", "Dobra porada", "Yaxşı məsləhət"),
                option("card", "Points and card", "Баллы и карта", "Punkty i karta",
                   "Xallar və kart"),
                option("people", "The people here", "Люди, которые здесь работают",
                   "Ludzie, którzy tu pracują", "Burada çalışanlar"),
            ),
        ),
        Question(
            id="share",
            kind="scale",
            wording=words(
                "How much of such goods do you buy from us?",
                "Какую часть таких товаров вы покупаете у нас?",
                "Jak dużą część takich zakupów robi Pan/Pani u nas?",
                "Belə malların nə qədərini bizdən alırsınız?",
            ),
            low=1,
            high=5,
            low_label=words("Very little", "Совсем мало", "Bardzo mało", "Çox az"),
            high_label=words("Almost all", "Почти всё", "Prawie wszystko", "Demək olar hamısını"),
        ),
    ),
    thanks=THANKS,
    reward=True,
)  # fmt: skip
