"""The addresses of survey rounds; ``pages.urls`` takes them in."""

from django.urls import path

from . import card, codes, editing, listing, one

ROUNDS = "workspaces/<str:workspace_id>/rounds/"
ROUND = f"{ROUNDS}<str:round_id>/"

urlpatterns = [
    path(ROUNDS, listing.rounds_page, name="rounds"),
    path(f"{ROUNDS}new/", editing.make, name="new-round"),
    path(ROUND, one.round_page, name="round"),
    path(f"{ROUND}edit/", editing.edit, name="edit-round"),
    path(f"{ROUND}open/", one.open_round, name="open-round"),
    path(f"{ROUND}close/", one.close_round, name="close-round"),
    path(f"{ROUND}delete/", one.delete, name="delete-round"),
    path(f"{ROUND}qr.<slug:ext>", codes.code, name="round-code"),
    path(f"{ROUND}card/", card.card, name="round-card"),
]
