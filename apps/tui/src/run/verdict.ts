import type { Finding, Health } from '@gradus/core/health'
import { type Fields, readSpecChange } from '@gradus/core/node'

/** The verdict on a run that is over, by its events alone. */
export interface Verdict {
  /** Whether nothing is wrong with the run; null where it is too early to tell. */
  readonly healthy: boolean | null
  /** One plain sentence: the worst finding, with its remedy, or that all is well. */
  readonly text: string
  /** All that is wrong, the worst first. */
  readonly findings: readonly VerdictFinding[]
}

/** A fault of a run, of a kind that this version knows, or that the record of another one names. */
export interface VerdictFinding extends Omit<Finding, 'code'> {
  /** The kind of fault, for programs that branch on it. */
  readonly code: string
}

/** The verdict that the diagnosis at the end of a run amounts to. */
export function verdictOf({ status, verdict, findings }: Health): Verdict {
  return { healthy: status === 'unknown' ? null : status === 'healthy', text: verdict, findings }
}

/** Reads the verdict in the record of a run. */
export function readVerdict(fields: Fields): Verdict {
  const verdict = {
    healthy: fields.oneOf('healthy', [true, false, null]),
    text: fields.text('text'),
    findings: fields.objects('findings').map(readFinding),
  }
  fields.refuseOthers()
  return verdict
}

function readFinding(fields: Fields): VerdictFinding {
  const finding = {
    code: fields.text('code'),
    severity: fields.oneOf('severity', ['alarm', 'warning', 'note']),
    sentence: fields.text('sentence'),
    evidence: fields.text('evidence'),
    remedy: fields.text('remedy'),
    ...(fields.has('change') && { change: readSpecChange(fields.object('change')) }),
    ...(fields.has('classes') && { classes: fields.counts('classes') }),
    ...(fields.has('layer') && { layer: fields.count('layer') }),
    since: fields.count('since'),
  }
  fields.refuseOthers()
  return finding
}

/** The verdict in lines: all that is wrong, the worst first, or that all is well; then what else is to know. */
export function verdictLines({ text, findings }: Verdict): string[] {
  const isWell = findings.every(({ severity }) => severity === 'note')
  return [...(isWell ? [text] : []), ...findings.map(told)]
}

const WORDS: Readonly<Record<VerdictFinding['severity'], string>> = {
  alarm: 'Alarm',
  warning: 'Warning',
  note: 'Note',
}

/** A finding on a line: an alarm says that training fails, a warning that it could do better; a note informs. */
export function told({ severity, sentence }: VerdictFinding): string {
  return `${WORDS[severity]}: ${sentence}`
}
