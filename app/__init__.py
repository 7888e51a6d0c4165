"""The lab in the browser: shows what `experiments` gives, in the reader's language, and computes nothing itself.

`python -m app` starts the server (`server.py`), which runs `main.py` for every visitor. Every session keeps its own
state; nothing here is shared between two readers but values that never change.
"""
