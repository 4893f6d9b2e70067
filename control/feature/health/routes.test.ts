import { describe, expect, it } from 'vitest';
import { testApplication } from '../../fixture/application.ts';

describe('health', () => {
  it('is live and ready without a key', async () => {
    const { app } = await testApplication();
    expect((await app.inject('/health/live')).json()).toEqual({ status: 'live' });
    expect((await app.inject('/health/ready')).json()).toEqual({ status: 'ready' });
  });

  it('is live but not ready when the database is gone', async () => {
    const { app, db } = await testApplication();
    await db.destroy();
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    const ready = await app.inject('/health/ready');
    expect([ready.statusCode, ready.json()]).toMatchObject([503, { code: 'control_unreachable' }]);
  });
});
