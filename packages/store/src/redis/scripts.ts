import { MOST } from '../window.ts'

/**
 * The operations as scripts of the server, so that each is one round trip and nothing comes between its steps. KEYS[1] is
 * the prefix of the store, in braces: on a cluster all keys of a store are in one slot. ARGV[1] is the time, '' but in
 * tests: the clock is the server's. Without the flag no-writes a replica, which may be behind, refuses a script.
 */
const PRELUDE = `#!lua
local P = KEYS[1]
local function clock()
  if ARGV[1] ~= '' then return tonumber(ARGV[1]) end
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end
local now = clock()
local MOST = ${MOST}
local function int(n) return string.format('%.0f', n) end
`

/** How much longer than its content a key of counters stays: tests count with clocks of their own. */
const SLACK_MS = 3_600_000

/** A window is a hash of slots, 'window:slot' -> 'at:cost'; holds are a hash, 'name place' -> 'at:window:cost:until'. */
const COUNTERS = `
local function parts(text)
  local out = {}
  for part in string.gmatch(text, '[^:]+') do out[#out + 1] = tonumber(part) end
  return out
end
local function each(key, visit)
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do visit(all[i], all[i + 1]) end
end
local function measure(key, window)
  local count, oldest, gone = 0, nil, {}
  local function add(at, cost)
    count = math.min(count + cost, MOST)
    if oldest == nil or at < oldest then oldest = at end
  end
  each(P .. 'hits:' .. key, function(slot, text)
    local own, hit = parts(slot)[1], parts(text)
    if hit[1] + own <= now then gone[#gone + 1] = slot
    elseif hit[1] + window > now then add(hit[1], hit[2]) end
  end)
  if #gone > 0 then redis.call('HDEL', P .. 'hits:' .. key, unpack(gone)) end
  gone = {}
  each(P .. 'held:' .. key, function(field, text)
    local hold = parts(text)
    if hold[4] <= now then gone[#gone + 1] = field
    elseif hold[3] > 0 and hold[1] + hold[2] > now and hold[1] + window > now then add(hold[1], hold[3]) end
  end)
  for i = 1, #gone, 1000 do
    redis.call('HDEL', P .. 'held:' .. key, unpack(gone, i, math.min(i + 999, #gone)))
  end
  return count, oldest
end
local function keep(key, ms)
  local left = redis.call('PTTL', key)
  if left < ms + ${SLACK_MS} then redis.call('PEXPIRE', key, int(ms + ${SLACK_MS})) end
end
local function record(key, window, cost, slots)
  if cost == 0 then return end
  local field = int(window) .. ':' .. int(math.floor(now / math.ceil(window / slots)))
  local name = P .. 'hits:' .. key
  local at, old = now, redis.call('HGET', name, field)
  if old then
    local hit = parts(old)
    at, cost = math.max(hit[1], now), math.min(hit[2] + cost, MOST)
  end
  redis.call('HSET', name, field, int(at) .. ':' .. int(cost))
  keep(name, window)
end
local function fits(count, cost, limit)
  return limit == '' or (count + cost <= tonumber(limit) and count + cost <= MOST)
end
local function text(n) return n and int(n) or '' end
`

/** Values are a hash each, and stand in a sorted set by name and in one by expiry. */
const VALUES = `
local function forget(key)
  redis.call('DEL', P .. 'value:' .. key)
  redis.call('ZREM', P .. 'names', key)
  redis.call('ZREM', P .. 'expiries', key)
end
local function live(key)
  local found = redis.call('HMGET', P .. 'value:' .. key, 'body', 'version', 'expires')
  if not found[2] or (found[3] ~= '' and tonumber(found[3]) <= now) then return nil end
  return found
end
local function purge()
  -- More than one write adds, so that it never falls behind.
  for _, key in ipairs(redis.call('ZRANGEBYSCORE', P .. 'expiries', '-inf', int(now), 'LIMIT', 0, 4)) do forget(key) end
end
`

const LOGS = `
local function extent(stream)
  local found = redis.call('HMGET', P .. 'log:' .. stream, 'first', 'head')
  return tonumber(found[1] or 1), tonumber(found[2] or 0)
end
`

