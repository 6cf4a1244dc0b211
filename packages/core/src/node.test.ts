import { spawnSync } from 'node:child_process'
import { lstat, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { denseExamples, ModelFileError, Network, SgdController, sgd } from '@gradus/core'
import {
  FileError,
  loadCheckpoint,
  loadModel,
  removeLeftovers,
  saveCheckpoint,
  saveModel,
  tryWriting,
  writeFileAtomic,
} from '@gradus/core/node'
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

  it('name the file in their errors', async () => {
    const missing = join(folder, 'no', 'net.safetensors')
    const text = join(folder, 'text')
    await writeFile(text, 'not a model')
    await expect(loadModel(missing)).rejects.toThrow(
      `Cannot read ${missing}: there is no such file. Check the spelling.`,
    )
    await expect(loadModel(text)).rejects.toThrow(ModelFileError)
    await expect(loadModel(text)).rejects.toThrow(`${text}: the header claims`)
    await expect(saveModel(missing, new Network([1, 1]))).rejects.toThrow(FileError)
    await expect(saveModel(missing, new Network([1, 1]))).rejects.toThrow(
      `Cannot write ${missing}: there is no such folder. Create it, or choose another.`,
    )
    await expect(saveModel(folder, new Network([1, 1]))).rejects.toThrow(
      /: it is a folder. Name a file in it.$/,
    )
  })
})

describe('loadModel', () => {
  it('refuses a file longer than can be read, before reading it', async () => {
    const path = join(folder, 'long')
    const file = await open(path, 'w')
    await file.truncate(2 ** 31).finally(() => file.close())
    await expect(loadModel(path)).rejects.toThrow(FileError)
    await expect(loadCheckpoint(path)).rejects.toThrow(
      `Cannot read ${path}: it is longer than 2147483647 bytes, as no file of Gradus is. Check the path.`,
    )
  })
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

describe('removeLeftovers', () => {
  it('removes what killed processes left of this path, and nothing else', async () => {
    const { pid: dead } = spawnSync(process.execPath, ['--version'])
    const path = join(folder, 'model')
    const kept = [
      '.models.1-00000000.tmp',
      `.model.${process.pid}-0000abcd.tmp`,
      '.model.tmp',
      'model',
    ].sort()
    for (const name of [...kept, `.model.${dead}-0123abcd.tmp`]) await writeFile(join(folder, name), '')
    await removeLeftovers(path)
    expect((await readdir(folder)).sort()).toEqual(kept)
  })

  it('does nothing where there is no such folder', async () => {
    await removeLeftovers(join(folder, 'no', 'model'))
    expect(await readdir(folder)).toEqual([])
  })
})
