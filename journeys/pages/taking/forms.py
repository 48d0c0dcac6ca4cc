"""What can be taken, and how: a form that the tables of diagrams, kinds and formats make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from journeymap.documents.errors import Invalid
from journeymap.documents.models import Document, VersionName
from journeys import overlay, taking, takings
from journeys.against import origin
from journeys.diagrams import DIAGRAMS, KINDS, Diagram
from journeys.diagrams.picture import PAPERS

#: Journeys, and named versions, that can be compared with.
MOST = 200
_THIS = "version:"


@dataclass(frozen=True)
class Box:
    """A choice: the part it names, what it is called and good for, whether it is chosen."""

    part: str
    title: str
    about: str
    chosen: bool

    @property
    def id(self) -> str:
        """Return the id of its box on the page."""
        return f"take-{self.part.replace('.', '-')}"


@dataclass(frozen=True)
class Drawing:
    """A diagram: title, what it shows, the address of its small picture ('': none), its kinds."""

    title: str
    about: str
    picture: str
    kinds: list[Box]


class TakeAwayForm(forms.Form):
    """Parts, and how they are drawn."""

    parts = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Choose at least one file.")}
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    theme = forms.ChoiceField(
        label=gettext_lazy("Colours"),
        choices=[("light", gettext_lazy("Light")), ("dark", gettext_lazy("Dark"))],
    )
    scale = forms.TypedChoiceField(
        label=gettext_lazy("Size of PNG"), coerce=int, choices=[(n, f"{n}×") for n in (1, 2, 3, 4)]
    )
    paper = forms.ChoiceField(label=gettext_lazy("Paper"), required=False)
    tiled = forms.BooleanField(
        label=gettext_lazy("Over several sheets at full size, for a wall"), required=False
    )
    wordless = forms.BooleanField(
        label=gettext_lazy("Without the journey in words"), required=False
    )
    customer_view = forms.BooleanField(
        label=gettext_lazy("Only what customers see"), required=False
    )
    newest = forms.BooleanField(
        label=gettext_lazy("With the newest answers"),
        help_text=gettext_lazy("Otherwise those that are published."),
        required=False,
    )
    as_chosen = forms.BooleanField(
        label=gettext_lazy("With the answers that are chosen on the map"), required=False
    )
    answers = forms.CharField(max_length=4000, required=False, widget=forms.HiddenInput)
    against = forms.ChoiceField(label=gettext_lazy("Compare with"), required=False)

    def __init__(self, *args: Any, document: Document, newest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        codes = [code for code, _name in settings.LANGUAGES]
        names = [str(get_language_info(code)["name_local"]).capitalize() for code in codes]
        self._offer("parts", [(each.part, each.part) for each in taking.offers()])
        self._offer("language", list(zip(codes, names, strict=True)))
        papers = [(name, name.upper()) for name in PAPERS]
        self._offer("paper", [("", _("as large as the drawing")), *papers])
        self._offer("against", _others(document) if _compares() else [])
        if not newest:
            del self.fields["newest"]
        if not newest or not self["answers"].value():
            del self.fields["as_chosen"]
            del self.fields["answers"]
        for field in self.fields.values():  # some stand beside the form, with the list of files
            field.widget.attrs["form"] = "take-form"

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_parts(self) -> list[str]:
        """Return each part once."""
        return list(dict.fromkeys(self.cleaned_data["parts"]))

    def clean(self) -> dict[str, Any]:
        """Refuse what does not fit together."""
        held = self.cleaned_data
        if held.get("tiled") and not held.get("paper"):
            self.add_error("paper", _("Choose the paper to lay over the wall."))
        named = {taking.offer(part).diagram for part in held.get("parts", [])} - {""}
        if any(DIAGRAMS[name].compares for name in named) and not held.get("against"):
            self.add_error("against", _("Choose what to compare with."))
        if held.get("as_chosen"):
            try:
                overlay.of(overlay.parsed(held.get("answers", "")), self.document)
            except Invalid:
                self.add_error("as_chosen", _("These answers are not understood."))
        return held

    def wanted(self) -> takings.Wanted:
        """Return what is asked for."""
        held = dict(self.cleaned_data)
        chosen = held.pop("answers", "") if held.pop("as_chosen", False) else ""
        held.pop("answers", "")
        other, words = held.pop("against"), not held.pop("wordless")
        version = int(other.removeprefix(_THIS)) if other.startswith(_THIS) else None
        return takings.Wanted(
            **{"newest": False, **held},
            words=words,
            answers=chosen,
            against="" if version else other,
            against_version=version,
            said=get_language() or "en",
        )

    # -- what the page shows ---------------------------------------------------------------------

    def _chosen(self) -> set[str]:
        return set(self["parts"].value() or ())

    def drawings(self) -> list[Drawing]:
        """Return the diagrams with their kinds of file."""
        return [self._drawing(each) for each in DIAGRAMS.values()]

    def _drawing(self, each: Diagram) -> Drawing:
        boxes = [
            self._box(f"{each.name}.{kind.name}", kind.title, kind.about) for kind in KINDS.values()
        ]
        picture = _small(self.document, each.name) if self._seen(each.compares) else ""
        return Drawing(_(each.title), _(each.about) if each.about else "", picture, boxes)

    def _box(self, part: str, title: str, about: str) -> Box:
        return Box(part, _(title), _(about) if about else "", part in self._chosen())

    def kinds(self) -> list[Any]:
        """Return what the kinds of picture are good for."""
        return [{"title": _(k.title), "about": _(k.about)} for k in KINDS.values() if k.about]

    def compares(self) -> bool:
        """Tell whether there is a diagram that compares."""
        return _compares()

    def ticks(self) -> list[forms.BoundField]:
        """Return the fields that are ticked or not."""
        names = ("tiled", "wordless", "customer_view", "newest", "as_chosen")
        return [self[name] for name in names if name in self.fields]

    def written(self) -> list[Box]:
        """Return the formats that write."""
        return [
            self._box(each.part, each.title, each.about)
            for each in taking.offers()
            if not each.diagram
        ]

    def _seen(self, compares: bool) -> bool:
        return not compares or bool(origin(self.document))


def _small(document: Document, name: str) -> str:
    """Return the address of a diagram's small picture."""
    language = urlencode({"language": get_language() or "en"})
    return f"{reverse('api:diagram', args=[document.pk, name, 'svg'])}?{language}"


def _compares() -> bool:
    return any(each.compares for each in DIAGRAMS.values())


def _others(document: Document) -> list[tuple[str, Any]]:
    """Return what a journey can be compared with: what it is derived from first, then its named
    versions, then the other journeys of the workspace."""
    others = Document.objects.filter(
        workspace=document.workspace_id, kind="journey", trashed_at=None
    ).exclude(pk=document.pk)
    held = list(others.order_by("title", "id").values_list("pk", "title")[:MOST])
    first = origin(document)
    held.sort(key=lambda each: each[0] != first)
    names = VersionName.objects.filter(document=document).order_by("-version")[:MOST]
    before = [(f"{_THIS}{each.version}", each.name) for each in names]
    if document.version > 1 and not any(each.version == 1 for each in names):
        before.append((f"{_THIS}1", _("its first version")))
    groups = [(_("Earlier versions"), before), (_("Other journeys"), held)]
    return [("", "–"), *((name, choices) for name, choices in groups if choices)]
