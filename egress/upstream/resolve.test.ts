import { afterEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../limits.ts';
import { resolveHost } from './resolve.ts';

const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

afterEach(() => void vi.useRealTimers());

describe('resolving', () => {
  it.each(['192.0.2.1', '2001:db8::1'])('leaves the address %s as it is', async (address) => {
    expect(await resolveHost(address)).toEqual([address]);
  });

  it('knows this machine by its name, and leaves no timer', async () => {
    fakeTimers();
    expect(await resolveHost('localhost')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]),
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up when the time is over', async () => {
    fakeTimers();
    const resolving = resolveHost('localhost');
    // The deadline passes before the system's answer can be looked at.
    vi.advanceTimersByTime(LIMITS.resolveMs);
    await expect(resolving).rejects.toMatchObject({ code: 'dns_timeout' });
  });

  it('has an error for a name that cannot be, longer than names are', async () => {
    await expect(resolveHost('a'.repeat(300))).rejects.toMatchObject({ code: 'dns_error' });
  });

  it('names a host that does not exist as such', async () => {
    // RFC 6761 §6.4: no resolver may find a name below .invalid; one without a network cannot even ask.
    const error = await resolveHost('no-such-host.invalid').catch((thrown) => thrown);
    expect(['dns_error', 'dns_timeout']).toContain(error.code);
  });
});
