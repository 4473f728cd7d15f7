-- Answers to one account that stand in another account's later input: runs of words that the model put out first to one
-- account, that nobody had put in before, and that came in from an account which had not been given them by then; several in
-- one request. What the model had said to many by then is its own phrase.
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
        groupArraySorted(64)((own_at, account)) AS givers
    FROM
    (
        SELECT mark, account, min(ts) AS own_at, argMin(id, (ts, id)) AS own_in
        FROM (SELECT account, id, ts, arrayJoin(output) AS mark FROM interaction)
        WHERE mark IN (SELECT mark FROM taken)
        GROUP BY mark, account
    )
    GROUP BY mark
),
minted AS
(
    SELECT given.mark AS mark, giver, given_in, given_at, givers
    -- A join holds its right side in memory, and what came out and in is less than what came in.
    FROM (SELECT mark, min(ts) AS taken_at FROM taken GROUP BY mark) AS first
    INNER JOIN given ON given.mark = first.mark
    WHERE first.taken_at > given.given_at
),
echo AS
(
    SELECT taken.id AS taken_in, taken.account AS taker, minted.giver AS giver, min(taken.opening) AS opening,
           min(minted.given_in) AS given_in, min(minted.given_at) AS given_at, min(taken.ts) AS taken_at, count() AS marks
    FROM taken
    INNER JOIN minted ON minted.mark = taken.mark
    WHERE taken.ts > minted.given_at
        AND NOT arrayExists(one -> one.2 = taken.account AND one.1 < taken.ts, minted.givers)
        AND arrayCount(one -> one.1 < taken.ts, minted.givers) <= {giversMax:UInt32}
    GROUP BY taken_in, taker, giver
    HAVING marks >= {marksMin:UInt32}
),
event AS
(
    SELECT opening, giver, taker, given_in, min(given_at) AS given_at, min(taken_at) AS taken_at, min(taken_in) AS taken_in
    FROM echo
    GROUP BY opening, giver, taker, given_in
),
taker AS
(
    SELECT given_in, min(given_at) AS first_given, min(taken_at) AS first_taken,
           groupArray((opening, giver, taker, given_at, taken_at, taken_in)) AS events
    FROM event
    GROUP BY given_in, taker
),
answer AS
(
    SELECT given_in, groupArrayArray(events) AS events,
           arraySort(arrayConcat([toFloat64(toUnixTimestamp64Milli(min(first_given)))],
               groupArray(toFloat64(toUnixTimestamp64Milli(first_taken))))) AS joined
    FROM taker
    GROUP BY given_in
)
SELECT
    toString(event.1) AS item,
    [event.2, event.3] AS accounts,
    [toFloat64(toUnixTimestamp64Milli(event.4)), toFloat64(toUnixTimestamp64Milli(event.5))] AS sinces,
    [given_in, event.6] AS records,
    joined
FROM answer ARRAY JOIN events AS event
WHERE event.2 != event.3
ORDER BY records
