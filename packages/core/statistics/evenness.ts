/**
 * How evenly totals are spread over accounts. A relay that balances its load spreads them evenly, cover traffic
 * included; people who know nothing of each other do not: some use much, most little.
 */
import { logGamma } from './log-gamma.ts'
import { sharesOf, type Spread } from './spread.ts'

/**
 * How alike people can be in how much they do: from a few heavy users to a class at one task, whose counts have a
 * standard deviation of a fifth of their mean beyond chance. Whoever accuses has to do so against all of these.
 */
export const peopleConcentrations: readonly number[] = [0.1, 0.3, 1, 3, 10, 30]

/** The concentrations among which {@link fitConcentration} looks. Above, people are as even as a scheduler. */
export const concentrationMin = 1e-3
export const concentrationMax = 1e3

/**
 * The log e-value, in nats, of "one scheduler spreads evenly" (multinomial by exposure) against the null "people, each
 * at a rate of their own" (Dirichlet–multinomial; account i has the parameter concentration × accounts × share i). Its
 * mean is exactly 1 under that null. People more uneven than `concentration` says lower it; people more even raise it,
 * so take the concentration of a reference population, or a larger one. Give {@link beyondFirst} of the counts when
 * accounts are listed because they were used. The total is taken as given; fewer than two accounts answer 0. O(n).
 */
export function evennessEvidence(spread: Spread, concentration: number): number {
  if (spread.counts.length < 2) return 0
  const shares = sharesOf(spread)
  let evenly = 0
  for (const [at, count] of spread.counts.entries()) if (count > 0) evenly += count * Math.log(shares[at]!)
  return evenly - peopleLog(spread.counts, shares, concentration)
}

/**
 * {@link evennessEvidence} against the least favourable of several concentrations: an e-value whichever of them is
 * true (Wasserman, Ramdas and Balakrishnan, Universal inference, 2020). +∞ of no concentrations. O(concentrations × n).
 */
export function evennessEvidenceAgainst(
  spread: Spread,
  concentrations: readonly number[] = peopleConcentrations,
): number {
  return Math.min(...concentrations.map((concentration) => evennessEvidence(spread, concentration)))
}

/** log of the Dirichlet–multinomial probability, without the multinomial coefficient that both hypotheses share. */
function peopleLog(counts: Float64Array, shares: Float64Array, concentration: number): number {
  const whole = concentration * counts.length
  let total = 0
  let log = 0
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at]!
    if (count === 0) continue
    total += count
    log += logGamma(whole * shares[at]! + count) - logGamma(whole * shares[at]!)
  }
  return log - logGamma(whole + total) + logGamma(whole)
}

/**
 * The concentration under which the counts of a reference population are likeliest, within {@link concentrationMin} and
 * {@link concentrationMax}; small where few use most. Needs no totals: as the population grows it is that of gamma
 * rates. Golden section over its logarithm, where the likelihood has one peak; O(60 n).
 */
export function fitConcentration(reference: Spread): number {
  const shares = sharesOf(reference)
  const value = (log: number): number => peopleLog(reference.counts, shares, Math.exp(log))
  return Math.exp(peakOf(value, Math.log(concentrationMin), Math.log(concentrationMax)))
}

/** Where a function with one peak has it (Kiefer, Sequential minimax search for a maximum, 1953). */
function peakOf(value: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [from, to]
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)]
  let [atLeft, atRight] = [value(left), value(right)]
  for (let step = 0; step < 60; step += 1) {
    if (atLeft > atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - golden * (high - low)
      atLeft = value(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + golden * (high - low)
      atRight = value(right)
    }
  }
  return (low + high) / 2
}
