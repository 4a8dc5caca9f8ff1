import { script } from "./script.ts";

/**
 * What BullMQ has no call for, said to its keys directly. Of a kind, BullMQ keeps the jobs that are ready in
 * `wait` (a list, its right end first) and `prioritized`, those for later in `delayed`, the running ones in
 * `active`, the ended ones in `completed` and `failed`; each job is a hash, with a lock while it runs. Ours are
 * `cancelled` (by time of the end) and `index` (every job, by id and so by time).
 */

/** The state of a job, false for one that is in none. */
const STATE = `
local function state(base, id)
  for _, ended in ipairs({ 'completed', 'failed', 'cancelled' }) do
    if redis.call('ZSCORE', base .. ended, id) then return ended end
  end
  if redis.call('ZSCORE', base .. 'prioritized', id) or redis.call('ZSCORE', base .. 'delayed', id) then
    return 'waiting'
  end
  if redis.call('LPOS', base .. 'active', id) then return 'active' end
  return redis.call('LPOS', base .. 'wait', id) and 'waiting'
end`;

/** The base of a kind that has this job, with the kind; nothing if none has it. */
const FIND = `
local function find(prefix, id, first)
  for i = first, #ARGV do
    local base = prefix .. ':' .. ARGV[i] .. ':'
    if redis.call('EXISTS', base .. id) == 1 then return base, ARGV[i] end
  end
end`;

/** prefix, then kind and id of each. Of those that exist: kind, id, state, fields and values. */
export const READ = script(
  STATE,
  `
local found = {}
for i = 2, #ARGV, 2 do
  local base, id = ARGV[1] .. ':' .. ARGV[i] .. ':', ARGV[i + 1]
  local at = state(base, id)
  local hash = at and redis.call('HGETALL', base .. id) or {}
  if #hash > 0 then table.insert(found, { ARGV[i], id, at, hash }) end
end
return found`,
);

/**
 * base, state or nothing for any, end of the previous page or nothing, most ids to return, most to look at. Ids,
 * newest first, and the last that was looked at, empty at the end of the index.
 */
export const PAGE = script(
  STATE,
  `
local base, wanted, most = ARGV[1], ARGV[2], tonumber(ARGV[4])
local from = ARGV[3] == '' and '+' or '(' .. ARGV[3]
local ids = redis.call('ZREVRANGEBYLEX', base .. 'index', from, '-', 'LIMIT', 0, ARGV[5])
local found = {}
for _, id in ipairs(ids) do
  local at = state(base, id)
  if at and (wanted == '' or at == wanted) then table.insert(found, id) end
  if #found == most then return { found, id } end
end
return { found, #ids == tonumber(ARGV[5]) and ids[#ids] or '' }`,
);

/**
 * prefix, milliseconds now, kinds. Of each: waiting, active, completed, failed, cancelled, and since when the
 * oldest waiting job has been ready, -1 if none is. Jobs of one priority wait in the order in which they became
 * ready, so the first of each priority is looked at.
 */
export const COUNTS = script(`
local now = tonumber(ARGV[2])
local lines = {}
for i = 3, #ARGV do
  local base = ARGV[1] .. ':' .. ARGV[i] .. ':'
  local oldest = -1
  local function note(since)
    if since <= now and (oldest < 0 or since < oldest) then oldest = since end
  end
  local function ready(id)
    local job = redis.call('HMGET', base .. id, 'timestamp', 'opts', 'processedOn')
    local opts = job[2] and cjson.decode(job[2]) or {}
    note(math.max((tonumber(job[1]) or now) + (tonumber(opts.delay) or 0), tonumber(job[3]) or 0))
  end
  local first = redis.call('LINDEX', base .. 'wait', -1)
  if first then ready(first) end
  local due = redis.call('ZRANGE', base .. 'delayed', 0, 0, 'WITHSCORES')
  if due[2] then note(math.floor(tonumber(due[2]) / 0x1000)) end
  local from = '-inf'
  for _ = 1, 16 do
    local head = redis.call('ZRANGEBYSCORE', base .. 'prioritized', from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
    if not head[1] then break end
    ready(head[1])
    from = string.format('%.0f', (math.floor(tonumber(head[2]) / 0x100000000) + 1) * 0x100000000)
  end
  table.insert(lines, {
    redis.call('LLEN', base .. 'wait') + redis.call('ZCARD', base .. 'prioritized') + redis.call('ZCARD', base .. 'delayed'),
    redis.call('LLEN', base .. 'active'),
    redis.call('ZCARD', base .. 'completed'),
    redis.call('ZCARD', base .. 'failed'),
    redis.call('ZCARD', base .. 'cancelled'),
    oldest,
  })
end
return lines`);

