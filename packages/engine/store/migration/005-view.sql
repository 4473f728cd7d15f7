-- Scratch of a detection where accounts are more than it has room for: how much each has in common with others, in
-- millionths of a nat, a row for each signal that says so, and who is in view. Written anew by every such detection.
CREATE TABLE common
(
    account UInt64,
    micronats UInt64
)
ENGINE = MergeTree
ORDER BY account;

CREATE TABLE in_view
(
    account UInt64
)
ENGINE = MergeTree
ORDER BY account;
