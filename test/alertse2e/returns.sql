-- The team that the shipped routes take as their example.
INSERT INTO groups VALUES (5, 'Returns');
