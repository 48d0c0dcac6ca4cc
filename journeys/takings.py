"""Taking away as work that can be left: asked for, made in a thread of the server, kept for a day.

A row says how far it is. Its process says every few seconds that it lives; where that is not heard
for a while the work is taken as ended, and may be begun again. Whoever ends the row (cancelled, a
text forgotten, the day over) ends the work: it finds nothing to write into.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from journeymap.documents import log as door
from journeymap.documents.errors import Conflict, Refusal
from journeymap.documents.models import Document
from journeymap.workspaces.access import Actor, allowed

from . import diagrams, overlay, rows, taking, voices
from .against import against
from .hand import Hand
from .models import Taking

#: A file is there for so long.
KEPT = datetime.timedelta(days=1)
#: A process that was not heard of for so long has ended.
SILENT = datetime.timedelta(seconds=30)
BEAT = 5.0
#: Takings of one person that are made or wait at a time; bytes of one, and seconds it may take.
WAITING, LARGEST, LONGEST = 5, 60_000_000, 600.0
#: So many a person has at most, of so many bytes in all; the oldest finished ones go first.
MOST, ROOM = 20, 200_000_000
THREADS = 2
UNFINISHED = ("waiting", "working")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """What somebody wants: parts (``taking.offers``) and how they are drawn.

    ``answers``: which ones are heard (``overlay.query``). ``said``: in which language it is told
    what goes wrong.
    """

    parts: list[str]
    language: str = ""
    theme: str = "light"
    scale: int = 2
    paper: str = ""
    tiled: bool = False
    words: bool = True
    customer_view: bool = False
    newest: bool = False
    answers: str = ""
    version: int | None = None
    against: str = ""
    against_version: int | None = None
    said: str = "en"

    @property
    def chooses(self) -> bool:
        """Tell whether single answers must be readable for whoever gets it."""
        return bool(self.newest or self.answers)

    @property
    def output(self) -> diagrams.Output:
        """Return how drawings are put into files."""
        return diagrams.Output(
            scale=self.scale, paper=self.paper, tiled=self.tiled, words=self.words
        )


def start(document: Document, user: Any, wanted: Wanted) -> Taking:
    """Have the files made; Conflict where this person already waits for too many."""
    expire()
    with transaction.atomic():
        _one_at_a_time(user)
        mine = Taking.objects.filter(user=user, state__in=UNFINISHED)
        if sum(alive(each) for each in mine.defer("data")) >= WAITING:
            raise Conflict(_("Wait until some of your other files are made."))
        _make_room(user)
        now = timezone.now()
        made = Taking.objects.create(
            document=document,
            user=user,
            against=wanted.against,
            wanted=asdict(wanted),
            total=len(wanted.parts),
            made_at=now,
            beat_at=now,
        )
        transaction.on_commit(lambda: _HAND.take(made.pk, user.pk))
    return made


def _one_at_a_time(user: Any) -> None:
    """Have a person's requests wait for each other until the transaction ends."""
    get_user_model().objects.select_for_update(no_key=True).filter(pk=user.pk).exists()


def _make_room(user: Any) -> None:
    """Forget the oldest finished files of a person, where there are too many or too much."""
    finished = Taking.objects.filter(user=user).exclude(state__in=UNFINISHED)
    held = finished.order_by("-made_at", "-pk").values_list("pk", "size")
    gone, total = [], 0
    for at, (key, size) in enumerate(held):
        total += size
        if at >= MOST - 1 or total > ROOM:
            gone.append(key)
    finished.filter(pk__in=gone).delete()


def again(old: Taking) -> None:
    """Begin anew, once, what failed or ended; Conflict as ``start`` says, and then it stays."""
    with transaction.atomic():
        if Taking.objects.filter(pk=old.pk).delete()[0]:
            start(old.document, old.user, Wanted(**old.wanted))


def cancel(held: Taking) -> None:
    """End the work; a finished file is forgotten."""
    Taking.objects.filter(pk=held.pk, state__in=UNFINISHED).update(state="cancelled")
    Taking.objects.filter(pk=held.pk, state="done").delete()


def mine(document: Document, user: Any) -> QuerySet[Taking]:
    """Return what a person took of a journey in the last day, newest first, without the bytes."""
    since = timezone.now() - KEPT
    held = Taking.objects.filter(document=document, user=user, made_at__gte=since)
    return held.defer("data").order_by("-made_at", "-pk")


