"""The sentences of the forms in which a member logs in, links a fob, enters a PIN or logs in again."""

from kiosk.texts.translation import Sentence, TextGroup


class FormTexts(TextGroup):
    """The sentences of forms in which a person logs in by typing."""

    log_in = Sentence("Log in")
    log_in_lead = Sentence("With your library user name and password.")
    password_lead = Sentence("Your name comes from your fob. Now your library password.")
    link = Sentence("A new fob: log in once")
    link_lead = Sentence("We have not met this fob before. Log in once, and from then on the fob is enough.")
    once_lead = Sentence("We have not met this fob before. Please log in.")
    pin = Sentence("Your PIN, please")
    pin_lead = Sentence("The digits that you chose for this fob.")
    again = Sentence("Please log in once more")
    again_fob = Sentence("Your fob is enough: show it once more.")
    field_name = Sentence("User name or membership ID")
    field_password = Sentence("Password")
    field_pin = Sentence("PIN")
    field_new_pin = Sentence("Choose 4 digits for this fob")
    show_password = Sentence("Show password")
    submit = Sentence("Log in")
    submit_link = Sentence("Link fob")
    submit_pin = Sentence("Go on")
    checking = Sentence("Checking")
    checking_hint = Sentence("The library is being asked.")
    back = Sentence("Back")
    not_now = Sentence("Not now")
    leave = Sentence("Leave")
    was_a_tool = Sentence("That was a tool")
    step_fob = Sentence("Fob read")
    step_log_in = Sentence("Log in")
    step_linked = Sentence("Fob linked")
    remember = Sentence("Remember this fob")
    forgot = Sentence("Forgot your password?")
    forgot_lead = Sentence("The library sends you a mail with a link. Open it on your phone and choose a new password.")
    field_mail = Sentence("Mail address or user name")
    submit_mail = Sentence("Send the mail")

    def again_lead(self, n: int) -> str:
        """Say that the log-in has ended. If the basket has lines, also say that the kiosk keeps these `n` lines."""
        if n == 0:
            return self.voice.say("The library has ended your log-in.")
        return self.voice.count(
            "The library has ended your log-in. Your basket of {n} tool is kept.",
            "The library has ended your log-in. Your basket of {n} tools is kept.",
            n,
        )

    def remember_text(self, date: str) -> str:
        return self.voice.say(
            "Kept on this kiosk only, locked with your fob. Ends on {date}. Staff can remove it any day.", date=date
        )

    def wait_hint(self, seconds: int) -> str:
        return self.voice.count("Please wait {n} second", "Please wait {n} seconds", seconds)


class FormErrorTexts(TextGroup):
    """The sentences that say what is wrong with a form, and what to do now."""

    incomplete = Sentence("Something is still empty")
    incomplete_text = Sentence("Please fill in every field.")
    pin_short = Sentence("The PIN needs 4 digits")
    pin_short_text = Sentence("Please choose 4 digits for this fob.")
    wrong = Sentence("That did not work")
    wrong_text = Sentence("Please check both fields. If it goes on, ask staff.")
    wrong_one_text = Sentence("Please check what you typed. If it goes on, ask staff.")
    wrong_pin_text = Sentence("That is not the PIN of this fob. If it goes on, ask staff.")
    fob_unknown = Sentence("The library does not know this fob")
    fob_unknown_text = Sentence("You can log in with your user name and password. If it goes on, ask staff.")
    away = Sentence("We cannot reach the library")
    away_text = Sentence("Your entry stays here. Please try again in a moment.")
    throttled = Sentence("Too many tries")
    link_dead = Sentence("This fob must be linked again")
    link_dead_text = Sentence("The library has ended the old link. Log in once more, and the fob is enough again.")
    link_expired = Sentence("The link of this fob has ended")
    link_expired_text = Sentence("That happens after a while. Log in once more, and the fob is enough again.")
    ask_library = Sentence("The library helps you")
    ask_library_text = Sentence("Staff can give you a new password.")
    reset_asked = Sentence("The library has been asked")
    reset_asked_text = Sentence("If it knows you, a mail is on its way. Open the link in it, then log in here.")
    reset_too_often = Sentence("A mail was asked for just now")
    reset_too_often_text = Sentence("Please look into your mail first. You can ask again in a few minutes.")
    reset_away = Sentence("The mail could not be asked for")
    reset_away_text = Sentence("Please try again in a moment, or ask staff.")
    other_fob = Sentence("Log in with this fob instead?")
    other_fob_text = Sentence("What was typed here is forgotten.")
    other_fob_yes = Sentence("Use this fob")
    other_fob_no = Sentence("Stay here")

    def ask_library_at(self, ways: str) -> str:
        """Say how to reach staff. `ways` contains a telephone number, a mail address, or both."""
        return self.voice.say("Staff can give you a new password: {ways}", ways=ways)

    def throttled_text(self, seconds: int) -> str:
        return self.voice.count("Please wait {n} second.", "Please wait {n} seconds.", seconds)
