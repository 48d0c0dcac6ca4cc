"""The addresses of taking away; ``pages.urls`` takes them in."""

from django.urls import path

from . import view

TAKE = "journeys/<str:document_id>/take/"

urlpatterns = [
    path(TAKE, view.page, name="take"),
    path(f"{TAKE}files/", view.files, name="takings"),
    path(f"{TAKE}files/<str:taking_id>/", view.file, name="taking"),
    path(f"{TAKE}files/<str:taking_id>/end/", view.end, name="end-taking"),
    path(f"{TAKE}files/<str:taking_id>/again/", view.again, name="take-again"),
]
