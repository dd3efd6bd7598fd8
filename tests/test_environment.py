"""environment.yml is the conda face of pyproject.toml: the same packages in the same versions."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
EDITABLE = "--editable ."


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def environment() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def _from_conda(environment: dict[str, Any]) -> list[str]:
    return [entry for entry in environment["dependencies"] if isinstance(entry, str)]


def _from_pip(environment: dict[str, Any]) -> list[str]:
    return next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))


def test_both_lists_name_the_same_packages_in_the_same_versions(project, environment):
    listed = [*_from_conda(environment), *_from_pip(environment)]
    own = {f"python{project['requires-python']}", "pip", EDITABLE}
    assert own <= set(listed)
    assert sorted(set(listed) - own) == sorted(project["dependencies"])
    assert len(listed) == len(set(listed))


def test_environment_installs_the_package_last(environment):
    assert _from_pip(environment)[-1] == EDITABLE


def test_environment_is_named_after_the_project(project, environment):
    assert environment["name"] == project["name"]
    assert environment["channels"] == ["conda-forge"]
