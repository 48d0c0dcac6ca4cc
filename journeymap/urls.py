"""Every address of the site, and nothing else."""

from django.urls import include, path

from journeymap.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("journeys.pages.urls")),
    path("api/v1/", include("journeys.api.urls")),
]
