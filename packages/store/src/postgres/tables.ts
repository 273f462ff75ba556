/**
 * The tables of schema version 1. Keys are compared byte by byte (COLLATE "C"), so that their order is that of UTF-8.
 * Times are milliseconds. The functions of functions.ts belong to the same version.
 */
export function tables(schema: string): string {
  return `
  CREATE TABLE ${schema}.window_hits (
    key text COLLATE "C" NOT NULL, window_ms bigint NOT NULL, slot bigint NOT NULL, at bigint NOT NULL,
    expires_at bigint NOT NULL, cost bigint NOT NULL CHECK (cost > 0), PRIMARY KEY (key, window_ms, slot));
  CREATE INDEX window_hits_expiry ON ${schema}.window_hits (expires_at);

  CREATE TABLE ${schema}.holds (
    name text COLLATE "C" NOT NULL, place integer NOT NULL, key text COLLATE "C" NOT NULL, window_ms bigint NOT NULL,
    at bigint NOT NULL, expires_at bigint NOT NULL, cost bigint NOT NULL CHECK (cost >= 0), PRIMARY KEY (name, place));
  CREATE INDEX holds_key ON ${schema}.holds (key, at, window_ms, cost);
  CREATE INDEX holds_expiry ON ${schema}.holds (expires_at);

  CREATE TABLE ${schema}.store_values (
    key text COLLATE "C" NOT NULL PRIMARY KEY, body text NOT NULL, version bigint NOT NULL, expires_at bigint);
  CREATE INDEX store_values_expiry ON ${schema}.store_values (expires_at) WHERE expires_at IS NOT NULL;
  CREATE SEQUENCE ${schema}.versions;

  CREATE TABLE ${schema}.streams (
    stream text COLLATE "C" NOT NULL PRIMARY KEY, first bigint NOT NULL, head bigint NOT NULL);
  CREATE TABLE ${schema}.entries (
    stream text COLLATE "C" NOT NULL, position bigint NOT NULL, at bigint NOT NULL, body text NOT NULL,
    PRIMARY KEY (stream, position));

  CREATE TABLE ${schema}.messages (
    id bigint NOT NULL PRIMARY KEY, topic text NOT NULL, body text NOT NULL, expires_at bigint NOT NULL);
  CREATE INDEX messages_expiry ON ${schema}.messages (expires_at);
  CREATE TABLE ${schema}.last_message (one integer NOT NULL PRIMARY KEY CHECK (one = 1), id bigint NOT NULL);
  INSERT INTO ${schema}.last_message VALUES (1, 0);
  `
}
