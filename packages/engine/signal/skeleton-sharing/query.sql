-- Segments of prompts, layouts and system prompts that several accounts use. A segment is part of a template when what
-- it comes with changes: a question that many ask word for word is no template, however many ask it. Two sketches of the
-- prompt per account suffice to see that.
WITH segment AS
(
    SELECT arrayJoin(segments) AS value, account, cityHash64(text_minhash) AS prompt FROM interaction
),
framed AS
(
    SELECT value, account, count() AS uses, min(prompt) AS low, max(prompt) AS high
    FROM segment
    WHERE value IN (SELECT value FROM segment GROUP BY value HAVING min(account) != max(account))
    GROUP BY value, account
),
template AS
(
    SELECT value, groupArray(account) AS accounts, groupArray(uses) AS uses,
           length(arrayDistinct(arrayConcat(groupArray(low), groupArray(high)))) AS fillings
    FROM framed
    GROUP BY value
    HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32} AND fillings >= 3 AND 2 * fillings >= length(accounts)
)
SELECT 'prompt skeleton' AS aspect, toString(value) AS value, accounts, uses FROM template
UNION ALL
SELECT 'system prompt' AS aspect, toString(system) AS value, groupArray(account) AS accounts, groupArray(uses) AS uses
FROM (SELECT system, account, count() AS uses FROM interaction WHERE system != 0 GROUP BY system, account)
GROUP BY system
HAVING length(accounts) BETWEEN 2 AND {holdersMax:UInt32}
