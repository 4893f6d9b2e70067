import { expect, it } from 'vitest';
import { isLocalName } from './local-name.ts';

it('knows names that are nowhere else', () => {
  for (const name of ['localhost', 'a.LOCALHOST.', 'printer.local', 'metadata.google.internal', 'tv.home.arpa'])
    expect([name, isLocalName(name)]).toEqual([name, true]);
  for (const name of ['local', 'localhost.example', 'home.arpa.example', '127.0.0.1'])
    expect([name, isLocalName(name)]).toEqual([name, false]);
});
