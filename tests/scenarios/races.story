# Two things at once. tests/domain/visit/test_races.py has the rows that a story cannot tell.

Story: A late answer of a visit that is over
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she presses "Log out"
  she presses "Yes"
  -> the screen is welcome
  a late answer puts the drill on the list
  -> the screen is welcome
  -> the kiosk asks the library for nothing

Story: A sign-in that comes too late is said farewell to
  Marta shows her fob
  she presses "Back"
  -> the screen is welcome
  the sign-in of Marta succeeds after all
  -> the screen is welcome
  -> the account is closed
  -> nothing of Marta is left on the screen

Story: One tool scanned twice before the first answer
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she scans the drill
  -> the list is the drill
  -> the screen says "Already in your basket"
  -> the kiosk asked the library 1 time for the drill

Story: Two spellings of one tool
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans "dr0142"
  the library says "dr0142" is the same as "DR-0142"
  -> the list is the drill

Story: Taken off the list while it is checked, and never sent
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she takes the drill off the list
  -> the kiosk asks the library to take the drill off the list
  the library takes the drill off the list
  -> the list is empty

Story: Taken off the list while it is checked, and sent already
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she takes the drill off the list
  the library puts the drill on the list
  -> the drill is being taken off
  -> the kiosk asks the library to take the drill off the list
  the library takes the drill off the list
  -> the list is empty

Story: Taken off the list while it is checked, and refused anyway
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she takes the drill off the list
  the library refuses the drill: reserved
  -> the list is empty

Story: Scanned again while it is being taken off
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she takes the drill off the list
  she scans the drill
  -> the drill is being taken off
  the library takes the drill off the list
  -> the drill is being checked
  -> the kiosk asks the library for the drill

Story: Finish while a tool is still being checked
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she presses "Finish"
  -> the screen is waiting for the last answers
  -> the kiosk has asked 0 times to record
  the library puts the drill on the list
  -> the kiosk asks the library to record the drill

Story: A new scan takes Finish back
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she presses "Finish"
  she scans the saw
  -> the screen is the basket
  the library puts the drill and the saw on the list
  -> the kiosk has asked 0 times to record

Story: Finish asks after fifteen seconds and never leaves a tool out silently
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans the saw
  she presses "Finish"
  after 14 seconds
  -> the screen is waiting for the last answers
  after 1 second
  -> the question is finish without
  she presses "Yes"
  -> staff find the saw in the inbox
  the library puts the saw on the list      # after all, and too late
  -> the kiosk asks the library to take the saw off the list
  -> the kiosk has asked 0 times to record
  the library takes the saw off the list
  -> the kiosk asks the library to record the drill

Story: A scan during the commit is nobody's until a fob is shown
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  Jonas scans the saw
  -> the tray holds the saw
  -> the screen says "scan it again"
  the library accepts it
  the loans show the drill
  -> the tray holds the saw
  Jonas shows his fob
  the library knows Jonas
  -> it is Jonas's basket
  -> the saw is being checked

Story: No time-out during the commit
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  after 300 seconds
  -> the screen is telling the library

Story: The idle time is up while a tool is being checked
  the library forgets the list of those who walk away
  Marta shows her fob
  the library knows Marta
  she scans the drill
  after 149 seconds
  -> the screen is the basket
  after 1 second
  -> the screen is welcome
  -> the account is closed, and the drill is taken off its list
  -> staff find the drill in the inbox

Story: Log out while a tool is being checked
  Marta shows her fob
  the library knows Marta
  she scans the drill
  she presses "Log out"
  -> the question is leave without it
  she presses "Yes"
  -> the screen is welcome
  -> the account is closed, and the drill is taken off its list

Story: The answer is lost while the server is still working on it
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  no answer comes
  -> the screen is checking what arrived
  the loans show nothing new, and the list still holds the drill
  after 6 seconds
  the loans show the drill
  -> the receipt says: all is confirmed
  -> a note is kept
  -> the kiosk has asked 1 time to record

Story: "Not done" needs two looks fifteen seconds apart
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  no answer comes
  the loans show nothing new, and the list still holds the drill
  after 5 seconds
  the loans show nothing new, and the list still holds the drill
  -> the screen is checking what arrived
  after 15 seconds
  the loans show nothing new, and the list still holds the drill
  -> the screen is the basket
  -> the drill is to borrow
  -> the screen says "Nothing was recorded"
  she presses "Finish"
  -> the kiosk asks the library to record the drill
  -> the kiosk has asked 2 times to record

Story: Finish pressed twice, and the fob held on the reader
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  she presses "Finish"
  she shows her fob
  -> the kiosk has asked 1 time to record

Story: The fob held on the reader finishes once
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she shows her fob
  she shows her fob
  she shows her fob
  -> the kiosk has asked 1 time to record

Story: New settings in mid-visit count from welcome on
  Marta shows her fob
  the library knows Marta
  the library switches the kiosk off
  -> the screen is the basket
  she presses "Log out"
  -> the screen is closed

Story: The reader is unplugged in mid-scan
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  a reader cannot read something
  -> the screen says "Please scan again"
  the item scanner is unplugged
  -> the drill is to borrow
  -> the screen says "unplugged"
  the item scanner is plugged in again
  she scans the saw
  -> the saw is being checked

Story: The power fails between scanning and Finish
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  the kiosk is switched off and on again
  -> the screen is welcome
  -> no account was closed
  Marta shows her fob
  the library knows Marta, whose list still holds the drill from before
  -> the drill is to borrow

Story: A retry that succeeds after its tool was taken off the list
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the drill never reached the library
  she takes the drill off the list
  -> the list is empty
  a late answer puts the drill on the list
  -> the list is empty
  -> the kiosk asks the library to take the drill off the list
