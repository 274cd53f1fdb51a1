"""The commands of `ace`, one a module; `run(options)` does it and returns the exit status."""
