# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""The sentences for a library that also lends other things than tools, for example books. All things are called items.

The table BY_ITEM has no sentences about carts, projects or searches for tools, because the lending systems of such
libraries have no carts, no projects and no such searches.
"""

from collections.abc import Mapping


def _(msgid: str) -> str:
    """Return the sentence unchanged. The call marks the sentence for the catalogue of translations."""
    return msgid


def _n(one: str, many: str) -> tuple[str, str]:
    """Return both sentences unchanged. The call marks the sentences for the catalogue of translations."""
    return one, many


BY_ITEM: Mapping[str, str | tuple[str, str]] = {
    "Scan a tool.": _("Scan an item."),
    "You can bring tools back here. To borrow, please ask staff.": _(
        "You can bring items back here. To borrow, please ask staff."
    ),
    "Scan another tool": _("Scan another item"),
    "Welcome. Scan a tool.": _("Welcome. Scan an item."),
    "Hello {name}. Scan a tool.": _("Hello {name}. Scan an item."),
    "{n} tools are ready": _n("{n} item is ready", "{n} items are ready"),
    "{n} tools are not known yet": _n("{n} item is not known yet", "{n} items are not known yet"),
    "{n} tools are recorded": _n("{n} item is recorded", "{n} items are recorded"),
    "A tool without a name": _("An item without a name"),
    "The answer was lost. Please keep this tool at hand, or ask staff.": _(
        "The answer was lost. Please keep this item at hand, or ask staff."
    ),
    "You have {n} tools": _n("You have {n} item", "You have {n} items"),
    "You also have {n} tools at home": _n("You also have {n} item at home", "You also have {n} items at home"),
    "Scan on: we note each tool and check it later. Nothing is lent or returned until it answers.": _(
        "Scan on: we note each item and check it later. Nothing is lent or returned until it answers."
    ),
    "Scan on: we note each tool and check it later. Digital titles are lent at once.": _(
        "Scan on: we note each item and check it later. Digital titles are lent at once."
    ),
    "{n} tools will be recorded. Hold up the other fob again to say yes.": _n(
        "{n} item will be recorded. Hold up the other fob again to say yes.",
        "{n} items will be recorded. Hold up the other fob again to say yes.",
    ),
    "One moment: {n} tools are still being checked": _n(
        "One moment: {n} item is still being checked", "One moment: {n} items are still being checked"
    ),
    "You are waiting for {n} tools": _n("You are waiting for {n} item", "You are waiting for {n} items"),
    "{n} tools are ready for you": _n("{n} item is ready for you", "{n} items are ready for you"),
    "{n} tools reserved for you": _n("{n} item reserved for you", "{n} items reserved for you"),
    "You are waiting for {n} tools and titles": _("You are waiting for {n} items and titles"),
    "{n} tools and titles are ready for you": _("{n} items and titles are ready for you"),
    "{n} tools and titles reserved for you": _("{n} items and titles reserved for you"),
    "{n} tools are not included": _n("{n} item is not included", "{n} items are not included"),
    "{n} tools are still being checked": _n("{n} item is still being checked", "{n} items are still being checked"),
    "We do not know yet about {n} tools": _n("We do not know yet about {n} item", "We do not know yet about {n} items"),
    "Bring back {n} tools": _n("Bring back {n} item", "Bring back {n} items"),
    "{n} tools wait: show your fob to go on": _n(
        "{n} item waits: show your fob to go on", "{n} items wait: show your fob to go on"
    ),
    "That was a tool": _("That was an item"),
    "You can scan a tool first. It waits in the tray until your fob is read.": _(
        "You can scan an item first. It waits in the tray until your fob is read."
    ),
    "Scan the tool in the same way. The kiosk knows that you have it.": _(
        "Scan the item in the same way. The kiosk knows that you have it."
    ),
    "Wait for the receipt. It is green when the library has confirmed every tool.": _(
        "Wait for the receipt. It is green when the library has confirmed every item."
    ),
    "That is the same tool. It is on your list once.": _("That is the same item. It is on your list once."),
    "That is the same tool: {about}. It is on your list once.": _(
        "That is the same item: {about}. It is on your list once."
    ),
    "Whose tools are these? Please show your fob.": _("Whose items are these? Please show your fob."),
    "That is a fob, not a tool.": _("That is a fob, not an item."),
    "That is a tool. Please show your fob.": _("That is an item. Please show your fob."),
    "That is a tool: {about}. Please show your fob.": _("That is an item: {about}. Please show your fob."),
    "Its code looks like the label of a tool.": _("Its code looks like the label of an item."),
    "It may be a tool’s label, and the library does not answer.": _(
        "It may be an item’s label, and the library does not answer."
    ),
    "Your membership has ended. You can still bring tools back.": _(
        "Your membership has ended. You can still bring items back."
    ),
    "Your account cannot borrow just now. You can still bring tools back. Please ask staff.": _(
        "Your account cannot borrow just now. You can still bring items back. Please ask staff."
    ),
    "You have as many tools as you can have at a time. Bring one back first.": _(
        "You have as many items as you can have at a time. Bring one back first."
    ),
    "You have {n} tools, the most at a time. Bring one back first.": _n(
        "You have {n} item, the most at a time. Bring it back first.",
        "You have {n} items, the most at a time. Bring one back first.",
    ),
    "Tool in hand? Scan it first if you like.": _("Item in hand? Scan it first if you like."),
    "Scan your tools": _("Scan your items"),
    "and {n} more tools": _n("and {n} more item", "and {n} more items"),
    "Type the code on the label of the tool.": _("Type the code on the label of the item."),
    "Add the tool": _("Add the item"),
    "Please ask staff. They can lend and take back tools.": _("Please ask staff. They can lend and take back items."),
    "Nothing is lent or returned. Please give these tools to staff:": _(
        "Nothing is lent or returned. Please give these items to staff:"
    ),
    "You can still bring tools back.": _("You can still bring items back."),
    "You may have {n} tools at a time, you have {have}.": _n(
        "You may have {n} item at a time, you have {have}.", "You may have {n} items at a time, you have {have}."
    ),
    "You have {n} tools, the most at a time. Bring one back first, then you can borrow again.": _n(
        "You have {n} item, the most at a time. Bring it back first, then you can borrow again.",
        "You have {n} items, the most at a time. Bring one back first, then you can borrow again.",
    ),
    "Scan the label of the tool. It is lent to you at once.": _(
        "Scan the label of the item. It is lent to you at once."
    ),
    "One tool was refused. Press Done again to go on without it.": _(
        "One item was refused. Press Done again to go on without it."
    ),
    "Go on without {n} tools?": _n("Go on without {n} item?", "Go on without {n} items?"),
    "The library has ended your log-in. Your list of {n} tools is kept.": _n(
        "The library has ended your log-in. Your list of {n} item is kept.",
        "The library has ended your log-in. Your list of {n} items is kept.",
    ),
    "Your library card has expired. You can still bring tools back.": _(
        "Your library card has expired. You can still bring items back."
    ),
    "You can scan a tool first. It waits in the tray until your card is read.": _(
        "You can scan an item first. It waits in the tray until your card is read."
    ),
    "{n} tools will be recorded. Scan the other card again to say yes.": _n(
        "{n} item will be recorded. Scan the other card again to say yes.",
        "{n} items will be recorded. Scan the other card again to say yes.",
    ),
    "{n} tools wait: scan your card to go on": _n(
        "{n} item waits: scan your card to go on", "{n} items wait: scan your card to go on"
    ),
    "Whose tools are these? Please scan your card.": _("Whose items are these? Please scan your card."),
    "That is a card, not a tool.": _("That is a card, not an item."),
    "That is a tool. Please scan your card.": _("That is an item. Please scan your card."),
    "That is a tool: {about}. Please scan your card.": _("That is an item: {about}. Please scan your card."),
}
"""The sentences about items. Each key is the sentence about tools that is replaced.

Some keys are not in the code. They are sentences with which an earlier table (AT_ONCE, BY_PIN, BY_NUMBER or BY_CARD)
has replaced a sentence of the code.
"""
