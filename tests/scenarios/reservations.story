# What the library keeps for a member: offered, picked up, cancelled.
# The day is Friday 20 November.

Story: Two tools are ready, and are ticked off
  Marta shows her fob
  the library knows Marta, who can reserve
  -> the kiosk asks what is kept
  the library keeps the drill and the saw until day 24
  the reservations are read
  -> the screen says "2 tools are ready for you"
  -> the screen says "Kept until Tuesday"
  -> the screen says "Shelf A3"
  -> the screen says "Shelf B1"
  she scans the drill
  -> the kiosk picks up the drill
  -> the screen says "2 tools reserved for you"
  -> the screen says "Cordless drill: In your basket"
  -> the screen says "Circular saw: Not scanned yet"
  she scans the saw
  -> the kiosk picks up the saw
  -> the screen says "Circular saw: In your basket"

Story: Home does not wait for the reservations, and neither does a scan
  Marta shows her fob
  the library knows Marta, who can reserve
  -> the screen says "Scan a tool"
  she scans the hammer
  -> the kiosk asks the library for the hammer
  the library puts the hammer on the list
  -> the hammer is to borrow

Story: A tool scanned before the fob is picked up from its reservation all the same
  Marta scans the drill
  she shows her fob
  the library knows Marta, who can reserve
  -> the kiosk borrows the drill as any other tool
  the library puts the drill on the list
  the library keeps the drill and the saw until day 24
  the reservations are read
  -> the kiosk asks the library to take the drill off the list
  the library takes the drill off the list
  -> the kiosk picks up the drill
  -> the list is the drill

Story: The answer to the first scan comes after the reservations
  Marta scans the drill
  she shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  the library puts the drill on the list
  the library takes the drill off the list
  -> the kiosk picks up the drill
  -> the list is the drill

Story: A tool that is kept for her was refused before that was known
  Marta scans the drill
  she shows her fob
  the library knows Marta, who can reserve
  the library refuses the drill: reserved
  -> the drill is refused because of: reserved
  the library keeps the drill until day 24
  the reservations are read
  -> the kiosk picks up the drill
  -> the drill is being checked

Story: Refused in between: the second try is from the reservation
  Marta scans the drill
  she shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill until day 24
  the reservations are read
  the library refuses the drill: reserved
  -> the kiosk picks up the drill
  the library refuses the drill: reserved
  -> the drill is refused because of: reserved
  -> the kiosk asked the library 2 times for the drill

Story: Kept for somebody else
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill until day 24
  the reservations are read
  she scans the saw
  -> the kiosk borrows the saw as any other tool
  the library refuses the saw: reserved
  -> the saw is refused because of: reserved
  -> the kiosk asked the library 1 times for the saw

Story: A later reservation is shown with its days and borrowed as any other
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the ladder from day 27 on
  the reservations are read
  -> the screen does not say "ready for you"
  she opens the reservations
  -> the screen says "From Fri 27 Nov to Sun 29 Nov"
  -> the screen says "None of them is ready yet."
  she scans the ladder
  -> the basket is on the screen
  -> the kiosk borrows the ladder as any other tool

Story: One that has passed counts no more
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill until day 19
  the reservations are read
  -> the screen does not say "ready for you"
  she scans the drill
  -> the kiosk borrows the drill as any other tool

Story: What she has picked up already is not offered again
  Marta shows her fob
  the library knows Marta, who can reserve and has the drill at home
  the library keeps the drill and the saw until day 24
  the reservations are read
  -> the screen says "1 tool is ready for you"
  -> the screen does not say "Shelf A3"

Story: The page shows ready ones first, and says until when
  the library is open on Tuesdays and Fridays
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the ladder from day 27 on
  the library keeps the drill and the saw until day 24
  the reservations are read
  she presses "Reservations"
  -> the reservations are on the screen
  -> the screen says "Your reservations"
  -> the screen says "Ready. Yours until Tue 24 Nov, 17:00"
  she goes back to scanning
  -> the basket is on the screen

