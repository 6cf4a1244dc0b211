import type { Examples, Spec, StartedEvent } from '@gradus/core'
import {
  type DataProfile,
  type Finding,
  type FindingCode,
  type HealthEvent,
  HealthMonitor,
} from '@gradus/core/health'
import type { Change } from '../change.ts'
import type { Question } from '../question.ts'
import type { Sighting } from '../sighting.ts'
import type { TrialFinding } from '../trial.ts'
import { changesOf, STANDARDISED } from './changes.ts'
import type { FirstEvents } from './start.ts'

/** The question that findings bear on, by their codes. */
type Questions = Readonly<Partial<Record<FindingCode, Question>>>

/** Questions of the findings that health makes before a run has trained, and those that are faults in themselves. */
const BEFORE: Questions = {
  'inputs-constant': 'inputs',
  'targets-unreachable': 'labels',
  'inputs-too-large': 'inputs',
  'mini-batch-too-large': 'spec',
  'decay-too-strong': 'regularisation',
  'dropout-too-high': 'regularisation',
  'class-missing': 'labels',
  'class-unused': 'labels',
}
const FAULTS: readonly FindingCode[] = [
  'inputs-constant',
  'targets-unreachable',
  'decay-too-strong',
  'class-missing',
]

/** Questions of the findings on a network whose cost is that of its first weights: no more than notes. */
const AT_FIRST: Questions = {
  'neurons-identical': 'start',
  'saturated-start': 'start',
  'gradients-vanish': 'architecture',
  'neurons-dead': 'start',
  'decay-too-strong': 'regularisation',
}

/**
 * Questions of the findings on a network that was trained, whose changes are suspects. Left out are those that a look
 * makes as well, and those on overfitting and the length of a run, which have experiments of their own.
 */
const TRAINED = new Map<string, Question>([
  ['eta-too-high', 'eta-too-high'],
  ['eta-too-low', 'eta-too-low'],
  ['neurons-identical', 'start'],
  ['saturated-start', 'start'],
  ['gradients-vanish', 'architecture'],
  ['inputs-ignored', 'start'],
  ['neurons-dead', 'start'],
  ['outputs-collapsed', 'eta-too-high'],
  ['neurons-stuck', 'start'],
  ['class-stuck', 'start'],
])

/** The changes that the findings on a trained network advise, the worst finding's first. */
export function advisedChanges(spec: Spec, findings: readonly TrialFinding[]): Change[] {
  return findings.flatMap(({ code, change }) => {
    const question = TRAINED.get(code)
    return question && change ? changesOf(spec, change, question) : []
  })
}

/** The run as health is told of it. */
export interface HealthSubject {
  readonly spec: Spec
  readonly profile: DataProfile
  /** Examples of each class on which it is tried: validation and test data together. */
  readonly answers: readonly number[]
  readonly classes?: readonly string[] | undefined
  readonly kind: Examples['kind']
}

/** The findings of health before anything is trained, as sightings. */
export function sightHealth(subject: HealthSubject, first: FirstEvents | undefined): Sighting[] {
  const { spec, profile, answers, classes } = subject
  const started: StartedEvent = {
    ...{ type: 'started', engine: 'reference', epoch: 0, position: 0, elapsedSeconds: 0, history: [] },
    ...{ spec, eta: spec.eta, answers },
  }
  const findingsAfter = (events: readonly HealthEvent[]): readonly Finding[] => {
    const monitor = new HealthMonitor(profile, classes)
    for (const event of [started, ...events]) monitor.see(event)
    return monitor.health.findings
  }
  const statistics = first ? [{ ...first.statistics, eta: spec.eta }] : []
  const before = findingsAfter(statistics).flatMap(finding => sightingsOf(finding, BEFORE, subject))
  const atFirst = first ? findingsAfter([...statistics, first.epoch]) : []
  const notes = atFirst
    .filter(({ code }) => before.every(one => one.code !== code))
    .flatMap(finding => sightingsOf(finding, AT_FIRST, subject))
  return [...before, ...notes.map(one => ({ ...one, severity: 'note' as const }))]
}

function sightingsOf(finding: Finding, questions: Questions, subject: HealthSubject): Sighting[] {
  const { code, severity, sentence } = finding
  const question = questions[code]
  if (question === undefined) return []
  const isFault = severity === 'alarm' && FAULTS.includes(code)
  return [
    {
      ...{ code, question, severity: isFault ? 'fault' : 'note', sentence },
      figures: figuresOf(code, subject),
      suspects: suspectsOf(finding, question, subject),
    },
  ]
}

function suspectsOf(
  { code, change = {} }: Finding,
  question: Question,
  { spec, kind }: HealthSubject,
): Change[] {
  if (code === 'inputs-too-large' && kind === 'dense') return [STANDARDISED]
  return changesOf(spec, change, question)
}

function figuresOf(code: FindingCode, { spec, profile, answers }: HealthSubject): Sighting['figures'] {
  const { smallest, largest, mean, rms, constantInputs, inputSize, targets } = profile
  switch (code) {
    case 'inputs-constant':
      return { constant: constantInputs, inputs: inputSize }
    case 'inputs-too-large':
      return { smallest, largest, mean, rms }
    case 'targets-unreachable':
      return { ...targets }
    case 'mini-batch-too-large':
      return { miniBatchSize: spec.miniBatchSize, examples: profile.examples }
    case 'decay-too-strong':
      return { eta: spec.eta, l1: spec.l1 ?? 0, l2: spec.l2 ?? 0, examples: profile.examples }
    case 'dropout-too-high':
      return { hidden: spec.dropout?.hidden ?? 0, input: spec.dropout?.input ?? 0 }
    case 'class-missing':
    case 'class-unused': {
      const missing = profile.classes.flatMap((count, label) => (count === 0 ? [label] : []))
      const tried = missing.reduce((sum, label) => sum + (answers[label] ?? 0), 0)
      return { classes: missing.length, tried }
    }
    default:
      return {}
  }
}
