import { expect, it } from 'vitest';
import { banned } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const REQUEST = 'POST /sessions/shop%3Acart7/report';
const LINE = ['session', 'report', 'shop:cart7', '--target', 'https://www.shop.example/'];
const rotated = (done: boolean) => ({ id: 'shop:cart7', done, planes: [] });

it('says which exit is banned for which site, until when and where', async () => {
  const body = { id: 'shop:cart7', bans: [banned], rotated: null };
  const { code, out, asked } = await atlantic([...LINE, '--minutes', '30'], { [REQUEST]: { body } });
  expect([code, asked]).toEqual([0, [REQUEST, { target: 'https://www.shop.example/', minutes: 30 }]]);
  expect(out).toMatch(/ is banned for shop\.example until 2026-11-21 01:00:00 \(0123456789abcdef\) on local\.$/);
});

it('says that a provider was asked for another exit, and fails where a plane does not obey', async () => {
  const answer = (done: boolean) => ({ [REQUEST]: { body: { id: 'shop:cart7', bans: [], rotated: rotated(done) } } });
  const { code, out } = await atlantic(LINE, answer(true));
  expect([code, out]).toEqual([0, 'shop:cart7 has another exit of its provider from its next request on.']);
  expect((await atlantic(LINE, answer(false))).code).toBe(1);
  const planes = [{ plane: 'berlin', obeyed: null, detail: null }];
  const body = { id: 'shop:cart7', bans: [{ ...banned, planes }], rotated: null };
  expect((await atlantic([...LINE, '--json'], { [REQUEST]: { body } })).code).toBe(1);
});

it('needs a target', async () => {
  const { code, err } = await atlantic(['session', 'report', 'shop:cart7'], {});
  expect(code).not.toBe(0);
  expect(err).toContain('--target');
});
