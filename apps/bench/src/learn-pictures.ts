import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network, sigmoid, sumOf, tanh } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import { init } from 'echarts'
import type { Done } from './learn-runs.ts'
import { type Panel, rowOf, type Way } from './learn-ways.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'pictures', 'learn')
/** Colours of Okabe and Ito, which the colour-blind tell apart; the dashes do so without colour. */
const COLOURS = ['#555555', '#0072b2', '#d55e00', '#009e73'] as const
const DASHES = ['dashed', 'solid', 'dotted', [8, 3, 2, 3]] as const
const TEXT = { color: '#222222', fontFamily: 'sans-serif' } as const

/** A line of a plot. */
interface Line {
  readonly name: string
  readonly points: readonly (readonly [number, number])[]
}

/** A plot of lines. */
interface Plot {
  readonly title: string
  readonly x: string
  readonly lines: readonly Line[]
}

/** Draws a way: a plot that shows why it works, and the accuracy that its runs reached. */
export async function drawWay(way: Way, done: readonly Done[]): Promise<void> {
  const accuracies = linesOf(way, done, 'validation')
  if (accuracies.some(({ points }) => points.length === 0)) return
  const curves: Plot = { title: 'accuracy on the validation data, %', x: 'epoch', lines: accuracies }
  const plots = [await panelOf(way, way.panel, done), curves]
  await writeFile(join(FOLDER, `${way.name}.svg`), `${drawn(way.title, plots)}\n`)
}

/** Accuracies over the epochs, the mean of the seeds, as far as all of them went. */
function linesOf(way: Way, done: readonly Done[], part: 'validation' | 'training'): Line[] {
  return Object.keys(way.variants).map(name => {
    const curves = done
      .filter(run => run.row === rowOf(way, name))
      .flatMap(run => (run.curves?.[part] ? [run.curves[part]] : []))
    const epochs = Math.min(...curves.map(curve => curve.length))
    const means = Array.from(
      { length: Number.isFinite(epochs) ? epochs : 0 },
      (_, epoch) => sumOf(curves.map(curve => curve[epoch] ?? 0)) / curves.length,
    )
    return { name, points: means.map((mean, epoch) => [epoch, mean]) }
  })
}

async function panelOf(way: Way, panel: Panel, done: readonly Done[]): Promise<Plot> {
  const names = Object.keys(way.variants)
  switch (panel) {
    case 'activations': {
      const functions = [sigmoid, tanh, (z: number) => Math.max(z, 0)]
      return plotOf('activation of the weighted input z', 'z', names, functions, -4, 2.2)
    }
    case 'deltas': {
      const functions = [(a: number) => a * a * (1 - a), (a: number) => a]
      return plotOf('delta of an output whose label says 0', 'activation a', names, functions, 0, 1)
    }
    case 'training':
      return { title: 'accuracy on training images, %', x: 'epoch', lines: linesOf(way, done, 'training') }
    case 'rates':
      return { title: 'eta of the epoch', x: 'epoch', lines: ratesOf(way, done) }
    case 'start':
      return await startOf(way)
  }
}

function plotOf(
  title: string,
  x: string,
  names: readonly string[],
  functions: readonly ((x: number) => number)[],
  from: number,
  to: number,
): Plot {
  const steps = Array.from({ length: 101 }, (_, i) => from + ((to - from) * i) / 100)
  const lines = functions.map((f, i) => ({
    name: names[i] ?? '',
    points: steps.map(x => [x, f(x)] as const),
  }))
  return { title, x, lines }
}

/** The learning rate over the epochs, of the first seed. */
function ratesOf(way: Way, done: readonly Done[]): Line[] {
  return Object.keys(way.variants).map(name => {
    const run = done.find(run => run.row === rowOf(way, name))
    const rates = run?.curves?.eta ?? []
    return { name, points: rates.map((eta, epoch) => [epoch, eta]) }
  })
}

/** Activations of the hidden neurons of networks that have not been trained, on 200 images: shares of 20 ranges. */
async function startOf(way: Way): Promise<Plot> {
  const { validation } = await loadMnist()
  const lines = Object.entries(way.variants).map(([name, { sizes, recipe }]) => {
    const network = new Network(sizes, { ...recipe, seed: 0 })
    const shares = Array.from({ length: 20 }, () => 0)
    const examples = validation?.subset(0, 200)
    for (let i = 0; i < 200; i++) {
      const hidden = examples ? (network.feedforward(examples.at(i).x)[1]?.data ?? []) : []
      for (const a of hidden) {
        const range = Math.min(19, Math.floor(a * 20))
        shares[range] = (shares[range] ?? 0) + 100 / (200 * hidden.length)
      }
    }
    return { name, points: shares.map((share, range) => [(range + 0.5) / 20, share] as const) }
  })
  return { title: 'hidden neurons at the start, % of a range of 0.05', x: 'activation', lines }
}

/** The picture as SVG: plots side by side, with one legend. */
function drawn(title: string, plots: readonly Plot[]): string {
  const [width, height] = [420 * plots.length + 20, 330]
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  const left = plots.map((_, p) => 50 + 420 * p)
  const axis = (gridIndex: number, name: string, position: 'x' | 'y') => ({
    ...{ gridIndex, name, type: 'value' as const, nameLocation: 'middle' as const },
    ...{ nameGap: position === 'x' ? 26 : 40, nameTextStyle: TEXT, axisLabel: TEXT, scale: true },
    splitLine: { lineStyle: { color: '#e4e4e4' } },
    ...(position === 'x' && { max: 'dataMax' as const }),
    ...(position === 'y' && { max: ({ max }: { max: number }) => (max > 99.5 ? 100 : undefined) }),
    axisLine: { show: true, lineStyle: { color: '#888888' } },
  })
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: TEXT,
    title: [
      { text: title, left: 12, top: 6, textStyle: { ...TEXT, fontSize: 15 } },
      ...plots.map((plot, p) => ({
        ...{
          text: plot.title,
          left: left[p],
          top: 62,
          textStyle: { ...TEXT, fontSize: 12, fontWeight: 'normal' as const },
        },
      })),
    ],
    legend: {
      ...{ top: 34, left: 12, itemWidth: 36, textStyle: TEXT },
      data: plots.at(-1)?.lines.map(({ name }) => name) ?? [],
    },
    grid: plots.map((_, p) => ({ left: left[p], top: 88, width: 360, height: 190 })),
    xAxis: plots.map((plot, p) => axis(p, plot.x, 'x')),
    yAxis: plots.map((_, p) => axis(p, '', 'y')),
    series: plots.flatMap((plot, p) =>
      plot.lines.map(({ name, points }, i) => ({
        ...{ type: 'line' as const, name, xAxisIndex: p, yAxisIndex: p, showSymbol: false },
        data: points.map(point => [...point]),
        itemStyle: { color: COLOURS[i] },
        lineStyle: { width: 2, color: COLOURS[i], type: DASHES[i] },
      })),
    ),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
