import type { GreyImage, Table } from '@gradus/core/predict'
import { areDigits } from '@gradus/data'
import type { ModelFacts } from '../predict/model-facts.ts'
import { find } from './elements.ts'
import { longestOf } from './prediction-view.ts'

/** Numbers that a request in JSON still shows well. */
const MOST_LISTED = 32

/** The reason why only programs can ask a model of these layers. */
export function reasonOf(sizes: readonly number[]): string {
  const [inputs = 0, outputs = 0] = [sizes[0], sizes[sizes.length - 1]]
  return (
    'This page takes drawings, pictures and rows of tables. ' +
    `The model of this server has ${inputs} ${inputs === 1 ? 'input' : 'inputs'} and ${outputs} ${outputs === 1 ? 'output' : 'outputs'}, ` +
    'and does not say how one of those becomes its inputs. Ask it by POST /predict:'
  )
}

/** A command for a shell that asks a model of so many inputs. @param url of POST /predict */
export function commandFor(inputs: number, url: string): string {
  if (inputs > MOST_LISTED) {
    return (
      `# input.raw holds ${inputs} bytes: 0 .. 255 an input.\n` +
      `curl --data-binary @input.raw -H 'Content-Type: application/octet-stream' ${url}`
    )
  }
  const image = Array.from({ length: inputs }, (_, i) => (i % 2 === 0 ? 0.5 : 0))
  const body = JSON.stringify({ image, scale: 1 })
  return `curl -d '${body}' -H 'Content-Type: application/json' ${url}`
}

/** The texts of the page about the subject of its model. */
export interface SubjectTexts {
  readonly title: string
  readonly intro: string
  /** On the blank pad. */
  readonly prompt: string
  /** Below the pixels that the network sees. */
  readonly seen: string
}

export function textsOf({ sizes, classes, subject }: ModelFacts): SubjectTexts {
  const outputs = sizes[sizes.length - 1] ?? 0
  const all = `${outputs} ${outputs === 1 ? 'class' : 'classes'}`
  if (subject.kind === 'table') {
    const intro = `A small neural network predicts which of ${all} it is while you fill in the row.`
    return { title: `Predict: ${subject.label}`, intro, prompt: '', seen: '' }
  }
  if (subject.kind === 'other')
    return { title: 'This model takes no drawings', intro: '', prompt: '', seen: '' }
  const whole = subject.form === 'resized' ? ', all of the pad or picture' : ''
  const seen = `What the network sees: ${subject.cols} × ${subject.rows} pixels${whole}`
  if (areDigits(classes, outputs)) {
    const intro = 'A small neural network predicts it while you draw.'
    return { title: 'Draw a digit', intro, prompt: '0–9', seen }
  }
  const intro = `A small neural network predicts which of ${all} it is while you draw.`
  return { title: 'Draw, or give a picture', intro, prompt: 'Draw here', seen }
}

/** Makes the page one for the subject of its model: a pad of its shape, a form, or a command for a shell. */
export function showSubject(facts: ModelFacts): void {
  const { subject, sizes, classes } = facts
  const { title, intro, prompt, seen } = textsOf(facts)
  find('title', HTMLElement).textContent = title
  find('intro', HTMLElement).textContent = intro
  find('prompt', HTMLElement).textContent = prompt
  find('seen-title', HTMLElement).textContent = seen
  // Else it would be hidden with the pad.
  if (subject.kind !== 'image') find('row', HTMLElement).before(find('fault', HTMLElement))
  document.title = `Gradus: ${title.slice(0, 1).toLowerCase()}${title.slice(1)}`
  if (subject.kind === 'image') showPad(subject)
  else if (subject.kind === 'table') showForm(subject)
  else showCommand(sizes)
  const [main, longest] = [document.querySelector('main'), longestOf(classes, sizes[sizes.length - 1] ?? 0)]
  main?.classList.toggle('named', longest > SHORT)
  main?.classList.toggle('long', longest > LONG)
  main?.classList.add('ready')
}

/** Names of classes up to this width, in digits, are set as large as digits, and up to the next one in a line. */
const SHORT = 2
const LONG = 14

function showPad({ rows, cols, form }: GreyImage): void {
  const main = document.querySelector('main')
  main?.style.setProperty('--aspect', `${cols} / ${rows}`)
  main?.style.setProperty('--part', `${Math.min(1, cols / rows)}`)
  main?.classList.toggle('as-is', form === 'resized')
  for (const id of ['seen', 'decided']) {
    const canvas = find(id, HTMLCanvasElement)
    canvas.width = cols
    canvas.height = rows
  }
}

/** A row has no pixels. */
function showForm({ label }: Table): void {
  for (const part of document.querySelectorAll<HTMLElement>('.draw, #seen-figure, #decided-figure')) {
    part.hidden = true
  }
  const form = find('row', HTMLElement)
  form.hidden = false
  form.setAttribute('aria-label', `Row without its ${label}`)
  find('note', HTMLElement).textContent = 'Nothing filled in yet'
}

function showCommand(sizes: readonly number[]): void {
  for (const part of document.querySelectorAll<HTMLElement>('.draw, .reading')) part.hidden = true
  find('other', HTMLElement).hidden = false
  find('other-reason', HTMLElement).textContent = reasonOf(sizes)
  const url = new URL('predict', location.href).href
  find('other-command', HTMLElement).textContent = commandFor(sizes[0] ?? 0, url)
  find('place', HTMLElement).textContent = ''
}
