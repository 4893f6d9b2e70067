import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { watchForEnd } from './ending.ts';

/** Plays orders at given milliseconds and tells what was aborted after each: d(rain), k(ill). */
function play(orders: [at: number, order: string][], isTerminalGone = true): string[] {
  const source = new EventEmitter();
  let now = 0;
  const { drain, kill, onReload } = watchForEnd(
    source,
    () => now,
    () => isTerminalGone,
  );
  let reloads = 0;
  onReload(() => {
    reloads += 1;
  });
  return orders.map(([at, order]) => {
    now = at;
    source.emit(order);
    return `${'r'.repeat(reloads)}${drain.aborted ? 'd' : ''}${kill.aborted ? 'k' : ''}`;
  });
}

it.each<[string, [number, string][], string[]]>([
  ['one signal drains', [[0, 'SIGTERM']], ['d']],
  ['a terminal that closes drains', [[0, 'SIGHUP']], ['d']],
  [
    'Ctrl-C passed on by the launcher counts once',
    [
      [0, 'SIGINT'],
      [5, 'SIGINT'],
    ],
    ['d', 'd'],
  ],
  [
    'a second order ends at once',
    [
      [0, 'SIGINT'],
      [5, 'SIGINT'],
      [1000, 'SIGINT'],
    ],
    ['d', 'd', 'dk'],
  ],
  [
    'the kinds of signals do not matter',
    [
      [0, 'SIGHUP'],
      [1500, 'SIGTERM'],
    ],
    ['d', 'dk'],
  ],
  [
    'a parent that vanishes drains',
    [
      [0, 'disconnect'],
      [5000, 'disconnect'],
    ],
    ['d', 'd'],
  ],
])('%s', (_, orders, states) => {
  expect(play(orders)).toEqual(states);
});

it('has the configuration read again on SIGHUP while the terminal is there, or never was', () => {
  const orders: [number, string][] = [
    [0, 'SIGHUP'],
    [5, 'SIGHUP'],
    [10, 'SIGTERM'],
  ];
  expect(play(orders, false)).toEqual(['r', 'rr', 'rrd']);
});

it('stops listening', () => {
  const source = new EventEmitter();
  const ending = watchForEnd(
    source,
    () => 0,
    () => false,
  );
  ending.close();
  source.emit('SIGTERM');
  expect(ending.drain.aborted).toBe(false);
  expect(source.eventNames()).toEqual([]);
});
