"""The face of the package: its names, by what one does with them, are typed, documented, lazy and the same everywhere."""

import ast
import importlib
import inspect
import subprocess
import sys

import pytest

import nkdata

NAMES = [name for names in nkdata.GROUPS.values() for name in names]
FUNCTIONS = [name for name in NAMES if name != "charts"]


def test_every_public_name_stands_in_one_group_and_in_the_stub(root):
    assert sorted([*NAMES, "NkdataError"]) == sorted(nkdata.__all__) == sorted(dir(nkdata))
    tree = ast.parse((root / "nkdata" / "__init__.pyi").read_text(encoding="utf-8"))
    imported = [alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    listed = next(node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "__all__")
    assert sorted(imported) == sorted(ast.literal_eval(listed)) == sorted(nkdata.__all__)


def test_help_names_every_group():
    for what, names in nkdata.GROUPS.items():
        assert f"{what}: {', '.join(names)}" in nkdata.__doc__


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_has_types(name):
    signature = inspect.signature(getattr(nkdata, name))
    bare = [argument.name for argument in signature.parameters.values() if argument.annotation is inspect.Parameter.empty]
    assert not bare, f"{name} has arguments without a type: {', '.join(bare)}"
    assert signature.return_annotation is not inspect.Signature.empty


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_is_documented(name):
    doc = inspect.getdoc(getattr(nkdata, name))
    parts = ["Returns\n-------", "Examples\n--------", ">>> "]
    if inspect.signature(getattr(nkdata, name)).parameters:
        parts.append("Parameters\n----------")
    assert [part for part in parts if part not in doc] == []
    assert doc.splitlines()[0].endswith("."), doc.splitlines()[0]


@pytest.mark.parametrize("name", [name for name in nkdata.GROUPS["measure"] if name != "claim"])
def test_every_measure_has_a_suggested_default_with_its_reason(name):
    assert "Suggested default" in inspect.getdoc(getattr(nkdata, name))


@pytest.mark.parametrize(("code", "absent"), [
    ("import nkdata", {"pandas", "numpy", "matplotlib", "scipy"}),
    ("import nkdata; nkdata.lean()", {"matplotlib", "scipy", "ruptures"}),
])  # fmt: skip
def test_what_is_not_used_is_not_imported(code, absent):
    said = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout
    assert not absent & set(said.split())


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="leann"):
        nkdata.leann  # noqa: B018


def test_rooms_can_be_imported():
    for room in ("record", "measures", "charts", "report"):
        assert importlib.import_module(f"nkdata.{room}").__doc__
