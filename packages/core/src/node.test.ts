import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { denseExamples, ModelFileError, Network, SgdController, sgd } from '@gradus/core'
import {
  createFileAtomic,
  FileError,
  loadCheckpoint,
  loadModel,
  removeLeftovers,
  saveCheckpoint,
  saveModel,
  targetOf,
  tryWriting,
  writeFileAtomic,
} from '@gradus/core/node'
import { decodeBytes, smallModelGoldens } from '@gradus/fixtures'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('saveModel and loadModel', () => {
  it('give back the same network and metadata, and leave nothing else behind', async () => {
    const network = new Network([3, 2], { seed: 0 })
    const path = join(folder, 'net.safetensors')
    await saveModel(path, network, { epochs: 2 })
    await saveModel(path, network, { epochs: 3 })
    const loaded = await loadModel(path)
    expect(loaded.metadata).toEqual({ epochs: 3 })
    expect(loaded.network.weights).toEqual(network.weights)
    expect(await readdir(folder)).toEqual(['net.safetensors'])
  })

  it('tell in which types the file holds the weights, and its size', async () => {
    const path = join(folder, 'net.safetensors')
    for (const [name, types] of [
      ['float64', ['float64', 'float64']],
      ['int8', ['int8', 'int8']],
      ['mixed', ['float32', 'int8']],
    ] as const) {
      const bytes = decodeBytes(smallModelGoldens.files[name].base64)
      await writeFile(path, bytes)
      expect((await loadModel(path)).stored).toEqual({ weights: types, bytes: bytes.length })
    }
  })

  it('name the file in their errors', async () => {
    const missing = join(folder, 'no', 'net.safetensors')
    const text = join(folder, 'text')
    await writeFile(text, 'not a model')
    await expect(loadModel(missing)).rejects.toThrow(
      `Cannot read ${missing}: there is no such file. Check the spelling.`,
    )
    await expect(loadModel(text)).rejects.toThrow(ModelFileError)
    await expect(loadModel(text)).rejects.toThrow(`${text}: it is a text that begins with "not a model"`)
    await expect(saveModel(missing, new Network([1, 1]))).rejects.toThrow(FileError)
    await expect(saveModel(missing, new Network([1, 1]))).rejects.toThrow(
      `Cannot write ${missing}: there is no such folder. Create it, or choose another.`,
    )
    await expect(saveModel(folder, new Network([1, 1]))).rejects.toThrow(
      /: it is a folder. Name a file in it.$/,
    )
  })
})

describe('loadModel and loadCheckpoint', () => {
  it('refuse a file longer than any may be, before reading it', async () => {
    const path = join(folder, 'long')
    const file = await open(path, 'w')
    await file.truncate(2 ** 31).finally(() => file.close())
    await expect(loadModel(path)).rejects.toThrow(FileError)
    await expect(loadCheckpoint(path)).rejects.toThrow(
      `Cannot read ${path}: it is longer than 2147483647 bytes, as no file of Gradus is. Check the path.`,
    )
  })

  it('refuse a file that is none of theirs by its header, without reading the rest', async () => {
    const [other, film] = [join(folder, 'other.safetensors'), join(folder, 'film')]
    const size = 2_000_000_000
    const header = `{"w":{"dtype":"U8","shape":[${size}],"data_offsets":[0,${size}]}}`
    const start = Buffer.concat([Buffer.alloc(8), Buffer.from(header)])
    start.writeBigUInt64LE(BigInt(header.length))
    for (const [path, bytes] of [
      [other, start],
      [film, Buffer.alloc(16, 7)],
    ] as const) {
      await writeFile(path, bytes)
      await truncate(path, start.length + size)
    }
    const before = process.resourceUsage().maxRSS
    for (const load of [loadModel, loadCheckpoint]) {
      await expect(load(other)).rejects.toThrow('this safetensors file was not made by Gradus')
      await expect(load(film)).rejects.toThrow('the header claims 506381209866536700 bytes')
    }
    // Kilobytes: of the files' two million none are in memory.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100_000)
  })

  it.runIf(process.platform !== 'win32')('refuse what is no plain file, and do not wait for it', async () => {
    const pipe = join(folder, 'pipe')
    spawnSync('mkfifo', [pipe])
    const socket = join(folder, 'socket')
    const server = createServer().listen(socket)
    await once(server, 'listening')
    for (const load of [loadModel, loadCheckpoint]) {
      for (const path of ['/dev/zero', pipe]) {
        await expect(load(path)).rejects.toThrow(
          `Cannot read ${path}: it is a device or a pipe: expected a plain file. Copy what it gives into one.`,
        )
      }
      await expect(load(folder)).rejects.toThrow(': it is a folder. Name a file in it.')
      await expect(load(socket)).rejects.toThrow(
        `Cannot read ${socket}: it is a socket or a device: expected`,
      )
    }
    await new Promise(resolve => server.close(resolve))
  })

  it.runIf(process.platform === 'linux')(
    'find files of /proc as long as they say that they are',
    async () => {
      for (const path of ['/proc/self/mem', '/proc/kmsg', '/proc/self/maps'])
        await expect(loadModel(path)).rejects.toThrow(`${path}: it is empty: expected a model file`)
    },
  )
})

