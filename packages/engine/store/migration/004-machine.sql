-- What tests on groups look at beside the rest: language and hidden characters of the prompt, the machine that headers
-- claim and that prompts describe, the client's version, and how long the answer took. 0 means absent, also for what was
-- imported before.
ALTER TABLE interaction
    ADD COLUMN IF NOT EXISTS language UInt8 AFTER country,
    ADD COLUMN IF NOT EXISTS artefacts Array(UInt64) CODEC(NONE) AFTER language,
    ADD COLUMN IF NOT EXISTS claimed_system UInt8 AFTER artefacts,
    ADD COLUMN IF NOT EXISTS described_system UInt8 AFTER claimed_system,
    ADD COLUMN IF NOT EXISTS home UInt64 CODEC(LZ4) AFTER described_system,
    ADD COLUMN IF NOT EXISTS claimed_language UInt8 AFTER home,
    ADD COLUMN IF NOT EXISTS client_product UInt64 CODEC(LZ4) AFTER claimed_language,
    ADD COLUMN IF NOT EXISTS client_version UInt32 AFTER client_product,
    ADD COLUMN IF NOT EXISTS latency_ms UInt32 AFTER client_version;
