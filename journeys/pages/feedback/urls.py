"""The addresses of the Feedback and Findings views; ``pages.urls`` takes them in."""

from django.urls import path

from . import findings, making, view

JOURNEY = "journeys/<str:document_id>/"
FEEDBACK = f"{JOURNEY}feedback/"
FINDINGS = f"{JOURNEY}findings/"

urlpatterns = [
    path(FEEDBACK, view.feedback, name="journey-feedback"),
    path(f"{FEEDBACK}quote/", making.quote, name="hear-quote"),
    path(f"{FEEDBACK}group/", making.group, name="hear-group"),
    path(FINDINGS, findings.findings, name="journey-findings"),
    path(f"{FINDINGS}<str:record_id>/", findings.change, name="change-finding"),
    path(f"{FINDINGS}<str:record_id>/opportunity/", findings.opportunity, name="make-opportunity"),
]
