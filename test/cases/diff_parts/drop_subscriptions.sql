-- Lets go of the slots that subscriptions name, which no server has, and drops them.
SELECT format('ALTER SUBSCRIPTION %I DISABLE; ALTER SUBSCRIPTION %1$I SET (slot_name = NONE); DROP SUBSCRIPTION %1$I', subname)
  FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) \gexec
