"""The settings file, the contract with staff: `load(find_config(...))` returns structs or raises all mistakes.

`model` has each key with its default, `tables` and `values` read the file into these structs, `text_values` has the
texts with a meaning (addresses, time zones), `rules` the rules between keys. `problems` tells each mistake with its
line and the nearest known name.
"""
