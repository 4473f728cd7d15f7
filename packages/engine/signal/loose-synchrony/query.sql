-- Accounts that use the same rare thing in the same hours, on several days. Only things and hours with few accounts are
-- paired: in a crowd everybody meets somebody, and pairs would be too many.
WITH used AS
(
    SELECT arrayJoin(arrayFilter(x -> x != 0, [skeleton, system, toolset])) AS object, account,
           intDiv(toUnixTimestamp(ts), 3600) AS hour
    FROM interaction
    GROUP BY object, account, hour
),
rare AS
(
    SELECT object, account, hour, count() OVER (PARTITION BY object, account) AS own
    FROM used
    WHERE object IN
    (
        SELECT object FROM (SELECT object, account FROM used GROUP BY object, account)
        GROUP BY object
        HAVING count() BETWEEN 2 AND 100
    )
),
met AS
(
    SELECT object, hour, arraySort(groupArray((account, own))) AS present
    FROM rare
    GROUP BY object, hour
    HAVING length(present) BETWEEN 2 AND 12
),
pair AS
(
    SELECT object, ends.1 AS a, ends.2 AS b, count() AS common, uniqExact(intDiv(hour, 24)) AS days, max(hour) AS last
    FROM (SELECT object, hour, arrayJoin(arrayFlatten(arrayMap(i -> arrayMap(one -> (present[i], one), arraySlice(present, i + 1)),
                                                               arrayEnumerate(present)))) AS ends FROM met)
    GROUP BY object, a, b
    HAVING days >= 3 AND common >= 6 AND common >= 0.5 * (a.2 + b.2 - common)
)
SELECT 'kept schedule' AS aspect, toUInt64(object) AS value, groupArray(account) AS accounts, groupArray(toUInt32(uses)) AS uses,
       -- All of the hours make it, so it is known from the last of them on.
       groupArray(toFloat64(last) * 3600000 + 3600000) AS sinces, '' AS origin
FROM
(
    SELECT object, arrayJoin([a.1, b.1]) AS account, max(common) AS uses, max(last) AS last
    FROM pair
    GROUP BY object, account
)
GROUP BY object
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32}
