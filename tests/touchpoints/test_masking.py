"""Masking: what must not be stored is found however it is written; other numbers are left alone."""

from __future__ import annotations

import re
from typing import Any

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import iban, luhn

from touchpoints import masking
from touchpoints.masking import WORDS, masked

LANGUAGES = ("fi", "sv", "en")
SENTENCES = (
    "Henkilötunnukseni on {} ja odotan päätöstä.",
    "Hakija {}, päätös tuli myöhässä (10 000 €).",
    "Lähetin hakemuksen:{}.",
    "Min personbeteckning är {}, och jag väntar på beslut.",
    "Ärendet gäller {} sedan 12.3.2026 kl. 9.15–10.00.",
    "My identity code is {} and nobody answered.",
    "“{}” was asked for twice, in 2025 and 2026.",
    "hetu{}",
    "{}",
    "{}:n hakemus KEHA/1234/2026 on yhä auki",
    "Första raden\n{}\nsista raden",
)
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")


@st.composite
def identity_codes(draw: Any) -> str:
    """Valid codes, counted here by the rule that the population register publishes."""
    day, month, year = draw(st.tuples(st.integers(1, 28), st.integers(1, 12), st.integers(0, 99)))
    number = draw(st.integers(2, 999))
    sign = draw(st.sampled_from("+-YXWVUABCDEF"))
    written = f"{day:02}{month:02}{year:02}"
    check = CHECKS[int(f"{written}{number:03}") % 31]
    return f"{written}{sign}{number:03}{check}"


@st.composite
def written(draw: Any, codes: st.SearchStrategy[str]) -> str:
    """The same as people and their devices write it."""
    code = draw(codes)
    if draw(st.booleans()):
        code = code.lower()
    code = code.replace("-", draw(st.sampled_from(DASHES)))
    digits = draw(st.sampled_from(DIGITS))
    code = code.translate(str.maketrans(DIGITS[0], digits))
    at = draw(st.integers(1, len(code) - 1))
    return code[:at] + draw(st.sampled_from(["", "", "\u200b", "\u00ad"])) + code[at:]


@given(written(identity_codes()), st.sampled_from(SENTENCES), st.sampled_from(LANGUAGES))
@example("131052-308T", SENTENCES[0], "fi")
@example("010594Y9032", SENTENCES[3], "sv")
def test_identity_codes_are_found_wherever_they_stand(
    code: str, sentence: str, language: str
) -> None:
    held = masked(sentence.format(code), language)
    assert held.text == sentence.format(f"[{WORDS['identity'][language]}]")
    assert held.found == ("identity",)


@given(identity_codes(), identity_codes(), st.text("ab 12,;:/\n", max_size=6))
def test_several_codes_beside_each_other_leave_no_code(one: str, other: str, between: str) -> None:
    text = masked(f"{one}{between}{other}").text
    assert masked(text) == masking.Masked(text)
    if between and not between[:1].isdigit() and not between[-1:].isdigit():
        assert one not in text and other not in text


@given(identity_codes(), st.integers(1, 30), st.sampled_from(SENTENCES))
def test_a_wrong_check_character_is_no_identity_code(code: str, by: int, sentence: str) -> None:
    wrong = code[:-1] + CHECKS[(CHECKS.index(code[-1]) + by) % 31]
    assert masked(sentence.format(wrong)).text == sentence.format(wrong)


