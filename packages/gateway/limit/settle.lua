-- Frees the places of one hold and corrects what was counted.
-- ARGV: clock, tokens more or less than reserved, requests more or less, hold, then five limits a scope. KEYS as in reserve.
local now = clock(ARGV[1])
local tokens = tonumber(ARGV[2])
local requests = tonumber(ARGV[3])
local nextKey = 0

for first = 5, #ARGV, 5 do
  local buckets
  local key
  for at = 1, 3 do
    local limit = tonumber(ARGV[first + at - 1])
    if limit >= 0 then
      if not buckets then
        nextKey = nextKey + 1
        key = KEYS[nextKey]
        buckets = load(key)
      end
      if limit > 0 then
        local bucket = refill(buckets, at, limit, now)
        bucket.used = math.max(0, bucket.used + (at == 1 and requests or tokens))
      end
    end
  end
  if buckets and (tokens ~= 0 or requests ~= 0) then save(key, buckets, now) end
  for at = 4, 5 do
    if tonumber(ARGV[first + at - 1]) >= 0 then
      nextKey = nextKey + 1
      redis.call('ZREM', KEYS[nextKey], ARGV[4])
    end
  end
end
return { 1 }
