/** Draws digits of the strokes' test part on the built page, in a browser, and tells how many it reads. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { drawing, STYLES, type StrokeDrawing, VARIANTS } from '@gradus/data/strokes'
import { embeddedModel, readServedModel, serve } from '@gradus/edge/node'
import { conditionsNow, inWords, markdownTable, writeSection } from '@gradus/testing/benchmarks'
import type { Page } from 'playwright-core'
import { openBrowser } from '../test/browser.ts'
import { countOf, type Reading, type ReadingCount, readDrawing } from '../test/page-reading.ts'
import { isReady } from '../test/page-visits.ts'
import { print, warn } from './output.ts'

const { INIT_CWD: HERE = process.cwd() } = process.env
/** Readings of another model, made by `page-readings --json --model FILE`. */
const BEFORE = join(import.meta.dirname, 'page-readings-before.json')
/** Drawings of a style, each digit once, and of a variant. */
const DRAWINGS = 10
const TEST = { part: 'test', seed: 0 } as const

type Counts = Readonly<Record<string, ReadingCount>>

interface Readings {
  readonly styles: Counts
  readonly variants: Counts
}

/** The drawings of each name, read one after the other. */
async function countsOf(
  page: Page,
  names: readonly string[],
  drawn: (name: string, index: number) => StrokeDrawing,
) {
  const counts: [string, ReadingCount][] = []
  for (const name of names) {
    const readings: Reading[] = []
    for (let index = 0; index < DRAWINGS; index++) readings.push(await readDrawing(page, drawn(name, index)))
    const count = countOf(readings)
    counts.push([name, count])
    warn(`${name}: ${count.correct} of ${count.all}`)
  }
  return Object.fromEntries(counts)
}

async function readings(file: string | undefined): Promise<Readings> {
  const model =
    file === undefined
      ? await embeddedModel()
      : await readServedModel(new Uint8Array(await readFile(resolve(HERE, file))), { name: 'digits' })
  const server = await serve({ model, hostname: '127.0.0.1', port: 0, environment: {} })
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    await page.goto(server.url)
    await isReady(page)
    const [styles, variants] = [STYLES.map(({ name }) => name), VARIANTS.map(({ name }) => name)]
    return {
      styles: await countsOf(page, styles, (style, index) => drawing({ ...TEST, index, style })),
      variants: await countsOf(page, variants, (variant, index) =>
        drawing({ ...TEST, index, variant, style: 'usual' }),
      ),
    }
  } finally {
    await browser.close()
    await server.close()
  }
}

/** A table of the names: of each the counts before and now. */
function table(what: string, before: Counts, now: Counts): string {
  const columns = ['correct', 'unsure', 'wrongAndSure'] as const
  const head = ['correct before', 'now', 'unsure before', 'now', 'wrong and sure before', 'now']
  const rows = Object.entries(now).map(([name, count]) => {
    const earlier = before[name]
    return [name, ...columns.flatMap(column => [earlier ? `${earlier[column]}` : '', `${count[column]}`])]
  })
  return markdownTable([what, ...head], rows)
}

/** All counts together, in words. */
function totalOf({ styles, variants }: Readings): string {
  const counts = [...Object.values(styles), ...Object.values(variants)]
  const sum = (of: keyof ReadingCount): number => counts.reduce((total, count) => total + count[of], 0)
  const wrong = sum('all') - sum('correct')
  return `${sum('correct')} of ${sum('all')} correct; of the ${wrong} wrong ones ${sum('wrongAndSure')} sure`
}

function section(conditions: string, now: Readings, before: Readings): string {
  return [
    '## Drawn on the page',
    'Written by `pnpm --filter @gradus/edge page-readings`; do not edit.',
    `${conditions}.`,
    `Drawings of the hands of the part test, seed ${TEST.seed}: of each style the ten digits, and of each
variant ${DRAWINGS}, in the usual style. The answer is read once the button is up. It is correct if the
class with the highest score is the digit, whether or not the page calls it unsure, and wrong and sure if
it is another one with a score of at least 0.9. The figures before are those of the model before, on the same
page.`,
    `- Before: ${totalOf(before)}.\n- Now: ${totalOf(now)}.`,
    table('style', before.styles, now.styles),
    table('variant', before.variants, now.variants),
  ].join('\n\n')
}

const { values } = parseArgs({
  options: { model: { type: 'string' }, json: { type: 'boolean' } },
})
const conditions = inWords(conditionsNow())
const now = await readings(values.model)
if (values.json) {
  print(JSON.stringify(now))
} else {
  const text = section(conditions, now, JSON.parse(await readFile(BEFORE, 'utf8')))
  await writeSection('page-readings', text, 'reading.md')
}
