"""Two journeys are compared by id, and where they have no ids in common by name."""

from __future__ import annotations

from hypothesis import given, settings

from journeymap.documents.fields import Json
from journeys.comparing import compared, compared_for, matched
from journeys.diff import diff, sentences
from journeys.graph import JOURNEY, Catalogue, Graph
from tests.diagrams.scenes import full, journey, line
from tests.support.graphs import graphs
from touchpoints.records import CATALOGUE


def apart(graph: Graph) -> Graph:
    """Return the journey as if it had been drawn anew: the same names, other ids everywhere."""

    def renamed(kinds: object, records: object) -> list[tuple[str, dict[str, Json]]]:
        found = []
        for kind, value in records:  # type: ignore[attr-defined]
            rules = kinds.by_name[kind]  # type: ignore[attr-defined]
            new = {**value, "id": f"x-{value['id']}"}
            for name, rule in (rules.references | rules.foreign).items():
                if name in value and rule.document != "journey":
                    ids = [f"x-{each}" for each in rule.ids(value[name])]
                    new[name] = ids if rule.many else ids[0]
            found.append((kind, new))
        return found

    shared = Catalogue.of(renamed(CATALOGUE, graph.catalogue.records()))
    return Graph.of(renamed(JOURNEY, graph.records()), shared)


def test_a_journey_drawn_anew_differs_in_nothing() -> None:
    after, _measures = full()
    found = matched(apart(after), after)
    assert not diff(found.graph, after)
    assert found.same == () and set(found.alike) == {step.id for step in after.steps}


def test_what_has_the_same_id_is_the_same_whatever_it_is_called() -> None:
    before = journey(*line("a", "b"))
    after = journey(*line("a"), ("step", {"id": "c", "title": " STEP  B", "order": "b0015"}))
    found = matched(before, after)
    assert (found.same, found.alike) == (("a",), ("c",))
    assert [step.id for step in found.graph.steps] == ["a", "c"]
    assert found.graph.transitions[0].target == "c"
    renamed = journey(("step", {"id": "a", "title": "Step b", "order": "b0001"}))
    assert matched(before, renamed).alike == ()


def test_of_several_of_one_name_the_first_is_the_first() -> None:
    before = journey(*[("step", {"id": i, "title": "Waits", "order": i}) for i in ("p", "q", "r")])
    after = journey(*[("step", {"id": i, "title": "waits", "order": i}) for i in ("s", "t")])
    found = matched(before, after)
    assert found.alike == ("s", "t")
    assert [step.id for step in found.graph.steps] == ["s", "t", "r"]


def test_that_a_to_be_was_derived_is_no_difference() -> None:
    before = journey(*line("a"))
    records = [(k, {**v, "id": "new", "derived_from": "j"} if k == "journey" else v)
               for k, v in before.records()]  # fmt: skip
    after = Graph.of(records)
    assert sentences(diff(before, after), before, after, "en")
    assert not compared(matched(before, after).graph, after, "en").said


@settings(max_examples=12)
@given(graphs(2), graphs(2))
def test_matching_loses_and_doubles_nothing(before: Graph, after: Graph) -> None:
    found = matched(apart(before), after).graph
    for kind in JOURNEY.records[1:]:
        assert len(getattr(found, kind.plural)) == len(getattr(before, kind.plural))
    ids = [value["id"] for _kind, value in found.records()]
    assert len(ids) == len(set(ids))
    assert sentences(diff(matched(before, before).graph, before), before, before, "en") == []


def test_a_reader_is_told_texts_in_one_language_and_translations_into_others_are_counted() -> None:
    def told(title: str, english: str, swedish: str) -> Graph:
        texts = [("en", english), ("sv", swedish)]
        return journey(
            ("step", {"id": "s", "title": title, "order": "a"}),
            *(
                ("translation", {"id": code, "record": "s", "field": "title", "language": code,
                                 "text": text})
                for code, text in texts
            ),
            language="fi",
        )  # fmt: skip

    before = told("Hakee", "Applies", "Söker")
    after = told("Hakee tukea", "Applies for it", "Söker stöd")
    found = compared_for(before, after, "en")
    assert [each.text for each in found.said] == [
        "Changed: Step “Applies for it”, Title: Applies → Applies for it.",
        "Changed: Translation (1).",
    ]
    assert found.marks == compared(before, after, "en").marks
