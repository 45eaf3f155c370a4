# Fobs that are known, fobs that are not, passwords and PINs.

Story: A new fob is linked once, then the fob is enough
  Marta shows her fob
  the library does not know the fob
  -> the form asks for a password to remember the fob
  she types the name "marta" and the password "long enough"
  -> the kiosk asks the library who that is
  the library knows Marta, and can remember the fob
  -> the screen is the basket
  -> the kiosk wants to remember the fob
  the fob is remembered
  -> the screen says "Next time the fob is enough"

Story: Only this time
  Marta shows her fob
  the library does not know the fob
  she does not want the fob remembered
  she types the name "marta" and the password "long enough"
  the library knows Marta, and can remember the fob
  -> the screen is the basket
  -> the kiosk asks the library for nothing

Story: A library that asks for the password each time
  the library wants the password each time
  Marta shows her fob
  the library does not know the fob
  -> the form asks for a password
  she types the name "marta" and the password "long enough"
  the library knows Marta
  -> it is Marta's basket

Story: A wrong password is asked again, and the scanned tool waits
  Marta shows her fob
  the library does not know the fob
  she scans the drill
  she types the name "marta" and the password "wrong"
  the password is wrong
  -> the screen is a form
  -> the tray holds the drill
  she types the name "marta" and the password "right"
  the library knows Marta
  -> the drill is being checked

Story: A form that is not filled in is not sent
  Marta shows her fob
  the library does not know the fob
  she types the name "" and the password ""
  -> the screen is a form
  -> the kiosk asks the library for nothing

Story: Too many wrong passwords
  Marta shows her fob
  the library does not know the fob
  she types the name "marta" and the password "wrong"
  there were too many wrong passwords: wait 20 seconds
  she types the name "marta" and the password "wrong again"
  -> the kiosk asks the library for nothing
  after 20 seconds
  she types the name "marta" and the password "right"
  -> the kiosk asks the library who that is

Story: A PIN guards the link
  Marta shows her fob
  the library wants a PIN
  -> the form asks for a PIN
  she types the PIN "1111"
  the PIN is wrong
  -> the form asks for a PIN
  she types the PIN "1234"
  the library knows Marta
  -> it is Marta's basket

Story: A link that has expired is made anew
  Marta shows her fob
  the link of the fob has expired
  -> the form asks for a password to remember the fob

Story: The library is away when the fob is shown
  Marta scans the drill
  she shows her fob
  the library cannot be reached for the sign-in
  -> the screen is welcome
  -> the screen says "cannot reach the library"
  -> the tray holds the drill

Story: The library is away when the form is sent
  Marta shows her fob
  the library does not know the fob
  she types the name "marta" and the password "long enough"
  the library cannot be reached for the sign-in
  -> the screen is a form

Story: An agreement must be signed first
  Marta shows her fob
  the library wants an agreement signed first
  -> the screen is turned away
  -> the account is closed
  after 30 seconds
  -> the screen is welcome

Story: A membership that has ended still takes tools back
  Marta shows her fob
  the library knows Marta, whose membership has ended and who has the hammer at home
  she scans the drill
  -> the drill is refused because of: membership expired
  -> the kiosk asks the library for nothing
  she scans the hammer
  the library puts the hammer on the list
  -> the hammer is to bring back

Story: Nobody comes back to a form
  Marta shows her fob
  the library does not know the fob
  after 60 seconds
  -> the screen is welcome

Story: A form that somebody began to fill in hands its tools to staff
  Marta scans the drill
  she shows her fob
  the library does not know the fob
  she touches the screen
  after 60 seconds
  -> the screen is welcome
  -> the tray is empty
  -> staff find the drill in the inbox

Story: Logging in without a fob
  Jonas presses "Log in without a fob"
  he types the name "jonas" and the password "long enough"
  the library knows Jonas
  -> it is Jonas's basket

Story: A house without fobs says so
  the library uses no fobs
  Marta shows her fob
  -> the screen is welcome
  -> the screen says "Fobs are not used here"

Story: The token expires in mid-visit and the basket stays
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  the library asks once more who this is
  -> the form asks the same member once more
  she scans the saw
  she types the name "marta" and the password "long enough"
  the library knows Marta, whose list still holds the drill from before
  -> the drill is to borrow
  -> the saw is being checked
  -> the list is the saw, the drill

Story: Another member at the question never gets the basket
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  the library asks once more who this is
  Jonas types the name "jonas" and the password "long enough"
  the library knows Jonas
  -> the screen is welcome
  -> the account is closed
  -> staff find the drill in the inbox
