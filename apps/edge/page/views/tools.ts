import type { Sketch } from '../drawing/sketch.ts'
import { isBlank } from '../drawing/stroke.ts'

export interface ToolButtons {
  readonly undo: HTMLButtonElement
  readonly redo: HTMLButtonElement
  readonly clear: HTMLButtonElement
}

/** Undo, redo and clear, by button and by the usual keys. */
export class Tools {
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
