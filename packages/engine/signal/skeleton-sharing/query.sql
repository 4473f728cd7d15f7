-- Segments of prompts, layouts and system prompts that several accounts use, with the first prompts of each account that
-- hold them: what tells a template from a question (see the signal).
WITH segment AS
(
    SELECT arrayJoin(segments) AS value, account, ts, id, toUInt32(cityHash64(text_minhash)) AS prompt FROM interaction
),
framed AS
(
    SELECT value, account, count() AS uses, min((ts, id)) AS first,
           groupArraySorted(4)((toFloat64(toUnixTimestamp64Milli(ts)), prompt)) AS prompts
    FROM segment
    -- With fewer different prompts it is no template, whenever they came; that most are none is cheaper to find out here.
    WHERE value IN (
        SELECT value FROM segment GROUP BY value
        HAVING min(account) != max(account) AND uniqUpTo(2)(prompt) > 2)
    GROUP BY value, account
)
SELECT 'prompt skeleton' AS aspect, toUInt64(value) AS value, groupArray(account) AS accounts, groupArray(toUInt32(uses)) AS uses,
       groupArray(toFloat64(toUnixTimestamp64Milli(first.1))) AS sinces, min(first).2 AS origin,
       groupArrayArray(prompts.1) AS promptMs, groupArrayArray(prompts.2) AS promptSketches
FROM framed
GROUP BY value
-- Of the first ones, too, for they are what is judged.
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32} AND arrayUniq(promptSketches) >= 3
UNION ALL
SELECT 'system prompt' AS aspect, system AS value, groupArray(account) AS accounts, groupArray(toUInt32(uses)) AS uses,
       groupArray(toFloat64(toUnixTimestamp64Milli(first.1))) AS sinces, min(first).2 AS origin,
       emptyArrayFloat64() AS promptMs, emptyArrayUInt32() AS promptSketches
FROM (SELECT system, account, count() AS uses, min((ts, id)) AS first FROM interaction WHERE system != 0 GROUP BY system, account)
GROUP BY system
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32}
