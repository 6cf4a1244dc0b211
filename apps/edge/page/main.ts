import { App } from './app.ts'
import { fetchModelLine } from './predict/model-line.ts'
import { PageReader } from './predict/page-reader.ts'
import { type DigitReader, PredictionError } from './predict/prediction.ts'
import { ServerReader } from './predict/server-reader.ts'
import { addSampleButtons, fetchSamples } from './samples/samples.ts'
import { FaultNotice, find } from './views/notice.ts'

const PLACES: Readonly<Record<DigitReader['place'], string>> = {
  page: 'Read in this page: no drawing leaves it.',
  server: 'Read by the server: drawings are sent to it.',
}

/** In the page if it gets a network that it can compute, else by the server; ?predict=api asks for the server. */
async function choose(): Promise<DigitReader> {
  const server = new ServerReader('predict')
  if (new URLSearchParams(location.search).get('predict') === 'api') return server
  return PageReader.fetch('model.safetensors').catch(error => {
    // The server has the same network.
    if (error instanceof PredictionError) throw error
    return server
  })
}

new FaultNotice(find('fault', HTMLElement)).watch()
find('late', HTMLElement).remove()

const app = new App(choose, ({ place }) => {
  find('place', HTMLElement).textContent = PLACES[place]
})
const whenColoursChange = matchMedia('(prefers-color-scheme: dark)')
whenColoursChange.addEventListener('change', () => app.repaint())

fetchModelLine('model').then(line => {
  find('model', HTMLElement).textContent = line
})
fetchSamples('samples.bin').then(
  samples => {
    const put = app.sketch.replace.bind(app.sketch)
    const paint = addSampleButtons(samples, find('sample-buttons', HTMLElement), put)
    find('samples', HTMLElement).hidden = false
    whenColoursChange.addEventListener('change', paint)
  },
  () => {
    // Without samples the page is the same, but for them.
  },
)
