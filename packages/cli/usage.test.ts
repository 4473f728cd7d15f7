// A wrong call is answered with one line that says what is wrong and what would be right, and 2; help fits 80 columns.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logs, stillhunt } from './hunt.fixture.ts'

const wrong: readonly (readonly [words: string, message: RegExp])[] = [
  ['scna', /there is no command "scna"; did you mean scan\?; stillhunt --help lists them/],
  ['help scna', /there is no command "scna"/],
  ['constructor', /there is no command "constructor"/],
  ['scan', /scan needs LOGS: files, globs, directories or - for standard input/],
  ['scan LOG --jsno x', /scan: there is no flag --jsno; did you mean --json\?/],
  ['scan LOG -q', /scan: there is no flag -q; stillhunt scan --help lists the flags/],
  ['scan LOG --json', /scan: --json needs a value/],
  ['scan LOG --json=', /scan: --json needs a value/],
  ['scan LOG --json --html x', /scan: --json needs a value, but --html follows/],
  ['scan LOG --html a --html b', /scan: --html is given twice/],
  ['scan LOG --quiet=yes', /scan: --quiet takes no value, but is given "yes"/],
  ['scan LOG --fail-on harvest', /scan: --fail-on takes extraction, resale, any, not "harvest"/],
  ['scan LOG --keep-text', /scan: --keep-text needs --data DIR/],
  ['scan LOG --json x --html ./x', /scan: --json and --html both write to x/],
  ['scan LOG --json - --html -', /scan: --json and --html both write to -/],
  ['scan LOG --json LOG', /is read and would be written over; choose another file/],
  ['scan - --accounts -', /cannot both be standard input/],
  ['scan LOG --fdr 5', /scan: --fdr takes a share between 0 and 1, as 0.01, not "5"/],
  ['backtest', /backtest needs LOGS: files, globs, directories or - for standard input/],
  ['backtset', /did you mean backtest\?/],
  ['backtest LOG --step', /backtest: --step needs a value/],
  ['backtest LOG --step hourly', /backtest: --step takes a whole number and m, h or d, as 15m, 1h or 1d, not "hourly"/],
  ['backtest LOG --from monday', /backtest: --from takes a date or a time with its zone, .* not "monday"/],
  ['backtest LOG --to 2026-02-30', /backtest: --to .*there is no "2026-02-30"/],
  ['backtest LOG --from 2026-06-02 --to 2026-06-02', /backtest: --from 2026-06-02 is not before --to 2026-06-02/],
  ['backtest LOG --fdr 1', /backtest: --fdr takes a share between 0 and 1/],
  ['backtest LOG --fail-on resle', /backtest: --fail-on takes .*, not "resle"; did you mean resale\?/],
  ['backtest LOG --keep-text', /backtest: there is no flag --keep-text; /],
  ['backtest LOG --html LOG', /backtest: .* is read and would be written over/],
  ['explain', /explain needs a campaign id or an account name/],
  ['explain c-00000000', /explain needs --data DIR/],
  ['explain c-00000000 --data', /explain: --data needs a value/],
  ['bench LOG', /bench needs --labels FILE to score by/],
  ['bench --labels LOG', /bench: --labels needs LOGS beside it/],
  ['bench --accounts LOG', /bench: --accounts needs LOGS beside it/],
  ['bench - --labels LOG', /bench reads logs and registry twice; write standard input to a file first/],
  ['bench LOG --label LOG', /bench: there is no flag --label; did you mean --labels\?/],
  ['bench --json - --svg -', /bench: --json and --svg both write to -/],
  ['bench LOG --labels x --svg LOG', /is read and would be written over/],
  ['bench --json x --html y', /bench: there is no flag --html/],
  ['keys', /keys needs create, list, revoke or rotate; stillhunt keys --help explains them/],
  ['keys lsit', /keys takes create, list, revoke or rotate, not "lsit"; did you mean list\?/],
  ['keys constructor', /not "constructor"/],
  ['keys create', /keys create needs --file FILE, the file of keys/],
  ['keys create --file x', /keys create needs --account NAME, who is billed/],
  ['keys create acct-7 --file x', /keys create takes no name; give the account as --account NAME/],
  ['keys create --file x --acount a', /keys create: there is no flag --acount; did you mean --account\?/],
  [
    'keys create --file x --account a --tokens-per-day many',
    /--tokens-per-day takes a whole number from 0 on, not "many"/,
  ],
  ['keys create --file x --account a --tokens-per-day -1', /--tokens-per-day takes a whole number from 0 on/],
  ['keys create --file x --account a --models a,,b', /--models\[1\] is ""; give a text that is not empty/],
  ['keys create --file x --account a --models a*b', /--models\[0\] has a \* that is not its last character/],
  ['keys create --file x --account a --expires soon', /--expires takes a length of time as 90d; or .* not "soon"/],
  ['keys create --file x --account a --expires 9w', /--expires takes a whole number and m, h or d/],
  [
    'keys create --file x --account a --expires 2001-01-01',
    /--expires 2001-01-01 is over already; give a time to come/,
  ],
  ['keys list x --file x', /keys list takes no name; --account NAME shows/],
  ['keys list --file x --grace 1h', /keys list: there is no flag --grace/],
  ['keys revoke --file x', /keys revoke needs the ID of a key, the key itself, or - to read it/],
  ['keys revoke a b --file x', /keys revoke takes one name, but 2 are given/],
  ['keys rotate a --file x --grace 1', /keys rotate: --grace takes a whole number and m, h or d/],
  ['verdicts', /verdicts needs keygen, sign, show or verify/],
  ['verdicts sing', /not "sing"; did you mean sign\?/],
  ['verdicts keygen', /verdicts keygen needs --key FILE, where the private key goes/],
  ['verdicts keygen x', /verdicts keygen takes no name; give the file as --key FILE/],
  ['verdicts sign', /verdicts sign needs TABLE.json, the table to sign/],
  ['verdicts sign LOG', /verdicts sign needs --key FILE/],
  ['verdicts sign LOG --key k', /verdicts sign needs --out FILE/],
  ['verdicts sign LOG --key k --out LOG', /is the table; give --out another file/],
  ['verdicts show', /verdicts show needs FILE, a signed file or a table/],
  ['verdicts verify LOG', /verdicts verify needs --trust PUB/],
]

