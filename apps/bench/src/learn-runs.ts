import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Examples, Network, Predictor, type Recipe, sgd } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import { type Conditions, conditionsNow } from '@gradus/testing/benchmarks'

const KEPT = join(import.meta.dirname, '..', 'learn.jsonl')
/** Training images whose accuracy is measured after every epoch. */
const SAMPLE = 1000

/** Settings of a run, seed aside. */
export interface Lesson {
  readonly sizes: readonly number[]
  readonly epochs: number
  readonly recipe: Recipe
  /** Training images: all 50,000 by default. */
  readonly images?: number
  /** Folder of IDX files: the embedded MNIST by default. */
  readonly folder?: string
}

/** Measurements of each epoch. */
interface Curves {
  /** Accuracies in %, on the validation data and on the first training images. */
  readonly validation: readonly number[]
  readonly training: readonly number[]
  /** The learning rate at the end of the epoch. */
  readonly eta: readonly number[]
}

/** A run that is done. */
export interface Done extends Conditions {
  readonly row: string
  readonly seed: number
  /**
   * Correct predictions of 10,000, after the last epoch and after the best one on the validation data. Test
   * data are looked at once: of a run that stopped early, for the best epoch alone.
   */
  readonly validation: { readonly last: number; readonly best: number }
  readonly test: { readonly last: number; readonly best: number }
  readonly bestEpoch: number
  /** Classes that the last network predicts for no test image. */
  readonly asleep: readonly number[]
  /** CPU seconds of the process: training and evaluating. */
  readonly seconds: number
  readonly sha256: string
  /** Not in old lines. */
  readonly curves?: Curves
}

/** The runs that are done, in the order in which they were. */
export async function keptRuns(): Promise<Done[]> {
  const lines = await readFile(KEPT, 'utf8').catch(() => '')
  return lines.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line)]))
}

/** Trains what is not yet kept under that name, and keeps it. */
export async function trainRuns(row: string, lesson: Lesson, seeds: readonly number[]): Promise<void> {
  for (const seed of seeds) {
    const isDone = (await keptRuns()).some(run => run.row === row && run.seed === seed)
    if (!isDone) await appendFile(KEPT, `${JSON.stringify(await trained(row, lesson, seed))}\n`)
  }
}

async function trained(row: string, lesson: Lesson, seed: number): Promise<Done> {
  const { sizes, epochs, recipe, images, folder } = lesson
  const data = await loadMnist(folder === undefined ? {} : { dir: folder })
  const examples = data.train.subset(0, images ?? data.train.length)
  const [sample, { validation: validationData, test }] = [data.train.subset(0, SAMPLE), data]
  const conditions = conditionsNow()
  const network = new Network(sizes, { ...recipe, seed })
  const before = process.cpuUsage()
  const curves = { validation: [] as number[], training: [] as number[], eta: [] as number[] }
  const options = { keep: 'best', ...recipe, epochs, validationData } as const
  let last: Tested | undefined
  for await (const event of sgd(network, examples, options)) {
    if (event.type === 'epoch') {
      const { validation = { correct: 0, total: 1 } } = event
      curves.validation.push((100 * validation.correct) / validation.total)
      curves.training.push((100 * countsOf(network, sample).correct) / SAMPLE)
      curves.eta.push(event.eta)
      const share = `${event.epoch + 1} of ${epochs} epochs`
      process.stderr.write(`\r${row}, seed ${seed}: ${share}, ${validation.correct} correct `)
      if (event.epoch === epochs - 1) last = await tested(network, test)
    } else if (event.type === 'finished') {
      const { user, system } = process.cpuUsage(before)
      process.stderr.write('\n')
      const counts = event.history.map(({ validation }) => validation?.correct ?? 0)
      const [bestEpoch, best] = [event.kept ?? counts.length - 1, await tested(network, test)]
      const { correct, asleep, sha256 } = last ?? best
      return {
        ...{ row, seed, ...conditions },
        validation: { last: counts.at(-1) ?? 0, best: counts[bestEpoch] ?? 0 },
        test: { last: correct, best: best.correct },
        ...{ bestEpoch, asleep, seconds: (user + system) / 1e6, sha256, curves },
      }
    }
  }
  throw new Error('The run has no end.')
}

interface Tested {
  readonly correct: number
  readonly asleep: readonly number[]
  readonly sha256: string
}

async function tested(network: Network, test: Examples): Promise<Tested> {
  return { ...countsOf(network, test), sha256: await network.sha256() }
}

function countsOf(network: Network, examples: Examples): Omit<Tested, 'sha256'> {
  const outputs = new Predictor(network).outputsOf(examples)
  const counts = Array.from({ length: examples.outputSize }, () => 0)
  let correct = 0
  for (let i = 0; i < examples.length; i++) {
    const scores = outputs.subarray(i * counts.length, (i + 1) * counts.length)
    const predicted = scores.indexOf(Math.max(...scores))
    counts[predicted] = (counts[predicted] ?? 0) + 1
    if (examples.kind === 'sparse' && predicted === examples.labels[i]) correct++
  }
  return { correct, asleep: counts.flatMap((count, digit) => (count === 0 ? [digit] : [])) }
}
