-- Requests that failed on one account and came, identical, from another within the delay. Requests that many accounts
-- send are left out. `rivals`: other accounts' uses of the same request in the two hours before it came, by chance
-- candidates for it. Whoever tries again on his own account before anybody else does hands nothing over.
WITH failed AS
(
    SELECT id, account, ts, digest, opening FROM interaction
    WHERE status IN (403, 408, 409, 429) OR status >= 500
),
-- Of requests that failed all uses are gathered, of others none: a join holds its right side in memory.
used AS
(
    SELECT digest, account, min(ts) AS since FROM interaction
    WHERE digest_units >= {unitsMin:UInt32} AND digest IN (SELECT digest FROM failed)
    GROUP BY digest, account
),
shared AS
(
    SELECT digest, arraySort(groupArray(toFloat64(toUnixTimestamp64Milli(since)))) AS joined FROM used
    GROUP BY digest
    HAVING length(joined) BETWEEN 2 AND {holdersMax:UInt32}
),
incident AS
(
    SELECT toStartOfInterval(ts, INTERVAL 10 MINUTE) AS bin FROM interaction
    GROUP BY bin
    HAVING uniqExactIf(account, status >= 500) >= 12 AND countIf(status >= 500) > 0.2 * count()
),
candidate AS
(
    SELECT
        failed.id AS failed_id,
        failed.account AS from_account,
        failed.ts AS failed_at,
        failed.opening AS opening,
        toStartOfInterval(failed.ts, INTERVAL 10 MINUTE) IN incident AS in_incident,
        shared.joined AS joined,
        other.id AS id,
        other.account AS account,
        dateDiff('millisecond', failed.ts, other.ts) AS delay_ms
    FROM failed
    INNER JOIN shared ON shared.digest = failed.digest
    INNER JOIN (SELECT id, account, ts, digest FROM interaction WHERE digest IN (SELECT digest FROM shared)) AS other
        ON other.digest = failed.digest
    WHERE other.id != failed.id AND delay_ms BETWEEN -7200000 AND {delaySecondsMax:UInt32} * 1000
),
retry AS
(
    SELECT
        failed_id, from_account, failed_at, opening, in_incident, joined,
        account AS to_account, id AS retried_id, delay_ms,
        countIf(account != from_account) OVER (PARTITION BY failed_id ORDER BY delay_ms, id) AS uses
    FROM candidate
    ORDER BY delay_ms < 0, delay_ms, retried_id
    LIMIT 1 BY failed_id
)
SELECT
    toString(opening) AS item,
    [from_account, to_account] AS accounts,
    [toFloat64(toUnixTimestamp64Milli(failed_at)), toFloat64(toUnixTimestamp64Milli(failed_at)) + delay_ms] AS sinces,
    [failed_id, retried_id] AS records,
    toFloat64(delay_ms) AS delayMs,
    toUInt32(uses - 1) AS rivals,
    joined,
    in_incident = 1 AS inIncident
FROM retry
WHERE delay_ms >= 0 AND to_account != from_account
ORDER BY item, delayMs, records
