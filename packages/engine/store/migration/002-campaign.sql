-- Scratch of a detection: who is in which group, and the templates of each group. Written anew by every detection.
CREATE TABLE member
(
    campaign UInt32,
    account UInt64,
    pooled UInt8
)
ENGINE = MergeTree
ORDER BY account;

CREATE TABLE template
(
    campaign UInt32,
    aspect LowCardinality(String),
    value UInt64
)
ENGINE = MergeTree
ORDER BY campaign;

-- The templates of each group as sets, for tests of prompts against them.
CREATE VIEW frame AS
SELECT
    campaign,
    groupUniqArrayIf(value, aspect = 'prompt skeleton') AS skeletons,
    groupUniqArrayIf(value, aspect = 'system prompt') AS systems
FROM template
GROUP BY campaign;
