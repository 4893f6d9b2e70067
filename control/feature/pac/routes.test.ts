import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';

const YAML = 'egress: { listeners: [{ bind: "127.0.0.1:9090", protocols: [http] }] }';

describe('/proxy.pac', () => {
  it('is there without a key, for the host that was asked', async () => {
    const { app } = await testApplication(YAML);
    const answer = await app.inject({ url: '/proxy.pac', headers: { host: '127.0.0.1:8082' } });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/x-ns-proxy-autoconfig']);
    expect(answer.payload).toContain('"PROXY 127.0.0.1:9090"');
    const named = await app.inject({ url: '/proxy.pac?host=gate.example', headers: { host: 'localhost' } });
    expect(named.payload).toContain('"PROXY gate.example:9090"');
  });

  it('says why there is none', async () => {
    const { call } = await testApplication('egress: { listeners: [{ bind: "127.0.0.1:0" }] }');
    const answer = await call('GET', '/proxy.pac?host=gate.example');
    expect([answer.status, answer.json()]).toMatchObject([404, { detail: expect.stringContaining('No listener') }]);
  });

  it.each(['%22%3Balert(1)', 'a%20b', `${'a'.repeat(300)}`])('takes no host %s', async (host) => {
    const { call } = await testApplication(YAML);
    expect(await call('GET', `/proxy.pac?host=${host}`)).toMatchObject({ status: 400 });
  });
});
