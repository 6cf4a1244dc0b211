/**
 * Reads digits as people write, print and photograph them, with the served model, and writes the tables of
 * docs/reading.md.
 *
 *     pnpm --filter @gradus/edge readings [--choose | --json]
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { conditionsNow, inWords, writeSection } from '@gradus/testing/benchmarks'
import { FOLDER } from './model-folder.ts'
import { fail, warn } from './output.ts'
import { type Figures, figuresOf, type ModelFigures } from './reading-figures.ts'
import { CHOICE, FINAL, readingSets } from './reading-sets.ts'
import { tablesOf } from './reading-tables.ts'
import { embeddedMnist } from './training-data.ts'

const HELP = `Usage: pnpm --filter @gradus/edge readings [options]

read disturbed, drawn and printed digits and MNIST's test images with model/digits.safetensors, and write the
tables of docs/reading.md (a few minutes)

Options:
  --choose      read the validation parts, from another seed, print the tables and write nothing
  --json        print the figures as JSON and write nothing
  --model FILE  read with the model in this file, and write nothing
  -h, --help    print this help`

/** Digits of a kind of disturbance, and drawings of a style or a variant. */
const COUNTS = { disturbed: 300, drawn: 100 }
/** Figures of the model that was served before, by --json of the program that served it. */
const BEFORE = join(import.meta.dirname, 'readings-before.json')

async function main(isChoice: boolean, isJson: boolean, model: string | undefined): Promise<void> {
  const conditions = conditionsNow()
  const { validation, test } = await embeddedMnist()
  const sources = isChoice ? { ...CHOICE, mnist: validation } : { ...FINAL, mnist: test }
  const bytes = await readFile(model ?? join(FOLDER, 'digits.safetensors'))
  const figures = figuresOf(bytes, readingSets({ ...sources, counts: COUNTS }), tell)
  if (isJson) return console.log(JSON.stringify(figures))
  const before: ModelFigures = JSON.parse(await readFile(BEFORE, 'utf8'))
  const tables = tablesOf(figures, before)
  if (isChoice || model !== undefined) return console.log(tables)
  const text = [
    '## The figures',
    `Written by \`pnpm --filter @gradus/edge readings\`; do not edit.`,
    `${inWords(conditions)}.\nSHA-256 of the model before ${before.sha256}, now ${figures.sha256}.`,
    tables,
  ]
  await writeSection('readings', text.join('\n\n'), 'reading.md')
}

function tell({ name, total, correct, blank, surelyWrong }: Figures): void {
  warn(`${name}: ${correct} of ${total} correct, ${blank} blank, ${surelyWrong} wrong and sure`)
}

try {
  const { values } = parseArgs({
    // npm's users put `--` between a script and its flags; pnpm passes it on.
    args: process.argv.slice(2).filter(arg => arg !== '--'),
    options: {
      choose: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      model: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) console.log(HELP)
  else await main(values.choose, values.json, values.model)
} catch (error) {
  fail(error)
}
