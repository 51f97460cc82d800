"""Language of lessons: formulas over a run's numbers, claims, edits and conditions."""
