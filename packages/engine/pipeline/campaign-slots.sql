-- What the pools fill their templates with. A slot is a templated prompt's sketch, so repetitions of a prompt are one slot.
WITH filled AS
(
    SELECT member.campaign AS campaign, cityHash64(text_minhash) AS slot, count() AS uses
    FROM interaction
    INNER JOIN member ON member.account = interaction.account
    INNER JOIN frame ON frame.campaign = member.campaign
    WHERE pooled = 1 AND prompt_words > 0 AND status < 400 AND depth = 1 AND empty(presented)
        AND (hasAny(segments, skeletons) OR has(systems, system))
    GROUP BY campaign, slot
)
SELECT
    campaign,
    toFloat64(count()) AS slots,
    toFloat64(max(uses)) AS slotUsesMax,
    toFloat64(quantileExact(0.5)(uses)) AS slotUsesMedian
FROM filled
GROUP BY campaign
ORDER BY campaign
