"""The form of a catalogue record: a field for each rule, and its texts in other languages.

It carries what it was shown with (``was``), so that only what was changed is sent, and a field
that somebody else changed meanwhile is told and not overwritten.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from journeymap.documents.fields import Choice, Date, Json, Ref, Rule, Text
from journeymap.documents.kinds import RecordKind, Value
from journeys import labels
from journeys.graph import Catalogue, text_fields
from touchpoints.records import CATALOGUE

from .forms import DoorForm

#: Texts that say the same in every language.
_NOT_TRANSLATED = ("external_ref",)
#: Longer texts get several lines.
_ONE_LINE = 500
_NAMESPACE = uuid.UUID("b0a4a0d4-5bb1-5f0a-8d44-6a6f75726e6d")
_HELP = {
    "valid_to": gettext_lazy("The last day it is in use; with it, it is retired."),
    "replaced_by": gettext_lazy("What came after it."),
    "external_ref": gettext_lazy("Its address or number in another register."),
}


class RecordForm(DoorForm):
    """Adds or changes a record; names of translations are ``field.language``."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        kind: RecordKind,
        shared: Catalogue,
        home: str,
        identity: str = "",
        **kwargs: Any,
    ) -> None:
        self.kind, self.shared, self.identity = kind, shared, identity
        held = getattr(shared, kind.plural).get(identity)
        self.now = values(kind, shared, identity)
        kwargs["initial"] = {**self.now, "was": json.dumps(self.now)} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name, rule in kind.rules.items():
            self.fields[name] = _field(name, rule, shared, identity)
        self.languages = [
            code
            for code in dict.fromkeys(
                [*dict(settings.LANGUAGES), *(t.language for t in _told(shared, identity))]
            )
            if code.partition("-")[0] != home.partition("-")[0]
        ]
        for code in self.languages:
            for name in translated(kind):
                base = _field(name, kind.rules[name], shared, identity)
                base.required, base.help_text = False, ""
                base.label = f"{base.label}: {_language(code)}"
                base.widget.attrs["lang"] = code
                self.fields[f"{name}.{code}"] = base
        self.title = held.name if held else ""

    @property
    def own(self) -> list[forms.BoundField]:
        """Return the fields of the record itself."""
        return [self[name] for name in self.kind.rules]

    @property
    def others(self) -> list[forms.BoundField]:
        """Return the fields of its texts in other languages."""
        return [self[name] for name in self.fields if "." in name]

    @property
    def translations(self) -> int:
        """Return how many texts in other languages there are."""
        return sum(bool(text) for name, text in self.now.items() if "." in name)

    def changed(self) -> dict[str, str]:
        """Return what was changed in the form, by field."""
        was = self._was()
        new = {name: _text(self.cleaned_data.get(name)) for name in self._names()}
        return {name: text for name, text in new.items() if text != _text(was.get(name))}

    def tell_stale(self) -> bool:
        """Say beside each changed field that somebody else changed it too; tell whether one is."""
        was = self._was()
        for name, new in self.changed().items():
            now = _text(self.now.get(name))
            if now not in (new, _text(was.get(name))):
                told = _("Somebody changed this meanwhile to “%(now)s”. Save again to replace it.")
                self.add_error(name, told % {"now": self._shown(name, now) or "–"})
        if self.errors:
            self._begin_anew()
        return bool(self.errors)

    def _begin_anew(self) -> None:
        """Have the form say what there is now, but for what the reader changed in it."""
        sent: Any = self.data
        sent = sent.copy()
        changed = self.changed()
        for name in self._names():
            if name not in changed:
                sent[name] = self.now.get(name, "")
        sent["was"] = json.dumps(self.now)
        self.data = sent

    def ops(self) -> list[dict[str, Json]]:
        """Return the ops of what was changed; the same form gives the same ones."""
        changed = self.changed()
        own = {n: text or None for n, text in changed.items() if "." not in n}
        ops: list[dict[str, Json]] = []
        identity = self.identity or self.cleaned_data["client_id"]
        if not self.identity:
            value = {name: text for name, text in own.items() if text}
            ops.append({"op": "put", "kind": self.kind.name, "id": identity, "value": value})
        elif own:
            ops.append({"op": "patch", "id": identity, "set": own})
        held = {(t.field, t.language): t.id for t in _told(self.shared, self.identity)}
        for name, text in changed.items():
            field, dot, language = name.partition(".")
            if dot:
                ops += _translation(identity, field, language, text, held.get((field, language)))
        return ops

    def _names(self) -> Iterator[str]:
        yield from (name for name in self.fields if name not in ("client_id", "was"))

    def _was(self) -> Mapping[str, Json]:
        try:
            held = json.loads(self.cleaned_data.get("was") or "{}")
        except ValueError:
            return {}
        return held if isinstance(held, dict) else {}

    def _shown(self, name: str, value: str) -> str:
        """Return a value as its field shows it."""
        offered = getattr(self.fields[name], "choices", ())
        return str(dict(offered).get(value, value))[:200]


