"""The settings file, the contract with staff. `load(find_config(...))` returns structs or raises all mistakes."""
