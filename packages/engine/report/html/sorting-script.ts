/** Makes the heads of `table.sortable` buttons that sort its rows. Without it the tables stay as they were written. */
export const SORTING_SCRIPT = `
const number = (text) => { const value = parseFloat(text.replace(/[^0-9.]/g, '')); return isNaN(value) ? -1 : value }
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells]
  heads.forEach((head, column) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => {
      const isText = head.classList.contains('text')
      const before = head.getAttribute('aria-sort')
      const order = before ? (before === 'ascending' ? 'descending' : 'ascending') : isText ? 'ascending' : 'descending'
      heads.forEach((other) => other.removeAttribute('aria-sort'))
      head.setAttribute('aria-sort', order)
      const sign = order === 'ascending' ? 1 : -1
      const rows = [...table.tBodies[0].rows].map((row) => [row.cells[column].textContent, row])
      rows.sort(([a], [b]) => sign * (isText ? (a < b ? -1 : a > b ? 1 : 0) : number(a) - number(b)))
      table.tBodies[0].append(...rows.map(([, row]) => row))
    })
  })
}
`
