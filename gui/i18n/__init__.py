"""Languages: translators, amounts with units, and the schema's own words."""
