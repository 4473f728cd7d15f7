-- Networks, TLS fingerprints, header tuples, tool sets, environments and parameters that several accounts come with.
WITH used AS
(
    SELECT pair.1 AS aspect, pair.2 AS value, account, count() AS uses, min((ts, id)) AS first
    FROM
    (
        SELECT account, ts, id, arrayJoin(arrayConcat(
            [('address', address), ('address prefix', prefix), ('TLS fingerprint', ja4), ('header tuple', headers),
             ('tool set', toolset), ('parameter tuple', parameters)],
            arrayMap(root -> ('working environment', root), environments))) AS pair
        FROM interaction
    )
    WHERE value != 0
    GROUP BY aspect, value, account
)
SELECT aspect, toUInt64(value) AS value, groupArray(account) AS accounts, groupArray(toUInt32(uses)) AS uses,
       groupArray(toFloat64(toUnixTimestamp64Milli(first.1))) AS sinces, min(first).2 AS origin
FROM used
GROUP BY aspect, value
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32}
