# When things fail: what the member sees, and what staff hear of.

Story: A code that the library does not know
  Marta shows her fob
  the library knows Marta
  she scans "XX-9999"
  the library refuses "XX-9999": item unknown
  -> "XX-9999" is refused because of: item unknown
  -> it sounds refused

Story: The shop's bar code instead of our label
  Marta shows her fob
  the library knows Marta
  she scans "4006381333931"
  the library refuses "4006381333931": item unknown
  -> "4006381333931" is refused because of: shop code
  -> the screen says "our label"

Story: A tool that is reserved for somebody else
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library refuses the drill: reserved
  -> the drill is refused
  she takes the drill off the list
  -> the list is empty

Story: A tool that Marta already has is brought back instead
  Marta shows her fob
  the library knows Marta, who has the hammer at home
  she scans the drill
  the library refuses the drill: on loan
  -> the drill is refused
  she scans the hammer
  -> the hammer is being checked

Story: Too many tools, until one comes back
  Marta shows her fob
  the library knows Marta, who has the hammer at home and may have only 1
  she scans the drill
  -> the drill is refused because of: limit reached
  she scans the hammer
  the library puts the hammer on the list
  she scans the drill
  -> the drill is being checked

Story: The library goes away while tools are scanned
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the drill never reached the library
  -> the drill is not checked yet
  the library goes out of reach
  she presses "Finish"
  -> the question is finish without
  she presses "No"
  the library is back in reach
  the library puts the drill on the list
  -> the drill is to borrow
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: What could not be checked is checked while the member still thinks about it
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the drill never reached the library
  she scans the saw
  the saw never reached the library
  she presses "Finish"
  -> the question is finish without
  the library puts the drill on the list
  -> the question is finish without
  the library puts the saw on the list
  -> the question is is this right
  she presses "Yes"
  -> the kiosk asks the library to record the drill and the saw

Story: What could not be checked is refused while the member still thinks about it
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the drill never reached the library
  she presses "Finish"
  -> the question is finish without
  the library refuses the drill: reserved
  -> there is no question

Story: Finishing without the tool that could not be checked
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans the saw
  the saw never reached the library
  she presses "Finish"
  she presses "Yes"
  -> the kiosk asks the library to take the saw off the list
  -> staff find the saw in the inbox
  the library takes the saw off the list
  -> the kiosk asks the library to record the drill
  the library accepts it
  the loans show the drill
  -> the receipt says: a part is confirmed
  -> the saw is not checked yet

Story: Asking once more for a tool
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library refuses the drill: not available
  she asks once more for the drill
  -> the drill is being checked
  -> the kiosk asks the library for the drill

Story: Nobody can tell whether the drill is on the list
  Marta shows her fob
  the library knows Marta
  she scans the drill
  nobody can tell what became of the drill
  -> the drill is in doubt
  -> staff find the drill in the inbox
  she scans the drill
  -> the kiosk asked the library 1 time for the drill

Story: The library refuses one tool of two
  Marta shows her fob
  the library knows Marta
  she scans the drill and the saw
  the library puts the drill and the saw on the list
  she presses "Finish"
  the library accepts it, but refuses the saw: "Ten at most"
  the loans show the drill, the rest is still on the list
  -> the receipt says: a part is confirmed
  -> the drill is confirmed
  -> the saw is refused
  -> the screen says "Ten at most"
  she presses "Done"
  -> the account is closed, and the saw is taken off its list

Story: The library refuses everything
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  the library refuses it: "Please sign the agreement"
  the loans show nothing new, and the list still holds the drill
  -> the receipt says: nothing is confirmed
  -> the drill is refused

Story: The library refuses one tool by its name, and then the rest
  Marta shows her fob
  the library knows Marta
  she scans the drill, the saw and the sander
  the library puts the drill, the saw and the sander on the list
  she presses "Finish"
  the library refuses the saw: "Ten at most", and then the rest: "Please sign the agreement"
  the loans show nothing new, and the list still holds the drill and the sander
  -> the receipt says: nothing is confirmed
  -> the screen says "Ten at most"
  -> the screen says "Please sign the agreement"

