import type { PartName } from '../part-names.ts'
import type { ClassCount, DataFacts } from './facts.ts'
import type { Leak } from './repeats.ts'
import {
  capital,
  classesNamed,
  count,
  figure,
  listed,
  NOUNS,
  percent,
  placed,
  quoted,
  told,
} from './wording.ts'

/** The kind of a finding, for programs that branch on it. */
export type DataFindingCode =
  | 'one-class'
  | 'class-missing'
  | 'class-small'
  | 'classes-unbalanced'
  | 'leak'
  | 'contradictions'
  | 'duplicates'
  | 'inputs-constant'
  | 'outlier'
  | 'no-test'

/** A fault of data, or a fact to know before training. */
export interface DataFinding {
  /** The kind of fault. */
  readonly code: DataFindingCode
  /** An alarm says that training or its accuracy is worth nothing, a warning that it could be better; a note informs. */
  readonly severity: 'alarm' | 'warning' | 'note'
  /** One plain sentence: the problem, the evidence and the remedy. */
  readonly sentence: string
  /** The figures behind it. */
  readonly evidence: string
  /** A change that helps. */
  readonly remedy: string
  /** The classes concerned, if it is about some. */
  readonly classes?: readonly number[]
}

/** The worst first. */
const SEVERITIES: readonly DataFinding['severity'][] = ['alarm', 'warning', 'note']

/** Examples below which a class teaches next to nothing, and the same as a share of the largest class. */
const FEWEST = 10
const SMALLEST_SHARE = 0.01
/** Ratio of the largest class to the smallest from which on classes are unbalanced. */
const UNBALANCED = 3
/** Share of the judged examples from which on a leak makes their accuracy worthless. */
const WORTHLESS = 0.01
/** Share of the examples from which on repetitions are more than chance, and contradictions harm. */
const MANY = 0.01
/** Share of constant inputs from which on there is little to learn from. */
const MOST_CONSTANT = 0.9
/** Spreads from the mean from which on a number is most likely wrong. */
const FAR = 10

interface Fault extends Omit<DataFinding, 'sentence'> {
  readonly problem: string
}

/** The findings on data, the worst first. */
export function findingsOf(facts: DataFacts): DataFinding[] {
  const faults = [
    ...classFaults(facts),
    ...facts.leaks.flatMap(leak => leakFault(leak, facts)),
    ...contradictionFault(facts),
    ...duplicateFaults(facts),
    ...inputFaults(facts),
    ...testFault(facts),
  ]
  return faults
    .map(({ problem, ...fault }) => ({
      ...fault,
      sentence: `${problem}: ${fault.evidence}; ${fault.remedy}.`,
    }))
    .map(({ code, severity, sentence, ...rest }) => ({ code, severity, sentence, ...rest }))
    .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}

function classFaults({ classes, parts, kind }: DataFacts): Fault[] {
  const trained = (each: ClassCount): number => each.examples.train ?? 0
  if (classes.filter(each => trained(each) > 0).length === 1) {
    const severity = 'alarm'
    const evidence = `all training ${kind} have the same label, so that there is nothing to tell apart`
    const remedy = 'add examples of other classes, or look whether the labels are read as they should be'
    return [{ code: 'one-class', severity, problem: 'There is one class', evidence, remedy }]
  }
  const largest = Math.max(...classes.map(trained))
  const isSmall = (each: ClassCount): boolean =>
    trained(each) > 0 && (trained(each) < FEWEST || trained(each) < SMALLEST_SHARE * largest)
  const rest = classes.filter(each => trained(each) > 0 && !isSmall(each))
  return [
    ...parts.flatMap(({ part }) => missingFault(classes, part, kind)),
    ...smallFault(classes.filter(isSmall), largest, kind),
    ...unbalancedFault(rest, kind),
  ]
}

function missingFault(classes: readonly ClassCount[], part: PartName, kind: string): Fault[] {
  const missing = classes.filter(({ examples }) => examples[part] === 0)
  if (missing.length === 0) return []
  const isTrained = part === 'train'
  const isElsewhere = missing.some(({ examples }) => (examples.validation ?? 0) > 0)
  const harm = isTrained
    ? 'the network learns never to predict what it has not seen'
    : 'nothing tells how well they are predicted'
  return [
    {
      code: 'class-missing',
      severity: isTrained ? 'alarm' : 'warning',
      problem: `The ${NOUNS[part]} data lack ${classesNamed(missing)}`,
      evidence: `none of the ${NOUNS[part]} ${kind} has such a label, and ${harm}`,
      remedy: isTrained
        ? isElsewhere
          ? 'split the data anew by --split 80,10,10, or add examples'
          : 'add examples, or leave the class out'
        : 'add examples, or split the data anew by --split',
      classes: missing.map(each => each.class),
    },
  ]
}

function smallFault(small: readonly ClassCount[], largest: number, kind: string): Fault[] {
  if (small.length === 0) return []
  const sizes = small.map(({ examples }) => examples.train ?? 0)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const counts = least === most ? count(least) : `${count(least)} to ${count(most)}`
  const isOne = small.length === 1
  return [
    {
      code: 'class-small',
      severity: 'warning',
      problem: `${capital(classesNamed(small))} ${isOne ? 'is' : 'are'} small`,
      evidence: `with ${counts} training ${kind}${isOne ? '' : ' each'}, where the largest class has ${count(largest)}, the network hardly learns ${isOne ? 'it' : 'them'}`,
      remedy: `add examples, or leave ${isOne ? 'it' : 'them'} out`,
      classes: small.map(each => each.class),
    },
  ]
}

