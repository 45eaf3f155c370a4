"""The sentences about costs. If the library hides money, sentences with an amount are not used."""

from kiosk.texts.translation import Sentence, TextGroup


class MoneyTexts(TextGroup):
    """The sentences about costs on a line, near the button Finish, on the page Confirm and on the receipt."""

    title = Sentence("What it costs")
    in_all = Sentence("In all")
    to_pay = Sentence("To pay")
    discount = Sentence("Discount")
    free = Sentence("Nothing to pay")
    will_owe = Sentence("It goes on your account.")
    owes = Sentence("It is on your account. You pay it later, with staff.")
    late_kindly = Sentence("Thank you for bringing it back.")
    unpaid_hidden = Sentence("A staff member must hand this out. Please see staff, or take it out of your list.")
    unpaid_some = Sentence(
        "It costs something, and nothing can be paid here. Please see staff, or take it out of your list."
    )
    """The words for a line that costs something, if its price is not known."""
    unpaid_receipt = Sentence("It costs something, and nothing can be paid here. Please leave it here, or see staff.")
    pay_at_desk = Sentence("Please pay at the desk, not here.")
    fee = Sentence("Fee")
    returns_go_through = Sentence("What you bring back goes through.")

    def total(self, amount: str) -> str:
        """Return the words for the sum that is shown near the button Finish."""
        return self.voice.say("To pay: {amount}", amount=amount)

    def you_owe(self, amount: str) -> str:
        """Return the title of the card on Home. It says how much money the member owes from before this visit."""
        return self.voice.say("You owe {amount}", amount=amount)

    def more_fines(self, n: int) -> str:
        """Say how many other fines there are that do not fit on the card with the title `you_owe`."""
        return self.voice.count("{n} more fee", "{n} more fees", n)

    def spoken(self, amount: str) -> str:
        """Return the words for the price. They are a part of the text that a screen reader says for a line."""
        return self.voice.say("costs {amount}", amount=amount)

    def instead_of(self, amount: str, full: str) -> str:
        """Return a reduced price together with the full price."""
        return self.voice.say("{amount} instead of {full}", amount=amount, full=full)

    def late_fee(self, title: str) -> str:
        """Return the label of the row with a late fee on the receipt."""
        return self.voice.say("Late fee: {title}", title=title)

    def late_fee_of(self, amount: str) -> str:
        """Return the words about the late fee of a tool. They come after the words that thank the member."""
        return self.voice.say("Late fee: {amount}", amount=amount)

    def days_at(self, days: int, rate: str) -> str:
        return self.voice.count("{n} day at {rate}", "{n} days at {rate}", days, rate=rate)

    def off(self, percent: str) -> str:
        """Return the words for a discount if only its percentage is known."""
        return self.voice.say("{percent}% off", percent=percent)

    def unpaid(self, amount: str) -> str:
        """Say why a line cannot be finished here, and what can be done."""
        return self.voice.say(
            "It costs {amount}, and nothing can be paid here. Please see staff, or take it out of your list.",
            amount=amount,
        )

    def cannot(self, n: int) -> str:
        """Return the headline of the page that asks if the `n` tools that cost something can be left out."""
        return self.voice.count("{n} tool cannot be lent here", "{n} tools cannot be lent here", n)

    def cannot_lead(self, titles: str, n: int) -> str:
        return self.voice.count(
            "{titles}: it costs something, and nothing can be paid here. Please leave it here, or see staff.",
            "{titles}: they cost something, and nothing can be paid here. Please leave them here, or see staff.",
            n,
            titles=titles,
        )

    def cannot_lead_hidden(self, titles: str, n: int) -> str:
        """Say which tools cannot be lent here. Use this if the library hides money: the sentence names no costs."""
        return self.voice.count(
            "{titles}: a staff member must hand it out. Please leave it here, or see staff.",
            "{titles}: a staff member must hand them out. Please leave them here, or see staff.",
            n,
            titles=titles,
        )

    def ready_and_not(self, ready: str, n: int) -> str:
        """Say on the button Finish how many tools are ready, and how many tools cannot be lent here."""
        return self.voice.count("{ready}, {n} cannot be lent here", "{ready}, {n} cannot be lent here", n, ready=ready)
