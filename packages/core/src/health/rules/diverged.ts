import { CONSEQUENCES, type Rule } from '../rule.ts'

/** A cost or weight is no longer a finite number. */
export const diverged: Rule = {
  code: 'diverged',
  find({ finished }) {
    if (finished?.reason !== 'diverged') return undefined
    const { epoch, position, eta } = finished
    return {
      severity: 'alarm',
      problem: `The network diverged at eta = ${eta}`,
      evidence: `a weight or cost ceased to be a finite number after example ${position} of epoch ${epoch}`,
      remedy: 'begin again with a smaller eta or smaller inputs',
      explains: CONSEQUENCES,
    }
  },
}
