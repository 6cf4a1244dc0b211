import { resolve } from 'node:path'
import { completeSpec, RECIPES, type Spec } from '@gradus/core'
import type { Cure, Report } from '@gradus/doctor'
import { formatAugment, formatEtaChanges } from '../arguments.ts'
import { FLAGS, sizesFor, type TrainSettings } from '../run/settings.ts'
import { calledAs, quoted, shortPath } from '../terminal/printable.ts'

/** The origin of a run: its settings, and the options that were given, by commander's names. */
export interface Origin {
  readonly run: TrainSettings
  readonly given: ReadonlySet<string>
}

/**
 * The command that trains a run with a change, as a POSIX shell takes it: the file or the recipe that it began with,
 * its data, and flags for all in which its Spec is another, and for the change.
 * @param spec of the run with the change. @param before its Spec without the change
 */
export function trainCommand(spec: Spec, before: Spec, { run, given }: Origin): string {
  const { base, recipe } = run
  const words = [
    ...(base ? [flagOf(FLAGS.spec), shortPath(base.file)] : []),
    ...(recipe && !base ? [flagOf(FLAGS.recipe), recipe.name] : []),
    ...dataWords(run, given),
    ...specWords(spec, [withoutFlags(spec, run), before]),
  ]
  return `${calledAs()} train ${words.map(quoted).join(' ')}`
}

/** The command that trains a cure; undefined where data have to be made anew. */
export function cureCommand(
  { flags, fields, epochs, seed }: Cure,
  { spec }: Pick<Report, 'spec'>,
  origin: Origin,
): string | undefined {
  if (flags === undefined) return undefined
  return trainCommand(completeSpec({ ...spec, ...fields, epochs, seed }), spec, origin)
}

/** The Spec that the file, or else the recipe, gives without any flag. */
function withoutFlags({ sizes, seed, epochs, data }: Spec, { base, recipe }: TrainSettings): Spec {
  if (base) return base.spec
  const [inputs = 1, outputs = 1] = [sizes[0], sizes.at(-1)]
  const ways = RECIPES[recipe?.name ?? 'textbook']
  return completeSpec({ ...ways, sizes: sizesFor({}, inputs, outputs), seed, epochs, data })
}

/** The name alone of a flag as the help shows it. */
function flagOf(shown: string): string {
  return shown.replace(/ .*/, '')
}

/** The words that say which data, and how they are made. */
function dataWords(run: TrainSettings, given: ReadonlySet<string>): string[] {
  const { GRADUS_DATA } = process.env
  const { data = GRADUS_DATA ? resolve(GRADUS_DATA) : undefined } = run
  const { trainSize, split, imageSize, form, transpose, label, fill, classes, cache } = run
  const word = (shown: string, value: string | undefined): string[] =>
    value === undefined ? [] : [flagOf(shown), value]
  return [
    ...word(FLAGS.data, data && shortPath(data)),
    ...word(FLAGS.trainSize, given.has('trainSize') ? String(trainSize) : undefined),
    ...word(FLAGS.split, split?.shares.join(',')),
    ...word(FLAGS.splitSeed, split?.seed),
    ...word(FLAGS.imageSize, imageSize && `${imageSize.rows}x${imageSize.cols}`),
    ...word(FLAGS.form, form),
    ...(transpose ? [FLAGS.transpose] : []),
    ...word(FLAGS.label, label),
    ...(fill ? [FLAGS.fill] : []),
    ...word(FLAGS.classes, classes?.join(',')),
    ...(cache === false ? [FLAGS.cache] : []),
    ...(given.has('test') ? ['--no-test'] : []),
  ]
}

/** Flags of one part of a Spec. */
type Part = (spec: Spec) => readonly string[]

/** The parts of a Spec but for augmentation, epochs and seed, each as the flags that give it. */
const PARTS: readonly Part[] = [
  ({ sizes }) => ['--hidden', sizes.slice(1, -1).join(',') || 'none'],
  ({ activation }) => ['--activation', activation],
  ({ output }) => ['--output', output],
  ({ cost }) => ['--cost', cost],
  ({ initialiser = 'textbook' }) => ['--initialiser', initialiser],
  ({ optimiser: { name, ...numbers } = { name: 'sgd' } }) => [
    ...['--optimiser', name],
    ...Object.entries(numbers).flatMap(([number, value]) => [`--${number}`, String(value)]),
  ],
  ({ schedule: { name, ...numbers } = { name: 'constant' } }) => [
    ...['--schedule', name],
    ...Object.entries(numbers).flatMap(([number, value]) => [`--schedule-${number}`, String(value)]),
  ],
  ({ l1 = 0 }) => ['--l1', String(l1)],
  ({ l2 = 0 }) => ['--l2', String(l2)],
  ({ dropout }) => ['--dropout', String(dropout?.hidden ?? 0)],
  ({ dropout }) => ['--input-dropout', String(dropout?.input ?? 0)],
  ({ stop }) => (stop ? ['--stop', String(stop.epochs)] : []),
  ({ keep = 'last' }) => ['--keep', keep],
  ({ precision }) => ['--precision', precision],
  ({ miniBatchSize }) => ['--mini-batch-size', String(miniBatchSize)],
  ({ eta }) => ['--eta', String(eta)],
  ({ etaChanges }) => ['--eta-changes', formatEtaChanges(etaChanges)],
]

/** The flags for all in which a Spec differs from any of the others; epochs and seed are always said. */
function specWords(spec: Spec, others: readonly Spec[]): string[] {
  const differing = (part: Part): readonly string[] => {
    const words = part(spec)
    return others.every(other => part(other).join(' ') === words.join(' ')) ? [] : words
  }
  const { augment, epochs, seed } = spec
  return [
    ...PARTS.flatMap(differing),
    ...differing(one => augmentWords(one, augment && others.some(other => other.augment) ? 'none,' : '')),
    ...['--epochs', String(epochs), '--seed', seed],
  ]
}

/** The flag of changes of images. @param first what turns those of a file or a recipe off */
function augmentWords({ augment }: Spec, first: string): readonly string[] {
  return ['--augment', augment ? `${first}${formatAugment(augment)}` : 'none']
}
