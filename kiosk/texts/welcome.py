# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""The sentences of Welcome, of the pages without a member (starting, closed, trouble) and of the membership."""

from kiosk.texts.translation import Sentence, TextGroup


class WelcomeTexts(TextGroup):
    """The sentences of Welcome, where a visit starts by scanning a fob or a tool."""

    headline = Sentence("Hold your key fob to the reader")
    lead = Sentence("Tool in hand? Scan it first if you like.")
    step_fob = Sentence("Hold up your fob")
    step_log_in = Sentence("Log in")
    step_scan = Sentence("Scan your tools")
    step_finish = Sentence("Press Finish")
    picture_fob = Sentence("Picture: hold your key fob to the reader")
    picture_form = Sentence("Picture: log in on this screen")
    log_in = Sentence("Log in")
    log_in_without_fob = Sentence("Log in without a fob")
    form_headline = Sentence("Log in here to start")
    form_lead = Sentence("User name and password. Then scan as always.")
    no_way_headline = Sentence("Please ask staff")
    no_way_lead = Sentence("Nobody can log in here just now. It starts again by itself.")
    tray_headline = Sentence("Got it. Now your key fob, please")
    tray_headline_form = Sentence("Got it. Now log in, please")
    not_mine = Sentence("Not mine")
    waiting_unnamed = Sentence("Waiting in the tray")

    def tray_lead(self, n: int) -> str:
        return self.voice.count(
            "The tool goes straight into your basket.", "The tools go straight into your basket.", n
        )

    def waiting(self, code: str) -> str:
        return self.voice.say("Waiting in the tray · {code}", code=code)

    def kept(self, seconds: int) -> str:
        return self.voice.count("Kept for {n} second.", "Kept for {n} seconds.", seconds)

    def not_mine_name(self, title: str) -> str:
        return self.voice.say("Not mine: {title}", title=title)

    def tray_more(self, n: int) -> str:
        return self.voice.count("and {n} more tool", "and {n} more tools", n)


class ReaderTexts(TextGroup):
    """The sentences about readers that are missing, and about fobs that are not read for a while."""

    fob_title = Sentence("The fob reader is unplugged")
    fob_text = Sentence(
        "Fobs cannot be read just now. Everything else works. Staff have been told, and it starts again by itself."
    )
    both_title = Sentence("Nothing can be scanned just now")
    both_text = Sentence(
        "Log in on this screen, and type the label’s code. Staff have been told, and scanning starts again by itself."
    )
    item_title = Sentence("The item scanner is unplugged")
    item_text = Sentence(
        "Type the code on the label instead. Staff have been told, and scanning starts again by itself."
    )
    no_scanner = Sentence("No scanner here")
    no_scanner_text = Sentence("Type the code on the label of the tool.")
    paused_title = Sentence("Fobs work again in a moment")
    type_code = Sentence("Type the code")
    type_headline = Sentence("Type the code on the label")
    type_lead = Sentence("It counts like a scan. Look for our label, not for the shop’s code.")
    type_field = Sentence("Code on the label")
    type_add = Sentence("Add the tool")

    def paused(self, seconds: int) -> str:
        return self.voice.count(
            "Several unknown fobs were shown. Please try again in {n} second.",
            "Several unknown fobs were shown. Please try again in {n} seconds.",
            seconds,
        )

    def paused_log_in(self, seconds: int) -> str:
        return self.voice.count(
            "Several unknown fobs were shown. Please try again in {n} second, or log in on this screen.",
            "Several unknown fobs were shown. Please try again in {n} seconds, or log in on this screen.",
            seconds,
        )


