"""The lab in the browser: shows what `experiments` gives, in the reader's language, and computes nothing itself.

`main.py` is what Streamlit runs. Every session keeps its own state; nothing here is shared between two
readers but values that never change.
"""
