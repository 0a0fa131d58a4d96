-- A table of features for the vector API, which looks for tables once, when it starts.
CREATE SCHEMA IF NOT EXISTS features;
CREATE TABLE IF NOT EXISTS features.stations (
  id text PRIMARY KEY,
  name text NOT NULL,
  geometry geometry(Point, 4326) NOT NULL
);
INSERT INTO features.stations VALUES
  ('kiruna', 'Kiruna', ST_SetSRID(ST_MakePoint(20.96, 67.86), 4326)),
  ('matera', 'Matera', ST_SetSRID(ST_MakePoint(16.70, 40.65), 4326))
ON CONFLICT (id) DO NOTHING;