def wait(held: Taking, seconds: float) -> Taking:
    """Return the taking as it stands when it is ended, or after so many seconds."""
    _HAND.wait(held.pk, seconds)
    found = Taking.objects.defer("data").filter(pk=held.pk).first()
    return found or held


def alive(held: Taking) -> bool:
    """Tell whether somebody still works, or will, on what is not finished."""
    heard = held.beat_at > timezone.now() - SILENT
    return held.state in UNFINISHED and (heard or held.pk in _HAND.held)


def drop(document_ids: Collection[str]) -> None:
    """Forget all files that hold texts of these documents; a catalogue's are in all of its
    journeys'. Those too that are begun before the texts are gone for everybody."""
    of = Q(document__in=document_ids) | Q(against__in=document_ids)
    held = Taking.objects.filter(of | Q(document__workspace__in=document_ids))
    held.delete()
    transaction.on_commit(held.all().delete)


def expire() -> int:
    """Forget what was asked for more than a day ago; return how many files."""
    return Taking.objects.filter(made_at__lt=timezone.now() - KEPT).delete()[0]


# -- the work ------------------------------------------------------------------------------------


def _beat(keys: list[str]) -> None:
    """Say of what is at work, or waits for it, that its process lives."""
    Taking.objects.filter(pk__in=keys, state__in=UNFINISHED).update(beat_at=timezone.now())


class _Ended(Exception):
    """Nobody waits for it any more."""


def make(key: str) -> None:
    """Make what a row asks for, and write it there; what goes wrong is told in the row."""
    held = Taking.objects.select_related("document", "user").filter(pk=key).first()
    if held is None:
        return
    wanted = Wanted(**held.wanted)
    with translation.override(wanted.said):
        try:
            made = _made(held, wanted)
            told = {"name": made.name, "media_type": made.media_type, "size": len(made.data)}
            _end(key, state="done", done=held.total, doing="", data=made.data, **told)
        except _Ended:
            return
        except taking.TooMuch:
            _end(key, state="failed", error=_("That is too much at once. Choose fewer files."))
        except (Refusal, diagrams.Failed, taking.Unoffered) as error:
            _end(key, state="failed", error=str(error) or _("This is not there for you any more."))
        except Exception:
            _log.exception("taking %s", key)
            _end(key, state="failed", error=_("Something went wrong here. It has been noted."))


def _made(held: Taking, wanted: Wanted) -> taking.Taken:
    """Return the file, or the pack; _Ended where nobody waits for it any more."""
    actor = Actor.of_user(held.user)
    document = door.find(held.document_id, actor, "answers" if wanted.chooses else "view")
    graph = rows.load(document.pk, wanted.version)
    language = wanted.language or graph.journey.language
    asked = overlay.of(overlay.parsed(wanted.answers), document)
    asked = asked._replace(newest=asked.newest or wanted.newest)
    single = asked.chosen and allowed(actor, "answers", document)
    heard = overlay.measures(document, asked, single=single, language=language)
    told = voices.told(heard, document, graph.findings, single=single, evenly=True)
    compares = any(d and diagrams.DIAGRAMS[d].compares for d in _diagrams(wanted))
    version = wanted.version or document.version
    options = diagrams.Options(
        language=wanted.language,
        theme=wanted.theme,
        version=version,
        customer_view=wanted.customer_view,
        other=against(document, actor, wanted.against, wanted.against_version).graph()
        if compares
        else None,
    )

    def parts() -> Iterator[str]:
        for at, part in enumerate(wanted.parts):
            if not _end(held.pk, state="working", done=at, doing=part, beat_at=timezone.now()):
                raise _Ended
            yield part

    each = taking.take_all(parts(), graph, told, options, wanted.output)
    files = taking.bounded(each, LARGEST, LONGEST)
    if len(files) == 1:
        return files[0]
    root = graph.journey
    return taking.pack(files, taking.About(root.id, root.title, version, language, wanted.theme))


def _diagrams(wanted: Wanted) -> list[str]:
    return [taking.offer(part).diagram for part in wanted.parts]


def _end(key: str, **told: object) -> bool:
    """Write how it stands into the row; False where it was ended meanwhile."""
    return bool(Taking.objects.filter(pk=key, state__in=UNFINISHED).update(**told))


_HAND = Hand("taking", make, _beat, threads=THREADS, every=BEAT)
