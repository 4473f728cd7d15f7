-- What every script begins with: bucket.ts again, in the same order, and how buckets are kept.
-- A scope's buckets are the fields 1, 2, 3 of one hash, each "used atMs capacity"; a key that is gone is whole.
-- Scripts read the clock, which Redis before 7 allows only when effects are replicated.
if redis.replicate_commands then redis.replicate_commands() end

local fills = { 60000, 60000, 86400000 }
local slack = 1e-6

-- Milliseconds since the epoch; a test may bring its own.
local function clock(given)
  if given ~= '' then return tonumber(given) end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function load(key)
  local kept = redis.call('HMGET', key, '1', '2', '3')
  local buckets = {}
  for at = 1, 3 do
    if kept[at] then
      local used, atMs, capacity = string.match(kept[at], '^(%S+) (%S+) (%S+)$')
      buckets[at] = { used = tonumber(used), at = tonumber(atMs), capacity = tonumber(capacity) }
    end
  end
  return buckets
end

-- Writes the buckets and lets the key live until the last of them is whole.
local function save(key, buckets, now)
  local fields = {}
  local owed = 0
  for at = 1, 3 do
    local bucket = buckets[at]
    if bucket and bucket.capacity > 0 then
      fields[#fields + 1] = tostring(at)
      fields[#fields + 1] = string.format('%.17g %.17g %.17g', bucket.used, bucket.at, bucket.capacity)
      owed = math.max(owed, bucket.used * fills[at] / bucket.capacity - math.max(0, now - bucket.at))
    end
  end
  if #fields == 0 then return end
  if owed <= 0 then
    redis.call('DEL', key)
  else
    redis.call('HSET', key, unpack(fields))
    redis.call('PEXPIRE', key, string.format('%d', math.min(math.ceil(owed) + 1000, 1e12)))
  end
end

-- Brings a bucket to now and to its capacity, and makes one where there is none.
local function refill(buckets, at, capacity, now)
  local bucket = buckets[at]
  if not bucket then
    bucket = { used = 0, at = now, capacity = capacity }
    buckets[at] = bucket
  end
  if capacity == 0 then return bucket end
  if bucket.capacity ~= capacity then
    if bucket.capacity > 0 then bucket.used = bucket.used * capacity / bucket.capacity end
    bucket.capacity = capacity
  end
  if now > bucket.at then bucket.used = math.max(0, bucket.used - (now - bucket.at) * capacity / fills[at]) end
  bucket.at = now
  return bucket
end

-- Units left and ms until whole.
local function standing(bucket, at, limit)
  if limit == 0 then return 0, 0 end
  return math.max(0, math.floor(limit - bucket.used + slack)), math.ceil(bucket.used * fills[at] / limit)
end
