"""What `lending-kiosk check` looks at: a module for each part of the set-up, giving one finding after the other."""