describe('saveCheckpoint and loadCheckpoint', () => {
  it('give back the same checkpoint', async () => {
    const examples = denseExamples([[[0, 1], [1]]])
    const controller = new SgdController()
    controller.checkpoint()
    const path = join(folder, 'run.checkpoint')
    for await (const event of sgd(new Network([2, 1], { seed: 0 }), examples, {
      epochs: 1,
      miniBatchSize: 1,
      eta: 1,
      controller,
    })) {
      if (event.type !== 'checkpoint') continue
      await saveCheckpoint(path, event.checkpoint)
      expect((await loadCheckpoint(path)).progress).toEqual(event.checkpoint.progress)
    }
    await expect(loadModel(path)).rejects.toThrow('it is a "checkpoint": expected a model')
  })
})

describe('writeFileAtomic', () => {
  it('writes through a symbolic link, and keeps the permissions of the file', async () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')]
    await writeFile(file, 'old', { mode: 0o600 })
    await symlink(file, link)
    await writeFileAtomic(link, Uint8Array.of(1))
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect([...(await readFile(file))]).toEqual([1])
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('makes the file that a symbolic link points to, if there is none yet', async () => {
    await symlink('file', join(folder, 'link'))
    await writeFileAtomic(join(folder, 'link'), Uint8Array.of(1))
    expect([...(await readFile(join(folder, 'file')))]).toEqual([1])
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true)
  })

  it('follows links one after the other, through folders that are links too', async () => {
    await mkdir(join(folder, 'real', 'deep'), { recursive: true })
    await symlink(join('real', 'deep'), join(folder, 'alias'))
    await symlink('second', join(folder, 'alias', 'first'))
    await symlink(join('..', 'file'), join(folder, 'alias', 'second'))
    const path = join(folder, 'alias', 'first')
    expect(await targetOf(path)).toBe(join(await realpath(folder), 'real', 'file'))
    await writeFileAtomic(path, Uint8Array.of(1))
    expect([...(await readFile(join(folder, 'real', 'file')))]).toEqual([1])
  })

  it('refuses links that lead in a circle, and leaves them', async () => {
    await symlink('b', join(folder, 'a'))
    await symlink('a', join(folder, 'b'))
    await expect(writeFileAtomic(join(folder, 'a'), Uint8Array.of(1))).rejects.toThrow(
      'its symbolic links lead nowhere. Choose another path.',
    )
    expect((await lstat(join(folder, 'a'))).isSymbolicLink()).toBe(true)
  })

  // Only root can make a link that is another's.
  it.runIf(process.getuid?.() === 0)(
    'follows no link of another user in a folder for everybody',
    async () => {
      const [link, file] = [join(folder, 'link'), join(folder, 'file')]
      await chmod(folder, 0o1777)
      await symlink('file', link)
      await writeFileAtomic(link, Uint8Array.of(1))
      await lchown(link, 4321, 4321)
      await expect(writeFileAtomic(link, Uint8Array.of(2))).rejects.toThrow(
        /is a symbolic link that another user made, in a folder that everybody may write to/,
      )
      await expect(tryWriting(link, Uint8Array.of(2))).rejects.toThrow(FileError)
      expect([...(await readFile(file))]).toEqual([1])
      await chmod(folder, 0o755)
      await writeFileAtomic(link, Uint8Array.of(3))
      expect([...(await readFile(file))]).toEqual([3])
    },
  )

  it('is given a path', async () => {
    await expect(writeFileAtomic('', Uint8Array.of(1))).rejects.toThrow(
      'path is "": expected the path of a file',
    )
    await expect(Reflect.apply(saveModel, undefined, [undefined, new Network([1, 1])])).rejects.toThrow(
      'path is undefined',
    )
    await expect(Reflect.apply(saveModel, undefined, ['net', null])).rejects.toThrow(
      'The network is null: expected a Network',
    )
  })

  it('keeps the old content, and leaves no temporary file, when the new cannot take its place', async () => {
    const path = join(folder, 'kept')
    await writeFileAtomic(join(path, '..', 'kept'), Uint8Array.of(1, 2, 3))
    await expect(writeFileAtomic(join(path, 'below'), Uint8Array.of(4))).rejects.toThrow(
      /a part of the path is a file, not a folder/,
    )
    expect([...(await readFile(path))]).toEqual([1, 2, 3])
    expect(await readdir(folder)).toEqual(['kept'])
  })
})

