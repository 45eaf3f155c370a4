"""The line views that were made last. A scan changes one or two lines of fifty, and the other views are used again."""

from dataclasses import replace

from kiosk.domain.basket import most_loans
from kiosk.domain.elsewhere import UNDECIDED
from kiosk.domain.model import Line
from kiosk.domain.visit.state import Serving
from kiosk.presenter.lines import line_view
from kiosk.presenter.membership import mendable, with_next_step
from kiosk.presenter.money import Costs, held_back, price_text, with_costs
from kiosk.presenter.scene import Surroundings
from kiosk.presenter.terms import with_terms
from kiosk.views import LineView


class KeptLines:
    """The line views of one visit, in one language, on one day. A view is made again only if it may have changed."""

    def __init__(self) -> None:
        self._about: tuple[object, ...] = ()
        self._views: dict[tuple[object, ...], LineView] = {}

    def views(self, scene: Surroundings, serving: Serving, *, settling: bool) -> list[LineView]:
        """Return the views of all lines, newest first, each with its place among them."""
        before = self._views if self._is_still(scene, serving, settling=settling) else {}
        self._views, views = {}, []
        held = held_back(scene, serving)
        total, place = len(serving.lines), scene.texts.lines.spoken_place
        for number, line in enumerate(serving.lines, start=1):
            fresh = line.ident == serving.fresh
            costs = Costs(price_text(scene, serving.bill, line), line in held)
            key = (line, fresh, "" if line.item else scene.memory(line.code), costs)
            opened = serving.panel is not None and serving.panel.line == line.ident and not _undecided(line)
            view = None if opened else before.get(key)
            view = view or _made(scene, serving, line, costs, fresh=fresh, settling=settling)
            if not opened:
                self._views[key] = view
            views.append(replace(view, name=f"{view.name}, {place(number, total)}"))
        return views

    def _is_still(self, scene: Surroundings, serving: Serving, *, settling: bool) -> bool:
        """Return True if everything that all line views depend on is as it was at the last call."""
        about = (
            scene.texts,
            scene.formats,
            scene.around.library,
            scene.around.store_ok,
            scene.around.moment.today,
            serving.visit,
            serving.offers,
            serving.project_required,
            serving.limits.can_return,
            mendable(serving.lines, scene),
            most_loans(serving.member, serving.limits),
            settling,
        )
        same, self._about = about == self._about, about
        return same


def _made(scene: Surroundings, serving: Serving, line: Line, costs: Costs, *, fresh: bool, settling: bool) -> LineView:
    view = line_view(scene, line, fresh=fresh, pressable=not settling, most=most_loans(serving.member, serving.limits))
    view = with_costs(scene, serving.bill, line, view, costs)
    view = with_next_step(scene, serving, line, view)
    return view if settling or _undecided(line) else with_terms(scene, serving, line, view)


def _undecided(line: Line) -> bool:
    """Return True if the member must first decide to take the tool along or not; its terms are chosen after that."""
    return line.elsewhere in UNDECIDED
