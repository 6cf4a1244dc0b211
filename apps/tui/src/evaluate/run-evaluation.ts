import { EXIT } from '../exit-code.ts'
import { checkFit } from '../model/check-fit.ts'
import { loadSplit, type SplitSettings } from '../model/load-split.ts'
import { openModel } from '../model/open-model.ts'
import { columnsOfOutput } from '../terminal/columns.ts'
import { print, printJson } from '../terminal/output.ts'
import { openProgressLine } from '../terminal/progress-line.ts'
import { evaluateDigits, neverPredicted } from './evaluate.ts'
import { evaluationLines } from './evaluation-text.ts'

export interface EvaluateSettings extends SplitSettings {
  readonly json: boolean
}

/** Evaluates a model file, and tells the exit code. @throws UsageError, and what loadMnist throws */
export async function runEvaluation(model: string, settings: EvaluateSettings): Promise<number> {
  const { network } = await openModel(model)
  const examples = await loadSplit(settings)
  checkFit(model, network, examples)
  const line = openProgressLine('Evaluating', examples.length)
  const evaluation = evaluateDigits(network, examples, line.show)
  line.close()
  const { split, json } = settings
  if (!json) {
    await print(evaluationLines(evaluation, columnsOfOutput()))
    return EXIT.done
  }
  const { correct, total, cost, digits } = evaluation
  const report = {
    ...{ model, split, dataHash: examples.hash, correct, total, accuracy: correct / total, cost },
    ...{ neverPredicted: neverPredicted(evaluation), digits },
  }
  await printJson([report])
  return EXIT.done
}
