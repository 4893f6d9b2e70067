import { expect, it } from 'vitest';
import { checkBinds } from './check-binds.ts';
import { openSource } from './yaml-source.ts';

const listeners = (...binds: string[]) =>
  `control: { listen: "127.0.0.1:1" }\negress:\n  listeners:\n${binds.map((bind) => `    - bind: "${bind}"\n`).join('')}`;

it.each([
  ['', []],
  [listeners('127.0.0.1:2', '127.0.0.2:2', '[::1]:2'), []],
  [listeners('127.0.0.1:0', '127.0.0.1:0'), []],
  [listeners('nonsense', 'nonsense'), []],
  [listeners('127.0.0.1:1'), [[4, '127.0.0.1:1', 'is also the address of control.listen (line 1), 127.0.0.1:1']]],
  [
    listeners('127.0.0.1:2', '0.0.0.0:2'),
    [[5, '0.0.0.0:2', 'is also the address of egress.listeners[0].bind (line 4), 127.0.0.1:2']],
  ],
  [
    'control: { listen: "127.0.0.1:1080" }',
    [[undefined, '127.0.0.1:1080', 'is also the address of control.listen (line 1), 127.0.0.1:1080']],
  ],
  [
    'egress: { listeners: [{ bind: "[::]:8082" }] }',
    [[1, '[::]:8082', 'is also the address of control.listen (by default), 127.0.0.1:8082']],
  ],
])('%s', (text, problems) => {
  const found = checkBinds(openSource(text, 'a.yaml')).map(({ line, value, message }) => [line, value, message]);
  expect(found).toEqual(problems);
});
