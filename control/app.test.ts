import { describe, expect, it } from 'vitest';
import { testApplication } from './fixture/application.ts';

interface Route {
  method: string;
  url: string;
}

async function everyRoute() {
  const routes: Route[] = [];
  const application = await testApplication('', (app) => {
    app.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) routes.push({ method: each, url: url.replace(/:\w+/g, 'x') });
    });
  });
  return { ...application, routes };
}

describe('every route', () => {
  it('but health, metrics and the PAC file refuses to work without a key', async () => {
    const { app, routes } = await everyRoute();
    const open: string[] = [];
    for (const { method, url } of routes) {
      const { statusCode } = await app.inject({ method: method as 'GET', url });
      if (statusCode !== 401) open.push(`${method} ${url}`);
    }
    expect(open.sort()).toEqual([
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /proxy.pac',
      'HEAD /health/live',
      'HEAD /health/ready',
      'HEAD /metrics',
      'HEAD /proxy.pac',
    ]);
    expect(routes.filter(({ url }) => url.startsWith('/api/')).length).toBeGreaterThan(10);
    expect(routes.filter(({ url }) => url.startsWith('/plane/')).length).toBeGreaterThan(5);
  });

  it('of the planes refuses an API key, and of the API a plane token', async () => {
    const { app, routes, apiKey, planeToken } = await everyRoute();
    for (const { method, url } of routes) {
      const wrong = url.startsWith('/plane/') ? apiKey : url.startsWith('/api/') ? planeToken : undefined;
      if (wrong === undefined) continue;
      const headers = { authorization: `Bearer ${wrong}` };
      expect([url, (await app.inject({ method: method as 'GET', url, headers })).statusCode]).toEqual([url, 401]);
    }
  });

  it('that forgets to say who may call it needs an operator', async () => {
    const { app } = await testApplication('', (server) => {
      server.register(async (child) => {
        child.get('/forgotten', async () => 'open');
      });
    });
    expect((await app.inject('/forgotten')).statusCode).toBe(401);
  });
});