/** The name of a script. */
export type ScriptName =
  | 'time'
  | 'hit'
  | 'count'
  | 'reserve'
  | 'settle'
  | 'get'
  | 'transact'
  | 'list'
  | 'append'
  | 'read'
  | 'extent'
  | 'trim'
  | 'publish'
  | 'head'
  | 'behind'
  | 'migrate'

/** Each script by its name. */
export const SCRIPTS: Readonly<Record<ScriptName, string>> = {
  time: `${PRELUDE} return int(now)`,
  // key, window, cost, limit, recordDenied, slots
  hit: `${PRELUDE}${COUNTERS}
    local key, window, cost = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
    local count, oldest = measure(key, window)
    local ok = fits(count, cost, ARGV[5])
    if ok or ARGV[6] == '1' then
      record(key, window, cost, tonumber(ARGV[7]))
      count, oldest = math.min(count + cost, MOST), math.min(oldest or now, now)
    end
    return { ok and '1' or '0', int(count), text(oldest) }`,
  // key, window
  count: `${PRELUDE}${COUNTERS}
    local count, oldest = measure(ARGV[2], tonumber(ARGV[3]))
    return { int(count), text(oldest) }`,
  // name, hold, then key, window, cost, limit of each demand
  reserve: `${PRELUDE}${COUNTERS}
    local name, hold = ARGV[2], tonumber(ARGV[3])
    local record_key = P .. 'reservation:' .. name
    local until_ = redis.call('HGET', record_key, 'until')
    if until_ and tonumber(until_) > now then return 'open' end
    local all, longest, demands = true, 0, {}
    for i = 4, #ARGV, 4 do
      local window, cost = tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
      local count, oldest = measure(ARGV[i], window)
      local ok = fits(count, cost, ARGV[i + 3])
      all, longest = all and ok, math.max(longest, window)
      demands[#demands + 1] = { key = ARGV[i], window = window, cost = cost, count = count, oldest = oldest, ok = ok }
    end
    local out, ends = { all and '1' or '0' }, now + hold + longest
    if all then
      redis.call('DEL', record_key)
      redis.call('HSET', record_key, 'until', int(ends), 'size', #demands)
      keep(record_key, hold + longest)
    end
    for i, demand in ipairs(demands) do
      local count, oldest = demand.count, demand.oldest
      if all then
        redis.call('HSET', record_key, 'key' .. i, demand.key, 'window' .. i, int(demand.window))
        local held = P .. 'held:' .. demand.key
        local value = int(now + hold) .. ':' .. int(demand.window) .. ':' .. int(demand.cost) .. ':' .. int(ends)
        redis.call('HSET', held, name, value)
        keep(held, hold + longest)
        if demand.cost > 0 then
          count, oldest = math.min(count + demand.cost, MOST), math.min(oldest or now + hold, now + hold)
        end
      end
      out[#out + 1] = demand.ok and '1' or '0'
      out[#out + 1] = int(count)
      out[#out + 1] = text(oldest)
    end
    return out`,
  // name, slots, then the costs; none releases
  settle: `${PRELUDE}${COUNTERS}
    local record_key = P .. 'reservation:' .. ARGV[2]
    local found = redis.call('HMGET', record_key, 'until', 'size')
    if not found[1] or tonumber(found[1]) <= now then return '0' end
    local size = tonumber(found[2])
    if #ARGV > 3 and #ARGV - 3 ~= size then return 'costs:' .. size end
    for i = 1, size do
      local demand = redis.call('HMGET', record_key, 'key' .. i, 'window' .. i)
      redis.call('HDEL', P .. 'held:' .. demand[1], ARGV[2])
      record(demand[1], tonumber(demand[2]), tonumber(ARGV[3 + i] or 0), tonumber(ARGV[3]))
    end
    redis.call('DEL', record_key)
    return '1'`,
  // key
  get: `${PRELUDE}${VALUES} return live(ARGV[2]) or false`,
  // then kind, key, expected ('*' any, '' none), body, ttl ('' for ever) of each change
  transact: `${PRELUDE}${VALUES}
    for i = 2, #ARGV, 5 do
      local expected = ARGV[i + 2]
      if expected ~= '*' then
        local found = live(ARGV[i + 1])
        if (found and found[2] or '') ~= expected then return false end
      end
    end
    local out = {}
    for i = 2, #ARGV, 5 do
      local kind, key, ttl = ARGV[i], ARGV[i + 1], ARGV[i + 4]
      local done = ''
      if kind == 'delete' then
        if live(key) then done = 'deleted' end
        forget(key)
      elseif kind == 'set' then
        done = int(redis.call('INCR', P .. 'version'))
        local expires = ttl == '' and '' or int(now + tonumber(ttl))
        redis.call('HSET', P .. 'value:' .. key, 'body', ARGV[i + 3], 'version', done, 'expires', expires)
        redis.call('ZADD', P .. 'names', 0, key)
        if expires == '' then redis.call('ZREM', P .. 'expiries', key)
        else redis.call('ZADD', P .. 'expiries', expires, key) end
      end
      out[#out + 1] = done
      purge()
    end
    return out`,
  // from, to (as ZRANGEBYLEX takes them), limit
  list: `${PRELUDE}${VALUES}
    local from, to, limit = ARGV[2], ARGV[3], tonumber(ARGV[4])
    local out = {}
    while limit > 0 do
      local page = redis.call('ZRANGEBYLEX', P .. 'names', from, to, 'LIMIT', 0, 256)
      if #page == 0 then break end
      for _, key in ipairs(page) do
        local found = live(key)
        if found and limit > 0 then
          limit = limit - 1
          out[#out + 1] = { key, found[1], found[2], found[3] }
        end
      end
      from = '(' .. page[#page]
    end
    return out`,
  // stream, after ('' anywhere), then the entries
  append: `${PRELUDE}${LOGS}
    local stream = ARGV[2]
    local first, head = extent(stream)
    if ARGV[3] ~= '' and tonumber(ARGV[3]) ~= head then return false end
    for i = 4, #ARGV do
      head = head + 1
      redis.call('XADD', P .. 'entries:' .. stream, int(head) .. '-0', 'at', int(now), 'body', ARGV[i])
    end
    redis.call('HSET', P .. 'log:' .. stream, 'first', int(first), 'head', int(head))
    return int(head)`,
  // stream, after, limit
  read: `${PRELUDE}${LOGS}
    local first, head = extent(ARGV[2])
    local from = '(' .. int(tonumber(ARGV[3])) .. '-0'
    return { int(first), int(head), redis.call('XRANGE', P .. 'entries:' .. ARGV[2], from, '+', 'COUNT', ARGV[4]) }`,
  // stream
  extent: `${PRELUDE}${LOGS}
    local first, head = extent(ARGV[2])
    return { int(first), int(head) }`,
  // stream, up to, batch
  trim: `${PRELUDE}${LOGS}
    local first, head = extent(ARGV[2])
    local to = tonumber(ARGV[3])
    if to > head then return 'end:' .. int(head) end
    if to >= first then
      first = math.min(to + 1, first + tonumber(ARGV[4]))
      redis.call('XTRIM', P .. 'entries:' .. ARGV[2], 'MINID', int(first) .. '-0')
      redis.call('HSET', P .. 'log:' .. ARGV[2], 'first', int(first))
    end
    return { int(first), int(head) }`,
  // topic, body, ttl
  publish: `${PRELUDE}
    local id = redis.call('INCR', P .. 'last_message')
    redis.call('XADD', P .. 'messages', int(id) .. '-0', 'topic', ARGV[2], 'body', ARGV[3], 'expires', int(now + tonumber(ARGV[4])))
    local old = redis.call('XRANGE', P .. 'messages', '-', '+', 'COUNT', 16)
    for _, message in ipairs(old) do
      if tonumber(message[2][6]) > now then break end
      redis.call('XDEL', P .. 'messages', message[1])
    end
    redis.call('PUBLISH', P .. 'wake', '')
    return int(id)`,
  head: `${PRELUDE} return redis.call('GET', P .. 'last_message') or '0'`,
  // id, count
  behind: `${PRELUDE}
    local head = redis.call('GET', P .. 'last_message') or '0'
    local from = '(' .. int(tonumber(ARGV[2])) .. '-0'
    return { head, redis.call('XRANGE', P .. 'messages', from, '+', 'COUNT', ARGV[3]) }`,
  // known version: makes the mark of a new store, and answers with the version of the one that is there
  migrate: `${PRELUDE}
    local found = redis.call('GET', P .. 'schema')
    if found then return found end
    redis.call('SET', P .. 'schema', ARGV[2])
    return ARGV[2]`,
}
