import type { Acknowledgement, Order, ProbeResult } from '@atlantic/contract/plane.ts';
import { describe, expect, it } from 'vitest';
import { createLog } from '../observe/log.ts';
import { createCommands } from './commands.ts';

const log = createLog({ name: 'egress', destination: { write: () => {} } });

function opened(obey: (order: Order) => Promise<(() => void) | ProbeResult | undefined> = async () => undefined) {
  const obeyed: string[] = [];
  const heard: Acknowledgement[] = [];
  const link = { up: true };
  const commands = createCommands({
    log,
    obey(order) {
      obeyed.push(order.kind);
      return obey(order);
    },
    async acknowledge(said) {
      if (!link.up) throw new Error('control is away');
      heard.push(said);
    },
  });
  return { commands, obeyed, heard, link };
}
const drain = { number: 1, order: { kind: 'drain' } };

describe('commands', () => {
  it('are obeyed once and acknowledged as often as they come', async () => {
    const { commands, obeyed, heard } = opened();
    await commands.take(drain);
    await commands.take(drain);
    expect(obeyed).toEqual(['drain']);
    expect(heard).toEqual([
      { number: 1, obeyed: true },
      { number: 1, obeyed: true },
    ]);
  });

  it('say what a probe came to', async () => {
    const probe = { reached: true, milliseconds: 7 };
    const { commands, heard } = opened(async () => probe);
    const order = {
      kind: 'probe',
      pool: 'rented',
      endpoint: 'a',
      url: 'http://j/',
      timeoutSeconds: 1,
      expectStatus: 200,
    };
    await commands.take({ number: 1, order });
    expect(heard).toEqual([{ number: 1, obeyed: true, probe }]);
  });

  it('are acknowledged later when control is away', async () => {
    const { commands, heard, link } = opened();
    link.up = false;
    await commands.take(drain);
    expect(heard).toEqual([]);
    link.up = true;
    await commands.flush();
    await commands.flush();
    expect(heard).toEqual([{ number: 1, obeyed: true }]);
  });

  it('do what follows once control has been told', async () => {
    const { commands, heard } = opened(async () => () => heard.push({ number: 99, obeyed: true }));
    await commands.take(drain);
    expect(heard.map(({ number }) => number)).toEqual([1, 99]);
  });

  it('are not acknowledged while they are being obeyed', async () => {
    const work = Promise.withResolvers<undefined>();
    const { commands, heard } = opened(() => work.promise);
    const taken = commands.take(drain);
    await commands.take(drain);
    expect(heard).toEqual([]);
    work.resolve(undefined);
    await taken;
    expect(heard).toEqual([{ number: 1, obeyed: true }]);
  });

  it('that cannot be obeyed, or are not known, say so', async () => {
    const { commands, heard } = opened(() => Promise.reject(new Error('there are no workers that serve')));
    await commands.take(drain);
    await commands.take({ number: 2, order: { kind: 'dance' } });
    expect(heard).toEqual([
      { number: 1, obeyed: false, detail: 'there are no workers that serve' },
      { number: 2, obeyed: false, detail: 'This plane does not know the command.' },
    ]);
  });

  it('are remembered in bounds', async () => {
    const { commands, obeyed } = opened();
    for (let number = 1; number <= 100; number += 1) await commands.take({ ...drain, number });
    await commands.take({ ...drain, number: 100 });
    expect(obeyed).toHaveLength(100);
  });
});
