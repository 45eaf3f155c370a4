# When a tool comes back, what it is for, and how it comes back.

Story: Another day, chosen on the line
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she opens the days of the drill
  -> the screen says "When will you bring it back?"
  -> the screen says "Keep Fri 27 Nov"
  she chooses day 29 for the drill
  -> the screen says "Keep Sun 29 Nov"
  -> the kiosk asks the library to change the drill
  she presses "Keep"
  the library makes the change of the drill
  -> the drill is due on day 29
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: A scan closes the choice and keeps the day
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she opens the days of the drill
  she chooses day 29 for the drill
  she scans the saw
  -> nothing is open to choose from
  -> the drill is due on day 29
  -> the saw is being checked

Story: The library says no to a day
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses day 29 for the drill
  the library refuses the change of the drill
  -> the drill is due on day 27
  -> the screen says "It stays as it was"

Story: The library does not answer a change
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses day 29 for the drill
  the change of the drill never reached the library
  -> the drill is due on day 27
  -> the screen says "The library does not answer"

Story: Nobody knows whether the change was made
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses day 29 for the drill
  nobody can tell what became of the change of the drill
  -> the screen says "Choose a day"
  -> the screen says "The receipt will show what holds"

Story: Two days chosen quickly, the last one wins
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses day 28 for the drill
  she chooses day 29 for the drill
  the library makes the first change of the drill
  -> the drill is due on day 29
  the library makes the change of the drill
  -> the drill is due on day 29

Story: Taken off the list while its day is being changed
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses day 29 for the drill
  she takes the drill off the list
  -> the drill is being taken off
  the library makes the first change of the drill
  the library takes the drill off the list
  -> the list is empty

Story: Finish waits for the answer to a change
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses day 29 for the drill
  she presses "Finish"
  -> the screen is waiting for the last answers
  the library makes the change of the drill
  -> the kiosk asks the library to record the drill

Story: A change that is not answered for long
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses day 29 for the drill
  she presses "Finish"
  after 16 seconds
  -> the screen is the basket
  -> the screen says "has not answered the last change yet"
  -> the kiosk has asked 0 times to record

Story: The same day for all, as far as each may
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she scans the saw
  the library puts the saw on the list, with days to choose from
  she scans the sander
  the library puts the sander on the list, which is reserved from day 28
  she opens the days of the saw
  she chooses day 29 for all
  -> the drill is due on day 29
  -> the saw is due on day 29
  -> the sander is due on day 27
  -> the screen says "Not every tool can stay until that day"

Story: Why the last day is the last
  Marta shows her fob
  the library knows Marta
  she scans the sander
  the library puts the sander on the list, which is reserved from day 28
  she opens the days of the sander
  -> the screen says "Fri 27 Nov is the latest:"
  -> the screen says "somebody has reserved it from Sat 28 Nov."

Story: Only days when the library is open
  the library is open on Tuesdays and Fridays
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she opens the days of the drill
  -> the screen says "Only days when we are open."
  -> the screen says "Friday 27 November"
  -> the screen does not say "Saturday 28 November"

Story: Closed that Thursday, so Friday
  the library is open on Tuesdays and Fridays
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list for six days, with days to choose from
  she opens the days of the drill
  -> the screen says "Closed that Thursday, so Friday."

Story: A project is asked for before Finish, and not at it
  the library wants a project for every borrow
  Marta shows her fob
  the library knows Marta, and wants to know what tools are for
  she scans the drill
  the library puts the drill on the list, with days to choose from
  -> the screen says "What are the tools for?"
  she presses "Keep"
  she presses "Finish"
  -> the screen says "What are the tools for?"
  -> the screen says "Please say first what the tools are for"
  she chooses the project "Energy audit" for all
  the library makes the change of the drill
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: One project for all, and another for one of them
  the library wants a project for every borrow
  Marta shows her fob
  the library knows Marta, and wants to know what tools are for
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses the project "Energy audit" for all
  she scans the saw
  -> the saw is for the project "Energy audit"
  the library puts the saw on the list, with days to choose from
  she chooses the project "Raised beds" for the saw
  -> the drill is for the project "Energy audit"
  -> the saw is for the project "Raised beds"

Story: How a tool comes back
  the library asks how tools come back
  Marta shows her fob
  the library knows Marta, who has the ladder at home
  she scans the ladder
  the library puts the ladder on the list
  -> the screen says "All good"
  she says of the ladder: "Needs a look"
  -> the kiosk asks the library to change the ladder
  the library makes the change of the ladder
  she presses "Finish"
  -> the kiosk asks the library to record the ladder

Story: A library that does not ask how tools come back
  Marta shows her fob
  the library knows Marta, who has the ladder at home
  she scans the ladder
  the library puts the ladder on the list
  -> the screen does not say "All good"

Story: The sign-in is lost while a day is being changed
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list, with days to choose from
  she chooses day 29 for the drill
  the library asks once more who this is
  she types the name "marta" and the password "long enough"
  the library knows Marta, whose list still holds the drill from before
  -> the drill is due on day 27
  -> the screen says "It stays as it was"

Story: Marta leaves before she has said what the tools are for
  the library finishes for those who walk away
  the library wants a project for every borrow
  Marta shows her fob
  the library knows Marta, and wants to know what tools are for
  she scans the drill
  the library puts the drill on the list, with days to choose from
  after 120 seconds
  -> the screen is welcome
  -> the kiosk has asked 0 times to record
  -> staff find the drill in the inbox
