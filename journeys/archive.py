"""A whole workspace in one file: documents with their logs, survey rounds, answers, members.

A zip that is the same to the byte for the same workspace: ``archive.json``, then JSON lines.
People are told by their accounts' names; passwords and tokens are never in it.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from journeymap.documents import archive as documents
from journeymap.documents.errors import Invalid
from journeymap.documents.fields import ID, Json, Problem
from journeymap.documents.ids import uuid7
from journeymap.documents.kinds import registered
from journeymap.documents.models import Document
from journeymap.workspaces.models import Membership, Role, Workspace
from touchpoints import archive as answers
from touchpoints.models import SurveyRound

FORMAT, SCHEMA = "journeymap-archive", 2
#: Unpacked, an archive is at most so large, and no line of it longer than the other.
LIMIT, LINE = 4_000_000_000, 64_000_000
#: What unpacking and storing say of a file that is no archive.
_NOT_ONE = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    DataError,
    IntegrityError,
    UnicodeEncodeError,
    ValidationError,
)
_HEAD, _ROUNDS = "archive.json", "rounds.jsonl"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the workspace, how much, which ids are new, and which accounts are."""

    workspace: Workspace
    documents: int
    answers: int
    renamed: Mapping[str, str] = field(default_factory=dict)
    accounts: tuple[str, ...] = ()


