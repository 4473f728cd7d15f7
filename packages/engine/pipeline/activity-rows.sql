-- What some accounts did, the newest rows of each. Each group's own templates decide what is templated, `fills` names the
-- groups whose templates a prompt fills: a prompt begins a
-- conversation, since what follows is talk, and failed requests do not count.
SELECT
    account,
    id,
    toFloat64(toUnixTimestamp64Milli(ts)) AS timeMs,
    status,
    CAST(model AS String) AS model,
    output_tokens AS outputTokens,
    prompt_words AS promptWords,
    answer_words AS answerWords,
    prompt_words > 0 AND status < 400 AND depth = 1 AND empty(presented) AS isPrompt,
    if(isPrompt, arrayDistinct(arrayConcat(
        arrayFilter(plan -> plan > 0, arrayMap(value -> transform(value, {skeletons:Array(UInt64)}, {skeletonPlans:Array(UInt32)}, toUInt32(0)), segments)),
        arrayFilter(plan -> plan > 0, [transform(system, {systems:Array(UInt64)}, {systemPlans:Array(UInt32)}, toUInt32(0))]))), []) AS fills,
    if(prompt_words > 0, cityHash64(text_minhash), toUInt64(0)) AS slot,
    digest,
    opening,
    reasoning,
    code,
    agentic,
    grading,
    elicitation,
    prefix,
    CAST(as_type AS String) AS asType,
    CAST(country AS String) AS country,
    home,
    end_user AS endUser,
    language,
    claimed_language AS claimedLanguage,
    claimed_system AS claimedSystem,
    described_system AS describedSystem,
    text_minhash AS sketch
FROM interaction
WHERE account IN ({accounts:Array(UInt64)}) AND ts < fromUnixTimestamp64Milli({untilMs:Int64}, 'UTC')
ORDER BY ts DESC, account, id
LIMIT {rowsPerAccountMax:UInt32} BY account
