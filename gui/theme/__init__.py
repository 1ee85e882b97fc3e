"""How everything looks: tokens turned into a palette, a style sheet and fonts. Knows no page."""
