import type { SamplerName } from '@gradus/study'
import type { TrainSettings } from '../run/settings.ts'

/** The flags of studies, as the help shows them. */
export const STUDY_FLAGS = {
  try: '--try <field=values...>',
  space: '--space <file>',
  trials: '--trials <n>',
  budget: '--budget <examples>',
  seed: '--seed <n>',
  seeds: '--seeds <n>',
  networkSeed: '--network-seed <seed>',
  rungs: '--rungs <n>',
  sampler: '--sampler <name>',
  gridSteps: '--grid-steps <n>',
  workers: '--workers <n>',
  queue: '--queue <url>',
  verify: '--verify <share>',
  name: '--name <name>',
} as const

/** The choices of a study, as flags give them; what is left out gets its usual value. */
export interface StudyChoices {
  /** Fields and their values, such as `eta=0.1..10`. */
  readonly try?: readonly string[]
  /** Path of a file with a space. */
  readonly space?: string
  readonly trials?: number
  readonly budget?: number
  /** The seed that the values are drawn from, in decimal digits. */
  readonly seed?: string
  readonly seeds?: number
  readonly rungs?: number
  readonly sampler?: SamplerName
  readonly gridSteps?: number
}

/** Everything that decides a study: its choices, and the run that its trials differ from. */
export interface StudySettings {
  readonly choices: StudyChoices
  /** Settings of a run that has the fixed fields. */
  readonly run: TrainSettings
  /** Options that were given, by commander's names: a field that one of them fixes cannot be tried. */
  readonly given: ReadonlySet<string>
}

/** Choices on how a study is carried out: they change nothing of what comes out. */
export interface Conduct {
  /** Threads of this machine; one a core without it. */
  readonly workers?: number | undefined
  /** Address of the queue that hands trials out, if they are not trained here. */
  readonly queue?: string | undefined
  /** Share of the trials that two workers do, 0 .. 1. */
  readonly verify?: number | undefined
  readonly json: boolean
  /** Lines instead of the screen. */
  readonly plain: boolean
  /** Whether to leave the screen as soon as the study is over. */
  readonly exit: boolean
}

/** The address of a queue, which may be none at all, without user, password and whatever follows a question mark. */
export function shownAddress(url: string): string {
  return url.replace(/^([a-z+]*:)?.*@/is, '$1//').replace(/\?.*$/s, '')
}
