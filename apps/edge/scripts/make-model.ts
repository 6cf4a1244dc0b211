/**
 * Trains the model from its settings and writes it, bit for bit the same on every machine.
 *
 *     pnpm --filter @gradus/edge model [--check]
 */
import { parseArgs } from 'node:util'
import { buildModel, differences, writeModel } from './model-folder.ts'
import { fail, print, warn } from './output.ts'
import { CHOSEN } from './train.ts'
import { embeddedMnist, loadLibrary } from './training-data.ts'

const HELP = `Usage: pnpm --filter @gradus/edge model [options]

train the model from the settings in scripts/train.ts, and write model/digits.safetensors and digits.sha256

Options:
  --check     write nothing: exit with 1 unless both files have the same content
  -h, --help  print this help`

async function main(isCheck: boolean): Promise<void> {
  const { dataOf } = await loadLibrary(CHOSEN.pictures.strokes)
  const { test } = await embeddedMnist()
  const built = await buildModel(CHOSEN, { ...dataOf(CHOSEN.pictures), test })
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
  print(`SHA-256 ${built.sha256}, ${built.bytes.length} bytes`)
  print(
    `accuracy on validation ${percent(built.accuracy.validation)}, on test ${percent(built.accuracy.test)}`,
  )
  if (!isCheck) return writeModel(built)
  const wrong = await differences(built)
  for (const line of wrong) warn(`error: ${line} Run the command without --check.`)
  if (wrong.length > 0) process.exitCode = 1
  else print('The files in model/ agree.')
}

try {
  const { values } = parseArgs({
    // npm's users put `--` between a script and its flags; pnpm passes it on.
    args: process.argv.slice(2).filter(arg => arg !== '--'),
    options: {
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) console.log(HELP)
  else await main(values.check)
} catch (error) {
  fail(error)
}
