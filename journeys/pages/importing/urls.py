"""The addresses of importing answers and of those that wait; ``pages.urls`` takes them in."""

from django.urls import path

from . import bringing, buckets

ANSWERS = "workspaces/<str:workspace_id>/answers/"

urlpatterns = [
    path(f"{ANSWERS}import/", bringing.upload, name="import-answers"),
    path(f"{ANSWERS}import/look/", bringing.look, name="look-at-answers"),
    path(f"{ANSWERS}unassigned/", buckets.unassigned, name="unassigned-answers"),
    path(f"{ANSWERS}suspect/", buckets.suspect, name="suspect-answers"),
]
