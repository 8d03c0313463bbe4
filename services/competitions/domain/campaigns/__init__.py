"""What campaigns decide, without a database: figures that add up, progress, filings, subsidies (B2, B7, D1, D2, E6)."""
