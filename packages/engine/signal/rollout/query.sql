-- Identical requests that were answered on several accounts one shortly after the other, several times in all: each use with
-- the next one elsewhere. `rivals`: other accounts' uses in the two hours before the second, by chance candidates for it.
WITH used AS
(
    SELECT digest, account, count() AS uses, min(ts) AS since FROM interaction
    WHERE digest_units >= {unitsMin:UInt32} AND status < 400
    GROUP BY digest, account
),
shared AS
(
    SELECT digest, arraySort(groupArray(toFloat64(toUnixTimestamp64Milli(since)))) AS joined FROM used
    GROUP BY digest
    HAVING length(joined) BETWEEN 2 AND {holdersMax:UInt32} AND sum(uses) >= {usesMin:UInt32}
),
use AS
(
    SELECT digest, joined, interaction.account AS account, opening, ts, id,
           toFloat64(toUnixTimestamp64Milli(ts)) AS at
    FROM interaction INNER JOIN shared ON shared.digest = interaction.digest
    WHERE status < 400
),
step AS
(
    SELECT
        digest, joined, opening, account AS to_account, id AS to_id, at AS to_at,
        lagInFrame(account) OVER uses AS from_account,
        lagInFrame(id) OVER uses AS from_id,
        lagInFrame(at) OVER uses AS from_at,
        groupArray((at, account)) OVER (PARTITION BY digest ORDER BY ts, id ROWS BETWEEN 100 PRECEDING AND 1 PRECEDING) AS before
    FROM use
    WINDOW uses AS (PARTITION BY digest ORDER BY ts, id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
)
SELECT
    toString(opening) AS item,
    [from_account, to_account] AS accounts,
    [from_at, to_at] AS sinces,
    [from_id, to_id] AS records,
    to_at - from_at AS delayMs,
    toUInt32(greatest(1, arrayCount(one -> one.2 != from_account AND one.2 != to_account AND one.1 > to_at - 7200000, before)) - 1) AS rivals,
    joined
FROM step
WHERE from_id != '' AND to_account != from_account AND delayMs <= {delaySecondsMax:UInt32} * 1000
ORDER BY to_at, records
-- More between the same accounts adds nothing to what is known of them.
LIMIT 64 BY arraySort(accounts)
