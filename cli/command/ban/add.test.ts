import { expect, it } from 'vitest';
import { banned } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

it('says for what, until when and where the ban holds', async () => {
  const line = ['ban', 'add', 'rented-1', '--target', 'https://www.shop.example/', '--minutes', '60'];
  const { code, out, asked } = await atlantic(line, { 'POST /bans': { body: banned } });
  expect([code, out]).toEqual([
    0,
    'rented-1 is banned for shop.example until 2026-11-21 01:00:00 (0123456789abcdef) on local.',
  ]);
  expect(asked[1]).toEqual({ endpoint: 'rented-1', target: 'https://www.shop.example/', minutes: 60 });
});

it('is for every site when no target is named, and fails when a plane does not obey', async () => {
  const planes = [...banned.planes, { plane: 'berlin', obeyed: null, detail: null }];
  const body = { ban: { ...banned.ban, site: null }, planes };
  const { code, out, asked } = await atlantic(['ban', 'add', 'rented-1'], { 'POST /bans': { body } });
  expect([code, asked[1]]).toEqual([1, { endpoint: 'rented-1', minutes: 60 }]);
  expect(out).toContain('every site');
  expect(out).toContain('on local.\nberlin has not answered, and may or may not obey.');
  expect(JSON.parse((await atlantic(['ban', 'add', 'rented-1', '--json'], { 'POST /bans': { body } })).out)).toEqual(
    body,
  );
});
