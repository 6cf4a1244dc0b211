import { argmax } from '@gradus/core/predict'
import { isSure } from '@gradus/data'
import type { StrokeDrawing } from '@gradus/data/strokes'
import type { Page } from 'playwright-core'
import { drawQuickly } from './draw.ts'
import { scoresOf, twoFrames } from './page-visits.ts'

/** An answer of the page to a drawing. */
export interface Reading {
  readonly label: number
  /** The class with the highest score, whether the page calls it unsure or not. */
  readonly digit: number
  readonly score: number
  /** Whether the page calls it unsure. */
  readonly isUnsure: boolean
}

/** Draws on the page with the mouse, reads its answer once the pen is up, and clears the pad. */
export async function readDrawing(page: Page, drawing: StrokeDrawing): Promise<Reading> {
  await drawQuickly(page, drawing)
  await twoFrames(page)
  const scores = await scoresOf(page)
  const isUnsure = await page.locator('#answer').evaluate(answer => answer.classList.contains('unsure'))
  await page.locator('#clear').click()
  const digit = argmax(scores)
  return { label: drawing.label, digit, score: scores[digit] ?? Number.NaN, isUnsure }
}

/** Readings, counted. */
export interface ReadingCount {
  readonly all: number
  readonly correct: number
  readonly unsure: number
  /** Misclassified, with a score that is sure. */
  readonly wrongAndSure: number
}

export function countOf(readings: readonly Reading[]): ReadingCount {
  const wrong = readings.filter(({ label, digit }) => label !== digit)
  return {
    all: readings.length,
    correct: readings.length - wrong.length,
    unsure: readings.filter(({ isUnsure }) => isUnsure).length,
    wrongAndSure: wrong.filter(({ score }) => isSure(score)).length,
  }
}
