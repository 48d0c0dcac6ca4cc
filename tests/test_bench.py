"""The table of `make bench`."""

import pytest

from bench import Row, __main__, seconds


def test_a_ratio_is_held_against_its_bar() -> None:
    assert Row("a", "", ratio=2.0, bar=2.0).ok and not Row("a", "", ratio=2.1, bar=2.0).ok
    assert Row("a", "", ratio=2.1, bar=2.0, at_least=True).ok
    assert not Row("a", "", ratio=1.9, bar=2.0, at_least=True).ok


def test_the_table_names_a_missed_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Row("map", "2 s against 1 s", 2, 3), Row("path", "9 s against 1 s", 9, 3)]
    monkeypatch.setattr(__main__, "rows", lambda names: iter(found))
    assert __main__.main(["any"]) == 1
    table = capsys.readouterr().out.splitlines()
    assert table[2] == "| map | 2 s against 1 s | 2.00 | ≤ 3 | ok |"
    assert table[3] == "| path | 9 s against 1 s | 9.00 | ≤ 3 | **missed** |"


def test_warm_runs_do_not_count() -> None:
    calls: list[int] = []
    assert seconds(lambda: calls.append(1), runs=3, warm=2) >= 0 and len(calls) == 5
