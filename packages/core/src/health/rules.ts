import type { Rule } from './rule.ts'
import { classMissing } from './rules/class-missing.ts'
import { classStuck } from './rules/class-stuck.ts'
import { diverged } from './rules/diverged.ts'
import { etaTooHigh } from './rules/eta-too-high.ts'
import { etaTooLow } from './rules/eta-too-low.ts'
import { gradientsVanish } from './rules/gradients-vanish.ts'
import { inputsConstant } from './rules/inputs-constant.ts'
import { inputsTooLarge } from './rules/inputs-too-large.ts'
import { labelsUnrelated } from './rules/labels-unrelated.ts'
import { neuronsIdentical } from './rules/neurons-identical.ts'
import { neuronsStuck } from './rules/neurons-stuck.ts'
import { saturatedStart } from './rules/saturated-start.ts'
import { tooFewExamples } from './rules/too-few-examples.ts'

/** In the order in which they are asked, causes before what follows from them; of equal severity the first is the worst. */
export const RULES: readonly Rule[] = [
  diverged,
  inputsConstant,
  inputsTooLarge,
  neuronsIdentical,
  etaTooHigh,
  saturatedStart,
  gradientsVanish,
  etaTooLow,
  labelsUnrelated,
  tooFewExamples,
  classMissing,
  classStuck,
  neuronsStuck,
]