CASES = st.one_of(
    st.from_regex(r"[A-ZÄÖ]{2,7}/[1-9]\d{0,5}/(19|20)\d\d", fullmatch=True),
    st.from_regex(r"[A-Z]{2,5}/20[0-4]\d/\d{1,6}", fullmatch=True),
    st.from_regex(r"[A-Z]\d{3,5}/\d\d\.\d\d(\.\d\d)?/20\d\d", fullmatch=True),
    st.from_regex(r"\d{1,6}/(19|20)\d\d", fullmatch=True),
    st.from_regex(r"HE [1-9]\d{0,2}/20\d\d vp", fullmatch=True),
    st.dates().map(lambda day: f"{day.day}.{day.month}.{day.year}"),
    st.dates().map(lambda day: f"{day:%d.%m.%y}"),
    st.dates().map(lambda day: f"{day:%Y-%m-%d}"),
    st.dates().map(lambda day: f"{day:%d/%m/%Y}"),
    st.tuples(st.times(), st.times()).map(lambda t: f"{t[0]:%H.%M}–{t[1]:%H.%M}"),
    st.times().map(lambda time: f"klo {time:%H.%M}"),
    st.integers(1900, 2099).map(str),
    st.tuples(st.integers(1900, 2099), st.integers(1900, 2099)).map("{0[0]}–{0[1]}".format),
    st.integers(0, 99_999).map("{:05} Helsinki".format),
    st.integers(0, 10**10).map(lambda n: f"{n:,} €".replace(",", " ")),
    st.integers(0, 10**10).map(lambda n: f"{n:,}".replace(",", "\u00a0") + " euroa"),
    st.integers(0, 10**9).map(lambda n: f"{n / 100:.2f} e".replace(".", ",")),
    st.from_regex(r"[0-3]\d{6}-\d", fullmatch=True),
)


@given(st.lists(CASES, min_size=1, max_size=3), st.sampled_from(SENTENCES))
@example(["KEHA/1234/2026", "VM/2026/17", "UUDELY/0401234567/2026"], SENTENCES[0])
@example(["9.12.2026", "09.30–11.00", "131052-308U"], SENTENCES[3])
@example(["010126-12", "2345678-9", "1 200 000 000 €"], SENTENCES[5])
def test_cases_dates_times_sums_and_years_are_left_alone(cases: list[str], sentence: str) -> None:
    text = sentence.format(", ".join(cases))
    assert masked(text) == masking.Masked(text)


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Nd", "No", "Nl"], exclude_characters="@＠﹫([（")
    )
)
def test_a_text_without_digits_or_at_is_the_same(text: str) -> None:
    assert masked(text) == masking.Masked(text)


PIECES = st.sampled_from(
    ["131052-308T", "0401234567", "+358 40 123 4567", "a.b@example.fi", "FI21 1234 5600 0007 85"]
    + ["4111 1111 1111 1111", "131052", "-308T", "FI", "@", "(at)", "example.fi", "1", "0", "+"]
    + [" ", "\u00a0", "-", "–", ".", "/", "A", "x", "\u200b", "\n", "12.3.2026", "KEHA/1/2026"]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join), st.integers(1, 90))
def test_masking_twice_changes_nothing(text: str, limit: int) -> None:
    for most in (None, limit):
        once = masked(text, "fi", most)
        assert masked(once.text, "sv", most) == masking.Masked(once.text)
        assert most is None or len(once.text) <= max(most, len(text))


@pytest.mark.parametrize(
    "number",
    [
        "040 123 4567",
        "0401234567",
        "040-1234567",
        "050 – 123 4567",
        "(09) 123 4567",
        "09 1234567",
        "040/1234567",
        "019 12 34 56",
        "+358 40 123 4567",
        "+358 (0)40 123 4567",
        "00358401234567",
        "358401234567",
        "+46 70 123 45 67",
        "+372 5123 4567",
        "tel:+44 20 7946 0018".removeprefix("tel:"),
        "０４０ １２３ ４５６７",
        "040\u00a0123\u00a04567",
    ],
)
def test_telephone_numbers_are_found(number: str) -> None:
    for sentence in SENTENCES:
        if sentence != "hetu{}":  # a number is no part of a word
            held = masked(sentence.format(number), "fi")
            assert held.text == sentence.format("[puhelinnumero]"), number
            assert held.found == ("phone",)


