"""The samples are whole: sound, in three languages, and between them they use everything."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from journeymap.documents.kinds import DocumentKind
from journeys.formats import FORMATS
from journeys.graph import (
    ACTOR_KINDS,
    CARD_LANES,
    EVIDENCE_LEVELS,
    FINDING_STATUSES,
    IDEA_STATUSES,
    JOURNEY,
    PARTICIPATION_LEVELS,
    STATES,
    TRANSITION_KINDS,
    Catalogue,
    Graph,
    check,
    kind_of,
    text_fields,
)
from journeys.samples import NAMES, files
from journeys.samples.answers import answers
from journeys.samples.rounds import round_at, rounds
from journeys.samples.said import COMMENTS, SAID
from touchpoints.intake import asked, item
from touchpoints.kinds import CHANNELS, KINDS
from touchpoints.records import CATALOGUE

#: Text fields that are the same in every language.
NO_LANGUAGE = {("touchpoint", "external_ref")}


@cache
def graph_of(name: str) -> Graph:
    path = next(each for each in files() if each.stem == name)
    reading = FORMATS["yaml"].read(path.read_bytes(), path.name)
    assert reading.losses == ()
    return reading.graph


def every() -> list[Graph]:
    return [graph_of(name) for name in NAMES]


def records(graph: Graph) -> Iterator[object]:
    yield from graph.by_id.values()
    for kind in CATALOGUE.records:
        yield from getattr(graph.catalogue, kind.plural).values()


def test_every_file_of_the_folder_is_listed_and_named_by_its_journey() -> None:
    folder = Path(files()[0]).parent
    assert sorted(folder.glob("*.yaml")) == sorted(files())
    assert [graph.journey.id for graph in every()] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_sound_and_survives_both_own_formats(name: str) -> None:
    graph = graph_of(name)
    own = [(kind, value, f"/{value['id']}") for kind, value in graph.records()]
    shared = [(kind, value, f"/{value['id']}") for kind, value in graph.catalogue.records()]
    assert check(own, shared) == []
    for name_of_format in ("json", "yaml"):
        written = FORMATS[name_of_format].write(graph)
        assert FORMATS[name_of_format].read(written.data, name).graph == graph


def untranslated(
    document: DocumentKind, holder: Graph | Catalogue, translations: object
) -> Iterator[str]:
    held = {(t.record, t.field, t.language) for t in translations}  # type: ignore[attr-defined]
    for kind in document.records:
        if kind.name == "translation":
            continue
        found = [holder.journey] if kind.name == "journey" else getattr(holder, kind.plural)
        for record in found.values() if isinstance(found, dict) else found:
            for name in text_fields(kind):
                if getattr(record, name) and (kind.name, name) not in NO_LANGUAGE:
                    for language in ("en", "sv"):
                        if (record.id, name, language) not in held:
                            yield f"{kind.name} {record.id} {name} {language}"


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_there_in_finnish_english_and_swedish(name: str) -> None:
    graph = graph_of(name)
    assert graph.journey.language == "fi"
    assert list(untranslated(JOURNEY, graph, graph.translations)) == []
    shared = graph.catalogue
    assert list(untranslated(CATALOGUE, shared, shared.translations.values())) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_translated_twice(name: str) -> None:
    graph = graph_of(name)
    for held in (graph.translations, graph.catalogue.translations.values()):
        counts = Counter((t.record, t.field, t.language) for t in held)
        assert [key for key, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_localised_sample_speaks_its_language(language: str) -> None:
    graph = graph_of("start-up-grant").localised(language)
    titles = {"en": "Gets the decision", "sv": "Får beslutet"}
    assert graph.by_id["paatoksen-saanti"].title == titles[language]
    names = {"en": "Office, Seinäjoki", "sv": "Servicestället, Seinäjoki"}
    assert graph.catalogue.touchpoints["toimipiste-seinajoki"].name == names[language]


def test_together_they_hold_every_kind_of_record() -> None:
    found = {kind_of(record) for graph in every() for record in records(graph)}
    assert found == set(JOURNEY.by_name) | set(CATALOGUE.by_name)


@pytest.mark.parametrize(
    ("plural", "field", "values"),
    [
        ("transitions", "kind", TRANSITION_KINDS),
        ("actors", "kind", ACTOR_KINDS),
        ("findings", "kind", ("pain", "gain")),
        ("findings", "status", FINDING_STATUSES),
        ("findings", "severity", (2, 3, 4)),
        ("ideas", "kind", ("opportunity", "solution")),
        ("ideas", "status", IDEA_STATUSES),
        ("lanes", "side", ("frontstage", "backstage")),
        ("lanes", "visible_to_customer", (True, False)),
        ("comments", "resolved", (True, False)),
    ],
)
def test_together_they_use_every_value(plural: str, field: str, values: tuple[object, ...]) -> None:
    found = {getattr(each, field) for graph in every() for each in getattr(graph, plural)}
    assert found == set(values)


def test_together_they_use_every_kind_of_touchpoint_channel_and_card() -> None:
    met = [
        graph.catalogue.touchpoints[each.touchpoint]
        for graph in every()
        for each in graph.encounters
    ]
    assert {touchpoint.kind for touchpoint in met} == set(KINDS)
    assert {touchpoint.channel for touchpoint in met} >= set(CHANNELS)
    lanes = {lane.id: lane.kind for graph in every() for lane in graph.lanes}
    assert {lanes[card.lane] for graph in every() for card in graph.cards} == set(CARD_LANES)


def test_together_they_know_every_level_of_evidence_and_participation() -> None:
    held = {
        each.evidence.level
        for graph in every()
        for each in (*graph.steps, *graph.transitions, *graph.findings)
        if each.evidence
    }
    assert held == set(EVIDENCE_LEVELS)
    levels = {graph.journey.participation.level for graph in every() if graph.journey.participation}
    assert levels == set(PARTICIPATION_LEVELS)
    assert {graph.journey.state for graph in every()} == set(STATES)


def test_a_shared_record_is_the_same_in_every_file() -> None:
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for graph in every():
        for kind, value in graph.catalogue.records():
            seen[kind, value["id"]].add(json.dumps(value, sort_keys=True))
    assert [key for key, forms in seen.items() if len(forms) > 1] == []
    assert len([key for key in seen if key[0] == "touchpoint"]) < sum(
        len(graph.catalogue.touchpoints) for graph in every()
    )


def test_no_touchpoint_leads_back_to_itself_by_its_successors() -> None:
    for graph in every():
        for held in (graph.catalogue.touchpoints, graph.catalogue.organisations):
            for start in held:
                path, at = [start], held[start].replaced_by
                while at:
                    assert at not in path
                    path.append(at)
                    at = held[at].replaced_by


def test_the_shares_out_of_a_step_add_up_to_one() -> None:
    for graph in every():
        out: dict[str, list[float | None]] = defaultdict(list)
        for each in graph.transitions:
            if each.kind in ("choice", "exit", "return"):
                out[each.source].append(each.share)
        for step, shares in out.items():
            if any(share is not None for share in shares) and None not in shares:
                kinds = {t.kind for t in graph.transitions if t.source == step}
                if not kinds & {"sequence", "parallel"}:
                    assert sum(s or 0 for s in shares) == pytest.approx(1), (graph.journey.id, step)


def test_organisations_change_on_their_days() -> None:
    held = graph_of("start-up-grant").catalogue.organisations
    ely = held["ely-etela-pohjanmaa"]
    assert (ely.valid_to, ely.replaced_by) == ("2025-12-31", "elinvoimakeskus-etela-pohjanmaa")
    assert held["elinvoimakeskus-etela-pohjanmaa"].valid_from == "2026-01-01"
    office = held["te-etela-pohjanmaa"]
    assert (office.valid_to, office.replaced_by) == ("2024-12-31", "seinajoen-tyollisyysalue")
    assert held["seinajoen-tyollisyysalue"].valid_from == "2025-01-01"


def test_no_step_meets_what_had_ended_before_the_answers_began() -> None:
    for graph in every():
        shared = graph.catalogue
        for each in graph.encounters:
            met = shared.touchpoints[each.touchpoint]
            provider = shared.organisations.get(met.organisation or "")
            for held in (met, provider):
                ended = held and held.valid_to and held.valid_to < "2026-01-01"
                assert not ended, (graph.journey.id, each.step, each.touchpoint)


def test_journeys_that_others_name_are_samples_too() -> None:
    named = {
        other
        for graph in every()
        for other in (graph.journey.derived_from, *(step.opens_journey for step in graph.steps))
        if other
    }
    assert named == {"start-up-grant", "consumer-complaint"}
    assert named <= set(NAMES)


def test_the_to_be_keeps_the_ids_of_its_as_is() -> None:
    as_is, to_be = graph_of("start-up-grant"), graph_of("start-up-grant-to-be")
    assert to_be.journey.derived_from == as_is.journey.id
    assert (as_is.journey.state, to_be.journey.state) == ("as_is", "to_be")
    kept = {step.id for step in as_is.steps} & {step.id for step in to_be.steps}
    assert kept == {step.id for step in as_is.steps}


def test_a_mandatory_path_keeps_its_rights_and_duties() -> None:
    graph = graph_of("register-as-jobseeker")
    lane = next(each for each in graph.lanes if each.kind == "rights")
    assert len([card for card in graph.cards if card.lane == lane.id]) >= 5
    assert sum(step.mandatory for step in graph.steps) >= 5
    side_by_side = {"verkossa", "paikan-paalla"}
    assert side_by_side <= {t.target for t in graph.transitions if t.source == "etsii-ohjeet"}


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_sound_and_speaks_of_a_step_that_is_there(name: str) -> None:
    graph = graph_of(name)
    steps = {step.id for step in graph.steps}
    found = answers(graph)
    for at, answer in enumerate(found):
        assert list(item.problems(answer, f"/{at}")) == []
        assert answer["journey"] == graph.journey.id
        assert answer["step"] in steps
        assert answer.get("segment", None) in (None, *graph.catalogue.segments)
        assert "2026-01-01" <= answer["at"] < "2026-07-01"
    assert len({answer["client_id"] for answer in found}) == len(found)
    assert set(SAID.get(name, {})) <= steps
    assert set(COMMENTS.get(name, {})) <= set(SAID.get(name, {}))


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_was_asked_for_in_one_round(name: str) -> None:
    graph = graph_of(name)
    asked_in, found = rounds(graph), answers(graph)
    for each in asked_in:
        assert asked.problems({k: v for k, v in each.items() if k != "id"}) == []
        for field in ("unit", "region", "segment", "channel"):
            said = {answer[field] for answer in found if field in answer}
            assert said <= set(each["offers"].get(field, ()))
    counts = Counter(round_at(asked_in, answer["at"]) for answer in found)
    ended = {each["id"] for each in asked_in if each["closes"]}
    assert counts.keys() == ended
    assert bool(asked_in) == bool(found)
    for first, second in itertools.pairwise(asked_in):
        assert first["closes"] <= second["opens"]


def test_answers_are_what_was_said_of_the_steps() -> None:
    for graph in every():
        by_step: dict[str, list[int]] = defaultdict(list)
        for answer in answers(graph):
            by_step[answer["step"]].append(answer["emotion"])
        for step, said in SAID.get(graph.journey.id, {}).items():
            marks = by_step[step]
            assert len(marks) == said.n
            assert sum(marks) == round(said.emotion * said.n)


def test_the_grant_shows_a_pain_a_small_group_and_a_step_nobody_was_asked_about() -> None:
    graph = graph_of("start-up-grant")
    found = answers(graph)
    assert 650 <= len(found) <= 680
    details = [each for each in found if each["step"] == "lisatiedot"]
    told = [each["expectation"] for each in details if "expectation" in each]
    assert len(details) == 61
    assert f"{sum(each['emotion'] for each in details) / 61:.1f}" == "1.7"
    assert f"{told.count(-1) / len(told):.0%}" == "71%"
    counts = Counter(each["step"] for each in found)
    assert 0 < counts["muutoksenhakeminen"] < 5
    assert {step.id for step in graph.steps} - set(counts) == {"suunnittelee", "ensimmainen-maksu"}
    assert {each["language"] for each in found if "comment" in each} == {"fi", "sv", "en"}


def test_a_wholly_new_python_gives_the_same_answers() -> None:
    program = (
        "import hashlib, json; from journeys.formats import FORMATS\n"
        "from journeys.samples import files; from journeys.samples.answers import answers\n"
        "read = [FORMATS['yaml'].read(p.read_bytes(), p.name).graph for p in files()]\n"
        "told = json.dumps([answers(g) for g in read])\n"
        "print(hashlib.sha256(told.encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": hash_seed, "PATH": ""},
            cwd=Path(__file__).resolve().parents[2],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(runs) == 1


def test_another_seed_gives_other_answers_with_the_same_counts() -> None:
    graph = graph_of("register-as-jobseeker")
    one, other = answers(graph, seed=1), answers(graph, seed=2)
    assert [a["at"] for a in one] != [a["at"] for a in other]
    assert Counter(a["step"] for a in one) == Counter(a["step"] for a in other)
