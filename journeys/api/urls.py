"""Every address of the API."""

from django.urls import path, re_path, register_converter

from . import (
    answers,
    bringing,
    catalogue,
    edits,
    exports,
    findings,
    history,
    journeys,
    measures,
    pictures,
    readings,
    rounds,
    schema,
    share,
    talk,
    workspaces,
)
from .base import RecordId

register_converter(RecordId, "rid")

app_name = "api"
urlpatterns = [
    path("schema/", schema.Described.as_view(), name="schema"),
    path("docs/", schema.Docs.as_view(), name="docs"),
    path("workspaces/", workspaces.Workspaces.as_view(), name="workspaces"),
    path("workspaces/<rid:workspace>/members/", talk.Members.as_view(), name="members"),
    path("journeys/", journeys.Journeys.as_view(), name="journeys"),
    path("files/look/", bringing.Look.as_view(), name="look"),
    path("journeys/<rid:id>/", journeys.OneJourney.as_view(), name="journey"),
    path("journeys/<rid:id>/restore/", journeys.Restore.as_view(), name="restore"),
    path("journeys/<rid:id>/to-be/", journeys.ToBe.as_view(), name="to-be"),
    path("journeys/<rid:id>/graph/", readings.GraphView.as_view(), name="graph"),
    path("journeys/<rid:id>/edits/", edits.EditsView.as_view(), name="edits"),
    path("journeys/<rid:id>/history/", history.HistoryView.as_view(), name="history"),
    path("journeys/<rid:id>/versions/", history.VersionsView.as_view(), name="versions"),
    path(
        "journeys/<rid:id>/versions/<int:version>/",
        history.VersionView.as_view(),
        name="version",
    ),
    path(
        "journeys/<rid:id>/versions/<int:version>/restore/",
        history.RestoreVersion.as_view(),
        name="restore-version",
    ),
    path(
        "journeys/<rid:id>/versions/<int:version>/diff/<int:other>/",
        history.DiffView.as_view(),
        name="diff",
    ),
    path("journeys/<rid:id>/undo/", edits.UndoView.as_view(), name="undo"),
    path("journeys/<rid:id>/read/", talk.Read.as_view(), name="read"),
    path("journeys/<rid:id>/outline/", readings.OutlineView.as_view(), name="outline"),
    path("journeys/<rid:id>/measures/", measures.MeasuresView.as_view(), name="measures"),
    path(
        "journeys/<rid:id>/measures/choices/",
        measures.ChoicesView.as_view(),
        name="measures-choices",
    ),
    path(
        "journeys/<rid:id>/diagrams/<slug:name>.<slug:ext>",
        pictures.DiagramView.as_view(),
        name="diagram",
    ),
    path("journeys/<rid:id>/links/", share.Links.as_view(), name="links"),
    path("journeys/<rid:id>/links/<rid:link>/", share.OneLink.as_view(), name="link"),
    path("journeys/<rid:id>/export/<slug:name>", exports.ExportView.as_view(), name="export"),
    path("journeys/<rid:id>/pack/", exports.PackView.as_view(), name="pack"),
    path("diagrams/<slug:name>.<slug:ext>", pictures.BlankView.as_view(), name="blank"),
    path("catalogue/<rid:workspace>/", catalogue.Catalogue.as_view(), name="catalogue"),
    path(
        "catalogue/<rid:workspace>/edits/",
        catalogue.CatalogueEdits.as_view(),
        name="catalogue-edits",
    ),
    path(
        "catalogue/<rid:workspace>/undo/",
        catalogue.CatalogueUndo.as_view(),
        name="catalogue-undo",
    ),
    path("catalogue/<rid:workspace>/merge/", catalogue.Merge.as_view(), name="merge"),
    path(
        "catalogue/<rid:workspace>/measures/",
        catalogue.TouchpointMeasures.as_view(),
        name="touchpoint-measures",
    ),
    path(
        "catalogue/<rid:workspace>/uses/<rid:record>/",
        catalogue.Uses.as_view(),
        name="uses",
    ),
    path("answers/", answers.Answers.as_view(), name="answers"),
    path("answers/bulk/", answers.AnswersBulk.as_view(), name="answers-bulk"),
    path("rounds/", rounds.Rounds.as_view(), name="rounds"),
    path("rounds/<rid:round>/", rounds.OneRound.as_view(), name="round"),
    path("findings/", findings.Findings.as_view(), name="findings"),
    re_path(r"^[\s\S]*", schema.Nowhere.as_view()),
]
