-- What accounts were registered with, where several have it. The registry is small beside the logs.
WITH held AS
(
    SELECT account, arrayJoin([
        ('payment instrument', payment), ('sign-up address', signup_address), ('sign-up network', signup_prefix),
        ('referral', referral), ('e-mail domain', email_domain), ('phone prefix', phone_prefix)]) AS pair
    FROM registry FINAL
    WHERE account IN (SELECT account FROM interaction)
)
SELECT pair.1 AS aspect, toUInt64(pair.2) AS value, groupArray(account) AS accounts, arrayMap(a -> toUInt32(1), accounts) AS uses,
       arrayMap(a -> toFloat64(0), accounts) AS sinces, '' AS origin
FROM held
WHERE pair.2 != 0
GROUP BY aspect, pair.2
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32}
