-- Takes a part of one scope's limits for one gateway, or gives back what it did not use.
-- ARGV: clock, gateway, ms that its places live without renewal, then for each of five limits: the limit (-1: none),
-- settled, wanted. For a bucket, `settled` is taken whatever the bucket holds (less than 0 gives back); for places it
-- is how many the gateway keeps. Of `wanted` there is taken what there is.
-- KEYS: the hash of buckets, the hash of places: one field a gateway and limit, "places deadline".
-- Answers for each limit: taken, left, ms until whole.
local now = clock(ARGV[1])
local gateway = ARGV[2]
local leaseMs = tonumber(ARGV[3])
local answer = {}
local buckets = load(KEYS[1])

local function lease(at, limit, settled, wanted)
  local bucket = refill(buckets, at, limit, now)
  bucket.used = math.max(0, bucket.used + settled)
  local taken = math.min(wanted, (standing(bucket, at, limit)))
  bucket.used = bucket.used + taken
  local left, reset = standing(bucket, at, limit)
  return taken, left, reset
end

local function places(at, limit, kept, wanted)
  local others = 0
  local own = at .. ':' .. gateway
  local all = redis.call('HGETALL', KEYS[2])
  for field = 1, #all, 2 do
    local count, deadline = string.match(all[field + 1], '^(%S+) (%S+)$')
    if tonumber(deadline) <= now then
      redis.call('HDEL', KEYS[2], all[field])
    elseif all[field] ~= own and string.sub(all[field], 1, 2) == at .. ':' then
      others = others + tonumber(count)
    end
  end
  local taken = math.max(0, math.min(wanted, limit - others - kept))
  if kept + taken > 0 then
    redis.call('HSET', KEYS[2], own, string.format('%d %.17g', kept + taken, now + leaseMs))
    redis.call('PEXPIRE', KEYS[2], leaseMs)
  else
    redis.call('HDEL', KEYS[2], own)
  end
  return taken, math.max(0, limit - others - kept - taken), 0
end

for at = 1, 5 do
  local first = 4 + (at - 1) * 3
  local limit = tonumber(ARGV[first])
  local taken, left, reset = 0, 0, 0
  if limit >= 0 then
    local act = at <= 3 and lease or places
    taken, left, reset = act(at, limit, tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2]))
  end
  answer[#answer + 1] = taken
  answer[#answer + 1] = left
  answer[#answer + 1] = reset
end
save(KEYS[1], buckets, now)
return answer
