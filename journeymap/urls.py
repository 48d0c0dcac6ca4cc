"""Every address of the site, and nothing else."""

from django.urls import include, path

from journeymap.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("journeys.pages.urls")),
    path("api/v1/", include("journeys.api.urls")),
]
