"""The screens of the clerk's guide: what is typed, and the terminal on which it is."""
