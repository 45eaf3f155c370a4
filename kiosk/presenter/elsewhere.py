"""The basket's banner about the member's other carts, until the member takes their tools over or leaves them."""

from kiosk.domain.messages import LeaveAside, TakeOver
from kiosk.domain.visit.state import Serving
from kiosk.presenter.plain import clean
from kiosk.presenter.scene import Surroundings
from kiosk.views import Banner, Button, Tone


def aside_banner(scene: Surroundings, serving: Serving) -> Banner | None:
    """Return the banner about tools in the member's other carts, or None if there are none."""
    if not serving.apart:
        return None
    texts = scene.texts.elsewhere
    loose = [found for found in serving.apart if not found.committed]
    shown = loose or list(serving.apart)
    names = [clean(found.item.name) or scene.code_title(found.item.code) for found in shown]
    text = (texts.aside_text if loose else texts.aside_handed_over)(scene.formats.join(names), len(shown))
    label = texts.leave if loose else texts.understood
    leave = Button(label, LeaveAside(), name=label)
    take = Button(texts.take_over, TakeOver(), "next", name=texts.take_over)
    return Banner(texts.aside, text, "box", Tone.WARN, (take, leave) if loose else (leave,))
