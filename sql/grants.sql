
-- Nobody but the owner may do anything until it is granted; docs/reference/rights says what to grant to whom.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA confiture FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA confiture FROM PUBLIC;
