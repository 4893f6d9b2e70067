import { expect, it } from 'vitest';
import { atlantic, problem } from '../../fixture/shell.ts';

const made = {
  id: 'shop:cart7',
  credential: 'shop',
  session: 'cart7',
  username: 'shop-session-cart7-lifetime-30',
  curl: "curl -x http://127.0.0.1:8080 -U 'shop-session-cart7-lifetime-30:SECRET' https://example.com/",
};
const answers = { 'POST /sessions': { body: made } };
const options = ['--session', 'cart7', '--option', 'lifetime=30'];

it('shows what clients send', async () => {
  const { code, out, asked } = await atlantic(['session', 'new', 'shop', ...options], answers);
  expect(asked).toEqual(['POST /sessions', { credential: 'shop', session: 'cart7', options: { lifetime: '30' } }]);
  expect([code, out]).toEqual([
    0,
    `  session    shop:cart7
  username   shop-session-cart7-lifetime-30
  try it     curl -x http://127.0.0.1:8080 -U 'shop-session-cart7-lifetime-30:SECRET' https://example.com/
It begins with its first request. SECRET stands for the secret of the credential.`,
  ]);
  expect(JSON.parse((await atlantic(['session', 'new', 'shop', '--json'], answers)).out)).toEqual(made);
});

it('says what is wrong with an option', async () => {
  const wrong = { 'POST /sessions': problem(400, 'option_unknown', 'There is no option "x".') };
  const { code, err } = await atlantic(['session', 'new', 'shop', '--option', 'x=1'], wrong);
  expect([code, err]).toEqual([1, expect.stringContaining('There is no option "x".')]);
});
