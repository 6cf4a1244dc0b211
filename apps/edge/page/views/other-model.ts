import { find } from './elements.ts'

/** Numbers that a request in JSON still shows well. */
const MOST_LISTED = 32

/** The reason why nobody can draw for a model of these layers; undefined where the page is for it. */
export function reasonOf(sizes: readonly number[]): string | undefined {
  const [inputs = 0, outputs = 0] = [sizes[0], sizes[sizes.length - 1]]
  if (inputs === 784 && outputs === 10) return undefined
  return (
    'This page draws digits of 28 × 28 pixels, 784 inputs, for ten outputs. ' +
    `The model of this server has ${inputs} ${inputs === 1 ? 'input' : 'inputs'} and ${outputs} ${outputs === 1 ? 'output' : 'outputs'}. ` +
    'Ask it by POST /predict:'
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

/** Puts what to do instead in the place of the pad. @param reason why nobody can draw */
export function showOtherModel(reason: string, inputs: number): void {
  for (const part of document.querySelectorAll<HTMLElement>('header p, .draw, .reading, #samples')) {
    part.hidden = true
  }
  const title = document.querySelector('h1')
  if (title) title.textContent = 'This model takes no drawings'
  find('other', HTMLElement).hidden = false
  find('other-reason', HTMLElement).textContent = reason
  find('other-command', HTMLElement).textContent = commandFor(inputs, new URL('predict', location.href).href)
  find('place', HTMLElement).textContent = ''
}
