"""Reports: one file that explains a study to whoever opens it, in both languages, and can be verified by itself.

A page (`experiments.reports.parts`) is made for each language from what was saved; `experiments.reports.html` turns the
pages into one file, which needs no network. The record of the study is inside it (`experiments.reports.record`).
"""
