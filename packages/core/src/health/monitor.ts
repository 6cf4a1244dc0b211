import type { StartedEvent } from '../training/events.ts'
import { Course } from './course.ts'
import type { DataProfile } from './data-profile.ts'
import type { Finding, FindingCode, Health, HealthEvent } from './health.ts'
import type { Onset, Rule, Symptom } from './rule.ts'
import { RULES } from './rules.ts'
import { hasLearnt, verdictOf } from './verdict.ts'

/** Says how a run fares, from its events alone. */
export class HealthMonitor {
  readonly #profile: DataProfile | undefined
  #course: Course | undefined
  #onsets = new Map<FindingCode, Onset>()
  #health: Health = { status: 'unknown', verdict: verdictOf(undefined), findings: [] }

  /** @param profile of the training data; without it the rules about data are silent */
  constructor(profile?: DataProfile) {
    this.#profile = profile
  }

  /** Takes the next event of a run; a `started` event begins anew. */
  see(event: HealthEvent): void {
    if (event.type === 'started') this.#begin(event)
    else if (event.type === 'progress' && event.eta === this.#course?.eta) return
    else this.#course?.see(event)
    if (this.#course) this.#diagnose(this.#course)
  }

  /** As of the last event; the same object as long as nothing can have changed. */
  get health(): Health {
    return this.#health
  }

  #begin(started: StartedEvent): void {
    const course = new Course(started, this.#profile)
    this.#course = course
    this.#onsets = new Map()
    for (const record of started.history) {
      course.see({ type: 'epoch', ...record })
      this.#diagnose(course)
    }
    course.epoch = started.epoch
    course.eta = started.eta
  }

  #diagnose(course: Course): void {
    const onsets = new Map<FindingCode, Onset>()
    const explained = new Set<FindingCode>()
    const findings: Finding[] = []
    for (const rule of RULES) {
      if (explained.has(rule.code)) continue
      const onset = this.#onsets.get(rule.code) ?? { epoch: course.epoch, eta: course.eta }
      const symptom = rule.find(course, onset)
      if (!symptom) continue
      onsets.set(rule.code, onset)
      for (const code of symptom.explains ?? []) explained.add(code)
      findings.push(findingOf(rule, symptom, onset))
    }
    this.#onsets = onsets
    const alarms = findings.filter(({ severity }) => severity === 'alarm')
    const worstFirst = [...alarms, ...findings.filter(({ severity }) => severity !== 'alarm')]
    const [worst] = worstFirst
    this.#health = {
      status: worst?.severity ?? (hasLearnt(course) ? 'healthy' : 'unknown'),
      verdict: worst?.sentence ?? verdictOf(course),
      findings: worstFirst,
    }
  }
}

function findingOf({ code }: Rule, symptom: Symptom, onset: Onset): Finding {
  const { problem, explains, ...rest } = symptom
  const sentence = `${problem}: ${rest.evidence}; ${rest.remedy}.`
  return { code, ...rest, sentence, since: onset.epoch }
}
