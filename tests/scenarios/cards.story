# Cards, languages, help, and a kiosk that is closed.

Story: Two cancel cards in a row leave
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she holds up the card "CANCEL"
  -> the question is leave without it
  she holds up the card "CANCEL"
  -> the screen is welcome
  -> the account is closed, and the drill is taken off its list

Story: The finish card finishes where a cancel card has asked whether to leave
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she holds up the card "CANCEL"
  -> the question is leave without it
  she holds up the card "FINISH"
  -> the kiosk asks the library to record the drill

Story: A cancel card says no to a switch
  Marta shows her fob
  the library knows Marta
  Jonas shows his fob
  she holds up the card "CANCEL"
  -> there is no question
  -> it is Marta's basket

Story: The finish card answers the question
  the library wants every borrow confirmed
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she holds up the card "FINISH"
  -> the question is is this right
  she holds up the card "FINISH"
  -> the kiosk asks the library to record the drill

Story: The finish card on welcome says what comes first
  somebody holds up the card "FINISH"
  -> the screen is welcome
  -> the screen says "show your fob"

Story: A commit cannot be stopped any more
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  she holds up the card "CANCEL"
  -> the screen is telling the library
  -> the screen says "cannot be stopped"

Story: Help by card, and away with the next scan
  Marta shows her fob
  the library knows Marta
  she holds up the card "HELP"
  -> the screen says "help"
  she scans the drill
  -> the drill is being checked

Story: French until the visit ends
  Marta holds up the card "LANGUAGE fr"
  Marta shows her fob
  the library knows Marta
  -> the screen says "Bonjour"
  she presses "Log out"
  -> the screen does not say "Bonjour"

Story: A language that nobody speaks here
  somebody holds up the card "LANGUAGE tlh"
  -> the screen says "does not speak that language"

Story: Staff close the kiosk after Marta
  Marta shows her fob
  the library knows Marta
  staff close the kiosk
  -> it is Marta's basket
  she presses "Log out"
  -> the screen is closed
  Jonas shows his fob
  -> the screen is closed
  -> it sounds attention
  staff open the kiosk
  -> the screen is welcome

Story: The library switches the kiosk off and tools lie in the tray
  somebody scans the drill
  the library switches the kiosk off
  -> the screen is closed
  -> staff find the drill in the inbox
