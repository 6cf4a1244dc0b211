import { argmax, LightPredictor, parseParameters, Sha256 } from '@gradus/core/predict'
import { BlankImageError, isSure, normalise } from '@gradus/data'
import type { GroupName, Reading, ReadingSet } from './reading-sets.ts'

/** Answers to the digits of a set. */
export interface Figures {
  readonly group: GroupName
  readonly name: string
  readonly total: number
  readonly correct: number
  /** Pictures without an answer: nothing stands out from their ground. */
  readonly blank: number
  /** Wrong answers whose score is that of a sure one. */
  readonly surelyWrong: number
}

/** Figures of a model. */
export interface ModelFigures {
  /** SHA-256 of its file. */
  readonly sha256: string
  readonly sets: readonly Figures[]
}

/**
 * Reads the digits of the sets as the predictor does.
 * @param model the model's file. @param tell gets the figures of each set as soon as they are there
 */
export function figuresOf(
  model: Uint8Array,
  sets: readonly ReadingSet[],
  tell: (figures: Figures) => void = () => {},
): ModelFigures {
  const predictor = new LightPredictor(parseParameters(model, 'the model').parameters)
  const measured = sets.map(set => {
    const figures = figuresOfSet(predictor, set)
    tell(figures)
    return figures
  })
  return { sha256: new Sha256().update(model).hex(), sets: measured }
}

function figuresOfSet(predictor: LightPredictor, { group, name, readings }: ReadingSet): Figures {
  let [total, correct, blank, surelyWrong] = [0, 0, 0, 0]
  for (const reading of readings()) {
    total++
    const image = imageOf(reading)
    if (!image) {
      blank++
      continue
    }
    const scores = predictor.outputs(image)
    const answer = argmax(scores)
    if (answer === reading.label) correct++
    else if (isSure(scores[answer] ?? 0)) surelyWrong++
  }
  return { group, name, total, correct, blank, surelyWrong }
}

function imageOf(reading: Reading): Uint8Array | undefined {
  if ('image' in reading) return reading.image
  try {
    return normalise(reading.picture)
  } catch (error) {
    if (error instanceof BlankImageError) return undefined
    throw error
  }
}