class MessageTexts(TextGroup):
    """The sentences of pages that only inform."""

    starting_lead = Sentence("The kiosk is asking the library for its settings.")
    away = Sentence("We cannot reach the library")
    starting_away = Sentence("The kiosk needs the library to start. We ask again by ourselves.")
    idle_away = Sentence("Logging in may not work just now. We ask again by ourselves.")
    tray = Sentence("Waiting in the tray")
    identifying = Sentence("We are looking up your fob.")
    quiet = Sentence("We are finishing the last visit.")
    off_headline = Sentence("This kiosk is switched off")
    off_lead = Sentence("Please ask staff. They can lend and take back tools.")
    by_staff_headline = Sentence("This kiosk is closed just now")
    no_login_lead = Sentence("Nobody can log in here: no way to log in is switched on. Please ask staff.")
    hours = Sentence("Opening hours")
    store_headline = Sentence("This kiosk cannot write to its disk")
    store_lead = Sentence("Nothing is lent or returned here until it can. Please ask staff.")
    settings_headline = Sentence("This kiosk is not set up yet")
    settings_lead = Sentence("Its settings file has to be put right. It starts by itself then.")
    key_headline = Sentence("This kiosk cannot use its key")
    twice_headline = Sentence("The kiosk runs already")
    twice_lead = Sentence("Another one uses the same state folder. This one ends in a moment; please use the other.")
    for_staff = Sentence("For staff")
    staff_cards_store = Sentence("Look at the free space and at the disk that holds the state folder.")
    tray_left = Sentence("Nothing is lent or returned. Please give these tools to staff:")

    def asking_in(self, seconds: int) -> str:
        return self.voice.count("Asking again in {n} second.", "Asking again in {n} seconds.", seconds)

    def staff_word(self, word: str) -> str:
        return self.voice.say("For staff: {word}", word=word)


class TurnedAwayTexts(TextGroup):
    """The friendly sentences for a member who cannot be served here. They say why, and what the member can do next."""

    ask_staff = Sentence("Please ask staff")
    not_for_kiosk = Sentence("This account cannot be used at the kiosk. Staff are glad to help you.")
    self_service_off = Sentence("Self-service is switched off just now. Staff are glad to help you.")
    other = Sentence("Staff can see what is needed, and help you.")
    agreement = Sentence("Please sign the agreement first")
    agreement_lead = Sentence(
        "You find it in your account on the library’s web site. After that the kiosk works for you."
    )
    details = Sentence("Some of your details are missing")
    details_lead = Sentence("Please fill them in on the library’s web site. After that the kiosk works for you.")
    payment = Sentence("A way to pay is missing")
    payment_lead = Sentence("Please add one in your account on the library’s web site, or ask staff.")
    fob_unknown_lead = Sentence("This kiosk is opened by fobs only. Staff can tell you what is wrong with yours.")
    qr_name = Sentence("Code that opens the library’s page on your phone")
    qr_caption = Sentence("Open it on your phone")


class MembershipTexts(TextGroup):
    """The sentences on Home about the membership. They say why the member cannot borrow, and what is still possible."""

    title = Sentence("Your membership")
    returns_work = Sentence("You can still bring tools back.")
    returns_by_staff = Sentence("Bringing something back? Please show it to staff.")
    no_returns_lead = Sentence("Scan on: your tools stay on the screen. Once you have signed, press Check again.")
    may_not_borrow = Sentence("Your account cannot borrow just now. Please ask staff.")
    expired = Sentence("Your membership has ended.")
    renew_name = Sentence("Code that opens the page for renewing on your phone")
    renew_caption = Sentence("Renew it on your phone")

    def called(self, name: str) -> str:
        """Return the title of the card, with the membership's own name."""
        return self.voice.say("Membership: {name}", name=name)

    def until(self, day: str) -> str:
        return self.voice.say("Valid until {day}.", day=day)

    def ended(self, day: str) -> str:
        return self.voice.say("Your membership ended on {day}.", day=day)

    def limit(self, most: int, have: int) -> str:
        return self.voice.count(
            "You may have {n} tool at a time, you have {have}.",
            "You may have {n} tools at a time, you have {have}.",
            most,
            have=have,
        )

    def full(self, most: int) -> str:
        return self.voice.count(
            "You have {n} tool, the most at a time. Bring it back first, then you can borrow again.",
            "You have {n} tools, the most at a time. Bring one back first, then you can borrow again.",
            most,
        )