def values(kind: RecordKind, shared: Catalogue, identity: str) -> dict[str, str]:
    """Return what the form's fields hold for a stored record ('' for nothing)."""
    held: Any = getattr(shared, kind.plural).get(identity)
    found = {name: _text(getattr(held, name, None)) for name in kind.rules}
    for each in _told(shared, identity):
        if each.field in translated(kind):
            found[f"{each.field}.{each.language}"] = _text(each.text)
    return found


def translated(kind: RecordKind) -> list[str]:
    """Return the fields whose texts other languages say otherwise."""
    return [name for name in text_fields(kind) if name not in _NOT_TRANSLATED]


def shown(kind: RecordKind, value: Value, field: str, shared: Catalogue) -> str:
    """Return a record's field in words."""
    held, rule = value.get(field), kind.rules[field]
    if isinstance(rule, Choice):
        return labels.choice(field, held, get_language() or "en")
    if isinstance(rule, Ref):
        return getattr(_named(rule, shared).get(held), "name", "") if held else ""
    return str(held or "")


def _told(shared: Catalogue, identity: str) -> list[Any]:
    return [each for each in shared.translations.values() if identity and each.record == identity]


def _translation(
    record: str, field: str, language: str, text: str, held: str | None
) -> list[dict[str, Json]]:
    if held:
        patch = {"op": "patch", "id": held, "set": {"text": text}}
        return [patch if text else {"op": "remove", "id": held}]
    value = {"record": record, "field": field, "language": language, "text": text}
    identity = str(uuid.uuid5(_NAMESPACE, f"{record} {field} {language}"))
    put = {"op": "put", "kind": "translation", "id": identity, "value": value}
    return [put] if text else []


def _text(value: Any) -> str:
    """Return a form's or a record's value as the text that the two are compared by."""
    if value is None:
        return ""
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def _named(rule: Ref, shared: Catalogue) -> Mapping[str, Any]:
    held: Mapping[str, Any] = getattr(shared, CATALOGUE.by_name[rule.kind].plural)
    return held


def _field(name: str, rule: Rule, shared: Catalogue, identity: str) -> forms.Field:
    """Return the field of a form for a rule."""
    more: dict[str, Any] = {
        "label": _(labels.FIELDS[name]),
        "required": rule.required,
        "help_text": _HELP.get(name, ""),
    }
    if isinstance(rule, Text):
        lines = forms.Textarea(attrs={"rows": 3}) if rule.limit > _ONE_LINE else forms.TextInput()
        return forms.CharField(max_length=rule.limit, widget=lines, **more)
    if isinstance(rule, Date):
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=day, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **more)
    if isinstance(rule, Choice):
        language = get_language() or "en"
        offered = [(value, labels.choice(name, value, language)) for value in rule.values]
    elif isinstance(rule, Ref):
        found = _named(rule, shared).values()
        offered = [(each.id, each.name) for each in found if each.id != identity]
        offered.sort(key=lambda pair: pair[1].casefold())
    else:
        raise TypeError(f"no form field for {type(rule).__name__}")
    return forms.ChoiceField(choices=[("", "–"), *offered], **more)
