"""The addresses of sharing: for members below the journey, for guests below ``s/``."""

from django.urls import path

from . import managing, pictures, views

LINK = "journeys/<str:document_id>/share/<str:link_id>/"
GUEST = "s/<str:text>/"

urlpatterns = [
    path("journeys/<str:document_id>/share/", managing.links, name="share"),
    path(LINK, managing.link, name="share-link"),
    path(f"{LINK}revoke/", managing.revoke, name="share-revoke"),
    path(GUEST, views.plain, name="share-plain"),
    path(f"{GUEST}map/", views.full, name="share-full"),
    path(f"{GUEST}embed/", views.embed, name="share-embed"),
    path(f"{GUEST}map.<slug:ext>", pictures.picture, name="share-picture"),
]
