import { App } from './app.ts'
import { type DigitPredictor, PredictionError } from './predict/prediction.ts'
import { fetchModelFacts, PagePredictor, ServerPredictor } from './predict/predictors.ts'
import { find } from './views/elements.ts'
import { FaultNotice } from './views/notice.ts'
import { reasonOf, showOtherModel } from './views/other-model.ts'
import { addSampleButtons, fetchSamples } from './views/pictures.ts'

const LOCATIONS: Readonly<Record<DigitPredictor['location'], string>> = {
  page: 'Predicted in this page: no drawing leaves it.',
  server: 'Predicted by the server: drawings are sent to it.',
}

/** The page's own network where it loads, else the server's; ?predict=api asks for the server. */
async function choose(): Promise<DigitPredictor> {
  const server = new ServerPredictor('predict')
  if (new URLSearchParams(location.search).get('predict') === 'api') return server
  return PagePredictor.fetch('model.safetensors').catch(error => {
    // The server has the same network.
    if (error instanceof PredictionError) throw error
    return server
  })
}

new FaultNotice(find('fault', HTMLElement)).watch()
find('late', HTMLElement).remove()

const app = new App(choose, ({ location }) => {
  find('place', HTMLElement).textContent = LOCATIONS[location]
})
const whenColoursChange = matchMedia('(prefers-color-scheme: dark)')
whenColoursChange.addEventListener('change', () => app.repaint())

const facts = fetchModelFacts('model')
facts.then(({ line, sizes }) => {
  find('model', HTMLElement).textContent = line
  const reason = sizes.length > 0 ? reasonOf(sizes) : undefined
  if (reason) showOtherModel(reason, sizes[0] ?? 0)
  else app.hidden.shape(sizes.slice(1, -1))
})
fetchSamples('samples.bin').then(
  async samples => {
    const { sizes } = await facts
    if (sizes.length > 0 && reasonOf(sizes)) return
    const put = app.sketch.replace.bind(app.sketch)
    const paint = addSampleButtons(samples, find('sample-buttons', HTMLElement), put)
    find('samples', HTMLElement).hidden = false
    whenColoursChange.addEventListener('change', paint)
  },
  () => {
    // Without samples the page is the same, but for them.
  },
)
