"""A settings file with many mistakes."""

TEN_MISTAKES = """\
[kiosk]
stattion = "front-desk"
theme = "drak"
display = "huge"
time_zone = "America/New_Yrok"
[myturn]
url = "http://library.example"
request_timeout_s = 0
[login]
pin = true
[codes]
fob = "(("
[overrides]
logoutTimeOut = 2
[[scanner]]
reads = "fob"
name = "door"
port = "/dev/ttyACM0"
driver = "serial"
"""
