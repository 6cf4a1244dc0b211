import type { Examples } from '@gradus/core'
import type { DataProfile } from '@gradus/core/health'
import {
  type DataFinding,
  type DataReport,
  type Leak,
  type ReportedData,
  reportOn,
} from '@gradus/data/report'
import { FarNumbers } from '../far-numbers.ts'
import type { Question } from '../question.ts'
import type { Sighting } from '../sighting.ts'
import { counted, percent } from '../words.ts'
import { MENDED, STANDARDISED } from './changes.ts'

/** The data of a run; with names for classes, columns and places, sentences tell of them by name. */
export interface LookedAt extends ReportedData {
  /** Examples to judge by. */
  readonly validation: Examples
}

/** Fewer repeated examples than this may be there by chance, however few examples there are. */
const FEWEST_REPEATED = 5
/** Standard errors beyond which repetitions are more than those that the training data have among themselves. */
const ERRORS = 3

/** Adjectives of the parts, as the report on data has them. */
const ADJECTIVES = { train: 'training', validation: 'validation', test: 'test' } as const

/**
 * Looks at the examples of all parts: repetitions, contradictions, leaks, and, where the wanted outputs are classes,
 * their shares. In a few passes over the data.
 */
export function sightData(data: LookedAt, profile: DataProfile): Sighting[] {
  const report = reportOn(data)
  const areClasses = isOneHot(profile)
  return [
    ...report.leaks.flatMap(leak => leakOf(leak, report, profile)),
    ...(areClasses ? classSightings(report) : []),
    ...(areClasses ? sharesOf(report, data, profile) : []),
    ...duplicatesOf(report),
    ...farOf(data.train),
    ...columnsOf(report),
    ...scaleOf(profile, data.train),
  ]
}

/** Whether each example has one wanted output of 1 among several, and else 0. */
function isOneHot({ outputSize, targets }: DataProfile): boolean {
  const { smallest, largest, smallestSum, largestSum } = targets
  return outputSize > 1 && smallest === 0 && largest === 1 && smallestSum === 1 && largestSum === 1
}

function sighting(
  { code, sentence }: Pick<DataFinding, 'code' | 'sentence'>,
  question: Question,
  isFault: boolean,
  figures: Sighting['figures'],
): Sighting {
  return { code, question, severity: isFault ? 'fault' : 'note', sentence, figures, suspects: [] }
}

/** A leak into the validation or test data is a fault where it is worth more than chance. */
function leakOf({ from, part, count }: Leak, report: DataReport, profile: DataProfile): Sighting[] {
  const start = `The ${ADJECTIVES[from]} data hold ${ADJECTIVES[part]} `
  const finding = report.findings.find(({ code, sentence }) => code === 'leak' && sentence.startsWith(start))
  if (!finding) return []
  const examples = report.parts.find(each => each.part === part)?.examples ?? 1
  const own = report.duplicates.find(each => each.part === from)?.count ?? 0
  // Data of few different inputs repeat themselves: as often as that, an example is found in another part as well.
  const expected = (2 * own * examples) / profile.examples
  const isBeyondChance = count >= FEWEST_REPEATED && count > expected + ERRORS * Math.sqrt(expected)
  const isFault = finding.severity === 'alarm' && isBeyondChance
  return [sighting(finding, 'parts', isFault, { leaked: count, examples, expected })]
}

/** Findings on labels; training data that lack a class are a finding of health, which knows whether it is tried. */
function classSightings({ findings, contradictions, classes, parts }: DataReport): Sighting[] {
  const trained = classes.map(({ examples }) => examples.train ?? 0).filter(count => count > 0)
  const sizes = { smallest: Math.min(...trained), largest: Math.max(...trained) }
  return findings.flatMap((finding): Sighting[] => {
    const { code, severity } = finding
    const isAlarm = severity === 'alarm'
    switch (code) {
      case 'one-class':
        return [sighting(finding, 'labels', isAlarm, { classes: 1 })]
      case 'class-missing':
        return isAlarm ? [] : [sighting(finding, 'labels', false, { classes: finding.classes?.length ?? 0 })]
      case 'class-small':
        return [sighting(finding, 'examples', false, sizes)]
      case 'classes-unbalanced':
        return [sighting(finding, 'labels', false, sizes)]
      case 'contradictions': {
        const { count } = contradictions
        const examples = parts.reduce((sum, part) => sum + part.examples, 0)
        return [sighting(finding, 'labels', isAlarm && count >= FEWEST_REPEATED, { groups: count, examples })]
      }
      default:
        return []
    }
  })
}

/** Part of the examples that has other labels in one part of the data than in the other, beyond chance. */
const OTHER_SHARES = 0.25
/** A class is rare in training where it has at most this part of the examples that it has where it is judged, ... */
const RARE = 1 / 4
/** ... and would have at least so many: of fewer it may be chance. */
const EXPECTED = 10
/** Rare classes have to be this part of the examples that it is judged by, to matter. */
const JUDGED_RARE = 0.02

