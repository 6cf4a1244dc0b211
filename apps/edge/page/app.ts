import { drawWithKeys, KeyPen } from './drawing/key-pen.ts'
import { drawWithPointer } from './drawing/pointer-input.ts'
import { networkImage } from './drawing/rasterise.ts'
import { Sketch } from './drawing/sketch.ts'
import { isBlank } from './drawing/stroke.ts'
import type { DigitReader, Prediction } from './predict/prediction.ts'
import { Readings } from './predict/readings.ts'
import { AnswerView, ScoresView } from './views/answer-view.ts'
import { find, Notice } from './views/notice.ts'
import { PadView } from './views/pad-view.ts'
import { SightView } from './views/sight-view.ts'
import { Tools } from './views/tools.ts'

/** The page at work: from the pen to the answer. */
export class App {
  readonly sketch = new Sketch(() => this.#changed())
  readonly #pad = find('pad', HTMLElement)
  readonly #prompt = find('prompt', HTMLElement)
  readonly #keyPen = new KeyPen(this.sketch, text => this.#answer.say(text))
  readonly #paintSoon = atNextFrame(() => this.#paint())
  readonly #readSoon = atNextFrame(() => this.#read())
  readonly #padView = new PadView(find('drawn', HTMLCanvasElement), this.#paintSoon)
  readonly #tools = new Tools(
    {
      undo: find('undo', HTMLButtonElement),
      redo: find('redo', HTMLButtonElement),
      clear: find('clear', HTMLButtonElement),
    },
    this.sketch,
  )
  readonly #answer = new AnswerView({
    digit: find('digit', HTMLElement),
    note: find('note', HTMLElement),
    spoken: find('spoken', HTMLElement),
  })
  readonly #scores = new ScoresView(find('scores', HTMLElement))
  readonly #sight = new SightView(
    find('seen', HTMLCanvasElement),
    find('decided', HTMLCanvasElement),
    document.getElementsByClassName('winner'),
  )
  readonly #notice: Notice
  readonly #readings: Readings
  /** Then nothing is read before the pen is up. */
  #hasFailed = false

  /** @param choose finds what reads the drawings. @param chosen called with it */
  constructor(choose: () => Promise<DigitReader>, chosen: (reader: DigitReader) => void) {
    this.#readings = new Readings({
      choose,
      chosen,
      read: (image, prediction) => this.#show(image, prediction),
      failed: error => this.#fail(error),
    })
    this.#notice = new Notice(
      {
        box: find('notice-box', HTMLElement),
        text: find('notice', HTMLElement),
        button: find('retry', HTMLButtonElement),
      },
      () => this.#readings.retry(),
    )
    drawWithPointer(this.#pad, this.sketch)
    drawWithKeys(this.#pad, this.#keyPen, this.#paintSoon)
    this.#readings.retry()
  }

  /** Paints all again, such as in other colours. */
  repaint(): void {
    this.#sight.repaint()
    this.#paintSoon()
  }

  #changed(): void {
    this.#tools.update()
    this.#paintSoon()
    this.#readSoon()
  }

  #paint(): void {
    const { drawing } = this.sketch
    this.#prompt.hidden = !isBlank(drawing)
    this.#padView.paint(drawing, this.#keyPen.isShown ? this.#keyPen : undefined)
  }

  #read(): void {
    if (this.#hasFailed && this.sketch.isDrawing) return
    const image = networkImage(this.sketch.drawing)
    this.#sight.showSeen(image)
    if (image === undefined) this.#showNothing('Nothing drawn yet')
    this.#readings.want(image)
  }

  #show(image: Uint8Array, prediction: Prediction): void {
    this.#hasFailed = false
    this.#notice.hide()
    this.#answer.show(prediction, !this.sketch.isDrawing)
    this.#scores.show(prediction.scores, prediction.digit)
    this.#sight.showDecided(image, prediction)
  }

  #showNothing(note: string): void {
    this.#notice.hide()
    this.#answer.showNone(note)
    this.#scores.show(undefined)
    this.#sight.showNoneDecided()
  }

  #fail(error: unknown): void {
    this.#hasFailed = true
    this.#showNothing('No answer')
    this.#notice.show(error)
  }
}

/** A function that has `run` called once at the next frame, however often it is called before. */
function atNextFrame(run: () => void): () => void {
  let isDue = false
  return () => {
    if (isDue) return
    isDue = true
    requestAnimationFrame(() => {
      isDue = false
      run()
    })
  }
}
