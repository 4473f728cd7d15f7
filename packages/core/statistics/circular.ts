/** Whether use has hours of the day. People sleep; machines do not, nor do customers on all continents. */

/** A day's rhythm. */
export interface DailyRhythm {
  readonly calls: number
  /**
   * Amplitude of the first harmonic relative to the mean, without what chance adds: 0 for the same at all hours, 1 for a
   * full cosine, 2 when all is in one hour. At most 2; the estimate is 0 where chance explains all.
   */
  readonly amplitude: number
  /** The hour around which use gathers, in [0, 24); of no meaning where the amplitude is about 0. */
  readonly peakHour: number
  /** log P(as much rhythm), had all hours been equally likely. */
  readonly logP: number
}

/**
 * The first harmonic of the hours of day (in [0, 24), fractions welcome) and the test of Rayleigh. Null: hours are
 * independent and uniform, so give sessions rather than the calls within them. The p-value by Wilkie (Rayleigh test
 * for randomness of circular data, 1983), right to about 1e-3 from ten hours on. Fewer than two answer
 * amplitude 0, log 0.
 * O(n).
 */
export function dailyRhythm(hours: Float64Array): DailyRhythm {
  const calls = hours.length
  if (calls === 0) return { calls, amplitude: 0, peakHour: 0, logP: 0 }
  const { length, angle } = resultant(hours)
  // E(R²) = n + n (n − 1) (amplitude / 2)².
  const square = calls < 2 ? 0 : Math.max(0, (length * length - calls) / (calls * (calls - 1)))
  const root = Math.sqrt(1 + 4 * calls + 4 * (calls * calls - length * length))
  return {
    calls,
    amplitude: 2 * Math.sqrt(square),
    peakHour: ((angle * 12) / Math.PI + 24) % 24,
    logP: calls < 2 ? 0 : Math.min(0, root - (1 + 2 * calls)),
  }
}

/**
 * log of an upper bound of P(as little rhythm), were the amplitude at least `amplitude`, in (0, 2]: small when use is
 * round the clock beyond doubt. Null: independent hours whose first harmonic has at least that amplitude, at whatever
 * hour it peaks. By Hoeffding's inequality on the cosines towards the peak (Probability inequalities for sums of
 * bounded random variables, 1963): conservative. O(n).
 */
export function logRoundTheClock(hours: Float64Array, amplitude: number): number {
  if (hours.length === 0) return 0
  const gap = Math.max(0, amplitude / 2 - resultant(hours).length / hours.length)
  return (-hours.length * gap * gap) / 2
}

function resultant(hours: Float64Array): { length: number; angle: number } {
  let [x, y] = [0, 0]
  for (const hour of hours) {
    x += Math.cos((hour * Math.PI) / 12)
    y += Math.sin((hour * Math.PI) / 12)
  }
  return { length: Math.hypot(x, y), angle: Math.atan2(y, x) }
}
