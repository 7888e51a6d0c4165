"""The rules of the model: small compiled functions over records, one concept a file, usable one at a time."""