Story: Finish never reached the library
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  it never reached the library
  -> the screen is the basket
  -> the screen says "Nothing was sent"
  -> the drill is to borrow
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: Accepted, but the loans cannot be read
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  the library accepts it
  the loans cannot be read
  -> the kiosk looks at the loans again
  the loans cannot be read
  the loans cannot be read
  -> the receipt says: accepted but not compared
  -> the drill is accepted
  -> it sounds attention
  she presses "Done"
  -> the account is closed, but the kiosk goes on looking at the loans

Story: Accepted, and nowhere to be found
  Marta shows her fob
  the library knows Marta
  she scans the drill and the saw
  the library puts the drill and the saw on the list
  she presses "Finish"
  the library accepts it
  the loans show the drill
  after 15 seconds
  the loans show the drill
  -> the receipt says: a part is confirmed
  -> the saw is in doubt
  -> staff find the saw in the inbox

Story: No answer at all, for a minute and a half
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  no answer comes
  after 80 seconds
  -> the receipt says: nobody knows yet
  -> the drill is in doubt
  -> staff find the drill in the inbox

Story: Marta need not wait for a library that does not answer
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  no answer comes
  she presses "Done"
  -> the screen is welcome
  -> the account is closed, but the kiosk goes on looking at the loans

Story: The disk is full: nothing is sent that is not written down
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  the disk breaks
  she presses "Finish"
  -> the kiosk has asked 0 times to record
  -> the screen is the basket
  she scans the saw
  -> the saw is not checked yet
  -> the kiosk asks the library for nothing
  the disk works again
  -> the kiosk asks the library for the saw
  the library puts the saw on the list
  she presses "Finish"
  -> the kiosk asks the library to record the drill and the saw

Story: The disk is full and nobody is there
  the disk breaks
  -> the screen is trouble
  Marta scans the drill
  -> the screen is trouble
  -> it sounds attention
  the disk works again
  -> the screen is welcome

Story: A misread says so on any screen
  a reader cannot read something
  -> the screen says "scan again"
  Marta shows her fob
  a reader cannot read something
  -> the screen says "scan again"
  -> the screen is who is this

Story: A code of 300 characters
  Marta shows her fob
  the library knows Marta
  a code of 300 characters is scanned
  -> the screen says "too long"
  -> the list is empty

Story: The kiosk starts without a network
  the kiosk has just started and knows nothing yet
  -> the screen is starting
  Marta scans the drill
  -> the tray holds the drill
  Marta shows her fob
  -> the screen is starting
  -> it sounds attention
  the kiosk learns the library's settings
  -> the screen is welcome
  -> the tray holds the drill

Story: The answer is lost, and so is the list
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  no answer comes
  the loans show nothing new, and the list is gone
  -> the screen is checking what arrived
  after 20 seconds
  the loans show nothing new, and the list is gone
  -> the receipt says: nobody knows yet
  -> staff find the drill in the inbox

Story: A tool that is refused while Finish waits for it
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans the saw
  she presses "Finish"
  the library refuses the saw: reserved
  -> the kiosk asks the library for nothing
  -> the screen says "was refused. Press Finish again to go on without it."
  -> the saw is refused
  she presses "Finish"
  -> the kiosk asks the library to record the drill
  the library accepts it
  the loans show the drill
  -> the receipt says: a part is confirmed
  -> the screen says "Confirmed 1 of 2"

Story: A refused tool that is taken off the list needs no word at the end
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans the saw
  the library refuses the saw: reserved
  she takes the saw off the list
  she presses "Finish"
  the library accepts it
  the loans show the drill
  -> the receipt says: all is confirmed

Story: A code that is no tool needs no word at the end
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans "XX-9999"
  the library refuses "XX-9999": item unknown
  she presses "Finish"
  the library accepts it
  the loans show the drill
  -> the receipt says: all is confirmed

Story: A Finish in vain is said until the next one, and what was left out is asked for again
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she scans the saw
  the saw never reached the library
  she presses "Finish"
  she presses "Yes"
  the library takes the saw off the list
  it never reached the library
  -> the screen says "Not finished yet"
  -> the screen says "Nothing has been recorded. Please press Finish again."
  -> the kiosk asks the library for the saw
  after 20 seconds
  -> the screen says "Not finished yet"
  the library puts the saw on the list
  she presses "Finish"
  -> the kiosk asks the library to record the drill and the saw
