import { describe, expect, it } from 'vitest';
import { clog, openPair } from '../fixture/pair.ts';
import { cut } from './cut.ts';

describe('cutting an answer short', () => {
  it('leaves a connection open whose octets were all taken', async () => {
    await using pair = await openPair();
    pair.near.write([Buffer.from('half an ans')]);
    cut(pair.near);
    expect(pair.near.gone).toBe(false);
    pair.near.halfClose();
    await pair.peer.ended();
    expect(pair.peer.received().toString()).toBe('half an ans');
  });

  it('destroys one where octets still wait, so that they can not go out after all', async () => {
    await using pair = await openPair();
    const taken = clog(pair);
    cut(pair.near);
    expect(pair.near.gone).toBe(true);
    await taken;
    expect(pair.near.unaccepted()).toBeGreaterThan(0);
  });
});
