"""What half a year of customers say in the samples, step by step: numbers first, then words.

Figures are made up. They are close to what such services hear: one step that hurts, one with too
few answers to show, some that nobody was asked about.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Said(NamedTuple):
    """The answers at one step: how many, their mean emotion (1 to 5), and shares (0 to 1).

    ``prompt`` and ``easy`` gave 4 or 5 of 5; ``worse`` and ``better`` compare with the
    expectation; ``done`` got their matter done.
    """

    n: int
    emotion: float
    prompt: float
    easy: float
    worse: float
    better: float
    done: float


#: By journey and step. A step that is not here was not asked about.
SAID: dict[str, dict[str, Said]] = {
    "start-up-grant": {
        "kuulee": Said(21, 3.4, 0.71, 0.67, 0.19, 0.29, 0.76),
        "lukee": Said(148, 2.6, 0.62, 0.55, 0.52, 0.09, 0.49),
        "tayttaa": Said(133, 3.7, 0.88, 0.71, 0.21, 0.24, 0.92),
        "toimipiste": Said(38, 2.9, 0.42, 0.68, 0.47, 0.16, 0.89),
        "liitteet": Said(97, 3.2, 0.74, 0.58, 0.38, 0.13, 0.81),
        "lausunto": Said(44, 3.1, 0.39, 0.57, 0.36, 0.14, 0.84),
        "lisatiedot": Said(61, 1.7, 0.41, 0.33, 0.71, 0.03, 0.46),
        "paatoksen-saanti": Said(88, 3.9, 0.90, 0.82, 0.18, 0.34, 0.95),
        "muutoksenhakeminen": Said(3, 2.0, 0.33, 0.33, 0.67, 0.0, 0.33),
        "maksun-haku": Said(34, 4.4, 0.93, 0.90, 0.06, 0.44, 0.97),
    },
    "register-as-jobseeker": {
        "etsii-ohjeet": Said(73, 3.1, 0.60, 0.52, 0.37, 0.12, 0.68),
        "verkossa": Said(96, 3.9, 0.86, 0.74, 0.16, 0.28, 0.94),
        "paikan-paalla": Said(24, 4.1, 0.58, 0.83, 0.13, 0.46, 0.96),
        "selvitykset": Said(54, 2.4, 0.48, 0.37, 0.56, 0.07, 0.61),
        "alkuhaastattelussa": Said(82, 4.2, 0.79, 0.85, 0.11, 0.52, 0.88),
        "etuushakemus": Said(47, 2.3, 0.32, 0.34, 0.60, 0.06, 0.55),
        "suunnitelman-teko": Said(41, 3.5, 0.76, 0.66, 0.24, 0.22, 0.90),
        "yrittajyys": Said(4, 3.5, 0.75, 0.75, 0.25, 0.25, 0.75),
        "hakee-tyota": Said(58, 2.8, 0.62, 0.45, 0.40, 0.10, 0.72),
    },
    "winter-coat": {
        "sovitus": Said(41, 4.4, 0.90, 0.93, 0.05, 0.49, 0.95),
        "kirje": Said(17, 2.2, 0.59, 0.53, 0.47, 0.06, 0.35),
        "hajoaa": Said(12, 1.5, 0.17, 0.17, 0.92, 0.0, 0.08),
        "valittaa": Said(8, 2.5, 0.38, 0.50, 0.50, 0.13, 0.50),
    },
    "hairdresser-booking": {
        "valitsee": Said(26, 4.2, 0.92, 0.88, 0.08, 0.31, 0.96),
        "maksaa-varauksen": Said(26, 2.7, 0.65, 0.54, 0.50, 0.08, 0.69),
        "soittaa": Said(6, 4.5, 1.0, 0.83, 0.0, 0.67, 1.0),
        "vaatii-rahat": Said(3, 1.7, 0.0, 0.33, 0.67, 0.0, 0.33),
    },
    "summer-trainee": {
        "haastatellaan": Said(9, 3.8, 0.78, 0.89, 0.11, 0.44, 1.0),
        "ensimmainen-paiva": Said(9, 4.7, 1.0, 0.89, 0.0, 0.78, 1.0),
        "oma-tehtava": Said(8, 4.8, 0.88, 0.88, 0.0, 0.88, 1.0),
    },
    "consumer-complaint": {
        "reklamoi": Said(22, 2.5, 0.36, 0.45, 0.50, 0.09, 0.41),
        "kysyy-neuvoa": Said(31, 4.3, 0.84, 0.87, 0.06, 0.58, 0.94),
        "sovitellaan": Said(11, 3.7, 0.55, 0.73, 0.18, 0.36, 0.73),
    },
}

#: When the journey's answers came, first and last day.
HALF_YEAR = (date(2026, 1, 1), date(2026, 6, 30))
WHEN = {
    "winter-coat": (date(2026, 1, 1), date(2026, 4, 30)),
    "hairdresser-booking": (date(2026, 1, 1), date(2026, 5, 31)),
    "summer-trainee": (date(2026, 5, 4), date(2026, 6, 30)),
}

#: Where one was served: unit, region, and how often by a good and by a bad mood. The busiest
#: office has more than its share of the bad ones: an uneven service.
WHERE = {
    "Seinäjoki": ("Etelä-Pohjanmaa", 5, 8),
    "Ilmajoki": ("Etelä-Pohjanmaa", 3, 1),
    "Isokyrö": ("Pohjanmaa", 2, 1),
}
#: The journeys that are served in units.
IN_UNITS = ("start-up-grant", "register-as-jobseeker")

#: By journey and step: (mood, language, words). Mood -1 goes to an answer of 1 or 2 in emotion,
#: 0 to a 3, +1 to a 4 or 5.
COMMENTS: dict[str, dict[str, tuple[tuple[int, str, str], ...]]] = {
    "start-up-grant": {
        "kuulee": (
            (1, "fi", "Kirjaston illassa joku vihdoin kertoi tästä."),
            (-1, "fi", "Kuulin vasta, kun olin jo aloittanut. Liian myöhään."),
        ),
        "lukee": (
            (-1, "fi", "Kolme sivua, kolme eri vastausta."),
            (-1, "fi", "En saanut selville, voinko hakea, kun minulla on jo toiminimi."),
            (-1, "sv", "Jag förstod inte om villkoren gäller mig som är permitterad."),
            (-1, "en", "The English page is much shorter than the Finnish one."),
            (0, "fi", "Tieto on siellä, kun sen jaksaa etsiä."),
            (0, "sv", "Bra att guiden finns på svenska, men den är lång."),
            (1, "fi", "Opas auttoi laskelmien kanssa."),
        ),
        "tayttaa": (
            (1, "fi", "Helpompi kuin pelkäsin."),
            (1, "sv", "Smidigt med bankkoder."),
            (0, "fi", "Mitä tarkoittaa tulosuunnitelma? Olisi tarvinnut esimerkin."),
            (-1, "fi", "Istunto vanheni ja kaikki katosi."),
            (1, "en", "Saving a draft worked well."),
        ),
        "toimipiste": (
            (-1, "fi", "Jonotin 40 minuuttia, asia hoitui viidessä."),
            (-1, "fi", "Vuoronumeroita oli kaksi eri laitetta."),
            (1, "fi", "Neuvoja oli todella mukava ja osasi asiansa."),
            (1, "sv", "Rådgivaren kunde svenska, tack!"),
        ),
        "liitteet": (
            (-1, "fi", "Puhelimella otettu kuva ei kelvannut."),
            (0, "fi", "Miksi todistus pitää hakea itse toiselta virastolta?"),
            (1, "fi", "Kuittaus tuli heti."),
        ),
        "lisatiedot": (
            (-1, "fi", "Lähetin saman todistuksen jo kerran."),
            (-1, "fi", "Pyyntö tuli sähköpostiin, vastaus piti antaa asioinnissa."),
            (-1, "fi", "Kukaan ei osannut sanoa, missä hakemukseni on."),
            (-1, "fi", "Viikko aikaa vastata, olin juuri matkoilla."),
            (-1, "sv", "Samma papper två gånger. Läser ni inte vad man skickar?"),
            (-1, "sv", "Brevet var på finska fast jag valde svenska."),
            (-1, "en", "I was asked for a paper I had already uploaded."),
            (0, "fi", "Puhelimessa asia selvisi."),
        ),
        "lausunto": (
            (1, "fi", "Yritysneuvoja kysyi hyviä kysymyksiä."),
            (-1, "fi", "Lausunto kesti kolme viikkoa, luvattiin viikko."),
            (0, "sv", "Bra samtal, men varför i efterhand?"),
        ),
        "paatoksen-saanti": (
            (
                1,
                "fi",
                "Käsittelijä soitti ja selitti päätöksen. Uskalsin aloittaa.",
            ),
            (1, "sv", "Snabbare än jag trodde."),
            (-1, "fi", "Luin kolme kertaa enkä tiennyt, sainko vai en."),
            (-1, "fi", "Perustelu oli yksi virke."),
            (1, "en", "Good news, and the caseworker explained the next steps."),
        ),
        "muutoksenhakeminen": ((-1, "fi", "Ohje oli viimeisellä sivulla pienellä."),),
        "maksun-haku": (
            (1, "fi", "Ilmoitus vei viisi minuuttia."),
            (1, "fi", "Raha tuli neljässä päivässä."),
            (1, "sv", "Enkelt, samma blankett varje månad."),
        ),
    },
    "register-as-jobseeker": {
        "etsii-ohjeet": (
            (-1, "sv", "Chatten svarade bara på finska på eftermiddagen."),
            (0, "fi", "Ohje löytyi, kun tiesi oikean sanan."),
        ),
        "verkossa": (
            (1, "fi", "Puolessa tunnissa valmis."),
            (-1, "fi", "Luulin, että päiväraha tulee tällä."),
        ),
        "paikan-paalla": (
            (1, "en", "The interpreter made everything clear."),
            (1, "fi", "Kiitos, kun joku istui viereen."),
        ),
        "selvitykset": (
            (-1, "fi", "Vastasin, mutta tehtävä näkyy yhä avoimena."),
            (-1, "sv", "Tre frågor om samma arbetsintyg."),
        ),
        "alkuhaastattelussa": (
            (1, "fi", "Joku kysyi, mitä oikeasti haluan tehdä."),
            (1, "sv", "Samma människa som svarade i telefon."),
            (-1, "fi", "Aika siirtyi kahdesti."),
        ),
        "etuushakemus": (
            (-1, "fi", "Kukaan ei sanonut, että etuus pitää hakea erikseen."),
            (-1, "en", "I lost two weeks because I did not know about the second form."),
        ),
        "hakee-tyota": ((0, "fi", "Neljä hakemusta kuussa on paljon pienellä paikkakunnalla."),),
    },
    "winter-coat": {
        "sovitus": ((1, "fi", "Koko haettiin toisesta myymälästä, upeaa."),),
        "hajoaa": ((-1, "fi", "Vetoketju petti kolmantena pakkasaamuna."),),
    },
    "hairdresser-booking": {
        "maksaa-varauksen": ((-1, "fi", "Raha lähti, aikaa ei tullut."),),
        "soittaa": ((1, "sv", "Frisören svarade genast."),),
    },
    "summer-trainee": {
        "ensimmainen-paiva": ((1, "fi", "Minua odotettiin ovella."),),
        "oma-tehtava": ((1, "fi", "Luulin mapittavani, sain oman selvityksen."),),
    },
    "consumer-complaint": {
        "reklamoi": ((-1, "fi", "Myyjä ei vastannut kuukauteen."),),
        "kysyy-neuvoa": ((1, "fi", "Selvä neuvo ja valmis kirjepohja."),),
    },
}
