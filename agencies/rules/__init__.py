"""Rules about agreements: values in, all reasons out. No clock, no query; the day is given."""
