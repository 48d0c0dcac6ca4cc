"""The addresses of the pages."""

from django.urls import path

from . import (
    beginning,
    catalogue,
    catalogue_edit,
    catalogue_merge,
    drawing,
    history,
    home,
    journey,
    saying,
    sign_in,
    theme,
    trash,
    worker,
)
from .answering import urls as answering
from .feedback import urls as feedback
from .importing import urls as importing
from .people import urls as people
from .rounds import urls as rounds
from .share import urls as share
from .taking import urls as taking

JOURNEY = "journeys/<str:document_id>/"
VERSION = f"{JOURNEY}history/<int:version>/"
WORKSPACE = "workspaces/<str:workspace_id>/"
RECORD = f"{WORKSPACE}catalogue/records/<str:record_id>/"

urlpatterns = [
    path("", home.start, name="home"),
    path("sw.js", worker.worker, name="worker"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("colours/", theme.choose, name="theme"),
    path("diagram.css", drawing.css, name="diagram-css"),
    path(WORKSPACE, home.workspace, name="workspace"),
    path(f"{WORKSPACE}new/", beginning.begin, name="new-journey"),
    path(f"{WORKSPACE}load/", beginning.look, name="upload"),
    path(f"{WORKSPACE}make/", beginning.take, name="make-journey"),
    path(f"{WORKSPACE}catalogue/", catalogue.catalogue, name="catalogue"),
    path(f"{WORKSPACE}catalogue/undo/", catalogue_edit.undo, name="undo-catalogue"),
    path(f"{WORKSPACE}catalogue/add/<str:kind>/", catalogue_edit.add, name="add-record"),
    path(RECORD, catalogue_edit.record, name="record"),
    path(f"{RECORD}delete/", catalogue_edit.delete, name="delete-record"),
    path(f"{RECORD}merge/", catalogue_merge.merge, name="merge-record"),
    path(f"{WORKSPACE}trash/", trash.trash, name="trash"),
    path(JOURNEY, journey.journey_map, name="journey"),
    path(f"{JOURNEY}path/", journey.path, name="journey-path"),
    path(f"{JOURNEY}table/", journey.table, name="journey-table"),
    path(f"{JOURNEY}history/", history.history, name="journey-history"),
    path(VERSION, history.version, name="journey-version"),
    path(f"{VERSION}name/", history.name, name="name-version"),
    path(f"{VERSION}restore/", history.restore, name="restore-version"),
    path(f"{JOURNEY}steps/<str:step_id>/", journey.step, name="step"),
    path(f"{JOURNEY}steps/<str:step_id>/findings/", saying.add_finding, name="add-finding"),
    path(f"{JOURNEY}steps/<str:step_id>/answers/", saying.add_answer, name="add-answer"),
    path(f"{JOURNEY}to-be/", beginning.to_be, name="to-be"),
    path(f"{JOURNEY}trash/", trash.put, name="trash-journey"),
    path(f"{JOURNEY}restore/", trash.restore, name="restore-journey"),
    *answering.urlpatterns,
    *feedback.urlpatterns,
    *importing.urlpatterns,
    *people.urlpatterns,
    *rounds.urlpatterns,
    *share.urlpatterns,
    *taking.urlpatterns,
]
