import type { LayerStatistics, Statistics } from '../../training/statistics.ts'
import type { Course } from '../course.ts'
import { largest } from '../largest.ts'
import type { Rule } from '../rule.ts'
import { count, enumerate, figure } from '../wording.ts'

/** Of the share of predictions that is to be expected. */
const HARDLY = 0.25
/** Mini-batches: before them, a class may just come late. */
const ENOUGH = 4000
/** Examples of a class that it has to be tried on: among fewer, it may be missed by chance. */
const TRIED = 20
/** A class with less than this part of an even share of the training examples is rare. */
const RARE = 0.1
/** Where a neuron is stuck: its mean activation, and the share of the sampled examples for which it is saturated. */
const NEARLY_ZERO = 0.003
const SATURATED = 0.9

/** A class that is hardly ever predicted, though it is among the answers. */
export const classStuck: Rule = {
  code: 'class-stuck',
  find(course, onset) {
    if (course.miniBatches < ENOUGH) return undefined
    const { predictions, answers } = countsOf(course)
    const total = predictions.reduce((sum, times) => sum + times, 0)
    const classes = predictions.flatMap((times, c) => {
      const occurs = answers[c] ?? 0
      const expected = Math.min(occurs, total * expectedShare(course, c))
      return occurs >= TRIED && times < HARDLY * expected ? [c] : []
    })
    if (classes.length === 0) return undefined
    const { severity, evidence, remedy } = reasonOfRarity(classes, course) ?? reasonInOutputs(classes, course)
    const isOne = classes.length === 1
    return {
      severity,
      problem: `${isOne ? 'Class' : 'Classes'} ${enumerate(classes)} ${isOne ? 'is' : 'are'} hardly ever predicted`,
      evidence: `${listed(classes.map(c => predictions[c] ?? 0))} of ${count(total, 'prediction')} since epoch ${onset.epoch}, ${evidence}`,
      remedy,
      classes,
    }
  },
}

type Counts = Pick<Statistics, 'predictions' | 'answers'>

/** How often each class was predicted after the last epoch, and how often it was the answer; where nothing is evaluated, in the recent samples. */
function countsOf({ evaluation, started, statistics, outputSize }: Course): Counts {
  if (evaluation) return { predictions: evaluation.predictions, answers: started.answers ?? [] }
  const sums = (countsIn: (sample: Counts) => readonly number[]) =>
    Array.from({ length: outputSize }, (_, c) =>
      statistics.reduce((times, sample) => times + (countsIn(sample)[c] ?? 0), 0),
    )
  return { predictions: sums(sample => sample.predictions), answers: sums(sample => sample.answers) }
}

/** An even share, or that of the training examples where it is less: the data may have few of the class. */
function expectedShare({ profile, outputSize }: Course, c: number): number {
  const share = profile ? (profile.classes[c] ?? 0) / profile.examples : 1
  return Math.min(share, 1 / outputSize)
}

interface Reason {
  readonly severity: 'alarm' | 'warning'
  readonly evidence: string
  readonly remedy: string
}

function reasonOfRarity(classes: readonly number[], { profile, outputSize }: Course): Reason | undefined {
  if (!profile) return undefined
  const shown = classes.map(c => profile.classes[c] ?? 0)
  if (largest(shown) >= (RARE * profile.examples) / outputSize) return undefined
  return {
    severity: 'alarm',
    evidence: `for only ${listed(shown)} of ${count(profile.examples, 'training example')} are of ${classes.length === 1 ? 'it' : 'them'}`,
    remedy: 'add examples, or repeat those that there are',
  }
}

function reasonInOutputs(classes: readonly number[], { layers, started }: Course): Reason {
  const output = layers.at(-1)
  const stuck = output ? classes.filter(c => isStuck(output, c)) : []
  const hasHidden = started.sizes.length > 2
  const isOne = classes.length === 1
  if (!output || stuck.length === 0) {
    const activations = listed(
      classes.map(c => output?.neuronActivations[c] ?? 0),
      figure,
    )
    const evidence = isOne
      ? `its output neuron is not stuck, with a mean activation of ${activations}`
      : `their output neurons are not stuck, with mean activations of ${activations}`
    return {
      severity: output ? 'warning' : 'alarm',
      evidence: output ? `though ${evidence}` : 'as the last complete epoch has it',
      remedy: `wait, or try ${hasHidden ? 'more hidden neurons' : 'a hidden layer'}`,
    }
  }
  return {
    severity: 'alarm',
    evidence:
      `for the sums over ${started.sizes.at(-2)} ${hasHidden ? 'hidden neurons' : 'inputs'} pushed ${isOne ? 'its output neuron to a mean activation' : 'their output neurons to mean activations'} ` +
      `a of ${listed(
        stuck.map(c => output.neuronActivations[c] ?? 0),
        figure,
      )}, where the slope a (1 - a) lets hardly any gradient back`,
    remedy: `wait, for ${isOne ? 'it' : 'they'} may wake, or begin again with ${hasHidden ? 'fewer hidden neurons, ' : ''}a smaller eta or another seed`,
  }
}

function isStuck({ neuronActivations, neuronSaturated }: LayerStatistics, c: number): boolean {
  return (neuronActivations[c] ?? 0) < NEARLY_ZERO && (neuronSaturated[c] ?? 0) >= SATURATED
}

/** "4 and 3"; of many the largest. */
function listed(values: readonly number[], write: (value: number) => string = String): string {
  const most = largest(values)
  if (values.length > 3 && most > 0) return `at most ${write(most)}`
  return enumerate(values.every(value => value === most) ? [write(most)] : values.map(write))
}
