import { describe, expect, it } from 'vitest'
import { COMPETITORS } from './competitors/peers.ts'
import { GOALS, judgeRatio, judgeSeconds } from './goals.ts'
import { JOBS } from './jobs.ts'

const place = { data: 'data', folder: 'folder', seed: 0 }

describe('the goals', () => {
  it.each(GOALS)('%j names a job, and a peer that takes part in it', ({ job: name, peer, ...what }) => {
    const job = JOBS.find(each => each.name === name)
    expect(job).toBeDefined()
    if (!job || peer === undefined) return
    const competitor = COMPETITORS.find(each => each.name === peer)
    expect(competitor?.ours).toBe('atMostSlower' in what)
    expect(competitor?.program(job, place)).toBeDefined()
  })
})

describe('judgeRatio', () => {
  it('says whether a goal is reached, and that it was not measured', () => {
    expect(judgeRatio('15-float64', 'numpy', 3.6)).toEqual({ goal: '≥ 3.6 x', reached: true })
    expect(judgeRatio('15-float64', 'numpy', 3.59)).toEqual({ goal: '≥ 3.6 x', reached: false })
    expect(judgeRatio('15-float64', 'numpy', undefined)).toEqual({ goal: '≥ 3.6 x', reached: undefined })
  })

  it('holds being watched against what it may cost', () => {
    const goal = '≤ 3 %'
    expect(judgeRatio('watched', 'gradus-watched', 1.029)).toEqual({ goal, reached: true })
    expect(judgeRatio('watched', 'gradus-watched', 1.031)).toEqual({ goal, reached: false })
    expect(judgeRatio('watched', 'gradus-watched', 0.99)).toEqual({ goal, reached: true })
  })

  it('holds a program in C against how much longer Gradus may take', () => {
    const goal = '≤ 3 x as long'
    expect(judgeRatio('modern', 'native', 0.34)).toEqual({ goal, reached: true })
    expect(judgeRatio('modern', 'native', 0.33)).toEqual({ goal, reached: false })
    expect(judgeRatio('modern', 'native', undefined)).toEqual({ goal, reached: undefined })
  })

  it('has nothing to say where there is no goal', () => {
    expect(judgeRatio('15-float64', 'convnetjs', 100)).toBeUndefined()
    expect(judgeRatio('train-command', 'numpy', 100)).toBeUndefined()
  })
})

describe('judgeSeconds', () => {
  it('says whether Gradus itself is fast enough', () => {
    expect(judgeSeconds('train-command', 4)).toEqual({ goal: '≤ 4 s', reached: true })
    expect(judgeSeconds('train-command', 4.1)).toEqual({ goal: '≤ 4 s', reached: false })
  })

  it('takes no goal of a peer for it', () => {
    expect(judgeSeconds('15-float64', 1)).toBeUndefined()
  })
})
