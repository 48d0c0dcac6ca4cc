"""The house's import contract, from pyproject.toml."""

from importlinter.cli import lint_imports

from tools.steps import ROOT


def test_imports_go_down_only() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0
