import { describe, expect, test } from 'vitest'
import { assumedGround, givenGround, groundOfAnswer } from './ground.ts'

describe('the ground', () => {
  test.each([
    [{}, 'dark'],
    [{ COLORFGBG: '15;0' }, 'dark'],
    [{ COLORFGBG: '0;15' }, 'light'],
    [{ COLORFGBG: '0;default;7' }, 'light'],
    [{ COLORFGBG: '7;8' }, 'dark'],
    [{ COLORFGBG: 'default;default' }, 'dark'],
    [{ COLORFGBG: '15;0', GRADUS_THEME: 'light' }, 'light'],
    [{ COLORFGBG: '0;15', GRADUS_THEME: 'dark' }, 'dark'],
    [{ COLORFGBG: '0;15', GRADUS_THEME: '' }, 'light'],
  ])('that %j tells is %s', (env, ground) => {
    expect(assumedGround(env)).toBe(ground)
  })

  test('that a person names is dark or light', () => {
    expect(givenGround({})).toBeUndefined()
    expect(() => givenGround({ GRADUS_THEME: 'solarized' })).toThrow(
      "'GRADUS_THEME' value 'solarized' is invalid. Expected dark or light, or nothing: then the terminal is asked.",
    )
  })

  test.each([
    ['11;rgb:ffff/ffff/ffff', 'light'],
    ['11;rgb:fdf6/e3e3/0000', 'light'],
    ['11;rgb:0000/0000/0000', 'dark'],
    ['11;rgb:1e/1e/2e', 'dark'],
    ['11;rgba:f/f/f/8', 'light'],
    ['10;rgb:ffff/ffff/ffff', undefined],
    ['11;?', undefined],
    ['11;rgb:zz/00/00', undefined],
    ['', undefined],
  ])('of the answer %j is %s', (answer, ground) => {
    expect(groundOfAnswer(answer)).toBe(ground)
  })
})
