-- Client versions that nearly all accounts with that client have left behind, and the accounts that have not. An account
-- counts by the newest version that it used: who updated once is not frozen.
WITH newest AS
(
    SELECT client_product, account, max(client_version) AS version, count() AS uses
    FROM interaction
    WHERE client_product != 0
    GROUP BY client_product, account
),
ranked AS
(
    SELECT client_product, account, version, uses,
           countIf(1) OVER (PARTITION BY client_product) AS users,
           countIf(1) OVER (PARTITION BY client_product ORDER BY version DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS notOlder
    FROM newest
)
SELECT 'outdated client' AS aspect, toString(cityHash64(client_product, version)) AS value,
       groupArray(account) AS accounts, groupArray(uses) AS uses
FROM ranked
WHERE users >= 20
GROUP BY client_product, version
-- Those with newer ones are all that are not older but themselves.
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32} AND any(notOlder) - length(accounts) >= 0.8 * any(users)