describe('createFileAtomic', () => {
  it('makes a file once, of several at the same moment', async () => {
    const path = join(folder, 'new')
    const made = await Promise.allSettled(
      [1, 2, 3, 4].map(byte => createFileAtomic(path, Uint8Array.of(byte, byte))),
    )
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(createFileAtomic(path, Uint8Array.of(5))).rejects.toMatchObject({
      cause: { code: 'EEXIST' },
    })
    const [first, second, ...rest] = await readFile(path)
    expect([first === second, rest, await readdir(folder)]).toEqual([true, [], ['new']])
  })

  it('follows no link, also one that points to nothing', async () => {
    await symlink('file', join(folder, 'link'))
    await expect(createFileAtomic(join(folder, 'link'), Uint8Array.of(1))).rejects.toThrow(FileError)
    expect(await readdir(folder)).toEqual(['link'])
  })
})

describe('tryWriting', () => {
  it('leaves everything as it is, and fails as the writing would', async () => {
    const path = join(folder, 'model')
    await writeFile(path, 'old')
    await tryWriting(path, Uint8Array.of(1, 2))
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['model'])
    await expect(tryWriting(join(path, 'below'), Uint8Array.of(1))).rejects.toThrow(FileError)
    await expect(tryWriting(join(folder, 'no', 'model'), Uint8Array.of(1))).rejects.toThrow(
      /there is no such folder/,
    )
  })
})

/** Has a process killed while it writes this file. @returns the number of the process */
function killWriter(path: string): number {
  const program = `import { writeFileAtomic } from '@gradus/core/node'
    import fs from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    fs.rename = () => process.kill(process.pid, 'SIGKILL')
    syncBuiltinESMExports()
    await writeFileAtomic(process.argv[1], Uint8Array.of(1))`
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program, path]).pid
}

describe('names as long as a file system takes', () => {
  it.each([224, 225, 255])('%d bytes: are written, and leave nothing behind', async length => {
    const name = `é${'n'.repeat(length - 2)}`
    const path = join(folder, name)
    await writeFileAtomic(path, Uint8Array.of(1))
    await tryWriting(path, Uint8Array.of(2))
    expect([...(await readFile(path))]).toEqual([1])
    expect(await readdir(folder)).toEqual([name])
    killWriter(path)
    expect(await readdir(folder)).toHaveLength(2)
    await removeLeftovers(path)
    expect(await readdir(folder)).toEqual([name])
  })
})

describe('removeLeftovers', () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version'])
  /** The name of the temporary file that a process of this place would leave, and of one elsewhere. */
  let nameOf: (pid: number) => string
  const elsewhere = `.model.00000000-${dead}-0123abcd.tmp`
  beforeEach(async () => {
    const pid = killWriter(join(folder, 'model'))
    const [left = ''] = await readdir(folder)
    expect(left).toContain(`-${pid}-`)
    nameOf = other => left.replace(`-${pid}-`, `-${other}-`)
  })

  it('removes what killed processes left of this path, and nothing else', async () => {
    const kept = [
      nameOf(1).replace('.model.', '.models.'),
      nameOf(process.pid),
      elsewhere,
      '.model.tmp',
      'model',
    ].sort()
    for (const name of [...kept, nameOf(dead)]) await writeFile(join(folder, name), '')
    await removeLeftovers(join(folder, 'model'))
    expect((await readdir(folder)).sort()).toEqual(kept)
  })

  it('removes what processes elsewhere left only after a day: they may still write it', async () => {
    const [old, young] = [join(folder, elsewhere), join(folder, elsewhere.replace('0123', '4567'))]
    const now = Date.now() / 1000
    for (const [path, age] of [
      [old, 90_000],
      [young, 80_000],
    ] as const) {
      await writeFile(path, '')
      await utimes(path, now, now - age)
    }
    await removeLeftovers(join(folder, 'model'))
    expect(await readdir(folder)).toEqual([basename(young)])
  })

  it('does nothing where there is no such folder', async () => {
    await removeLeftovers(join(folder, 'no', 'model'))
    expect(await readdir(folder)).toHaveLength(1)
  })
})
