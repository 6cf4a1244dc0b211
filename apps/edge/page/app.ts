import { drawWithKeys, KeyPen } from './drawing/key-pen.ts'
import { drawWithPointer } from './drawing/pointer-input.ts'
import { networkImage } from './drawing/rasterise.ts'
import { Sketch } from './drawing/sketch.ts'
import { isBlank } from './drawing/stroke.ts'
import { type DigitPredictor, type Prediction, PredictionQueue } from './predict/prediction.ts'
import { find } from './views/elements.ts'
import { HiddenView } from './views/hidden-view.ts'
import { Notice } from './views/notice.ts'
import { InputView, PadView } from './views/pictures.ts'
import { PredictionView, ScoresView } from './views/prediction-view.ts'

/** The page's program, from the pen to the prediction. */
export class App {
  readonly sketch = new Sketch(() => this.#changed())
  readonly #pad = find('pad', HTMLElement)
  readonly #prompt = find('prompt', HTMLElement)
  readonly #keyPen = new KeyPen(this.sketch, text => this.#prediction.say(text))
  readonly #paintSoon = atNextFrame(() => this.#paint())
  readonly #predictSoon = atNextFrame(() => this.#predict())
  readonly #padView = new PadView(find('drawn', HTMLCanvasElement), this.#paintSoon)
  readonly #tools = new Tools(
    {
      undo: find('undo', HTMLButtonElement),
      redo: find('redo', HTMLButtonElement),
      clear: find('clear', HTMLButtonElement),
    },
    this.sketch,
  )
  readonly #prediction = new PredictionView({
    digit: find('digit', HTMLElement),
    note: find('note', HTMLElement),
    spoken: find('spoken', HTMLElement),
  })
  readonly #scores = new ScoresView(find('scores', HTMLElement))
  readonly #input = new InputView(
    find('seen', HTMLCanvasElement),
    find('decided', HTMLCanvasElement),
    document.getElementsByClassName('winner'),
  )
  /** The hidden layers, between pixels and scores. */
  readonly hidden = new HiddenView(find('decided-figure', HTMLElement))
  readonly #notice: Notice
  readonly #queue: PredictionQueue
  /** After a failure the next prediction waits until the pen is up. */
  #hasFailed = false

  /** @param choose finds the predictor. @param onChosen is called with it */
  constructor(choose: () => Promise<DigitPredictor>, onChosen: (predictor: DigitPredictor) => void) {
    this.#queue = new PredictionQueue({
      choose,
      onChosen,
      onPrediction: (image, prediction) => this.#show(image, prediction),
      onFailure: error => this.#fail(error),
    })
    this.#notice = new Notice(
      {
        box: find('notice-box', HTMLElement),
        text: find('notice', HTMLElement),
        button: find('retry', HTMLButtonElement),
      },
      () => this.#queue.retry(),
    )
    drawWithPointer(this.#pad, this.sketch)
    drawWithKeys(this.#pad, this.#keyPen, this.#paintSoon)
    this.#queue.retry()
  }

  /** Paints everything again, for instance in other colours. */
  repaint(): void {
    this.#input.repaint()
    this.hidden.repaint()
    this.#paintSoon()
  }

  #changed(): void {
    this.#tools.update()
    this.#paintSoon()
    this.#predictSoon()
  }

  #paint(): void {
    const { drawing } = this.sketch
    this.#prompt.hidden = !isBlank(drawing)
    this.#padView.paint(drawing, this.#keyPen.isShown ? this.#keyPen : undefined)
  }

  #predict(): void {
    if (this.#hasFailed && this.sketch.isDrawing) return
    const image = networkImage(this.sketch.drawing)
    this.#input.showImage(image)
    if (image === undefined) this.#showNothing('Nothing drawn yet')
    this.#queue.enqueue(image)
  }

  #show(image: Uint8Array, prediction: Prediction): void {
    this.#hasFailed = false
    this.#notice.hide()
    this.#prediction.show(prediction, !this.sketch.isDrawing)
    this.#scores.show(prediction.scores, prediction.digit)
    this.#input.showSaliency(image, prediction)
    this.hidden.show(prediction.hidden)
  }

  #showNothing(note: string): void {
    this.#notice.hide()
    this.#prediction.showNone(note)
    this.#scores.show(undefined)
    this.#input.clearSaliency()
    this.hidden.show(undefined)
  }

  #fail(error: unknown): void {
    this.#hasFailed = true
    this.#showNothing('No prediction')
    this.#notice.show(error)
  }
}

/** A function that schedules one call of `run` at the next frame, however often it is called before. */
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

interface ToolButtons {
  readonly undo: HTMLButtonElement
  readonly redo: HTMLButtonElement
  readonly clear: HTMLButtonElement
}

/** Undo, redo and clear, by button and by the usual keys. */
class Tools {
  readonly #buttons: ToolButtons
  readonly #sketch: Sketch

  constructor(buttons: ToolButtons, sketch: Sketch) {
    this.#buttons = buttons
    this.#sketch = sketch
    buttons.undo.addEventListener('click', () => sketch.undo())
    buttons.redo.addEventListener('click', () => sketch.redo())
    buttons.clear.addEventListener('click', () => sketch.clear())
    document.addEventListener('keydown', event => this.#shortcut(event))
    this.update()
  }

  /** Enables the buttons whose action is possible now. */
  update(): void {
    const { canUndo, canRedo, drawing } = this.#sketch
    setEnabled(this.#buttons.undo, canUndo)
    setEnabled(this.#buttons.redo, canRedo)
    setEnabled(this.#buttons.clear, !isBlank(drawing))
  }

  #shortcut(event: KeyboardEvent): void {
    if (event.altKey || !(event.ctrlKey || event.metaKey)) return
    const key = event.key.toLowerCase()
    if (key === 'y' || (key === 'z' && event.shiftKey)) this.#sketch.redo()
    else if (key === 'z') this.#sketch.undo()
    else return
    event.preventDefault()
  }
}

/** A button that is not enabled keeps the focus, so that the keyboard does not lose its place. */
function setEnabled(button: HTMLButtonElement, isEnabled: boolean): void {
  button.setAttribute('aria-disabled', `${!isEnabled}`)
}
