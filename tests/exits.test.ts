/** Direct exits by local address, and by IPv6 prefix in a network namespace that this test makes. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Seen, seenFrom } from './exits/seen.ts';
import { startChild } from './kit/child.ts';
import { within } from './kit/deadline.ts';
import { ensureProgram, findProgram } from './kit/program.ts';

const PREFIX = '2001:db8:1::/64';
const SECONDS = 60;

/** What docs/upstreams.md says to do, and then the command. */
const SETUP = `ip link set lo up && ip -6 route add local ${PREFIX} dev lo && echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind && exec "$@"`;

describe('exits by local address', () => {
  it('are taken in turn, kept by a session, and shown', async () => {
    const seen = await seenFrom(['127.0.0.5', '127.0.0.6'], '127.0.0.1', 6);
    expect(new Set(seen.plain)).toEqual(new Set(['127.0.0.5', '127.0.0.6']));
    expect(new Set(seen.session).size).toBe(1);
    expect(seen.status).toMatch(new RegExp(`exit: +${seen.session[0]}\\n`));
    expect(JSON.parse(seen.pools)).toMatchObject({ pools: [{ endpoints: ['127.0.0.5', '127.0.0.6'] }] });
  });

  it('that are not of this machine are said so', async () => {
    const seen = await seenFrom(['192.0.2.7'], '127.0.0.1', 1);
    expect(seen.plain[0]).toContain('code: exit_address_unavailable; fault: the gateway');
  });

  it('reach no target of the other family', async () => {
    const seen = await seenFrom(['127.0.0.5'], '::1', 1);
    expect(seen.plain[0]).toContain('code: exit_family_unmatched;');
  });
});

/** The program that makes a namespace (util-linux), where it is there and may. */
function namespaceMaker(): string | undefined {
  const unshare = findProgram('unshare');
  try {
    if (unshare) execFileSync(unshare, ['--net', 'true'], { stdio: 'ignore' });
    return unshare;
  } catch {
    return undefined;
  }
}
const unshare = namespaceMaker();
if (!unshare)
  process.stderr.write('SKIPPED: exits by IPv6 prefix need the right to make a network namespace (root on Linux)\n');

describe.skipIf(!unshare)('exits by IPv6 prefix', () => {
  it('are drawn anew for each connection, and kept by a session', async () => {
    await ensureProgram('ip');
    const inside = [process.execPath, join(import.meta.dirname, 'exits', 'inside.ts'), PREFIX];
    await using child = startChild(unshare ?? '', ['--net', 'sh', '-c', SETUP, 'sh', ...inside]);
    const { code } = await within(SECONDS, 'the namespace', child.exited);
    expect(code, child.stderr()).toBe(0);
    const seen = JSON.parse(child.stdout().toString()) as Seen;
    const { plain, session, other, rotated } = seen;
    expect(
      [...plain, ...session, ...other, ...rotated].filter((address) => !address.startsWith('2001:db8:1:0:')),
    ).toEqual([]);
    expect(new Set(plain).size).toBe(plain.length);
    expect(new Set(rotated).size).toBe(rotated.length);
    expect(new Set(session).size).toBe(1);
    expect(new Set(other).size).toBe(1);
    expect(session[0]).not.toBe(other[0]);
  });
});
