# What things cost: said where it helps, kindly, and never where the library hides it.

Story: What costs something cannot be finished here
  Marta shows her fob
  the library knows Marta
  she scans the drill and the saw
  the library puts the drill and the saw on the list
  borrowing the drill costs "3.00"
  borrowing the saw costs "0"
  -> the screen says "It costs $3.00, and nothing can be paid here. Please see staff, or take it out of your list."
  -> the screen says "1 tool is ready, 1 cannot be lent here"
  she presses "Finish"
  -> the question is finish without what costs
  -> the screen says "1 tool cannot be lent here"
  -> the screen says "Cordless drill: it costs something"
  -> the kiosk asks the library for nothing
  she presses "Yes"
  -> the kiosk asks the library to take the drill off the list
  the library takes the drill off the list
  -> the kiosk asks the library to record the saw
  the library accepts it
  the loans show the saw
  -> the receipt says: a part is confirmed
  -> the drill is refused
  -> the screen says "nothing can be paid here. Please leave it here, or see staff."

Story: Bringing back goes through, whatever the rest costs
  Marta shows her fob
  the library knows Marta, who has the ladder at home
  she scans the ladder and the drill
  the library puts the ladder and the drill on the list
  borrowing the drill costs "3.00"
  she presses "Finish"
  -> the screen says "What you bring back goes through."
  she presses "Yes"
  the library takes the drill off the list
  -> the kiosk asks the library to record the ladder

Story: Back to the list, and the costly tool taken out
  Marta shows her fob
  the library knows Marta
  she scans the drill and the saw
  the library puts the drill and the saw on the list
  borrowing the drill costs "3.00"
  she presses "Finish"
  she presses "No"
  -> there is no question
  she takes the drill off the list
  the library takes the drill off the list
  she presses "Finish"
  -> the kiosk asks the library to record the saw

Story: Where members may owe, it is said that it goes on the account
  members may owe the library
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  borrowing the drill costs "3.00"
  -> the screen says "To pay: $3.00. It goes on your account."
  -> the screen does not say "nothing can be paid here"
  she presses "Finish"
  -> the kiosk asks the library to record the drill
  the library accepts it
  the loans show the drill
  -> the screen says "It is on your account. You pay it later, with staff."

Story: The library's own words for the sum
  members may owe the library
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  borrowing the drill costs "3.00"
  the library says that "3 crowns" is to be paid
  -> the screen says "To pay: 3 crowns."

Story: A discount is told by its name
  members may owe the library
  the library wants every borrow confirmed
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  borrowing the drill costs "1.50" instead of "3.00"
  the discount "Volunteer" takes off "1.50"
  -> the screen says "$1.50 instead of $3.00"
  she presses "Finish"
  -> the question is is this right
  -> the screen says "Volunteer"
  -> the screen says "What it costs"

Story: A late fee is told kindly, and only when the return is safe
  Marta shows her fob
  the library knows Marta, who has the ladder at home
  she scans the ladder
  the library puts the ladder on the list
  the late fee of the ladder is "2.00"
  -> the screen does not say "$"
  -> the screen does not say "fee"
  she presses "Finish"
  -> the screen does not say "$"
  the library accepts it
  -> the screen does not say "$"
  the loans show the ladder
  -> the screen says "Late fee: $2.00"
  -> the screen says "Thank you for bringing it back."

Story: A late fee is in no sum before the return is safe
  members may owe the library
  Marta shows her fob
  the library knows Marta, who has the ladder at home
  she scans the ladder and the drill
  the library puts the ladder and the drill on the list
  borrowing the drill costs "3.00"
  the late fee of the ladder is "2.00"
  -> the screen says "To pay: $3.00."
  -> the screen does not say "5.00"
  she presses "Finish"
  the library accepts it
  the loans show the ladder and the drill
  -> the screen says "$5.00"

Story: Where money is hidden, nothing of it is said, and still nothing is lent that costs
  the library hides money
  Marta shows her fob
  the library knows Marta
  she scans the drill and the saw
  the library puts the drill and the saw on the list
  borrowing the drill costs "3.00"
  borrowing the saw costs "0"
  -> the screen says "A staff member must hand this out."
  -> the screen does not say "$"
  -> the screen does not say "cost"
  she presses "Finish"
  -> the screen says "a staff member must hand it out"
  -> the screen does not say "cost"
  she presses "Yes"
  the library takes the drill off the list
  the library accepts it
  the loans show the saw
  -> the screen says "A staff member must hand this out. Please leave it here, or see staff."
  -> the screen does not say "$"

Story: Where money is hidden, a late fee is hidden too
  the library hides money
  Marta shows her fob
  the library knows Marta, who has the ladder at home
  she scans the ladder
  the library puts the ladder on the list
  the late fee of the ladder is "2.00"
  she presses "Finish"
  the library accepts it
  the loans show the ladder
  -> the receipt says: all is confirmed
  -> the screen does not say "fee"
  -> the screen does not say "2.00"

Story: Where money is hidden, the library's words that speak of it are hidden too
  the library hides money
  Marta shows her fob
  the library knows Marta
  she scans the drill
  the library puts the drill on the list
  she presses "Finish"
  the library refuses it: "Please pay $18.75 first."
  the loans show nothing new, and the list still holds the drill
  -> the screen does not say "18.75"
  -> the receipt says: nothing is confirmed

Story: Who walks away owes nothing
  the library finishes for those who walk away
  Marta shows her fob
  the library knows Marta
  she scans the drill and the saw
  the library puts the drill and the saw on the list
  borrowing the drill costs "3.00"
  borrowing the saw costs "0"
  after 120 seconds
  -> the kiosk asks the library to take the drill off the list
  the library takes the drill off the list
  -> the kiosk asks the library to record the saw
