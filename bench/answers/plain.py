"""What bringing in answers is held against: the view that Django REST framework makes of a table.

The same table, the same token; a ModelSerializer with all its fields, a ModelViewSet, and
``many=True`` where a list is sent.
"""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers, viewsets
from rest_framework.permissions import BasePermission

from journeymap.urls import urlpatterns as product
from journeys.api.auth import TokenAuthentication
from journeys.api.base import SignedIn
from touchpoints.models import Answer


class PlainSerializer(serializers.ModelSerializer[Answer]):
    """An answer, all fields."""

    class Meta:
        model = Answer
        fields = "__all__"


class Plain(viewsets.ModelViewSet[Answer]):
    """Answers, as the framework's tutorial has them."""

    queryset = Answer.objects.all()
    serializer_class = PlainSerializer
    authentication_classes = (TokenAuthentication,)
    permission_classes: tuple[type[BasePermission], ...] = (SignedIn,)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Take a list where one is sent."""
        kwargs["many"] = isinstance(kwargs.get("data"), list)
        return super().get_serializer(*args, **kwargs)


urlpatterns: list[Any] = [
    path("plain/", Plain.as_view({"post": "create"})),
    *product,
]
