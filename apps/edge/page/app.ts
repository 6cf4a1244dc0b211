import type { GreyImage } from '@gradus/core/predict'
import { labelOf } from '@gradus/data'
import { drawWithKeys, KeyPen } from './drawing/key-pen.ts'
import { takePictures } from './drawing/picture-input.ts'
import { drawWithPointer } from './drawing/pointer-input.ts'
import { networkImage } from './drawing/rasterise.ts'
import { Sketch } from './drawing/sketch.ts'
import { isBlank, shapeOf } from './drawing/stroke.ts'
import type { ModelFacts } from './predict/model-facts.ts'
import { RefusedPicture, readPicture } from './predict/picture-reader.ts'
import { type Prediction, PredictionQueue, type PredictionQueueOptions } from './predict/prediction.ts'
import { Answer } from './views/answer.ts'
import { find } from './views/elements.ts'
import { InputView, PadView } from './views/pictures.ts'
import type { TableForm } from './views/table-form.ts'

/** The ways to a predictor. */
type Choice = Pick<PredictionQueueOptions, 'choose' | 'onChosen'>

/** The page's program for images, from the pen to the prediction. */
export class DrawingApp {
  readonly sketch = new Sketch(() => this.#changed())
  readonly #image: GreyImage
  readonly #classes: ModelFacts['classes']
  readonly #answer: Answer
  readonly #prompt = find('prompt', HTMLElement)
  readonly #keyPen: KeyPen
  readonly #paintSoon = atNextFrame(() => this.#paint())
  readonly #predictSoon = atNextFrame(() => this.#predict())
  readonly #padView: PadView
  readonly #tools = new Tools(
    {
      undo: find('undo', HTMLButtonElement),
      redo: find('redo', HTMLButtonElement),
      clear: find('clear', HTMLButtonElement),
    },
    this.sketch,
  )
  readonly #input = new InputView(
    find('seen', HTMLCanvasElement),
    find('decided', HTMLCanvasElement),
    document.getElementsByClassName('winner'),
  )
  readonly #queue: PredictionQueue
  /** The picture that was given last: an earlier one that is read later is dropped. */
  #file: File | undefined
  /** After a failure the next prediction waits until the pen is up. */
  #hasFailed = false

  /** @param image the size and the form of the model's images */
  constructor(facts: ModelFacts, image: GreyImage, choice: Choice) {
    const [pad, shape] = [find('pad', HTMLElement), shapeOf(image)]
    this.#image = image
    this.#classes = facts.classes
    this.#answer = new Answer(facts)
    this.#keyPen = new KeyPen(this.sketch, shape, text => this.#answer.say(text))
    this.#padView = new PadView(find('drawn', HTMLCanvasElement), image, this.#paintSoon)
    this.#queue = new PredictionQueue({
      ...choice,
      onPrediction: ({ input }, prediction) => this.#show(input, prediction),
      onFailure: error => this.#fail(error),
    })
    drawWithPointer(pad, shape, this.sketch)
    drawWithKeys(pad, this.#keyPen, this.#paintSoon)
    const [button, field] = [find('picture', HTMLButtonElement), find('file', HTMLInputElement)]
    takePictures({ button, field }, file => this.#read(file))
    this.#queue.retry()
  }

  /** Paints everything again, for instance in other colours. */
  repaint(): void {
    this.#input.repaint()
    this.#answer.repaint()
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
    const image = networkImage(this.sketch.drawing, this.#image)
    this.#input.showImage(image)
    if (image === undefined) this.#showNothing('Nothing drawn yet')
    this.#queue.enqueue(image && { input: image })
  }

  /** Puts a picture on the pad, as the network sees it. */
  async #read(file: File): Promise<void> {
    this.#file = file
    this.#answer.say('Reading the picture')
    try {
      const { image, warnings } = await readPicture(file, 'predict', this.#image.rows * this.#image.cols)
      if (this.#file === file) this.sketch.replace({ sample: image, strokes: [], warnings })
    } catch (error) {
      const retry = error instanceof RefusedPicture ? undefined : () => this.#read(file)
      if (this.#file === file) this.#answer.fail(error, retry)
    }
  }

  #show(image: ArrayLike<number>, prediction: Prediction): void {
    const { isDrawing, drawing } = this.sketch
    this.#hasFailed = false
    this.#answer.show(prediction, !isDrawing, drawing.warnings)
    this.#input.showSaliency(image, prediction, labelOf(this.#classes, prediction.best))
  }

  #showNothing(note: string): void {
    this.#answer.showNothing(note)
    this.#input.clearSaliency()
  }

  #fail(error: unknown): void {
    this.#hasFailed = true
    this.#showNothing('No prediction')
    this.#answer.fail(error, () => this.#queue.retry())
  }
}

/** The page's program for tables, from the form to the prediction. */
export class TableApp {
  readonly #answer: Answer
  readonly #form: TableForm
  readonly #queue: PredictionQueue

  /** @param makeForm a form, which calls back after every change */
  constructor(facts: ModelFacts, makeForm: (changed: () => void) => TableForm, choice: Choice) {
    this.#answer = new Answer(facts)
    this.#form = makeForm(() => this.#predict())
    this.#queue = new PredictionQueue({
      ...choice,
      onPrediction: (_, prediction) => this.#answer.show(prediction, true),
      onFailure: error => {
        this.#answer.showNothing('No prediction')
        this.#answer.fail(error, () => this.#queue.retry())
      },
    })
    // Browsers keep what was filled in when a page is loaded again.
    this.#predict()
  }

  /** Paints everything again, for instance in other colours. */
  repaint(): void {
    this.#answer.repaint()
  }

  #predict(): void {
    const content = this.#form.content()
    if ('note' in content) this.#answer.showNothing(content.note)
    this.#queue.enqueue('question' in content ? content.question : undefined)
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
