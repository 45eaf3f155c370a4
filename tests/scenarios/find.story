# Find a tool: is it here, and where. Nothing is lent by it.

Story: Marta finds a sander and takes it from its shelf
  Marta shows her fob
  the library knows Marta
  she presses "Find a tool"
  -> somebody can look for a tool
  -> the screen says "A tool joins your basket when you scan its label"
  she looks for "sand"
  -> the kiosk looks for "sand"
  -> the screen says "Searching"
  the library finds the sander, free
  -> what is found is the sander
  -> the screen says "Free now"
  -> the screen says "A4"
  -> the screen says "scan its label: then it is in your basket"
  she scans the sander
  -> nobody looks for a tool
  -> the sander is being checked
  -> the kiosk asks the library for the sander

Story: What is typed later wins over an answer that comes late
  Marta shows her fob
  the library knows Marta
  she looks for "sa"
  she looks for "saw"
  the library finds the sander for what was looked for before
  -> the screen does not say "Belt sander"
  the library finds the saw, free
  -> what is found is the saw

Story: A tool that is out says until when
  Marta shows her fob
  the library knows Marta
  she looks for "drill"
  the library finds the drill, out
  -> the screen says "Out until Fri 27 Nov"
  -> the screen does not say "Shelf A3"

Story: A tool that staff hand out, and one that is being repaired
  Marta shows her fob
  the library knows Marta
  she looks for "saw"
  the library finds the saw, handed out by staff
  -> the screen says "Staff must hand it out"
  -> the screen says "B1"
  she looks for "hammer"
  the library finds the hammer, being repaired
  -> the screen says "Being repaired"
  -> the screen does not say "C2"

Story: A tool that Marta has at home is not offered to her
  Marta shows her fob
  the library knows Marta, who has the ladder at home
  she looks for "ladder"
  the library finds the ladder, out
  -> the screen says "You have it until Fri 27 Nov"

Story: Nothing is called so
  Marta shows her fob
  the library knows Marta
  she looks for "sandd"
  the library finds nothing
  -> the screen says "Nothing called “sandd”"
  -> the screen says "Try fewer letters, or ask staff."
  she looks for ""
  -> the screen does not say "Nothing called"

Story: One kind, one place
  Marta shows her fob
  the library knows Marta
  she presses "Find a tool"
  the library tells its kinds and places
  -> the screen says "Garden"
  she wants only the kind "Garden"
  -> the kiosk looks for the kind "Garden"
  she wants only the place "Back room"
  -> the kiosk looks in "Back room"
  the library finds nothing
  -> the screen says "Nothing found here"
  -> the screen says "all kinds, everywhere"

Story: More than one page
  Marta shows her fob
  the library knows Marta
  she looks for "tool"
  the library finds the drill and the saw and more
  -> the screen says "Show more tools"
  she wants to see more tools
  the library finds the hammer, free
  -> what is found is the drill, the saw and the hammer
  -> the screen does not say "Show more tools"

Story: A closer look, and back to the list
  Marta shows her fob
  the library knows Marta
  she looks for "drill"
  the library finds the drill and the saw and more
  she looks closer at the drill
  the library tells more of it: "Two batteries and a case." by "Bosch"
  -> the screen says "Two batteries and a case."
  -> the screen says "Bosch"
  -> the screen says "$2.00 per loan"
  she presses "Back to the list"
  -> what is found is the drill and the saw
  she presses "Back from the search"
  -> the screen is the basket
  -> nobody looks for a tool

Story: A library that shows no money shows no prices
  the library shows no money
  Marta shows her fob
  the library knows Marta
  she looks for "drill"
  the library finds the drill, free
  she looks closer at the drill
  -> the screen does not say "$"

Story: The library does not answer, and then it does
  Marta shows her fob
  the library knows Marta
  she looks for "drill"
  the library does not answer the search
  -> the screen says "The library does not answer"
  -> the screen says "What you typed stays here"
  the library goes out of reach
  the library is back in reach
  -> the kiosk looks for "drill"
  the library finds the drill, free
  -> what is found is the drill

Story: Somebody without a name looks on Welcome, and walks away
  somebody presses "Find a tool"
  -> somebody can look for a tool
  somebody looks for "drill"
  the library finds the drill, free
  -> the screen says "show your fob and scan its label"
  -> the screen does not say "Log out"
  after 59 seconds
  -> somebody can look for a tool
  after 2 seconds
  -> the screen is welcome
  -> nobody looks for a tool
  -> the screen says "Hold your key fob to the reader"

Story: Where only members may look, Welcome does not offer it
  only those who have logged in may look for tools
  -> the screen does not say "Find a tool"
  somebody presses "Find a tool"
  -> nobody looks for a tool
  Marta shows her fob
  the library knows Marta
  -> the screen says "Find a tool"

Story: A tool scanned while somebody looks on Welcome goes into the tray
  somebody looks for "drill"
  somebody scans the drill
  -> nobody looks for a tool
  -> the tray holds the drill
  Marta shows her fob
  the library knows Marta
  -> the drill is being checked

Story: Another member's fob while Marta looks for a tool
  Marta shows her fob
  the library knows Marta
  she looks for "drill"
  Jonas shows his fob
  -> nobody looks for a tool
  -> the question is finish and switch

Story: The card Cancel leads back to the basket, and a second one out
  Marta shows her fob
  the library knows Marta
  she looks for "drill"
  she holds up the card "CANCEL"
  -> the screen is the basket
  -> nobody looks for a tool
  she holds up the card "CANCEL"
  -> the screen is welcome

Story: Marta looks for a tool and forgets the time
  Marta shows her fob
  the library knows Marta
  she looks for "drill"
  after 105 seconds
  -> it asks whether somebody is still there
  she presses "Keep going"
  -> somebody can look for a tool
  after 125 seconds
  -> the screen is welcome
  -> nothing of Marta is left on the screen

Story: The search finds out that the sign-in has ended
  Marta shows her fob
  the library knows Marta
  she scans the saw
  the library puts the saw on the list
  she looks for "drill"
  the search finds out that the sign-in has ended
  -> the form asks the same member once more
  she types the name "marta" and the password "secret"
  the library knows Marta, whose list still holds the saw from before
  -> the screen is the basket
  -> the saw is to borrow

Story: A refusal is a next step
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library refuses the drill: reserved
  -> the screen says "Find one like it"
  she wants one like the drill
  -> the kiosk looks for "Cordless drill"
  the library finds the saw, free
  -> what is found is the saw

Story: A digital title is found below the tools, and they do not wait for it
  the library also finds titles of a digital library
  Marta shows her fob
  the library knows Marta
  she looks for "sand"
  -> the kiosk looks for "sand"
  the library finds the sander, free
  -> what is found is the sander
  -> the screen says "We are still looking for e-books."
  the digital library finds the e-book "Sand and Stars", free
  -> the screen says "Sand and Stars"
  -> the screen says "E-book, free"
  -> the screen says "Scan its label to borrow it."

Story: A digital library that does not answer costs only its titles
  the library also finds titles of a digital library
  Marta shows her fob
  the library knows Marta
  she looks for "sand"
  the library finds the sander, free
  the library does not answer the search
  -> what is found is the sander
  -> the screen says "E-books are missing here, because they are not answering."
  -> the screen does not say "The library does not answer"
