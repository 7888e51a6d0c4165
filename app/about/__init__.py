"""The About page's parts: what the lab is for, its model, definitions, patterns, evidence, words and versions."""
