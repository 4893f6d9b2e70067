import { expect, it } from 'vitest';
import type { Passage } from './client.ts';
import { scriptAnswer, scriptTask } from './script.ts';

const passage: Passage = {
  door: 'SOCKS5',
  scheme: 'https',
  gateway: '127.0.0.1:1080',
  username: 'anna',
  secret: 'secret',
  origin: 'https://127.0.0.1:443',
  certificateFile: '/ca.pem',
};

it('tells the program its proxy, and names a file only when there is one to send', () => {
  expect(JSON.parse(scriptTask(passage, 'https://a/', undefined))).toEqual({
    proxy: 'socks5h://anna:secret@127.0.0.1:1080',
    url: 'https://a/',
    certificateFile: '/ca.pem',
  });
  expect(JSON.parse(scriptTask({ ...passage, door: 'CONNECT' }, 'https://a/', '/body'))).toMatchObject({
    proxy: 'http://anna:secret@127.0.0.1:1080',
    bodyFile: '/body',
  });
});

it('takes the outcome from stderr, and a broken program for no answer', () => {
  const stdout = Buffer.from('body');
  expect(scriptAnswer({ code: 0, stdout, stderr: '{"status":404,"said":"Not Found"}' })).toEqual({
    status: 404,
    body: stdout,
    said: 'Not Found',
  });
  expect(scriptAnswer({ code: 1, stdout, stderr: 'Traceback' })).toEqual({
    status: 0,
    body: stdout,
    said: 'Traceback',
  });
});
