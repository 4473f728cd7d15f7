-- Answers to one account that stand in another account's later input: runs of words that the model put out first to one
-- account, that nobody had put in before, and that came in from an account which had not been given them by then; several in
-- one request.
WITH taken AS
(
    SELECT account, id, opening, ts, arrayJoin(input) AS mark FROM interaction
),
given AS
(
    SELECT
        mark,
        argMin(account, (own_at, own_in)) AS giver,
        argMin(own_in, (own_at, own_in)) AS given_in,
        min(own_at) AS given_at,
        groupArray((account, own_at)) AS givers
    FROM
    (
        SELECT mark, account, min(ts) AS own_at, argMin(id, (ts, id)) AS own_in
        FROM (SELECT account, id, ts, arrayJoin(output) AS mark FROM interaction)
        WHERE mark IN (SELECT mark FROM taken)
        GROUP BY mark, account
    )
    GROUP BY mark
    HAVING length(givers) <= {giversMax:UInt32}
),
minted AS
(
    SELECT given.mark AS mark, giver, given_in, given_at, givers
    FROM given
    INNER JOIN (SELECT mark, min(ts) AS taken_at FROM taken GROUP BY mark) AS first ON first.mark = given.mark
    WHERE first.taken_at > given.given_at
),
echo AS
(
    SELECT taken.id AS taken_in, taken.account AS taker, minted.giver AS giver, min(taken.opening) AS opening,
           min(minted.given_in) AS given_in, count() AS marks
    FROM taken
    INNER JOIN minted ON minted.mark = taken.mark
    WHERE taken.ts > minted.given_at AND NOT arrayExists(one -> one.1 = taken.account AND one.2 < taken.ts, minted.givers)
    GROUP BY taken_in, taker, giver
    HAVING marks >= {marksMin:UInt32}
)
SELECT
    toString(opening) AS item,
    [giver, taker] AS accounts,
    [min(given_in), min(taken_in)] AS records,
    toUInt32(uniqExact(taker) OVER (PARTITION BY given_in) + 1) AS holders
FROM echo
GROUP BY opening, giver, taker, given_in
ORDER BY records
