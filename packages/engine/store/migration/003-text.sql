-- The records themselves, only where the operator asked to keep them.
CREATE TABLE text
(
    record UInt64 CODEC(NONE),
    line String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY record;
