"""A schema class drawn as a form, and problems beside their field."""
