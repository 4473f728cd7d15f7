/** Logarithms of factorials and their kin, by Stirling's series with its error carried along. All logarithms are natural. */

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI)
/** From here on the series below is exact to the last bit. */
const seriesFrom = 16

/**
 * What Stirling's formula lacks: log Γ(x + 1) − ((x + ½) log x − x + ½ log 2π), for any x > 0; absolute error about
 * 1e-16. Below 16 by the recurrence δ(x) = δ(x + 1) + (x + ½) log(1 + 1/x) − 1, which has no cancellation to speak of.
 */
export function stirlingError(x: number): number {
  let error = 0
  let at = x
  for (; at < seriesFrom; at += 1) error += (at + 0.5) * Math.log1p(1 / at) - 1
  const inverse = 1 / (at * at)
  const series = 1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))
  return error + series / at
}

/** log Γ(x) for x > 0; relative error about 1e-15 away from the zeros at 1 and 2, absolute there. NaN for x < 0. */
export function logGamma(x: number): number {
  if (x === 0 || x === Infinity) return Infinity
  return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingError(x)
}

/** log of `total` choose `chosen`, for 0 ≤ chosen ≤ total; −∞ outside. Reals are allowed. */
export function logChoose(total: number, chosen: number): number {
  const rest = total - chosen
  if (chosen < 0 || rest < 0) return -Infinity
  if (chosen === 0 || rest === 0) return 0
  const [few, many] = chosen < rest ? [chosen, rest] : [rest, chosen]
  const entropy = few * Math.log(total / few) - many * Math.log1p(-few / total)
  const error = stirlingError(total) - stirlingError(chosen) - stirlingError(rest)
  return entropy + 0.5 * Math.log(total / (chosen * rest)) - halfLogTwoPi + error
}

/** log Σ exp(logs), without overflow; −∞ of nothing. O(n). */
export function logSum(logs: Iterable<number>): number {
  let largest = -Infinity
  let sum = 0
  for (const log of logs) {
    if (log === -Infinity) continue
    if (log > largest) {
      sum = sum * Math.exp(largest - log) + 1
      largest = log
    } else sum += Math.exp(log - largest)
  }
  return sum === 0 ? -Infinity : largest + Math.log(sum)
}

/** log(1 − exp(log)) for log ≤ 0: the logarithm of the rest of a probability (Mächler, 2012). */
export function logRest(log: number): number {
  return log > -Math.LN2 ? Math.log(-Math.expm1(log)) : Math.log1p(-Math.exp(log))
}
