# What a member may do, what is missing, and what can still be done.

Story: A membership that has ended still brings tools back
  Marta shows her fob
  the library knows Marta, whose membership has ended and who has the ladder at home
  -> the screen says "Your membership has ended."
  -> the screen says "You can still bring tools back."
  -> the screen says "Renew it on your phone"
  she scans the drill
  -> the drill is refused because of: membership expired
  -> the kiosk asks the library for nothing
  -> the screen says "Renew it on your phone"
  she scans the ladder
  -> the kiosk asks the library for the ladder
  the library puts the ladder on the list
  she presses "Finish"
  -> the kiosk asks the library to record the ladder

Story: The agreement is not signed, and no cart is opened
  Marta shows her fob
  the library knows Marta, who must sign the agreement first
  -> the screen says "Please sign the agreement first"
  -> the screen says "Open it on your phone"
  -> the screen does not say "You can still bring tools back"
  she scans the drill
  the library refuses the drill, for the agreement: "There are agreements you must sign."
  she scans the saw
  the library refuses the saw, for the agreement: "There are agreements you must sign."
  -> the list is the saw, the drill
  -> the screen says "There are agreements you must sign."
  -> the screen says "Open it on your phone"
  -> the screen says "Bringing something back? Please show it to staff."

Story: Signed on the phone meanwhile
  Marta shows her fob
  the library knows Marta, who must sign the agreement first
  she scans the drill
  the library refuses the drill, for the agreement: "There are agreements you must sign."
  she asks once more for the drill
  -> the kiosk asks the library for the drill
  the library puts the drill on the list
  -> the drill is to borrow
  -> the screen does not say "Please sign the agreement first"
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: The tools scanned before the fob are not lost without the agreement
  Marta scans the drill and the saw
  Marta shows her fob
  the library knows Marta, who must sign the agreement first
  -> the kiosk asks the library for the drill and the saw
  the library refuses the drill, for the agreement: "Sign first."
  the library refuses the saw, for the agreement: "Sign first."
  -> the drill and the saw are refused because of: agreement missing
  -> the tray is empty

Story: As many tools as one may have
  Marta shows her fob
  the library knows Marta, who has the ladder at home and may have only 1
  -> the screen says "You have 1 tool, the most at a time. Bring it back first"
  -> the screen says "You can still bring tools back."
  she scans the ladder
  the library puts the ladder on the list
  she scans the drill
  -> the kiosk asks the library for the drill

Story: A quiet card tells what a member may have
  Marta shows her fob
  the library knows Marta, who has the ladder at home and may have only 10
  -> the screen says "You may have 10 tools at a time, you have 1."
