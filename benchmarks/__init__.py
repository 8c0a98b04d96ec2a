"""How fast the product answers, as ratios to floors that are measured in the same run."""
