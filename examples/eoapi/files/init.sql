-- As superuser, and again at every sync: each statement may be repeated.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['pgstac_admin', 'pgstac_read', 'pgstac_ingest']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

-- The ordinary user makes the schema, and hands its parts to these roles.
GRANT pgstac_admin, pgstac_read, pgstac_ingest TO {{ .Values.postgrescluster.user }} WITH ADMIN OPTION;
ALTER DATABASE {{ .Values.postgrescluster.database }} OWNER TO {{ .Values.postgrescluster.user }};
ALTER ROLE {{ .Values.postgrescluster.user }} SET search_path TO pgstac, public;
