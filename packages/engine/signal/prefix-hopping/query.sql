-- Conversations that an account goes on with although it never earned their last answer, and another account did. Where
-- answers were not logged, the request that earned it stands in for it.
WITH step AS
(
    SELECT account, opening, id, arrayJoin(extended) AS prefix, 0 AS continues FROM interaction
    UNION ALL
    SELECT account, opening, id, digest AS prefix, 0 AS continues FROM interaction
    WHERE empty(extended) AND status < 400 AND digest_units >= {unitsMin:UInt32}
    UNION ALL
    SELECT account, opening, id, arrayJoin([continued, parent]) AS prefix, 1 AS continues FROM interaction
    WHERE continued != 0 AND continued_units >= {unitsMin:UInt32}
),
hop AS
(
    SELECT
        prefix,
        groupUniqArrayIf(account, continues = 0) AS earners,
        arrayFilter(a -> NOT has(earners, a), groupUniqArrayIf(account, continues = 1)) AS strangers,
        minIf(opening, continues = 1) AS opening,
        groupArraySortedIf(1)(id, continues = 0) AS earned_in,
        groupArraySortedIf(2)(id, continues = 1) AS continued_in
    FROM step
    WHERE prefix IN (
        SELECT prefix FROM step WHERE prefix != 0
        GROUP BY prefix
        HAVING min(account) != max(account) AND min(continues) = 0 AND max(continues) = 1)
    GROUP BY prefix
    HAVING notEmpty(earners) AND notEmpty(strangers)
)
SELECT
    toString(opening) AS item,
    arraySort(groupUniqArrayArray(arrayConcat(earners, strangers))) AS accounts,
    arraySlice(arraySort(groupUniqArrayArray(arrayConcat(earned_in, continued_in))), 1, 4) AS records
FROM hop
GROUP BY opening
ORDER BY item
-- More between the same accounts adds nothing to what is known of them.
LIMIT 64 BY accounts
