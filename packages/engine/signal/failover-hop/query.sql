-- Requests that failed on one account and came, identical, from another within the delay. Requests that many accounts
-- send are left out. `rivals`: other accounts' uses of the same request within the hour on either side, by chance
-- candidates for what came next. Whoever tries again on his own account before anybody else does hands nothing over.
WITH shared AS
(
    SELECT digest, uniqExact(account) AS holders FROM interaction
    WHERE digest_units >= {unitsMin:UInt32}
    GROUP BY digest
    HAVING holders BETWEEN 2 AND {holdersMax:UInt32}
),
incident AS
(
    SELECT toStartOfInterval(ts, INTERVAL 10 MINUTE) AS bin FROM interaction
    GROUP BY bin
    HAVING uniqExactIf(account, status >= 500) >= 12 AND countIf(status >= 500) > 0.2 * count()
),
failed AS
(
    SELECT id, account, ts, digest, opening, toStartOfInterval(ts, INTERVAL 10 MINUTE) IN incident AS in_incident
    FROM interaction
    WHERE status IN (403, 408, 409, 429) OR status >= 500
),
candidate AS
(
    SELECT
        failed.id AS failed_id,
        failed.account AS from_account,
        failed.opening AS opening,
        failed.in_incident AS in_incident,
        shared.holders AS holders,
        other.id AS id,
        other.account AS account,
        dateDiff('millisecond', failed.ts, other.ts) AS delay_ms
    FROM failed
    INNER JOIN shared ON shared.digest = failed.digest
    INNER JOIN interaction AS other ON other.digest = failed.digest
    WHERE other.id != failed.id
),
retry AS
(
    SELECT
        failed_id, from_account, opening, in_incident, holders,
        delay_ms BETWEEN 0 AND {delaySecondsMax:UInt32} * 1000 AS follows,
        countIf(account != from_account) OVER (PARTITION BY failed_id) AS uses,
        account AS to_account, id AS retried_id, delay_ms
    FROM candidate
    WHERE abs(delay_ms) <= 3600000
    ORDER BY follows DESC, delay_ms, retried_id
    LIMIT 1 BY failed_id
)
SELECT
    toString(opening) AS item,
    [from_account, to_account] AS accounts,
    [failed_id, retried_id] AS records,
    toFloat64(delay_ms) AS delayMs,
    toUInt32(uses - 1) AS rivals,
    toUInt32(holders) AS holders,
    in_incident = 1 AS inIncident
FROM retry
WHERE follows AND to_account != from_account
ORDER BY item, delayMs, records
