import { MOST } from '../window.ts'

/** SQLSTATEs that the functions raise. */
export const RAISED = {
  /** The session cannot give the promises of the store: a standby, or another isolation level. */
  unsafe: 'RW001',
  /** The name of a reservation is open. */
  open: 'RW002',
  /** A settlement has another number of costs than the reservation has demands; the message is that number. */
  costs: 'RW003',
  /** A log ends before the position; the message is where. */
  end: 'RW004',
} as const

/** Advisory locks are of the whole database: one of so many for each kind of name, so that a large transaction does not need one per key. */
const LOCKS = 512
/** Most rows that one purge removes per table. */
const PURGE_BATCH = 256
/** One of so many writes purges. */
const PURGE_EVERY = 32

/**
 * What each operation does, as one function, so that it is one round trip and one transaction. All are VOLATILE: each
 * statement in them sees what was committed before it began, which is after the locks were taken. `p_now` is null but in
 * tests: the clock is the server's.
 */
export function functions(schema: string, channel: string): string {
  return `
  CREATE FUNCTION ${schema}.clock(p_now bigint) RETURNS bigint LANGUAGE plpgsql AS $$
  BEGIN
    IF pg_is_in_recovery() THEN
      RAISE EXCEPTION 'the server is a standby, which may be behind' USING ERRCODE = '${RAISED.unsafe}';
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
      RAISE EXCEPTION 'default_transaction_isolation is not read committed' USING ERRCODE = '${RAISED.unsafe}';
    END IF;
    -- What is acknowledged is on the disk, whatever the default of the database or the role.
    IF current_setting('synchronous_commit') = 'off' THEN
      PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    RETURN coalesce(p_now, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint);
  END $$;

  -- In one order, so that no two wait for each other.
  CREATE FUNCTION ${schema}.lock_names(p_names text[]) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE v_id bigint;
  BEGIN
    FOR v_id IN
      SELECT DISTINCT hashtext('${schema}')::bigint * ${LOCKS} + (hashtext(name)::bigint & ${LOCKS - 1})
      FROM unnest(p_names) AS name ORDER BY 1
    LOOP
      PERFORM pg_advisory_xact_lock(v_id);
    END LOOP;
  END $$;

  CREATE FUNCTION ${schema}.purge(p_at bigint) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF random() * ${PURGE_EVERY} >= 1 THEN RETURN; END IF;
    DELETE FROM ${schema}.window_hits WHERE ctid IN (SELECT ctid FROM ${schema}.window_hits
      WHERE expires_at <= p_at LIMIT ${PURGE_BATCH} FOR UPDATE SKIP LOCKED);
    DELETE FROM ${schema}.holds WHERE ctid IN (SELECT ctid FROM ${schema}.holds
      WHERE expires_at <= p_at LIMIT ${PURGE_BATCH} FOR UPDATE SKIP LOCKED);
    DELETE FROM ${schema}.store_values WHERE ctid IN (SELECT ctid FROM ${schema}.store_values
      WHERE expires_at <= p_at LIMIT ${PURGE_BATCH} FOR UPDATE SKIP LOCKED);
    DELETE FROM ${schema}.messages WHERE ctid IN (SELECT ctid FROM ${schema}.messages
      WHERE expires_at <= p_at LIMIT ${PURGE_BATCH} FOR UPDATE SKIP LOCKED);
  END $$;

  CREATE FUNCTION ${schema}.measure(p_key text, p_window bigint, p_at bigint, OUT count bigint, OUT oldest bigint)
  LANGUAGE plpgsql AS $$
  BEGIN
    SELECT least(coalesce(sum(h.cost), 0), ${MOST})::bigint, min(h.at) INTO count, oldest FROM (
      SELECT w.at, w.cost FROM ${schema}.window_hits w
        WHERE w.key = p_key AND w.at > p_at - p_window AND w.expires_at > p_at
      UNION ALL
      SELECT d.at, d.cost FROM ${schema}.holds d
        WHERE d.key = p_key AND d.at > p_at - p_window AND d.at + d.window_ms > p_at AND d.cost > 0) AS h;
  END $$;

  CREATE FUNCTION ${schema}.add_hits(p_keys text[], p_windows bigint[], p_costs bigint[], p_at bigint, p_slots bigint)
  RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO ${schema}.window_hits AS w (key, window_ms, slot, at, expires_at, cost)
      SELECT h.key, h.ms, p_at / ((h.ms + p_slots - 1) / p_slots), p_at, p_at + h.ms, h.cost
      FROM unnest(p_keys, p_windows, p_costs) AS h(key, ms, cost) WHERE h.cost > 0 ORDER BY h.key
    ON CONFLICT (key, window_ms, slot) DO UPDATE SET cost = least(w.cost::numeric + excluded.cost, ${MOST})::bigint,
      at = greatest(w.at, excluded.at), expires_at = greatest(w.expires_at, excluded.expires_at);
  END $$;

  CREATE FUNCTION ${schema}.count_hits(p_now bigint, p_key text, p_window bigint, OUT count bigint, OUT oldest bigint)
  LANGUAGE plpgsql AS $$
  BEGIN
    SELECT m.count, m.oldest INTO count, oldest FROM ${schema}.measure(p_key, p_window, ${schema}.clock(p_now)) AS m;
  END $$;

  CREATE FUNCTION ${schema}.hit(
    p_now bigint, p_key text, p_window bigint, p_cost bigint, p_limit bigint, p_record_denied boolean, p_slots bigint,
    OUT allowed boolean, OUT count bigint, OUT oldest bigint) LANGUAGE plpgsql AS $$
  DECLARE v_at bigint;
  BEGIN
    PERFORM ${schema}.lock_names(ARRAY['c' || p_key]);
    v_at := ${schema}.clock(p_now);
    SELECT m.count, m.oldest INTO count, oldest FROM ${schema}.measure(p_key, p_window, v_at) AS m;
    allowed := p_limit IS NULL OR count + p_cost <= least(p_limit, ${MOST});
    IF NOT allowed AND NOT p_record_denied THEN RETURN; END IF;
    PERFORM ${schema}.add_hits(ARRAY[p_key], ARRAY[p_window], ARRAY[p_cost], v_at, p_slots);
    PERFORM ${schema}.purge(v_at);
    count := least(count + p_cost, ${MOST});
    oldest := least(oldest, v_at);
  END $$;

  -- One row for each demand.
  CREATE FUNCTION ${schema}.reserve(
    p_now bigint, p_name text, p_keys text[], p_windows bigint[], p_costs bigint[], p_limits bigint[], p_hold bigint)
  RETURNS TABLE (allowed boolean, fits boolean, count bigint, oldest bigint) LANGUAGE plpgsql AS $$
  DECLARE
    v_at bigint;
    v_allowed boolean := true;
    v_fits boolean[] := '{}';
    v_counts bigint[] := '{}';
    v_oldest bigint[] := '{}';
    v_most bigint := (SELECT max(ms) FROM unnest(p_windows) AS ms);
    v_measured record;
  BEGIN
    PERFORM ${schema}.lock_names(ARRAY['r' || p_name] || ARRAY(SELECT 'c' || k FROM unnest(p_keys) AS k));
    v_at := ${schema}.clock(p_now);
    IF EXISTS (SELECT 1 FROM ${schema}.holds h WHERE h.name = p_name AND h.expires_at > v_at) THEN
      RAISE EXCEPTION 'open' USING ERRCODE = '${RAISED.open}';
    END IF;
    FOR i IN 1 .. cardinality(p_keys) LOOP
      SELECT m.count, m.oldest INTO v_measured FROM ${schema}.measure(p_keys[i], p_windows[i], v_at) AS m;
      v_counts := v_counts || v_measured.count;
      v_oldest := array_append(v_oldest, v_measured.oldest);
      v_fits := v_fits || (p_limits[i] IS NULL OR v_measured.count + p_costs[i] <= least(p_limits[i], ${MOST}));
      v_allowed := v_allowed AND v_fits[i];
    END LOOP;
    IF v_allowed THEN
      DELETE FROM ${schema}.holds h WHERE h.name = p_name;
      INSERT INTO ${schema}.holds (name, place, key, window_ms, at, expires_at, cost)
        SELECT p_name, d.place - 1, d.key, d.ms, v_at + p_hold, v_at + p_hold + v_most, d.cost
        FROM unnest(p_keys, p_windows, p_costs) WITH ORDINALITY AS d(key, ms, cost, place);
    END IF;
    PERFORM ${schema}.purge(v_at);
    FOR i IN 1 .. cardinality(p_keys) LOOP
      allowed := v_allowed;
      fits := v_fits[i];
      count := v_counts[i];
      oldest := v_oldest[i];
      IF v_allowed AND p_costs[i] > 0 THEN
        count := least(count + p_costs[i], ${MOST});
        oldest := least(oldest, v_at + p_hold);
      END IF;
      RETURN NEXT;
    END LOOP;
  END $$;

  -- The row lock of the deletion lets one of several callers have the reservation. Null costs release it.
  CREATE FUNCTION ${schema}.settle(p_now bigint, p_name text, p_costs bigint[], p_slots bigint)
  RETURNS boolean LANGUAGE plpgsql AS $$
  DECLARE
    v_at bigint := ${schema}.clock(p_now);
    v_keys text[];
    v_windows bigint[];
  BEGIN
    WITH gone AS (
      DELETE FROM ${schema}.holds h WHERE h.name = p_name AND h.expires_at > v_at RETURNING h.place, h.key, h.window_ms)
    SELECT array_agg(g.key ORDER BY g.place), array_agg(g.window_ms ORDER BY g.place)
      INTO v_keys, v_windows FROM gone g;
    IF v_keys IS NULL THEN RETURN false; END IF;
    IF p_costs IS NOT NULL THEN
      IF cardinality(p_costs) <> cardinality(v_keys) THEN
        RAISE EXCEPTION '%', cardinality(v_keys) USING ERRCODE = '${RAISED.costs}';
      END IF;
      PERFORM ${schema}.add_hits(v_keys, v_windows, p_costs, v_at, p_slots);
    END IF;
    PERFORM ${schema}.purge(v_at);
    RETURN true;
  END $$;

  -- Null if a version is not the expected one ('' expects none). Of each change: its version, 'deleted', or null.
  CREATE FUNCTION ${schema}.transact(
    p_now bigint, p_kinds text[], p_keys text[], p_expected text[], p_bodies text[], p_ttls bigint[])
  RETURNS text[] LANGUAGE plpgsql AS $$
  DECLARE
    v_at bigint;
    v_version bigint;
    v_out text[] := '{}';
  BEGIN
    PERFORM ${schema}.lock_names(ARRAY(SELECT 'v' || k FROM unnest(p_keys) AS k));
    v_at := ${schema}.clock(p_now);
    IF EXISTS (
      SELECT 1 FROM unnest(p_keys, p_expected) AS c(key, expected)
      LEFT JOIN ${schema}.store_values v ON v.key = c.key AND (v.expires_at IS NULL OR v.expires_at > v_at)
      WHERE c.expected <> coalesce(v.version::text, '')) THEN RETURN NULL;
    END IF;
    FOR i IN 1 .. cardinality(p_keys) LOOP
      IF p_kinds[i] = 'set' THEN
        v_version := nextval('${schema}.versions');
        INSERT INTO ${schema}.store_values AS v (key, body, version, expires_at)
          VALUES (p_keys[i], p_bodies[i], v_version, v_at + p_ttls[i])
        ON CONFLICT (key) DO UPDATE
          SET body = excluded.body, version = excluded.version, expires_at = excluded.expires_at;
        v_out := array_append(v_out, v_version::text);
      ELSIF p_kinds[i] = 'delete' THEN
        DELETE FROM ${schema}.store_values v
          WHERE v.key = p_keys[i] AND (v.expires_at IS NULL OR v.expires_at > v_at);
        v_out := array_append(v_out, CASE WHEN FOUND THEN 'deleted' END);
      ELSE
        v_out := array_append(v_out, NULL);
      END IF;
    END LOOP;
    PERFORM ${schema}.purge(v_at);
    RETURN v_out;
  END $$;

  -- The new head, or null if the log does not end at p_after.
  CREATE FUNCTION ${schema}.append(p_now bigint, p_stream text, p_after bigint, p_bodies text[])
  RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE v_head bigint;
  DECLARE v_at bigint;
  BEGIN
    INSERT INTO ${schema}.streams (stream, first, head) VALUES (p_stream, 1, 0) ON CONFLICT (stream) DO NOTHING;
    UPDATE ${schema}.streams s SET head = s.head + cardinality(p_bodies)
      WHERE s.stream = p_stream AND (p_after IS NULL OR s.head = p_after) RETURNING s.head INTO v_head;
    v_at := ${schema}.clock(p_now);
    IF v_head IS NULL THEN RETURN NULL; END IF;
    INSERT INTO ${schema}.entries (stream, position, at, body)
      SELECT p_stream, v_head - cardinality(p_bodies) + e.place, v_at, e.body
      FROM unnest(p_bodies) WITH ORDINALITY AS e(body, place);
    PERFORM ${schema}.purge(v_at);
    RETURN v_head;
  END $$;

  CREATE FUNCTION ${schema}.cut(p_stream text, p_upto bigint, p_batch bigint, OUT first bigint, OUT head bigint)
  LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM ${schema}.clock(0);
    SELECT s.first, s.head INTO first, head FROM ${schema}.streams s WHERE s.stream = p_stream FOR UPDATE;
    first := coalesce(first, 1);
    head := coalesce(head, 0);
    IF p_upto > head THEN RAISE EXCEPTION '%', head USING ERRCODE = '${RAISED.end}'; END IF;
    IF p_upto < first THEN RETURN; END IF;
    first := least(p_upto + 1, first + p_batch);
    DELETE FROM ${schema}.entries e WHERE e.stream = p_stream AND e.position < cut.first;
    UPDATE ${schema}.streams s SET first = cut.first WHERE s.stream = p_stream;
  END $$;

  -- Numbered in the order in which they are committed: the row stays locked until then.
  CREATE FUNCTION ${schema}.publish(p_now bigint, p_topic text, p_body text, p_ttl bigint)
  RETURNS void LANGUAGE plpgsql AS $$
  DECLARE v_id bigint;
  DECLARE v_at bigint;
  BEGIN
    UPDATE ${schema}.last_message m SET id = m.id + 1 RETURNING m.id INTO v_id;
    v_at := ${schema}.clock(p_now);
    INSERT INTO ${schema}.messages (id, topic, body, expires_at) VALUES (v_id, p_topic, p_body, v_at + p_ttl);
    PERFORM pg_notify('${channel}', '');
    PERFORM ${schema}.purge(v_at);
  END $$;
  `
}
