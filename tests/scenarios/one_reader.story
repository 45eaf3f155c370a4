# One reader for everything, and no rule that tells fobs from labels.

Story: On welcome a code is taken for a fob
  Marta shows her fob to the reader for everything
  -> the kiosk asks the library who that is
  the library knows Marta
  -> it is Marta's basket

Story: In a visit every other code is a tool, and the own fob finishes
  Marta shows her fob to the reader for everything
  the library knows Marta
  she scans "118" with the reader for everything
  -> the kiosk asks the library for "118"
  the library puts "118" on the list
  she shows her fob to the reader for everything
  -> the kiosk asks the library to record "118"

Story: That was a tool
  Marta scans "118" with the reader for everything
  -> the screen is who is this
  the library does not know the fob
  -> the screen says "tool"
  she presses "That was a tool"
  -> the screen is welcome
  -> the tray holds "118"
  she shows her fob to the reader for everything
  the library knows Marta
  -> "118" is being checked

Story: On the form a new scan replaces the former
  Marta scans "118" with the reader for everything
  the library does not know the fob
  she shows her fob to the reader for everything
  -> the kiosk asks the library who that is
  the library knows Marta
  -> it is Marta's basket

Story: A label read by the reader for items is never a fob
  Marta scans the drill
  -> the screen is welcome
  -> the tray holds the drill
