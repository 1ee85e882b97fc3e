"""The private environment, Qt's system libraries, the menu entry. Standard library alone."""
