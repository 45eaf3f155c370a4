# The main job: a fob, some tools, Finish, and a receipt that the library has confirmed.

Story: Marta borrows a drill
  Marta shows her fob
  -> the screen is who is this
  -> the kiosk asks the library who that is
  the library knows Marta
  -> the screen is the basket
  -> the screen says "Marta"
  she scans the drill
  -> it sounds seen
  -> the drill is being checked
  -> the kiosk asks the library for the drill
  the library puts the drill on the list
  -> the drill is to borrow
  -> it sounds added
  -> the screen does not say "confirmed 1 of 1"
  she presses "Finish"
  -> the screen is telling the library
  -> the kiosk asks the library to record the drill
  the library accepts it
  -> the screen is checking what arrived
  the loans show the drill
  -> the screen is the receipt
  -> the receipt says: all is confirmed
  -> the drill is confirmed
  -> it sounds confirmed
  after 30 seconds
  -> the screen is welcome
  -> nothing of Marta is left on the screen

Story: Marta brings a hammer back and takes two tools home
  Marta shows her fob
  the library knows Marta, who has the hammer at home
  she scans the hammer, the drill and the saw
  -> the list is the saw, the drill, the hammer
  the library puts the hammer, the drill and the saw on the list
  -> the hammer is to bring back
  -> the drill and the saw are to borrow
  she shows her fob
  -> the kiosk asks the library to record the hammer, the drill and the saw
  the library accepts it
  the loans show the hammer, the drill and the saw
  -> the receipt says: all is confirmed
  -> the screen says "C2"   # where the hammer belongs

Story: The same fob finishes
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she shows her fob
  -> the kiosk asks the library to record the drill

Story: Items first, then the fob
  Marta scans the drill and the saw
  -> the tray holds the drill and the saw
  -> the screen is welcome
  she shows her fob
  the library knows Marta
  -> the kiosk asks the library for the drill and the saw
  -> the list is the saw, the drill

Story: Items while the library still looks up the fob
  Marta shows her fob
  she scans the drill
  -> the tray holds the drill
  the library knows Marta
  -> the drill is being checked
  -> the kiosk asks the library for the drill

Story: Nothing scanned, nothing recorded
  Marta shows her fob
  the library knows Marta
  she shows her fob
  -> the screen is welcome
  -> the account is closed
  -> the kiosk has asked 0 times to record

Story: The library wants each borrow confirmed
  the library wants every borrow confirmed
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  -> the question is is this right
  -> the kiosk has asked 0 times to record
  she presses "Yes"
  -> the kiosk asks the library to record the drill

Story: Finish pressed twice does not confirm by accident
  the library wants every borrow confirmed
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  she presses "Finish"
  -> the question is is this right
  -> the kiosk has asked 0 times to record

Story: A scan at the question brings the list back with the new tool on top
  the library wants every borrow confirmed
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  she scans the saw
  -> there is no question
  -> the list is the saw, the drill

Story: A tool taken off the list again
  Marta shows her fob
  the library knows Marta
  she scans the drill and the saw
  the library puts the drill and the saw on the list
  she takes the drill off the list
  -> the drill is being taken off
  -> the kiosk asks the library to take the drill off the list
  the library takes the drill off the list
  -> there is no line for the drill
  she presses "Finish"
  -> the kiosk asks the library to record the saw

Story: A tool that cannot be taken off stays, and says so
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she takes the drill off the list
  the library cannot take the drill off the list
  -> the drill is to borrow
  -> it sounds attention

Story: Caps Lock on the scanner does not hide an own loan
  Marta shows her fob
  the library knows Marta, who has the hammer at home
  she scans "ha-0031"
  -> the hammer is being checked
  the library puts the hammer on the list
  -> the hammer is to bring back

Story: What the list still held from before joins it
  Marta shows her fob
  the library knows Marta, whose list still holds the saw from before
  -> the saw is to borrow
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  -> the kiosk asks the library to record the drill and the saw

Story: The whole visit with the scanner alone
  Marta holds up the card "LANGUAGE fr"
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she holds up the card "FINISH"
  -> the kiosk asks the library to record the drill
  the library accepts it
  the loans show the drill
  she holds up the card "FINISH"
  -> the screen is welcome

Story: A system that acts at once is read back, too
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library records the drill at once
  -> the drill is confirmed
  she shows her fob
  -> the screen is checking what arrived
  -> the kiosk has asked 0 times to record
  the loans show the drill
  -> the receipt says: all is confirmed

Story: A library that wants silence gets it
  the library wants no sounds
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  -> it makes no sound
