"""A page speaks one language: the reader's; only what people wrote stays in theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.people import People
from tools.translations import LANGUAGES, PACKAGES, ROOT, read

from .conftest import Sample

In = Callable[[str], Client]


def foreign_words(language: str) -> list[str]:
    """The English texts of two words and more that the language says otherwise."""
    found = []
    for package in PACKAGES:
        for message in read(ROOT / package / "locale" / language / "LC_MESSAGES" / "django.po"):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            for text in (re.split(r"%\(\w+\)s|\{\w*\}|<[^>]*>", each) for each in ids):
                longest = max(text, key=len).replace("%%", "%").strip()
                if " " in longest and longest not in str(message.string):
                    found.append(longest)
    return found


def test_words_to_be_translated_are_found_under_their_functions_names() -> None:
    """The tools that collect texts know ``gettext_lazy`` and ``_``, not what else it is called."""
    aliases = r"gettext(?:_lazy)? as (?!_\b)\w+"
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    assert len(files) > 100
    assert not [file for file in files if re.search(aliases, file.read_text(encoding="utf-8"))]


def words(html: bytes) -> str:
    """A page's words and those of its attributes, without what is marked as English."""
    page = re.sub(r'<((?!html)\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", html.decode(), flags=re.S)
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    return " ".join(unescape(page).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_half_english(
    language: str, sample: Sample, people: People, signed_in: In
) -> None:
    client = signed_in("editor")
    home = f"/workspaces/{people.workspace.pk}/"
    urls = [
        home,
        f"{home}catalogue/",
        f"{home}trash/",
        f"{home}?q=zzz",
        sample.step_url,
        "/nowhere/",
    ]
    urls += [sample.url + view for view in ("", "path/", "table/")]
    english = foreign_words(language)
    page = words(client.get(sample.step_url, headers={"accept-language": "en"}).content)
    assert sum(text in page for text in english) > 20  # they would be found
    for url in urls:
        answer = client.get(url, headers={"accept-language": language})
        said = words(answer.content)
        assert f'<html lang="{language}"' in said
        assert not [text for text in english if text in said], url


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_refused_is_said_in_the_readers_language(
    language: str, sample: Sample, people: People, signed_in: In
) -> None:
    """The places in a file are told in English, and marked as English."""
    client = signed_in("editor")
    headers = {"accept-language": language}
    file = SimpleUploadedFile("j.json", b'{"format": "journeymap", "schema": 1, "journey": {}}')
    sent = {"client_id": "u1", "file": file}
    upload = client.post(f"/workspaces/{people.workspace.pk}/load/", sent, headers=headers)
    lead, *details = upload.context["upload"].errors["file"]
    told = {"fi": "Tiedostoa ei voi tuoda.", "sv": "Filen kan inte läsas in."}
    assert lead.startswith(told[language])
    assert details and all(each.startswith('<span lang="en">') for each in details)

    sent = {"client_id": "f1", "kind": "pain", "title": "T\x01"}
    finding = client.post(f"{sample.step_url}findings/", sent, headers=headers)
    told = {"fi": "Tekstissä on merkki", "sv": "Texten har ett tecken"}
    assert finding.context["finding_form"].errors["title"][0].startswith(told[language])
    assert finding.status_code == upload.status_code == 422
