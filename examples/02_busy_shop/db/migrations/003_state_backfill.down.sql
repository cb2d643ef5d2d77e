SELECT 'What was filled goes with the column.';