function unbalancedFault(classes: readonly ClassCount[], kind: string): Fault[] {
  const sorted = classes.toSorted((a, b) => (a.examples.train ?? 0) - (b.examples.train ?? 0))
  const [smallest, largest] = [sorted.at(0), sorted.at(-1)]
  const [few = 0, many = 0] = [smallest?.examples.train, largest?.examples.train]
  if (!smallest || !largest || many < UNBALANCED * few) return []
  const total = classes.reduce((sum, { examples }) => sum + (examples.train ?? 0), 0)
  const blind = `predicting ${quoted(largest)} whatever comes is correct for ${percent(many / total)} of them`
  return [
    {
      code: 'classes-unbalanced',
      severity: 'warning',
      problem: 'The classes are unbalanced',
      evidence: `${quoted(largest)} has ${count(many)} training ${kind} and ${quoted(smallest)} ${count(few)}, so that ${blind}`,
      remedy: 'add examples of the small classes, and look at the recall of each class besides the accuracy',
      classes: [largest.class, smallest.class],
    },
  ]
}

function leakFault(leak: Leak, { parts, kind }: DataFacts): Fault[] {
  if (leak.count === 0) return []
  const { examples = 0 } = parts.find(({ part }) => part === leak.part) ?? {}
  const [from, part] = [NOUNS[leak.from], NOUNS[leak.part]]
  const isTrained = leak.from === 'train'
  return [
    {
      code: 'leak',
      severity: isTrained && leak.count >= WORTHLESS * examples ? 'alarm' : 'warning',
      problem: `The ${from} data hold ${part} ${kind}`,
      evidence: `${count(leak.count)} of the ${count(examples)} ${part} ${kind} ${leak.count === 1 ? 'is' : 'are'} there as well (${told(leak, kind)}), so that the ${part} accuracy flatters`,
      remedy: 'remove them from one of the two',
    },
  ]
}

function contradictionFault({ contradictions, parts, kind }: DataFacts): Fault[] {
  if (contradictions.count === 0) return []
  const total = parts.reduce((sum, { examples }) => sum + examples, 0)
  const isOne = contradictions.count === 1
  return [
    {
      code: 'contradictions',
      severity: contradictions.count >= MANY * total ? 'alarm' : 'warning',
      problem: `The same ${isOne ? 'input has' : 'inputs have'} different labels`,
      evidence: `${count(contradictions.count)} ${isOne ? 'group' : 'groups'} of equal ${kind} (${told(contradictions, kind)}), of which at most one label can be predicted`,
      remedy:
        kind === 'images'
          ? 'correct the labels'
          : 'correct the labels, or add a column that tells them apart',
    },
  ]
}

function duplicateFaults({ duplicates, parts, kind }: DataFacts): Fault[] {
  return duplicates.flatMap((repeats): Fault[] => {
    if (repeats.count === 0) return []
    const { examples = 0 } = parts.find(({ part }) => part === repeats.part) ?? {}
    const part = NOUNS[repeats.part]
    const harm =
      repeats.part === 'train' ? 'which count twice in training' : 'which count twice in the accuracy'
    return [
      {
        code: 'duplicates',
        severity: repeats.count >= MANY * examples ? 'warning' : 'note',
        problem: `The ${part} data repeat ${kind}`,
        evidence: `${count(repeats.count)} of the ${count(examples)} ${repeats.count === 1 ? 'is' : 'are'} the same as an earlier one (${told(repeats, kind)}), ${harm}`,
        remedy: 'remove them, unless they are meant to be there',
      },
    ]
  })
}

function inputFaults({ inputs, kind, columns = [] }: DataFacts): Fault[] {
  const { constant, count: all } = inputs
  const share = constant / all
  const isAll = constant === all
  const faults: Fault[] = []
  if (share >= MOST_CONSTANT) {
    faults.push({
      code: 'inputs-constant',
      severity: isAll ? 'alarm' : 'warning',
      problem: isAll ? 'The inputs are constant' : 'Most inputs are constant',
      evidence: `${count(constant)} of ${count(all)} inputs have the same value in all training ${kind}`,
      remedy: 'look whether the data are read as they should be',
    })
  }
  const still = columns.filter(column => column.spread !== undefined && column.smallest === column.largest)
  if (share < MOST_CONSTANT && still.length > 0) {
    faults.push({
      code: 'inputs-constant',
      severity: 'note',
      problem: `${still.length === 1 ? 'A column is' : 'Columns are'} constant`,
      evidence: `${listed(still.map(({ name }) => `"${name}"`))} ${still.length === 1 ? 'has' : 'have'} the same value in all training rows`,
      remedy: `leave ${still.length === 1 ? 'it' : 'them'} out`,
    })
  }
  for (const { name, mean = 0, spread = 1, smallest = 0, largest = 0, farthest } of columns) {
    const far = largest - mean > mean - smallest ? largest : smallest
    const spreads = Math.abs(far - mean) / spread
    if (spreads < FAR) continue
    faults.push({
      code: 'outlier',
      severity: 'warning',
      problem: `Column "${name}" has a number that is far from the others`,
      evidence: `${figure(far)}${farthest ? ` in ${placed(farthest, kind)}` : ''}, ${Math.round(spreads)} spreads from the mean ${figure(mean)}`,
      remedy: 'look whether it is a wrong entry, or stands for a missing value',
    })
  }
  return faults
}

function testFault({ parts, kind }: DataFacts): Fault[] {
  if (parts.some(({ part }) => part === 'test')) return []
  return [
    {
      code: 'no-test',
      severity: 'note',
      problem: `There are no test ${kind}`,
      evidence: `the parts are ${listed(parts.map(({ part }) => NOUNS[part]))}, and nothing tells how well the network does on data that decided nothing`,
      remedy: 'split the data, such as by --split 80,10,10',
    },
  ]
}