test('every wrong call gets one line and 2', async () => {
  for (const [words, message] of wrong) {
    const { status, stdout, stderr } = await stillhunt(words.split(' ').map((word) => (word === 'LOG' ? logs : word)))
    assert.deepEqual([status, stdout], [2, ''], words)
    assert.match(stderr, message)
    assert.match(stderr, /^stillhunt: [^\n]+\n$/, words)
  }
})

test('help is on standard output, within 80 columns, for everything there is', async () => {
  const overview = await stillhunt([])
  assert.deepEqual([overview.status, overview.stderr], [0, ''])
  const commands = [...overview.stdout.matchAll(/^  ([a-z]+)  /gm)].map(([, name]) => name!)
  assert.ok(['scan', 'explain', 'bench'].every((name) => commands.includes(name)))
  const texts = [overview.stdout]
  for (const name of commands) {
    const asked = await stillhunt([name, '--help'])
    assert.deepEqual([asked.status, asked.stderr], [0, ''])
    assert.equal((await stillhunt(['help', name])).stdout, asked.stdout)
    for (const part of ['Usage: stillhunt', 'Options', 'Examples', 'Exit status'])
      assert.ok(asked.stdout.includes(part))
    texts.push(asked.stdout)
  }
  for (const line of texts.join('\n').split('\n')) assert.ok(line.length <= 80, line)
  assert.equal((await stillhunt(['--help'])).stdout, overview.stdout)
  assert.match((await stillhunt(['--version'])).stdout, /^stillhunt \d+\.\d+\.\d+\n$/)
})
