"""Tests that the map of the rooms in CONTRIBUTING.md shows the imports."""

from pathlib import Path

import pytest

import rooms


def test_the_map_is_the_one_that_the_imports_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert rooms.main(["--check"]) == 0, capsys.readouterr().err


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with some rooms.

    The rooms import each other at the top of a file, inside a function, and through other rooms.
    """
    for name, text in {
        "kiosk/__init__.py": "",
        "kiosk/app/program.py": "from kiosk.ui import window\nfrom kiosk import views\nimport httpx\n",
        "kiosk/ui/window.py": "import kiosk.views.whole\nimport kiosk.ui.line\n",
        "kiosk/views/__init__.py": "",
        "kiosk/settings.py": "def read():\n    from hardware.spec import Spec\n",
        "hardware/spec.py": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_late_imports_count_and_other_libraries_do_not(tree: Path) -> None:
    assert rooms.arrows(tree) == {
        "app": {"ui", "views"},
        "ui": {"views"},
        "views": set(),
        "settings": {"hardware"},
        "hardware": set(),
    }


def test_the_picture_leaves_out_what_a_longer_way_says_and_the_list_does_not(tree: Path) -> None:
    drawn = rooms.drawn(rooms.arrows(tree))
    assert "app --> ui" in drawn
    assert "ui --> views" in drawn
    assert "app --> views" not in drawn
    assert "\napp       ui views\n" in drawn


def test_a_new_import_makes_the_map_old(tree: Path) -> None:
    page = f"# Page\n\n{rooms.BEGIN}\n{rooms.END}\n\nThe rest.\n"
    before = rooms.redrawn(page, rooms.arrows(tree))
    assert rooms.redrawn(before, rooms.arrows(tree)) == before
    (tree / "kiosk/views/__init__.py").write_text("import hardware.spec\n", encoding="utf-8")
    after = rooms.redrawn(before, rooms.arrows(tree))
    assert after != before
    assert after.startswith("# Page\n\n")
    assert after.endswith("\n\nThe rest.\n")


def test_a_page_without_the_marks_is_refused(tree: Path) -> None:
    with pytest.raises(ValueError, match="needs the two lines"):
        rooms.redrawn("# Page\n", rooms.arrows(tree))
