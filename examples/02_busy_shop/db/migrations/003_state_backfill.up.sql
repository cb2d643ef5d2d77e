CALL confiture.batch_update('purchase', $$state = CASE WHEN paid_at IS NULL THEN 'open' ELSE 'paid' END$$, 'state IS NULL', batch_rows => 2000);
