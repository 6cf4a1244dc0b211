import type { Question, Report } from '@gradus/doctor'
import { type Course, courseWith, NOT_BEGUN, trialsText } from '../examination/course.ts'
import type { Diagnosis, ExaminationNews } from '../examination/examine.ts'

/** An examination of the run at hand. */
export interface Examination {
  readonly phase: 'running' | 'stopping' | 'stopped' | 'failed' | 'done'
  readonly course: Course
  /** Seconds from its beginning to the last news. */
  readonly seconds: number
  /** Changes of eta that the run had, which are examined with it. */
  readonly changes: number
  readonly diagnosis: Diagnosis | undefined
  /** Why it failed, as a sentence. */
  readonly problem: string | undefined
}

/** All that happens to an examination. */
export type ExaminationEvent =
  | ExaminationNews
  /** @param changes of eta that the run has so far */
  | { readonly type: 'begun'; readonly changes: number }
  | { readonly type: 'stopping' | 'stopped' }

const BEGUN: Examination = {
  ...{ phase: 'running', course: NOT_BEGUN, seconds: 0, changes: 0 },
  ...{ diagnosis: undefined, problem: undefined },
}

/** The examination after an event. */
export function examinationAfter(before: Examination = BEGUN, event: ExaminationEvent): Examination {
  switch (event.type) {
    case 'begun':
      return { ...BEGUN, changes: event.changes }
    case 'clock':
      return { ...before, seconds: event.seconds }
    case 'phase':
    case 'trial':
      return { ...before, course: courseWith(before.course, event), seconds: event.seconds }
    case 'diagnosis':
      return { ...before, phase: 'done', diagnosis: event }
    case 'failed':
      return { ...before, phase: 'failed', problem: event.message }
    case 'stopping':
    case 'stopped':
      return { ...before, phase: event.type }
  }
}

/** Whether the key begins an examination, or goes on with one. */
export function canBegin(examination: Examination | undefined): boolean {
  return !examination || examination.phase === 'failed' || examination.phase === 'stopped'
}

/** The answers that name a cause, in a few words. */
const CAUSES: Readonly<Record<Question, string>> = {
  start: 'weights begin badly',
  examples: 'too little data',
  epochs: 'too few epochs',
  architecture: 'layers that cannot learn it',
  'eta-too-high': 'eta too high',
  'eta-too-low': 'eta too low',
  labels: 'faulty labels',
  inputs: 'inputs hard to learn from',
  regularisation: 'held back too much',
  spec: 'a faulty Spec',
  parts: 'parts that share examples',
}

/** A diagnosis in a few words. */
function wordOf({ status, causes, answers }: Report): string {
  if (status === 'healthy') return 'healthy'
  const named = causes[0]?.questions[0] ?? answers.find(({ answer }) => answer === 'yes')?.question
  return named === undefined ? 'ill, no cause found' : CAUSES[named]
}

/** A word on an examination for the views of the run. */
export function examinationWord({ phase, course, diagnosis }: Examination): string {
  switch (phase) {
    case 'running':
      return `doctor: ${trialsText(course) ?? 'looks at the run'}`
    case 'done':
      return `doctor: ${diagnosis ? wordOf(diagnosis.report) : 'done'}, press d`
    case 'failed':
      return 'doctor: failed, d tries again'
    case 'stopped':
      return 'doctor: stopped, d goes on'
    case 'stopping':
      return 'doctor: stopping'
  }
}
