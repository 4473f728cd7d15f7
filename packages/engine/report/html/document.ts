import { createHash } from 'node:crypto'
import { FIGURE_STYLE } from './figure-style.ts'
import { markup, verbatim, type Markup } from './markup.ts'
import { PAGE_STYLE } from './page-style.ts'
import { SORTING_SCRIPT } from './sorting-script.ts'

/**
 * A whole page around a body. Its policy lets nothing be fetched and runs only the style and script that stand in it,
 * known by their hashes: should text from a log ever get past the escaping, the browser still refuses to run it.
 */
export function page(title: string, body: Markup): string {
  const style = PAGE_STYLE + FIGURE_STYLE
  const policy = [
    "default-src 'none'",
    `style-src ${hashSource(style)}`,
    `script-src ${hashSource(SORTING_SCRIPT)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${verbatim(style)}</style>
</head>
<body>
${body}
<script>${verbatim(SORTING_SCRIPT)}</script>
</body>
</html>
`.html
}

function hashSource(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`
}
