/**
 * Drawn digits, made from a table of strokes and their usual variants, by seed.
 * @module @gradus/data/strokes
 */

export {
  type DrawingChoice,
  drawing,
  pictureOf,
  type StrokeDrawing,
  type StrokePart,
} from './strokes/drawing.ts'
export type { Place } from './strokes/path.ts'
export { inkStroke } from './strokes/pen.ts'
export { type Range, STYLES, type Style } from './strokes/styles.ts'
export { VARIANTS, type Variant } from './strokes/variants.ts'
