-- What each member of each group does: volumes, capabilities, and how many of its prompts fill the group's own templates.
-- A prompt begins a conversation: what follows in it is talk, and everybody talks alike. Failed requests do not count.
WITH used AS
(
    SELECT
        member.campaign AS campaign, interaction.account AS account, ts, output_tokens, reasoning, code, agentic, grading, elicitation,
        prompt_words > 0 AND status < 400 AND depth = 1 AND empty(presented) AS is_prompt,
        is_prompt AND (hasAny(segments, skeletons) OR has(systems, system)) AS is_templated
    FROM interaction
    INNER JOIN member ON member.account = interaction.account
    LEFT JOIN frame ON frame.campaign = member.campaign
)
SELECT
    used.campaign AS campaign,
    toString(used.account) AS account,
    toFloat64(count()) AS interactions,
    toFloat64(sum(output_tokens)) AS outputTokens,
    toFloat64(toUnixTimestamp64Milli(min(ts))) AS firstMs,
    toFloat64(toUnixTimestamp64Milli(max(ts))) AS lastMs,
    toFloat64(countIf(is_prompt)) AS prompts,
    toFloat64(countIf(is_templated)) AS templated,
    toFloat64(sum(used.reasoning)) / 100 AS reasoning,
    toFloat64(sum(used.code)) / 100 AS code,
    toFloat64(sum(used.agentic)) / 100 AS agentic,
    toFloat64(sum(used.grading)) / 100 AS grading,
    toFloat64(countIf(is_prompt AND elicitation = 1)) AS eliciting,
    toFloat64(countIf(is_prompt AND used.grading > 0)) AS gradingPrompts
FROM used
GROUP BY used.campaign, used.account
ORDER BY campaign, account
