"""Tests of the names of classes: each name is used once in the whole tree, and exceptions end in Error."""

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator

from tests.house.trees import ROOT, sources, statements, tree


def _parsed(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield the name and the syntax tree of each source file in these folders."""
    for path in sources(*folders):
        yield str(path.relative_to(ROOT)), tree(path)


def test_a_public_class_name_stands_for_one_thing_in_the_whole_tree() -> None:
    """If two classes had one name, a search would find both, and an import would have to rename one of them."""
    places = defaultdict(list)
    for name, module in _parsed("kiosk", "hardware"):
        for node in module.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(f"{name}:{node.lineno}")
    assert len(places) > 500
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_every_exception_ends_in_error() -> None:
    """ruff's rule N818 looks only at classes that inherit directly from Exception.

    This test also looks at the classes that inherit from these classes.
    """
    classes = [
        (
            f"{name}:{node.lineno}",
            node.name,
            {ast.unparse(base).partition("[")[0].split(".")[-1] for base in node.bases},
        )
        for name, module in _parsed("kiosk", "hardware", ".make", "tests")
        for node in statements(module)
        if isinstance(node, ast.ClassDef)
    ]
    raised = {name for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, BaseException)}
    known = 0
    while known < len(raised):
        known = len(raised)
        raised |= {name for _place, name, bases in classes if bases & raised}
    exceptions = {place: name for place, name, _bases in classes if name in raised}
    assert len(exceptions) > 30
    assert {place: name for place, name in exceptions.items() if not name.endswith("Error")} == {}
