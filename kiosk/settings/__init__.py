"""The settings file, in which staff set up the kiosk.

`load(find_config(...))` returns the settings as structs. If the file has mistakes, `load` raises one SettingsError that
lists all mistakes.

`model` defines each key and its default. `tables` and `values` turn the file into the structs of `model`. `text_values`
checks texts with a special form (addresses, time zones), and `rules` checks keys that depend on each other. `problems`
describes each mistake with its line and the most similar known name.
"""
