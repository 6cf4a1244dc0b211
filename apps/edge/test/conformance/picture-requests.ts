import { forms } from '../../src/png/testing/pictures.ts'
import { chunksOf, type PngForm, pngFile } from '../../src/png/testing/png-file.ts'
import { type ConformanceRequest, posted } from './request.ts'

/** Numbers a pixel, by the colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** White ink on black that is clear as well, and clear counts as white: there is nothing to see. */
const BLANK = ['grey, 1 bits, tRNS', 'grey, 1 bits, tRNS, interlaced']

/** A slanting stroke of falling strength, 37 x 29, in a form of PNG. */
function strokeIn(form: PngForm): Uint8Array {
  const top = form.palette ? form.palette.length / 3 - 1 : 2 ** form.depth - 1
  const channels = CHANNELS[form.colourType] ?? 1
  const at = (x: number, y: number): number[] => {
    const isInk = Math.abs(x - y / 2 - 12) < 3 && y > 3 && y < 25
    const ink = isInk ? Math.max(1, Math.round((top * (40 - y)) / 40)) : 0
    // The last of two or four is alpha.
    return Array.from({ length: channels }, (_, i) => (i === channels - 1 && channels % 2 === 0 ? top : ink))
  }
  return pngFile(chunksOf({ ...form, width: 37, height: 29, at }))
}

/** POST /predict with every form of PNG. */
export const PICTURE_REQUESTS: readonly ConformanceRequest[] = forms.map(([name, form]) => ({
  ...posted(strokeIn(form), 'image/png'),
  name: `predict: a PNG, ${name}`,
  path: '/predict?input=true',
  status: BLANK.includes(name) ? 422 : 200,
}))
