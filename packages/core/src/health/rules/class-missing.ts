import type { Rule } from '../rule.ts'
import { count, enumerate } from '../wording.ts'

/** What is never shown is never learnt. */
export const classMissing: Rule = {
  code: 'class-missing',
  find({ profile }) {
    if (!profile) return undefined
    const classes = profile.classes.flatMap((examples, c) => (examples === 0 ? [c] : []))
    if (classes.length === 0) return undefined
    const isOne = classes.length === 1
    return {
      severity: 'alarm',
      problem: `The training data lack ${isOne ? 'class' : 'classes'} ${enumerate(classes)}`,
      evidence: `none of the ${count(profile.examples, 'example')} is of ${isOne ? 'it' : 'them'}, so that the network learns never to answer so`,
      remedy: `add examples, or leave ${isOne ? 'its output neuron' : 'their output neurons'} out`,
      classes,
    }
  },
}
