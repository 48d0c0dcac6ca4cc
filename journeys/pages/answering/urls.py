"""The addresses of what customers meet; ``pages.urls`` takes them in."""

from django.urls import path

from .. import worker
from . import kiosk, page, receipt

ROUND = "a/<str:code>/"

urlpatterns = [
    path("a/sw.js", worker.worker, {"script": "answering/sw.js"}, name="answering-worker"),
    path("a/receipt/", receipt.receipt, name="receipt"),
    path(ROUND, page.page, name="answer"),
    path(f"{ROUND}kiosk/", kiosk.kiosk, name="kiosk"),
    path(f"{ROUND}answers/", kiosk.answers, name="answers-given"),
]
