"""What `lending-kiosk scanners` is made of: which readers are meant, what they say in words, what to write for them."""
