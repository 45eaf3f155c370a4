# A password that was forgotten.

Story: A mail with a link is asked for, and the form is back at once
  the library sends mails for a new password
  Marta presses "Log in without a fob"
  she presses "Forgot your password?"
  -> the screen says "Open it on your phone and choose a new password."
  she types the address "marta@example.org"
  -> the kiosk asks the library for a mail to "marta@example.org"
  -> the screen says "Password"
  the library has been asked for the mail
  -> the screen says "If it knows you, a mail is on its way."
  -> the screen does not say "marta@example.org"

Story: She remembers it after all, and does not wait for the mail
  the library sends mails for a new password
  Marta presses "Log in without a fob"
  she presses "Forgot your password?"
  she types the address "marta@example.org"
  she types the name "marta" and the password "long enough"
  -> the kiosk asks the library who that is
  the library has been asked for the mail
  the library knows Marta
  -> it is Marta's basket

Story: A second mail is not sent at once
  the library sends mails for a new password
  Marta shows her fob
  the library does not know the fob
  she scans the drill
  she types the name "marta" and the password "wrong"
  the password is wrong
  she presses "Forgot your password?"
  she types the address "marta"
  the library was asked for such a mail just now
  -> the screen says "Please look into your mail first."
  -> the form asks for a password to remember the fob
  -> the tray holds the drill

Story: The library is out of reach, and nobody is promised a mail
  the library sends mails for a new password
  Marta presses "Log in without a fob"
  she presses "Forgot your password?"
  she types the address "marta"
  the library cannot be asked for the mail
  -> the screen says "The mail could not be asked for"
  -> the screen does not say "on its way"

Story: Where no mail can be sent the form says who helps
  Marta presses "Log in without a fob"
  she presses "Forgot your password?"
  -> the screen says "Staff can give you a new password"
  -> the kiosk asks the library for nothing
  she presses "Back"
  -> the screen is welcome
