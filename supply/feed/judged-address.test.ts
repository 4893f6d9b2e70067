import { expect, it } from 'vitest';
import { judgedAddresses, lookupAmong, resolveBySystem } from './judged-address.ts';

const resolve = async (host: string) => {
  if (host === 'public.example') return ['1.1.1.1', '2606:4700::1111'];
  if (host === 'mixed.example') return ['1.1.1.1', '10.0.0.1'];
  if (host === 'empty.example') return [];
  throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
};
const judge = (url: string, allowPrivate = false) => judgedAddresses(new URL(url), { allowPrivate, resolve });

it('lets public addresses through', async () => {
  expect(await judge('http://public.example/')).toEqual(['1.1.1.1', '2606:4700::1111']);
  expect(await judge('https://[2606:4700::1111]:8443/x')).toEqual(['2606:4700::1111']);
  expect(await judge('http://mixed.example/', true)).toEqual(['1.1.1.1', '10.0.0.1']);
});

it.each([
  'http://mixed.example/',
  'http://127.0.0.1/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://169.254.169.254/latest/',
  'http://192.0.2.1/',
])('refuses %s', (url) => expect(judge(url)).rejects.toMatchObject({ problem: 'refused-address' }));

it('says that a name has no address', async () => {
  await expect(judge('http://none.example/')).rejects.toMatchObject({ problem: 'unreachable', detail: 'ENOTFOUND' });
  await expect(judge('http://empty.example/')).rejects.toMatchObject({ problem: 'unreachable' });
});

it('asks the system', async () => expect(await resolveBySystem('localhost')).toContain('127.0.0.1'));

it('answers with judged addresses alone', () => {
  const lookup = lookupAmong(['1.1.1.1', '2606:4700::1111']);
  const answers: unknown[] = [];
  lookup('elsewhere.example', { all: true }, (_error, found) => answers.push(found));
  lookup('elsewhere.example', {}, (_error, address, family) => answers.push([address, family]));
  expect(answers).toEqual([
    [
      { address: '1.1.1.1', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ],
    ['1.1.1.1', 4],
  ]);
});
