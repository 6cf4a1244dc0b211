import { completeSpec, denseExamples } from '@gradus/core'
import { examine, LocalLab, QUESTIONS, type Report } from '@gradus/doctor'
import { reportLines } from '../src/doctor/report-lines.ts'
import type { Diagnosis } from '../src/examination/examine.ts'

/** The report on a run that tells two halves of a line apart, by so large an eta. */
export function examined(eta: number): Promise<Report> {
  const below = (x: number): [number[], number[]] => [[x], x < 0.5 ? [1, 0] : [0, 1]]
  const halves = (shift: number) =>
    denseExamples(Array.from({ length: 60 }, (_, i) => below((i + shift) / 60)))
  const [train, validation] = [halves(0), halves(0.5)]
  const network = { sizes: [1, 2], seed: '0', epochs: 10, miniBatchSize: 5, eta }
  const spec = completeSpec({ ...network, data: { train: 60, validation: 60 } })
  return examine({ spec, train, validation }, new LocalLab({ train, validation }), { budget: 20_000 })
}

/** The news of a report whose cures have this command. */
export function diagnosisOf(report: Report, command = 'gradus train --eta 3'): Diagnosis {
  return {
    type: 'diagnosis',
    report,
    lines: paper =>
      reportLines({ report, questions: QUESTIONS, commandOf: () => command, seconds: 2 }, paper),
    commands: report.causes.map(() => command),
  }
}
