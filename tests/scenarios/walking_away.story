# Members who leave, tools without a fob, and what the next person sees.

Story: Still here?
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  after 100 seconds
  -> it asks whether somebody is still there
  -> it sounds attention
  she presses "Keep going"
  after 99 seconds
  -> the basket is open, and nothing was lost

Story: A scan counts as being there
  Marta shows her fob
  the library knows Marta
  after 110 seconds
  -> it asks whether somebody is still there
  she scans the drill
  after 60 seconds
  -> the drill is being checked

Story: The library finishes for Marta, and shows nobody her receipt
  the library finishes for those who walk away
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  after 120 seconds
  -> the kiosk asks the library to record the drill
  -> nobody is told what becomes of it, the kiosk finishes quietly
  the library accepts it
  the loans show the drill
  -> the screen is welcome
  -> a note is kept
  -> nothing of Marta is left on the screen

Story: The library only takes back for Marta
  the library only takes back for those who walk away
  Marta shows her fob
  the library knows Marta, who has the hammer at home
  she scans the hammer and the drill
  the library puts the hammer and the drill on the list
  after 120 seconds
  -> the kiosk asks the library to take the drill off the list
  -> the kiosk has asked 0 times to record
  the library takes the drill off the list
  -> the kiosk asks the library to record the hammer

Story: What cannot be taken off is not lent to somebody who left
  the library only takes back for those who walk away
  Marta shows her fob
  the library knows Marta, who has the hammer at home
  she scans the hammer and the drill
  the library puts the hammer and the drill on the list
  after 120 seconds
  the library cannot take the drill off the list
  -> the screen is welcome
  -> the kiosk has asked 0 times to record
  -> staff find the hammer in the inbox

Story: The library forgets Marta's list
  the library forgets the list of those who walk away
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  after 120 seconds
  -> the screen is welcome
  -> the account is closed, and the drill is taken off its list
  -> the kiosk has asked 0 times to record

Story: What nobody could check goes to staff when Marta leaves
  the library finishes for those who walk away
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans the saw
  the saw never reached the library
  after 120 seconds
  -> staff find the saw in the inbox
  the library takes the saw off the list
  -> the kiosk asks the library to record the drill

Story: Finishing quietly fails, and staff hear of it
  the library finishes for those who walk away
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  after 120 seconds
  it never reached the library
  -> the screen is welcome
  -> staff find the drill in the inbox

Story: Jonas comes while the kiosk finishes quietly for Marta
  the library finishes for those who walk away
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  after 120 seconds
  Jonas scans the saw
  Jonas shows his fob
  -> nobody is told what becomes of it, the kiosk finishes quietly
  the library accepts it
  the loans show the drill
  -> the kiosk asks the library who that is
  the library knows Jonas
  -> it is Jonas's basket
  -> the saw is being checked

Story: Whose tools are these?
  somebody scans the drill and the saw
  after 45 seconds
  -> the screen says "Whose tools are these"
  after 15 seconds
  -> the screen is welcome
  -> the tray is empty
  -> staff find the drill and the saw in the inbox

Story: Tools taken out of the tray again
  somebody scans the drill and the saw
  she takes the drill out of the tray
  -> the tray holds the saw
  she holds up the card "CANCEL"
  -> the tray is empty
  -> staff find nothing in the inbox

Story: A receipt that is read slowly
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  the library accepts it
  the loans show the drill
  after 25 seconds
  she presses "More time"
  after 25 seconds
  -> the screen is the receipt
  after 5 seconds
  -> the screen is welcome

Story: The next person sees nothing of the last one
  Marta holds up the card "LANGUAGE fr"
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she presses "Log out"
  she presses "Yes"
  -> nothing of Marta is left on the screen
  -> the screen does not say "drill"
  -> the screen says "key fob to the reader"
