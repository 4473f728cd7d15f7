-- Answers to one account that stand in another account's input: runs of words that were put out to a single account
-- and came in from few others, several in one request.
WITH taken AS
(
    SELECT account, id, opening, arrayJoin(input) AS mark FROM interaction
),
given AS
(
    SELECT mark, any(account) AS giver, min(id) AS given_in
    FROM (SELECT account, id, arrayJoin(output) AS mark FROM interaction)
    WHERE mark IN (SELECT mark FROM taken)
    GROUP BY mark
    HAVING min(account) = max(account)
),
echo AS
(
    SELECT taken.id AS taken_in, taken.account AS taker, given.giver AS giver, any(taken.opening) AS opening, min(given.given_in) AS given_in,
           count() AS marks
    FROM taken
    INNER JOIN given ON given.mark = taken.mark
    WHERE taken.account != given.giver
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
ORDER BY item, records
