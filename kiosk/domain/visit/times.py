"""The time spans of a visit, in seconds. The kiosk notices the end of a time span at the next event `Tick`."""

NOTICE_S = 6.0
SERVER_BACK_S = 3.0

TRAY_S = 60.0
TRAY_WARN_S = 15.0
"""This many seconds before the kiosk clears the tray, a notice asks who has brought the tools in the tray."""
LANGUAGE_S = 60.0
FORM_S = 60.0
TURNED_AWAY_S = 30.0
RETURNS_S = 60.0
"""The page for returns without an account closes if nobody does anything for this many seconds."""
FINDING_S = 60.0
"""The search of a person who is not logged in closes if nobody touches the screen for this many seconds."""
TYPING_S = 0.2
"""If nobody has typed for this many seconds, the kiosk searches for the typed words."""
TITLES_S = 0.3
"""After the results of one system, the kiosk waits this many seconds before it asks the next system.

The next system is a digital system, which allows only few requests. If the person types again during this pause, the
kiosk sends no request to this system.
"""

IDLE_LEAST_S = 30.0
IN_FLIGHT_MOST_S = 30.0
"""After the idle time is over, the kiosk waits at most this many seconds longer for an answer about a line."""
CODE_S = 60.0
"""The code that opens a digital loan is shown for this many seconds at most."""
JOIN_AGAIN_S = 15.0
"""A digital system that did not answer is asked again after this many seconds."""
SWITCH_S = 15.0
SETTLING_S = 15.0
TAKING_OUT_S = 30.0
"""Before the kiosk sends a commit, it removes from the cart the lines that are not part of the commit.

If such a line is still in the cart after this many seconds, the commit is not sent.
"""

READS_AFTER_S = (1.0, 3.0, 8.0, 20.0, 40.0, 80.0)
"""The times of the read-backs, in seconds after the commit."""
READS_END_S = 90.0
SAME_PICTURE_S = 15.0
"""If the reads show the same loans and the same cart for this many seconds, the commit will change nothing more.

The kiosk waits for this time because the server could still be working on a commit whose answer was lost.
"""
AWAY_TRIES = 3
ACT_READS_AFTER_S = (1.0, 3.0, 8.0, 20.0, 40.0)
"""The times at which the kiosk reads the loans, in seconds after a lost answer, if the system acts at once."""
LEAVE_AFTER_S = 10.0
"""This many seconds after the commit, the member can press "Go now". The kiosk then continues to read the loans."""

RECEIPT_S = 30.0
RECEIPT_SHORT_S = 10.0
RECEIPT_MOST_S = 120.0