/** Classes that are rare in training and not where the network is judged: it learns other odds than it is judged by. */
function sharesOf({ classes }: DataReport, { validation }: LookedAt, profile: DataProfile): Sighting[] {
  const shares = classes.map(({ label, examples }) => ({
    label,
    train: (examples.train ?? 0) / profile.examples,
    validation: (examples.validation ?? 0) / validation.length,
  }))
  const differing = shares.reduce((sum, each) => sum + Math.abs(each.train - each.validation), 0) / 2
  const [few, judged] = [Math.min(profile.examples, validation.length), shares.length]
  const rare = shares.filter(
    each =>
      each.train > 0 &&
      each.train <= RARE * each.validation &&
      each.validation * profile.examples >= EXPECTED,
  )
  const judgedRare = rare.reduce((sum, each) => sum + each.validation, 0)
  const isOther = differing >= OTHER_SHARES + Math.sqrt(judged / few)
  if (!isOther && judgedRare < JUDGED_RARE) return []
  const most = shares.reduce((a, b) => (b.validation - b.train > a.validation - a.train ? b : a))
  return [
    {
      ...{ code: 'shares-differ', question: 'labels', severity: 'fault' },
      sentence: `The classes are unbalanced in training and not so where it is judged: ${percent(most.train)} of the training data and ${percent(most.validation)} of the validation data are of class ${most.label}; split the data anew with equal shares, or add training examples of the rare classes.`,
      figures: { differing, rare: rare.length, train: most.train, validation: most.validation },
      suspects: [],
    },
  ]
}

function duplicatesOf({ duplicates, findings, parts }: DataReport): Sighting[] {
  return findings
    .filter(({ code }) => code === 'duplicates')
    .map(finding => {
      const of = duplicates.find(({ part }) =>
        finding.sentence.startsWith(`The ${ADJECTIVES[part]} data repeat`),
      )
      const examples = parts.find(({ part }) => part === of?.part)?.examples ?? 0
      return sighting(finding, of?.part === 'train' ? 'examples' : 'parts', false, {
        repeated: of?.count ?? 0,
        examples,
      })
    })
}

/** Columns of a table with a number far from the others, or always the same one. */
function columnsOf({ findings, inputs }: DataReport): Sighting[] {
  return findings
    .filter(({ code, severity }) => code === 'outlier' || (code === 'inputs-constant' && severity === 'note'))
    .map(finding => sighting(finding, 'inputs', false, { constant: inputs.constant, inputs: inputs.count }))
}

/** Numbers of a table that are far from all others of their columns: they take its scale from the rest. */
function farOf(train: Examples): Sighting[] {
  if (train.kind !== 'dense') return []
  const numbers = new FarNumbers(train).in(train)
  if (numbers.length === 0) return []
  const farthest = numbers.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))
  return [
    {
      ...{ code: 'numbers-far', question: 'inputs', severity: 'note', suspects: [MENDED] },
      sentence: `${counted(numbers.length, 'number')} of the training data ${numbers.length === 1 ? 'is' : 'are'} far from all others of ${numbers.length === 1 ? 'its column' : 'their columns'}, such as ${Number(farthest.toPrecision(3))}; look whether they are wrong entries, or stand for missing values.`,
      figures: { numbers: numbers.length, farthest },
    },
  ]
}

/** Root mean square of inputs below which a layer is little moved by them: standardised ones have 1, MNIST's 0.33. */
const SMALL = 0.1
/** Standard deviations of an input from 0 beyond which it is little more than another bias. */
const OFF_CENTRE = 5

/** Inputs that are tiny, or far from 0 as measured by their spread. Large ones are a finding of health. */
function scaleOf({ rms, smallest, largest }: DataProfile, train: Examples): Sighting[] {
  const range = `they run from ${Number(smallest.toPrecision(2))} to ${Number(largest.toPrecision(2))}`
  const note = { question: 'inputs', severity: 'note', suspects: [STANDARDISED] } as const
  if (rms > 0 && rms < SMALL)
    return [
      {
        ...note,
        code: 'inputs-too-small',
        sentence: `The inputs are small: ${range}, with a root mean square of ${Number(rms.toPrecision(2))}; look whether they are divided twice, or standardise them.`,
        figures: { rms, smallest, largest },
      },
    ]
  const off = train.kind === 'dense' ? offCentre(train.x, train.inputSize) : 0
  if (off === 0) return []
  return [
    {
      ...note,
      code: 'inputs-off-centre',
      sentence: `${off} of ${train.inputSize} inputs lie far from 0: their means are more than ${OFF_CENTRE} times their spreads, so that they act as biases; standardise them.`,
      figures: { inputs: off, smallest, largest },
    },
  ]
}

/** Columns of a row-major table that vary, and whose mean is far from 0. */
function offCentre(x: Float64Array, columns: number): number {
  const rows = x.length / columns
  const [sums, squares] = [new Float64Array(columns), new Float64Array(columns)]
  for (let i = 0; i < rows; i++) for (let k = 0; k < columns; k++) sums[k] += x[i * columns + k] / rows
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < columns; k++) squares[k] += (x[i * columns + k] - sums[k]) ** 2 / rows
  return sums.filter((mean, k) => squares[k] > 0 && Math.abs(mean) > OFF_CENTRE * Math.sqrt(squares[k]))
    .length
}