@given(st.integers(0, 999_9999), st.sampled_from(["040", "044", "045", "046", "050"]), st.data())
def test_mobile_numbers_are_found_however_they_are_grouped(
    rest: int, prefix: str, data: Any
) -> None:
    kind = data.draw(st.sampled_from(["NATIONAL", "INTERNATIONAL", "E164"]))
    number = phonenumbers.parse(f"{prefix}{rest:07}", "FI")
    told = phonenumbers.format_number(number, getattr(phonenumbers.PhoneNumberFormat, kind))
    if phonenumbers.is_valid_number(number):
        assert masked(f"Soita {told}!").text == "Soita [telephone number]!"


@pytest.mark.parametrize(
    "address",
    [
        "etu.suku@example.fi",
        "Etu.Suku+kela@posti.example.FI",
        "mäki@hämäläinen.fi",
        "a@b.co",
        "etu.suku(at)example.fi",
        "etu.suku [ät] example (piste) fi",
        "etu@example。fi".replace("。", "．"),
        "etu ＠ example.fi",
    ],
)
def test_addresses_are_found(address: str) -> None:
    for sentence in SENTENCES:
        if sentence not in ("hetu{}", "{}:n hakemus KEHA/1234/2026 on yhä auki"):
            expected = sentence.format("[e-postadress]")
            assert masked(sentence.format(address), "sv").text == expected


@pytest.mark.parametrize("text", ["@liisa kysyi", "klo 10 @ Helsinki", "5 kpl @ 2,50 €", "a@b"])
def test_what_only_has_an_at_is_no_address(text: str) -> None:
    assert masked(text).text == text


@given(st.integers(0, 10**14 - 1), st.sampled_from(["", " ", "\u00a0", "-"]), st.booleans())
def test_accounts_are_found(number: int, between: str, lower: bool) -> None:
    bban = f"{number:014}"
    code = f"FI{iban.calc_check_digits(f'FIxx{bban}')}{bban}"
    told = between.join(re.findall("..?.?.?", code))
    told = told.lower() if lower else told
    assert masked(f"Tili {told}, kiitos").text == "Tili [account number], kiitos"
    wrong = f"{told[:2]}{(int(told[2:4]) + 1) % 100:02}{told[4:]}"
    assert "account" not in masked(f"Tili {wrong}, kiitos").found


@pytest.mark.parametrize(
    "code", ["SE45 5000 0000 0583 9825 7466", "GB29 NWBK 6016 1331 9268 19", "EE382200221020145685"]
)
def test_accounts_of_other_countries_are_found(code: str) -> None:
    assert masked(f"Konto: {code} tack", "sv").text == "Konto: [kontonummer] tack"


@given(
    st.integers(0, 10**14 - 1),
    st.sampled_from(["4", "51", "2221", "62"]),
    st.sampled_from(" -–\u00a0"),
)
def test_cards_are_found(number: int, issuer: str, between: str) -> None:
    start = f"{issuer}{number:014}"[:15]
    digits = start + luhn.calc_check_digit(start)
    for told in (digits, between.join(re.findall("....", digits))):
        assert masked(f"Kortti {told} (12/27)").text == "Kortti [card number] (12/27)"
    wrong = start + str((int(digits[-1]) + 1) % 10)
    assert masked(f"Kortti {wrong} (12/27)").found in ((), ("phone",))


def test_an_answer_is_masked_in_its_own_language_within_its_limits() -> None:
    value = {
        "comment": "Ring 040 123 4567",
        "unit": "a@b.fi",
        "region": "Lappi",
        "source": "a@b.fi " * 8,
        "language": "sv-FI",
        "emotion": 3,
    }
    kept, found = masking.item(value, "fi")
    assert found == ("address", "phone")
    assert kept["comment"] == "Ring [telefonnummer]" and kept["unit"] == "[e-postadress]"
    assert kept["region"] == "Lappi" and kept["emotion"] == 3
    assert len(str(kept["source"])) <= 60
    assert masking.item({**value, "language": "smn"}, "fi")[0]["unit"] == "[sähköpostiosoite]"
    plain = {"comment": "Kaikki hyvin", "emotion": 5}
    assert masking.item(plain, "fi") == (plain, ())
