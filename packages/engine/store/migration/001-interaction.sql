-- What is kept of each interaction: one row, arrays inside, so that a duplicate is one row to drop and an insert is atomic.
-- All UInt64 are keyed hashes; 0 means absent. Hashes that hardly repeat do not compress, so no time is spent on it. The version makes the survivor of two different records with one id the
-- same in whatever order they arrive.
CREATE TABLE interaction
(
    record UInt64 CODEC(NONE),
    id String CODEC(ZSTD(1)),
    ts DateTime64(3, 'UTC') CODEC(LZ4),
    account UInt64 CODEC(LZ4),
    org UInt64 CODEC(LZ4),
    dialect LowCardinality(String),
    model LowCardinality(String),
    status UInt16,
    input_tokens UInt32,
    output_tokens UInt32,
    opening UInt64 CODEC(NONE),
    digest UInt64 CODEC(NONE),
    parent UInt64 CODEC(NONE),
    continued UInt64 CODEC(NONE),
    extended Array(UInt64) CODEC(NONE),
    digest_units UInt32,
    continued_units UInt32,
    depth UInt16,
    system UInt64 CODEC(LZ4),
    toolset UInt64 CODEC(LZ4),
    parameters UInt64 CODEC(LZ4),
    end_user UInt64 CODEC(LZ4),
    minted Array(UInt64) CODEC(NONE),
    presented Array(UInt64) CODEC(NONE),
    skeleton UInt64 CODEC(LZ4),
    segments Array(UInt64) CODEC(NONE),
    environments Array(UInt64) CODEC(NONE),
    prompt_words UInt16,
    answer_words UInt16,
    skeleton_minhash Array(UInt32) CODEC(NONE),
    text_minhash Array(UInt32) CODEC(NONE),
    input Array(UInt32) CODEC(NONE),
    output Array(UInt32) CODEC(NONE),
    reasoning UInt8,
    code UInt8,
    agentic UInt8,
    grading UInt8,
    elicitation UInt8,
    address UInt64 CODEC(LZ4),
    prefix UInt64 CODEC(LZ4),
    ja4 UInt64 CODEC(LZ4),
    headers UInt64 CODEC(LZ4),
    as_type LowCardinality(String),
    country LowCardinality(String),
    version UInt64 DEFAULT cityHash64(ts, account, digest, status, output_tokens, extended)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY record;

-- The ids read by the scan under way, to count what came twice within it. Emptied when a scan begins.
CREATE TABLE arrival
(
    record UInt64 CODEC(NONE)
)
ENGINE = MergeTree
ORDER BY record;

-- The names behind the account hashes.
CREATE TABLE account
(
    account UInt64,
    name String
)
ENGINE = ReplacingMergeTree
ORDER BY account;

-- The account registry. A later scan's line replaces an earlier one; within a scan the survivor does not depend on order.
CREATE TABLE registry
(
    account UInt64,
    name String,
    scan UInt32,
    org UInt64,
    created DateTime64(3, 'UTC'),
    plan LowCardinality(String),
    tier LowCardinality(String),
    email_domain UInt64,
    payment UInt64,
    country LowCardinality(String),
    phone_prefix UInt64,
    signup_address UInt64,
    signup_prefix UInt64,
    referral UInt64,
    reseller UInt8,
    version UInt64 DEFAULT bitShiftLeft(toUInt64(scan), 40) + cityHash64(org, created, plan, tier, email_domain, payment, country, phone_prefix, signup_address, referral, reseller) % 1099511627776
)
ENGINE = ReplacingMergeTree(version)
ORDER BY account;
