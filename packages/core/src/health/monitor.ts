import type { StartedEvent } from '../training/events.ts'
import type { DataProfile } from './data-profile.ts'
import type { Finding, FindingCode, Health, HealthEvent } from './health.ts'
import { Observations } from './observations.ts'
import type { Onset, Rule, Symptom } from './rule.ts'
import { classStuck } from './rules/classes.ts'
import { inputsConstant, inputsTooLarge } from './rules/data.ts'
import { diverged, etaTooHigh, etaTooLow, miniBatchTooLarge } from './rules/eta.ts'
import { testDiffers, tooFewExamples } from './rules/gaps.ts'
import {
  gradientsVanish,
  neuronsDead,
  neuronsIdentical,
  neuronsStuck,
  saturatedStart,
} from './rules/hidden-layers.ts'
import { inputsIgnored } from './rules/ignored.ts'
import { outputsCollapsed } from './rules/outputs.ts'
import { overfitting } from './rules/overfitting.ts'
import { decayTooStrong, dropoutTooHigh } from './rules/regularisation.ts'
import { classesUnbalanced, classMissing, classUnused } from './rules/shares.ts'
import { targetsUnreachable } from './rules/targets.ts'
import { isHealthy, verdictOf } from './verdict.ts'

/** All rules, causes before their consequences; of equal severity the first is the worst. */
export const RULES: readonly Rule[] = [
  diverged,
  inputsConstant,
  targetsUnreachable,
  inputsTooLarge,
  miniBatchTooLarge,
  neuronsIdentical,
  decayTooStrong,
  dropoutTooHigh,
  etaTooHigh,
  saturatedStart,
  gradientsVanish,
  etaTooLow,
  inputsIgnored,
  neuronsDead,
  outputsCollapsed,
  testDiffers,
  overfitting,
  tooFewExamples,
  classMissing,
  classesUnbalanced,
  classStuck,
  neuronsStuck,
  classUnused,
]

/** The worst first. */
const SEVERITIES: readonly Finding['severity'][] = ['alarm', 'warning', 'note']

/**
 * Diagnoses a run from its events alone.
 * @example
 * ```ts
 * import { denseExamples, Network, sgd } from '@gradus/core'
 * import { HealthMonitor, profileOf } from '@gradus/core/health'
 *
 * const numbers = Array.from({ length: 100 }, (_, i) => i)
 * const examples = denseExamples(numbers.map(i => [[i * 1000], [i % 2]]))
 * const monitor = new HealthMonitor(profileOf(examples))
 * const options = { epochs: 5, miniBatchSize: 10, eta: 3, statistics: true }
 * const network = new Network([1, 3, 1], { seed: 0 })
 * for await (const event of sgd(network, examples, options)) {
 *   if (event.type !== 'checkpoint') monitor.see(event)
 * }
 * console.log(monitor.health.findings.map(({ code }) => code)) // prints [ 'inputs-too-large' ]
 * ```
 */
export class HealthMonitor {
  readonly #profile: DataProfile | undefined
  readonly #classes: readonly string[] | undefined
  #observed: Observations | undefined
  #onsets = new Map<FindingCode, Onset>()
  #health: Health = { status: 'unknown', verdict: verdictOf(undefined), findings: [] }
  #ended: readonly string[] = []

  /**
   * @param profile of the training data; without it the rules about data are silent
   * @param classes names of the classes in sentences, one an output; without them their numbers
   */
  constructor(profile?: DataProfile, classes?: readonly string[]) {
    this.#profile = profile
    this.#classes = classes
  }

  /** Takes the next event of a run; a `started` event begins anew. */
  see(event: HealthEvent): void {
    this.#ended = []
    if (event.type === 'started') this.#begin(event)
    else if (event.type === 'progress') return
    else this.#observed?.record(event)
    if (this.#observed) this.#diagnose(this.#observed)
  }

  /** The diagnosis as of the last event; the same object as long as nothing can have changed. */
  get health(): Health {
    return this.#health
  }

  /**
   * Findings that the last event has ended, in plain words: "class 3 is predicted again since epoch 20". One
   * that is a consequence of a worse one by now has not ended.
   */
  get ended(): readonly string[] {
    return this.#ended
  }

  #begin(started: StartedEvent): void {
    const observed = new Observations(started, this.#profile, this.#classes)
    this.#observed = observed
    this.#onsets = new Map()
    this.#health = { ...this.#health, findings: [] }
    for (const record of started.history) {
      observed.complete(record)
      this.#diagnose(observed)
    }
    observed.epoch = started.epoch
  }

  #diagnose(observed: Observations): void {
    const onsets = new Map<FindingCode, Onset>()
    const explained = new Set<FindingCode>()
    const findings: Finding[] = []
    for (const rule of RULES) {
      if (explained.has(rule.code)) continue
      const onset = this.#onsets.get(rule.code) ?? { epoch: observed.epoch, eta: observed.eta }
      const symptom = rule.find(observed, onset)
      if (!symptom) continue
      onsets.set(rule.code, onset)
      for (const code of symptom.explains ?? []) explained.add(code)
      findings.push(findingOf(rule, symptom, onset))
    }
    this.#ended = endsOf(this.#health.findings, findings, explained, observed)
    this.#onsets = onsets
    const worstFirst = SEVERITIES.flatMap(each => findings.filter(({ severity }) => severity === each))
    const [worst] = worstFirst
    const isWell = worst === undefined || worst.severity === 'note'
    this.#health = {
      status: isWell ? (isHealthy(observed) ? 'healthy' : 'unknown') : worst.severity,
      verdict: isWell ? verdictOf(observed) : worst.sentence,
      findings: worstFirst,
    }
  }
}

/** Words for those of the findings before that are neither made again nor explained. */
function endsOf(
  before: readonly Finding[],
  findings: readonly Finding[],
  explained: ReadonlySet<FindingCode>,
  observed: Observations,
): string[] {
  return before.flatMap(finding => {
    const { code, layer } = finding
    if (explained.has(code) || findings.some(each => each.code === code && each.layer === layer)) return []
    const rule = RULES.find(each => each.code === code)
    return rule ? [`${rule.over(finding, observed)} since epoch ${observed.epoch}`] : []
  })
}

function findingOf({ code }: Rule, symptom: Symptom, onset: Onset): Finding {
  const { problem, explains, ...rest } = symptom
  const sentence = `${problem}: ${rest.evidence}; ${rest.remedy}.`
  return { code, ...rest, sentence, since: onset.epoch }
}
