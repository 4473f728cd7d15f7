-- Client versions that nearly all accounts with that client have left behind, and the accounts that have not. An account
-- counts by the newest version that it used: who updated once is not frozen. It is known from when the last account came
-- to its newest version on, since before that the others had not left it behind.
WITH newest AS
(
    SELECT client_product, account, max(client_version) AS version, count() AS uses,
           argMax(ts, (client_version, -toUnixTimestamp64Milli(ts))) AS since, min((ts, id)) AS first
    FROM interaction
    WHERE client_product != 0
    GROUP BY client_product, account
),
ranked AS
(
    SELECT client_product, account, version, uses, first,
           count() OVER product AS users,
           max(since) OVER product AS settled,
           count() OVER (PARTITION BY client_product ORDER BY version DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS not_older
    FROM newest
    WINDOW product AS (PARTITION BY client_product)
)
SELECT 'outdated client' AS aspect, cityHash64(client_product, version) AS value,
       groupArray(account) AS accounts, groupArray(toUInt32(uses)) AS uses,
       groupArray(toFloat64(toUnixTimestamp64Milli(settled))) AS sinces, min(first).2 AS origin
FROM ranked
WHERE users >= 20
GROUP BY client_product, version
-- Those with newer versions are all that are not older, without themselves.
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32} AND any(not_older) - length(accounts) >= 0.8 * any(users)
