# The item scanner is unplugged, or there is none: the code on the label is typed.

Story: The item scanner is unplugged, and the code is typed
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  -> the screen says "The item scanner is unplugged"
  -> the screen says "Type the code on the label instead."
  she presses "Type the code"
  -> the screen says "Add the tool"
  she types the code "DR-0142"
  -> the drill is being checked
  -> it sounds seen
  -> the kiosk asks the library for the drill
  the library puts the drill on the list
  she presses "Finish"
  -> the kiosk asks the library to record the drill

Story: With a scanner that works nothing is to be typed
  Marta shows her fob
  the library knows Marta
  -> the screen does not say "Type the code"
  she presses "Type the code"
  -> the screen does not say "Add the tool"

Story: The scanner comes back, or comes and goes, while the code is typed
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  -> the screen says "Add the tool"
  the item scanner is plugged in again
  -> the screen says "Add the tool"
  she types the code "DR-0142"
  -> the drill is being checked
  -> the screen does not say "Add the tool"
  -> the screen does not say "unplugged"

Story: The scanner is back, and the member scans instead of typing
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  the item scanner is plugged in again
  she scans the drill
  -> the drill is being checked
  -> the screen does not say "Add the tool"

Story: The scanner is back, and the member goes back
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  the item scanner is plugged in again
  she presses "Type the code"
  -> the screen does not say "Add the tool"
  -> the screen does not say "unplugged"

Story: A tool of her own is typed to bring it back
  Marta shows her fob
  the library knows Marta, who has the hammer at home
  the item scanner is unplugged
  she presses "Type the code"
  she types the code "ha-0031"
  -> the hammer is being checked
  the library puts the hammer on the list
  -> the hammer is to bring back

Story: A tool is typed before the fob
  the item scanner is unplugged
  -> the screen says "Type the code on the label instead."
  somebody presses "Type the code"
  she types the code "DR-0142"
  -> the screen is welcome
  -> the tray holds the drill
  Marta shows her fob
  the library knows Marta
  -> the drill is being checked

Story: Two tools for the tray are typed
  the item scanner is unplugged
  somebody presses "Type the code"
  she types the code "DR-0142"
  -> the screen says "Cordless drill"
  she presses "Type the code"
  she types the code "SW-0210"
  -> the tray holds the drill and the saw

Story: The code in the box is the shop's
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  she types the code "4006381333931"
  the library refuses "4006381333931": item unknown
  -> "4006381333931" is refused because of: shop code
  -> the screen says "That is the shop's code. Look for our label."

Story: A code that is on the list is typed again
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  the item scanner is unplugged
  she presses "Type the code"
  she types the code " DR-0142 "
  -> the list is the drill
  -> the screen says "Already in your basket"

Story: A code that no label has is typed
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  she types the code "AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDEEEEEEEEEEFFFFFFFFFFGGGGGGGGGG"
  -> the screen says "Too long for a label of ours"
  -> the screen says "Add the tool"
  -> the list is empty

Story: A command is not typed but scanned
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  she types the code "CMD:FINISH"
  -> the kiosk asks the library for "CMD:FINISH"

Story: She scans after all, and the field is gone
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  she scans the drill with the reader for everything
  -> the screen does not say "Add the tool"
  -> the drill is being checked

Story: Whoever leaves while typing is asked whether somebody is there
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  after 100 seconds
  -> it asks whether somebody is still there
  -> the screen does not say "Add the tool"
  after 20 seconds
  -> the screen is welcome
  -> the screen does not say "Add the tool"

Story: Another member's fob while a code is being typed
  Marta shows her fob
  the library knows Marta
  the item scanner is unplugged
  she presses "Type the code"
  Jonas shows his fob
  -> the question is finish and switch
  -> the screen does not say "Add the tool"

Story: The library is away and the scanner is unplugged
  Marta shows her fob
  the library knows Marta
  the library goes out of reach
  the item scanner is unplugged
  -> the screen says "We cannot reach the library"
  she presses "Type the code"
  she types the code "DR-0142"
  -> the drill is being checked

Story: A kiosk that has no scanner for labels
  this kiosk has no scanner for labels
  -> the screen says "No scanner here"
  Marta shows her fob
  the library knows Marta
  -> the screen says "Type the code on the label of the tool."
  she presses "Type the code"
  she types the code "DR-0142"
  -> the drill is being checked
