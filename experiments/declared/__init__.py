"""The commands of ``qunlab`` as the parser needs them: names, arguments, options and help, a file for each family.

A declaration checks the form of what was given and calls the command in `experiments.commands`, which it imports only
then, so that ``qunlab --help`` waits for nothing.
"""