/** prefix, id, milliseconds now, channel, kinds. The kind; nothing if no such job waits or runs. */
export const CANCEL = script(
  FIND,
  `
local id = ARGV[2]
local base, kind = find(ARGV[1], id, 5)
if not base then return false end
local job = base .. id
if redis.call('LREM', base .. 'active', 1, id) == 1 then
  redis.call('DEL', job .. ':lock')
  redis.call('SREM', base .. 'stalled', id)
  redis.call('HINCRBY', job, 'atm', 1)
  redis.call('PUBLISH', ARGV[4], id)
elseif redis.call('ZREM', base .. 'prioritized', id) + redis.call('ZREM', base .. 'delayed', id)
  + redis.call('LREM', base .. 'wait', 1, id) == 0 then
  return false
end
local key = redis.call('HGET', job, 'deid')
if key and redis.call('GET', base .. 'de:' .. key) == id then redis.call('DEL', base .. 'de:' .. key) end
redis.call('HDEL', job, 'defa')
redis.call('HSET', job, 'finishedOn', ARGV[3])
redis.call('ZADD', base .. 'cancelled', ARGV[3], id)
return kind`,
);

/**
 * prefix, id, kinds. Makes a failed or cancelled job ready, with as many more tries as its kind has (\`kinds\`
 * knows); what it left is forgotten. The kind; nothing if the job is neither.
 */
export const RETRY = script(
  FIND,
  `
local id = ARGV[2]
local base, kind = find(ARGV[1], id, 3)
if not base then return false end
local job = base .. id
if redis.call('ZREM', base .. 'failed', id) + redis.call('ZREM', base .. 'cancelled', id) == 0 then return false end
local old = redis.call('HMGET', job, 'atm', 'stc', 'opts', 'priority', 'deid')
local made = (tonumber(old[1]) or 0) + (tonumber(old[2]) or 0)
local opts = cjson.decode(old[3])
opts.attempts = made + (tonumber(redis.call('HGET', ARGV[1] .. ':kinds', kind)) or opts.attempts)
opts.delay = 0
redis.call('HDEL', job, 'stc', 'finishedOn', 'processedOn', 'failedReason', 'returnvalue', 'progress', 'stacktrace')
redis.call('HSET', job, 'atm', made, 'opts', cjson.encode(opts), 'delay', 0)
if old[5] then redis.call('SET', base .. 'de:' .. old[5], id, 'NX') end
local place = redis.call('INCR', base .. 'pc') % 0x100000000
redis.call('ZADD', base .. 'prioritized', string.format('%.0f', tonumber(old[4]) * 0x100000000 + place), id)
redis.call('ZADD', base .. 'marker', 0, '0')
return kind`,
);

/** prefix, id, kinds. Deletes a job that does not run: 1 if there was one, else 0. */
export const DELETE = script(
  FIND,
  `
local id = ARGV[2]
local base = find(ARGV[1], id, 3)
if not base or redis.call('LPOS', base .. 'active', id) then return 0 end
for _, set in ipairs({ 'prioritized', 'delayed', 'completed', 'failed', 'cancelled' }) do
  redis.call('ZREM', base .. set, id)
end
redis.call('LREM', base .. 'wait', 0, id)
redis.call('ZREM', base .. 'index', id)
local key = redis.call('HGET', base .. id, 'deid')
if key and redis.call('GET', base .. 'de:' .. key) == id then redis.call('DEL', base .. 'de:' .. key) end
redis.call('DEL', base .. id)
return 1`,
);

/**
 * base, id, token, progress or nothing, 1 to take the key of the job again if no other has it. 1 if the lock is
 * still this run's; else 0, and nothing is done.
 */
export const WRITE_HELD = script(`
local job = ARGV[1] .. ARGV[2]
if redis.call('GET', job .. ':lock') ~= ARGV[3] then return 0 end
if ARGV[4] ~= '' then redis.call('HSET', job, 'progress', ARGV[4]) end
local key = ARGV[5] == '1' and redis.call('HGET', job, 'deid')
if key then redis.call('SET', ARGV[1] .. 'de:' .. key, ARGV[2], 'NX') end
return 1`);

/**
 * base, state of ended jobs, milliseconds before which they are deleted, most to keep, most to delete at once. How
 * many were deleted.
 */
export const FORGET = script(`
local set = ARGV[1] .. ARGV[2]
local ids = redis.call('ZRANGEBYSCORE', set, '-inf', ARGV[3], 'LIMIT', 0, ARGV[5])
local over = redis.call('ZCARD', set) - tonumber(ARGV[4])
if over > #ids then ids = redis.call('ZRANGE', set, 0, math.min(over, tonumber(ARGV[5])) - 1) end
for _, id in ipairs(ids) do
  redis.call('DEL', ARGV[1] .. id)
  redis.call('ZREM', set, id)
  redis.call('ZREM', ARGV[1] .. 'index', id)
end
return #ids`);

/**
 * base, end of the previous step or nothing, id to stop before, most to look at. Takes out of the index what is
 * no job any longer, oldest first. The last that was looked at, empty at the end.
 */
export const PRUNE_INDEX = script(`
local index = ARGV[1] .. 'index'
local from = ARGV[2] == '' and '-' or '(' .. ARGV[2]
local ids = redis.call('ZRANGEBYLEX', index, from, '(' .. ARGV[3], 'LIMIT', 0, ARGV[4])
for _, id in ipairs(ids) do
  if redis.call('EXISTS', ARGV[1] .. id) == 0 then redis.call('ZREM', index, id) end
end
return #ids == tonumber(ARGV[4]) and ids[#ids] or ''`);
