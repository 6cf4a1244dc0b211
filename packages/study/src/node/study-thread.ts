/** The module of a thread that trains jobs for a crew, one after the other. */
import type { Judged } from '../outcome.ts'
import { type Trained, trainJob } from '../training.ts'
import type { EpochNews, Task } from './crew.ts'
import { serveTasks } from './pool-thread.ts'

serveTasks<Task, Trained, EpochNews>(
  ({ plan, job, from }, { data, engine, signal, tell }) => {
    const onEpoch = (epoch: number, judged: Judged): void => tell({ epoch, judged })
    return trainJob(plan, job, from, data, { engine, signal, onEpoch })
  },
  ({ checkpoint }) => (checkpoint ? [checkpoint.buffer] : []),
)
