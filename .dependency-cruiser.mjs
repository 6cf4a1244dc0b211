/**
 * The plan of the house: the rooms of each package from left to right. A room imports only from rooms to its right.
 * Several names in one entry stand side by side, and do not import each other.
 */
const ROOMS = {
  'packages/core/src': [
    ['index.ts', 'node.ts', 'predict.ts', 'health.ts'],
    ['node/'],
    ['health/', 'files/'],
    ['predict/'],
    ['predictor.ts'],
    ['training/', 'recipe.ts'],
    ['spec.ts'],
    ['ways.ts'],
    ['engine/'],
    ['network.ts'],
    ['split.ts', 'schedule.ts', 'optimiser.ts', 'chance.ts'],
    ['pairs.ts', 'distortion.ts'],
    ['augment.ts'],
    ['examples.ts', 'confusion.ts'],
    ['checks.ts'],
    ['initialise.ts', 'cost.ts'],
    ['random/', 'activation.ts'],
    ['math/'],
    ['fields.ts', 'memory.ts'],
    ['errors.ts'],
  ],
  'packages/mnist/src': [
    ['index.ts', 'node.ts'],
    ['node/'],
    ['dataset.ts'],
    ['idx.ts', 'sparse.ts', 'vectorize.ts'],
    ['gzip.ts', 'idx-header.ts'],
    ['idx-error.ts'],
  ],
  'packages/data/src': [
    ['index.ts', 'node.ts', 'report.ts', 'strokes.ts'],
    ['node/', 'report/', 'strokes/'],
    ['pictures/', 'tables/', 'class-names.ts', 'part-names.ts', 'training-sample.ts'],
  ],
  'packages/study/src': [
    ['index.ts', 'node.ts', 'queue.ts'],
    ['queue/'],
    ['node/'],
    ['verdict.ts', 'training.ts', 'events.ts', 'engine-version.ts'],
    ['course.ts'],
    ['outcome.ts', 'trials.ts'],
    ['plan.ts'],
    ['points.ts'],
    ['space.ts'],
    ['sobol.ts'],
    ['dimension.ts'],
    ['fields.ts'],
    ['errors.ts'],
  ],
  'packages/doctor/src': [
    ['index.ts', 'node.ts'],
    ['node/'],
    ['examination.ts', 'lab.ts'],
    ['diagnosis.ts', 'look.ts'],
    ['look/'],
    ['answers.ts'],
    ['words.ts'],
    ['findings.ts'],
    ['counterfactuals.ts'],
    ['doubling.ts', 'evidence.ts'],
    ['suspects.ts', 'attempts.ts'],
    ['experiments.ts'],
    ['report.ts'],
    ['sighting.ts'],
    ['change.ts', 'scale.ts', 'bench.ts', 'sample.ts', 'training.ts'],
    ['question.ts', 'thresholds.ts', 'trial-data.ts', 'step.ts', 'first-steps.ts'],
    ['trial.ts', 'far-numbers.ts'],
  ],
  'apps/edge/src': [
    ['index.ts', 'client.ts', 'node.ts'],
    ['runtimes/'],
    ['server/'],
    ['app.ts'],
    ['infer/'],
    ['predict/'],
    ['model/'],
    ['openapi/'],
    ['http/'],
    ['problem/'],
  ],
  'apps/edge/page': [['main.ts'], ['app.ts'], ['views/'], ['drawing/'], ['predict/']],
  'apps/tui/src': [
    ['cli.ts', 'watch.ts'],
    ['program.ts'],
    ['commands/'],
    ['doctor/'],
    ['study/'],
    ['train/', 'replicate/', 'evaluate/', 'predict/', 'inspect/', 'serve/', 'data/'],
    ['dashboard/', 'model-data.ts', 'data-flags.ts'],
    ['model.ts', 'examination/'],
    ['history/'],
    ['run/'],
    ['arguments.ts'],
    ['terminal/'],
    ['interrupts.ts'],
    ['failure.ts'],
  ],
}

/** Packages from left to right; apps may use all of them, and each other only by their published entries. */
const PACKAGES = [
  ['apps/'],
  ['packages/doctor/'],
  ['packages/study/'],
  ['packages/data/'],
  ['packages/mnist/'],
  ['packages/core/'],
]

const alternatives = names => names.map(name => name.replaceAll('.', '\\.')).join('|')

/** A rule for each room: nothing of it may import a room to its left, or one that stands beside it. */
function arrows(folder, rows) {
  return rows.flatMap((row, i) =>
    row.flatMap(room => {
      const others = [...rows.slice(0, i).flat(), ...row.filter(name => name !== room)]
      if (others.length === 0) return []
      return {
        name: `${folder}${room}`,
        comment: `${room} stands to the right of these rooms, or beside them: let them import it, or move what both need to the right.`,
        severity: 'error',
        from: { path: `^${folder}(${alternatives([room])})` },
        to: { path: `^${folder}(${alternatives(others)})` },
      }
    }),
  )
}

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other in a circle cannot be read one after another.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'own-rooms-only',
      comment: 'A package is imported by its name and its published entries, not by the paths of its files.',
      severity: 'error',
      from: { path: '^(apps|packages)/([^/]+)/' },
      to: { path: '^(apps|packages)/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    },
    {
      name: 'tests-and-benchmarks-only',
      comment: 'Products depend on nothing that is there for tests and benchmarks.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: '^(apps/bench|packages/(fixtures|testing|runtimes))/' },
      to: { path: '^packages/(fixtures|testing|runtimes)/' },
    },
    {
      name: 'every-room-has-its-place',
      comment:
        'A new folder or file at the top of src needs its place in the plan of .dependency-cruiser.mjs.',
      severity: 'error',
      from: {},
      to: {
        path: Object.keys(ROOMS).map(folder => `^${folder}/`),
        pathNot: Object.entries(ROOMS).map(([folder, rows]) => `^${folder}/(${alternatives(rows.flat())})`),
      },
    },
    ...arrows('', PACKAGES),
    ...Object.entries(ROOMS).flatMap(([folder, rows]) => arrows(`${folder}/`, rows)),
  ],
  options: {
    exclude: ['[.]test[.]tsx?$', '/src/.+/testing/', '^packages/core/src/engine/assembly/'],
    doNotFollow: ['node_modules', '/dist/'],
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
