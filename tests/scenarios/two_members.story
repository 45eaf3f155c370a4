# Two members at once: one after the other, asked before a switch, never a mixed visit.

Story: Finish and switch
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  Jonas shows his fob
  -> the question is finish and switch
  -> it is Marta's basket
  he presses "Yes"
  -> the kiosk asks the library to record the drill
  the library accepts it
  the loans show the drill
  -> the screen is the receipt
  after 10 seconds
  -> the screen is who is this
  the library knows Jonas
  -> it is Jonas's basket
  -> the list is empty

Story: The other fob shown twice means yes
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  Jonas shows his fob
  Jonas shows his fob
  -> the kiosk asks the library to record the drill

Story: Marta stays
  Marta shows her fob
  the library knows Marta
  Jonas shows his fob
  Marta presses "No"
  -> there is no question
  -> it is Marta's basket

Story: Marta's own fob takes the question away
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  Jonas shows his fob
  Marta shows her fob
  -> there is no question
  -> the kiosk has asked 0 times to record

Story: The question goes away by itself
  Marta shows her fob
  the library knows Marta
  Jonas shows his fob
  after 15 seconds
  -> there is no question
  -> it is Marta's basket

Story: The switch waits for a tool that is still being checked
  Marta shows her fob
  the library knows Marta
  she scans the drill
  Jonas shows his fob
  he presses "Yes"
  -> the screen is waiting for the last answers
  the library puts the drill on the list
  -> the kiosk asks the library to record the drill
  -> it is Marta's basket

Story: With an empty basket the other member begins at once
  Marta shows her fob
  the library knows Marta
  Jonas shows his fob
  he presses "Yes"
  -> the account is closed
  -> the kiosk asks the library who that is

Story: Jonas comes while Marta is being looked up
  Marta shows her fob
  Jonas shows his fob
  -> the screen says "One after the other"
  the library knows Marta
  -> it is Marta's basket
  -> the question is finish and switch

Story: Jonas comes while Marta's tools are being recorded
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  Jonas shows his fob
  the library accepts it
  the loans show the drill
  -> the screen is the receipt
  -> it sounds confirmed
  after 10 seconds
  -> the screen is who is this
  the library knows Jonas
  -> it is Jonas's basket

Story: Jonas's tool at Marta's receipt is never put on Marta's account
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she shows her fob
  the library accepts it
  the loans show the drill
  Jonas scans the saw
  -> the kiosk asks the library for nothing
  -> the screen says "Show your fob to go on"
  he shows his fob
  -> the account is closed
  the library knows Jonas
  -> it is Jonas's basket
  -> the saw is being checked

Story: Marta scans one more at her receipt
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she shows her fob
  the library accepts it
  the loans show the drill
  she scans the saw
  she shows her fob
  -> the kiosk asks the library who that is
  the library knows Marta, who has the drill at home
  -> the saw is being checked

Story: Another fob at an empty form takes its place
  Marta shows her fob
  the library does not know the fob
  Jonas shows his fob
  -> the screen is who is this
  the library knows Jonas
  -> it is Jonas's basket

Story: Another fob at a form in use asks first, and then nothing of the first member stays
  Marta scans the drill
  she shows her fob
  the library does not know the fob
  Jonas shows his fob
  -> the question is log in with the other fob
  he presses "Yes"
  -> the screen is who is this
  -> the tray is empty
  -> staff find the drill in the inbox
