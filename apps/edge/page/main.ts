import { areDigits } from '@gradus/data'
import { DrawingApp, TableApp } from './app.ts'
import { fetchModelFacts, type ModelFacts } from './predict/model-facts.ts'
import { PredictionError, type Predictor } from './predict/prediction.ts'
import { PagePredictor, ServerPredictor } from './predict/predictors.ts'
import { find } from './views/elements.ts'
import { FaultNotice } from './views/notice.ts'
import { addSampleButtons, fetchSamples } from './views/pictures.ts'
import { showSubject } from './views/subject-view.ts'

const MODEL = 'model.safetensors'

/** The place of a prediction, in words. */
function placeOf({ location }: Predictor, { subject }: ModelFacts): string {
  const isTable = subject.kind === 'table'
  if (location === 'server')
    return `Predicted by the server: ${isTable ? 'rows' : 'drawings and pictures'} are sent to it.`
  return `Predicted in this page: ${isTable ? 'no row leaves it.' : 'no drawing leaves it. Pictures are sent to the server.'}`
}

/** The page's own network where it loads, else the server's; ?predict=api asks for the server. */
async function choose(facts: ModelFacts): Promise<Predictor> {
  const server = new ServerPredictor('predict', facts)
  if (new URLSearchParams(location.search).get('predict') === 'api') return server
  return PagePredictor.fetch(MODEL, facts).catch(error => {
    // The server has the same network.
    if (error instanceof PredictionError) throw error
    return server
  })
}

async function start(): Promise<void> {
  const facts = await fetchModelFacts('model', MODEL)
  const { subject, classes, sizes } = facts
  showSubject(facts)
  find('model', HTMLElement).textContent = facts.line
  if (subject.kind === 'other') return
  const choice = {
    choose: () => choose(facts),
    onChosen: (predictor: Predictor) => {
      find('place', HTMLElement).textContent = placeOf(predictor, facts)
    },
  }
  if (subject.kind === 'table') {
    const { TableForm } = await import('./views/table-form.ts')
    const form = find('row', HTMLFormElement)
    const app = new TableApp(facts, changed => new TableForm(form, subject, changed), choice)
    onColours(() => app.repaint())
    return
  }
  const app = new DrawingApp(facts, subject, choice)
  onColours(() => app.repaint())
  const isMnist = subject.rows === 28 && subject.cols === 28 && subject.form !== 'resized'
  if (isMnist && areDigits(classes, sizes[sizes.length - 1] ?? 0)) await addSamples(app)
}

/** Calls a function whenever the system changes between light and dark. */
function onColours(changed: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed)
}

/** Adds images of MNIST's test set. Without them the page is the same, but for them. */
async function addSamples({ sketch }: DrawingApp): Promise<void> {
  const samples = await fetchSamples('samples.bin').catch(() => [])
  if (samples.length === 0) return
  onColours(addSampleButtons(samples, find('sample-buttons', HTMLElement), sketch.replace.bind(sketch)))
  find('samples', HTMLElement).hidden = false
}

new FaultNotice(find('fault', HTMLElement)).watch()
find('late', HTMLElement).remove()
start()
