import { formatAugment } from '../../arguments.ts'
import type { ShownEvent } from '../../run/events.ts'
import { placeOf, shortPlaceOf } from '../../terminal/format.ts'
import { greyPicture, type PictureSize, pictureSize, resized } from '../../terminal/pictures/picture.ts'
import { type PictureGrid, pictureGrid, placeCards, sizeOf } from '../../terminal/pictures/picture-grid.ts'
import { cardOf, firstThatFits, lineOf, type Span } from '../../terminal/text.ts'
import { type ClassNames, classNames } from '../class-names.ts'
import type { DashboardState } from '../state.ts'
import type { Panel } from './curves.ts'

/** Pixels of a side at which a digit is read. */
const LEGIBLE = 12
/** Columns of the name of a class. */
const LONGEST_NAME = 12

/**
 * A strip of training images as the network was shown them last.
 * @param isPaired whether each stands below the image that it was before
 */
export function shownLines(state: DashboardState, panel: Panel, isPaired: boolean): string[] {
  const { columns, rows, theme } = panel
  const { shown } = state
  const head = [headLine(state, panel), ...(isPaired ? [legendLine(state, panel)] : [])]
  const size = shown && pictureSize(shown.changed.length / shown.labels.length, state.loaded?.cols)
  if (!shown || !size) return head
  const names = classNames(state, theme)
  const whole = { width: size.width, height: isPaired ? 2 * size.height : size.height }
  const captionWidth = names.width(state.started?.spec.sizes.at(-1) ?? 0, LONGEST_NAME)
  const wishes = { count: shown.labels.length, enough: 1, legible: LEGIBLE, captionWidth }
  const grid = pictureGrid({ columns, rows: rows - head.length }, whole, { ...wishes, captionLines: 1 })
  if (!grid) return head
  const cards = shown.labels.slice(0, sizeOf(grid)).map((_, row) => {
    return cardLines(shown, row, isPaired, whole, { grid, names, theme })
  })
  return [...head, ...placeCards(cards, grid)]
}

interface Drawing extends Pick<Panel, 'theme'> {
  readonly grid: PictureGrid
  readonly names: ClassNames
}

function cardLines(
  { labels, images, changed }: ShownEvent,
  row: number,
  isPaired: boolean,
  { width }: PictureSize,
  { grid, names, theme }: Drawing,
): string[] {
  const pixels = changed.length / labels.length
  const [before, after] = [images, changed].map(bytes => bytes.subarray(row * pixels, (row + 1) * pixels))
  const values = [...(isPaired ? (before ?? []) : []), ...(after ?? [])]
  const cells = resized({ width, values }, grid.pixels)
  const caption = lineOf([['dim', names.of(labels[row] ?? 0, LONGEST_NAME)]], grid.width, theme)
  return cardOf(greyPicture(cells, theme), cells.width, [caption], grid.width)
}

function headLine({ shown, started }: DashboardState, { columns, theme }: Panel): string {
  const title: Span = ['title', 'Just shown']
  if (!shown) return lineOf([title, '  no training image yet'], columns, theme)
  const { epoch, position } = shown
  const texts = [
    `training images, after ${placeOf(epoch, position, started?.spec.data.train ?? 0)}`,
    `training images, ${shortPlaceOf(epoch, position)}`,
  ]
  return firstThatFits(
    texts.map(text => [title, `  ${text}`]),
    columns,
    theme,
  )
}

/** The changes of the images, in words. */
function legendLine({ started }: DashboardState, { columns, theme }: Panel): string {
  const parts = formatAugment(started?.spec.augment ?? {})
  const texts = [
    `Above as they are in the data, below as the network saw them in this epoch: ${parts}`,
    `Above as in the data, below as the network saw them: ${parts}`,
    `Above as in the data, below as shown: ${parts}`,
    'Above as in the data, below as shown',
  ]
  return firstThatFits(
    texts.map(text => [['dim', text]]),
    columns,
    theme,
  )
}
