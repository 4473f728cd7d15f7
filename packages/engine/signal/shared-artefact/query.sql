-- Hidden characters in words that several accounts send.
SELECT 'hidden character' AS aspect, toUInt64(value) AS value, groupArray(account) AS accounts, groupArray(toUInt32(uses)) AS uses,
       groupArray(toFloat64(toUnixTimestamp64Milli(first.1))) AS sinces, min(first).2 AS origin
FROM
(
    SELECT arrayJoin(artefacts) AS value, account, count() AS uses, min((ts, id)) AS first
    FROM interaction
    GROUP BY value, account
)
GROUP BY value
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32}
