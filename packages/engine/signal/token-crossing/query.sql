-- Tokens of the provider that more than one account was given or showed, by the conversation that showed them. Many
-- tokens of one conversation are one cause, so the opening of the conversation is the item. Which tokens cross is found
-- first and cheaply; only theirs is looked at in full.
WITH seen AS
(
    SELECT account, opening, id, arrayJoin(minted) AS token, 0 AS shown FROM interaction
    UNION ALL
    SELECT account, opening, id, arrayJoin(presented) AS token, 1 AS shown FROM interaction
),
crossing AS
(
    SELECT
        token,
        groupUniqArray(account) AS accounts,
        argMinIf(opening, id, shown = 1) AS opening,
        groupArraySortedIf(2)(id, shown = 1) AS shown_in,
        groupArraySortedIf(1)(id, shown = 0) AS minted_in
    FROM seen
    WHERE token IN (SELECT token FROM seen GROUP BY token HAVING min(account) != max(account) AND max(shown) = 1)
    GROUP BY token
)
SELECT
    toString(opening) AS item,
    arraySort(groupUniqArrayArray(accounts)) AS accounts,
    arraySlice(arraySort(groupUniqArrayArray(arrayConcat(minted_in, shown_in))), 1, 4) AS records
FROM crossing
GROUP BY opening
ORDER BY item
-- More between the same accounts adds nothing to what is known of them.
LIMIT 64 BY accounts
