-- Segments of prompts, skeletons and system prompts that several accounts use.
WITH used AS
(
    SELECT 'prompt skeleton' AS aspect, arrayJoin(segments) AS value, account, count() AS uses FROM interaction GROUP BY value, account
    UNION ALL
    SELECT 'prompt layout' AS aspect, skeleton AS value, account, count() AS uses FROM interaction WHERE skeleton != 0 GROUP BY value, account
    UNION ALL
    SELECT 'system prompt' AS aspect, system AS value, account, count() AS uses FROM interaction WHERE system != 0 GROUP BY value, account
)
SELECT aspect, toString(value) AS value, groupArray(account) AS accounts, groupArray(uses) AS uses
FROM used
GROUP BY aspect, value
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32}