Story: Nothing is reserved
  Marta shows her fob
  the library knows Marta, who can reserve
  the reservations are read
  she opens the reservations
  -> the screen says "Nothing reserved."

Story: The reservations cannot be read: silent, but on their page
  Marta shows her fob
  the library knows Marta, who can reserve
  the reservations cannot be read
  -> the screen does not say "cannot be read"
  she opens the reservations
  -> the kiosk asks what is kept
  -> the screen says "One moment: we ask the library what it keeps for you."
  the reservations cannot be read
  -> the screen says "Your reservations cannot be read just now"
  she presses "Ask again"
  -> the kiosk asks what is kept
  the library keeps the drill until day 24
  the reservations are read
  -> the screen says "Cordless drill"

Story: A library without reservations has no button for them
  Marta shows her fob
  the library knows Marta
  -> the screen does not say "Reservations"
  she opens the reservations
  -> the basket is on the screen

Story: One that is no longer needed
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  she opens the reservations
  she no longer needs the saw
  -> the screen says "Cancel this reservation?"
  -> the kiosk has not asked to cancel anything
  she presses "Yes"
  -> the kiosk asks the library to cancel the saw
  -> the screen says "Being cancelled"
  the library cancels the saw
  -> the screen says "Cancelled: Circular saw."
  -> the screen says "Cordless drill"
  -> the screen says "The last tool of a reservation is cancelled by staff"

Story: Kept after all
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  she opens the reservations
  she no longer needs the saw
  she presses "No"
  -> the kiosk has not asked to cancel anything
  -> the screen does not say "Cancel this reservation?"
  she no longer needs the saw
  Marta holds up the card "CANCEL"
  -> the kiosk has not asked to cancel anything
  -> the reservations are on the screen

Story: The last one of a reservation, and one in the basket, cannot be cancelled here
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the ladder until day 24
  the library keeps the drill and the saw until day 24
  the reservations are read
  she scans the drill
  she opens the reservations
  she no longer needs the ladder
  -> the screen does not say "Cancel this reservation?"
  she no longer needs the drill
  -> the screen does not say "Cancel this reservation?"
  she presses "Yes"
  -> the kiosk has not asked to cancel anything

Story: The library does not cancel it
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  she opens the reservations
  she no longer needs the saw
  she presses "Yes"
  the library does not cancel the saw
  -> the screen says "The library does not cancel it here: Circular saw. Please ask staff."
  -> the screen says "Circular saw"
  she no longer needs the saw
  she presses "Yes"
  the wish to cancel the saw never reached the library
  -> the screen says "The library does not answer. Not cancelled: Circular saw."

Story: Nobody knows whether it is cancelled: the list is read again
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  she opens the reservations
  she no longer needs the saw
  she presses "Yes"
  nobody can tell whether the saw is cancelled
  -> the screen says "The answer was lost"
  -> the kiosk asks what is kept
  the reservations are read
  -> the screen says "Circular saw"

Story: With a broken disk nothing is cancelled
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  she opens the reservations
  she no longer needs the saw
  the disk breaks
  she presses "Yes"
  -> the kiosk has not asked to cancel anything
  -> the screen says "That cannot be recorded now"

Story: Finish from the page, and the receipt says where it came from
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  she scans the drill
  the library puts the drill on the list, from the reservation
  -> the screen says "From your reservation."
  she opens the reservations
  she shows her fob
  -> the kiosk asks the library to record the drill
  the library accepts it
  the loans show the drill
  -> the receipt says: all is confirmed
  -> the screen says "Cordless drill (from your reservation)"

Story: Walking away from the page
  the library finishes for those who walk away
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  she opens the reservations
  after 101 seconds
  -> it asks whether somebody is still there
  after 30 seconds
  -> nothing of Marta is left on the screen

Story: Another member comes while the page is open
  Marta shows her fob
  the library knows Marta, who can reserve
  the library keeps the drill and the saw until day 24
  the reservations are read
  she opens the reservations
  Jonas shows his fob
  -> the question is finish and switch
  -> the basket is on the screen
