# E-books: listed on a page of their own, opened on the member's phone, given back.

Story: Marta opens an e-book on her phone, and the code goes away by itself
  Marta shows her fob
  the library knows Marta, who has an e-book
  -> the screen says "Digital loans, 1"
  she opens the digital loans
  -> the screen says "The Workshop Handbook, E-book, until Mon 7 Dec"
  she wants to open the e-book on the phone
  -> no code for the phone is on the screen
  the digital library sends the code
  -> a code for the phone is on the screen
  -> the screen says "This code goes away in 60 seconds."
  after 59 seconds
  -> a code for the phone is on the screen
  after 1 seconds
  -> no code for the phone is on the screen
  -> the screen says "This code has gone. Press New code."

Story: A scan takes the code from the screen and goes into the basket
  Marta shows her fob
  the library knows Marta, who has an e-book
  she wants to open the e-book on the phone
  the digital library sends the code
  she scans the drill
  -> no code for the phone is on the screen
  -> the kiosk asks the library for the drill

Story: The scan of an e-book that Marta has never gives the e-book back
  Marta shows her fob
  the library knows Marta, who has an e-book
  she scans "EB-1"
  -> the digital loans are on the screen
  -> the kiosk asks the library for nothing
  -> the screen says "There is nothing to bring back."

Story: An e-book is given back before its last day, after a question
  Marta shows her fob
  the library knows Marta, who has an e-book
  she opens the digital loans
  she wants to give the e-book back
  -> the screen says "Give it back now?"
  she presses "Yes"
  -> the kiosk gives the e-book back
  -> the screen says "Being given back"

Story: The digital library does not answer, and Marta may try again
  Marta shows her fob
  the library knows Marta, who has an e-book
  she wants to open the e-book on the phone
  the digital library does not answer
  -> no code for the phone is on the screen
  -> the screen says "No answer just now. Press New code to try again."
  she wants to open the e-book on the phone
  the digital library sends the code
  -> a code for the phone is on the screen

Story: Nobody sees the code of a member who has walked away
  Marta shows her fob
  the library knows Marta, who has an e-book
  she wants to open the e-book on the phone
  the digital library sends the code
  after 200 seconds
  -> no code for the phone is on the screen
  -> nothing of Marta is left on the screen

Story: Nobody at the kiosk can find out what became of an e-book, and Marta learns it at once
  Marta shows her fob
  the library knows Marta, who has an e-book
  she scans "EB-7"
  the digital library has no list of loans, and cannot tell what became of "EB-7"
  -> the screen says "We cannot find out"
  -> the screen says "Please look in your library's app. Staff get a note about it."
  -> the screen does not say "finding out"
  she scans "EB-7"
  -> the screen says "We cannot find out here what happened"
  she presses "Finish"
  the loans show nothing of "EB-7"
  -> the receipt says: nobody knows yet
  -> the screen says "1 is not certain"

Story: The receipt names an e-book that was given back
  Marta shows her fob
  the library knows Marta, who has an e-book
  she opens the digital loans
  she wants to give the e-book back
  she presses "Yes"
  the digital library takes "EB-1" back
  she presses "Finish"
  the loans show "EB-1"
  -> the receipt says: all is confirmed
  -> the screen says "Confirmed 1 of 1"
  -> the screen says "Given back"
  -> the screen says "The Workshop Handbook"

Story: A drill and an e-book go on one receipt
  Marta shows her fob
  the library knows Marta, and a digital library beside it does, too
  she scans "EB-1"
  the digital library lends "EB-1"
  she scans the drill
  the library puts the drill on the list
  -> the screen says "1 tool is ready, 1 title is confirmed"
  she presses "Finish"
  -> the kiosk asks the library to record the drill
  the library accepts it
  the loans show the drill
  -> the receipt says: all is confirmed
  -> the screen says "Confirmed 2 of 2"

Story: Marta leaves without Finish, and her e-book stays borrowed
  Marta shows her fob
  the library knows Marta, and a digital library beside it does, too
  she scans "EB-1"
  the digital library lends "EB-1"
  she scans the drill
  the library puts the drill on the list
  she presses "Log out"
  -> the screen says "1 digital title stays borrowed."
  she presses "Yes"
  -> the account is closed, and the drill is taken off its list
  -> the screen says "Borrowed digital titles stay borrowed."
