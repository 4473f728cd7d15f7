-- Tokens of the provider that more than one account was given or showed, by the conversation that showed them first. Many
-- tokens of one conversation are one cause, so the opening of the conversation is the item. Which tokens cross is found
-- first and cheaply; only theirs is looked at in full.
WITH seen AS
(
    SELECT account, opening, id, ts, arrayJoin(minted) AS token, 0 AS shown FROM interaction
    UNION ALL
    SELECT account, opening, id, ts, arrayJoin(presented) AS token, 1 AS shown FROM interaction
),
crossing AS
(
    SELECT token, account, opening, id, ts, shown FROM seen
    WHERE token IN (SELECT token FROM seen GROUP BY token HAVING min(account) != max(account) AND max(shown) = 1)
),
conversation AS
(
    SELECT token, argMin(opening, (ts, id)) AS item FROM crossing WHERE shown = 1 GROUP BY token
),
part AS
(
    SELECT
        item, crossing.account AS account,
        min(crossing.ts) AS since,
        groupArraySortedIf(2)(crossing.id, shown = 1) AS shown_in,
        groupArraySortedIf(1)(crossing.id, shown = 0) AS minted_in
    FROM crossing INNER JOIN conversation ON conversation.token = crossing.token
    GROUP BY item, account
)
SELECT
    toString(item) AS item,
    groupArray(account) AS accounts,
    groupArray(toFloat64(toUnixTimestamp64Milli(since))) AS sinces,
    arraySlice(arraySort(groupUniqArrayArray(arrayConcat(minted_in, shown_in))), 1, 4) AS records
FROM part
GROUP BY item
ORDER BY arraySort(sinces), item
-- More between the same accounts adds nothing to what is known of them.
LIMIT 64 BY arraySort(accounts)
