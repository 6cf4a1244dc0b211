import { StudyError } from '../errors.ts'

/**
 * A package that studies need for queues alone, so that it is installed by those who use one.
 * @param names the packages that the kind of queue needs
 * @throws StudyError that says which to install
 */
export async function optional<T>(
  load: () => Promise<T>,
  names: readonly ['bullmq', 'ioredis' | 'pg'],
): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new StudyError(
      'queue',
      `This queue needs the packages ${names.join(' and ')}: run \`npm install ${names.join(' ')}\`.`,
      { cause: error },
    )
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
}
