-- One decision over scopes that share a node.
-- ARGV: clock, tokens, requests, 1 for a stream, hold, ms that a place is held without renewal, then five limits a scope (-1: none).
-- KEYS: per scope its hash of buckets if it has one of the first three limits, its set of requests, its set of streams.
-- Answers what decisionToNumbers does.
local now = clock(ARGV[1])
local tokens = tonumber(ARGV[2])
local requests = tonumber(ARGV[3])
local isStream = ARGV[4] == '1'
local hold = ARGV[5]
local holdMs = tonumber(ARGV[6])
local entries = {}
local stores = {}
local refused, longest = -1, 0
local nextKey = 0

local function ask(wait)
  if wait > longest then
    refused = #entries
    longest = wait
  end
end

for first = 7, #ARGV, 5 do
  local store
  for at = 1, 3 do
    local limit = tonumber(ARGV[first + at - 1])
    if limit >= 0 then
      if not store then
        nextKey = nextKey + 1
        store = { key = KEYS[nextKey], buckets = load(KEYS[nextKey]) }
        stores[#stores + 1] = store
      end
      local bucket = refill(store.buckets, at, limit, now)
      local amount = at == 1 and requests or tokens
      if limit == 0 or amount > limit then
        ask(math.huge)
      else
        local lacking = bucket.used + amount - limit
        if lacking > slack then ask(math.ceil(lacking * fills[at] / limit)) end
      end
      entries[#entries + 1] = { bucket = bucket, at = at, limit = limit, amount = amount }
    end
  end
  for at = 4, 5 do
    local limit = tonumber(ARGV[first + at - 1])
    if limit >= 0 then
      nextKey = nextKey + 1
      local key = KEYS[nextKey]
      redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
      local taken = redis.call('ZCARD', key)
      local counts = at == 4 or isStream
      if counts and limit == 0 then ask(math.huge) end
      if counts and limit > 0 and taken >= limit then ask(1000) end
      entries[#entries + 1] = { key = key, taken = taken, limit = limit, counts = counts }
    end
  end
end

if refused < 0 then
  for _, entry in ipairs(entries) do
    if entry.bucket then
      entry.bucket.used = entry.bucket.used + entry.amount
    elseif entry.counts then
      redis.call('ZADD', entry.key, now + holdMs, hold)
      redis.call('PEXPIRE', entry.key, holdMs)
      entry.taken = entry.taken + 1
    end
  end
  for _, store in ipairs(stores) do save(store.key, store.buckets, now) end
end

local answer = { refused, longest == math.huge and -1 or longest }
for _, entry in ipairs(entries) do
  local left, reset = math.max(0, entry.limit - (entry.taken or 0)), 0
  if entry.bucket then left, reset = standing(entry.bucket, entry.at, entry.limit) end
  answer[#answer + 1] = left
  answer[#answer + 1] = reset
end
return answer
