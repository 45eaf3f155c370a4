# The same member on another device, other lists, and what was handed over before.

Story: A tool that another device puts on the list is not lent by itself
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  another device puts the saw on the list
  -> it sounds attention
  -> the screen says "Another device put it on your list. Do you take it along?"
  -> the screen says "1 tool is ready"
  she presses "Finish"
  -> the question is take it along
  -> the screen says "Take 1 more tool along?"
  -> the kiosk has asked 0 times to record
  she presses "No"
  she takes the saw off the list
  the library takes the saw off the list
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: She takes along what another device put on the list
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  another device puts the saw on the list
  she presses "Finish"
  she presses "Yes"
  -> the kiosk asks the library to record the drill and the saw

Story: She keeps it on the line itself, and is not asked at Finish
  Marta shows her fob
  the library knows Marta
  another device puts the saw on the list
  -> the screen says "1 tool needs your yes"
  she keeps the saw
  -> the screen does not say "Do you take it along?"
  she presses "Finish"
  -> the kiosk asks the library to record the saw

Story: She scans what another device put on the list: it is in her hand
  Marta shows her fob
  the library knows Marta
  another device puts the saw on the list
  she scans the saw
  -> the screen says "Press Finish when you are done"
  she presses "Finish"
  -> the kiosk asks the library to record the saw

Story: Another device adds a tool while a question is open
  the library wants every borrow confirmed
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  -> the question is is this right
  another device puts the saw on the list
  -> there is no question
  she presses "Finish"
  she presses "Yes"
  -> the question is is this right
  she presses "Yes"
  -> the kiosk asks the library to record the drill and the saw

Story: Another device adds a tool at the last moment
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  the library says that another device has put the saw on the list
  -> the screen is the basket
  -> the screen says "so nothing was sent. Please look, and press Finish again"
  -> the drill and the saw are to borrow
  she presses "Finish"
  -> the question is take it along
  she presses "Yes"
  -> the kiosk asks the library to record the drill and the saw

Story: Another device adds a tool that was refused here
  Marta shows her fob
  the library knows Marta
  she scans the saw
  the library refuses the saw: reserved
  another device puts the saw on the list
  -> the list is the saw
  -> the saw is to borrow

Story: A tool that another device takes off is put back at Finish
  Marta shows her fob
  the library knows Marta
  she scans the drill and the saw
  the library puts the drill and the saw on the list
  another device takes the saw off the list
  -> the screen says "Another device took it off. Finish puts it back on your list."
  she presses "Finish"
  -> the kiosk asks the library to record the drill and the saw

Story: What was on the list from before and is taken off elsewhere is not lent
  Marta shows her fob
  the library knows Marta, whose list still holds the saw from before
  another device takes the saw off the list
  -> the list is empty
  -> the screen says "It stays here"

Story: Another device finishes the list, and nothing is lent twice
  Marta shows her fob
  the library knows Marta, who has the hammer at home
  she scans the drill and the hammer
  the library puts the drill and the hammer on the list
  another device finishes the list
  -> the drill and the hammer are confirmed
  -> the screen says "Recorded on another device"
  she presses "Finish"
  -> the kiosk has asked 0 times to record
  the loans show nothing new, and the list is gone
  -> the receipt says: all is confirmed

Story: Another device finishes the list, and she goes on
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  another device finishes the list
  she scans the saw
  the library puts the saw on the list
  she presses "Finish"
  -> the kiosk asks the library to record the saw
  the library accepts it
  the loans show the saw
  -> the receipt says: all is confirmed
  -> the drill is confirmed

Story: Whoever walks away is not lent what another device put on the list
  the library finishes for those who walk away
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  another device puts the saw on the list
  after 119 seconds
  -> the kiosk asks the library to take the saw off the list
  -> staff find the saw in the inbox
  the library takes the saw off the list
  -> the kiosk asks the library to record the drill

Story: A tool is marked as brought back on another device
  Marta shows her fob
  the library knows Marta, who has the hammer at home
  another device marks the hammer as brought back
  -> the screen says "Another device marked it as brought back. Is it here?"
  she presses "Finish"
  -> the question is take it along
  she shows her fob
  -> the kiosk asks the library to record the hammer

Story: Another device changes the list while Finish waits for an answer
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans the sander
  she presses "Finish"
  -> the screen is waiting for the last answers
  another device puts the saw on the list
  the library puts the sander on the list
  -> the question is take it along

Story: What nobody could tell is found on the list
  Marta shows her fob
  the library knows Marta
  she scans the drill
  nobody can tell what became of the drill
  another device puts the drill on the list
  -> the drill is to borrow
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: Tools on another list are said, and left there
  Marta shows her fob
  the library knows Marta, whose other list holds the saw and the ladder
  -> the screen says "You have another list, too"
  -> the screen says "Circular saw and Step ladder"
  -> the list is empty
  she presses "Leave it there"
  -> the screen does not say "another list"
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: She takes over what lies on another list
  Marta shows her fob
  the library knows Marta, whose other list holds the saw and the ladder
  she presses "Put it on this list"
  -> the kiosk asks the library for the saw and the ladder
  the library puts the saw and the ladder on the list
  -> the screen does not say "another list"
  -> the screen says "On your list from before"
  she presses "Log out"
  she presses "Yes"
  -> the account is closed, and nothing is taken off its list

Story: She scans a tool that lies on another list
  Marta shows her fob
  the library knows Marta, whose other list holds the saw
  she scans the saw
  -> the kiosk asks the library for the saw
  -> the screen does not say "another list"

Story: What was handed over on another list comes up at the next log-in
  Marta shows her fob
  the library knows Marta, who handed over the saw on another list
  -> the screen says "It comes up at your next log-in"
  she presses "Put it on this list"
  -> the kiosk asks the library for nothing

Story: A tool that was brought back before a power cut is recorded at the next log-in
  Marta shows her fob
  the library knows Marta, who brought back the hammer before, which was not finished
  -> the hammer is to bring back
  -> the screen says "Handed over before, not yet finished. Press Finish to record it."
  she takes the hammer off the list
  -> the hammer is to bring back
  -> the screen says "Handed over before: Claw hammer"
  she presses "Finish"
  -> the kiosk asks the library to record the hammer

Story: What was handed over before is recorded though the library forgets lists
  the library forgets the list of those who walk away
  Marta shows her fob
  the library knows Marta, who brought back the hammer before, which was not finished
  she scans the drill
  the library puts the drill on the list
  after 120 seconds
  -> the kiosk asks the library to take the drill off the list
  the library takes the drill off the list
  -> the kiosk asks the library to record the hammer

Story: A tool taken before is recorded though the library only takes back
  the library only takes back for those who walk away
  Marta shows her fob
  the library knows Marta, who took the saw before, which was not finished
  after 120 seconds
  -> the kiosk asks the library to record the saw

Story: She leaves without finishing what was handed over before, and staff hear of it
  Marta shows her fob
  the library knows Marta, who took the saw before, which was not finished
  she presses "Log out"
  she presses "Yes"
  -> the account is closed, and nothing is taken off its list
  -> staff find the saw in the inbox

Story: The sign-in is lost while she has not yet said what becomes of a tool
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  another device puts the saw on the list
  the library asks once more who this is
  she types the name "marta" and the password "long enough"
  the library knows Marta, whose list still holds the drill and the saw from before
  she presses "Finish"
  -> the question is take it along

Story: The sign-in is lost, and what another device had added is gone when she is back
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  another device puts the saw on the list
  the library asks once more who this is
  she types the name "marta" and the password "long enough"
  the library knows Marta, whose list still holds the drill from before
  -> the list is the drill
