"""What each command of ``qunlab`` does; `experiments.command_line` reads the command line and calls these.

Each is imported only when its command runs, so that ``qunlab --help`` waits for none of them.
"""
