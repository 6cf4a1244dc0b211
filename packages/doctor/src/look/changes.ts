import type { Spec } from '@gradus/core'
import type { SpecChange } from '@gradus/core/health'
import { type Change, etaChange, hiddenChange } from '../change.ts'
import type { Question } from '../question.ts'

/** Inputs with a mean of 0 and a standard deviation of 1, or pixels up to 1. The data have to be made anew. */
export const STANDARDISED: Change = {
  name: 'standardised inputs',
  question: 'inputs',
  fields: {},
  data: { inputs: 'standardised' },
  flags: undefined,
}

/** The same with the medians of their columns in the place of numbers that are far from all others. */
export const MENDED: Change = {
  name: 'inputs standardised without the numbers that are far from all others',
  question: 'inputs',
  fields: {},
  data: { inputs: 'mended' },
  flags: undefined,
}

/** Smaller mini-batches. */
export function miniBatchChange(miniBatchSize: number): Change {
  return {
    name: `mini-batches of ${miniBatchSize}`,
    question: 'spec',
    fields: { miniBatchSize },
    flags: `--mini-batch-size ${miniBatchSize}`,
  }
}

/** The changes of the Spec that a finding of health advises, one thing each; output and cost go together. */
export function changesOf(spec: Spec, advised: SpecChange, question: Question): Change[] {
  const changes: Change[] = []
  const add = (name: string, fields: Change['fields'], flags: string): void => {
    changes.push({ name, question, fields, flags })
  }
  const { output, cost, initialiser, miniBatchSize, l1, l2, dropout, eta, sizes } = advised
  if (output !== undefined && cost !== undefined)
    add(`a ${output} output and the ${cost} cost`, { output, cost }, `--output ${output} --cost ${cost}`)
  if (initialiser !== undefined)
    add(
      initialiser === 'he' ? "He's weights" : `${initialiser} weights`,
      { initialiser },
      `--initialiser ${initialiser}`,
    )
  if (miniBatchSize !== undefined) changes.push(miniBatchChange(miniBatchSize))
  if (l1 !== undefined) add(`an L1 decay of ${l1}`, { l1 }, `--l1 ${l1}`)
  if (l2 !== undefined) add(`an L2 decay of ${l2}`, { l2 }, `--l2 ${l2}`)
  if (dropout !== undefined) {
    const { hidden, input } = dropout
    add(
      `dropout of ${hidden}${input > 0 ? `, and of ${input} of the inputs` : ''}`,
      { dropout },
      `--dropout ${hidden} --input-dropout ${input}`,
    )
  }
  if (eta !== undefined) changes.push(etaChange(spec, eta))
  if (sizes !== undefined) changes.push(hiddenChange(spec, sizes.slice(1, -1)))
  return changes
}
