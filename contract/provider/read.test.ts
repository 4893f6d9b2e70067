import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatProblem } from '../config/problem.ts';
import { isOwnFile, parseProvider, providerNames, readProvider } from './read.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlantic-provider-'));
afterAll(() => rmSync(directory, { recursive: true }));

const MINE = `title: Mine
login: { username: "{username}", password: "{password}", options: username, separator: "-" }
products:
  - { name: all, address: "http://gw.mine.example:8000" }
options:
  - { option: country, write: "cc-{country}", case: lower }
examples:
  - { options: {}, username: USERNAME, password: PASSWORD, source: its own page }
`;

const problems = (text: string) => parseProvider(text, 'mine.yaml').problems.map(formatProblem);

describe('the descriptions that come with Atlantic', () => {
  it('are these', () => {
    expect(providerNames()).toEqual([
      'apify',
      'brightdata',
      'decodo',
      'generic',
      'iproyal',
      'oxylabs',
      'soax',
      'soax-package',
    ]);
  });

  it.each(providerNames())('%s can be read', (name) => {
    const read = readProvider(name, '/nowhere');
    expect(read.problems.map(formatProblem)).toEqual([]);
    expect(read).toHaveProperty('name', name);
  });
});

describe('a description of one’s own', () => {
  it('is a path with a slash in it, from the directory of the configuration', () => {
    writeFileSync(join(directory, 'mine.yaml'), MINE);
    expect(['./mine.yaml', '/etc/mine.yaml', 'mine'].map(isOwnFile)).toEqual([true, true, false]);
    expect(readProvider('./mine.yaml', directory)).toMatchObject({ name: 'mine', provider: { title: 'Mine' } });
  });

  it('that is not there is a problem with its path', () => {
    expect(readProvider('./none.yaml', directory).problems.map(formatProblem)).toEqual([
      `${join(directory, 'none.yaml')}: cannot be read (ENOENT).`,
    ]);
  });

  it.each([
    ['no mistakes', MINE, []],
    [
      'a misspelt key',
      MINE.replace('case:', 'caze:'),
      [
        'mine.yaml:6: options[0].case: is missing; it must be one of lower, upper.',
        'mine.yaml:6: options[0].caze: is not a key here; the keys are option, write, unless, excludes, case, otherwise. Did you mean "case"?',
      ],
    ],
    [
      'an option that there is not',
      MINE.replace('option: country', 'option: planet'),
      [
        'mine.yaml:6: options[0].option: "planet" is not one of country, state, city, asn, session, lifetime, strict, rotate.',
      ],
    ],
    [
      'braces around nothing known',
      MINE.replace('{country}', '{land}'),
      [
        'mine.yaml:6: options[0].write: "cc-{land}" holds {land}; what may stand in braces is country, state, city, asn, session, lifetime, rotate, strict.',
      ],
    ],
    [
      'an address that is none',
      MINE.replace('http://gw', 'ftp://gw'),
      [
        'mine.yaml:4: products[0].address: "ftp://gw.mine.example:8000" must be http://HOST:PORT or socks5://HOST:PORT.',
      ],
    ],
    [
      'options that could be slipped in',
      MINE.replace('separator: "-"', 'separator: "_"').replace(
        'examples',
        '  - { option: city, write: "city-{city}", spaces: underscore }\nexamples',
      ),
      ['mine.yaml:7: options[1].spaces: "underscore" is the separator too; values could pass for options.'],
    ],
    ['no YAML', '{', ['mine.yaml:1: is not readable YAML: Flow map must end with a }.']],
  ])('with %s', (_what, text, expected) => expect(problems(text)).toEqual(expected));
});
