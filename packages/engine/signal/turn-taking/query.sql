-- The calls that begin a conversation by filling a template, in the order of time, for each template that several accounts
-- fill, several times each and differently. Sentences that came up together are one template, of which the most used stands
-- for all. Which templates these are is found first, by what is counted cheaply before the rest; only their calls are
-- gathered.
WITH segment AS
(
    SELECT arrayJoin(arrayDistinct(arrayConcat(segments, [system]))) AS value, account, ts, id,
           toUInt32(cityHash64(text_minhash)) AS prompt
    FROM interaction
    WHERE depth = 1 AND empty(presented) AND prompt_words > 0 AND status < 400
),
template AS
(
    SELECT value, count() AS calls, uniqExact(account) AS accounts, min((ts, id)) AS first
    FROM segment
    WHERE value IN (SELECT value FROM segment WHERE value != 0 GROUP BY value HAVING count() >= {callsMin:UInt32})
    GROUP BY value
    HAVING accounts BETWEEN {accountsMin:UInt32} AND {accountsMax:UInt32} AND calls >= {callsMin:UInt32}
        AND calls >= 2 * accounts AND uniq(prompt) >= {fillingsMin:UInt32}
    -- Between two of the same moment their calls decide: hashes of values are others under another secret.
    ORDER BY calls DESC, first, accounts DESC, sum(cityHash64(id)), value
    LIMIT 1 BY first
    LIMIT {templatesMax:UInt32}
)
SELECT value, toFloat64(toUnixTimestamp64Milli(ts)) AS timeMs, account, id
FROM segment
WHERE value IN (SELECT value FROM template)
ORDER BY value, ts, toString(account), id
LIMIT {callsMax:UInt32} BY value
