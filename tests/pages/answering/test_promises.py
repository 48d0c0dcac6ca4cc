"""What the page promises: no cookie, little weight, and that no machine is counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from touchpoints.intake import floods, public
from touchpoints.intake.questions import STANDARD
from touchpoints.models import Answer

from .conftest import OFFERS, Ask, answer, headings, hidden, text, url

DAY = timezone.timedelta(days=1)


def test_no_answer_sets_a_cookie_or_lets_itself_be_kept_listed_or_traced(
    ask: Ask, customer: Client
) -> None:
    held, shut = ask(), ask(closes=timezone.now() - DAY)
    form = hidden(text(customer.get(url(held))))
    one = '{"client_id": "k1", "ease": 1}'
    seen = [
        customer.get(url(held)),
        customer.post(url(held), form | {"ease": "1"}),
        customer.post(url(held), form | {"ease": "2"}),
        customer.post(url(held), {}),
        customer.post(url(held), {"comment": "x" * 17_000}),
        customer.get(url(held, "kiosk/")),
        customer.post(url(held, "answers/"), one, "application/json"),
        customer.post(url(held, "answers/"), "{", "application/json"),
        customer.get(url(shut)),
        customer.get("/a/unknown/"),
    ]
    assert [each.status_code for each in seen] == [200, 200, 409, 422, 413, 200, 201, 400, 410, 404]
    for each in seen:
        assert not each.cookies
        assert not customer.cookies
        assert "Cookie" not in each.get("Vary", "")
        assert "no-store" in each["Cache-Control"]
        assert each["X-Robots-Tag"] == "noindex, nofollow"
        assert each["Referrer-Policy"] == "no-referrer"
        policy = each["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(
            r"style=|<style|<script(?! type=\"module\" src=\"/)| on\w+=", text(each)
        )
        assert not re.search(r'(src|href|action)="(https?:)?//', text(each))


def test_all_of_the_page_is_lighter_than_30_kb(ask: Ask, customer: Client) -> None:
    """Page, style, script and icon, none of them compressed; and no font."""
    held = ask(steps=[], offers=OFFERS, questions=list(STANDARD.values()))
    pages = [text(customer.get(url(held, f"?lang={each}"))) for each in ("fi", "sv", "en")]
    html = max(pages, key=lambda each: len(each.encode()))
    named = set(re.findall(r'(?:src|href)="/static/([^"]+)"', html))
    assert {each.rpartition(".")[2] for each in named} == {"css", "js", "svg"}
    sizes = {each: Path(str(finders.find(each))).stat().st_size for each in named}
    assert sum(sizes.values()) + len(html.encode()) < 30_000, (sizes, len(html.encode()))
    for each in named:
        source = Path(str(finders.find(each))).read_text()
        assert not re.search(r"\bimport\b.*from|@import|url\(|@font-face", source), each


def test_what_looks_like_a_machine_is_kept_as_suspect_and_thanked_as_always(
    ask: Ask, customer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = ask()
    trapped = answer(customer, url(held), ease="1", website="https://spam.example")
    without = customer.post(url(held), {"ease": "2"})
    other = hidden(text(customer.get(url(ask()))))["token"]
    foreign = customer.post(url(held), {"ease": "3", "token": other})
    monkeypatch.setattr(public, "FASTEST", 2)
    hasty = answer(customer, url(held), ease="4")
    for each in (trapped, without, foreign, hasty):
        assert headings(text(each)) == ["Thank you"]
    assert list(Answer.objects.order_by("ease").values_list("ease", "suspect")) == [
        (1, True), (2, True), (3, True), (4, True),
    ]  # fmt: skip


def test_a_flood_is_thanked_and_suspect_and_above_the_second_limit_kept_by_the_sender(
    ask: Ask, customer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "AN_HOUR", 2)
    monkeypatch.setattr(floods, "MOST", 3)
    held = ask()
    for ease in "123":
        assert headings(text(answer(customer, url(held), ease=ease))) == ["Thank you"]
    later = answer(customer, url(held), ease="4", comment="Kept here")
    assert later.status_code == 429
    assert int(later["Retry-After"]) > 0
    html = text(later)
    assert "Kept here</textarea>" in html
    assert re.search('name="ease" value="4" checked', html)
    assert 'role="alert"' in html
    assert dict(Answer.objects.values_list("ease", "suspect")) == {1: False, 2: False, 3: True}
    elsewhere = Client(headers={"accept-language": "en"}, REMOTE_ADDR="192.0.2.77")
    answer(elsewhere, url(held), ease="5")
    assert not Answer.objects.get(ease=5).suspect
    caches["attempts"].clear()  # the ten minutes are over
    assert customer.post(url(held), hidden(html) | {"ease": "4"}).status_code == 200
    assert Answer.objects.filter(ease=4, suspect=False).exists()