def write(workspace: Workspace, out: IO[bytes]) -> None:
    """Write the workspace as it is at one moment."""
    with _one_moment(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        names = dict(get_user_model().objects.values_list("pk", "username"))
        accounts = {str(pk): name for pk, name in names.items()}
        held = list(Document.objects.filter(workspace=workspace).order_by("created_at", "pk"))
        members = workspace.memberships.order_by("user__username").values_list("user_id", "role")
        head = {
            "format": FORMAT,
            "schema": SCHEMA,
            "workspace": {
                name: getattr(workspace, name) for name in ("id", "name", "time_zone", "language")
            },
            "members": [{"account": names[user], "role": role} for user, role in members],
            "documents": [document.pk for document in held],
        }
        _put(archive, _HEAD, [head])
        for at, document in enumerate(held):
            _put(archive, _name(at), documents.lines(document, accounts))
        for name, lines in answers.parts(workspace):
            _put(archive, name, lines)


def _one_moment() -> Any:
    """Return a transaction in which every query sees the same moment."""
    block = transaction.atomic()
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        return _Repeatable(block)
    return block


class _Repeatable:
    """A PostgreSQL transaction at REPEATABLE READ."""

    def __init__(self, block: Any) -> None:
        self.block = block

    def __enter__(self) -> None:
        self.block.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    def __exit__(self, *error: Any) -> None:
        self.block.__exit__(*error)


def _name(at: int) -> str:
    return f"documents/{at:05}.jsonl"


def _put(archive: zipfile.ZipFile, name: str, lines: Iterable[Mapping[str, Json]]) -> None:
    info = zipfile.ZipInfo(name)  # 1980, no owner: nothing of the machine or the moment
    info.compress_type, info.external_attr, info.create_system = (
        zipfile.ZIP_DEFLATED,
        0o644 << 16,
        3,
    )
    with archive.open(info, "w", force_zip64=True) as out:
        for line in lines:
            text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            out.write(text.encode() + b"\n")


def read(source: IO[bytes], name: str = "") -> Restored:
    """Make a workspace of an archive, all of it or nothing; ``name``: call it so.

    Ids that are taken here are replaced. Accounts that are not here are made, without a password.
    Raises Invalid for what is no archive.
    """
    try:
        with zipfile.ZipFile(source) as archive, transaction.atomic():
            if sum(info.file_size for info in archive.infolist()) > LIMIT:
                raise _wrong("", f"is larger than {LIMIT} bytes unpacked")
            return _read(archive, name)
    except _NOT_ONE as error:
        raise _wrong("", f"is no archive of a workspace: {error}") from None


def _read(archive: zipfile.ZipFile, name: str) -> Restored:
    head = _head(next(_lines(archive, _HEAD), {}))
    told = head["workspace"]
    taken = (
        Workspace.objects.filter(pk=told["id"]).exists()
        or Document.objects.filter(pk=told["id"]).exists()
    )
    workspace = Workspace(
        id=uuid7() if taken else told["id"],
        name=name or told["name"],
        time_zone=told["time_zone"],
        language=told["language"],
    )
    workspace.full_clean(exclude=["id"])
    workspace.save(force_insert=True)
    fresh = [_join(workspace, each) for each in head["members"]]
    ids = _free(Document, head["documents"]) | {told["id"]: workspace.pk}
    accounts = dict(get_user_model().objects.values_list("username", "pk"))
    here = {account: str(pk) for account, pk in accounts.items()}
    rounds = _free(SurveyRound, [line["id"] for line in _lines(archive, _ROUNDS)])
    for at in range(len(head["documents"])):
        documents.restore(workspace, _following(_lines(archive, _name(at)), rounds), ids, here)
    documents.check_links(workspace)
    held = set(Document.objects.filter(workspace=workspace).values_list("kind", flat=True))
    for kind in registered().values():
        if not kind.root and kind.name not in held:
            raise _wrong(_HEAD, f"expected the workspace's {kind.name} among the documents")
    ids |= rounds
    older = head["schema"] < SCHEMA
    told = partial(_lines, archive)
    said, wordings = answers.restore(workspace, told, ids, older=older)
    renamed = {old: new for old, new in (ids | wordings).items() if old != new}
    made = tuple(account for account in fresh if account)
    return Restored(workspace, len(head["documents"]), said, renamed, made)


def _following(lines: Iterator[Any], rounds: Mapping[str, str]) -> Iterator[Any]:
    """Yield a document's lines where findings follow the rounds under the ids they get."""
    for line in lines:
        for follows in _followed(line):
            follows["round"] = rounds.get(str(follows.get("round")), follows.get("round"))
        yield line


def _followed(line: Any) -> Iterator[dict[str, Any]]:
    """Yield what findings follow in the ops of a line, whose shape nobody has checked yet."""
    told = line.get("ops") if isinstance(line, dict) else None
    for op in told if isinstance(told, list) else ():
        for name in ("value", "set", "was"):
            value = op.get(name) if isinstance(op, dict) else None
            follows = value.get("follows") if isinstance(value, dict) else None
            if isinstance(follows, dict) and "round" in follows:
                yield follows


def _head(head: Any) -> dict[str, Any]:
    """Return the head of an archive whose shape was checked."""
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _wrong(_HEAD, f"expected the format {FORMAT!r}")
    if head.get("schema") not in range(1, SCHEMA + 1):
        raise _wrong(_HEAD, f"schema {head.get('schema')!r} is not known here, only 1 to {SCHEMA}")
    told, listed, members = head.get("workspace"), head.get("documents"), head.get("members")
    names = ("id", "name", "time_zone", "language")
    if not isinstance(told, dict) or not all(isinstance(told.get(n), str) for n in names):
        raise _wrong(_HEAD, f"expected a workspace with {', '.join(names)}")
    if not isinstance(listed, list) or not all(map(_is_id, [told["id"], *listed])):
        raise _wrong(_HEAD, "expected the ids of the workspace and of the documents")
    if not isinstance(members, list) or not all(_member(one) for one in members):
        raise _wrong(_HEAD, f"expected members with an account and one of {', '.join(Role)}")
    return head


def _is_id(told: Any) -> bool:
    return isinstance(told, str) and ID.match(told) is not None


def _member(told: Any) -> bool:
    return (
        isinstance(told, dict) and isinstance(told.get("account"), str) and told.get("role") in Role
    )


def _join(workspace: Workspace, member: Mapping[str, str]) -> str:
    """Make a member of an account; return its name where the account was not here before."""
    users = get_user_model().objects
    user = users.filter(username=member["account"]).first()
    made = user is None
    if user is None:
        user = users.create_user(member["account"])
    Membership.objects.create(workspace=workspace, user=user, role=member["role"])
    return member["account"] if made else ""


def _free(model: Any, wanted: list[str]) -> dict[str, str]:
    """Return the ids that rows get: their own, or new ones where those are taken."""
    taken = set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return {each: uuid7() if each in taken else each for each in wanted}


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[Any]:
    with archive.open(name) as held:
        buffered = io.BufferedReader(held)  # type: ignore[type-var]
        number = 0
        while line := buffered.readline(LINE + 1):
            number += 1
            try:
                if len(line) > LINE:
                    raise ValueError(f"is longer than {LINE} bytes")
                yield json.loads(line)
            except (ValueError, RecursionError) as error:
                raise _wrong(f"{name}/{number}", f"expected a line of JSON: {error}") from None


def _wrong(where: str, message: str) -> Invalid:
    return Invalid([Problem(f"/{where}" if where else "", message)])


def write_file(workspace: Workspace, path: Path) -> None:
    """Write the archive beside the path first, which it then takes: all of it or nothing."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as out:
            write(workspace, out)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
