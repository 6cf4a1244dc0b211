import { EXIT } from '../exit-code.ts'
import { type OpenedModel, openModel } from '../model/open-model.ts'
import { columnsOfOutput } from '../terminal/columns.ts'
import { print, printJson } from '../terminal/output.ts'
import { inspectNetwork, type NetworkReport } from './inspect.ts'
import { inspectionLines } from './inspection-text.ts'

/** Tells what is in a model or checkpoint file, and the exit code. @throws UsageError */
export async function runInspection(path: string, json: boolean): Promise<number> {
  const opened = await openModel(path)
  const report = await inspectNetwork(opened.network)
  if (json) await printJson([{ file: path, ...reportJson(opened, report) }])
  else await print(inspectionLines(opened, report, columnsOfOutput()))
  return EXIT.done
}

/** All of it but what is long and says nothing: the order of a run's examples, and the fingerprint of its network. */
function reportJson(opened: OpenedModel, { layers, ...report }: NetworkReport): object {
  if (opened.kind === 'model') return { kind: opened.kind, ...report, ...opened.metadata, layers }
  const { order: _, network: __, ...progress } = opened.progress
  return { kind: opened.kind, ...report, progress, layers }
}
