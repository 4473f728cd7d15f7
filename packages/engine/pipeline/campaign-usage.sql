-- What each group does: volumes, capabilities, how much of it fills the group's own templates, and with what. A slot is
-- a templated prompt's sketch, so repetitions of a prompt are one slot; a request retried after an error counts once.
WITH frame AS
(
    SELECT
        campaign,
        groupUniqArrayIf(value, aspect = 'prompt skeleton') AS skeletons,
        groupUniqArrayIf(value, aspect = 'system prompt') AS systems
    FROM template
    GROUP BY campaign
),
used AS
(
    SELECT
        member.campaign AS campaign,
        interaction.account AS account,
        interaction.ts AS ts,
        output_tokens, reasoning, code, agentic, grading, elicitation,
        prompt_words > 0 AND status < 400 AS is_prompt,
        is_prompt AND (hasAny(segments, skeletons) OR has(systems, system)) AS is_templated,
        if(is_templated, cityHash64(text_minhash), 0) AS slot
    FROM interaction
    INNER JOIN member ON member.account = interaction.account
    LEFT JOIN frame ON frame.campaign = member.campaign
),
slots AS
(
    SELECT campaign, count() AS slots, max(uses) AS slot_uses_max, quantileExact(0.5)(uses) AS slot_uses_median,
           countIf(accounts > 1) AS slots_on_many
    FROM (SELECT campaign, slot, count() AS uses, uniqExact(account) AS accounts FROM used WHERE is_templated GROUP BY campaign, slot)
    GROUP BY campaign
)
SELECT
    used.campaign AS campaign,
    toFloat64(count()) AS interactions,
    toFloat64(sum(output_tokens)) AS outputTokens,
    toFloat64(toUnixTimestamp64Milli(min(ts))) AS firstMs,
    toFloat64(toUnixTimestamp64Milli(max(ts))) AS lastMs,
    toFloat64(countIf(is_prompt)) AS prompts,
    toFloat64(countIf(is_templated)) AS templated,
    toFloat64(uniqExactIf(account, is_templated)) AS templateAccounts,
    toFloat64(any(slots.slots)) AS slots,
    toFloat64(any(slots.slot_uses_max)) AS slotUsesMax,
    toFloat64(any(slots.slot_uses_median)) AS slotUsesMedian,
    toFloat64(any(slots.slots_on_many)) AS slotsOnMany,
    avg(used.reasoning) / 100 AS reasoning,
    avg(used.code) / 100 AS code,
    avg(used.agentic) / 100 AS agentic,
    avg(used.grading) / 100 AS grading,
    toFloat64(countIf(elicitation = 1)) AS eliciting,
    toFloat64(countIf(used.grading > 0)) AS gradingPrompts
FROM used
LEFT JOIN slots ON slots.campaign = used.campaign
GROUP BY used.campaign
ORDER BY campaign
