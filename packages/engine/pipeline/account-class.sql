-- Per account what it is matched by, and the facts that its registration gives.
WITH used AS
(
    SELECT account, dialect, model, client_product, count() AS uses, uniqState(opening) AS openings, min(ts) AS begun, max(ts) AS ended
    FROM interaction
    WHERE ts < fromUnixTimestamp64Milli({untilMs:Int64}, 'UTC')
    GROUP BY account, dialect, model, client_product
)
SELECT
    toString(seen.account) AS hash,
    seen.dialect AS dialect,
    seen.model AS model,
    toString(seen.client) AS client,
    toFloat64(seen.interactions) AS interactions,
    toFloat64(seen.conversations) AS conversations,
    toFloat64(toUnixTimestamp64Milli(seen.first)) AS firstMs,
    toFloat64(toUnixTimestamp64Milli(seen.last)) AS lastMs,
    toFloat64(toUnixTimestamp64Milli(registry.created)) AS createdMs,
    registry.plan AS plan,
    registry.country AS country,
    toString(registry.payment) AS payment,
    toString(registry.signup_prefix) AS signupPrefix,
    toString(registry.email_domain) AS emailDomain,
    toString(registry.referral) AS referral
FROM
(
    SELECT account, argMax(dialect, (uses, dialect)) AS dialect, argMax(model, (uses, model)) AS model,
           argMax(client_product, (uses, begun)) AS client,
           sum(uses) AS interactions, uniqMerge(openings) AS conversations, min(begun) AS first, max(ended) AS last
    FROM used
    GROUP BY account
) AS seen
LEFT JOIN (SELECT * FROM registry FINAL) AS registry ON registry.account = seen.account
