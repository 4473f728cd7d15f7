/** Sums of logarithms, side by side, that cost a product per term: a logarithm is taken once per some dozen of them. */

/** Below it a product's logarithm is put aside; what a single factor takes away from it is far from underflowing. */
const productMin = 1e-200

/** See the file's header. */
export class LogSums {
  private readonly sums: Float64Array
  private readonly products: Float64Array

  /** So many sums, each 0 at first. */
  constructor(count: number) {
    this.sums = new Float64Array(count)
    this.products = new Float64Array(count).fill(1)
  }

  /** Adds log(`factor`) to a sum; `factor` in (1e-100, 1], or 0, which makes the sum −∞. */
  add(at: number, factor: number): void {
    const product = this.products[at]! * factor
    this.products[at] = product
    if (product < productMin) {
      this.sums[at]! += Math.log(product)
      this.products[at] = 1
    }
  }

  /** The sums from `from` up to `to`, as they are now. O(to − from). */
  slice(from: number, to: number): Float64Array {
    return this.sums.slice(from, to).map((sum, at) => sum + Math.log(this.products[from + at]!))
  }
}
