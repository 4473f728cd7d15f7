/** A share of 1 in percent with one decimal: `90.8 %`; `–` for none. Joined by a no-break space. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}\u00a0%`
}

/** What the area of a precision-recall curve is shown as: two decimals, `–` for none. */
export function area(value: number | null): string {
  return value === null ? '–' : value.toFixed(2)
}

/** A whole number with its thousands grouped. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A count with its noun: `1 account`, `2 accounts`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}
