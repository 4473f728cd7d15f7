-- Keeps places for longer, and takes them again where Redis has lost them. A test of writing, too, when given one key.
-- ARGV: clock, ms that a place is held, then one hold for each of KEYS.
local now = clock(ARGV[1])
local holdMs = tonumber(ARGV[2])
for at = 1, #KEYS do
  redis.call('ZADD', KEYS[at], now + holdMs, ARGV[at + 2])
  redis.call('PEXPIRE', KEYS[at], holdMs)
end
return { 1 }
