-- Conversations that an account goes on with although it had not earned their last answer by then, and another account had
-- or did. Where answers were not logged, the request that earned it stands in for it.
WITH step AS
(
    SELECT account, opening, id, ts, arrayJoin(extended) AS prefix, 0 AS continues FROM interaction
    UNION ALL
    SELECT account, opening, id, ts, digest AS prefix, 0 AS continues FROM interaction
    WHERE empty(extended) AND status < 400 AND digest_units >= {unitsMin:UInt32}
    UNION ALL
    SELECT account, opening, id, ts, arrayJoin([continued, parent]) AS prefix, 1 AS continues FROM interaction
    WHERE continued != 0 AND continued_units >= {unitsMin:UInt32}
),
holding AS
(
    SELECT
        prefix, account,
        min(ts) AS since,
        countIf(continues = 0) > 0 AS earns,
        countIf(continues = 1) > 0 AND (NOT earns OR minIf(ts, continues = 0) > minIf(ts, continues = 1)) AS is_stranger,
        argMinIf(opening, (ts, id), continues = 1) AS continued_opening,
        groupArraySortedIf(1)(id, continues = 0) AS earned_in,
        groupArraySortedIf(2)(id, continues = 1) AS continued_in
    FROM step
    WHERE prefix IN (
        SELECT prefix FROM step WHERE prefix != 0
        GROUP BY prefix
        HAVING min(account) != max(account) AND min(continues) = 0 AND max(continues) = 1)
    GROUP BY prefix, account
),
hop AS
(
    SELECT
        min(if(is_stranger, continued_opening, 18446744073709551615)) AS item,
        groupArrayIf((account, since, earned_in, continued_in), earns OR is_stranger) AS holders
    FROM holding
    GROUP BY prefix
    HAVING max(earns) = 1 AND max(is_stranger) = 1 AND uniqExactIf(account, earns OR is_stranger) > 1
),
part AS
(
    SELECT
        item, holder.1 AS account, min(holder.2) AS since,
        groupArrayArray(holder.3) AS earned_in, groupArrayArray(holder.4) AS continued_in
    FROM hop ARRAY JOIN holders AS holder
    GROUP BY item, account
)
SELECT
    toString(item) AS item,
    groupArray(account) AS accounts,
    groupArray(toFloat64(toUnixTimestamp64Milli(since))) AS sinces,
    arraySlice(arraySort(groupUniqArrayArray(arrayConcat(earned_in, continued_in))), 1, 4) AS records
FROM part
GROUP BY item
ORDER BY arraySort(sinces), item
-- More between the same accounts adds nothing to what is known of them.
LIMIT 64 BY arraySort(accounts)
