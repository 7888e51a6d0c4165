"""What the compiled model is held against: a plain implementation of the same page, and the time it takes."""
