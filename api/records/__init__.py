"""What the graph holds, as records for people and programs: each a frozen value, each a JSON object as it stands."""
